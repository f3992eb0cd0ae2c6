"""What every signal is made of: its card text and weight, the package it looks at, and the check that fires it."""

import hashlib
import itertools
from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

import msgspec
from packaging.utils import canonicalize_name

from scanner.member import Layer, Member
from scanner.report import QUIET_SCOPES, Anomaly, Finding, ReleaseFacts, Scope
from scanner.signals.popular import PopularNames

__all__ = [
    "LARGEST",
    "LARGEST_DECODED",
    "MOST_SEEN",
    "RESERVED",
    "Check",
    "CodeCheck",
    "MemberCheck",
    "Package",
    "SignalKind",
    "finding",
    "finding_at",
    "line_of_text",
]

# Bytes of a module's lines that run by importing it: more is data, and takes long to parse.
LARGEST = 64 * 1024
LARGEST_DECODED = 12 * 1024  # of what was hidden: a loader is short, and of a long text the rules say enough
# A large package is looked at so far, and farther only where installing or importing the package runs it.
MOST_SEEN = 2_000_000
RESERVED = 30  # percent of the bytes worth trees that are not for who comes first


class SignalKind(msgspec.Struct, frozen=True, kw_only=True):
    """One signal, as a triager knows it.

    ``behaviour`` is one of ``naming``, ``metadata``, ``history``, ``shape`` (context: the score never lets these alert
    without other evidence), ``structure``, or a folder of the rules. ``points`` are log-odds before
    ``rules/points.toml``.
    """

    name: str
    behaviour: Literal[
        "naming",
        "metadata",
        "history",
        "shape",
        "structure",
        "obfuscation",
        "theft",
        "channel",
        "download",
        "execution",
        "install",
    ]
    description: str
    points: float
    group: str = ""  # empty: a group of its own


@dataclass(frozen=True)
class Package:
    """What is known of a distribution before its first member is read."""

    filename: str
    project: str
    version: str
    facts: ReleaseFacts
    popular: PopularNames

    @cached_property
    def is_popular(self) -> bool:
        return bool(self.facts.popular) or canonicalize_name(self.project) in self.popular.names

    @cached_property
    def is_wheel(self) -> bool:
        return self.filename.lower().endswith(".whl")

    @cached_property
    def is_pure(self) -> bool:
        """Whether the wheel's tags promise that it holds no machine code."""
        return self.filename.lower().endswith("-none-any.whl")

    def scope_of(self, layer: Layer) -> Scope:
        """Where a layer runs; what people run by hand out of a source tree, or is left of one, weighs as a test."""
        name = layer.member.name
        by_hand = self.is_wheel and name.endswith("/setup.py")
        return Scope.TEST if by_hand and layer.scope is Scope.CODE else layer.scope


class Check:
    """One or more related signals over one distribution; fed as members stream by, asked once at the end.

    A check keeps digests, names and counts, never the bytes of a member.
    """

    kinds: ClassVar[tuple[SignalKind, ...]] = ()

    def __init__(self, package: Package) -> None:
        self.package = package
        self.passed_over: list[str] = []  # members with code that there was no allowance left to follow

    def see(self, member: Member, scope: Scope) -> None:
        """Look at one member; called once for each, in stored order."""

    def see_layer(self, layer: Layer) -> None:
        """Look at one layer of the member seen last, the member's own layer first."""

    def see_anomaly(self, anomaly: Anomaly) -> None:
        """Look at something that the archive reader or a decoder stumbled over."""

    def findings(self) -> Iterator[Finding]:
        """What fired; called once, after everything was seen."""
        yield from ()


class MemberCheck(Check):
    """A check that tells of each kind the first place in a member, as loud as the package has it run."""

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.found: dict[tuple[str, str], Finding] = {}

    def tell(self, kind: SignalKind, layer: Layer, line: int | None) -> None:
        """Keep a finding at a line (1-based) of a layer; nothing where there is none."""
        key = kind.name, layer.member.name
        if line is not None and key not in self.found:
            self.found[key] = finding_at(kind, layer, line, self.package.scope_of(layer))

    def findings(self) -> Iterator[Finding]:
        yield from self.found.values()


