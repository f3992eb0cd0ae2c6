"""What a module learns of the machine it is on and keeps.

The environment of a program, the choice between systems, a folder in which it has a file of its own.
"""

import ast
import re
from collections.abc import Iterable

from scanner.signals.module import is_literal, keyword, verb_of

__all__ = ["first_used"]

# What a build is chosen by, of what ``platform.uname()`` tells; and how a copy of the environment is filled.
_SYSTEM = frozenset({"machine", "processor", "release", "sysname", "system", "version"})
_FILLS = frozenset({"get", "pop", "setdefault", "update"})
# What is done with a path without a look into what is there, and what makes a path of it.
_PLACES = frozenset({
    "exists", "is_file", "is_dir", "isfile", "isdir", "mkdir", "makedirs", "touch", "unlink", "remove", "chmod",
    "write_text", "write_bytes",
})  # fmt: skip
_PATHS = frozenset({"join", "joinpath", "Path", "PurePath", "str", "fspath", "abspath", "normpath", "resolve"})
_READS = frozenset({"read_text", "read_bytes", "open"})
_MAKING = re.compile(r"[wx]b?\+?|[wx]\+?b?")  # a file anew


def first_used(tree: ast.Module, values: Iterable[ast.expr]) -> ast.expr | None:
    """The first of these expressions that comes to something else: a request, a file, or another function."""
    uses = _Uses(tree)
    return next((value for value in values if not uses.is_kept(value)), None)


class _Uses:
    def __init__(self, tree: ast.Module) -> None:
        self._names_home = False
        self._seen: set[str] = set()  # names that were followed, all of which are kept until one value is not
        self._files: dict[str, bool] = {}
        self._above: dict[ast.AST, ast.AST] = {}
        self._loads: dict[str, list[ast.Name]] = {}
        waiting: list[ast.AST] = [tree]
        for node in waiting:  # which grows while it is read
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self._loads.setdefault(node.id, []).append(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("~"):
                self._names_home = True
            for child in ast.iter_child_nodes(node):
                if not isinstance(child, ast.expr_context):
                    self._above[child] = node
                    waiting.append(child)

    def is_kept(self, value: ast.expr) -> bool:
        if not self._names_home and isinstance(value, ast.Call) and verb_of(value) == "expanduser":
            return True  # somebody else says which folder
        match self._above.get(value):
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                return self._is_name_kept(name)
            case ast.Dict() | ast.Call(func=ast.Name(id="dict")) as copy:
                return self.is_kept(copy)
            case _:
                return self._is_harmless(value)

    def _is_name_kept(self, name: str) -> bool:
        """A name that was followed already says nothing more: one harmful use of it was enough."""
        if name in self._seen:
            return True
        self._seen.add(name)
        return all(map(self._is_harmless, self._loads.get(name, ())))

    def _is_harmless(self, value: ast.expr) -> bool:
        match self._above.get(value):
            case ast.keyword(arg="env") | ast.Call(func=ast.Name(id="print"), keywords=[]):
                return True
            case ast.Attribute(attr="joinpath" | "resolve") as method:
                path = self._above.get(method)
                return isinstance(path, ast.Call) and self.is_kept(path)
            case ast.Attribute(attr="parent") | ast.BinOp(op=ast.Div()) as path:
                return self.is_kept(path)
            case ast.Attribute(attr=attr) if attr in _READS:
                return self._is_own_file(value)
            case ast.Attribute(attr=attr):
                return attr in _SYSTEM or attr in _PLACES or (attr in _FILLS and isinstance(value, ast.Name))
            case ast.Call() as call if value in call.args and verb_of(call) in _PATHS:
                return self.is_kept(call)
            case ast.Call() as call if value in call.args[:1] and verb_of(call) in _PLACES:
                return True
            case ast.Call(func=ast.Name(id="open"), args=[first, *_]) if value is first:
                return self._is_own_file(value)
            case ast.Subscript(value=held):
                return held is value
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[held]):
                return held is value
            case _:
                return self._is_complaint(value)

    def _is_own_file(self, path: ast.expr) -> bool:
        """Whether the module writes the file that a name stands for: what it reads there is its own."""
        if not isinstance(path, ast.Name):
            return False
        if path.id not in self._files:
            self._files[path.id] = any(map(self._is_written, self._loads.get(path.id, ())))
        return self._files[path.id]

    def _is_written(self, path: ast.expr) -> bool:
        match self._above.get(path):
            case ast.Attribute(attr="write_text" | "write_bytes"):
                return True
            case ast.Attribute(attr="open") as opened:
                call, modes = self._above.get(opened), 0
            case ast.Call(func=ast.Name(id="open")) as call:
                modes = 1
            case _:
                return False
        given = [*call.args[modes : modes + 1], keyword(call, "mode")] if isinstance(call, ast.Call) else []
        return any(is_literal(mode, _MAKING) for mode in given)

    def _is_complaint(self, node: ast.AST) -> bool:
        """Whether it is part of what is raised."""
        above: ast.AST | None = node
        while above is not None and not isinstance(above, ast.stmt):
            above = self._above.get(above)
        return isinstance(above, ast.Raise)
