# ruff: noqa: E501 - data as it is written
"""What a module decodes and does not run by itself: it writes it out, loads it or hands it on."""

import base64
import binascii
import codecs
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable

import pytest

from scanner.decode import PeelBudget, peel
from scanner.member import Layer, Member
from scanner.report import Scope

MARK = b"hidden_deed"
HIDDEN = b"import urllib.request\n\n\ndef hidden_deed(job):\n" + b"".join(
    b"    job.append(urllib.request.%b_%d)\n" % (word * 3, at)
    for at, word in enumerate((b"ab", b"cd", b"ef", b"gh") * 4)
)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("assets/agent.py", HIDDEN)
    return out.getvalue()


# What is hidden, and the expression that opens it.
PACKED = {
    "plain": (HIDDEN, "{}"),
    "zlib": (zlib.compress(HIDDEN), "zlib.decompress({})"),
    "gzip": (gzip.compress(HIDDEN), "gzip.decompress({})"),
    "xz": (lzma.compress(HIDDEN), "lzma.decompress({})"),
    "zip": (_zip(), "{}"),
    "masked": (bytes(code ^ 0x5A for code in HIDDEN), "bytes(code ^ 0x5a for code in {})"),
}
ENCODED: dict[str, tuple[Callable[[bytes], str], str]] = {
    "base64": (lambda data: base64.b64encode(data).decode(), "base64.b64decode(DATA)"),
    "binascii": (lambda data: base64.b64encode(data).decode(), "binascii.a2b_base64(DATA)"),
    "base85": (lambda data: base64.b85encode(data).decode(), "base64.b85decode(DATA)"),
    "ascii85": (lambda data: base64.a85encode(data).decode(), "base64.a85decode(DATA)"),
    "base32": (lambda data: base64.b32encode(data).decode(), "base64.b32decode(DATA)"),
    "hex": (bytes.hex, "bytes.fromhex(DATA)"),
    "a codec": (lambda data: codecs.encode(data, "base64").decode().replace("\n", ""), "codecs.decode(DATA, 'base64')"),
    "rotated": (
        lambda data: codecs.encode(base64.b64encode(data).decode(), "rot13"),
        "base64.b64decode(codecs.decode(DATA, 'rot13'))",
    ),
    "backwards": (lambda data: base64.b64encode(data).decode()[::-1], "base64.b64decode(DATA[::-1])"),
}
SHAPES: dict[str, Callable[[str], str]] = {
    "one literal": lambda text: f"DATA = {text!r}",
    "one on each line": lambda text: "DATA = (\n" + "\n".join(map(repr, _cut(text, 76))) + "\n)",
    "short ones": lambda text: "DATA = (\n" + "\n".join(map(repr, _cut(text, 16))) + "\n)",
    "added": lambda text: "DATA = " + " + \\\n    ".join(map(repr, _cut(text, 76))),
    "joined": lambda text: "DATA = ''.join([\n" + ",\n".join(map(repr, _cut(text, 60))) + "\n])",
}
NUMBERS: dict[str, Callable[[bytes], str]] = {
    "a list": lambda data: "bytes(" + repr([*data]) + ")",
    "a list in hexadecimal": lambda data: "bytes([" + ",".join(map(hex, data)) + "])",
    "a table of lines": lambda data: "bytes(bytearray([\n" + ",\n".join(", ".join(map(str, data[at : at + 16])) for at in range(0, len(data), 16)) + "]))",
    "characters": lambda data: f"''.join(chr(code) for code in {[*data]}).encode('latin-1')",
    "a text of numbers": lambda data: f"bytes(map(int, '{' '.join(map(str, data))}'.split()))",
    "a text of hexadecimal numbers": lambda data: f"bytes.fromhex('''\n{data.hex(' ')}''')",
    "one large number": lambda data: f"(0x{data.hex()}).to_bytes({len(data)}, 'big')",
    "escapes": lambda data: "b'" + "".join(f"\\x{code:02x}" for code in data) + "'",
}  # fmt: skip
USES = {
    "written out": "def ensure(path):\n    with open(path, 'wb') as file:\n        file.write({})\n",
    "handed on": "def ensure(loader):\n    return loader.take({})\n",
}
HEAD = "import base64, binascii, codecs, gzip, lzma, zlib\n\n"


