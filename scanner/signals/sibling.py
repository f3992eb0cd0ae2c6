"""The sdist and the wheel of one release, compared: what installs should be what the source says.

A wheel built from another tree than the sdist is how a stolen token or a poisoned build shows: the repository and the
sdist stay clean, the file that people install is not.
"""

import hashlib
import re
from collections.abc import Mapping

from scanner.member import Member, MemberKind
from scanner.report import Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding

__all__ = ["ListingCheck", "compare", "differences", "is_other_kind"]

DIFFER = SignalKind(
    name="sdist-wheel-differ",
    behaviour="structure",
    description="Sdist and wheel of this release hold different code: one of them was not built from the other",
    points=1.2,
)

# Of one distribution; larger ones ship generated code that differs for honest reasons, and cost room in the ledger.
MOST_MODULES = 400
# More differences than this are another way of building (generated or translated code), not something slipped in.
MOST_DIFFERENT, LEAST_ALIKE = 6, 0.5
SHOWN = 3
# Written by build tools, or left out of wheels, by custom.
GENERATED = re.compile(
    r"(^|/)(_?_?version(_info)?(__)?|_?build(_?info|_config|_meta)?|__about__|__config__|_git\w*|commit|[\w]+_pb2(_grpc)?)"
    r"\.py$|(^|/)(tests?|testing|docs?|examples?|benchmarks?)/|(^|/)(setup|conftest|noxfile|tasks)\.py$"
)


def is_other_kind(one: str, other: str) -> bool:
    """Whether of two file names one is a wheel and the other is not."""
    return one.lower().endswith(".whl") != other.lower().endswith(".whl")


class ListingCheck(Check):
    """Lists the distribution's own modules; whoever knows the release's other file asks ``compare``."""

    kinds = (DIFFER,)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self._modules: dict[str, bytes] = {}
        self._complete = True

    def see(self, member: Member, scope: Scope) -> None:
        if member.kind is not MemberKind.FILE or "!/" in member.name or not member.name.endswith(".py"):
            return
        module = self._module(member.name)
        if module is None:
            return
        if member.truncated or len(self._modules) >= MOST_MODULES:
            self._complete = False
            return
        if b"\r" in member.data and b"\r\n" in member.data:  # one character is found at ten times the speed of two
            digest = hashlib.sha256(member.data.replace(b"\r\n", b"\n")).digest()
        else:
            digest = member.sha256
        self._modules[module] = digest[:8]

    def _module(self, name: str) -> str | None:
        """The module's path as it is installed; None for what is not compared."""
        if not self.package.is_wheel:
            _, _, name = name.partition("/")
            name = name.removeprefix("src/").removeprefix("lib/")
        if not name or GENERATED.search(name) or ".data/" in name:
            return None
        return name

    @property
    def listing(self) -> dict[str, bytes]:
        """Digest by module path, for the scan of the release's next file; empty where it would not be whole."""
        return self._modules if self._complete else {}


def compare(filename: str, listing: Mapping[str, bytes], sibling: Mapping[str, bytes]) -> Finding | None:
    """What to say of ``filename``, whose modules are ``listing``, beside the listing of the release's other kind."""
    if not listing.keys() & sibling.keys():
        return None  # nothing to compare with, or another layout
    wheel, sdist = (listing, sibling) if filename.lower().endswith(".whl") else (sibling, listing)
    different = differences(wheel, sdist)
    if not different or len(different) > min(MOST_DIFFERENT, max(1, len(wheel) * (1 - LEAST_ALIKE))):
        return None
    shown = ", ".join(f"{name} {how}" for name, how in sorted(different.items())[:SHOWN])
    more = f" and {len(different) - SHOWN} more" if len(different) > SHOWN else ""
    return finding(DIFFER, evidence=f"{shown}{more}")


def differences(wheel: Mapping[str, bytes], sdist: Mapping[str, bytes]) -> dict[str, str]:
    """Modules that the wheel installs and the sdist has otherwise or not at all."""
    found: dict[str, str] = {}
    for name, digest in wheel.items():
        if name not in sdist:
            found[name] = "is only in the wheel"
        elif sdist[name] != digest:
            found[name] = "differs"
    return found
