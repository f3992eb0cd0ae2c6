"""How a package is built: little code with a loud hook, or one huge literal."""

import re
from collections.abc import Iterator

from scanner.member import Layer, Member
from scanner.report import Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding

__all__ = ["ShapeCheck"]

TINY_HOOK = SignalKind(
    name="shape-tiny-with-hook",
    behaviour="shape",
    description="Next to no code, and an install hook: whatever it does, it does at installation",
    points=1.3,
    group="shape",
)
NO_CODE = SignalKind(
    name="shape-setup-only",
    behaviour="shape",
    description="Apart from setup.py there is no code: installing it is all that it does",
    points=0.8,
    group="shape",
)
HOLLOW = SignalKind(
    name="shape-hollow",
    behaviour="shape",
    description="Next to no code: whoever installs it gets nothing but its name and its dependencies",
    points=0.6,
    group="shape",
)
HUGE_LITERAL = SignalKind(
    name="shape-huge-literal",
    behaviour="obfuscation",
    description="Most of a code file is one line of thousands of characters without spaces: packed data, not source",
    points=1.8,
)

CODE = (".py", ".pyw", ".pyx", ".c", ".cpp", ".rs", ".h", ".pyd", ".so")
# What every distribution has: metadata, licence, readme, build files.
FURNITURE = re.compile(
    r"(^|/)([\w.+!-]*\.(dist|egg)-info/|PKG-INFO$|(licen[cs]e|copying|notice|authors|readme|history|changelog|changes)[^/]*$"
    r"|(pyproject\.toml|setup\.cfg|MANIFEST\.in|tox\.ini|requirements[^/]*\.txt|\.[\w-]+(\.ya?ml)?)$)|/$",
    re.IGNORECASE,
)
# Each begins with a plain character, which re finds at memchr's speed; one alternation of them would not.
HOOKS = (
    re.compile(rb"cmdclass\s*="),
    re.compile(rb"\(\s*(?:_?install|develop|egg_info|build_py|bdist_egg|sdist)\s*\)\s*:"),
)
TINY_CODE_BYTES = 6000
TINY_CODE_FILES = 5
LONG_LINE = 4000
FEW_CODE_FILES = 12
HOLLOW_BYTES = 300
RUN = re.compile(rb"(?<!\S)\S{3000}")  # characters without a blank


class ShapeCheck(Check):
    kinds = (TINY_HOOK, NO_CODE, HOLLOW, HUGE_LITERAL)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.code_files = 0
        self.code_bytes = 0
        self.others = False  # holds something else than code: data, programs, types
        self.hook = ""
        self.setup = ""
        self.packed: list[tuple[str, int, Scope]] = []

    def see(self, member: Member, scope: Scope) -> None:
        if not member.name.endswith(CODE):
            self.others |= len(member.data) > HOLLOW_BYTES and not FURNITURE.search(member.name)
            return
        if scope is Scope.SETUP:
            self.setup = member.name
            if any(hook.search(member.data) for hook in HOOKS):
                self.hook = member.name
        elif member.data and not member.data.isspace():
            self.code_files += 1
            self.code_bytes += len(member.data)

    def see_layer(self, layer: Layer) -> None:
        if layer.path or not layer.is_code or len(layer.data) < LONG_LINE or len(self.packed) >= 3:
            return
        line = _middle_line(layer.data)
        if len(line) >= LONG_LINE and len(line) * 2 >= len(layer.data) and RUN.search(line):
            self.packed.append((layer.member.name, len(line), layer.scope))

    def findings(self) -> Iterator[Finding]:
        if self.hook and self.code_files <= TINY_CODE_FILES and self.code_bytes <= TINY_CODE_BYTES:
            yield finding(TINY_HOOK, member=self.hook, scope=Scope.SETUP)
        elif self.setup and not self.code_files:
            yield finding(NO_CODE, member=self.setup, scope=Scope.SETUP)
        elif self.code_bytes <= HOLLOW_BYTES and not self.others:
            yield finding(HOLLOW, evidence=f"{self.code_bytes} bytes of code")
        if self.code_files <= FEW_CODE_FILES:
            for name, length, scope in self.packed:
                yield finding(HUGE_LITERAL, member=name, evidence=f"a line of {length:,} bytes", scope=scope)


def _middle_line(data: bytes) -> bytes:
    """The line in the middle: whichever line is half of a file or more reaches it."""
    middle = len(data) // 2
    end = data.find(b"\n", middle)
    return data[data.rfind(b"\n", 0, middle) + 1 : len(data) if end == -1 else end]
