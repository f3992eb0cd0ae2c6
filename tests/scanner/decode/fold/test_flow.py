# ruff: noqa: E501 - programs as they are written
"""Functions, generators, methods and loops that put a payload together: what reaches exec is what Python would run."""

import gc

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold
from scanner.decode.fold.machine import PROGRAM
from scanner.decode.fold.values import Instance

PAYLOAD = "import os\nprint('inert', os.getcwd(), 'https://evil.invalid/x')\n"
LONG = "x = 1\n" * 700 + PAYLOAD
ADDED = [ord(char) + 3 for char in PAYLOAD]
MASKED = bytes(ord(char) ^ 7 for char in PAYLOAD)


def rolling(text: str) -> list[int]:
    """Each character under a key that hangs on the one before."""
    out, key = [], 5
    for char in text:
        out.append(ord(char) ^ key)
        key = (key * 3 + 1) % 256
    return out


def folded(source: str) -> list[tuple[str, tuple[str, ...]]]:
    found = fold(source.encode(), PeelBudget())
    return [(item.data.decode(), item.path) for item in found.emissions]


def decoded(source: str) -> list[str]:
    return [text for text, path in folded(source) if path[-1:] != ("folded",)]


PROGRAMS = {
    "a generator": f"def each(a):\n    for n in a:\n        yield chr(n - 3)\nexec(''.join(each({ADDED})))",
    "an endless generator": f"def key():\n    n = 0\n    while True:\n        yield n\n        n = (n * 5 + 7) % 256\nexec(bytes(a ^ b for a, b in zip({[ord(c) ^ k for c, k in zip(PAYLOAD, [*__import__('itertools').accumulate(range(len(PAYLOAD)), lambda n, _: (n * 5 + 7) % 256, initial=0)], strict=False)]}, key())))",
    "a generator of a generator": f"def inner(a):\n    yield from a\ndef outer(a):\n    yield from inner(a)\nexec(bytes(n - 3 for n in outer({ADDED})))",
    "an iterator taken by hand": f"def each(a):\n    for n in a:\n        yield n - 3\nit = each({ADDED})\nout = bytearray()\nfor _ in range({len(ADDED)}):\n    out.append(next(it))\nexec(out)",
    "a key in a global": f"K = 5\ndef one(b):\n    global K\n    r = b ^ K\n    K = (K * 3 + 1) % 256\n    return r\nexec(bytes(one(b) for b in {rolling(PAYLOAD)}))",
    "a key in a global, mapped": f"K = 5\ndef one(b):\n    global K\n    r = b ^ K\n    K = (K * 3 + 1) % 256\n    return r\nexec(bytes(map(one, {rolling(PAYLOAD)})))",
    "a key in the scope around": f"def made():\n    key = 5\n    def one(b):\n        nonlocal key\n        r = b ^ key\n        key = (key * 3 + 1) % 256\n        return r\n    return one\none = made()\nexec(bytes(one(b) for b in {rolling(PAYLOAD)}))",
    "a key in an object": f"class Key:\n    def __init__(self):\n        self.k = 5\n    def one(self, b):\n        r = b ^ self.k\n        self.k = (self.k * 3 + 1) % 256\n        return r\nkey = Key()\nexec(bytes(key.one(b) for b in {rolling(PAYLOAD)}))",
    "a key in a list": f"K = [5]\ndef one(b):\n    r = b ^ K[0]\n    K[0] = (K[0] * 3 + 1) % 256\n    return r\nexec(bytes([one(b) for b in {rolling(PAYLOAD)}]))",
    "a method that nobody calls": f"class Install(Base):\n    D, K = {MASKED.hex()!r}, 7\n    def run(self):\n        exec(bytes(b ^ self.K for b in bytes.fromhex(self.D)))",
    "a method with what the class was made with": f"class Loader:\n    def __init__(self):\n        self.data = {MASKED!r}\n    def text(self):\n        return bytes(b ^ 7 for b in self.data)\n    def run(self):\n        exec(self.text())",
    "a static method of an object": f"class Box:\n    @staticmethod\n    def text(data):\n        return bytes(b ^ 7 for b in data)\nexec(Box().text({MASKED!r}))",
    "a class method": f"class Box:\n    K = 7\n    @classmethod\n    def text(cls, data):\n        return bytes(b ^ cls.K for b in data)\nexec(Box.text({MASKED!r}))",
    "a decorated function": f"def plain(function):\n    def inner(data):\n        return function(data).decode()\n    return inner\n@plain\ndef text(data):\n    return bytes(b ^ 7 for b in data)\nexec(text({MASKED!r}))",
    "a function with the name of another": f"from functools import wraps\ndef plain(function):\n    @wraps(function)\n    def inner(*args):\n        return function(*args)\n    return inner\n@plain\ndef text(data):\n    return bytes(b ^ 7 for b in data)\nexec(text({MASKED!r}))",
    "a remembered function": f"import functools\n@functools.lru_cache(maxsize=None)\ndef text(data):\n    return bytes(b ^ 7 for b in data)\nexec(text({MASKED!r}))",
    "states one after the other": f"s, o = 0, ''\nwhile s < 3:\n    if s == 0:\n        d, s = {ADDED}, 1\n    elif s == 1:\n        for n in d:\n            o += chr(n - 3)\n        s = 2\n    else:\n        exec(o)\n        s = 3",
    "its own comment": f"with open(__file__) as f:\n    t = f.readlines()[-1][1:]\nexec(bytes(b ^ 7 for b in bytes.fromhex(t)))\n#{MASKED.hex()}",
    "its own comment by the name it was called by": f"import sys\nexec(bytes(b ^ 7 for b in bytes.fromhex(open(sys.argv[0], 'rb').read().decode().split('#')[-1])))\n#{MASKED.hex()}",
    "a property": f"class Box:\n    def __init__(self, data):\n        self.data = data\n    @property\n    def text(self):\n        return bytes(b ^ 7 for b in self.data)\n    @text.setter\n    def text(self, value):\n        self.data = value\nexec(Box({MASKED!r}).text)",
    "a property that is remembered": f"import functools\nclass Box:\n    @functools.cached_property\n    def text(self):\n        return bytes(b ^ 7 for b in {MASKED!r})\nexec(Box().text)",
    "a decorator of another module": f"import later\n@later.task(name='x')\n@later.traced\ndef text(data):\n    return bytes(b ^ 7 for b in data)\nexec(text({MASKED!r}))",
    "a class as a decorator": f"class Plain:\n    def __init__(self, function):\n        self.function = function\n    def __call__(self, data):\n        return bytes(b ^ 7 for b in self.function(data))\n@Plain\ndef text(data):\n    return data\nexec(text({MASKED!r}))",
    "a decorated class": f"def run(cls):\n    exec(bytes(b ^ 7 for b in cls.data))\n    return cls\n@run\nclass Box:\n    data = {MASKED!r}",
    "a class whose decorators run a text": f"import later\n@exec\n@bytes\n@(lambda cls: [b ^ 7 for b in {MASKED!r}])\nclass Box:\n    pass",
    "a class made with its fields": f"from dataclasses import dataclass\n@dataclass\nclass Key:\n    key: int\n@dataclass(frozen=True)\nclass Box(Key):\n    data: bytes\n    def text(self):\n        return bytes(b ^ self.key for b in self.data)\nexec(Box(7, data={MASKED!r}).text())",
    "a context of its own": f"import contextlib\n@contextlib.contextmanager\ndef opened(data):\n    yield bytes(b ^ 7 for b in data)\nwith opened({MASKED!r}) as text:\n    exec(text)",
    "a thread's function": f"import threading\ndef work(data, key):\n    exec(bytes(b ^ key for b in data))\nthreading.Thread(target=work, args=({MASKED!r}, 7)).start()",
    "a thread's function, by names": f"import threading\ndef work(data, key):\n    exec(bytes(b ^ key for b in data))\nthreading.Thread(target=work, kwargs={{'key': 7, 'data': {MASKED!r}}}).start()",
    "a function for the end": f"import atexit\ndef work(data, key):\n    exec(bytes(b ^ key for b in data))\natexit.register(work, {MASKED!r}, 7)",
    "a pool's function": f"from concurrent.futures import ThreadPoolExecutor\ndef work(data):\n    exec(bytes(b ^ 7 for b in data))\nwith ThreadPoolExecutor() as pool:\n    pool.submit(work, {MASKED!r})",
    "a method for later": f"import threading\nclass Box:\n    k = 7\n    def work(self, data):\n        exec(bytes(b ^ self.k for b in data))\nthreading.Timer(1, Box().work, [{MASKED!r}]).start()",
    "a thread of its own": f"from threading import Thread\nclass Work(Thread):\n    def __init__(self, data):\n        super().__init__()\n        self.data = data\n    def run(self):\n        exec(bytes(b ^ 7 for b in self.data))\nWork({MASKED!r}).start()",
    "thousands of arguments": f"exec(''.join(list(zip(*{[(number, char) for number, char in enumerate(LONG + PAYLOAD * 100)]}))[1][-{len(PAYLOAD)}:]))",
}


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=list(PROGRAMS))
def test_what_is_run_is_what_the_program_puts_together(source: str) -> None:
    compile(source, "program", "exec")
    assert PAYLOAD in decoded(source)


