"""What a module learns of the machine it is on and keeps: the environment of a program, the choice between systems."""

import ast
from collections.abc import Iterable

__all__ = ["kept"]

# What a build is chosen by, of what ``platform.uname()`` tells; and how a copy of the environment is filled.
_SYSTEM = frozenset({"machine", "processor", "release", "sysname", "system", "version"})
_FILLS = frozenset({"get", "pop", "setdefault", "update"})


def kept(tree: ast.Module, values: Iterable[ast.expr]) -> set[ast.expr]:
    """Which of these expressions come to nothing else: not to a request, a file, or another function."""
    uses = _Uses(tree)
    return {value for value in values if uses.is_kept(value)}


class _Uses:
    def __init__(self, tree: ast.Module) -> None:
        self._above: dict[ast.AST, ast.AST] = {}
        self._loads: dict[str, list[ast.Name]] = {}
        waiting: list[ast.AST] = [tree]
        for node in waiting:  # which grows while it is read
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self._loads.setdefault(node.id, []).append(node)
            for child in ast.iter_child_nodes(node):
                if not isinstance(child, ast.expr_context):
                    self._above[child] = node
                    waiting.append(child)

    def is_kept(self, value: ast.expr) -> bool:
        match self._above.get(value):
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                return all(map(self._is_harmless, self._loads.get(name, ())))
            case ast.Dict() | ast.Call(func=ast.Name(id="dict")) as copy:
                return self.is_kept(copy)
            case _:
                return self._is_harmless(value)

    def _is_harmless(self, value: ast.expr) -> bool:
        match self._above.get(value):
            case ast.keyword(arg="env"):
                return True
            case ast.Attribute(attr=attr):
                return attr in _SYSTEM or (attr in _FILLS and isinstance(value, ast.Name))
            case ast.Subscript(value=held):
                return held is value
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[held]):
                return held is value
            case _:
                return self._is_complaint(value)

    def _is_complaint(self, node: ast.AST) -> bool:
        """Whether it is part of what is raised."""
        above: ast.AST | None = node
        while above is not None and not isinstance(above, ast.stmt):
            above = self._above.get(above)
        return isinstance(above, ast.Raise)
