"""What a module hides by a cipher of its own making, byte by byte: what it runs, whom it talks to, what it sends.

Who protects something takes a cipher that somebody else has made; one that is written by hand merely keeps others from
reading. So it tells of hiding whatever the key is, and wherever what is hidden comes from.
"""

import ast
import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import ClassVar, Final

from scanner.member import Layer
from scanner.search import OF_CODE
from scanner.signals.bodies import NONE, WHOLE, Body, Share
from scanner.signals.check import CodeCheck, SignalKind
from scanner.signals.credentials import CARRIES, OF_TEXT, Given, nobody
from scanner.signals.flows import may_run
from scanner.signals.follow import Flow
from scanner.signals.headers import PLAIN_QUOTED, plain
from scanner.signals.module import CHAINED, Module, module_of, verb_of
from scanner.signals.reach import talks
from scanner.signals.remote import Remote, Sink
from scanner.signals.sends import Sends
from scanner.signals.theft import may_talk
from scanner.syntax import nodes

__all__ = ["IS_RUN", "CipherCheck", "Deciphered", "by_cipher", "may_mix"]

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
IN_HEADER = SignalKind(
    name="header-carries-data",
    behaviour="channel",
    description="Puts encoded data into a header that says something else, where nobody looks for it",
    points=5.0,
    group="header-carries-data",
)
HANDS = OF_CODE.add(
    {
        "plain header": (PLAIN_QUOTED,),
        "encodes": (rb"(?:\w64|b85|b32|base\w{2})encode\(|compress\(|\.encrypt\(",),
        "mixes": (
            rb"lambda[^\n:]{0,20}:[^\n]{0,30}(?:\^|[%&][ \t]*(?:256|255|0x100|0x[fF][fF])\b)",
            rb"\)[ \t]*[%&][ \t]*(?:256|255|0x100|0x[fF][fF])\b[^\n]{0,40}[ \t]for[ \t]",
            rb"(?:chr|append)\([^\n'\"]{0,40}\^|chr\(ord\([^\n]{0,40}\)[ \t]*[-+][ \t]*\w",
        ),
        "xor": (rb"[\w)\] \t]\^[\w(\[ \t]",),
    }
)
# Asked of what stands around an xor only: in the pass above it would cost a third of what all words do.
_XOR = re.compile(rb"\^[ \t]*[\w(\[]")
_AROUND = 100  # bytes
_MOST_XORS = 2_000
_XORED = rb"[\w)\]][ \t]*" + _XOR.pattern
_FOR_EACH = re.compile(rb"%b[^\n]{0,80}[ \t]for[ \t]|[ \t]for[ \t][^\n]{0,80}%b" % (_XORED, _XORED))
SHORT = 16_000  # bytes of a module whose headers are looked at
MOST_PARSED = 40_000  # bytes of one distribution, for each of what is hidden
BYTE: Final = frozenset((255, 256))
_ENCODES = "b64encode urlsafe_b64encode standard_b64encode b85encode a85encode b32encode b16encode compress encrypt"
ENCODES = frozenset(_ENCODES.split())
MAKES = frozenset(("chr", "append"))
# What is told an address first.
_BY_ADDRESS = "get head post put patch delete options request urlopen urlretrieve sendto connect create_connection"
BY_ADDRESS = frozenset(_BY_ADDRESS.split())


Found = Iterator[tuple[SignalKind, int | None]]  # with the first line (1-based), if there is one


def may_mix(layer: Layer) -> bool:
    """Whether a text may hold a cipher that is written by hand, by its words."""
    words = layer.words[HANDS]
    return "mixes" in words or ("xor" in words and _has_xor_for_each(layer.data))


def _has_xor_for_each(data: bytes) -> bool:
    """Whether a line takes the exclusive or of what a loop gives; so is said of what has too many to look at."""
    found = itertools.islice(_XOR.finditer(data), _MOST_XORS + 1)
    return any(
        number == _MOST_XORS or _FOR_EACH.search(data, max(0, match.start() - _AROUND), match.end() + _AROUND)
        for number, match in enumerate(found)
    )


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

    def take_visits(self) -> None:
        """Nothing of what others send was deciphered here."""

    def source(self, node: ast.expr, body: Body) -> Share:
        is_one = deciphers(node) or (isinstance(node, ast.Call) and self.given(node, self.module))
        return WHOLE if is_one and self.is_own else NONE


