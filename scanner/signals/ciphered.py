"""What a module hides by a cipher of its own making, byte by byte: what it runs, whom it talks to, what it sends.

Who protects something takes a cipher that somebody else has made; one that is written by hand merely keeps others from
reading. So it tells of hiding whatever the key is, and wherever what is hidden comes from.
"""

import ast
from collections import Counter
from collections.abc import Container
from typing import ClassVar, Final

from scanner.member import Layer
from scanner.report import QUIET_SCOPES, Scope
from scanner.search import OF_CODE
from scanner.signals.acts import LARGEST, LARGEST_DECODED, MOST_SEEN
from scanner.signals.check import MemberCheck, Package, SignalKind
from scanner.signals.credentials import CARRIES, OF_TEXT, Given, nobody
from scanner.signals.flows import may_run
from scanner.signals.follow import NONE, WHOLE, Body, Flow, Share
from scanner.signals.module import CHAINED, Module, module_of, verb_of
from scanner.signals.reach import talks
from scanner.signals.remote import Remote, Sink
from scanner.signals.sends import Sends
from scanner.signals.theft import may_talk
from scanner.syntax import nodes

__all__ = ["IS_RUN", "CipherCheck", "Deciphered", "may_mix"]

IS_RUN = SignalKind(
    name="deciphered-is-run",
    behaviour="obfuscation",
    description="Runs what it deciphered byte by byte, with a cipher of its own making",
    points=5.0,
    group="exec-decoded",
)
ADDRESS = SignalKind(
    name="address-deciphered",
    behaviour="channel",
    description="Talks to an address that it deciphered byte by byte, so that nobody reads which",
    points=5.0,
    group="address-hidden",
)
SENT = SignalKind(
    name="sent-enciphered",
    behaviour="channel",
    description="Sends what it enciphered byte by byte to an address of its own, unheard",
    points=4.5,
    group="credentials-copied-elsewhere",
)
HANDS = OF_CODE.add(
    {
        "mixes": (
            rb"\^[ \t]*[\w(\[][^\n]{0,80}[ \t]for[ \t]",
            rb"[ \t]for[ \t][^\n]{0,80}[\w)\]][ \t]*\^[ \t]*[\w(\[]",
            rb"lambda[^\n:]{0,20}:[^\n]{0,30}(?:\^|[%&][ \t]*(?:256|255|0x100|0x[fF][fF])\b)",
            rb"\)[ \t]*[%&][ \t]*(?:256|255|0x100|0x[fF][fF])\b[^\n]{0,40}[ \t]for[ \t]",
            rb"(?:chr|append)\([^\n]{0,40}(?:\^|\)[ \t]*[-+][ \t]*\w)",
        )
    }
)
MOST_PARSED = 40_000  # bytes of one distribution, for each of what is hidden
BYTE: Final = frozenset((255, 256))
MAKES = frozenset(("chr", "append"))
# What is told an address first.
_BY_ADDRESS = "get head post put patch delete options request urlopen urlretrieve sendto connect create_connection"
BY_ADDRESS = frozenset(_BY_ADDRESS.split())


def may_mix(layer: Layer) -> bool:
    """Whether a text may hold a cipher that is written by hand, by its words."""
    return "mixes" in layer.words[HANDS]


def deciphers(node: ast.expr) -> bool:
    """Whether an expression gives bytes or letters that are computed one by one from others."""
    match node:
        case ast.ListComp(elt=each) | ast.GeneratorExp(elt=each):
            return _mixes(each)
        case ast.Call(func=ast.Name(id="map"), args=[ast.Lambda(body=each), *_]):
            return _mixes(each)
        case ast.Call(args=[_]) if verb_of(node) in MAKES:
            return _mixes(node)
        case _:
            return False


