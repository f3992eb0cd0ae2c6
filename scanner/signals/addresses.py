"""Whom a call talks to, as far as the module says so in so many letters."""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from scanner.signals.follow import Body
from scanner.signals.module import DECODERS, Module, defined, is_literal, keyword, verb_of
from scanner.signals.near import NETWORK, bases
from scanner.syntax import defaults_of, nodes

__all__ = ["HIDDEN", "NUMBERED", "Addresses", "site_of"]

HIDDEN: Final = "(hidden)"  # the site of whoever's address a module decodes from what stands in it

ADDRESS: Final = re.compile(r"(?:https?|wss?|ftp)://(?:[^/?#@]*@)?([\w.-]+\.\w+)(?=[:/?#]|(\Z))", re.IGNORECASE)
VERB: Final = re.compile(r"[A-Za-z]{3,7}")  # of HTTP
HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")
NUMBERED: Final = re.compile(r"[\d.]+")
# Labels of a domain that anybody may register below, or of a name that many use together.
_SHARED = "co com org net gov ac edu github vercel netlify herokuapp workers pages web onrender slack"
SHARED = frozenset(_SHARED.split())
DEEPEST = 6  # names from an address to what it begins with
LONGEST = 300  # characters in which the host stands, if anywhere
MOST_ASKED = 20_000  # expressions


