"""Dependencies whose names lean on a popular project's: a harmless lure pulls in what is not."""

import re
from collections.abc import Iterator

from packaging.utils import canonicalize_name

from scanner.member import Member
from scanner.report import Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding
from scanner.signals.metadata import LONGEST
from scanner.signals.names import HOMOGLYPH, KEYBOARD, TYPOSQUAT, near_popular

__all__ = ["DependencyCheck"]

NEAR_POPULAR = SignalKind(
    name="dependency-near-popular",
    behaviour="naming",
    description="It depends on a project whose name is a slip away from a popular one: a lure brings its payload along",
    points=1.6,
    group="dependency",
)
# Separators and added words are families' habits; only a slip within a word is told of a dependency.
SLIPS = (TYPOSQUAT, KEYBOARD, HOMOGLYPH)
STATED_IN = re.compile(r"^[^/]+/PKG-INFO$|^[^/]+\.dist-info/METADATA$|\.egg-info/requires\.txt$")
REQUIRED = re.compile(rb"^(?:Requires-Dist:[ \t]*)([A-Za-z][\w.-]{3,60})", re.MULTILINE)
LISTED = re.compile(rb"^([A-Za-z][\w.-]{3,60})[ \t]*(?:$|[<>=!~;@(\[])", re.MULTILINE)
MOST = 60


class DependencyCheck(Check):
    kinds = (NEAR_POPULAR,)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.required: dict[str, str] = {}

    def see(self, member: Member, scope: Scope) -> None:
        if not STATED_IN.search(member.name) or "!/" in member.name:
            return
        stated = LISTED if member.name.endswith(".txt") else REQUIRED
        for match in stated.finditer(member.data[:LONGEST]):
            if len(self.required) < MOST:
                self.required.setdefault(canonicalize_name(match[1].decode("ascii")), member.name)

    def findings(self) -> Iterator[Finding]:
        if self.package.is_popular:
            return
        for name, member in sorted(self.required.items()):
            near = near_popular(name, self.package.popular)
            if near and near[0] in SLIPS:
                yield finding(NEAR_POPULAR, member=member, evidence=f"needs {name}, near {near[1]}")
                return
