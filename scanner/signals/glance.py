"""Whether a module may act by being imported, by its words alone: far cheaper than its syntax tree."""

import re
from collections.abc import Iterator, Mapping

from scanner.search import OF_CODE
from scanner.signals.programs import PATHS_WRITE, START_VERBS
from scanner.signals.reach import DEEPEST, PLUGGED, RUNNERS, TALKS
from scanner.signals.startups import WORDS as START_UPS

__all__ = ["AT_EXIT", "METACLASS", "NETWORK", "SEEN", "asked_for", "may_act"]

# Without one of these nothing talks and nothing starts, and most modules have none.
# Stems: ``tplib`` is in ftplib, smtplib and httplib.
LIBRARIES = (
    "urllib",
    "requests",
    "httpx",
    "http.client",
    "aiohttp",
    "socket",
    "tplib",
    "pycurl",
    "paho.mqtt",
    "telegram",
    "telebot",
    "discord",
    "slack_sdk",
    "websocket",
    "wget",
    "subprocess",
)
NETWORK = frozenset(LIBRARIES) - {"subprocess"}
CALLS_OF_OS = "os.system popen startfile posix_spawn pty.spawn os.exec os.spawn open_connection create_subprocess_"
RUN_TEXT = "exec( eval( (exec, (eval, exec.__ eval.__ marshal run_path( FunctionType"


def _literally(words: str) -> tuple[bytes, ...]:
    return tuple(re.escape(word.encode()) for word in words.split())


SEEN = OF_CODE.add(
    {word: _literally(word) for word in LIBRARIES}
    | {"calls of os": _literally(CALLS_OF_OS), "text that is run": _literally(RUN_TEXT), "start-up": START_UPS}
)
IMPORT = re.compile(rb"[ \t]*(?:from|import)[ \t]")
CALLED = re.compile(rb"\b(\w++)[ \t]*+=[^=\n]*import(?:_module|__)[ \t]*\(")  # who is given what a call imports
GIVEN = re.compile(rb"=[ \t]*+([A-Za-z_]\w*+)(?=[ \t]*+(?:[.;#\r\n]|$))")  # the value, or what it is taken from
TAKES = re.compile(rb"(\w+)[ \t]*$")
# It begins with a plain character, which re finds at memchr's speed.
AT_THE_TOP = re.compile(rb"\n(?=[^ \t\r\n)\]}#])")
ASKED = re.compile(rb"\b([A-Za-z_]\w*)[ \t]*[.(]")
GETS = re.compile(rb"\b(\w{1,40})(?:\(\))?\.get[ \t]*\(")
HANDED = re.compile(rb"[(=,]\s*+([A-Za-z_]\w*+)\s*+[,)]")  # a thread's target: named without being called
TAKERS = frozenset(name.encode() for name in RUNNERS)
LONGEST_NAME = 100  # bytes, with the blanks behind it
WORDS = re.compile(rb"\w+")
NOT_NAMES = frozenset((b"from", b"import", b"as", b"os", b"sys"))
GETTERS = frozenset((b"session", b"client", b"s", b"requests", b"httpx"))
RUNNERS_OF_TEXT = frozenset((b"exec", b"eval", b"marshal", b"FunctionType", b"runpy", b"run_path"))
_NAMED = (TALKS - {"get"}) | START_VERBS
LOOKUPS = frozenset((b"getaddrinfo", b"gethostbyname", b"gethostbyname_ex"))
OPENERS = frozenset((b"build_opener", b"OpenerDirector"))  # what they make opens addresses as others open files
# Who writes files or keys; ``copy`` and ``move`` are words of too many.
WRITES = frozenset(verb.encode() for verb in PATHS_WRITE | {"open", "SetValueEx", "copyfile", "copy2"})
VERBS = frozenset(verb.encode() for verb in _NAMED) | RUNNERS_OF_TEXT | LOOKUPS | OPENERS
AS_PROGRAM = re.compile(
    rb"if[ \t(]+(?:__name__[ \t]*==[ \t]*['\"]__main__['\"]|['\"]__main__['\"][ \t]*==[ \t]*__name__)[ \t)]*:"
)
AT_EXIT = re.compile(
    rb"\n@(?:\w+\.)?register[ \t]*\n(?:async )?def[ \t]+(\w+)"
)  # whom the interpreter calls when it ends
DEFINED = re.compile(rb"(?:def|class)[ \t]+(\w+)")
METACLASS = re.compile(rb"\bmetaclass[ \t]*=[ \t]*(\w+)")
DOCSTRING = re.compile(rb'\n[ \t]+[rRuU]?"""(?:(?!""").)*+"""', re.DOTALL)
FIRST = re.compile(rb"\n([ \t]+)[^ \t\r\n#]")  # the first line of a body
DEFINES = (b"def ", b"class ", b"async def ")
PLUGGED_IN = frozenset(name.encode() for name in PLUGGED)
# What runs when a function is defined: its decorators, and the values that its arguments have unless told otherwise.
DECORATOR = re.compile(rb"@[\w.]+")
LONGEST_HEAD = 1_000  # bytes of a function, in which its arguments stand
DEFAULT = re.compile(rb"[(,][ \t\r\n]*\w+[^,=()\n]{0,60}=[ \t]*(\w+(?:\.\w+)*\()")


