"""Scans that a person asks for: into the ledger, before everything else that waits."""

from collections import defaultdict, deque
from collections.abc import Callable
from typing import Protocol

from bot.desk.deciding import Deciding
from bot.desk.outcome import Outcome, done, refused
from bot.settings import Settings
from bot.store.database import Database
from bot.store.ledger import PERSON
from bot.store.uploads import add_uploads
from bot.triage.named import named
from bot.triage.permissions import Verb, refuse
from bot.triage.roles import Actor
from scanner.feed.faults import IndexFault
from scanner.index import Missing, ProjectPage, newest_version

__all__ = ["ProjectPages", "Scanning"]

# Enough for a person at work, too few to fill the queue or to annoy the index.
SCANS, WINDOW = 20, 600.0
FILES = 60  # of one release; the largest have some hundred wheels that differ by platform only


class ProjectPages(Protocol):
    """What lists a project's files: ``scanner.index.IndexClient``."""

    async def project(self, project: str) -> ProjectPage: ...


class Scanning(Deciding):
    """The part of the desk that asks for scans; without ``index`` it says that it cannot."""

    def __init__(
        self, db: Database, settings: Settings, now: Callable[[], float], *, index: ProjectPages | None = None
    ) -> None:
        super().__init__(db, settings, now)
        self._index = index
        self._asked: defaultdict[int, deque[float]] = defaultdict(deque)

    async def scan(self, actor: Actor, project: str, version: str | None = None) -> Outcome:
        """Queue every file of a release (the newest, if none is named), also those that were scanned before."""
        if problem := refuse(Verb.SCAN, actor):
            return refused(problem)
        meant = named(project)
        name = meant.project
        if not meant.sound:
            return refused(f'"{project}" cannot be a project on PyPI; check the spelling.')
        if self._index is None:
            return refused("This bot runs without the index, so it cannot list a release's files. Ask an operator.")
        if not self._within_limit(actor):
            return refused(f"You asked for {SCANS} scans within ten minutes. Wait a little, then ask again.")
        try:
            page = await self._index.project(name)
        except Missing:
            return refused(f"PyPI has no project {name}, or no longer. /lookup shows what is known of it here.")
        except IndexFault as fault:
            return refused(f"PyPI cannot be asked right now ({fault}). Try again in a minute.")
        wanted = (version or "").strip() or meant.version or newest_version(page.files)
        files = page.of_release(wanted) if wanted else ()
        if not files:
            what = f"release {wanted} of {name}" if wanted else f"file of {name}"
            return refused(f"PyPI lists no {what}. Check the version, or leave it out for the newest.")
        async with self.db.transaction() as tx:
            count = await add_uploads(
                tx, files[:FILES], name, source="person", priority=PERSON, again=True, now=self.now()
            )
        return done(f"Scanned next: {name} {wanted}, files: {count}. A card appears if they alert; /lookup tells.")

    def _within_limit(self, actor: Actor) -> bool:
        now, asked = self.now(), self._asked[actor.id]
        while asked and asked[0] < now - WINDOW:
            asked.popleft()
        if len(asked) >= SCANS:
            return False
        asked.append(now)
        return True
