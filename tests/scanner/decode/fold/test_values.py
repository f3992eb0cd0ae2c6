# ruff: noqa: E501 - programs as they are written
"""What statements, methods and builtins leave behind: what Python leaves."""

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PROGRAMS = {
    "sorted backwards": "x = [3, 1, 2]\nx.sort(reverse=True)",
    "sorted by a key": "x = ['ab', 'c', 'b']\nx.sort(key=len)",
    "sorted backwards, and those alike in their order": "x = sorted(['b1', 'a1', 'b2'], key=lambda s: s[0], reverse=1)",
    "sorted backwards by a number that is true": "x = sorted([1, 3, 2], reverse=1)",
    "the least by a key": "x = min(['ccc', 'a'], key=len) + max('abc', key=lambda c: -ord(c))",
    "updated with names": "x = {'a': 1}\nx.update(b=2)\nx.update({'c': 3}, d=4)",
    "an item taken out": "x = [3, 1, 2]\ndel x[1]",
    "a slice taken out": "x = [3, 1, 2, 4]\ndel x[::2]",
    "a key taken out": "x = {'a': 1, 'b': 2}\ndel x['a'], x['b']",
    "a slice put in": "x = bytearray(b'abc')\nx[1:2] = b'ZZ'",
    "all put in": "y = [3, 1]\nx = y\ny[:] = map(str, [7, 8])",
    "a list that two names hold, extended": "y = [1]\nx = y\ny += 'ab'\ny += [c for c in 'c']",
    "a list that two names hold, repeated": "y = [1]\nx = y\ny *= 3",
    "a set that two names hold": "y = {1}\nx = y\ny |= {2}",
    "bytes that a function was given, extended": "def add(b):\n    b += b'yz'\nx = bytearray(b'w')\nadd(x)",
    "the next of a map": "m = map(int, '123')\nnext(m)\nx = next(m), list(m)",
    "the next of a generator": "m = (c for c in 'abc')\nnext(m)\nx = next(m), next(m), next(m, 9)",
    "the next of pairs": "m = enumerate('abc')\nnext(m)\nx = next(m)",
    "the next of what is turned round": "m = reversed('abc')\nnext(m)\nx = next(m)",
    "the next of what has no end": "import itertools\nm = itertools.cycle([1, 2, 3])\nnext(m)\nx = next(m), [*zip('abc', m)], next(m)",
    "the next by its method": "m = iter('abc')\nx = [m.__next__() for c in 'aaa']",
    "arguments counted": "x = len(*['abc'])",
    "arguments called with what was taken": "s = [len, 'abc']\nr = [s.pop()]\nx = s.pop()(*r)",
    "kinds of kinds": "x = isinstance(True, int), isinstance('', (bytes, str)), isinstance([[[[[[[1]]]]]]], list), isinstance(b'', str)",
    "kinds of the file's own": "class A: pass\nclass B(A): pass\nx = isinstance(B(), A), isinstance(A(), (B,)), type(B()) is B",
    "taken apart": "a, *x = range(5)\n(y, z), *_ = map(list, ['ab', 'c'])\nx.append(y)",
    "one value for many keys": "x = dict.fromkeys('ab', 1)",
    "names of a text's own": "n = {'a': 5}\nk = 1\nexec('k = a + 1', n)\nx = n['k'], k",
    "names of a text's own, two of them": "g, l = {'a': 5}, {}\nexec('k = a + 1', g, l)\nx = l['k'], 'k' in g",
    "a text's own globals": "n = {}\nk = 1\nexec('k = 5\\ndef f():\\n    global k\\n    k += 1\\nf()\\nf()\\nr = k', n)\nx = k, n['r']",
    "a text run in a function with the file's names": "k = 1\ndef f():\n    exec('k = 2', globals())\nf()\nx = k",
    "the order of bases": "class A:\n    def f(self): return 'A'\nclass B(A): pass\nclass C(A):\n    def f(self): return 'C'\nclass D(B, C): pass\nx = D().f()",
    "the case of a value": "x = []\nfor v in [1, 'a', None, 7, 9]:\n    match v:\n        case 1 | 2: x.append('few')\n        case 'a': x.append(v)\n        case None: x.append('none')\n        case n if n > 8: x.append(n)\n        case _: x.append('else')",
    "the case of items": "x = []\nfor v in [[], [1, 2], (3, 4, 5, 6), 'ab', [7, [8, 9]]]:\n    match v:\n        case []: x.append(0)\n        case [1, b]: x.append(b)\n        case [a, [b, c]]: x.append((a, b, c))\n        case [a, *b, c]: x.append((a, b, c))\n        case str(s): x.append(s)",
    "the case of entries": "x = []\nfor v in [{'a': 1, 'b': 2}, {'c': 3}, {}]:\n    match v:\n        case {'a': 1, **rest}: x.append(rest)\n        case {'c': int() as n}: x.append(n)\n        case _: x.append('none')",
    "the case of an object": "class A:\n    __match_args__ = ('k',)\n    def __init__(self, k): self.k = k\nx = []\nfor v in [A(1), A('b'), 3]:\n    match v:\n        case A(1): x.append('one')\n        case A(k=str(s)): x.append(s)\n        case int(): x.append(v)",
    "a way out of a case": "x = 0\ndef f(v):\n    match v:\n        case 1: return 'one'\n    return 'other'\nfor v in range(9):\n    match v:\n        case 4: break\n        case _: x = v\nx = x, f(1), f(2)",
    "a text filled in from a table": "x = '{a}-{b[1]}'.format_map({'a': 'f', 'b': [1, 'g']})",
    "a codec by another of its names": "x = bytes([129, 130]).decode('EBCDIC-CP-US'), str(bytes([131]), 'cp1140'), 'd'.encode('IBM037')",
    "a function with a method's name": "def text(n): return chr(n)\nclass A:\n    k = 5\n    def text(self, n): return text(n)\nx = A().text(65)",
}


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_computes_what_python_computes(source: str) -> None:
    expected: dict[str, object] = {}
    exec(source, expected)
    found = fold(f"{source}\nexec('print(%r)  # that is all' % (x,))".encode(), PeelBudget()).emissions
    assert [item.data.decode() for item in found if item.path[-1:] == ("exec",)][-1:] == [
        f"print({expected['x']!r})  # that is all"
    ]


def test_a_text_made_of_what_nobody_knows_is_not_known() -> None:
    found = fold(b"import os\nexec('print(%s, 3)  # all' % (os.getpid(),))", PeelBudget()).emissions
    assert not any(b"UNKNOWN" in item.data for item in found)
