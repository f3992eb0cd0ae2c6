"""What importing a package does by another of its modules: a function that stands there and is called here."""

import ast
import re
from collections import deque
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Final, NamedTuple

from scanner import syntax
from scanner.decode import imports
from scanner.decode.imported import way_of, ways
from scanner.member import Layer, plain_name
from scanner.report import LOUDNESS, QUIET_SCOPES, Finding, Scope
from scanner.signals.acts import AT_INSTALL, FETCHES, PLANTS, RUNS, SENDS, STARTS, TALKS, TALKS_AT_INSTALL
from scanner.signals.check import LARGEST, MOST_SEEN, RESERVED, Check, Package, SignalKind, finding, line_of_text
from scanner.signals.excerpt import excerpt
from scanner.signals.glance import NETWORK, SEEN
from scanner.signals.module import Module, given_to, verb_of
from scanner.signals.reach import RUNNERS, Reached, reached, run_on_import
from scanner.signals.theft import HANDS

__all__ = ["LinkCheck", "ModulesCheck", "Source", "targets_of"]

SEEN_IN = (Scope.IMPORT, Scope.CODE, *AT_INSTALL)
MOST_LINKS = 3  # from the module that is imported to the one that acts
MOST_LOOKED = 80_000  # bytes of one distribution in which imports are looked for
SHORT = 4_000  # bytes of a module that is added to another's package to act
LONG = 8_000  # bytes; of a longer module only what runs by importing it is worth a tree
MOST_PARSED = 40_000  # and of which trees are made: what is added to a package is short, and large ones are dear


class Source(NamedTuple):
    name: str  # of the member
    data: bytes

    @property
    def way(self) -> str:
        """The way to the module, without suffix."""
        return way_of(plain_name(self.name))


def source_of(layer: Layer) -> Source | None:
    """A module of the distribution as it stands; None of what was decoded, is no module, or is in an archive inside."""
    name = layer.member.name
    is_module = layer.is_code and not layer.path and name.endswith(".py") and "!/" not in name
    return Source(name, layer.data) if is_module else None


class Modules:
    """Modules by the way to them, each read once, as far as ``most`` bytes go; None of what is not read, which is named
    in ``passed_over``.

    Some more are there for short ones: whoever adds a module to others' hides behind these.
    """

    def __init__(self, most: int, passed_over: list[str]) -> None:
        self._left = most
        self._more = most * RESERVED // 100
        self._known: dict[str, Module | None] = {}
        self._passed_over = passed_over

    def read(self, way: str, text: Callable[[], bytes]) -> Module | None:
        if way not in self._known:
            source = text()
            is_room = len(source) <= self._left + (self._more if len(source) <= SHORT else 0)
            if is_room:
                self._left -= len(source)
            else:
                self._passed_over.append(f"{way}.py")
            tree = syntax.tree_of(syntax.normalise(source)) if is_room else None
            self._known[way] = Module(tree) if tree is not None else None
        return self._known[way]


TOLD: Final = re.compile(  # a name of a module for what may be an address
    rb"^([A-Za-z_]\w{0,40})(?:[ \t]*:[ \t]*\w+)?[ \t]*=[^\n'\"]{0,60}(?:['\"][A-Z_]{1,40}['\"],[ \t]*)?"
    rb"['\"]((?:[a-z+]{2,12}://[^\s'\"]{4,200}|(?:[\w-]{1,60}\.){1,4}[a-z]{2,10}(?::\d{2,5})?))['\"]\)?[ \t]*(?:#.*)?$",
    re.MULTILINE,
)
# Folders in which a text has modules looked for.
ADDS: Final = re.compile(rb"\bsys\.path\b[^\n]{0,200}")
ADDED: Final = re.compile(rb"['\"](\.{0,2}/?\w[\w./-]{0,80})['\"]")
MOST_ADDED = 8
MOST_TELLING = 40  # modules that say where to


