"""The rule set: YARA files and their meta, loaded all or nothing."""

import hashlib
import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import yara

from scanner.member import plain_name
from scanner.origin import code_digest
from scanner.points import PointsError, PointsTable, load_points
from scanner.prefilter import Prefilter
from scanner.report import Scope
from scanner.rule_source import RuleSource, rule_files, rules_in
from scanner.signals.popular import PopularNames, load_popular

__all__ = ["DEFAULT_RULES", "Rule", "RuleSet", "RuleSetError", "load_rules", "unpack"]

# Beside the code both in a checkout and in an installed wheel.
DEFAULT_RULES = Path(__file__).resolve().parent.parent / "rules"

UNFILTERED_BYTES = 64 * 1024  # of a text whose comments are told without a prefilter
REQUIRED_META = (
    "id",
    "author",
    "description",
    "behaviour",
    "points",
    "group",
    "scope",
    "filetypes",
    "attack",
    "reference",
    "date",
    "status",
    "fp_notes",
)


class RuleSetError(Exception):
    """The set was refused; one line per problem, each with the file that has it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One YARA rule's meta. ``points`` are the author's, in log-odds, before ``rules/points.toml`` re-weighs them."""

    name: str
    id: str
    author: str
    description: str
    behaviour: str
    points: float
    group: str
    scope: frozenset[str]  # of Scope values; empty means any
    filetypes: frozenset[str]  # lower-case suffixes without the dot; empty means any
    attack: str
    reference: str
    date: str
    status: str
    fp_notes: str
    path: str
    is_guarded: bool  # RuleSource.is_guarded

    def applies(self, member: str, scope: Scope) -> bool:
        """Whether a match of this rule counts in a member of this name and scope."""
        if self.scope and scope not in self.scope:
            return False
        return not self.filetypes or plain_name(member).rpartition(".")[2].lower() in self.filetypes


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """Compiled rules, their meta by rule name, what they are worth, and popular names.

    ``digest`` names the rules' sources and the scanner's code: what has the same one finds the same.
    ``popular`` replaces the built-in popularity list. ``written`` are the rules as their authors wrote them.
    """

    rules: dict[str, Rule]
    compiled: Any  # yara.Rules
    digest: str
    points: PointsTable = PointsTable()
    popular: PopularNames | None = None
    written: tuple[RuleSource, ...] = ()
    prefilter: Prefilter | None = None

    def candidates(self, data: bytes) -> Iterable[str]:
        """The rules that may match a text: all of them where there is no prefilter."""
        return self.rules if self.prefilter is None else self.prefilter.candidates(data)

    def suspects(self, data: bytes) -> Iterable[str]:
        """Those that may match a text by what stands in it; none where there is no prefilter to tell."""
        if self.prefilter is None:
            return ()
        return sorted(self.prefilter.candidates(data) - self.prefilter.candidates(b" "))

    def spared(self, data: bytes) -> Iterable[str]:
        """Those for which it also holds something that may keep them from matching.

        Without a prefilter all that are guarded, but of a large text none: to try them on it takes its syntax tree.
        """
        if self.prefilter is not None:
            return self.prefilter.spared(data)
        if len(data) > UNFILTERED_BYTES:
            return ()
        return (name for name, rule in self.rules.items() if rule.is_guarded)

    def prefiltered(self) -> "RuleSet":
        """The same set with a prefilter: what it finds is the same, in a fraction of the time.

        Making one takes a second or two, which pays from a few megabytes on; other threads go on meanwhile.
        """
        return msgspec.structs.replace(self, prefilter=Prefilter.of(self.written))

    def packed(self) -> bytes:
        """What is compiled as bytes, for processes that trust this one."""
        buffer = io.BytesIO()
        self.compiled.save(file=buffer)
        prefilter = self.prefilter.pack() if self.prefilter else None
        return msgspec.msgpack.encode(_Packed(buffer.getvalue(), prefilter))


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    compiled: bytes
    prefilter: bytes | None


def unpack(packed: bytes) -> tuple[Any, Prefilter | None]:
    """Compiled rules (``yara.Rules``) and prefilter from ``RuleSet.packed``.

    Never from anybody else: libyara runs what it loads.
    """
    held = msgspec.msgpack.decode(packed, type=_Packed)
    prefilter = None if held.prefilter is None else Prefilter.unpack(held.prefilter)
    return yara.load(file=io.BytesIO(held.compiled)), prefilter


