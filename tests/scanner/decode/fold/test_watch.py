# ruff: noqa: E501 - programs as they are written
"""Loops that call what nobody knows: those that come back to where they were, and those that get on."""

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PAYLOAD = "print('inert')\n"
CODES = [ord(char) ^ 7 for char in PAYLOAD]
CLIENT = """import socket
class Keys:
    def __init__(self): self.word = b'meerkat'
def crypt(text, keys):
    out = b''
    for at in range(len(text)): out += bytes([text[at] ^ keys.word[at % 7]])
    return out
while True:
    keys, line = Keys(), lambda text: text.strip()
    socket.create_connection(('127.0.0.1', 1)).sendall(crypt(b'what there is to say' * 40, keys))
"""
DECODERS = {
    "text": "out, at = '', 0\nwhile at < len(codes):\n    time.sleep(0); out += chr(codes[at] ^ 7); at += 1\n",
    "popped": "out = ''\nwhile codes:\n    time.sleep(0); out += chr(codes.pop(0) ^ 7)\n",
    "iterator": "out, left = '', iter(codes)\nwhile len(out) < len(codes):\n    time.sleep(0); out += chr(next(left) ^ 7)\n",
    "object": "class Reader:\n    at, out = [0], ['']\n    def step(self):\n        time.sleep(0); self.out[0] += chr(codes[self.at[0]] ^ 7); self.at[0] += 1\nreader = Reader()\nwhile reader.at[0] < len(codes):\n    reader.step()\nout = reader.out[0]\n",
    "cycle": "import itertools\nkey, out, n = itertools.cycle([7, 7, 7]), [], len(codes)\nwhile True:\n    time.sleep(0); out.append(chr(codes.pop(0) ^ next(key)))\n    if not codes: break\nout = ''.join(out)\n",
    "generator": "def key():\n    while True:\n        time.sleep(0); yield 7\nout = ''.join(chr(code ^ part) for code, part in zip(codes, key()))\n",
}


@pytest.mark.parametrize("decoder", DECODERS.values(), ids=DECODERS)
def test_a_decoder_that_calls_what_nobody_knows_in_each_round_is_undone(decoder: str) -> None:
    source = f"import time\ncodes = {CODES}\n{decoder}exec(out)\n"
    assert PAYLOAD in [item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions]


def test_a_client_with_a_cipher_of_its_own_is_left_once_it_does_what_it_did_before() -> None:
    found = fold(f"{CLIENT}exec({PAYLOAD!r})\n".encode(), PeelBudget(steps=100_000))
    assert found.stopped is None
    assert PAYLOAD in [item.data.decode() for item in found.emissions]