def _cut(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def layers_of(source: str, name: str = "pkg/res.py") -> list[Layer]:
    found = peel(Member(name=name, data=source.encode()), PeelBudget(), scope=Scope.CODE)
    return [item for item in found if isinstance(item, Layer)]


def is_shown(source: str, packed: str, name: str = "pkg/res.py") -> bool:
    layers = layers_of(source, name)[1:]
    return any(layer.data.startswith(b"PK") if packed == "zip" else MARK in layer.data for layer in layers)


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("encoded", ENCODED)
@pytest.mark.parametrize("packed", PACKED)
def test_what_is_decoded_is_shown_though_nothing_runs_it(packed: str, encoded: str, shape: str, use: str) -> None:
    data, opened = PACKED[packed]
    encode, decoded = ENCODED[encoded]
    if encoded == "backwards" and shape != "one literal" and packed in ("zlib", "gzip", "xz"):
        pytest.xfail("the first of a text is the last that is written, in a piece too short to tell anything")
    source = HEAD + SHAPES[shape](encode(data)) + "\n\n\n" + USES[use].format(opened.format(decoded))
    compile(source, "res.py", "exec")
    assert is_shown(source, packed)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("encoded", ["base64", "base85", "base32", "hex"])
@pytest.mark.parametrize("packed", [name for name in PACKED if name != "masked"])
def test_what_another_module_decodes_is_shown_where_it_stands(packed: str, encoded: str, shape: str) -> None:
    if encoded == "hex" and shape == "short ones" and packed == "plain":
        pytest.xfail("eight letters of a text are those of a name")
    source = '"""Tables of tides."""\n\n' + SHAPES[shape](ENCODED[encoded][0](PACKED[packed][0])) + "\n"
    assert is_shown(source, packed)


FILES: dict[str, Callable[[str], str]] = {
    "a block of a mapping": lambda text: "name: icons\ndata: |\n" + "".join(f"  {row}\n" for row in _cut(text, 76)) + "size: 1\n",
    "a table": lambda text: "id,row\n" + "".join(f"{at},{row}\n" for at, row in enumerate(_cut(text, 60))),
    "a comment": lambda text: "# icons\n" + "".join(f"# {row}\n" for row in _cut(text, 72)),
    "an element": lambda text: f"<icons>\n<data>{text}</data>\n</icons>\n",
    "a block of a message": lambda text: "Notes about these icons.\n\n-----BEGIN-----\n" + "\n".join(_cut(text, 64)) + "\n-----END-----\n",
}  # fmt: skip


@pytest.mark.parametrize("shape", FILES)
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, binascii.hexlify])
@pytest.mark.parametrize("packed", [name for name in PACKED if name != "masked"])
def test_what_a_data_file_holds_in_lines_is_shown(packed: str, encode: Callable[[bytes], bytes], shape: str) -> None:
    data = FILES[shape](encode(PACKED[packed][0]).decode())
    assert is_shown(data, packed, name="pkg/res.dat")


@pytest.mark.parametrize("packed", [name for name in PACKED if name != "masked"])
def test_a_long_value_of_base85_is_shown(packed: str) -> None:
    data = f"[assets]\nname = icons\ndata = {base64.b85encode(PACKED[packed][0]).decode()}\nsize = 12\n"
    assert is_shown(data, packed, name="pkg/res.ini")


def test_comments_of_a_module_that_hold_encoded_lines_are_shown() -> None:
    lines = "".join(f"# {row}\n" for row in _cut(base64.b64encode(HIDDEN).decode(), 72))
    assert is_shown(f"import sys\n\n{lines}\n\ndef ensure(loader):\n    return loader.take(__file__)\n", "plain")


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("form", NUMBERS)
@pytest.mark.parametrize("packed", PACKED)
def test_what_is_written_in_numbers_is_shown_though_nothing_runs_it(packed: str, form: str, use: str) -> None:
    data, opened = PACKED[packed]
    source = HEAD + USES[use].format(opened.format(NUMBERS[form](data)))
    compile(source, "res.py", "exec")
    assert is_shown(source, packed)


ORDINARY = {
    "a picture": "import base64\nICON = ('R0lGODlhEAAQAIAAAP///wAAACwAAAAA'\n 'EAAQAAACDoSPqcvtD6OctNqLsz4FADs=')\nDATA = base64.b64decode(ICON)\n",
    "digests": "import binascii\nWANT = 'd41d8cd98f00b204e9800998ecf8427e'\nDIGEST = binascii.unhexlify(WANT)\n",
    "a prime": f"P = 0x{'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd1' * 4}\ndef wire(size):\n    return P.to_bytes(size, 'big')\n",
    "numbers in order": "EVEN = [2, 3, 5, 6, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32]\nNAMES = ''.join(chr(c) for c in EVEN)\n",
    "a magic number": "HEAD = b'PK\\x03\\x04'\ndef is_zip(data):\n    return data.startswith(HEAD) or data[:3] == b'\\x1f\\x8b\\x08'\n",
    "a table": "import binascii\nTABLE = [0, 4129, 8258, 12387, 16516, 20645, 24774, 28903, 33032, 37161, 41290, 45419, 49548, 53677, 57806, 61935, 4657, 528, 12915, 8786]\ndef crc(data):\n    return bytes(TABLE[:3])\n",
}  # fmt: skip


@pytest.mark.parametrize("source", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_data_is_not_folded(source: str) -> None:
    assert len(layers_of(source)) == 1


def test_a_text_of_lines_that_stand_there_is_no_layer_of_its_own() -> None:
    lines = "\n".join(f"    'import tide_{number}\\n'" for number in range(20))
    source = f"PTH = (\n{lines}\n)\nLINE = 'exec(' + repr(PTH) + ')'\nexec('x = 1')\n"
    assert all(layer.path[-1:] != ("literal",) for layer in layers_of(source))
