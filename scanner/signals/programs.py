"""Which programs a module starts, and which files it wrote before: what it wrote itself came from somewhere."""

import ast
import re
from collections.abc import Callable, Iterator

from scanner.syntax import as_written, text_of

__all__ = [
    "PATHS_WRITE",
    "PYTHON",
    "RUN_FILES",
    "STARTS",
    "START_VERBS",
    "command_of",
    "installs",
    "interprets",
    "is_for_writing",
    "started",
    "written",
]

Names = Callable[[ast.expr], str]  # the dotted way to what an expression names

_STARTS = (
    "subprocess.Popen subprocess.run subprocess.call subprocess.check_call subprocess.check_output "
    "subprocess.getoutput subprocess.getstatusoutput os.system os.popen os.startfile os.posix_spawn os.posix_spawnp "
    "os.execv os.execve os.execvp os.execl os.spawnl os.spawnv os.spawnle os.spawnve pty.spawn commands.getoutput "
    "asyncio.create_subprocess_exec asyncio.create_subprocess_shell ctypes.windll.shell32.ShellExecuteW"
)
STARTS = frozenset(_STARTS.split())
START_VERBS = frozenset(path.rpartition(".")[2] for path in STARTS)
TEMPORARY = "tempfile.NamedTemporaryFile"
_OPENS = "open io.open os.open"
OPENS = frozenset(_OPENS.split())
_RETRIEVES = "urllib.request.urlretrieve urllib.urlretrieve wget.download"
RETRIEVES = frozenset(_RETRIEVES.split())  # to a file that their second argument names
FOR_WRITING = re.compile(r"[rbt+]*[wax][rbt+]*|rb?\+b?|O_.*(?:WRONLY|RDWR).*", re.DOTALL)
PATHS_WRITE = frozenset(("write_bytes", "write_text"))
_AROUND = "str os.fspath os.path.abspath os.path.realpath pathlib.Path Path shlex.quote"
AROUND = frozenset(_AROUND.split())  # what they give names the file that they are given
# What runs the file that stands behind it and its options.
_RUNS = r"(?:\S*[/\\])?(?:(?:ba|da|z)?sh|python[\d.]*w?|cmd|powershell|nohup|start|sudo)(?:\.exe)?"
RUNS = re.compile(rf"(?:{_RUNS}|[-/]\S*)", re.IGNORECASE)
BEHIND = re.compile(rf"\s*(?:{_RUNS}\s+(?:[-/]\w\S*\s+)*)?['\"]?(?P<file>[^\s'\"]*)", re.IGNORECASE)
# An interpreter, and code for it as a command writes it.
PYTHON = re.compile(r"(?:\S*[/\\])?python[\d.]{0,4}w?(?:\.exe)?", re.IGNORECASE)
PYTHON_CODE = re.compile(rf"(?:{PYTHON.pattern})\s+(?:-[A-Za-z]+\s+)*-\w*c\b", re.IGNORECASE)
# Packages by their names, without an option that says from where.
_PACKAGES = r"(?: +(?:--?(?:U|q|qq|user|upgrade|quiet|no-cache-dir|break-system-packages)|[A-Za-z][\w.\[\],<>=~!-]*))+"
INSTALLS = re.compile(rf"(?:(?:{PYTHON.pattern}) +-m +)?pip[\d.]{{0,4}} +install{_PACKAGES}", re.IGNORECASE)
COMMANDS = re.compile(r"&&|[;|&]")
# What runs a file as code in this process, by which of its arguments; and what loads one.
RUN_FILES = {
    "runpy.run_path": 0,
    "importlib.util.spec_from_file_location": 1,
    "importlib.machinery.SourceFileLoader": 1,
    "importlib.machinery.SourcelessFileLoader": 1,
    "importlib.machinery.ExtensionFileLoader": 1,
    "imp.load_source": 1,
}
LOADS = RUN_FILES | {"ctypes.CDLL": 0}
MOST_WORDS = 40  # of a command
LONGEST = 2000  # characters of a command that are looked at


def written(call: ast.Call, names: Names) -> Iterator[str]:
    """Marks of the file that a call opens for writing, or writes."""
    path = names(call.func)
    if path in OPENS:
        if is_for_writing(call):
            yield from (_mark(given, names) for given in call.args[:1])
    elif path in RETRIEVES:
        by_word = {word.arg: word.value for word in call.keywords}
        given = next(iter(call.args[1:]), None) or by_word.get("filename") or by_word.get("out")
        if given is not None:
            yield _mark(given, names)
    elif path == TEMPORARY:
        yield f"{TEMPORARY}().name"
    elif isinstance(call.func, ast.Attribute) and call.func.attr in PATHS_WRITE:
        yield _mark(call.func.value, names)


