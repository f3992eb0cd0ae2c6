"""Dotted names: which spelling of a builtin or module member stands for which."""

import functools
import re
import string
from typing import Final, NamedTuple

from scanner.decode.fold.machine import Machine
from scanner.decode.fold.values import Ref, Value

__all__ = ["MODULES", "canonical", "member_of", "reference", "star_names", "weighty"]

# A program asks for the same few hundred names over and over.
_REMEMBERED: Final = 4096

_MODULE_ALIASES: Final = {
    "builtins": "", "__builtin__": "", "__builtins__": "", "_io": "io", "posix": "os", "nt": "os",
    "Cryptodome": "Crypto", "_codecs": "codecs", "_pickle": "pickle", "cPickle": "pickle", "_operator": "operator",
    "_functools": "functools", "_struct": "struct", "_lzma": "lzma", "_bz2": "bz2", "urllib2": "urllib.request",
    "importlib._bootstrap": "importlib",
}  # fmt: skip
_NAME_ALIASES: Final = {
    "base64.decodebytes": "base64.b64decode", "base64.decodestring": "base64.b64decode",
    "base64.standard_b64decode": "base64.b64decode", "base64.encodebytes": "base64.b64encode",
    "importlib.__import__": "__import__", "unichr": "chr", "unicode": "str", "xrange": "range",
    "urllib.unquote": "urllib.parse.unquote", "functools.reduce": "reduce", "io.open": "open",
    "urllib.request.urlopen": "urllib.request.urlopen", "urllib.urlopen": "urllib.request.urlopen",
}  # fmt: skip


class _Version(NamedTuple):
    major: int
    minor: int
    micro: int
    releaselevel: str
    serial: int


# Constants of modules that packers take letters and settings from.
_CONSTANTS: Final[dict[str, Value]] = {
    f"string.{name}": getattr(string, name)
    for name in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "octdigits",
                 "punctuation", "printable", "whitespace")
} | {
    f"re.{name}": int(getattr(re, name))
    for name in ("A", "ASCII", "I", "IGNORECASE", "M", "MULTILINE", "S", "DOTALL", "X", "VERBOSE")
} | {
    "sys.version_info": _Version(3, 12, 0, "final", 0), "sys.maxsize": 2**63 - 1, "sys.byteorder": "little",
    "zlib.MAX_WBITS": 15, "lzma.FORMAT_AUTO": 0, "lzma.FORMAT_XZ": 1, "lzma.FORMAT_ALONE": 2, "lzma.FORMAT_RAW": 3,
} | {
    # In bytes, as PyCryptodome has them; cryptography counts bits.
    f"Crypto.Cipher.{name}.block_size": size
    for name, size in (("AES", 16), ("DES", 8), ("DES3", 8), ("Blowfish", 8), ("CAST", 8))
} | {
    "pyaes.PADDING_NONE": "none", "pyaes.PADDING_DEFAULT": "default",
}  # fmt: skip
_STARS: Final = {
    "base64": "b64decode b64encode b32decode b16decode b85decode a85decode urlsafe_b64decode decodebytes "
    "standard_b64decode",
    "zlib": "decompress compress decompressobj",
    "marshal": "loads load dumps",
    "os": "system popen environ getenv path remove startfile listdir getcwd makedirs",
    "subprocess": "Popen run call check_output check_call getoutput PIPE",
    "codecs": "decode encode",
    "binascii": "unhexlify hexlify a2b_base64 a2b_hex",
    "requests": "get post put request Session",
    "builtins": "exec eval compile getattr chr ord",
    "cryptography.fernet": "Fernet",
}


def canonical(name: str) -> str:
    """One spelling for each thing: ``builtins.exec`` is ``exec``, ``Cryptodome.X`` is ``Crypto.X``."""
    head, dot, rest = name.partition(".")
    alias = _MODULE_ALIASES.get(head)
    if alias is not None and dot:
        name = f"{alias}.{rest}" if alias else rest
    return _NAME_ALIASES.get(name, name)


def reference(machine: Machine, name: str) -> Value:
    """What a dotted name stands for: a constant where it is one, else a reference."""
    return _current(machine, canonical(name))


def member_of(machine: Machine, holder: str, name: str) -> Value:
    """What ``holder.name`` stands for."""
    return _current(machine, _member_name(holder, name))


@functools.lru_cache(_REMEMBERED)
def _member_name(holder: str, name: str) -> str:
    return canonical(canonical(f"{holder}.{name}"))


def _current(machine: Machine, name: str) -> Value:
    if machine.patched and name in machine.patched:
        return machine.patched[name]
    return _CONSTANTS[name] if name in _CONSTANTS else _named(name)


_named: Final = functools.lru_cache(_REMEMBERED)(Ref)


def star_names(module: str) -> dict[str, Value]:
    """The names that ``from module import *`` brings, of the modules that matter."""
    return {name: Ref(canonical(f"{module}.{name}")) for name in _STARS.get(module, "").split()}


@functools.lru_cache(_REMEMBERED)
def weighty(name: str) -> bool:
    """Whether rules look for this name, so that resolving an alias to it matters."""
    return name in _WEIGHTY_NAMES or name.partition(".")[0] in MODULES


_WEIGHTY_NAMES: Final = frozenset({"exec", "eval", "compile", "__import__", "open", "execfile", "globals", "getattr"})
MODULES: Final = frozenset(
    [
        "os",
        "subprocess",
        "base64",
        "zlib",
        "gzip",
        "bz2",
        "lzma",
        "marshal",
        "pickle",
        "codecs",
        "binascii",
        "requests",
        "urllib",
        "urllib2",
        "urllib3",
        "httpx",
        "socket",
        "ctypes",
        "platform",
        "getpass",
        "shutil",
        "http",
        "aiohttp",
        "winreg",
        "_winreg",
        "cryptography",
        "Crypto",
        "Cryptodome",
        "webbrowser",
        "pty",
        "tempfile",
        "importlib",
        "types",
        "sys",
        "sqlite3",
        "zipfile",
        "win32crypt",
        "pyautogui",
        "pynput",
        "PIL",
        "mss",
        "threading",
        "multiprocessing",
        "asyncio",
        "discord",
        "telegram",
        "telebot",
        "paramiko",
        "ftplib",
        "smtplib",
        "dns",
        "psutil",
        "pyperclip",
        "cv2",
        "keyboard",
        "builtins",
        "posix",
        "nt",
    ]
)