class Addresses:
    """Tells the site of a call: the part of a host's name that one owner has."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.defaults = {name: given for function in _functions(module) for name, given in defaults_of(function)}
        self.asked = 0

    def site(self, call: ast.Call, body: Body, *, chosen: bool = False) -> str | None:
        """The site that a call in ``body`` is written to go to; None where others say, or where it stays near.

        With ``chosen``, a default counts that somebody else may choose otherwise.
        """
        with suppress(RecursionError):  # what is nested too deep is given up alone
            return self._written(call, body, chosen=chosen)
        return None

    def _written(self, call: ast.Call, body: Body, *, chosen: bool) -> str | None:
        for where, is_address in self._told(call, body):
            text, is_whole = self._beginning(where, body, DEEPEST, chosen=chosen)
            found = ADDRESS.match(text)
            if found and (found[2] is None or is_whole):
                return site_of(found[1].lower())
            if not is_address and is_whole and HOST.fullmatch(text):
                return site_of(text.lower())
            if not text and self._is_decoded(where, body):
                return HIDDEN
        return None

    def _is_decoded(self, where: ast.expr, body: Body) -> bool:
        """Whether an address begins with what is decoded from a literal, or by a function of the module that does."""
        first: ast.expr | None = where
        for _ in range(DEEPEST):
            match first:
                case ast.BinOp(left=inner) | ast.FormattedValue(value=inner) | ast.JoinedStr(values=[inner, *_]):
                    first = inner
                case ast.Name() | ast.Attribute():
                    first = self._value(first, body)
                case ast.Call(func=ast.Attribute(value=inner, attr="decode" | "strip")):
                    first = inner
                case _:
                    break
        if not isinstance(first, ast.Call) or not any(isinstance(given, ast.Constant) for given in first.args):
            return False
        own = [node for function in defined(first.func, self.module) for node in nodes(function)]
        return any(isinstance(node, ast.Call) and verb_of(node) in DECODERS for node in own or nodes(first))

    def _told(self, call: ast.Call, body: Body) -> Iterator[tuple[ast.expr, bool]]:
        """What may say where a call goes, and whether that would be an address rather than a host."""
        if verb_of(call) == "sendto":
            to = call.args[-1] if call.args else None
            if isinstance(to, ast.Tuple) and to.elts:
                yield to.elts[0], False
            return
        first = call.args[0] if call.args else keyword(call, "url")
        if is_literal(first, VERB):
            first = call.args[1] if len(call.args) > 1 else keyword(call, "url")
        if first is not None:
            yield first, True
            made = first if isinstance(first, ast.Call) else self._value(first, body)
            if isinstance(made, ast.Call) and made.args:  # a request
                yield made.args[0], True
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        made = receiver if isinstance(receiver, (ast.Call, ast.Await)) else self._value(receiver, body)
        made = made.value if isinstance(made, ast.Await) else made
        if isinstance(made, ast.Call):
            joined = self._connected(receiver, body) if self.module.path(made.func) == "socket.socket" else []
            for given in joined or bases(made):
                yield given.elts[0] if isinstance(given, ast.Tuple) and given.elts else given, False

    def _connected(self, receiver: ast.expr | None, body: Body) -> list[ast.expr]:
        """Whom a socket is connected to, in the same function."""
        name = receiver.id if isinstance(receiver, ast.Name) else ""
        return [
            node.args[0]
            for node in body.own
            if isinstance(node, ast.Call)
            and len(node.args) == 1
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("connect", "connect_ex")
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == name
        ]

    def _beginning(self, node: ast.expr | None, body: Body, depth: int, *, chosen: bool) -> tuple[str, bool]:
        """The text that an expression begins with, and whether that is all of it."""
        self.asked += 1
        match node:
            case _ if self.asked > MOST_ASKED:
                return "", False
            case ast.Constant(value=str(text)):
                return text, True
            case ast.FormattedValue(value=value):
                return self._beginning(value, body, depth, chosen=chosen)
            case ast.JoinedStr(values=parts):
                return self._joined(parts, body, depth, chosen=chosen)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined([left, right], body, depth, chosen=chosen)
            case ast.BinOp(left=left, op=ast.Mod()):
                return self._beginning(left, body, depth, chosen=chosen)[0].partition("%")[0], False
            case ast.Call(func=ast.Attribute(value=template, attr="format")):
                return self._beginning(template, body, depth, chosen=chosen)[0].partition("{")[0], False
            case ast.Call(func=ast.Attribute(attr="urljoin") | ast.Name(id="urljoin"), args=[base, *_]):
                return self._beginning(base, body, depth, chosen=chosen)[0], False
            case ast.Call(func=ast.Attribute(attr="choice"), args=[value]) | ast.Subscript(value=value) if depth:
                held = value if isinstance(value, (ast.List, ast.Tuple)) else self._value(value, body)
                several = held.elts if isinstance(held, (ast.List, ast.Tuple)) else ()
                return self._beginning(several[0], body, depth - 1, chosen=chosen) if several else ("", False)
            case ast.BoolOp(values=parts) if chosen:
                return self._beginning(parts[-1], body, depth, chosen=chosen)
            case ast.Name() | ast.Attribute() if depth:
                value = self._value(node, body, chosen=chosen)
                return self._beginning(value, body, depth - 1, chosen=chosen) if value is not None else ("", False)
            case _:
                return "", False

    def _joined(self, parts: list[ast.expr], body: Body, depth: int, *, chosen: bool) -> tuple[str, bool]:
        told = ""
        for part in parts:
            text, is_whole = self._beginning(part, body, depth, chosen=chosen)
            told += text
            if not is_whole or len(told) > LONGEST:
                return told, False
        return told, True

    def _value(self, node: ast.expr | None, body: Body, *, chosen: bool = False) -> ast.expr | None:
        """What a name or an attribute of ``self`` was given; None for what others give."""
        match node:
            case ast.Name(id=name):
                around: Body | None = body
                while around is not None:
                    if name in around.arguments:
                        return self.defaults.get(name) if chosen else None
                    if name in around.given:
                        return around.given[name]
                    around = around.outer
                return self.defaults.get(name) if chosen else None
            case ast.Attribute():
                return self.module.value_of(node)
            case _:
                return None


def _functions(module: Module) -> Iterator[ast.arguments]:
    for functions in module.functions.values():
        for function in functions:
            yield function.args


def site_of(host: str) -> str | None:
    """What of a host's name one owner has; None for this machine and its own network."""
    if NETWORK.fullmatch(host):
        return None
    if NUMBERED.fullmatch(host):
        return host
    labels = host.split(".")
    return ".".join(labels[-3 if len(labels) > 2 and labels[-2] in SHARED else -2 :])
