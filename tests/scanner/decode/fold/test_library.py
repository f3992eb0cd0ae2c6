# ruff: noqa: E501 - programs as they are written
"""Functions of the standard library that write a payload as something else: what they give is computed."""

import base64
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
SOURCES = {
    "base64 with letters of its own, by name": f"import base64, zlib\nexec(zlib.decompress(base64.b64decode('{OTHER}', altchars=b'$%')))",
    "base64 with letters of its own, in place": f"from base64 import b64decode as d\nimport zlib\nexec(zlib.decompress(d('{OTHER}', '$%')))",
    "base32 in the order of hexadecimal": f"import base64\nexec(base64.b32hexdecode({base64.b32hexencode(DATA)!r}))",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_a_payload_written_with_the_standard_library_is_read(source: str) -> None:
    assert executed(source)[-1] == PAYLOAD
