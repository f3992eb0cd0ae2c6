"""Scripts of other languages in literals: given as the text that they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import peel
from scanner.decode.brought import scripts
from scanner.member import Layer, Member

TEXT = "const https = require('https');\nhttps.get('https://c.tides.invalid/c', r => {});\nprocess.exit(0);\n"


@pytest.mark.parametrize(
    "source",
    [
        f"X = {TEXT!r}\n",
        "X = " + TEXT.replace("\n", "\\n").join('""').replace("'", "\\'") + "\n",
        "X = (\n" + "".join(f"    {line!r}\n" for line in TEXT.splitlines(keepends=True)) + ")\n",
        "X = " + " \\\n    ".join(repr(line) for line in TEXT.splitlines(keepends=True)) + "\n",
    ],
)
def test_a_script_is_given_with_its_lines(source: str) -> None:
    member = Member(name="pkg/mod.py", data=f"import os\n\n{source}".encode())
    layers = [layer for layer in peel(member) if isinstance(layer, Layer)]
    given = next(layer for layer in layers if layer.path == ("literal",))
    assert given.data.decode().strip() == TEXT.strip()
    assert given.origin_line in (3, 4)


def test_what_says_nothing_of_the_kind_is_left() -> None:
    source = 'USAGE = "usage: tides [-h]\\n  tides list\\n  tides show NAME of what is kept\\n"\n'
    assert [*scripts(source.encode())] == []


@given(st.binary(max_size=400))
def test_anything_is_read(data: bytes) -> None:
    for _, script in scripts(data + b"\nX = 'a\\nhttps://b\\n" + data):
        assert isinstance(script, bytes)


@pytest.mark.parametrize("part", [b"'", b"'a' ", b"\"\\n'", b"'\\", b"'\\n'\n", b"b'\\nhttps://\\n' \\\n"])
def test_long_lines_are_read_once(part: bytes) -> None:
    told = [*scripts(part * (2_000_000 // len(part)))]  # a step back for each quote would take hours
    assert len(told) <= 50