class Allowance:
    """The bytes of a distribution that are worth trees, ``most`` for each thing that is looked for.

    Not all are for who comes first, or a long harmless module would hide the next one: the rest waits for the end, and
    goes to the shortest of those that came too late. Who hides behind many has to be shorter than all of them.
    """

    def __init__(self, most: int, passed_over: list[str]) -> None:
        self.left = most
        self.reserved = most * RESERVED // 100
        self.late: list[tuple[int, int, Layer, Callable[[Layer], None]]] = []  # the shortest first
        self.waiting = 0  # their bytes
        self.passed_over = passed_over  # members that nothing was left for
        self._order = itertools.count()

    def spend(self, layer: Layer, look: Callable[[Layer], None], size: int | None = None) -> None:
        """Look at a layer now, at the end, or never; ``size`` is what its tree is made of, where that is not all."""
        size = len(layer.data) if size is None else size
        if size <= self.left - self.reserved:
            self.left -= size
            look(layer)
        elif size <= self.left:
            insort(self.late, (size, next(self._order), layer.to_keep(), look))
            self.waiting += size
            while self.waiting > self.left:
                longest, _, dropped, _ = self.late.pop()
                self.waiting -= longest
                self.passed_over.append(dropped.member.name)
        else:
            self.passed_over.append(layer.member.name)

    def spend_rest(self) -> None:
        """Look at what has waited."""
        for size, _, layer, look in self.late:
            if size <= self.left:
                self.left -= size
                look(layer)
                layer.forget_tree()
            else:
                self.passed_over.append(layer.member.name)
        self.late.clear()


class CodeCheck(MemberCheck):
    """A member check of modules and of decoded code, wherever these run but in tests and docs."""

    ALLOWED: ClassVar[dict[str, int]] = {}  # bytes of one distribution that are worth trees, by what is looked for

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.seen = 0
        self.allowed = {what: Allowance(most, self.passed_over) for what, most in self.ALLOWED.items()}

    def see_layer(self, layer: Layer) -> None:
        if not layer.is_code or layer.scope in QUIET_SCOPES:
            return
        is_large = len(layer.data) > (LARGEST_DECODED if layer.path else LARGEST)
        if not is_large:
            self.seen += len(layer.data)
        if is_large or self.seen <= MOST_SEEN or layer.scope is not Scope.CODE:
            self.see_code(layer, is_large=is_large)

    def see_code(self, layer: Layer, *, is_large: bool) -> None:
        """Look at one layer of code; of a ``large`` one no more than some places are worth a tree."""
        raise NotImplementedError

    def findings(self) -> Iterator[Finding]:
        for allowance in self.allowed.values():
            allowance.spend_rest()
        yield from super().findings()


def line_of_text(data: bytes, line: int) -> str:
    """A line (1-based) of a text, as people are shown it; nothing behind its end."""
    rows = data.splitlines()
    return rows[line - 1].strip().decode("utf-8", "replace") if line <= len(rows) else ""


def finding_at(kind: SignalKind, layer: Layer, line: int, scope: Scope) -> Finding:
    """A signal's finding at a line (1-based) of a layer, whose text is the evidence."""
    return finding(
        kind,
        member=layer.member.name,
        evidence=line_of_text(layer.data, line),
        layers=layer.path[:12],
        line=layer.line_of(line),
        scope=scope,
    )


def finding(
    kind: SignalKind,
    *,
    member: str = "",
    evidence: str = "",
    layers: tuple[str, ...] = (),
    line: int | None = None,
    scope: Scope = Scope.DATA,
) -> Finding:
    """A signal's finding. ``evidence`` is what a person needs to see, and names the finding for suppression."""
    return Finding(
        rule=kind.name,
        behaviour=kind.behaviour,
        description=kind.description,
        points=kind.points,
        member=member,
        layers=layers,
        line=line,
        snippet=evidence[:160],
        scope=scope,
        group=kind.group or kind.name,
        fingerprint=hashlib.sha256(f"{kind.name}\0{evidence}".encode("utf-8", "surrogatepass")).hexdigest()[:32],
    )
