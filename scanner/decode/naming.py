"""What a text imports under another name, by its own: ``from os import system as s`` makes ``s(x)`` what it is.

To Python it is all one; rules and gates look for functions by the modules that have them.
"""

import bisect
import re
from typing import Final

from scanner.decode import imports
from scanner.search import OF_CODE
from scanner.syntax import QUOTED

__all__ = ["ALIASES", "renamed"]

LARGEST: Final = 1024 * 1024  # bytes of a text
BEFORE: Final = 20  # bytes before a name that is handed on
# What rules and gates look for by the module's name, so that it matters under which one it was imported.
_NAMES: Final = {
    "os": "system popen startfile posix_spawn posix_spawnp execl execle execlp execlpe execv execve execvp execvpe "
    "spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe environ getenv",
    "subprocess": "run call check_call check_output getoutput getstatusoutput Popen",
    "pty": "spawn",
    "base64": "b64decode b32decode b16decode b85decode a85decode decodebytes urlsafe_b64decode standard_b64decode",
    "zlib": "decompress",
    "marshal": "loads",
    "codecs": "decode",
    "binascii": "unhexlify a2b_hex a2b_base64",
    "pickle": "loads",
    "types": "FunctionType CodeType",
    "importlib": "import_module",
    "builtins": "exec eval compile __import__ getattr",
    "requests": "get post put request Session",
    "httpx": "get post put request stream",
    "urllib.request": "urlopen urlretrieve Request",
}
_OF_MODULE: Final = {module.encode(): frozenset(names.encode().split()) for module, names in _NAMES.items()}
# What starts programs or asks the network is looked for with its module alone, but for these.
_STARTING: Final = frozenset((b"os", b"subprocess", b"pty", b"requests", b"httpx"))
_BY_THEMSELVES: Final = frozenset(b"environ getenv Popen Session".split())
_MODULE: Final = b"(?:" + b"|".join(map(re.escape, _OF_MODULE)) + b")"
_NAME: Final = b"(?:" + b"|".join(sorted(set().union(*_OF_MODULE.values()))) + b")"
_FROM: Final = rb"\bfrom" + imports.BLANK + b"+"
_IMPORT: Final = imports.BLANK + rb"+import\b"
# Few texts import one of these so.
ALIASES: Final = OF_CODE.add(
    {
        "module": (rb"\b(?:import|,)" + imports.BLANK + b"*" + _MODULE + imports.BLANK + rb"+as\b",),
        "starting": (_FROM + b"(?:" + b"|".join(sorted(_STARTING)) + b")" + _IMPORT,),
        "names": (
            _FROM + _MODULE + _IMPORT + rb"[^\n]*" + _NAME + rb"[ \t]+as\b",
            _FROM + _MODULE + _IMPORT + rb"[ \t]*\([^)]*" + _NAME + rb"[ \t]+as\b",
        ),
    }
)
# Arguments are names of their own. A name is one of Unicode too; of ASCII, its letters are plain by now.
_WORDS: Final = re.compile(
    QUOTED.pattern
    + rb"|(?P<head>\b(?:def\s+\w+\s*\([^()]*\)|lambda\b[^:()]{0,400}+:))"
    + rb"|(?<![.\w\x80-\xff])(?P<name>[A-Za-z_\x80-\xff][\w\x80-\xff]*+)(?=\s*+[.(]|(?P<handed>\s*+[,)\]}]))",
    re.DOTALL,
)
_HANDED: Final = re.compile(rb"[=(,\[{:]\s*$")
_DEFINED: Final = re.compile(rb"\b(?:def|class)\s+$")


def renamed(data: bytes) -> bytes | None:
    """The text with what it imported under other names by its own; None where it imported nothing so.

    Names are put in where something is called, asked for, or handed on, but for literals and comments. Whether another
    value has taken a name since is not looked at, so that it may be another program: the text as it was stands too.
    """
    if len(data) > LARGEST:
        return None
    spans: list[tuple[int, int]] = []
    own: dict[bytes, bytes] = {}
    for statement in imports.statements(data):
        spans.append((statement.start, statement.end))
        own |= _own(statement)
    if not own:
        return None
    out: list[bytes] = []
    at = 0
    for found in _WORDS.finditer(data):
        start, name = found.start(), found["name"]
        if name not in own:
            continue
        nearest = bisect.bisect(spans, (start, len(data)))
        if nearest and start < spans[nearest - 1][1]:
            continue
        before = data[max(0, start - BEFORE) : start]
        if _DEFINED.search(before) or (found["handed"] is not None and not _HANDED.search(before)):
            continue
        out += (data[at:start], own[name])
        at = found.end("name")
    return b"".join((*out, data[at:])) if out else None


def _own(statement: imports.Statement) -> dict[bytes, bytes]:
    """By the name that an import statement gives it, each thing that is looked for under another."""
    base = statement.base
    loud = _OF_MODULE.get(base, frozenset())
    own: dict[bytes, bytes] = {}
    for name, alias in statement.pairs():
        if not base and name in _OF_MODULE and alias != name:
            own[alias] = name
        elif name == b"*" and base in _STARTING:
            own |= {one: base + b"." + one for one in loud - _BY_THEMSELVES}
        elif name in loud and (alias != name or (base in _STARTING and name not in _BY_THEMSELVES)):
            own[alias] = name if base == b"builtins" else base + b"." + name
    return own
