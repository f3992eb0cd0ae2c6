"""What a module has Python run beside itself: the words of what it hands over, which name files among others."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scanner.signals.module import Module, module_of
from scanner.signals.programs import PYTHON, STARTS
from scanner.syntax import FIELDS, argument_names, blocks, nodes

__all__ = ["words_run"]

# Runs a text that its first argument is made of, or the file that it names.
_SOURCES = "exec eval compile execfile builtins.exec builtins.eval builtins.compile runpy.run_path"
SOURCES = frozenset(_SOURCES.split())
# Loads the file that its second argument names.
_LOADERS = (
    "importlib.util.spec_from_file_location importlib.machinery.SourceFileLoader imp.load_source "
    "importlib.machinery.SourcelessFileLoader importlib.machinery.ExtensionFileLoader"
)
LOADERS = frozenset(_LOADERS.split())
PYTHON_RUNS = re.compile(r"\bpython[\d.]{0,4}w?(?:\.exe)?(?:\s+-[^mc\s]\S*)*\s+([^\s;|&<>-][^\s;|&<>]*)")
MOST_CHASED = 16  # expressions from what is run back to what it is made of
MOST_NAMES = 200  # of a block that are followed; whoever has more keeps what the module gives them first
LONGEST_NAMED = 300  # characters of a literal that may name a file
WORD = re.compile(r"([^\s'\"/\\]+)([/\\]?)")


class _Given(NamedTuple):
    """What a name was given, and what the names in that stood for there."""

    value: ast.expr
    names: "_Names"


# What names surely stand for at a place: what the statements before it, in the blocks around it, gave them last. Any
# other name may stand for what the module gives it somewhere.
_Names = Mapping[str, _Given]
UNKNOWN = _Given(ast.Constant(None), {})


def words_run(tree: ast.Module) -> dict[str, int]:
    """Words of the literals that make up what a module has Python run, each with the line that runs it.

    Names of files stand among them, without their folders: ``exec(open(os.path.join(here, "notes.txt")).read())``. What
    stands before a slash keeps it: that is a folder.
    """
    try:
        module = module_of(tree)
        try:
            return _words(_calls(tree.body, {}), module)
        except RecursionError:  # nested too deep to be read in its order
            return _words(((node, {}) for node in nodes(tree) if isinstance(node, ast.Call)), module)
    except (RecursionError, MemoryError):
        return {}


def _words(calls: Iterator[tuple[ast.Call, _Names]], module: Module) -> dict[str, int]:
    found: dict[str, int] = {}
    for call, names in calls:
        for word in _literal_words(_handed_to_python(call, module), names, module):
            found.setdefault(word, call.lineno)
    return found


def _calls(body: Sequence[ast.stmt], names: dict[str, _Given]) -> Iterator[tuple[ast.Call, _Names]]:
    """Every call in a block, with what names stand for there; ``names`` is changed on the way."""
    for statement in body:
        own = [node for part in _own_parts(statement) for node in nodes(part)]
        yield from ((node, names) for node in own if isinstance(node, ast.Call))
        for node in own:
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                names.pop(node.id, None)
        match statement:
            case ast.With() | ast.AsyncWith():
                for item in statement.items:
                    _give(names, item.optional_vars, item.context_expr)
                yield from _calls(statement.body, names)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from _calls(statement.body, dict.fromkeys(argument_names(statement.args), UNKNOWN))
            case ast.ClassDef():
                yield from _calls(statement.body, {})
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                _give(names, target, value)
            case _:
                for block in blocks(statement):  # which may be skipped
                    inside = dict(names)
                    if isinstance(statement, (ast.For, ast.AsyncFor)):
                        _give(inside, statement.target, statement.iter)
                    yield from _calls(block, inside)
                    for name in [name for name, given in names.items() if inside.get(name) is not given]:
                        del names[name]


def _own_parts(holder: ast.AST) -> Iterator[ast.AST]:
    """The parts of a statement that are no statements themselves."""
    for name in FIELDS[type(holder)]:
        part = getattr(holder, name)
        for node in part if type(part) is list else (part,):
            if isinstance(node, (ast.excepthandler, ast.match_case)):
                yield from _own_parts(node)
            elif isinstance(node, ast.AST) and not isinstance(node, ast.stmt):
                yield node


def _give(names: dict[str, _Given], target: ast.expr | None, value: ast.expr) -> None:
    if isinstance(target, ast.Name) and len(names) < MOST_NAMES:
        within = {node.id: names[node.id] for node in nodes(value) if isinstance(node, ast.Name) and node.id in names}
        names[target.id] = _Given(value, within)


def _handed_to_python(call: ast.Call, module: Module) -> list[ast.expr]:
    """What a call runs as Python: its first argument, or the command that it starts an interpreter with."""
    path = module.path(call.func)
    if path in SOURCES:
        return call.args[:1]
    if path in LOADERS:
        return call.args[1:2] or [word.value for word in call.keywords if word.arg in ("location", "path", "pathname")]
    return list(_scripts(call, module)) if path in STARTS else []


def _scripts(call: ast.Call, module: Module) -> Iterator[ast.expr]:
    """The file that an interpreter is started with: what stands behind it and its options, unless those bring more."""
    parts = [
        part for given in call.args for part in (given.elts if isinstance(given, (ast.List, ast.Tuple)) else [given])
    ]
    is_started = False
    for part in parts:
        text = part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
        if module.path(part) == "sys.executable" or PYTHON.fullmatch(text):
            is_started = True
        elif is_started and text.startswith("-"):
            if text.startswith(("-m", "-c")):
                return
        elif is_started:
            yield part
            return
        elif found := PYTHON_RUNS.search(text[:LONGEST_NAMED]):
            yield ast.Constant(found[1])
            return


def _literal_words(handed: Iterable[ast.expr], names: _Names, module: Module) -> Iterator[str]:
    """Words of the literals in expressions, and in what the names there were given."""
    waiting = [_Given(part, names) for part in handed]
    seen: set[int] = set()
    for top in waiting:  # which grows while it is read
        for node in nodes(top.value):
            match node:
                case ast.Constant(value=str(text)) if len(text) <= LONGEST_NAMED:
                    yield from (word + "/" * bool(behind) for word, behind in WORD.findall(text))
                case ast.Name(id=name) if len(waiting) < MOST_CHASED:
                    given = top.names.get(name)
                    if given is None and name in module.values:
                        given = _Given(module.values[name], {})
                    if given is not None and id(given.value) not in seen:
                        seen.add(id(given.value))
                        waiting.append(given)
                case _:
                    pass
