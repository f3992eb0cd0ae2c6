"""The functions and classes that a module defines: which of them an expression names, and what these are made from."""

import ast
from collections.abc import Collection, Iterator
from typing import Any

from scanner.signals.module import RUNS, Function, Module
from scanner.signals.remembered import remembered
from scanner.syntax import argument_names, nodes

__all__ = ["CONSTRUCTORS", "Definitions", "fields_of", "makers_of", "own_name"]

CONSTRUCTORS = ("__init__", "__new__", "__post_init__")  # what making an object runs
DEEPEST_MADE = 6  # names and calls from an object to its class
MOST_BASES = 16  # classes that one is made from


class Definitions:
    """Tells which of a module's functions its expressions name, and of which of its classes they are objects."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.known: dict[Any, Any] = {}  # what is remembered

    def named(self, node: ast.expr) -> Collection[Function]:
        """The functions that an expression names: one of its own, a class's first, a method of its class."""
        name = own_name(node)
        if name is not None:
            found = self._of_name(name) if name not in self.module.imports else []
            is_object = not found and name in self.module.values and name not in self.module.classes
            return self._of_object(node) if is_object else found
        if isinstance(node, ast.Call):
            return self._of_object(node)
        if not isinstance(node, ast.Attribute) or (owner := self.class_of(node.value)) is None:
            return ()
        found = self.methods_of(owner, node.attr)
        return [*found, *self.methods_of(owner, "run")] if node.attr == "start" else found

    def _of_object(self, node: ast.expr) -> list[Function]:
        """What is run by calling an object of a class of the module."""
        owner = self.class_of(node)
        return self.methods_of(owner, "__call__") if owner is not None else []

    @remembered
    def _of_name(self, name: str) -> list[Function]:
        """The same by what ``own_name`` gives, which is not imported."""
        module = self.module
        holder, _, method = name.rpartition(".")
        if holder:
            return [function for function in module.functions.get(method, ()) if function in module.methods]
        if name in module.classes:
            return self.methods_of(module.classes[name], *CONSTRUCTORS)
        found = self._plain(name)
        made = module.of_partial(ast.Name(name, ast.Load())) if name in module.values else None
        match made.args[0] if made is not None else None:
            case ast.Name(id=inner):
                return found + self._plain(inner)
            case ast.Attribute() as inner:
                return [*found, *self.named(inner)]
            case _:
                return found

    def _plain(self, name: str) -> list[Function]:
        """The functions of a name that are no methods."""
        return [function for function in self.module.functions.get(name, ()) if function not in self.module.methods]

    def class_of(self, node: ast.expr, depth: int = DEEPEST_MADE) -> ast.ClassDef | None:
        """The module's class that an expression is an object of, or is; None where that is not told.

        Methods that give their own object, and functions that make one, are looked into.
        """
        if depth == 0:
            return None
        module = self.module
        if isinstance(node, (ast.Name, ast.Attribute)):  # as most are
            if isinstance(node, ast.Name) and node.id in module.classes and node.id not in module.imports:
                return module.classes[node.id]
            value = module.value_of(node)
            return self.class_of(value, depth - 1) if value is not None else None
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in module.functions:
                return self._made_by(name, depth - 1)
            case ast.Call(func=ast.Attribute(value=holder, attr=name)):
                owner = self.class_of(holder, depth - 1)
                own = self.methods_of(owner, name) if owner is not None else ()
                return owner if any(map(self._gives_its_own, own)) else None
            case ast.Call(func=func):
                return self.class_of(func, depth - 1)
            case (
                ast.Await(value=value)
                | ast.NamedExpr(value=value)
                | ast.BoolOp(values=[*_, value])
                | ast.List(elts=[value, *_])
                | ast.Tuple(elts=[value, *_])
                | ast.ListComp(elt=value)
                | ast.GeneratorExp(elt=value)
            ):  # of several objects, one
                return self.class_of(value, depth - 1)
            case _:
                return None

    @remembered
    def _made_by(self, name: str, depth: int) -> ast.ClassDef | None:
        """The class of what functions of a name give."""
        given = (value for function in self.module.functions[name] for value in self._given(function))
        return next(filter(None, (self.class_of(value, depth) for value in given)), None)

    @remembered
    def _given(self, function: Function) -> list[ast.expr]:
        """What a function returns."""
        return [node.value for node in nodes(function) if isinstance(node, ast.Return) and node.value is not None]

    @remembered
    def _gives_its_own(self, method: Function) -> bool:
        """Whether a method gives its object, or makes one of its class."""
        for value in self._given(method):
            match value:
                case ast.Name(id="self") | ast.Call(func=ast.Name(id="cls")):
                    return True
                case _:
                    pass
        return False

    @remembered
    def family_of(self, owner: ast.ClassDef) -> list[ast.ClassDef]:
        """A class, and those of the module that it is made from, the nearest first."""
        family = [owner]
        for of in family:  # which grows while it is read
            if len(family) > MOST_BASES:
                break
            named = [base.id for base in of.bases if isinstance(base, ast.Name)]
            family += [self.module.classes[name] for name in named if name in self.module.classes]
        return family

    @remembered
    def methods_of(self, owner: ast.ClassDef, *names: str) -> list[Function]:
        """The methods of a class by these names, its own or else those of what it is made from."""
        found: list[Function] = []
        wanted = {*names}
        for of in self.family_of(owner):
            own = [item for item in of.body if isinstance(item, Function) and item.name in wanted]
            found += own
            wanted -= {item.name for item in own}
        return found

    @remembered
    def has_fields_only(self, owner: ast.ClassDef) -> bool:
        """Whether objects of a class are made by its fields alone."""
        return not any(isinstance(item, Function) and item.name == "__init__" for item in owner.body)

    def runs_given(self, node: ast.expr) -> bool:
        """Whether an expression names a function of the module, or is a lambda, that runs a text it is called with."""
        if isinstance(node, ast.Lambda):
            return self._runs(node)
        name = own_name(node)
        if name is None:
            return any(map(self._runs, self.named(node)))
        return name not in self.module.imports and self._one_runs(name)

    @remembered
    def _one_runs(self, name: str) -> bool:
        return any(map(self._runs, self._of_name(name)))

    @remembered
    def _runs(self, function: Function | ast.Lambda) -> bool:
        names = {*argument_names(function.args)}
        return any(
            isinstance(node, ast.Call)
            and node.args
            and self.module.path(node.func) in RUNS
            and any(isinstance(part, ast.Name) and part.id in names for part in nodes(node.args[0]))
            for node in nodes(function)
        )


def own_name(node: ast.expr) -> str | None:
    """What alone tells which of the module's functions an expression names; None where more does."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
        return f"self.{node.attr}"
    return None


def fields_of(owner: ast.ClassDef) -> Iterator[str]:
    """The names of what a class says that its objects hold."""
    for item in owner.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            yield item.target.id


def makers_of(owner: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    """The fields of a class that a function makes for each object, with that function."""
    for item in owner.body:
        match item:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(keywords=words)):
                yield from ((name, word.value) for word in words if word.arg in ("default_factory", "factory"))
            case _:
                pass