def _words(text: str) -> frozenset[str]:
    words = frozenset(text.split())
    return frozenset() if "any" in words else words


def _rule(name: str, meta: dict[str, Any], source: RuleSource) -> Rule:
    path = str(source.path)
    missing = [key for key in REQUIRED_META if key not in meta]
    if missing:
        raise RuleSetError([f"{path}: rule {name} has no meta {', '.join(missing)}"])
    status = str(meta["status"])
    if status not in ("shadow", "stable"):
        raise RuleSetError([f'{path}: rule {name} has status "{status}"; use "shadow" or "stable"'])
    scope = _words(str(meta["scope"]))
    unknown = scope - set(Scope)
    if unknown:
        raise RuleSetError(
            [f"{path}: rule {name} has unknown scope {', '.join(sorted(unknown))}; use any, {', '.join(Scope)}"]
        )
    try:
        points = float(meta["points"])
    except ValueError:
        raise RuleSetError(
            [f'{path}: rule {name} has points "{meta["points"]}"; write a number such as "1.5"']
        ) from None
    text = {key: str(meta[key]) for key in REQUIRED_META if key not in ("points", "scope", "filetypes")}
    return Rule(
        name=name,
        points=points,
        scope=scope,
        filetypes=_words(str(meta["filetypes"])),
        path=path,
        is_guarded=source.is_guarded,
        **text,
    )


def _read(folder: Path) -> dict[str, str]:
    """The text of every file of rules, by its path below the folder."""
    files = rule_files(Path(folder))
    if not files:
        raise RuleSetError([f"{folder}: no *.yar file below this folder; set MEERKAT_RULES to the folder of the rules"])
    problems: list[str] = []
    sources: dict[str, str] = {}
    for file in files:
        name = file.relative_to(folder).as_posix()
        try:
            sources[name] = file.read_text("utf-8")
        except UnicodeDecodeError as error:
            problems.append(f"{folder}{os.sep}{name}: {error}; save it as UTF-8")
    if problems:
        raise RuleSetError(problems)
    return sources


def _compile(sources: dict[str, str], folder: Path) -> Any:
    try:
        # One namespace per file: errors then name the file, and equal private helpers do not collide.
        return yara.compile(sources=sources, includes=False)
    except yara.SyntaxError:
        problems: list[str] = []
        for name, source in sources.items():
            try:
                yara.compile(source=source, includes=False)
            except yara.SyntaxError as error:
                problems.append(f"{folder}{os.sep}{name}: {error}")
        raise RuleSetError(problems) from None


def load_rules(folder: Path = DEFAULT_RULES, popular: Path | None = None) -> RuleSet:
    """Compile every ``*.yar`` below ``folder`` into one set, with the ``points.toml`` there, if any.

    ``popular`` is a downloaded popularity list, see ``scanner.signals.popular.load_popular``.

    Raises RuleSetError with all problems at once; nothing is loaded then.
    """
    sources = _read(folder)
    digest = hashlib.sha256(code_digest())
    for name, text in sources.items():
        digest.update(f"{name}\0{text}\0".encode())
    compiled = _compile(sources, folder)
    problems: list[str] = []
    written = [rule for file, text in sources.items() for rule in rules_in(text, Path(file))]
    named: dict[str, list[RuleSource]] = {}
    for rule in written:
        if not rule.private:
            named.setdefault(rule.name, []).append(rule)
    rules: dict[str, Rule] = {}
    for compiled_rule in compiled:
        if compiled_rule.is_private:
            continue
        name: str = compiled_rule.identifier
        source = named[name].pop(0)
        if name in rules:
            problems.append(f"{source.path}: rule {name} is already in {rules[name].path}; rename one of them")
            continue
        try:
            rules[name] = _rule(name, compiled_rule.meta, source)
        except RuleSetError as error:
            problems += error.problems
    points = PointsTable()
    try:
        table = folder / "points.toml"
        points = load_points(table) if table.exists() else points
    except (PointsError, OSError) as error:
        problems.append(str(error))
    names: PopularNames | None = None
    try:
        names = load_popular(popular) if popular else None
    except (OSError, ValueError) as error:
        problems.append(str(error))
    if problems:
        raise RuleSetError(problems)
    return RuleSet(
        rules=rules,
        compiled=compiled,
        digest=digest.hexdigest(),
        points=points,
        popular=names,
        written=tuple(written),
    )
