# ruff: noqa: E501 - programs as they are written
"""Statements inside loops: tables that are filled and swapped, numbers that are counted, lists that grow."""

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PAYLOAD = "import os\nprint('inert', os.getcwd())\n"

RC4 = """
def rc4(key, data):
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    out = []
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
"""
LOOPS = {
    "bytes counted backwards": "out = bytearray(len(data))\nat = len(data)\nwhile at > 0:\n    at -= 1\n    out[at] = data[at] ^ 90\n",
    "a list that grows": "out = []\nfor byte in data:\n    out.append(byte ^ 90)\n",
    "a text that grows": "out = ''\nat = 0\nwhile at < len(data):\n    out += chr(data[at] ^ 90)\n    at += 1\nout = out.encode()\n",
    "a table": "table = {}\nfor n in range(256):\n    table[n] = n ^ 90\nout = []\nfor byte in data:\n    out.append(table[byte])\n",
}


def executed(source: str) -> list[str]:
    return [
        item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions if item.path[-1:] != ("folded",)
    ]


def test_rc4_written_out_is_undone() -> None:
    names: dict[str, object] = {}
    exec(RC4 + f"made = rc4(b'key', {PAYLOAD.encode()!r})", names)
    assert PAYLOAD in executed(f"{RC4}\nexec(rc4(b'key', {names['made']!r}).decode())\n")


@pytest.mark.parametrize("loop", LOOPS.values(), ids=list(LOOPS))
def test_a_loop_of_plain_statements_is_undone(loop: str) -> None:
    data = bytes(byte ^ 90 for byte in PAYLOAD.encode())
    assert PAYLOAD in executed(f"data = {data!r}\n{loop}exec(bytes(out).decode())\n")


def test_a_place_outside_its_table_leaves_the_table_as_it_was() -> None:
    source = "box = [112, 114, 105, 110, 116, 40, 49, 41, 32, 32]\nfor n in range(20):\n    box[n + 50] = 0\nexec(bytes(box).decode())\n"
    assert executed(source) == ["print(1)  "]


def test_names_that_are_declared_global_are_set_in_the_module() -> None:
    source = "text = ''\ndef add():\n    global text\n    for n in range(12):\n        text += chr(97 + n)\nadd()\nexec('print(' + repr(text) + ')')\n"
    assert executed(source) == ["print('abcdefghijkl')"]
