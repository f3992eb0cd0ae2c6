"""What a program learns of its own functions, classes and objects: their names, texts, constants and dictionaries."""

import ast
from typing import Any, Final

from scanner.decode.fold import attributes, expressions
from scanner.decode.fold.machine import Machine
from scanner.decode.fold.values import UNKNOWN, Class, Env, Function, Instance, Native, Value
from scanner.syntax import argument_names, nodes

__all__ = ["dictionary", "is_whole", "listing", "made", "of_class", "of_code", "of_function"]

LONGEST_CODE: Final = 100_000  # nodes of a body that are looked through


def of_function(machine: Machine, function: Function, name: str) -> Value:
    """An attribute of a function."""
    if name in function.attrs:
        return function.attrs[name]
    if name in ("__name__", "__qualname__"):
        return function.name
    if name == "__dict__":
        return function.attrs
    if name == "__defaults__":
        return tuple(function.defaults)
    if name == "__kwdefaults__":
        return {arg.arg: given for arg, given in zip(function.args.kwonlyargs, function.kw_defaults, strict=False)}
    if name == "__doc__" and isinstance(function.body, list):
        return _text_of(function.body)
    if name == "__annotations__":
        spec = function.args
        given = [arg for arg in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs) if arg.annotation is not None]
        return {arg.arg: expressions.evaluate(machine, arg.annotation, function.env) for arg in given if arg.annotation}
    return Native("code", function) if name == "__code__" else UNKNOWN


def _text_of(body: list[ast.stmt]) -> str | None:
    return ast.get_docstring(ast.Module(body, []), clean=False)


def of_class(cls: Class, name: str) -> Value:
    """An attribute that a class has by itself; UNKNOWN where it has none of that name."""
    if name == "__dict__":
        return cls.env.names
    return cls.name if name in ("__name__", "__qualname__") else UNKNOWN


def of_code(function: Function, name: str) -> Value:
    """An attribute of a function's code: what its body names and holds, in the order of the text."""
    if name == "co_name":
        return function.name
    body = function.body if isinstance(function.body, list) else [function.body]
    if name == "co_varnames":
        stored = [node.id for node in _parts(body) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        return tuple(dict.fromkeys([*argument_names(function.args), *stored]))
    if name == "co_names":
        own = {*of_code(function, "co_varnames")}
        named = [getattr(node, "id", None) or getattr(node, "attr", None) for node in _parts(body)]
        return tuple(dict.fromkeys(one for one in named if one is not None and one not in own))
    if name == "co_consts":
        first = _text_of(function.body) if isinstance(function.body, list) else None
        found = [node.value for node in _parts(body) if isinstance(node, ast.Constant)]
        kept = {(type(one), one): one for one in (first, *found)}
        return tuple(kept.values())
    return UNKNOWN


def _parts(body: list[Any]) -> list[Any]:
    found = [node for part in body for node in nodes(part) if isinstance(node, ast.expr)]
    return sorted(found[:LONGEST_CODE], key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0))


def dictionary(machine: Machine, holder: Value) -> Value:
    """``vars(holder)``."""
    return attributes.attribute(machine, holder, "__dict__")


def is_whole(holder: Value) -> bool:
    """Whether all that an object has is in this file: its class is made from no other's."""
    cls = holder.cls if isinstance(holder, Instance) else holder
    if isinstance(cls, Class):
        return all(isinstance(base, Class) for one in attributes.order(cls) for base in one.bases)
    return isinstance(cls, Function)


def listing(holder: Value) -> Value:
    """``dir(holder)``, without what every object has."""
    if isinstance(holder, Class):
        return sorted({name for cls in attributes.order(holder) for name in cls.env.names})
    if isinstance(holder, Instance):
        return sorted({*listing(holder.cls), *holder.attrs})
    return UNKNOWN


def made(name: Value, bases: Value, names: Value) -> Value:
    """``type(name, bases, names)``."""
    if not isinstance(name, str) or not isinstance(bases, tuple) or not isinstance(names, dict):
        return UNKNOWN
    return Class(name, Env(dict(names), is_class=True), list(bases))