def _mixes(each: ast.expr) -> bool:
    for node in nodes(each):
        match node:
            case ast.BinOp(op=ast.BitXor()):
                return True
            case ast.BinOp(
                left=ast.BinOp(op=ast.Add() | ast.Sub()), op=ast.Mod() | ast.BitAnd(), right=ast.Constant(value=size)
            ) if size in BYTE:
                return True
            case ast.Call(func=ast.Name(id="chr"), args=[ast.BinOp(left=ast.Call(func=ast.Name(id="ord")))]):
                return True
            case _:
                pass
    return False


class Deciphered(Remote):
    """What was deciphered by hand, to what runs it."""

    SOURCES: ClassVar = (ast.ListComp, ast.GeneratorExp, ast.Call)

    def __init__(self, module: Module, handed: Container[str] = (), *, given: Given = nobody) -> None:
        super().__init__(module, handed, given=given)
        for body in self.bodies.values():
            body.names.clear()

    def source(self, node: ast.expr, body: Body) -> Share:
        is_one = deciphers(node) or (isinstance(node, ast.Call) and self.given(node, self.module))
        return WHOLE if is_one and not self.handed else NONE


class Ciphered(Flow):
    """What went through a cipher by hand, to whom a module talks and what it sends."""

    KEEPS: ClassVar = Flow.KEEPS | {"add"}
    OF_OBJECTS: ClassVar = True
    SOURCES: ClassVar = (ast.ListComp, ast.GeneratorExp, ast.Call)

    def source(self, node: ast.expr, body: Body) -> Share:
        return WHOLE if deciphers(node) else NONE

    def gives(self, call: ast.Call, body: Body) -> Share:
        verb = verb_of(call)
        match call.func:
            case ast.Attribute(value=value) if verb in OF_TEXT:
                return self.share(value, body)
            case _ if verb in CARRIES:
                return self.most([*call.args, *(word.value for word in call.keywords)], body)
            case _:
                return NONE

    def of_attribute(self, node: ast.Attribute, body: Body) -> Share:
        return NONE

    def hidden(self) -> dict[str, int]:
        """The first line (1-based) of each kind."""
        found = dict[str, int]()
        self.walk()
        sends = self.module.once(Sends)
        for call, scope in (*self.calls.every, *sends.started):
            if verb_of(call) in BY_ADDRESS and talks(self.module.path(call.func, CHAINED)):
                told = sends.addresses.told(call, scope)
                if any(self.share(where, self.bodies[scope]) is WHOLE for where, _ in told):
                    found.setdefault(ADDRESS.name, call.lineno)
        for send in sends.every:
            is_unnoticed = send.site and send.is_silent and send.is_unheard
            if is_unnoticed and self.most(send.carried, self.bodies[send.scope]) is not NONE:
                found.setdefault(SENT.name, send.call.lineno)
        return found


class CipherCheck(MemberCheck):
    kinds = (IS_RUN, ADDRESS, SENT)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.seen = 0
        self.parsed = Counter[str]()

    def see_layer(self, layer: Layer) -> None:
        if not layer.is_code or layer.scope in QUIET_SCOPES:
            return
        if len(layer.data) > (LARGEST_DECODED if layer.path else LARGEST):
            return
        self.seen += len(layer.data)
        if (self.seen > MOST_SEEN and layer.scope is Scope.CODE) or not may_mix(layer):
            return
        for kind in [name for name, may in (("run", may_run), ("told", may_talk)) if may(layer)]:
            self.parsed[kind] += len(layer.data)
            if self.parsed[kind] > MOST_PARSED or layer.tree is None:
                continue
            module = module_of(layer.tree)
            try:
                if kind == "run":
                    self.tell(IS_RUN, layer, Deciphered(module).ran().get(Sink.RUN))
                else:
                    hidden = Ciphered(module).hidden()
                    self.tell(ADDRESS, layer, hidden.get(ADDRESS.name))
                    self.tell(SENT, layer, hidden.get(SENT.name))
            except (RecursionError, MemoryError):
                continue
