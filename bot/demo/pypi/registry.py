"""What can happen to the index: uploads, yanks, removals, quarantines; each writes its journal rows."""

import copy
import re
import secrets
from typing import Any

from packaging.utils import canonicalize_name

from bot.demo.clock import Clock
from bot.demo.pypi.metadata import core_metadata, form
from bot.demo.pypi.state import Event, File, Observation, Project, Release, State, User

__all__ = ["Registry"]

YOUNG_SECONDS = 24 * 3600  # one observer's report is enough for a project younger than this


class Registry:
    """The index's state and the operations on it. Unknown projects, versions or files raise KeyError."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.state = State()
        self.observer_token = self.add_user("observer", observer=True)

    # People

    def add_user(self, name: str, *, observer: bool = False, project_scoped: bool = False) -> str:
        """A user; gives an API token (scope entire account, unless ``project_scoped``)."""
        token = f"pypi-{secrets.token_urlsafe(24)}"
        self.state.users[name] = User(name, token, observer, project_scoped)
        return token

    # Uploads

    def create(self, name: str, *, owner: str = "alice", at: float | None = None) -> Project:
        """A project without a release, as a pending publisher leaves it."""
        moment = self.clock() if at is None else at
        project = Project(name, moment)
        self.state.projects[project.normalized] = project
        self.journal(project, None, "create", at=moment, user=owner)
        self._known(owner)
        project.roles.append(("Owner", owner))
        self.journal(project, None, f"add Owner {owner}", at=moment, user=owner)
        return project

    def publish(
        self,
        project: str,
        version: str,
        filename: str,
        data: bytes,
        *,
        owner: str = "alice",
        at: float | None = None,
        python_version: str | None = None,
        info: dict[str, Any] | None = None,
    ) -> File:
        """One uploaded file; creates project and release where they are new. ``at`` is the transaction's start.

        ``info`` overrides fields of the upload form, which is otherwise read from the file's own metadata.
        """
        moment = self.clock() if at is None else at
        found = self.state.project(project) or self.create(project, owner=owner, at=moment)
        raw = core_metadata(filename, data)
        filled = form(raw) | (info or {})
        release = found.releases.get(version)
        if release is None:
            release = found.releases[version] = Release(version, moment, filled)
            self.journal(found, version, "new release", at=moment, user=owner)
        label = python_version or _python_version(filename)
        file = File(filename, data, found.name, version, moment, label, filled.get("requires_python"))
        file.metadata = raw if filename.endswith(".whl") else None
        release.files.append(file)
        self.state.stored[file.path] = file
        self.journal(found, version, f"add {label} file {filename}", at=moment, user=owner)
        return file

    # Going away

    def yank(self, project: str, version: str, reason: str = "") -> Event:
        found = self._project(project)
        release = found.releases[version]
        release.yanked = reason
        for file in release.files:
            file.yanked = reason
        return self.journal(found, version, "yank release")

    def remove_file(self, project: str, filename: str) -> Event:
        found = self._project(project)
        for release in found.releases.values():
            for file in release.files:
                if file.filename == filename:
                    release.files.remove(file)
                    return self.journal(found, release.version, f"remove file {filename}")
        raise KeyError(filename)

    def remove_release(self, project: str, version: str) -> Event:
        found = self._project(project)
        del found.releases[version]
        return self.journal(found, version, "remove release")

    def remove_project(self, project: str, *, user: str = "admin") -> Event:
        found = self._project(project)
        del self.state.projects[found.normalized]
        return self.journal(found, None, "remove project", user=user)

    def archive(self, project: str) -> None:
        """Archived projects stay; the journal does not say so."""
        self._project(project).status = "archived"

    def quarantine(self, project: str, *, user: str = "admin") -> Event:
        """Hide the project from installers and freeze everybody who owns it."""
        found = self._project(project)
        found.status = "quarantined"
        for _, name in found.roles:
            self._known(name).frozen = True
        return self.journal(found, None, "project quarantined", user=user)

    def clear_quarantine(self, project: str) -> Event:
        found = self._project(project)
        found.status = "active"
        return self.journal(found, None, "project quarantine cleared", user="admin")

    def quarantine_release(self, project: str, version: str) -> Event:
        found = self._project(project)
        found.releases[version].quarantined = True
        return self.journal(found, version, "release quarantined", user="admin")

    def clear_release_quarantine(self, project: str, version: str) -> Event:
        found = self._project(project)
        found.releases[version].quarantined = False
        return self.journal(found, version, "release quarantine cleared", user="admin")

    # Reports

    def observe(self, project: str, reporter: User, payload: dict[str, Any]) -> Observation:
        """Store a report, and open a helpdesk conversation for the kinds that get one."""
        found = self._project(project)
        observation = Observation(found.name, reporter.name, reporter.observer, self.clock(), payload)
        found.observations.append(observation)
        self.state.observations.append(observation)
        if payload["kind"] in ("is_malware", "is_dependency_confusion"):
            self.state.mails.append(f"Observation Report for {found.name}")
        return observation

    def auto_quarantine(self, observation: Observation) -> bool:
        """What the index does after a report by itself; tells whether it quarantined."""
        found = self.state.project(observation.project)
        if found is None or found.status == "quarantined" or observation.payload["kind"] != "is_malware":
            return False
        malware = [one for one in found.observations if one.payload["kind"] == "is_malware"]
        trusted_on_young = observation.observer and self.clock() - found.created < YOUNG_SECONDS
        two_people = len({one.reporter for one in malware}) >= 2 and any(one.observer for one in malware)
        if trusted_on_young or two_people:
            self.quarantine(found.name)
            return True
        return False

    @property
    def observations(self) -> list[Observation]:
        """Every report accepted, oldest first."""
        return self.state.observations

    # The journal

    def journal(
        self, project: Project | str, version: str | None, action: str, *, at: float | None = None, user: str = ""
    ) -> Event:
        """Write one row under the next serial. Scripts also forge rows with it: a name instead of a project."""
        name = project if isinstance(project, str) else project.name
        self.state.serial += 1
        moment = int(self.clock() if at is None else at)
        event = Event(name, version, moment, _cleaned(action), self.state.serial, user)
        self.state.journal.append(event)
        if isinstance(project, Project):
            project.serial = event.serial
        return event

    def burn_serials(self, count: int) -> None:
        """Leave a gap: values used up by transactions that were rolled back."""
        self.state.serial += count

    def rewind_serial(self, count: int) -> None:
        """Forget the last ``count`` serials, as a restored database would."""
        self.state.serial -= count
        self.state.journal = [event for event in self.state.journal if event.serial <= self.state.serial]

    def snapshot(self) -> State:
        """A copy of everything as it is now; file contents are shared."""
        return copy.deepcopy(self.state)

    def _project(self, name: str) -> Project:
        return self.state.projects[canonicalize_name(name)]

    def _known(self, user: str) -> User:
        if user not in self.state.users:
            self.add_user(user)
        return self.state.users[user]


def _python_version(filename: str) -> str:
    if not filename.endswith(".whl"):
        return "source"
    return filename.removesuffix(".whl").split("-")[-3]


def _cleaned(action: str) -> str:
    printable = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", action)
    return printable.encode("ascii", "xmlcharrefreplace").decode("ascii")
