# ruff: noqa: E501 - programs as they are written
"""Objects of a program's own classes: what Python asks of them by itself is what the program says."""

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

BOX = "class A:\n    def __init__(self, v=0): self.v = v\n"
PROGRAMS = {
    "operators": f"{BOX}    def __add__(self, o): return ['add', self.v, o]\n    def __rxor__(self, o): return ['xor', o, self.v]\n    def __matmul__(self, o): return o\nx = A(1) + 2, 3 ^ A(4), A() @ 5",
    "operators in place": f"{BOX}    def __iadd__(self, o):\n        self.v += o\n        return self\n    def __sub__(self, o): return self.v - o\na = A(1)\nb = a\na += 4\nb -= 2\nx = a.v, b",
    "signs": f"{BOX}    def __neg__(self): return 'minus'\n    def __invert__(self): return 'not'\nx = -A(), ~A()",
    "comparisons": f"{BOX}    def __eq__(self, o): return self.v == o.v\n    def __lt__(self, o): return self.v < o\nx = A(1) == A(1), A(1) == A(2), A(1) < 2, 2 > A(1), 2 > A(3)",
    "what is in it": f"{BOX}    def __contains__(self, o): return o == self.v\nx = 1 in A(1), 2 in A(1), 2 not in A(1)",
    "items": f"{BOX}    def __getitem__(self, k): return k * 2\n    def __setitem__(self, k, v): self.v = k, v\n    def __delitem__(self, k): self.d = k\na = A()\na[3] = 4\ndel a[5]\nx = a[6], a.v, a.d",
    "items that are missing": "class A(dict):\n    def __missing__(self, k): return k * 2\nx = A()['ab']",
    "items of a class": "class A:\n    def __class_getitem__(cls, k): return k * 2\nx = A[4]",
    "builtins": f"{BOX}    def __str__(self): return 's'\n    def __repr__(self): return 'r'\n    def __bytes__(self): return b'b'\n    def __len__(self): return 3\n    def __int__(self): return 4\n    def __hash__(self): return 5\na = A()\nx = str(a), repr(a), bytes(a), len(a), int(a), hash(a)",
    "truth": f"{BOX}    def __bool__(self): return self.v > 1\nx = [1 if A(1) else 2, A(2) and 3, not A(1)]\nif A(1):\n    x.append(4)",
    "truth by length": f"{BOX}    def __len__(self): return self.v\nx = 1 if A(0) else 2, 1 if A(3) else 2",
    "iterated over by a generator": f"{BOX}    def __iter__(self):\n        yield from self.v\nx = [c for c in A('ab')], list(A('cd')), ''.join(A('ef'))\nfor c in A('gh'):\n    x += (c,)",
    "iterated over by itself": f"{BOX}    def __iter__(self): return self\n    def __next__(self):\n        if self.v > 3:\n            raise StopIteration\n        self.v += 1\n        return self.v\nx = list(A(1)), next(A(2))",
    "attributes that are missing": f"{BOX}    def __getattr__(self, n): return n * 2\nx = A(1).v, A().name",
    "attributes that are set": f"{BOX}    def __setattr__(self, n, v): self.__dict__[n] = v\na = A()\na.w = 5\nx = a.w",
    "attributes by others": "class D:\n    def __set_name__(self, owner, name): self.name = name\n    def __get__(self, o, t=None): return self.name, o.v\n    def __set__(self, o, v): o.v = v\nclass A:\n    w = D()\na = A()\na.w = 5\nx = a.w",
    "contexts": f"{BOX}    def __enter__(self): return self.v\n    def __exit__(self, *a): x.append('out')\nx = []\nwith A(1) as n, A(2) as m:\n    x.append((n, m))",
    "what is made instead": "class A:\n    def __new__(cls, v): return v * 2\nx = A('ab')",
    "what is made by another": f"{BOX}    def __new__(cls, *v): return super().__new__(cls)\nx = A(4).v",
    "parents": f"{BOX}    def f(self): return self.v\nclass B(A):\n    def __init__(self, v): super().__init__(v + 1)\n    def f(self): return [super().f(), super(B, self).f()]\nx = B(4).f()",
    "parents beside each other": "class A:\n    def f(self): return 'A'\nclass B(A):\n    def f(self): return 'B' + super().f()\nclass C(A):\n    def f(self): return 'C' + super().f()\nclass D(B, C):\n    def f(self): return 'D' + super().f()\nx = D().f()",
    "children": "x = []\nclass A:\n    def __init_subclass__(cls, k=0): x.append(k)\nclass B(A, k=5): pass",
    "classes of classes": "x = []\nclass M(type):\n    def __init__(cls, name, bases, names): x.append(name)\n    def __getattr__(cls, n): return n * 2\nclass A(metaclass=M): pass\nx.append(A.ab)",
    "a function's own attributes": "def f():\n    f.n += 1\n    return f.n\nf.n = 0\nsetattr(f, 'm', 5)\nx = f(), f(), f.m, vars(f)['m'], f.__name__",
    "what a function is written with": "def f(a: 'ann', *, b='key'):\n    'its text'\n    q = 'held'\n    return q\nx = f.__doc__, f.__annotations__['a'], f.__kwdefaults__, f.__code__.co_varnames, 'held' in f.__code__.co_consts, f.__code__.co_consts[0]",
    "what a function names": "def f():\n    return alpha.beta\nx = f.__code__.co_names",
    "dictionaries of classes and objects": f"{BOX}    k = 5\na = A(1)\na.__dict__['w'] = 2\nvars(a)['u'] = 3\nx = a.w, a.u, A.__dict__['k'], vars(A)['k'], A.__name__",
    "attributes of a class, set": f"{BOX}setattr(A, 'k', 5)\nA.l = 6\nx = A.k, A().l",
    "attributes with something in their place": f"{BOX}x = getattr(A(1), 'v', 9), getattr(A(1), 'w', 9), getattr(A, 'w', 8)",
    "a class made by hand": "A = type('A', (), {'k': 5, 'f': lambda self: self.k})\nx = A().f(), A.__name__",
    "names by their listing": "class A:\n    alpha = 1\nx = [n for n in dir(A) if n[0] != '_'], 'x' in [n for n in globals()] or 'A' in [n for n in globals()]",
    "what goes": "x = []\nclass A:\n    def __del__(self): x.append('gone')\na = A()\ndel a",
}  # fmt: skip


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_objects_do_what_their_classes_say(source: str) -> None:
    expected: dict[str, object] = {}
    exec(source, expected)
    found = fold(f"{source}\nexec('print(%r)  # that is all' % (x,))".encode(), PeelBudget()).emissions
    assert [item.data.decode() for item in found if item.path[-1:] == ("exec",)][-1:] == [
        f"print({expected['x']!r})  # that is all"
    ]
