"""What a module does by being imported: its own statements, and the functions that these call, by its syntax tree.

A rule sees words; this sees which of them run without being asked for, under whatever name a library was imported.
"""

import ast
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.signals.definitions import Definitions, own_name
from scanner.signals.module import (
    DECODERS,
    RUNS,
    TALKERS,
    Function,
    Module,
    given_to,
    is_literal,
    module_of,
)
from scanner.signals.near import is_near
from scanner.signals.programs import STARTS, installs, interprets, started, written
from scanner.signals.remembered import remembered
from scanner.signals.startups import plants
from scanner.signals.unsent import first_used
from scanner.syntax import FIELDS, defaults_of, nodes

__all__ = [
    "AT_EXIT",
    "DEEPEST",
    "LOOKUPS",
    "PLUGGED",
    "RUNNERS",
    "TALKS",
    "Reached",
    "reached",
    "run_on_import",
    "talks",
]

# What they are asked to do; a constructor alone (``requests.Session()``) talks to nobody.
_TALKS = (
    "get post put patch request urlopen urlretrieve sendall sendto send send_message sendmail login storbinary "
    "single multiple publish perform create_connection open_connection connect connect_ex connect_async ws_connect "
    "send_json send_document stream execute download put_object upload_file upload_fileobj run_forever run_polling"
)
TALKS = frozenset(_TALKS.split())
# What such words mean in modules whose objects honest code asks for the same things.
_OTHERS = "http.cookies asyncio.get urllib.parse requests.utils socket.socket().setsockopt paramiko.SSHConfig"
_QUIET = tuple(_OTHERS.split())
# Talks no protocol: what is read there may say anything.
_RAW = ("socket.", "asyncio.open_connection")
# What tells of the machine and of who works on it.
_LOCAL = (
    "socket.gethostname socket.getfqdn getpass.getuser platform.node platform.uname platform.platform os.getlogin "
    "os.uname uuid.getnode psutil.users os.getcwd pathlib.Path.cwd Path.cwd os.listdir "
    "os.path.expanduser pathlib.Path.home Path.home"
)
LOCAL = frozenset(_LOCAL.split())
LOADS = frozenset(("importlib.util.spec_from_file_location", "runpy.run_path", "imp.load_source"))
# Looking up a name that was put together carries what it was put together from.
LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex"})
# Commands that do nothing: for the terminal, and what only tells a build of what is there.
_SCREEN = r"(?:cls|clear|reset|pause|color(?: \w{1,2})?|chcp \d{3,5}|(?:echo|title) [^<>|&;`$%\r\n]{0,200})?"
_TELLS = r"(?:[\w-]+-config|otool|ldconfig|ldd|xcrun|lsb_release|sw_vers|which|nvcc|nvidia-smi)(?: [\w=./+ -]{0,200})?"
IDLE = re.compile(f"{_SCREEN}|{_TELLS}")
MAKERS = DECODERS | {"loads", "content", "text", "getvalue", "translate", "recv"}
MAPPERS = frozenset(("map", "filter", "functools.partial"))  # who call their first argument with what follows
ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{40,}={0,6}")
MOST_STEPS = 6
AT_EXIT = "atexit.register"
# Who runs what it is given: a name handed to these is called.
_RUNNERS = (
    "Thread Timer Process start_new_thread submit run_in_executor register create_task ensure_future gather run map"
)
RUNNERS = frozenset(_RUNNERS.split())
# Functions of a module that others call who look for them: tests, shells and notebooks that load it, and whoever takes
# a name from it that it does not have.
PLUGGED = (
    "__getattr__",
    "pytest_configure",
    "pytest_load_initial_conftests",
    "pytest_sessionstart",
    "pytest_cmdline_main",
    "load_ipython_extension",
    "load_jupyter_server_extension",
    "_load_jupyter_server_extension",
)
HOOKS = ("run", "finalize_options", "initialize_options", "initialize", "build_wheel", "build_sdist", "build_editable")

PROGRAM = "__main__"  # the name of a module that is run as a program

# Calls from the module's own statements down to what acts; farther down is machinery, not a purpose.
DEEPEST = 4

_Steps = Iterator[ast.Call | ast.Dict]
_PATHS = (ast.Name, ast.Attribute, ast.Call, ast.Await)  # what may name something in a module
# Nodes without a call in them, and lambdas, whose calls wait until they are called.
_LEAVES = frozenset({ast.Name, ast.Constant, ast.Lambda, ast.Pass, type(None)})


@dataclass
class Reached:
    """Lines (1-based) of what is reached, by kind; a kind that is not is None."""

    talks: int | None = None
    starts: int | None = None
    installs: int | None = None  # packages by their names, with pip
    runs: int | None = None
    learns: int | None = None  # host, user, home or environment, and does not keep that to itself
    socket: int | None = None  # talks without a protocol, to whoever it likes
    interprets: int | None = None  # starts a Python with code on its command line
    starts_written: int | None = None  # starts a file that the same function wrote
    loads: int | None = None  # a file as a module, by its path
    plants: int | None = None  # something that the machine starts by itself


