"""Everything that reading a package can come to import, imported at once: behind the walls no file can be opened."""

import encodings
import gc
import importlib
import pkgutil

import scanner.archive
import scanner.decode
import scanner.signals
from scanner import syntax
from scanner.decode import blobs, gates, literals, shell, spelling
from scanner.search import OF_CODE
from scanner.signals import answers, theft, unread

__all__ = ["load_everything", "settle"]

# What the decoders import only when they meet it.
LATE_IMPORTS = (
    "_strptime",
    "cryptography.fernet",
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.cmac",
    "cryptography.hazmat.primitives.hashes",
    "cryptography.hazmat.primitives.kdf.hkdf",
    "cryptography.hazmat.primitives.kdf.pbkdf2",
    "cryptography.hazmat.primitives.kdf.scrypt",
    "cryptography.hazmat.primitives.padding",
    "email.parser",
    "stringprep",
    "traceback",
    "unicodedata",
)


def load_everything() -> None:
    """Import all of it, and compile what is searched for."""
    for package in (scanner.archive, scanner.decode, scanner.signals):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for module in pkgutil.iter_modules(encodings.__path__, "encodings."):
        try:
            importlib.import_module(module.name)
        except ImportError:  # mbcs and oem exist on Windows only
            continue
    for name in LATE_IMPORTS:
        importlib.import_module(name)
    # The stack grows where it is used and stays: with no memory left to grow into, a process ends without a word.
    for text in DEEP:
        syntax.tree_of(text)
    for search in (
        OF_CODE,
        gates.WORDS,
        blobs.RUN,
        blobs.LOOKS,
        blobs.MIRRORED,
        literals.ROWS,
        shell.COMMANDS,
        spelling.ODD,
        answers.WORDS,
        theft.DEEDS,
        unread.HIDES,
    ):
        search.load()


# As deep as a tree may be, in what takes most of the stack at each level.
DEEP = (b"a" + b"()" * 11_900, b"1" + b" if 1 else 1" * 5_900, b"not " * 2_900 + b"1")

# Trees and values are made by the hundred thousand and go with the last one that holds them; nothing honest holds
# itself. So cycles are looked for only when there is much that could be some.
GC_THRESHOLD = 200_000


def settle() -> None:
    """Leave what is loaded by now out of every later search for cycles, and make those rare."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)
