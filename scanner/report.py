"""The data types that everything else speaks: what goes into a scan, and the report that comes out.

All of them are frozen msgspec Structs, so the same value crosses process borders (MessagePack), enters the database
(JSON) and leaves for scripts without a second definition.
"""

import builtins
from enum import StrEnum
from typing import Literal

import msgspec

__all__ = [
    "LOUDNESS",
    "LOUD_SCOPES",
    "QUIET_SCOPES",
    "Anomaly",
    "Finding",
    "Place",
    "ReleaseFacts",
    "Report",
    "ScanJob",
    "Scope",
    "Verdict",
]

Verdict = Literal["alert", "clean", "failed"]


class Scope(StrEnum):
    """Where the code of a member runs, loudest first."""

    STARTUP = "startup"  # .pth, PEP 829 .start, sitecustomize, usercustomize: at every interpreter start
    SETUP = "setup"  # setup.py: at installation from source
    BUILD = "build"  # in-tree PEP 517 backend, pyproject.toml, meson.build and its like: at the build
    IMPORT = "import"  # package __init__ or module level: on import
    CODE = "code"  # any other code
    TEST = "test"
    DOCS = "docs"
    DATA = "data"


LOUDNESS = {scope: number for number, scope in enumerate(Scope)}  # from 0, the loudest, on
# What runs by itself, by installing or starting; and what has no reason to run at all.
LOUD_SCOPES = frozenset({Scope.STARTUP, Scope.SETUP, Scope.BUILD})
QUIET_SCOPES = frozenset({Scope.TEST, Scope.DOCS, Scope.DATA})


class Place(StrEnum):
    """What kind of text a match lies in, by Python's own tokenizer; ``CODE`` wherever a file does not tokenize.

    ``DOCSTRING`` is also a text of a test that only holds it.
    ``PROGRAM`` is machine code: the strings of a program are all that its libraries could say, not what it does.
    ``LISTING`` is data that lists hosts or signatures, whatever they are of.
    """

    CODE = "code"
    COMMENT = "comment"
    DOCSTRING = "docstring"
    PROGRAM = "program"
    LISTING = "listing"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One rule or signal that fired, with its evidence.

    ``points`` is what this finding gave to the score, in log-odds, after group caps, scope and place; a rule in shadow
    gives 0. ``line`` is a line of the member as stored (1-based): for a decoded layer, the line that holds the encoded
    text. ``layers`` is the way to the text that matched (empty: the member itself). ``fingerprint`` names the rule with
    its normalised evidence, stable over renamed files and releases, for suppression and comparison between releases;
    once scored, behind an ``@``, also how loud that stands: ``itself``, ``code`` or ``quiet``.
    ``base_points`` are the rule's own points, kept when the score sets ``points`` (None: not scored yet).
    ``count`` is how many texts of the member, decoded the same way, the rule fired in; this is the loudest.
    ``new`` says whether the evidence is new since the previous release (None: nothing to compare with). ``run_by`` is
    the member that has this one run, and counts as one with it; empty where none is known to.
    """

    rule: str
    behaviour: str
    description: str
    points: float
    member: str
    layers: tuple[str, ...] = ()
    line: int | None = None
    snippet: str = ""
    scope: Scope = Scope.CODE
    place: Place = Place.CODE
    status: Literal["stable", "shadow"] = "stable"
    group: str = ""
    fingerprint: str = ""
    new: bool | None = None
    base_points: float | None = None
    count: int = 1
    run_by: str = ""


class Anomaly(msgspec.Struct, frozen=True, kw_only=True):
    """Something about an archive, a member or the scan itself that is not as it should be.

    ``kind`` is a kebab-case name from a fixed list (``scanner.archive.anomalies`` and ``scanner.scan``).
    """

    kind: str
    detail: str
    member: str | None = None


class ReleaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the index knows of the project, for the signals; every field is None where nobody asked or nobody knows."""

    first_release: bool | None = None
    project_age_days: float | None = None  # since the project's first upload
    previous_version: str | None = None
    previous_upload_days: float | None = None  # since the previous release
    releases_last_day: int | None = None
    owners: tuple[str, ...] | None = None
    new_owner: bool | None = None  # an owner or maintainer was added within the last 14 days
    popular: bool | None = None  # among the most downloaded projects


class ScanJob(msgspec.Struct, frozen=True, kw_only=True):
    """One distribution to scan: its bytes, what it is called, and what the index knows about it."""

    filename: str
    data: bytes
    project: str = ""  # empty: taken from the file name
    version: str = ""
    facts: ReleaseFacts = ReleaseFacts()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that scanning one distribution gave.

    ``score`` is a probability (0..1). ``complete`` is False when a budget, a fault or the deadline left something
    unread; the anomalies say what. ``timings`` are seconds per stage. ``evidence`` holds, per member named by a
    finding, the sha256 of its bytes. ``modules`` is how many different source texts of some size it holds, among
    which something fires by chance (None: nobody counted).
    """

    project: str
    version: str
    filename: str
    sha256: str
    blake2b_256: str = ""
    verdict: Verdict
    score: float
    complete: bool
    findings: tuple[Finding, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    members: int = 0
    modules: int | None = None
    bytes: int = 0  # uncompressed
    seconds: float = 0.0
    error: str | None = None
    rules_digest: str = ""
    timings: dict[str, float] = {}
    evidence: dict[str, str] = {}
    listing: dict[str, builtins.bytes] = {}  # digest by module path, to compare the release's files by