def reached(tree: ast.Module, *, hooks: bool = False, called: Iterable[str] = ()) -> Reached | None:
    """What importing a module does, by its tree; None where that is nested too deep to follow.

    With ``hooks``, methods that a build tool calls are reached too, and files are told that it writes and starts;
    with ``called``, functions of these names, which somebody else calls.
    """
    try:
        module = module_of(tree)
        definitions = module.once(Definitions)
        result = Reached()
        learned: list[ast.expr] = []
        wrote: set[tuple[Function | None, str]] = set()
        began: dict[tuple[Function | None, str], int] = {}
        for node, holder in run_on_import(module, hooks=hooks, called=called):
            _look(node, definitions, result, learned)
            if hooks and isinstance(node, ast.Call):
                wrote.update((holder, file) for file in written(node, module.path))
                began |= {(holder, file): node.lineno for file in started(node, module.path)}
        result.starts_written = min((began[file] for file in wrote & began.keys()), default=None)
        if learned and result.talks:  # who talks to nobody keeps all of it
            used = first_used(tree, learned)
            result.learns = used.lineno if used is not None else None
    except (RecursionError, MemoryError):
        return None
    return result


def run_on_import(
    module: Module, *, hooks: bool = False, called: Iterable[str] = ()
) -> Iterator[tuple[ast.Call | ast.Dict, Function | None]]:
    """Every call and dict that runs at import, breadth first, with the function it stands in.

    With ``hooks``, also what a build tool calls; and what somebody does who calls functions by the names ``called``,
    which a method has as ``Class().method``.
    """
    by_others = (ast.Expr(_call_of(name)) for name in called)
    definitions = module.once(Definitions)
    waiting: deque[tuple[ast.AST, int]] = deque((node, 0) for node in (*module.tree.body, *by_others))
    if hooks:
        waiting.extend((function, 1) for name in HOOKS for function in module.functions.get(name, ()))
    plugged = (function for name in PLUGGED for function in module.functions.get(name, ()))
    waiting.extend((function, 1) for function in plugged if function not in module.methods)
    seen: set[ast.AST] = set()
    asked: set[str] = set()  # names whose functions are seen, which may be many
    while waiting:
        top, depth = waiting.popleft()
        for node in _own(top, module, entered=depth > 0):
            yield node, top if depth and isinstance(top, Function) else None
            if isinstance(node, ast.Call) and depth < DEEPEST:
                for named in _called(node, module):
                    name = own_name(named)
                    if name in asked:
                        continue
                    if name is not None:
                        asked.add(name)
                    for function in [named.body] if isinstance(named, ast.Lambda) else definitions.named(named):
                        if function not in seen:
                            seen.add(function)
                            waiting.append((function, depth + 1))


def _call_of(name: str) -> ast.Call:
    owner, _, method = name.partition("().")
    named = ast.Name(owner, ast.Load())
    func = ast.Attribute(ast.Call(named, [], [], lineno=1), method, ast.Load()) if method else named
    return ast.Call(func, [], [], lineno=1)


def _own(top: ast.AST, module: Module, *, entered: bool) -> _Steps:
    """The calls and dicts in a statement, or in a function that was ``entered``, but not in what it merely defines."""
    waiting: list[ast.AST] = [*top.body] if entered and isinstance(top, Function) else [top]
    for node in waiting:  # which grows while it is read
        if isinstance(node, (ast.Call, ast.Dict)):
            yield node
        elif isinstance(node, ast.If) and _never_at_import(node.test):
            waiting += node.orelse
            continue
        elif isinstance(node, ast.ClassDef):
            waiting += _made_with(node)
        elif isinstance(node, Function):
            for decorator in node.decorator_list:  # which takes what it stands before, when that is defined
                if isinstance(decorator, ast.Name | ast.Attribute):
                    named = [ast.Name(node.name, ast.Load())] if module.path(decorator) == AT_EXIT else []
                    decorator = ast.Call(decorator, [*named], [], lineno=node.lineno)
                waiting.append(decorator)
            waiting += (value for _, value in defaults_of(node.args))
            continue
        for name in FIELDS[type(node)]:
            part = getattr(node, name)
            if type(part) is list:
                waiting += [item for item in part if type(item) not in _LEAVES]
            elif type(part) not in _LEAVES:
                waiting.append(part)


def _made_with(owner: ast.ClassDef) -> Iterator[ast.expr]:
    """The calls that making a class is: of its metaclass, and of what those that it is made from do with it."""
    made = [word.value for word in owner.keywords if word.arg == "metaclass"]
    told = [ast.Attribute(base, "__init_subclass__", ast.Load()) for base in owner.bases if isinstance(base, ast.Name)]
    yield from (ast.Call(func, [], [], lineno=owner.lineno) for func in (*made, *told))