LONGER = {
    "characters behind each other": "s = ''\nfor n in {numbers}:\n    s = s + chr(n // 4)\nexec(s)",
    "characters before each other": "def turned(x):\n    r = ''\n    for c in x:\n        r = c + r\n    return r\nexec(turned({turned!r}))",
    "a list of characters": "x = []\nfor c in {shifted!r}:\n    j = ord(c)\n    x.append(chr(j - 1))\nexec(''.join(x))",
    "pairs in a list": "exec(''.join(c for n, c in sorted({pairs})))",
}


@pytest.mark.parametrize("source", LONGER.values(), ids=list(LONGER))
def test_a_long_text_put_together_by_characters_is_not_given_up_as_idle(source: str) -> None:
    text = LONG * 3
    source = source.format(
        numbers=[ord(char) * 4 for char in text],
        turned=text[::-1],
        shifted="".join(chr(ord(char) + 1) for char in text),
        pairs=[(number, char) for number, char in enumerate(text)],
    )
    found = fold(source.encode(), PeelBudget())
    assert found.stopped is None
    assert text in [item.data.decode() for item in found.emissions]


TAKEN = {
    "a thread": "import threading\nthreading.Thread(target=exec, args=({text},)).start()",
    "a file": "with open('x.py', 'w') as f:\n    f.write({text})",
    "a function of nobody here": "import later\nlater.run({text})",
}
TEXTS = {
    "masked": "bytes(b ^ 7 for b in bytes.fromhex({hex!r})).decode()",
    "by number": "''.join(map(chr, {numbers}))",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
@pytest.mark.parametrize("taker", TAKEN.values(), ids=list(TAKEN))
def test_a_long_text_that_was_put_together_is_a_layer_whoever_takes_it(taker: str, text: str) -> None:
    made = text.format(hex=bytes(ord(char) ^ 7 for char in LONG).hex(), numbers=[ord(char) for char in LONG])
    assert LONG in decoded(taker.format(text=made))


def test_a_short_text_that_was_put_together_is_told_where_it_stands() -> None:
    text = "a" * (PROGRAM - 1)
    source = f"import later\nlater.run(''.join(map(chr, {[ord(char) for char in text]})))"
    assert decoded(source) == []
    assert any(text in found for found, path in folded(source) if path[-1:] == ("folded",))


def test_a_branch_beside_the_way_is_read_in_the_first_round_alone() -> None:
    rounds = f"o, n = '', 0\nd = {ADDED}\nwhile n < len(d):\n    if n < len(d) - 1:\n        o += chr(d[n] - 3)\n    else:\n        exec(o)\n    n += 1\n"
    assert len(decoded(rounds)) <= 2


def test_methods_that_call_each_other_are_read_in_time_that_their_number_tells() -> None:
    methods = "".join(
        f"    def m{number}(self, node, deep):\n"
        + "".join(f"        self.m{other}(node, {flag})\n" for other in range(12) for flag in (True, False))
        for number in range(12)
    )
    found = fold(f"class Visitor:\n{methods}\nexec(chr(112) + chr(97))\n".encode(), PeelBudget())
    assert found.stopped is None


def test_menus_that_lead_to_each_other_are_left_after_some_of_them() -> None:
    choices = "".join(f"    elif choice == {number}:\n        menu()\n" for number in range(5))
    menu = f"def menu():\n    choice = input()\n    if not choice:\n        menu()\n{choices}menu()\n"
    found = fold(f"{menu}exec('print(1234567890)')\n".encode(), PeelBudget())
    assert (found.stopped, [item.path for item in found.emissions]) == (None, [("exec",)])


def test_a_reader_of_records_within_each_other_does_not_take_both_ways_at_each_of_them() -> None:
    reader = """import later
def read(data):
    out = []
    while data:
        kind = later.kind(data[0])
        if kind & 32:
            out.append((kind, read(data[2:])))
        elif kind == 128:
            out.append((kind, read(data[3:])))
        data = data[1:]
    return out
def main():
    assert read('there is much to read in here, and more of it') == []
    exec('print(1234567890)')
"""
    found = fold(reader.encode(), PeelBudget())
    assert (found.stopped, [item.path for item in found.emissions]) == (None, [("exec",)])


def test_calls_within_each_other_that_nobody_knows_to_be_made_are_followed_as_deep_as_any() -> None:
    codes = [ord(char) ^ 7 for char in PAYLOAD]
    source = f"""import later
def attempt(codes, key):
    if later.wanted():
        attempt(codes, key + 1)
    exec(''.join(chr(code ^ key) for code in codes))
def main():
    attempt({codes}, 1)
"""
    assert PAYLOAD in decoded(source)


def test_a_program_with_classes_leaves_nothing_that_holds_itself() -> None:
    gc.collect()
    gc.disable()
    try:
        before = sum(type(item) is Instance for item in gc.get_objects())
        fold(PROGRAMS["a method with what the class was made with"].encode(), PeelBudget())
        assert sum(type(item) is Instance for item in gc.get_objects()) <= before
    finally:
        gc.enable()
