# ruff: noqa: E501 - programs as they are written
"""No single step runs long: what it would cost is known before it is taken."""

import ast
import sys
import time
from typing import Any

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import calls, cost, expressions, fold, library, methods, operators, pure
from scanner.decode.fold import machine as machine_module
from scanner.decode.fold.machine import ExhaustedError, Machine
from scanner.decode.fold.values import UNKNOWN, Env, Method, Ref, known

END = "exec('print(1) # the end')\n"


def doubled(value: Any) -> Any:
    for _ in range(60):
        value = (value, value)
    return value


def nested(value: Any) -> Any:
    for _ in range(2_000):
        value = (value,)
    return value


TEXT = "a" * 1_000_000
HUGE: dict[str, Any] = {
    "a pair of pairs, sixty times": doubled((1, 2)),
    "a tuple within two thousand": nested((1, 2)),
    "a range that no list holds": range(10**14),
    "a range that has no length": range(10**30),
    "a list of one list": [[0] * 100_000] * 1_000_000,
    "a list of one long text": [TEXT] * 1_000_000,
    "a dict of one dict": dict.fromkeys(range(100_000), dict.fromkeys(range(100_000))),
}
FUNCTIONS = sorted({*pure.PURE, *library._FUNCTIONS, *library._STEPS})  # pyright: ignore[reportPrivateUsage]
METHODS = sorted({*methods._TEXT, *methods._LIST})  # pyright: ignore[reportPrivateUsage]
RECEIVERS: tuple[Any, ...] = ("text", b"bytes", [1, 2], {"a": 1}, {1, 2}, (1, 2))
huge = pytest.mark.parametrize("value", HUGE.values(), ids=list(HUGE))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine whose steps may cost a thousandth of what they may, so that even a refusal is quick."""
    monkeypatch.setattr(cost, "LIMIT", cost.LIMIT >> 10)
    return Machine(PeelBudget(steps=1 << 60, member_seconds=1e9, seconds=1e9))


@huge
@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in cost.FREE])
def test_no_function_is_entered_with_more_than_it_may_read(
    name: str, value: Any, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name in cost.CUTTING and isinstance(value, range):
        assert calls.call(machine, Ref(name), [Ref("len"), value][name != "map" :], {}) is UNKNOWN
        return
    entered: list[str] = []
    monkeypatch.setattr(calls, "_call_ref", lambda machine, target, *rest: entered.append(target.name))
    for args in ([value], [value, 1], ["a", value], [Ref("len"), value], [[value]], [1, 2, {"a": value}]):
        assert calls.call(machine, Ref(name), args, {}) is UNKNOWN
    assert calls.call(machine, Ref(name), [], {"key": value}) is UNKNOWN
    assert entered == []


@huge
@pytest.mark.parametrize("name", sorted(cost.FREE & {*FUNCTIONS}))
def test_a_function_that_is_free_takes_no_longer_for_more(name: str, value: Any, machine: Machine) -> None:
    for args in ([value], [value, 1], [[value], 0], [Ref("len"), value]):
        calls.call(machine, Ref(name), args, {})


@huge
@pytest.mark.parametrize("name", METHODS)
def test_no_method_looks_at_more_than_it_may_read(name: str, value: Any, machine: Machine) -> None:
    for receiver in (*RECEIVERS, value):
        receiver = receiver.copy() if type(receiver) in (list, dict, set) and receiver is not value else receiver
        if receiver is value and name in cost.FREE_METHODS | cost.KEYED:
            continue
        for args in ([], [value], [1, value], ["a"]):
            try:
                calls.call(machine, Method(receiver, name), args, {})
            except ExhaustedError as stop:  # a copy of it would have been too much
                assert str(stop) == "memory"
                machine.allocated = 0


@huge
@pytest.mark.parametrize("kind", [kind() for kind in operators._BINARY], ids=lambda kind: type(kind).__name__)  # pyright: ignore[reportPrivateUsage]
def test_no_operator_looks_at_more_than_it_may_read(kind: ast.operator, value: Any, machine: Machine) -> None:
    for other in ("%s", b"%s", 3, [1], (1,), {1}, {}, value):
        operators.binary(machine, kind, other, value)
        operators.binary(machine, kind, value, other)


@huge
@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"])
def test_no_comparison_looks_at_more_than_it_may_read(sign: str, value: Any, machine: Machine) -> None:
    node = ast.parse(f"a {sign} b", mode="eval").body
    twin = doubled((1, 2))
    for left, right in ((value, twin), (twin, value), (0.5, value), (value, [value]), (value, {1})):
        expressions.evaluate(machine, node, Env({"a": left, "b": right}))


@pytest.mark.parametrize(
    "step",
    [
        "x = {t}", "x = {t: 1}", "d = {}\nd[t] = 1", "d = {}\nx = d[t]", "x = {v for v in [t]}", "x = {v: 1 for v in [t]}",
        "x = f'{t}'", "x = '%s' % (t,)", "x = '{}'.format(t)", "x = [*range(10**30)]", "x = (*b, *b)", "x = [*b, *b]", "x = t in {1}",
    ],
)  # fmt: skip
def test_what_is_too_much_for_a_step_is_left_out_and_the_rest_is_read(step: str) -> None:
    source = "t = (1, 2)\n" + "t = (t, t)\n" * 60 + "b = [0] * 1500000\n" + step + "\n" + END
    found = fold(source.encode(), PeelBudget())
    assert [item.data for item in found.emissions if item.path[-1:] != ("folded",)] == [b"print(1) # the end"]


@pytest.mark.parametrize(
    "step",
    [
        "x = round(5, -10**9)", "x = 7\nfor n in range(99):\n    x = x << 199999", "x = hashlib.pbkdf2_hmac('sha512', b'a', b'b', 200000, 10**7)",
        "a = (1 << 8190) - 3\nx = pow(a, a, a - 2)", "x = ('a' * 16000000).rfind('ab' + 'a' * 8000000)", "x = ('a' * 16000000).rsplit('ab' + 'a' * 8000000)",
        "x = ('b' * 16000000).strip('a' * 8000000 + 'b')", "x = ('\\t' * 1000000).expandtabs(100000)", "x = ('\\t' * 1000000).expandtabs(tabsize=100000)",
        "x = '{:{}}'.format(1, 10**9)", "x = ('{0}' * 500000).format('a' * 16000000)", "x = ('%(a)s' * 300000) % {'a': 'a' * 16000000}",
        "x = sum([(0,) * 1000] * 10000, ())", "x = set(range(0, 400000 * (2**61 - 1), 2**61 - 1))",
        "x = dict.fromkeys(range(0, 10**6))", "x = struct.pack('b' * 1000000, 1)", "x = ('ab,' * 5000000).split(',')", "x = (5).to_bytes(length=10**9, byteorder='big')",
        "x = int.from_bytes(10**10, 'big')", "x = max(range(10**14))", "x = 0.5 in range(10**14)", "x = codecs.decode('\\\\u0041' * 2000000, 'unicode_escape')",
        "x = html.unescape('&' + 'a' * 9000000)", "x = textwrap.dedent(' ' * 2500000 + 'a\\n' + ' ' * 2500000 + 'b')", "x = sorted(['a' * 9000] * 100000)",
            "x = list(range(1 << 199999, (1 << 199999) + 2000000))", "x = list(itertools.islice(itertools.cycle('ab'), 10**12, 5))",
            "x = hashlib.scrypt(b'a', salt=b'b', n=2, r=1, p=500000, dklen=16000000)", "x = hashlib.pbkdf2_hmac('sha256', b'a', b'b' * 16000000, 1, 30000000)",
            "x = hashlib.pbkdf2_hmac('sha256', b'a', b'b', -10**9)", "from Crypto.Cipher import DES\nx = DES.new(b'abcdefgh', DES.MODE_CFB, b'abcdefgh').decrypt(b'a' * 16000000)",
            "from Crypto.Protocol.KDF import HKDF\nfrom Crypto.Hash import SHA256\nx = HKDF(b'a', 8000, b'', SHA256, 1, b'a' * 16000000)",
    ],
)  # fmt: skip
def test_a_step_that_would_take_long_for_small_values_is_not_taken(step: str) -> None:
    source = f"import codecs, hashlib, html, itertools, struct, textwrap\n{step}\nexec('print(%r) # the end' % type(x).__name__)\n"
    budget = PeelBudget(member_seconds=1e9, seconds=1e9)
    found = fold(source.encode(), budget)
    assert found.stopped is None
    assert not [item.data for item in found.emissions if item.data.endswith(b"# the end")]


def test_ordinary_steps_are_taken() -> None:
    source = (
        "import struct, hashlib\nrow = list(range(70000))\nx = sum(row) + max(row) + len(sorted(row)) + pow(3, 65537, (1 << 2048) - 9) % 7\n"
        "x += int('9' * 1000) % 1000003 + ('ab' * 90000).rfind('ba') + len(set(row)) + struct.unpack('<2i', bytes(8))[0]\n"
        "x += len(hashlib.pbkdf2_hmac('sha256', b'a', b'b', 1000, 64)) + len('{0}{1:>8}'.format(1, 'a').split())\nexec('print(%d) # the end' % x)\n"
    )
    expected: dict[str, Any] = {}
    exec(source.rpartition("exec(")[0], expected)
    found = fold(source.encode(), PeelBudget())
    assert [item.data for item in found.emissions if item.path[-1:] != ("folded",)] == [
        b"print(%d) # the end" % expected["x"]
    ]


@pytest.mark.parametrize(
    "filling", ["k.append((0,) * 19000)", "k.append([0] * 19000)", "k.append([*row])", "k.append([v for v in row])", "k.append(row[1:])",
                "k.append(tuple(row))", "k.append(list(enumerate(row)))", "k.append(row + row[:9])", "k.append(bytes(100000))", "k.append(set(range(9000)))"],
)  # fmt: skip
def test_what_a_run_keeps_is_counted_whatever_it_is_kept_in(filling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_module, "MAX_ALLOCATED", 8 << 20)
    source = "k = []\nrow = [0] * 10000\n" + f"{filling}\n" * 200 + END
    found = fold(source.encode(), PeelBudget(seconds=1e9, member_seconds=1e9))
    assert found.stopped == "memory"


@huge
def test_what_is_known_is_told_by_looking_at_each_part_once(value: Any) -> None:
    assert known([value]) in (True, False)


def test_a_weight_is_that_of_all_parts() -> None:
    parts: list[Any] = ["text", b"bytes", 1 << 900, None]
    alone = sum(map(sys.getsizeof, parts))
    assert cost.weight(parts, 1 << 40) == alone
    assert cost.weight([parts, tuple(parts)], 1 << 40) > 2 * alone
    assert cost.weight([{"a": parts}], 1 << 40) > alone


@pytest.mark.parametrize(
    "program",
    [
        "def give():\n    yield from range(10**14)\nx = list(give())\n",
        "import re\nx = re.findall('(' * 200 + '.' + ')' * 200, 'ab' * 500000)\n",
        "import struct\nfor n in range(99):\n    x = struct.unpack('>' + 'B' * (1000000 + n), b'a' * (1000000 + n))\n",
        "x = [0] * 200000\nprint(" + "*x, " * 5_000 + ")\n",
        "x = {*range(1000000)}\nfor n in range(100000):\n    for m in x:\n        break\n",
    ],
    ids=["an endless generator", "groups in groups", "formats", "stars", "loops left at once"],
)
def test_iterators_matches_and_records_end_within_memory_and_time(program: str) -> None:
    started = time.process_time()
    fold((program + END).encode(), PeelBudget(member_seconds=1.0))
    assert time.process_time() - started < 10


def test_the_clock_is_asked_whoever_takes_the_steps() -> None:
    machine = Machine(PeelBudget(now=iter(range(10**9)).__next__))
    with pytest.raises(ExhaustedError):
        for _ in range(100):
            machine.steps -= 1_023
            machine.tick()


def test_formats_of_many_numbers_and_numbers_beside_a_text_are_computed() -> None:
    text = "print('a payload of some length, written in numbers')"
    numbers = ", ".join(str(ord(letter)) for letter in text * 300)
    source = f"import itertools\nx = '%c' * {len(text) * 300} % ({numbers})\ny = list(zip(itertools.count(), x))\nexec(x[:{len(text)}] + '#%d' % len(y))\n"
    found = fold(source.encode(), PeelBudget())
    assert text.encode() + b"#%d" % (len(text) * 300) in [item.data for item in found.emissions]
