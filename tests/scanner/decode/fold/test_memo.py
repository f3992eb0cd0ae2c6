# ruff: noqa: E501 - programs as they are written
"""Calls that are remembered: as often as they are met, they give what they would give anew."""

import base64

from scanner.decode import PeelBudget
from scanner.decode.fold import fold


def executed(source: str) -> list[str]:
    return [
        item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions if item.path[-1:] != ("folded",)
    ]


def hidden(text: str) -> str:
    return f"__import__('base64').b64decode('{base64.b64encode(text.encode()).decode()}').decode()"


def test_a_call_follows_the_names_in_it() -> None:
    source = (
        "out = []\nfor word in ['pri', 'nt(', '1 +', ' 2)', ' # ', 'so.']:\n    part = str.upper(str.lower(word))\n"
    )
    source += "    out.append(part.lower())\nexec(''.join(out))\n"
    assert executed(source) == ["print(1 + 2) # so."]


def test_a_call_that_moves_an_iterator_is_made_each_time() -> None:
    source = "letters = iter('print(12345) # all of it')\nout = []\nfor n in range(24):\n    out.append(next(letters))\nexec(''.join(out))\n"
    assert executed(source) == ["print(12345) # all of it"]


def test_a_call_by_a_name_that_is_bound_anew_is_made_anew() -> None:
    source = "out = []\nfor n in range(9):\n    out.append(chr(97) + str(n))\n    if n == 5:\n        chr = str\nexec('print(%r)' % ''.join(out))\n"
    assert executed(source) == ["print('a0a1a2a3a4a5976977978')"]


def test_a_text_that_is_evaluated_sees_the_names_of_each_round() -> None:
    source = "out = []\nfor n in range(9):\n    out.append(str(eval('n * 2')))\nexec('print(%r)' % ''.join(out))\n"
    assert executed(source) == ["print('0246810121416')"]


def test_what_a_remembered_call_gives_is_written_out_where_it_is_read() -> None:
    address = hidden("https://evil.invalid/x")
    source = f"import requests\ndef once():\n    requests.get({address})\nfor n in range(9):\n    once()\n"
    assert "requests.get('https://evil.invalid/x')" in fold(source.encode(), PeelBudget()).emissions[-1].data.decode()


def test_a_program_whose_every_string_is_a_call_is_read_to_its_end_within_few_steps() -> None:
    lines = [f"    seen.append({hidden(f'text number {number} of the program')})" for number in range(30)]
    source = (
        "seen = []\ndef once():\n"
        + "\n".join(lines)
        + f"\nfor n in range(100):\n    once()\nexec({hidden('print(1) # the end')})\n"
    )
    found = fold(source.encode(), PeelBudget(steps=60_000))
    assert found.stopped is None
    assert b"print(1) # the end" in [item.data for item in found.emissions]
    assert b"text number 29 of the program" in b"".join(item.data for item in found.emissions)