class ModulesCheck(Check):
    """Remembers modules of a distribution until all are known: none that is too long, and so many bytes in all."""

    SEEN_IN: ClassVar[Container[Scope]] = frozenset(Scope) - QUIET_SCOPES
    LONGEST: ClassVar[int] = LARGEST
    PARSED: ClassVar[int] = MOST_PARSED  # bytes of which trees are made

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.seen = 0
        self.modules = Modules(self.PARSED, self.passed_over)
        self.telling: dict[str, Source] = {}  # modules that may say where others send to, by the way to them
        self._texts: dict[str, dict[str, str]] = {}
        self._imports: dict[str, list[_Imported]] = {}

    def see_layer(self, layer: Layer) -> None:
        source = source_of(layer)
        if source is None or layer.scope not in self.SEEN_IN:
            return
        self.seen += len(layer.data)
        if self.seen <= MOST_SEEN and len(layer.data) <= self.LONGEST:
            if "address" in layer.words[HANDS] and len(self.telling) < MOST_TELLING:
                self.telling[source.way] = source
            self.see_module(source, layer)

    def see_module(self, source: Source, layer: Layer) -> None:
        """Look at a module as it stands in the distribution."""
        raise NotImplementedError

    def read(self, source: Source) -> Module | None:
        """The module, as far as bytes are left to read it, with the texts that others give to it."""
        module = self.modules.read(source.way, lambda: source.data)
        if module is not None:  # before anything is worked out of it
            module.elsewhere.update(self.texts_told(source))
        return module

    def texts_told(self, source: Source) -> dict[str, str]:
        """The texts that other modules give to one which may be addresses, by the names it has for them."""
        if source.way not in self._texts:
            found = self._texts[source.way] = dict[str, str]()
            for alias, (at, name) in self.links_of(source.way, source, self.telling).items():
                told = TOLD.findall(self.telling[at].data)
                texts = {key.decode(): text.decode("utf-8", "replace") for key, text in told}
                found.update(texts if not name else {alias: texts[name]} if name in texts else {})
        return self._texts[source.way]

    def links_of(self, way: str, source: Source, others: Collection[str]) -> dict[str, tuple[str, str]]:
        """Names that a module imports from others, by the ways to these: the way to it, and the name there or nothing.

        ``way`` is that to the module itself.
        """
        links: dict[str, tuple[str, str]] = {}
        if not others:
            return links
        if way not in self._imports:
            self._imports[way] = [*_imported(source.data)]
        last = {other.rpartition("/")[2] for other in others}  # of the ways to them: few imports end so
        named = [one for one in self._imports[way] if one.last in last and source.data.count(one.given) > 1]
        if not named:
            return links
        folders = plain_name(source.name).split("/")[:-1]
        lines = ADDS.findall(source.data) if b"sys.path" in source.data else []
        added = [folder for line in lines for folder in ADDED.findall(line)][:MOST_ADDED]
        places = [folders, *([*folders, *folder.decode().strip("./").split("/")] for folder in added)]
        for one in named:  # what is only handed on is left out
            for found in (at for place in places for at in _exactly(place, one.dotted)):
                if found in others and found != way:
                    links[one.given.decode("utf-8", "replace")] = found, one.name
        return links


class LinkCheck(ModulesCheck):
    """Remembers the modules that could act and those that importing runs, until all are known."""

    kinds = ()  # those of what a module does by itself
    SEEN_IN: ClassVar = SEEN_IN

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.acting: dict[str, Source] = {}  # by the way to it, without suffix
        self.starting: dict[str, Source] = {}  # that may start programs
        self.between: dict[str, Source] = {}  # that do nothing by themselves, and may call who does
        self.calling: dict[str, tuple[Source, Scope]] = {}
        self.long: dict[str, Layer] = {}

    def see_module(self, source: Source, layer: Layer) -> None:
        way = source.way
        words = layer.words[SEEN]
        if not words.keys().isdisjoint(("text that is run", "start-up")) or not NETWORK.isdisjoint(words):
            self.acting[way] = source
        elif "subprocess" in words or "calls of os" in words:
            self.starting[way] = source
        elif b"import" in layer.data and len(layer.data) <= LONG:
            self.between[way] = source
        if layer.scope is not Scope.CODE and b"import" in layer.data and not way.endswith("__main__"):
            self.calling[way] = source, layer.scope
            if len(layer.data) > LONG and way not in self.acting:
                self.long[way] = layer.to_keep()

    def findings(self) -> Iterator[Finding]:
        if not (self.acting or self.starting):
            return
        told = set[str]()
        looked = 0
        followed = self._followed()
        for way, (source, scope) in sorted(self.calling.items(), key=lambda item: LOUDNESS[item[1][1]]):
            looked += len(source.data)
            if looked > MOST_LOOKED:
                return
            at_install = scope in AT_INSTALL
            acts: list[tuple[str, Reached]] = []
            for target, names in self._called(way, source, followed, hooks=at_install):
                if target not in self.between and (does := self._acts(target, followed[target], names)) is not None:
                    acts.append((target, does))
            starts = not at_install and any(does.starts or does.loads for _, does in acts)
            for target, does in acts:
                there = followed[target]
                for kind, line in _kinds(does, starts=starts, at_install=at_install):
                    if kind.name + target not in told:
                        told.add(kind.name + target)
                        text = line_of_text(there.data, line)
                        yield finding(kind, member=there.name, evidence=text, line=line, scope=scope)

    def _followed(self) -> dict[str, Source]:
        """The modules that act or start programs, and those between that import something of these, or of such."""
        found = self.acting | self.starting
        looked = 0
        for way, source in self.between.items():
            looked += len(source.data)
            if looked > MOST_LOOKED:
                break
            if self.links_of(way, source, found):
                found[way] = source
        return found

    def _called(
        self, way: str, source: Source, followed: dict[str, Source], *, hooks: bool
    ) -> Iterator[tuple[str, list[str]]]:
        """Those of the modules of which running this one calls functions, in however many steps, with their names."""
        waiting = deque([(way, source, list[str](), 0)])
        seen = set[tuple[str, str]]()
        while waiting:
            at, here, names, steps = waiting.popleft()
            links = self.links_of(at, here, followed)
            module = self._module(at, here) if links else None
            if module is None:
                continue
            found: dict[str, list[str]] = {}
            entered = run_on_import(module, called=names, hooks=hooks and steps == 0)
            calls = (node for node, _ in entered if isinstance(node, ast.Call))
            for call in calls:
                for target, name in targets_of(call, links, module):
                    if target != at and (target, name) not in seen:
                        seen.add((target, name))
                        found.setdefault(target, []).append(name)
            for target, called in found.items():
                yield target, called
                if steps + 1 < MOST_LINKS:
                    waiting.append((target, followed[target], called, steps + 1))

    def _module(self, way: str, source: Source) -> Module | None:
        return self.modules.read(way, lambda: excerpt(self.long[way]).data if way in self.long else source.data)

    def _acts(self, way: str, source: Source, names: Sequence[str]) -> Reached | None:
        """What these functions of a module do; it neither talks nor runs what it does by being imported alone."""
        module = self._module(way, source)
        alone = reached(module.tree) if module is not None else None
        acts = reached(module.tree, called=names) if module is not None else None
        if acts is None or alone is None:
            return None
        return replace(acts, talks=None if alone.talks else acts.talks, runs=None if alone.runs else acts.runs)


