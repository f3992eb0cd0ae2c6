"""Files whose content the code beside them runs: data that is code, and tests and examples that are no such thing."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from scanner.decode.blobs import is_executable
from scanner.decode.places import runs_on_import
from scanner.member import Layer, Member, MemberKind
from scanner.report import LOUDNESS, QUIET_SCOPES, Finding, Scope
from scanner.search import OF_CODE
from scanner.signals.acts import AT_INSTALL, MOST_PARSED
from scanner.signals.check import LARGEST, MOST_SEEN, Check, Package, SignalKind, finding
from scanner.signals.excerpt import Spent, excerpt
from scanner.signals.handed import words_run

__all__ = ["LoadCheck"]

DATA_IS_RUN = SignalKind(
    name="data-file-is-run",
    behaviour="execution",
    description="Code of this package runs what this data file holds: a program where no one looks for it",
    points=3.5,
    group="exec-from-data-file",
)

CODE = re.compile(r"\.(?:py[wxco3]?|pth|start|so|pyd|dll|exe)$")
SOURCES = (".py", ".pyw")
# A line of a file that tells a setup.py the version: it runs, and does nothing.
PLAIN = re.compile(rb"\s*(?:#.*|\w+\s*=\s*[\d'\"(\[][^(]*)?")
LONGEST_PLAIN = 2048  # bytes
# Python is handed something, and something is read or named: both must be there. What the builtins are imported for has
# a name too, and ``compile``, which regular expressions have as well, is told by it what to make.
HANDS = OF_CODE.add(
    {
        "runs": (rb"(?:^|[^.\w])(?:exec|eval|compile|execfile)[ \t]*\(", rb"run_path"),
        "builtins": (rb"builtins",),
        "named": (rb"\b(?:exec|eval|execfile)\b", rb"['\"]single['\"]", rb"(?:[^e]|[^r]e)\.compile\("),
        "reads": (rb"open\(", rb"read_(?:text|bytes|binary)\(", rb"get_data\(", rb"run_path", rb"\.read\("),
        "python": (rb"sys\.executable", rb"['\"/]python[0-9.]*w?(?:\.exe)?['\" ]"),
        "loads": (rb"spec_from_file_location", rb"(?:Source|Sourceless|Extension)FileLoader", rb"load_source"),
        "starts": (rb"subprocess", rb"os\.(?:system|popen|exec|spawn|posix_spawn)"),
    }
)
ENOUGH = (
    frozenset({"runs", "reads"}),
    frozenset({"builtins", "named", "reads"}),
    frozenset({"python", "starts"}),
    frozenset({"loads"}),
)
# Lines of comments, most of which name the licence.
NOTES = re.compile(rb"\n[ \t]*+#[^\n]*+")
# A literal's value is what its text holds, but for escapes and for literals that stand side by side.
APART = bytes(32 if code in b"'\"/\\" else code for code in range(256))
SIDE_BY_SIDE = re.compile(rb"['\"][\s\\]*+[bBfFrRuU]{0,2}['\"]")
ESCAPED = re.compile(rb"\\(?:x[2-7]|u00[2-7]|U000000[2-7]|N\{|[0-7]{2})")  # a character that may be one of a name's
# Names that say that a file is no program.
HARMLESS = re.compile(
    r"\.(?:txt|md|rst|png|jpe?g|gif|ico|bmp|svg|wav|mp3|mp4|json|csv|xml|css|html?|cfg|ini|toml|ya?ml|dat|log|ttf|woff2?)$"
)
MOST_PROGRAMS = 16  # with such names; whoever has more hides nothing
MOST_MEMBERS = 20_000  # quiet files that are remembered; whoever has more is no loader
MOST_TOLD = 5


class LoadCheck(Check):
    """Remembers the names of quiet files and what code runs by name, so that either may come first."""

    kinds = (DATA_IS_RUN,)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.seen, self.started, self.parsed = Spent(), Spent(), Spent()
        self.data: dict[str, list[str]] = {}  # members by the last part of their names
        self.held = 0
        self.plain: set[str] = set()  # members that hold nothing but assignments
        self.waiting: list[Layer] = []  # code that runs something by a name, until all data files are known
        self.programs: set[str] = set()  # of the same, by the last part of their names: programs that look like data
        self.starting: list[Layer] = []  # code that starts programs
        self.run: dict[str, tuple[Scope, str]] = {}  # words of what is run: how loud, and by which member

    def see(self, member: Member, scope: Scope) -> None:
        if member.kind is not MemberKind.FILE or scope not in QUIET_SCOPES:
            return
        name = member.name.lower()
        if CODE.search(name) and not name.endswith(SOURCES):
            return
        if self.held >= MOST_MEMBERS or not member.data:
            return
        self.held += 1
        word = member.name.rpartition("/")[2]
        self.data.setdefault(word, []).append(member.name)
        if len(self.programs) < MOST_PROGRAMS and HARMLESS.search(name) and is_executable(member.data):
            self.programs.add(word)
        if len(member.data) <= LONGEST_PLAIN and all(map(PLAIN.fullmatch, member.data.splitlines())):
            self.plain.add(member.name)

    def see_layer(self, layer: Layer) -> None:
        if not layer.is_code or layer.scope in QUIET_SCOPES:
            return
        found = layer.words[HANDS]
        if not found:
            return
        kept = layer.to_keep()
        if any(together <= found.keys() for together in ENOUGH) and self._is_room(self.seen, layer):
            self.waiting.append(kept)
        if "starts" in found and self._is_room(self.started, layer):
            self.starting.append(kept)

    @staticmethod
    def _is_room(seen: Spent, layer: Layer) -> bool:
        return seen.add(layer.scope, len(layer.data)) <= MOST_SEEN

    def _read(self, layer: Layer) -> None:
        """Take the words of what a text runs, with where."""
        if len(layer.data) > LARGEST or self.parsed.of(layer.scope) + len(layer.data) > MOST_PARSED // 2:
            layer = excerpt(layer, hooks=layer.scope in AT_INSTALL)
        if len(layer.data) > LARGEST or self.parsed.add(layer.scope, len(layer.data)) > MOST_PARSED:
            self.passed_over.append(layer.member.name)
            return
        if layer.tree is None:
            return
        lines = layer.data.splitlines(keepends=True)
        for word, line in words_run(layer.tree).items():
            self._run(word, layer, sum(map(len, lines[: line - 1])))
        layer.forget_tree()

    def _run(self, word: str, layer: Layer, offset: int) -> None:
        """A text runs what is named at an offset: as loud as the loudest that does."""
        imported = layer.scope is Scope.CODE and runs_on_import(layer, offset)
        scope = Scope.IMPORT if imported else layer.scope
        standing = self.run.get(word)
        if standing is None or LOUDNESS[scope] < LOUDNESS[standing[0]]:
            self.run[word] = scope, layer.member.name

    @cached_property
    def loaded(self) -> Mapping[str, tuple[Scope, str]]:
        """Data files, tests and examples that are run: as loud as what code, and by which member; asked at the end."""
        names = {
            word.encode("utf-8", "surrogatepass")
            for word, members in self.data.items()
            if not self.plain.issuperset(members)
        }
        for layer in self.waiting:
            if _may_name(layer.data, names):
                self._read(layer)
        self.waiting.clear()
        for word in self.programs:  # who starts programs and names this one starts it, or a copy of another name
            name = word.encode("utf-8", "surrogatepass")
            for layer in self.starting:
                if _may_name(layer.data, {name}):
                    self._run(word, layer, max(layer.data.find(name), 0))
        self.starting.clear()
        return {
            name: self.run[word]
            for word in self.data.keys() & self.run.keys()
            for name in self.data[word]
            if name not in self.plain and (not name.endswith(SOURCES) or self._is_way(name))
        }

    def _is_way(self, name: str) -> bool:
        """Whether the folder of a module is named too, or is that of who runs it: modules of one name are many."""
        folder = name.rpartition("/")[0]
        _, by = self.run[name.rpartition("/")[2]]
        last = folder.rpartition("/")[2]
        return last in self.run or f"{last}/" in self.run or folder == by.rpartition("/")[0]

    def findings(self) -> Iterator[Finding]:
        told = {name: found for name, found in self.loaded.items() if not name.endswith(SOURCES)}
        for name, (scope, by) in sorted(told.items())[:MOST_TOLD]:
            yield finding(DATA_IS_RUN, member=name, evidence=f"run by {by}", scope=scope)


def _may_name(source: bytes, words: set[bytes]) -> bool:
    """Whether a literal of a text may hold one of these words: far cheaper than its syntax tree."""
    if not words:
        return False
    source = NOTES.sub(b"", b"\n" + source)
    return (
        not words.isdisjoint(source.translate(APART).split())
        or not words.isdisjoint(SIDE_BY_SIDE.sub(b"", source).translate(APART).split())
        or ESCAPED.search(source) is not None
    )
