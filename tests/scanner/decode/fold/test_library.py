# ruff: noqa: E501 - programs as they are written
"""Functions of the standard library that write a payload as something else: what they give is computed."""

import base64
import ipaddress
import pickle
import struct
import uuid
import zlib

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PAYLOAD = "import os\nprint('inert', os.getcwd(), 'https://evil.invalid/x')\n"
DATA = PAYLOAD.encode()


def executed(source: str) -> list[str]:
    return [
        item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions if item.path[-1:] != ("folded",)
    ]


OTHER = base64.b64encode(zlib.compress(DATA), b"$%").decode()


def pieces(size: int) -> list[bytes]:
    padded = DATA + b" " * (-len(DATA) % size)
    return [padded[at : at + size] for at in range(0, len(padded), size)]


LONGS = list(struct.unpack(f">{len(pieces(8))}Q", b"".join(pieces(8))))
ADDRESSES = [str(ipaddress.IPv4Address(piece)) for piece in pieces(4)]
LONG_ADDRESSES = [str(ipaddress.IPv6Address(piece)) for piece in pieces(16)]
UUIDS = [str(uuid.UUID(bytes=piece)) for piece in pieces(16)]
MIXED = [str(uuid.UUID(bytes_le=piece)) for piece in pieces(16)]
STEPS = [code - before for code, before in zip(DATA, b"\0" + DATA, strict=False)]
RAISED = [code + 7 for code in DATA]
MASKED = bytes(code ^ 3 for code in DATA)

WORDS = b"import os print inert"
PACKER = zlib.compressobj(zdict=WORDS)
SHARED = PACKER.compress(DATA) + PACKER.flush()

SOURCES = {
    "deflated with shared words": f"import zlib\nexec(zlib.decompressobj(zdict={WORDS!r}).decompress({SHARED!r}))",
    "a template filled in": "from string import Template\nexec(Template('import os\\n${p}(\\'inert\\', os.${g}(), \\'https://$h/x\\')\\n').substitute({'p': 'print', 'h': 'evil.invalid'}, g='getcwd'))",
    "addresses": f"import socket\nexec(b''.join(socket.inet_aton(a) for a in {ADDRESSES}))",
    "addresses by their family": f"import socket\nexec(b''.join(socket.inet_pton(socket.AF_INET6, a) for a in {LONG_ADDRESSES}))",
    "addresses as objects": f"import ipaddress\nexec(b''.join(ipaddress.ip_address(a).packed for a in {LONG_ADDRESSES}))",
    "UUIDs": f"import uuid\nexec(b''.join(uuid.UUID(u).bytes for u in {UUIDS}))",
    "UUIDs in the other order": f"from uuid import UUID\nexec(b''.join(UUID(u).bytes_le for u in {MIXED}))",
    "UUIDs as hexadecimal": f"import uuid\nexec(bytes.fromhex(''.join(uuid.UUID(u).hex for u in {UUIDS})))",
    "a stopwatch": f"import timeit\ndef mixed(rows):\n    out = bytearray()\n    for row in rows:\n        out.extend(row)\n    return out.decode('latin-1')\ntimeit.timeit(mixed({[list(piece) for piece in pieces(16)]}), number=1)\n",
    "a class by its text": f"from operator import attrgetter\nrun = vars(__builtins__ if not isinstance(__builtins__, dict) else type('B', (), __builtins__))\n@run['ex' 'ec']\n@bytes.fromhex\n@attrgetter('__doc__')\nclass Schema:\n    '{DATA.hex(' ', 2)}'\n",
    "getters": f"import sys\nfrom operator import attrgetter, itemgetter, methodcaller\ndef words():\n    'the builtins of modules, exec'\na, b, c = itemgetter(1, 3, 4)(words.__doc__.replace(',', '').split())\nmethodcaller(c, bytes.fromhex('{DATA.hex()}').decode())(attrgetter(b)(sys)[a])\n",
    "records": f"from struct import Struct\nS = Struct('>Q')\nexec(b''.join(S.pack(n) for n in {LONGS}))",
    "records of a size": f"import struct\nS = struct.Struct('3s')\nd = {b''.join(pieces(3))!r}\nexec(b''.join(S.unpack_from(d, n)[0] for n in range(0, len(d), S.size)))",
    "records one after the other": f"import struct\nexec(bytes(r[0] ^ 3 for r in struct.iter_unpack('B', {MASKED!r})))",
    "an array of bytes": f"from array import array\nexec(array('B', {list(DATA)}).tobytes())",
    "an array of longer numbers": f"import array\nexec(array.array('Q', {list(struct.unpack(f'<{len(pieces(8))}Q', b''.join(pieces(8))))}).tobytes())",
    "a memoryview": f"exec(memoryview({DATA!r}).tobytes())",
    "running sums": f"from itertools import accumulate\nexec(bytes(accumulate({STEPS})))",
    "pairs of arguments": f"from itertools import starmap\nfrom operator import xor\nexec(bytes(starmap(xor, {[(code, 3) for code in MASKED]})))",
    "one number for all": f"from itertools import repeat\nfrom operator import sub\nexec(bytes(map(sub, {RAISED}, repeat(7))))",
    "numbers without end": f"import itertools\nexec(bytes(a - b for a, b in zip({[code + at for at, code in enumerate(DATA)]}, itertools.count())))",
    "halves of unlike length": f"from itertools import zip_longest\nexec(''.join(a + b for a, b in zip_longest({PAYLOAD[::2]!r}, {PAYLOAD[1::2]!r}, fillvalue='')))",
    "one iterator in two places": f"exec(bytes(int(a + b, 16) for a, b in zip(*[iter('{DATA.hex()}')] * 2)))",
    "every second character": f"import itertools as i\nexec(''.join(i.compress({''.join(c + '.' for c in PAYLOAD)!r}, i.cycle([1, 0]))))",
    "up to the first zero": f"import itertools as i\nexec(bytes(i.takewhile(lambda code: code, {[*DATA, 0, 1, 2]})))",
    "base64 with letters of its own, by name": f"import base64, zlib\nexec(zlib.decompress(base64.b64decode('{OTHER}', altchars=b'$%')))",
    "base64 with letters of its own, in place": f"from base64 import b64decode as d\nimport zlib\nexec(zlib.decompress(d('{OTHER}', '$%')))",
    "base32 in the order of hexadecimal": f"import base64\nexec(base64.b32hexdecode({base64.b32hexencode(DATA)!r}))",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_a_payload_written_with_the_standard_library_is_read(source: str) -> None:
    assert executed(source)[-1].strip() == PAYLOAD.strip()


@pytest.mark.parametrize(
    "value",
    ["len(list(itertools.repeat(1, MANY)))", "len(list(itertools.zip_longest(*[range(MANY)] * 2)))", "len(struct.Struct('MANYx').pack())"],
)  # fmt: skip
def test_only_what_can_be_afforded_is_computed(value: str) -> None:
    source = f"import itertools, struct\nexec('print(%r)' % {value})\n"
    assert executed(source.replace("MANY", "3")) == ["print(3)"]
    assert executed(source.replace("MANY", "1000000000000")) == []


@pytest.mark.parametrize("reads", ["pickle.load(f)", "pickle.Unpickler(f).load()"])
def test_a_pickle_in_memory_is_read_like_a_string_of_bytes(reads: str) -> None:
    stream = pickle.dumps({"code": PAYLOAD})
    source = f"import io, pickle\nf = io.BytesIO({stream!r})\nx = {reads}\n"
    assert any(repr(PAYLOAD) in text for text in executed(source))
