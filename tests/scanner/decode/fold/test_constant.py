"""Expressions that hang on nothing else."""

import ast
import time

import pytest

from scanner.decode.fold.constant import hangs_on_nothing, worked_out

TEXTS = {
    "'c.' + 'example'": "c.example",
    "'.'.join(reversed(['example', 'c']))": "c.example",
    "'elpmaxe.c'[::-1]": "c.example",
    "'%s.example' % 'c'": "c.example",
    "'{}.example'.format('c')": "c.example",
    "f\"{'c'}.example\"": "c.example",
    "''.join(chr(code) for code in (99, 46, 101))": "c.e",
    "bytes([99, 46, 101]).decode()": "c.e",
    "bytes.fromhex('632e65').decode()": "c.e",
    "'c_e'.replace('_', '.').lower()": "c.e",
}
NONE = [
    "3",
    "b'c'",
    "[]['c']",
    "'c'.join(5)",
    "open('c').read()",
    "input()",
    "1 / 0",
    "'a' * 10 ** 9",
    "eval(\"'a'\")",
    "str(10 ** 10 ** 8)",
    "'{:>1000000000}'.format('a')",
    "__import__('os').environ['HOME']",
]


@pytest.mark.parametrize("source", TEXTS)
def test_a_text_is_worked_out(source: str) -> None:
    node = ast.parse(source, mode="eval").body
    assert hangs_on_nothing(node)
    assert worked_out(node) == TEXTS[source]


@pytest.mark.parametrize("source", NONE)
def test_what_gives_no_text_gives_nothing(source: str) -> None:
    assert worked_out(ast.parse(source, mode="eval").body) is None


@pytest.mark.parametrize("source", ["host", "'a' + host", "host()", "'{}'.format(host)", "+".join(["'a'"] * 300)])
def test_what_hangs_on_something_or_is_long_is_not_asked(source: str) -> None:
    assert not hangs_on_nothing(ast.parse(source, mode="eval").body)


def test_what_takes_long_is_given_up() -> None:
    source = "''.join(str(a) for a in range(9999) for b in range(9999))"
    before = time.process_time()
    assert worked_out(ast.parse(source, mode="eval").body) is None
    assert time.process_time() - before < 5