def _never_at_import(test: ast.expr) -> bool:
    """Whether a condition holds only where a module is run as a program, or for those who check types."""
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            return any(_never_at_import(value) for value in values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return all(_never_at_import(value) for value in values)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.In() | ast.Is()], comparators=[right]):
            sides = {node.id if isinstance(node, ast.Name) else None for node in (left, right)}
            return "__name__" in sides and any(
                isinstance(node, ast.Constant) and node.value == PROGRAM for node in (*nodes(left), *nodes(right))
            )
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case _:
            return False


def _called(call: ast.Call, module: Module) -> Iterator[ast.expr]:
    """What names the module's own functions that a call runs, itself or by a runner, which may be given a lambda."""
    if not isinstance(call.func, ast.Lambda):
        yield call.func
    if module.verb_of(call) in RUNNERS:
        yield from (given.func if isinstance(given, ast.Call) else given for given in given_to(call))


def _look(node: ast.Call | ast.Dict, definitions: Definitions, result: Reached, learned: list[ast.expr]) -> None:
    module = definitions.module
    match node:
        case ast.Call(func=func):
            path = module.path(func)
            if result.plants is None and plants(node, module):
                result.plants = node.lineno
            if path in STARTS:
                if installs(node, module.path):
                    result.installs = result.installs or node.lineno
                elif not _is_idle(node):
                    result.starts = result.starts or node.lineno
                if interprets(node, module.path):
                    result.interprets = result.interprets or node.lineno
            elif path in MAPPERS and len(node.args) > 1 and module.path(node.args[0]) in RUNS:
                if _made(node.args[1], module):
                    result.runs = result.runs or node.lineno
            elif node.args and (path in RUNS or definitions.runs_given(func)) and _made(node.args[0], module):
                result.runs = result.runs or node.lineno
            elif path in LOADS:
                result.loads = result.loads or node.lineno
            elif path in LOCAL:
                learned.append(node)
            elif (talks(path) and not is_near(node, module)) or (
                path in LOOKUPS and node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
            ):
                result.talks = result.talks or node.lineno
                if path.startswith(_RAW):
                    result.socket = result.socket or node.lineno
            for given in given_to(node):
                if not isinstance(given, _PATHS):
                    continue
                named = module.path(given)
                if named == "os.environ":
                    learned.append(given)
                elif talks(named) and path.rpartition(".")[2] in RUNNERS:
                    result.talks = result.talks or node.lineno
            if path in ("os.environ.items", "os.environ.copy", "os.environ.values"):
                learned.append(node)
        case ast.Dict(values=values):
            learned += (value for value in values if isinstance(value, _PATHS) and module.path(value) == "os.environ")


def _is_idle(call: ast.Call) -> bool:
    """Whether a command, one for each system perhaps, does nothing."""
    commands: list[ast.expr] = []
    for given in call.args[:1]:
        commands += [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
    programs = [node.elts[0] if isinstance(node, ast.List) and node.elts else node for node in commands]
    return bool(programs) and all(is_literal(program, IDLE) for program in programs)


def _made(text: ast.expr, module: Module) -> bool:
    """Whether a text comes out of decoding or a function; not out of a literal, a template or a file as it is."""
    waiting, steps = [text], 0
    while waiting and steps < MOST_STEPS:
        top, steps = waiting.pop(), steps + 1
        is_made, names = _made_there(module, top)
        if is_made:
            return True
        waiting += names
    return False


@remembered
def _made_there(module: Module, top: ast.expr) -> tuple[bool, list[ast.expr]]:
    """The same of an expression alone, with the values of the last names in it."""
    names = deque[ast.expr](maxlen=MOST_STEPS)
    for node in nodes(top):
        match node:
            case ast.Attribute(attr=attr) if attr in MAKERS:
                return True, []
            case ast.Attribute(attr="join", value=ast.Constant()):
                return True, []
            case ast.Call(func=func) if module.path(func) == "marshal.load":
                return True, []
            case ast.Call(func=ast.Name(id=name)) if (
                name in module.functions or module.imports.get(name, "").rpartition(".")[2] in MAKERS
            ):
                return True, []
            case ast.Call(args=[ast.Constant(value=str() | bytes() as given), *_]) if _is_encoded(given):
                return True, []  # whoever decodes it, and wherever that is defined
            case ast.Name(id=name) if name in module.values and name not in module.functions:
                names.append(module.values[name])
            case _:
                pass
    return False, [*names]


def _is_encoded(literal: str | bytes) -> bool:
    text = literal.encode("utf-8", "surrogatepass") if isinstance(literal, str) else literal
    return ENCODED.fullmatch(text) is not None


def talks(path: str) -> bool:
    root, _, rest = path.partition(".")
    if not rest or root.removesuffix("()") not in TALKERS or path.startswith(_QUIET):
        return False
    verb = rest.rpartition(".")[2]
    return (verb in TALKS or rest.endswith("build_opener().open")) and not (
        root == "asyncio" and verb != "open_connection"
    )
