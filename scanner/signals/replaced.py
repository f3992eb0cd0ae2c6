"""The functions of a module that take the place of other libraries' functions, and what these are given there."""

import ast
from collections.abc import Iterator
from typing import Final

from scanner.signals.bodies import NONE, WHOLE, Body, Share
from scanner.signals.calls import Calls
from scanner.signals.credentials import Credentials
from scanner.signals.module import Function, Module, verb_of
from scanner.signals.scopes import Scope
from scanner.syntax import text_of

__all__ = ["Intercepted", "Replaced"]

WRAPPERS: Final = frozenset(("staticmethod", "classmethod", "partial", "partialmethod", "property", "update_wrapper"))
PATCHES: Final = frozenset(("object", "wrap_function_wrapper", "wrap_object", "setattr"))  # holder, name, function
MADE: Final = frozenset(("types.ModuleType()", "imp.new_module()"))  # what is put in the place of a module
# Whom the interpreter tells of failures and warnings: those who report them do.
TELL_OF_FAILURES: Final = frozenset(("excepthook", "unraisablehook", "showwarning", "stdout", "stderr"))
BUILT_IN: Final = frozenset(("builtins", "__builtins__"))
DEEPEST: Final = 4  # calls around a function that is put somewhere


class Replaced:
    """``scopes``: what is put in the place of others' functions; ``paths``: the dotted ways to what was there."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.calls = module.once(Calls)
        self.scopes: set[Scope] = set()
        self.paths: set[str] = set()
        self.read: set[tuple[str, str]] = set()  # attributes that are read, by what has them
        for scope in module.scopes:
            for node in scope.own:
                match node:
                    case ast.Attribute(value=ast.Name(id=holder), attr=name, ctx=ast.Load()):
                        self.read.add((holder, name))
                    case _:
                        pass
        for scope in module.scopes:
            for holder, name, value in _placed(scope):
                if name not in TELL_OF_FAILURES and self._is_anothers(holder, name):
                    self.paths.add(f"{module.path(holder)}.{name}")
                    self.scopes.update(self._functions(value, scope))
            self.scopes.update([scope] if _is_wrapper(scope) else ())

    def _is_anothers(self, holder: ast.expr, name: str) -> bool:
        """Whether something is of another library, or the module has looked what stood there before."""
        root = holder
        while isinstance(root, (ast.Attribute, ast.Call)):
            root = root.value if isinstance(root, ast.Attribute) else root.func
        if not isinstance(root, ast.Name) or root.id in ("self", "cls"):
            return False
        if root.id in self.module.imports or root.id in BUILT_IN:
            return True
        return self.module.path(root) in MADE or (root is holder and (root.id, name) in self.read)

    def _functions(self, value: ast.expr, scope: Scope, depth: int = DEEPEST) -> Iterator[Scope]:
        """The functions of the module that a value is, is made of, or is given by."""
        owner = self.module.classes.get(value.id) if isinstance(value, ast.Name) else None
        if owner is not None:
            yield from (self.calls.scopes[item] for item in owner.body if isinstance(item, Function))
            return
        named = self.calls.named(value, scope)
        if not isinstance(value, ast.Call):
            yield from named
            if isinstance(value, ast.Name) and not named and depth and (made := scope.given.get(value.id)):
                yield from self._functions(made, scope, depth - 1)
            return
        makers = self.calls.called(value, scope)
        yield from (inner for inner in self.module.scopes if inner.outer in makers)
        if depth and (verb_of(value) in WRAPPERS or isinstance(value.func, ast.Call)):
            for given in value.args:
                yield from self._functions(given, scope, depth - 1)


def _placed(scope: Scope) -> Iterator[tuple[ast.expr, str, ast.expr]]:
    """What a function puts into something: what that is, by which name, and the value."""
    for node in scope.own:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Attribute):
                        yield target.value, target.attr, value
            case ast.Call(args=[holder, name, value, *_]) if verb_of(node) in PATCHES:
                yield holder, text_of(name), value
            case _:
                pass


def _is_wrapper(scope: Scope) -> bool:
    """Whether a function is told to take the place of another by its decorator."""
    decorators = scope.top.decorator_list if isinstance(scope.top, Function) else ()
    return any(isinstance(made, ast.Call) and verb_of(made) == "patch_function_wrapper" for made in decorators)


class Intercepted(Credentials):
    """Follows what functions are given, and what those give whose place they took."""

    def __init__(self, module: Module) -> None:
        self.replaced = module.once(Replaced)
        super().__init__(module, handed=self.replaced.scopes)

    def source(self, node: ast.expr, body: Body) -> Share:
        match node:
            case ast.Attribute(value=ast.Name(id="self")) if "self" in body.arguments:  # another's object
                return WHOLE
            case _:
                return NONE

    def of_attribute(self, node: ast.Attribute, body: Body) -> Share:
        return self.share(node.value, body)

    def gives(self, call: ast.Call, body: Body) -> Share:
        given = super().gives(call, body)
        if given is NONE and isinstance(call.func, ast.Attribute):
            given = self.share(call.func.value, body)
        return given or (WHOLE if self._is_as_before(call, body) else NONE)

    def _is_as_before(self, call: ast.Call, body: Body) -> bool:
        """Whether a call enters what stood there before."""
        if self.module.path(call.func) in self.replaced.paths:
            return True
        outer = body.outer
        return isinstance(call.func, ast.Name) and outer is not None and call.func.id in outer.arguments