def may_act(source: bytes, seen_words: Mapping[str, int] | None = None, *, hooks: bool = False) -> bool:
    """Whether what is not merely defined calls what could act; with ``hooks``, whether anything in it could.

    ``seen_words`` are what SEEN finds in it, where that is known.
    """
    if seen_words is None:
        seen_words = SEEN.found(source)
    if hooks or not seen_words:
        return bool(seen_words)
    libraries = [word.encode() for word in LIBRARIES if word in seen_words]
    by_os, by_text = "calls of os" in seen_words, "text that is run" in seen_words
    by_file = "start-up" in seen_words
    hot = {b"os", b"asyncio", b"pty"} if by_os else set[bytes]()
    hot |= RUNNERS_OF_TEXT if by_text else set[bytes]()
    for line in _lines_with(source, libraries):
        if IMPORT.match(line):
            hot |= set(WORDS.findall(line)) - NOT_NAMES
        hot.update(CALLED.findall(line))
    hot.update([*_given(source, hot)])
    alone, defined = _parts(source)
    waiting = [*alone, *(block for name in AT_EXIT.findall(source) for block in defined.get(name, ()))]
    seen = set[bytes]()
    named = asks = False
    for _ in range(DEEPEST):
        text = _calling(waiting)
        words = asked_for(waiting, text)
        named = named or not words.isdisjoint(hot)
        asks = asks or not words.isdisjoint(VERBS) or (named and not (hot | GETTERS).isdisjoint(GETS.findall(text)))
        if (named and asks) or (by_file and not words.isdisjoint(WRITES)):
            return True
        called = (words & defined.keys()) - seen
        seen |= called
        waiting = [block for name in called for block in defined[name]]
    return False


def _given(source: bytes, hot: set[bytes]) -> Iterator[bytes]:
    """Names that are given what stands for a library, or something of it."""
    if not hot:
        return
    for found in GIVEN.finditer(source):
        if found[1] in hot:
            name = TAKES.search(source, max(0, found.start() - LONGEST_NAME), found.start())
            if name:
                yield name[1]


def asked_for(blocks: list[bytes], calling: bytes | None = None) -> set[bytes]:
    """The words that these blocks call or take something from, and those that they hand to who would call them."""
    words = set(ASKED.findall(_calling(blocks) if calling is None else calling))
    if not words.isdisjoint(TAKERS):
        for block in blocks:
            words.update(HANDED.findall(block))
    return words


def _calling(blocks: list[bytes]) -> bytes:
    """The lines of these blocks that may call something."""
    return b"\n".join(line for block in blocks if b"(" in block for line in block.split(b"\n") if b"(" in line)


def _lines_with(source: bytes, words: list[bytes]) -> Iterator[bytes]:
    """The lines that hold one of the words, once for each of them."""
    for word in words:
        at = source.find(word)
        while at != -1:
            end = source.find(b"\n", at)
            end = len(source) if end == -1 else end
            yield source[source.rfind(b"\n", 0, at) + 1 : end]
            at = source.find(word, end)


def _parts(source: bytes) -> tuple[list[bytes], dict[bytes, list[bytes]]]:
    """The statements that run at import, at the top or in a class, and the functions and classes there, by name."""
    alone: list[bytes] = []
    defined: dict[bytes, list[bytes]] = {}
    for block in AT_THE_TOP.split(source):
        if block.startswith(DEFINES):
            name = DEFINED.search(block)
            (defined.setdefault(name[1], []) if name else alone).append(block)
            if block.startswith(b"class "):
                alone += _of_class(block)
                alone += _made_with(block)
            else:
                alone += [block] if name and name[1] in PLUGGED_IN else []
                alone += [call + b")" for call in DEFAULT.findall(block, 0, LONGEST_HEAD)]
        elif not AS_PROGRAM.match(block):
            alone.append(block + b"()" if DECORATOR.fullmatch(block) else block)
    return alone, defined


def _made_with(block: bytes) -> Iterator[bytes]:
    """Calls of what making a class, or one that is made from it, runs: of a metaclass, or of the class itself."""
    if b"metaclass" in block:
        yield from (name + b"()" for name in METACLASS.findall(block))
    if b"__init_subclass__" in block and (name := DEFINED.search(block)):
        yield name[1] + b"()"


def _of_class(block: bytes) -> Iterator[bytes]:
    """The statements of a class that stand in no function, by their indentation."""
    first = FIRST.search(block)
    if first is None:
        return
    told = DOCSTRING.match(block, first.start())  # of documentation, which is full of calls
    body = block[first.start() if told is None else told.end() :]
    for part in re.split(rb"\n" + first[1] + rb"(?=[^ \t\r\n)\]}#])", body):
        if not part.startswith((b"def ", b"async def ", b"@")):
            yield part
