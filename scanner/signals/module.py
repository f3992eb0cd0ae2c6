"""The names of a module: what they stand for, through imports and assignments, by its syntax tree.

A name that is given several things counts as the first of them that can act, else as the first: what stands there to
mislead, before or in a function that nobody calls, changes nothing.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from scanner.signals.remembered import remembered
from scanner.signals.scopes import Function, Scope, scopes_of
from scanner.syntax import argument_names, defaults_of, statements, text_of

__all__ = [
    "CHAINED",
    "RUNS",
    "TALKERS",
    "Function",
    "Module",
    "given_to",
    "is_literal",
    "keyword",
    "module_of",
    "verb_of",
]

# Runs a text or bytes as code, where they are not written out.
_RUNS = "exec eval marshal.loads pickle.loads dill.loads cloudpickle.loads types.FunctionType runpy.run_path"
RUNS = frozenset(_RUNS.split())
# Makes another text of one that nobody can read.
_DECODERS = "b64decode urlsafe_b64decode b85decode a85decode b32decode b16decode fromhex unhexlify decompress decrypt"
DECODERS = frozenset(_DECODERS.split())
# Modules that talk to others.
_TALKERS = (
    "requests httpx aiohttp urllib urllib2 urllib3 http socket ssl pycurl websocket websockets smtplib ftplib paho "
    "socketio telegram telebot pyrogram telethon discord discord_webhook dhooks slack_sdk paramiko dns cloudscraper "
    "curl_cffi asyncio boto3 treq grequests requests_toolbelt tls_client niquests wget requests_unixsocket "
    "tornado httplib2 telnetlib xmlrpc zmq nats grpc pika pusher aioftp aiosmtplib asyncssh primp pycurl2"
)
TALKERS = frozenset(_TALKERS.split())
# And those that start or run something.
ACTING = TALKERS | {"os", "subprocess", "pty", "marshal", "runpy", "ctypes"}
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
CHAINED = 16  # names and calls from what is asked, or an answer, back to the library that it is of
# Statements that give names to something.
_DEFINING = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
_NAMING = _DEFINING | {
    ast.Assign,
    ast.AnnAssign,
    ast.For,
    ast.Import,
    ast.ImportFrom,
    ast.With,
    ast.AsyncWith,
    ast.If,
    ast.Expr,
}
# Expressions that name something.
_NAMES = frozenset({
    ast.Name, ast.Attribute, ast.Call, ast.Await, ast.NamedExpr, ast.Lambda, ast.Tuple, ast.List, ast.IfExp, ast.BoolOp,
    ast.Subscript,
})  # fmt: skip

_T = TypeVar("_T")


@dataclass
class Module:
    """Names of a module: what they were imported as, what they were assigned, and what is defined under them."""

    tree: ast.Module
    imports: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, ast.expr] = field(default_factory=dict[str, ast.expr])
    functions: dict[str, list[Function]] = field(default_factory=dict[str, list[Function]])
    classes: dict[str, ast.ClassDef] = field(default_factory=dict[str, ast.ClassDef])
    methods: set[Function] = field(default_factory=set[Function])
    elsewhere: dict[str, str] = field(default_factory=dict[str, str])  # texts that other modules of the package give
    renamed: set[str] = field(default_factory=set[str])  # who may be given more than one value
    _later: list[tuple[str, ast.expr]] = field(default_factory=list[tuple[str, ast.expr]])
    known: dict[Any, Any] = field(default_factory=dict[Any, Any])  # what is remembered
    _paths: dict[tuple[ast.expr, int], str] = field(default_factory=dict[tuple[ast.expr, int], str])

    def __post_init__(self) -> None:
        for node in statements(self.tree):
            if type(node) not in _NAMING:  # the most: far cheaper than to try every case
                continue
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._assign(target, value)
                case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.For(target=target, iter=value):
                    self._assign(target, value)
                case ast.Import():
                    for name in node.names:
                        whole = name.name if name.asname else name.name.partition(".")[0]
                        self._import(name.asname or whole, whole)
                case ast.ImportFrom(module=str(module)):
                    for name in node.names:
                        self._import(name.asname or name.name, f"{module}.{name.name}")
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self.functions.setdefault(node.name, []).append(node)
                    self.renamed.update(argument_names(node.args))
                    for name, value in defaults_of(node.args):
                        if self._acts(value):
                            self._give(name, value)
                case ast.ClassDef():
                    self.classes[node.name] = node
                    self.methods.update(item for item in node.body if isinstance(item, Function))
                case (
                    ast.If(test=ast.NamedExpr(target=target, value=value))
                    | ast.Expr(value=ast.NamedExpr(target=target, value=value))
                ):
                    self._assign(target, value)
                case ast.With() | ast.AsyncWith():
                    for item in node.items:
                        self._assign(item.optional_vars, item.context_expr)
                case _:
                    pass
        for name, value in self._later:
            if not self._acts(self.values[name]) and self._acts(value):
                self.values[name] = value
        for name in self.imports.keys() & self.values.keys():
            if not _is_acting(self.imports[name]) and self._acts(self.values[name]):
                del self.imports[name]

    @remembered
    def once(self, work_out: Callable[["Module"], _T]) -> _T:
        """What is worked out of the module alone: once, whoever asks for it."""
        return work_out(self)

    @cached_property
    def scopes(self) -> list[Scope]:
        return scopes_of(self.tree)

    def _import(self, name: str, path: str) -> None:
        if name not in self.imports or (_is_acting(path) and not _is_acting(self.imports[name])):
            self.imports[name] = path

    def _assign(self, target: ast.expr | None, value: ast.expr) -> None:
        match target:
            case ast.Name(id=name):
                self._give(name, value)
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                self._give(f"self.{name}", value)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                own = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
                for part, given in zip(parts, own if len(own) == len(parts) else [value] * len(parts), strict=True):
                    self._assign(part, given)
            case _:
                pass

    def _give(self, name: str, value: ast.expr) -> None:
        if self.values.setdefault(name, value) is not value:
            self.renamed.add(name)
            self._later.append((name, value))

    def _acts(self, value: ast.expr) -> bool:
        """Whether a value is of a library that acts, or runs a text."""
        while not isinstance(value, ast.Name):
            match value:
                case ast.Attribute(value=inner) | ast.Call(func=inner) | ast.Await(value=inner):
                    value = inner
                case _:
                    return False
        return _is_acting(self.imports.get(value.id, value.id))

    def value_of(self, node: ast.expr | None) -> ast.expr | None:
        """What a name, or an attribute of whatever object, was given first; None where that is not told."""
        match node:
            case ast.Name(id=name):
                return self.values.get(name)
            case ast.Attribute(attr=name):
                return self.values.get(f"self.{name}", self.values.get(name))
            case _:
                return None

    def verb_of(self, call: ast.Call) -> str:
        """The last name of what is called, whatever name the module gave to it."""
        match call.func:
            case ast.Name(id=name) if name not in self.values and name not in self.imports:
                return name
            case ast.Attribute(value=ast.Name(id=name), attr=verb) if name not in ("self", "cls", *self.classes):
                return verb
            case ast.Name() | ast.Attribute(value=ast.Name()) | ast.Subscript() | ast.Call():
                return self.path(call.func).rpartition(".")[2].removesuffix("()")
            case _:
                return verb_of(call)

    def of_partial(self, func: ast.expr) -> ast.Call | None:
        """The call by which a name was made of a function and what that is given first; None of any other name."""
        made = self.values.get(func.id) if isinstance(func, ast.Name) else func
        if isinstance(made, ast.Call) and made.args and self.path(made.func) == "functools.partial":
            return made
        return None

    def path(self, node: ast.expr, depth: int = 8) -> str:
        """The dotted way to what an expression names, through imports and assignments; empty where there is none."""
        if isinstance(node, ast.Name) and (node.id in self.imports or node.id not in self.values):  # as most are
            return self.imports.get(node.id, node.id) if depth else ""
        if type(node) not in _NAMES or depth == 0:
            return ""
        key = node, depth
        path = self._paths.get(key)  # what names stand for may branch at each of them
        if path is None:
            path = self._paths[key] = self._path(node, depth)
        return path

    def _path(self, node: ast.expr, depth: int) -> str:
        if isinstance(node, ast.Name):
            return self.path(self.values[node.id], depth - 1) or node.id
        if isinstance(node, ast.Attribute):
            value = node.value
            if isinstance(value, ast.Name) and (value.id in ("self", "cls") or value.id in self.classes):
                given = self.value_of(node)
                if given is not None:
                    return self.path(given, depth - 1)
            return self.path(value, depth - 1) if node.attr == "__call__" else self._below(value, node.attr, depth)
        match node:
            case ast.Call(func=ast.Name(id="__import__"), args=[ast.Constant(value=str(module)), *_]):
                return module
            case ast.Call(func=ast.Name(id="eval"), args=[ast.Constant(value=str(text))]) if DOTTED.fullmatch(text):
                root, _, rest = text.partition(".")
                return ".".join(filter(None, (self.path(ast.Name(root, ast.Load()), depth - 1), rest)))
            case (
                ast.Call(func=ast.Name(id="getattr"), args=[holder, ast.Constant(value=str(name)), *_])
                | ast.Call(
                    func=ast.Call(
                        func=ast.Attribute(attr="attrgetter") | ast.Name(id="attrgetter"),
                        args=[ast.Constant(value=str(name))],
                    ),
                    args=[holder],
                )
            ):
                return self._below(holder, name, depth)
            case ast.Call(func=func, args=arguments):
                before = self.path(func, depth - 1)
                if before == "importlib.import_module" and arguments and isinstance(arguments[0], ast.Constant):
                    return text_of(arguments[0])
                if before == "functools.partial" and arguments:
                    return self.path(arguments[0], depth - 1)
                return f"{before}()" if before else ""
            case (
                ast.Await(value=value)
                | ast.NamedExpr(value=value)
                | ast.Lambda(body=ast.Call(func=value))
                | ast.Tuple(elts=[value, *_])
                | ast.List(elts=[value, *_])
            ):  # of several, as a loop goes through them, the first
                return self.path(value, depth - 1)
            case ast.IfExp(body=first, orelse=second) | ast.BoolOp(values=[first, second, *_]):
                either = [self.path(first, depth - 1), self.path(second, depth - 1)]
                return next(filter(_is_acting, either), "") or either[0] or either[1]
            case ast.Subscript(value=ast.Attribute(attr="modules") as holder, slice=ast.Constant(value=str(name))) if (
                self.path(holder, depth - 1) == "sys.modules"
            ):
                return name
            case ast.Subscript(
                value=ast.Call(func=ast.Name(id="globals" | "locals"), args=[]), slice=ast.Constant() as named
            ):
                return self.path(ast.Name(text_of(named), ast.Load()), depth - 1)
            case (
                ast.Subscript(
                    value=ast.Call(func=ast.Name(id="vars"), args=[holder]), slice=ast.Constant(value=str(name))
                )
                | ast.Subscript(value=ast.Attribute(value=holder, attr="__dict__"), slice=ast.Constant(value=str(name)))
            ):
                return self._below(holder, name, depth)
            case ast.Subscript(value=holder, slice=ast.Constant(value=key)):
                held = self.values.get(holder.id) if isinstance(holder, ast.Name) else holder
                value = _item(held, key)
                return self.path(value, depth - 1) if value is not None else ""
            case _:
                return ""

    def _below(self, holder: ast.expr, name: str, depth: int) -> str:
        """The dotted way to what something has by a name; empty where that something has none."""
        before = self.path(holder, depth - 1)
        return f"{before}.{name}" if before else ""


@lru_cache(maxsize=1)
def module_of(tree: ast.Module) -> Module:
    """The module of a tree, which several checks ask for in turn."""
    return Module(tree)


def _item(held: ast.expr | None, key: object) -> ast.expr | None:
    """What a table or list that is written out holds under a key."""
    match held:
        case ast.Dict(keys=keys, values=values):
            return next(
                (v for k, v in zip(keys, values, strict=True) if isinstance(k, ast.Constant) and k.value == key), None
            )
        case ast.List(elts=parts) | ast.Tuple(elts=parts) if isinstance(key, int) and -len(parts) <= key < len(parts):
            return parts[key]
        case _:
            return None


def _is_acting(path: str) -> bool:
    return path.partition(".")[0] in ACTING or path in RUNS


def is_literal(node: ast.expr | None, pattern: re.Pattern[str]) -> bool:
    """Whether an expression is a literal text that is all of a pattern."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(pattern.fullmatch(node.value))


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """What a call is given by a name; None where it is not."""
    return next((word.value for word in call.keywords if word.arg == name), None)


def verb_of(call: ast.Call) -> str:
    """The last name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def given_to(call: ast.Call) -> list[ast.expr]:
    """All that a call is given, in order and by name."""
    return [*call.args, *(word.value for word in call.keywords)]
