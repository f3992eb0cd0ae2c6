# ruff: noqa: E501 - programs as they are written
"""Loops that decode: whatever way a round is computed, the text that comes out is the one that Python would make."""

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PAYLOAD = "import os\nprint('inert', os.getcwd())\n"


def executed(source: str) -> list[str]:
    return [
        item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions if item.path[-1:] != ("folded",)
    ]


def xored(key: str) -> str:
    return "".join(chr(ord(char) ^ ord(key[at % len(key)])) for at, char in enumerate(PAYLOAD))


@pytest.mark.parametrize("repeats", [1, 400], ids=["short", "longer than what is computed at once"])
def test_a_loop_that_appends_xored_characters_is_undone(repeats: int) -> None:
    text = xored("meerkat!")
    source = (
        f"text, key = {text * repeats!r}, 'meerkat!'\nout = ''\n"
        "for at in range(len(text)):\n    out += chr(ord(text[at]) ^ ord(key[at % len(key)]))\nexec(out)\n"
    )
    expected: dict[str, object] = {}
    exec(source.replace("exec(out)", ""), expected)
    assert executed(source) == [expected["out"]]


def test_a_round_of_another_kind_is_run_the_general_way_and_the_loop_goes_on() -> None:
    source = "words = ['print', '(', 'repr(globals().keys())', ')', '\\n'] * 3\nout = ''\n"
    source += "for at in range(len(words)):\n    out += words[at]\nexec(out)\n"
    assert executed(source) == ["print(repr(globals().keys()))\n" * 3]


def test_a_loop_over_what_nobody_knows_gives_nothing() -> None:
    source = "import sys\nout = ''\nfor at in range(900):\n    out += chr(ord(sys.argv[0][at]) ^ 7)\nexec(out)\n"
    assert executed(source) == []


def test_the_loops_own_name_keeps_its_last_value() -> None:
    source = "out = ''\nfor at in range(40):\n    out += chr(at + 48)\nexec('print(%d) # and nothing else' % at)\n"
    assert executed(source) == ["print(39) # and nothing else"]


def test_an_evaluated_character_in_a_loop_is_computed_like_a_plain_one() -> None:
    text = xored("key")
    source = f"text, out = {text!r}, ''\nfor at in range(len(text)):\n    out += eval(\"chr(ord(text[at]) ^ ord('key'[at % 3]))\")\nexec(out)\n"
    assert executed(source)[-1] == PAYLOAD


HIDDEN = [(ord(char) + 7) * at for at, char in enumerate(PAYLOAD, 1)]
COMPREHENSIONS = {
    "xored": "chr(ord(text[at]) ^ 5) for at in range(len(text))",
    "split anew in each round": "chr(int(int(words.split()[at]) / (at + 1)) % 120 + 1) for at in range(len(words.split()))",
    "drawn": "chr(int(int(words.split()[at]) / random.randint(3, most)) % 120 + 1) for at in range(len(words.split()))",
    "drawn twice": "chr(number // random.randint(3, 9) % 50 + random.randint(40, 60)) for number in numbers",
    "drawn before what is found to be long": "chr(random.randint(1, 9) + int(word) % 100) for word in [*words.split(), '9' * 40]",
    "drawn from too little": "chr(random.randint(number % 5, 3)) for number in numbers",
    "of one value": "'ab' for at in range(20)",
    "of texts of every length": "words[at:] for at in range(12)",
    "a name of its own": "chr(int(number)) for int in [abs] for number in numbers if number < 99",
}


@pytest.mark.parametrize("body", COMPREHENSIONS.values(), ids=COMPREHENSIONS)
def test_a_comprehension_gives_what_python_gives_and_leaves_the_generator_where_python_does(body: str) -> None:
    source = (
        f"import random\nrandom.seed(41)\ntext, numbers, most = {PAYLOAD!r}, {HIDDEN}, 11\nwords = {' '.join(map(str, HIDDEN))!r}\n"
        f"out = repr(''.join({body})) + ' #' + str(random.randint(1, 10**9))\nexec(out)\n"
    )
    expected: dict[str, object] = {}
    try:
        exec(source.replace("exec(out)", ""), expected)
    except ValueError:
        assert executed(source) == []
        return
    assert executed(source) == [expected["out"]]


@pytest.mark.parametrize("name", ["int", "chr"])
def test_a_function_in_the_place_of_a_builtin_is_what_a_comprehension_calls(name: str) -> None:
    source = f"def {name}(value):\n    return 'print()'\nexec(''.join(str({name}(at)) for at in [9] * 9))\n"
    assert executed(source) == ["print()" * 9]


LONG = PAYLOAD * 150
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def in_base_62(number: int) -> str:
    out = ""
    while number:
        number, digit = divmod(number, 62)
        out = DIGITS[digit] + out
    return out


@pytest.mark.parametrize(
    "body",
    ["n, code = divmod(n, 256)\n    out += chr(code)", "out += chr(n % 256)\n    n //= 256", "out += chr(n & 255)\n    n >>= 8"],
)  # fmt: skip
def test_a_long_number_is_taken_apart(body: str) -> None:
    number = int.from_bytes(LONG.encode(), "little")
    assert executed(f"n, out = {number:#x}, ''\nwhile n:\n    {body}\nexec(out)\n") == [LONG]


def test_a_long_number_is_put_together() -> None:
    digits = in_base_62(int.from_bytes(LONG.encode(), "big"))
    source = f"n, digits = 0, {DIGITS!r}\nfor digit in {digits!r}:\n    n = n * 62 + digits.index(digit)\nexec(n.to_bytes((n.bit_length() + 7) // 8, 'big'))\n"
    assert executed(source) == [LONG]


def test_a_division_that_takes_long_is_not_computed() -> None:
    source = f"n, other = 0x{'f' * 4_000_000}, 0x{'e' * 2_000_000}\nexec('print(%d)' % (n // other % 7))\n"
    assert executed(source) == []


def test_a_loop_that_collects_what_nobody_knows_ends_after_some_rounds() -> None:
    source = (
        b"import os\nseen = []\nwhile True:\n    seen.append('a name')\n    os.getpid()\nexec('print(1234567890)')\n"
    )
    budget = PeelBudget()
    found = fold(source, budget)
    assert (found.stopped, [item.path for item in found.emissions]) == (None, [("exec",)])
