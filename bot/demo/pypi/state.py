"""What the index knows: plain data, copied whole when a page must show the past."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from packaging.utils import canonicalize_name

__all__ = ["Event", "File", "Observation", "Project", "Release", "State", "User"]

Status = Literal["active", "archived", "quarantined"]


@dataclass
class File:
    """One distribution file; ``uploaded_at`` in Unix seconds, ``yanked`` None or the reason."""

    filename: str
    data: bytes
    project: str
    version: str
    uploaded_at: float
    python_version: str
    requires_python: str | None = None
    yanked: str | None = None
    metadata: bytes | None = None  # a wheel's METADATA

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def md5(self) -> str:
        return hashlib.md5(self.data, usedforsecurity=False).hexdigest()

    @cached_property
    def blake2b_256(self) -> str:
        return hashlib.blake2b(self.data, digest_size=32).hexdigest()

    @property
    def path(self) -> str:
        digest = self.blake2b_256
        return f"/packages/{digest[:2]}/{digest[2:4]}/{digest[4:]}/{self.filename}"

    @property
    def package_type(self) -> str:
        if self.filename.endswith(".whl"):
            return "bdist_wheel"
        return "bdist_egg" if self.filename.endswith(".egg") else "sdist"


@dataclass
class Release:
    version: str
    created: float
    info: dict[str, Any]  # the upload form of the first file, in the words of the JSON interface
    files: list[File] = field(default_factory=list[File])
    yanked: str | None = None
    quarantined: bool = False


@dataclass
class Observation:
    """One accepted report; every one is kept, the same one twice too."""

    project: str
    reporter: str
    observer: bool
    at: float
    payload: dict[str, Any]


@dataclass
class Project:
    name: str
    created: float
    releases: dict[str, Release] = field(default_factory=dict[str, Release])
    roles: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])  # ("Owner", user)
    status: Status = "active"
    serial: int = 0
    observations: list[Observation] = field(default_factory=list[Observation])

    @property
    def normalized(self) -> str:
        return canonicalize_name(self.name)


@dataclass(frozen=True)
class Event:
    """One row of the journal; ``at`` in whole Unix seconds."""

    name: str
    version: str | None
    at: int
    action: str
    serial: int
    user: str = ""

    def row(self) -> list[Any]:
        return [self.name, self.version, self.at, self.action, self.serial]


@dataclass
class User:
    name: str
    token: str
    observer: bool = False
    project_scoped: bool = False
    frozen: bool = False


@dataclass
class State:
    projects: dict[str, Project] = field(default_factory=dict[str, Project])  # by normalized name
    journal: list[Event] = field(default_factory=list[Event])
    users: dict[str, User] = field(default_factory=dict[str, User])
    stored: dict[str, File] = field(default_factory=dict[str, File])  # by path, kept after removal
    serial: int = 40_000_000
    observations: list[Observation] = field(default_factory=list[Observation])
    mails: list[str] = field(default_factory=list[str])  # helpdesk conversations that reports opened

    def project(self, name: str) -> Project | None:
        return self.projects.get(canonicalize_name(name))