def is_for_writing(call: ast.Call) -> bool:
    """Whether a call of who opens files opens one for writing."""
    by_word = {word.arg: word.value for word in call.keywords}
    mode = by_word.get("mode") or by_word.get("flags") or next(iter(call.args[1:]), None)
    text = mode.value if isinstance(mode, ast.Constant) else ast.unparse(mode).replace("os.", "") if mode else ""
    return isinstance(text, str) and FOR_WRITING.fullmatch(text) is not None


def command_of(call: ast.Call) -> str:
    """The command that a call starts, with a point for each part that is not written out."""
    given = call.args[0] if call.args else None
    words = given.elts if isinstance(given, (ast.List, ast.Tuple)) else [given]
    return " ".join(text_of(part) or "." for word in words[:MOST_WORDS] for part in _parts_of(word))


def _parts_of(word: ast.expr | None) -> list[ast.expr | None]:
    match word:
        case ast.JoinedStr(values=parts):
            return [*parts]
        case ast.BinOp(op=ast.Add()):
            return [*_summands(word)]
        case _:
            return [word]


def started(call: ast.Call, names: Names) -> Iterator[str]:
    """Marks of the files that a call may start, by themselves or by an interpreter, or load."""
    path = names(call.func)
    if path in LOADS:
        yield from (_mark(given, names) for given in call.args[LOADS[path] :][:1])
    if path not in STARTS:
        return
    given = call.args[1:] if "spawn" in path and len(call.args) > 1 else call.args
    for part in given[:1]:
        if not isinstance(part, ast.List | ast.Tuple):
            yield from _of_command(part, names)
            continue
        for word in part.elts:
            yield _mark(word, names)
            text = word.value if isinstance(word, ast.Constant) else names(word)
            if not isinstance(text, str) or not (text == "sys.executable" or RUNS.fullmatch(text)):
                break


def _of_command(command: ast.expr, names: Names) -> Iterator[str]:
    if isinstance(command, ast.Constant):
        for one in COMMANDS.split(text_of(command)[:LONGEST]):
            found = BEHIND.match(one)
            yield repr(found["file"] if found else one)
        return
    parts = command.values if isinstance(command, ast.JoinedStr) else [*_summands(command)]
    if len(parts) > 1 and isinstance(parts[0], ast.Constant):
        found = BEHIND.fullmatch(text_of(parts[0])[:LONGEST])  # up to the folder of the file that follows
        parts = parts[1:] if found and found["file"] in ("", "./") else []
    for first in parts[:1]:
        yield _mark(first.value if isinstance(first, ast.FormattedValue) else first, names)


def _summands(total: ast.expr) -> list[ast.expr]:
    parts: list[ast.expr] = []
    while isinstance(total, ast.BinOp):
        parts.append(total.right)
        total = total.left
    return [total, *reversed(parts)]


def interprets(call: ast.Call, names: Names) -> bool:
    """Whether what a call starts is a Python with code on its command line."""
    is_python = False
    for given in call.args:
        for part in given.elts if isinstance(given, ast.List | ast.Tuple) else [given]:
            first = part.values[0] if isinstance(part, ast.JoinedStr) and part.values else part
            text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
            if PYTHON_CODE.match(text[:LONGEST]) or (is_python and text == "-c"):
                return True
            is_python = is_python or names(part) == "sys.executable" or PYTHON.fullmatch(text[:LONGEST]) is not None
    return False


def installs(call: ast.Call, names: Names) -> bool:
    """Whether what a call starts is pip, for packages that are written out: these have a name to look into."""
    for given in call.args[:1]:
        parts = given.values if isinstance(given, ast.JoinedStr) else getattr(given, "elts", [given])
        words = [_word(part, names) for part in parts]
        command = ("" if isinstance(given, ast.JoinedStr) else " ").join(filter(None, words))
        return None not in words and INSTALLS.fullmatch(command.strip()[:LONGEST]) is not None
    return False


def _word(part: ast.expr, names: Names) -> str | None:
    """A word of a command as it is written; None where that is made."""
    if isinstance(part, ast.FormattedValue):
        part = part.value
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return part.value
    return "python" if names(part) == "sys.executable" else None


def _mark(file: ast.expr, names: Names) -> str:
    """What tells a file from others in one function: how it is written there."""
    while isinstance(file, ast.Call) and file.args and names(file.func) in AROUND:
        file = file.args[0]
    path = names(file)
    return path if path == f"{TEMPORARY}().name" else as_written(file)
