"""Bytecode that Python runs instead of the source beside it, though it was made of something else.

A ``.pyc`` says by its flags how Python tells whether it is stale (PEP 552): one with a hash that is not to be checked
is run whatever the source has become since. Whoever reads the source reads what never runs.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from scanner.decode.imported import way_of
from scanner.member import Layer, plain_name
from scanner.report import Finding, Scope
from scanner.signals.check import Package, SignalKind, finding
from scanner.signals.linked import ModulesCheck, Source

__all__ = ["CompiledCheck"]

UNLIKE = SignalKind(
    name="bytecode-unlike-source",
    behaviour="execution",
    description="Holds bytecode that Python runs unchecked instead of the source beside it, and that says other things",
    points=5.5,
)
UNCHECKED: Final = b"\x01\0\0\0"  # the flags of a hash that is not compared with the source's
NAMES: Final = re.compile(r"^names: (.*)$", re.MULTILINE)
WORD: Final = re.compile(rb"\w+")
OF_PYTHON: Final = frozenset(("AssertionError",))  # what statements name without saying so
LEAST = 2  # names that a source has not


class _Compiled(NamedTuple):
    name: str  # of the member
    names: frozenset[str]
    scope: Scope


class CompiledCheck(ModulesCheck):
    """Remembers such bytecode and the sources, until all are known."""

    kinds = (UNLIKE,)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.compiled: list[_Compiled] = []
        self.sources: dict[str, Source] = {}

    def see_layer(self, layer: Layer) -> None:
        member = layer.member
        if layer.path != ("pyc",):
            super().see_layer(layer)
        elif member.name.endswith(".pyc") and member.data[4:8] == UNCHECKED:
            named = " ".join(NAMES.findall(layer.data.decode("utf-8", "replace"))).replace(".", " ").split()
            # Python puts in names of its own, and changes those of private attributes.
            names = frozenset(name for name in named if name.isascii() and "__" not in name) - OF_PYTHON
            self.compiled.append(_Compiled(member.name, names, layer.scope))

    def see_module(self, source: Source, layer: Layer) -> None:
        self.sources[source.way] = source

    def findings(self) -> Iterator[Finding]:
        for name, names, scope in self.compiled:
            source = self.sources.get(way_of(plain_name(name)))
            if source is not None:
                written = {word.decode("latin-1") for word in WORD.findall(source.data)}
                others = sorted(names - written)
                if len(others) >= LEAST:
                    evidence = f"not in its source: {', '.join(others)}"
                    yield finding(UNLIKE, member=name, evidence=evidence, scope=scope)
