"""How deep the code was wrapped: honest code is not."""

from collections.abc import Iterator

from scanner.decode.fold.sinks import RUNNERS
from scanner.member import REWRITTEN, Layer
from scanner.report import Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding

__all__ = ["PeelCheck"]

DEEP = SignalKind(
    name="peel-deep-code",
    behaviour="obfuscation",
    description="Code wrapped in three or more layers of encoding: made to be read by no one",
    points=3.5,
    group="peel",
)
WRAPPED = SignalKind(
    name="peel-wrapped-code",
    behaviour="obfuscation",
    description="Code wrapped in two layers of encoding",
    points=1.5,
    group="peel",
)
# Steps that undo no wrapping: a text encoding, an archive that is opened, the same text written otherwise.
PLAIN_STEPS = REWRITTEN | {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "archive", "notebook"}
# Nor does what runs a text as it stands, though it counts as a wrapping where others are.
AS_IT_STANDS = PLAIN_STEPS | RUNNERS | {"folded", "command"}
WRAPPED_STEPS = 2
DEEP_STEPS = 3


class PeelCheck(Check):
    kinds = (DEEP, WRAPPED)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.deepest: dict[str, tuple[int, tuple[str, ...], int | None, Scope]] = {}

    def see_layer(self, layer: Layer) -> None:
        if len(layer.path) < WRAPPED_STEPS or not layer.is_code or AS_IT_STANDS.issuperset(layer.path):
            return
        depth = sum(step not in PLAIN_STEPS for step in layer.path)
        name = layer.member.name
        if depth >= WRAPPED_STEPS and depth > self.deepest.get(name, (0,))[0]:
            self.deepest[name] = (depth, layer.path, layer.origin_line, layer.scope)

    def findings(self) -> Iterator[Finding]:
        for name, (depth, path, line, scope) in sorted(self.deepest.items(), key=lambda item: (-item[1][0], item[0]))[
            :5
        ]:
            kind = DEEP if depth >= DEEP_STEPS else WRAPPED
            evidence = " > ".join(path[:12])
            yield finding(kind, member=name, layers=path[:12], line=line, evidence=evidence, scope=scope)
