# ruff: noqa: E501 - programs as they are written
import pytest

from scanner.decode import PeelBudget, gates
from scanner.decode.fold import fold

ADDRESS = "example.invalid/a"
TURNED = ADDRESS[::-1]
ORDINARY = "".join(f"def ordinary_{n}(value):\n    return measured(value, {n}) + 'a' * {n}\n\n\n" for n in range(200))
assert len(ORDINARY) > gates.PROGRAM

DECODER = "def turned(text):\n    return text[::-1]\n\n\n"
BODIES = {
    "that decodes itself": f"def send(post):\n    post('{TURNED}'[::-1])\n",
    "that calls a decoder": f"def send(post):\n    post(turned('{TURNED}'))\n",
    "that calls who calls a decoder": f"def again(text):\n    return turned(text)\n\n\ndef send(post):\n    post(again('{TURNED}'))\n",
    "that calls a decoder under another name": f"other = turned\n\n\ndef send(post):\n    post(other('{TURNED}'))\n",
    "that calls a method": "class Texts:\n    def back(self, text):\n        return text[::-1]\n\n\n"
    f"def send(post):\n    post(Texts().back('{TURNED}'))\n",
    "that calls an object's method": "class Texts:\n    def back(self, text):\n        return text[::-1]\n\n\n"
    f"texts = Texts()\n\n\ndef send(post):\n    post(texts.back('{TURNED}'))\n",
    "that names what was decoded": f"where = '{TURNED}'[::-1]\n\n\ndef send(post):\n    post('https://' + where)\n",
    "that names a table of decoded texts": f"where = ['a', '{TURNED}'[::-1]]\n\n\ndef send(post):\n    post(where[1] + '/')\n",
    "in other letters": f"def sénd(post):\n    post(turned('{TURNED}'))\n",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_a_body_of_a_long_text_is_read(body: str) -> None:
    assert ADDRESS in _folded(ORDINARY + DECODER + body)


def test_a_body_of_a_long_text_that_can_bring_nothing_out_is_not_read() -> None:
    text = _folded(ORDINARY + DECODER + BODIES["that calls a decoder"])
    assert "'a' * 3" in text or "ordinary" not in text


def test_every_body_of_a_short_text_is_read() -> None:
    assert "'aaa'" in _folded(DECODER + ORDINARY[:1000] + BODIES["that calls a decoder"])


def _folded(source: str) -> str:
    emissions = fold(source.encode(), PeelBudget()).emissions
    return "".join(found.data.decode() for found in emissions if found.path[-1] == "folded")
