"""The samples beside the rules: which member each is scanned as, what fires on it, and whether it is inert."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from scanner.decode import peel
from scanner.decode.budget import PeelBudget
from scanner.engine import match_layer
from scanner.member import Layer, Member
from scanner.report import Anomaly
from scanner.rule_source import RuleSource
from scanner.rulekit.addresses import addresses_in, is_inert
from scanner.rulekit.problem import Problem
from scanner.ruleset import RuleSet

__all__ = ["Sample", "fired", "member_name", "sample_problems", "samples_of"]

_ROOT_FILES = re.compile(
    r"(?:.*-)?(setup\.py|setup\.cfg|pyproject\.toml|PKG-INFO|meson\.build|CMakeLists\.txt|build\.rs)", re.IGNORECASE
)
_STARTUP_FILES = re.compile(r"(?:.*-)?((?:site|user)customize\.py|[^/]+\.(?:pth|start))")
_PACKAGE_FILE = re.compile(r"(.+?)-?(__init__|__main__)\.py")


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """``hit`` says whether the rule must fire on it; ``member`` is the name it is scanned under."""

    rule: str
    path: Path
    hit: bool
    member: str

    def read(self) -> Member:
        return Member(name=self.member, data=self.path.read_bytes(), raw_name=self.member.encode())


def member_name(name: str) -> str:
    """The member that a sample stands for; ``name`` is its file name without ``hit-`` or ``miss-``."""
    if "--" in name:
        return name.replace("--", "/")
    if match := _ROOT_FILES.fullmatch(name):
        return f"pkg-1.0/{match[1]}"
    if match := _STARTUP_FILES.fullmatch(name):
        return match[1]
    if match := _PACKAGE_FILE.fullmatch(name):
        return f"{match[1]}/{match[2]}.py"
    return f"pkg/{name}"


def samples_of(rule: RuleSource) -> list[Sample]:
    """Hits first, each kind in order of name."""
    folder = rule.path.parent / "samples" / rule.name
    found: list[Sample] = []
    for kind in ("hit", "miss"):
        for path in sorted(folder.glob(f"{kind}-*")):
            name = member_name(path.name.removeprefix(f"{kind}-"))
            found.append(Sample(rule=rule.name, path=path, hit=kind == "hit", member=name))
    return found


def layers_of(member: Member) -> Iterator[Layer]:
    for layer in peel(member, PeelBudget()):
        if not isinstance(layer, Anomaly):
            yield layer


def fired(rules: RuleSet, member: Member) -> set[str]:
    """Names of the rules that fire on any layer of a member."""
    return {finding.rule for layer in layers_of(member) for finding in match_layer(rules, layer)}


def sample_problems(rules: list[RuleSource], root: Path) -> Iterator[Problem]:
    """Rules without a hit or a miss, samples of no rule, and samples that are not inert."""
    services = "\n".join(rule.path.read_text("utf-8", "replace") for rule in rules).replace("\\", "")
    known: set[Path] = set()
    for rule in rules:
        if rule.private:
            continue
        samples = samples_of(rule)
        known |= {sample.path for sample in samples}
        folder = (rule.path.parent / "samples" / rule.name).relative_to(root).as_posix()
        for kind, hit in (("hit", True), ("miss", False)):
            if not any(sample.hit is hit for sample in samples):
                yield Problem.of(rule.path, rule.line, rule.name, f"has no {kind} sample; add {folder}/{kind}-NAME.py")
        for sample in samples:
            yield from _not_inert(sample, services)
    for path in sorted(root.glob("**/samples/**/*")):
        if path.is_file() and path not in known and "__pycache__" not in path.parts:
            yield Problem.of(path, 0, "", "belongs to no rule; samples are samples/<rule>/{hit,miss}-NAME")


def _not_inert(sample: Sample, services: str) -> Iterator[Problem]:
    told: set[str] = set()
    for layer in layers_of(sample.read()):
        for host, rest in addresses_in(layer.data):
            if host in told or is_inert(host, rest, services):
                continue
            told.add(host)
            at = layer.data.lower().find(host.encode("latin-1"))
            where = f" (in layer {' > '.join(layer.path)})" if layer.path else ""
            yield Problem.of(
                sample.path,
                layer.line_at(max(0, at)) or 1,
                sample.rule,
                f"sample is not inert: {host}{rest[:40]}{where}; use .invalid, example.org or 203.0.113.0/24",
            )