def _kinds(acts: Reached, *, starts: bool, at_install: bool) -> Iterator[tuple[SignalKind, int]]:
    """What such acts are, each with its line; ``starts`` says that another module's function starts a program."""
    if acts.talks:
        if acts.learns:
            yield SENDS, acts.talks
        elif acts.runs or acts.starts or acts.loads or starts:
            yield FETCHES, acts.talks
        else:
            yield TALKS_AT_INSTALL if at_install else TALKS, acts.talks
    if acts.starts and not at_install:
        yield STARTS, acts.starts
    if acts.runs:
        yield RUNS, acts.runs
    if acts.plants and not at_install:
        yield PLANTS, acts.plants


class _Imported(NamedTuple):
    """One reading of a name that a text imports: of a module, or a module itself."""

    given: bytes  # what the text calls it
    dotted: str  # the way to the module
    last: str  # and the last part of that
    name: str  # there; empty of a module itself


def _imported(source: bytes) -> Iterator[_Imported]:
    for statement in imports.statements(source):
        base = statement.base.decode("utf-8", "replace")
        joint = "" if not base or base.endswith(".") else "."
        for raw, given in statement.pairs():
            name = raw.decode("utf-8", "replace")
            for dotted, of in ((base, name), (base + joint + name, "")):
                yield _Imported(given, dotted, dotted.rpartition(".")[2], of)


def _exactly(folders: list[str], dotted: str) -> Iterator[str]:
    """The ways that a module may have, without those of the packages it stands in."""
    path = dotted.strip(".").replace(".", "/")
    if path:
        yield from (found for found in ways(folders, dotted) if f"/{found}".endswith(f"/{path}"))


def targets_of(call: ast.Call, links: dict[str, tuple[str, str]], module: Module) -> Iterator[tuple[str, str]]:
    """The functions of other modules that a call enters: itself, or by who runs what it is given.

    A method is named as ``Class().method``.
    """
    given = given_to(call) if verb_of(call) in RUNNERS else []
    for named in (call.func, *given):
        target = _linked(named, links)
        if target is not None:
            yield target
        elif isinstance(named, ast.Attribute):  # a method of an object of a class there
            made = named.value if isinstance(named.value, ast.Call) else module.value_of(named.value)
            owner = _linked(made.func, links) if isinstance(made, ast.Call) else None
            if owner is not None:
                yield owner[0], f"{owner[1]}().{named.attr}"


def _linked(named: ast.expr, links: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    match named:
        case ast.Name(id=alias) if alias in links and links[alias][1]:
            return links[alias]
        case ast.Attribute(value=ast.Name(id=alias), attr=name) if alias in links and not links[alias][1]:
            return links[alias][0], name
        case _:
            return None
