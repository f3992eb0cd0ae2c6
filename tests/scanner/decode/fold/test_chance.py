# ruff: noqa: E501 - programs as they are written
"""Random numbers after a known seed: what was shuffled or masked with them comes back in its order."""

import random

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PAYLOAD = "import os\nprint('inert', os.getcwd(), 'https://evil.invalid/x')\n"
DATA = PAYLOAD.encode()


def executed(source: str) -> list[str]:
    return [
        item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions if item.path[-1:] != ("folded",)
    ]


def masked(draws: str) -> str:
    """The payload under numbers that ``draws``, an expression over ``r`` and ``at``, gives after seed 9."""
    r = random.Random(9)
    return bytes(code ^ eval(draws, {"r": r, "at": at}) & 255 for at, code in enumerate(DATA)).hex()


@pytest.mark.parametrize(
    "draws",
    ["r.randrange(256)", "r.randint(0, 255)", "r.choice(range(256))", "r.getrandbits(8)", "r.randbytes(1)[0]", "int(r.random() * 256)", "r.choices(range(256), k=2)[1]", "r.sample(range(256), 3)[2]", "int(r.uniform(0, 255))"],
)  # fmt: skip
@pytest.mark.parametrize("makes", ["import random as r\nr.seed(9)", "from random import Random\nr = Random(9)"])
def test_what_is_masked_with_numbers_after_a_seed_is_read(makes: str, draws: str) -> None:
    source = f"{makes}\ndata = bytes.fromhex('{masked(draws)}')\nout = []\nfor at in range(len(data)):\n    out.append(data[at] ^ {draws} & 255)\nexec(bytes(out))\n"
    assert executed(source) == [PAYLOAD]


def test_what_is_shuffled_after_a_seed_is_put_back() -> None:
    order = list(range(len(PAYLOAD)))
    random.Random("pw").shuffle(order)
    mixed = "".join(PAYLOAD[at] for at in order)
    source = f"import random\nrandom.seed('pw')\ntext = {mixed!r}\norder = list(range(len(text)))\nrandom.shuffle(order)\nout = [''] * len(text)\nfor at, char in zip(order, text):\n    out[at] = char\nexec(''.join(out))\n"
    assert executed(source) == [PAYLOAD]


def test_a_call_that_draws_is_not_remembered() -> None:
    source = "import random\nrandom.seed(1)\nout = ''\nfor at in range(9):\n    out += random.choice('abcdef')\nexec('print(%r)' % out)\n"
    chance = random.Random(1)
    assert executed(source) == [f"print({''.join(chance.choice('abcdef') for _ in range(9))!r})"]


@pytest.mark.parametrize(
    "loss", ["random.seed()", "import os; random.seed(os.getpid())", "import os; random.randint(0, os.getpid())", "random.randint(5, 1)", "random.getrandbits(1 << 40)"],
)  # fmt: skip
def test_after_a_draw_that_nobody_knows_nothing_is_known(loss: str) -> None:
    source = "import random\nrandom.seed(3)\n{}\nexec('print(%d)' % random.randint(0, 9))\n"
    assert executed(source.format("pass")) == [f"print({random.Random(3).randint(0, 9)})"]
    assert executed(source.format(loss)) == []