class _Carried(Flow):
    """What is written otherwise without becoming something else."""

    KEEPS: ClassVar = Flow.KEEPS | {"add"}
    OF_OBJECTS: ClassVar = True
    SOURCES: ClassVar = (ast.ListComp, ast.GeneratorExp, ast.Call)

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


class Ciphered(_Carried):
    """What went through a cipher by hand, to whom a module talks and what it sends.

    ``given`` tells which calls get that of another module.
    """

    def __init__(self, module: Module, given: Given = nobody) -> None:
        super().__init__(module)
        self.given = given

    def source(self, node: ast.expr, body: Body) -> Share:
        is_one = deciphers(node) or (isinstance(node, ast.Call) and self.given(node, self.module))
        return WHOLE if is_one else NONE

    def address(self) -> int | None:
        """The first line (1-based) that talks to an address which was deciphered."""
        sends = self.module.once(Sends)
        for call, scope in (*self.calls.every, *sends.started):
            if verb_of(call) in BY_ADDRESS and talks(self.module.path(call.func, CHAINED)):
                where = sends.addresses.told(call, scope)
                if any(self.share(part, self.bodies[scope]) is WHOLE for part, _ in where):
                    return call.lineno
        return None

    def sent(self) -> int | None:
        """The first line that sends what was enciphered, unheard."""
        for send in self.module.once(Sends).every:
            is_unnoticed = send.site and send.is_silent and send.is_unheard
            if is_unnoticed and self.most(send.carried, self.bodies[send.scope]) is not NONE:
                return send.call.lineno
        return None


class Encoded(_Carried):
    """What is encoded, to headers that say something else."""

    def source(self, node: ast.expr, body: Body) -> Share:
        return WHOLE if isinstance(node, ast.Call) and verb_of(node) in ENCODES else NONE

    def in_header(self) -> int | None:
        """The first line where a header carries that."""
        for body in self.bodies.values():
            for node in body.own:
                if any(self.share(value, body) is not NONE for value in plain(node)):
                    return getattr(node, "lineno", None)
        return None


class CipherCheck(CodeCheck):
    kinds = (IS_RUN, ADDRESS, SENT, IN_HEADER)
    ALLOWED: ClassVar = dict.fromkeys(("run", "told", "header"), MOST_PARSED)

    def see_code(self, layer: Layer, *, is_large: bool) -> None:
        if is_large:
            return
        hands = layer.words[HANDS]
        mixes, speaks = may_mix(layer), may_talk(layer)
        if mixes and may_run(layer):
            self.allowed["run"].spend(layer, partial(self._follow, _run))
        if mixes and speaks:
            self.allowed["told"].spend(layer, partial(self._follow, by_cipher))
        if speaks and len(layer.data) < SHORT and hands.keys() >= {"plain header", "encodes"}:
            self.allowed["header"].spend(layer, partial(self._follow, _in_header))

    def _follow(self, found: Callable[[Module], Found], layer: Layer) -> None:
        if layer.tree is not None:
            with suppress(RecursionError, MemoryError):
                for kind, line in found(module_of(layer.tree)):
                    self.tell(kind, layer, line)


def _run(module: Module) -> Found:
    yield IS_RUN, Deciphered(module).ran().get(Sink.RUN)


def by_cipher(module: Module, given: Given = nobody) -> Found:
    """Whom a module talks to, and what it sends, by way of a cipher of its own."""
    ciphered = Ciphered(module, given)
    ciphered.walk()
    yield ADDRESS, ciphered.address()
    yield SENT, ciphered.sent()


def _in_header(module: Module) -> Found:
    encoded = Encoded(module)
    encoded.walk()
    yield IN_HEADER, encoded.in_header()
