"""Where a member runs, and what kind of text a match lies in."""

import sys
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import place_of, runs_on_import, scope_of
from scanner.decode.places import spans_of
from scanner.member import Layer, Member
from scanner.report import Place, Scope


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("evil.pth", Scope.STARTUP),
        ("pkg-1.0.data/purelib/evil.pth", Scope.STARTUP),
        ("x/tests/evil.pth", Scope.STARTUP),
        ("pkg.start", Scope.STARTUP),
        ("sitecustomize.py", Scope.STARTUP),
        ("usercustomize/__init__.py", Scope.STARTUP),
        ("setup.py", Scope.SETUP),
        ("pkg-1.0/setup.py", Scope.SETUP),
        ("./setup.py", Scope.SETUP),
        ("pkg-1.0/sub/setup.py", Scope.CODE),
        ("inner.zip!/pkg-1.0/setup.py", Scope.SETUP),
        ("tests.zip!/pkg/mod.py", Scope.CODE),
        ("pkg-1.0/pyproject.toml", Scope.BUILD),
        ("pkg-1.0/_build_backend.py", Scope.BUILD),
        ("pkg/__init__.py", Scope.IMPORT),
        ("pkg/sub/__init__.py", Scope.IMPORT),
        ("single.py", Scope.IMPORT),
        ("pkg/mod.py", Scope.CODE),
        ("pkg\\mod.pyw", Scope.CODE),
        ("pkg/tests/test_a.py", Scope.TEST),
        ("pkg/conftest.py", Scope.TEST),
        ("docs/conf.py", Scope.DOCS),
        ("pkg-1.0.dist-info/METADATA", Scope.DOCS),
        ("README.md", Scope.DOCS),
        ("pkg/data.json", Scope.DATA),
        ("pkg/latest/thing.py", Scope.CODE),
        ("PKG/SETUP.PY", Scope.SETUP),
    ],
)
def test_the_name_decides_the_scope(name: str, scope: Scope) -> None:
    assert scope_of(name) is scope


SOURCE = b'''# eval in a comment with a stray """ in it
"""eval in the module's docstring"""
import os
TEXT = """eval in an assigned string"""
exec("""eval in an executed string""")


def f(
    a: int = 1,
) -> "str":
    'eval in a docstring'
    x = 1  # eval beside code
    """eval in a statement string"""
    return eval(x)


class A: "eval in a class docstring"
class B:
    """eval in another"""; y = eval("1")
lam = lambda: "eval in a lambda"
if x: "eval under an if"
'''


def places(source: bytes, word: bytes = b"eval") -> list[Place]:
    layer = Layer(member=Member(name="a.py", data=source), data=source, is_code=True)
    found: list[Place] = []
    at = source.find(word)
    while at != -1:
        found.append(place_of(layer, at, at + len(word)))
        at = source.find(word, at + 1)
    return found


def test_each_place_is_told_by_the_tokenizer() -> None:
    c, d, k = Place.COMMENT, Place.DOCSTRING, Place.CODE
    assert places(SOURCE) == [c, d, k, k, d, c, k, k, d, d, k, k, k]


def test_other_scripts_before_a_match_do_not_shift_it() -> None:
    source = "x = 'ÄÖÜ漢字🐍'  # 漢字 eval\ny = eval('漢')\n".encode()
    assert places(source) == [Place.COMMENT, Place.CODE]
    assert places(b"\xef\xbb\xbf# eval\r\neval(1)\r\n# eval\r\n") == [Place.COMMENT, Place.CODE, Place.COMMENT]


@pytest.mark.parametrize(
    "source", [b'# eval\nx = """never closed', b"# eval\n  x\n y\n\tz(", b"# eval\n\xff\xfe", b"# eval\nx = 'a\n"]
)
def test_what_does_not_tokenize_is_code(source: bytes) -> None:
    assert places(source) == [Place.CODE]


def test_a_match_that_leaves_the_comment_is_code() -> None:
    source = b"# eval\nx = 1\n"
    layer = Layer(member=Member(name="a.py", data=source), data=source, is_code=True)
    assert place_of(layer, 2, 9) is Place.CODE


def test_data_has_no_places() -> None:
    layer = Layer(member=Member(name="a.txt", data=b"# eval"), data=b"# eval")
    assert place_of(layer, 2, 6) is Place.CODE


@given(st.text(alphabet="\"'#\\\n abf():", max_size=60))
def test_any_text_has_places(text: str) -> None:
    data = text.encode()
    layer = Layer(member=Member(name="a.py", data=data), data=data, is_code=True)
    assert place_of(layer, 0, len(data)) in Place


MODULE = b"""import os
run_one()
if True:
    run_two()
try:
    with x:
        run_three()
except E:
    pass

def f():
    # a comment
    if x:

        run_four()

class A:
    run_five()
    def m(self):
        run_six()
long_call(
    run_seven())
async def g():
    run_eight()
"""


def test_only_functions_keep_code_from_running_on_import() -> None:
    layer = Layer(member=Member(name="a.py", data=MODULE), data=MODULE, is_code=True)
    words = ("one", "two", "three", "four", "five", "six", "seven", "eight")
    found = {word: runs_on_import(layer, MODULE.index(b"run_" + word.encode())) for word in words}
    assert [word for word, runs in found.items() if not runs] == ["four", "six", "eight"]


PIECES = [
    "x = 'a # b'  # eval",
    '# a """ alone',
    'y = """first\n# no comment: eval\n"""  # eval',
    "z = r'\\\\'  # eval",
    "def f():\n    'eval # in a docstring'\n    return 1  # eval",
    "s = 'a\\\n# eval'",
    "t = 'a\\\r\n# eval'; u = 1",
    "w = b'#'; v = '\\'# eval'  # eval",
    'f"{x}# eval"  # eval',
    "class A: 'eval'",
    "async def g(a: str = 'b:'): 'eval'",
    "d = {'a': 'eval', 1: '# eval'}",
    "if x: 'eval'",
    "'eval'",
    "k = (  # eval\n  'eval'\n)",
    "# eval\rx = 'eval'",
    'f"{{# eval}} {x!r:>{y}} # eval"  # eval',
    "f'''{\n  x\n} # eval'''  # eval",
]
if sys.version_info >= (3, 12):  # strings of the same quotes, and backslashes, within a formatted one
    PIECES += [
        'f"{d["#"]} # eval"  # eval',
        'f"{f"{a["#"]}" "# eval"}" "#"  # eval',
        "f'{\"'#\"}' # eval",
        "rf'\\{'# eval'}'  # eval",
        "def g():\n    f'{'#'}'  # eval",
    ]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_parser_and_tokenizer_tell_the_same_places(pieces: list[str], end: str) -> None:
    source = end.join(pieces).encode()
    layer = Layer(member=Member(name="a.py", data=source), data=source, is_code=True)
    assert layer.tree is not None
    cut = source + end.encode() + b"x = print 1"  # no Python any more, but still tokens
    by_tokenizer = Layer(member=Member(name="a.py", data=cut), data=cut, is_code=True)
    assert by_tokenizer.tree is None
    assert spans_of(layer) == spans_of(by_tokenizer)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python before 3.12 takes no comment within a formatted string")
def test_a_comment_within_a_formatted_string_counts_as_code() -> None:
    source = b"x = f'''{\n  a  # eval\n}'''  # MARKED"
    layer = Layer(member=Member(name="a.py", data=source), data=source, is_code=True)
    assert [source[start:end] for start, end, _ in spans_of(layer)] == [b"# MARKED"]


def test_a_text_that_the_tokenizer_would_read_for_minutes_counts_as_code(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b"x = 1  # MARKED\n" * 10 + b"print x\n"
    layer = Layer(member=Member(name="a.py", data=source), data=source, is_code=True)
    assert spans_of(layer)
    monkeypatch.setattr("scanner.decode.places._MOST_TOKENS", 20)
    again = Layer(member=Member(name="a.py", data=source), data=source, is_code=True)
    assert spans_of(again) == []


def test_what_the_tokenizer_would_warn_of_is_read_without_a_word() -> None:
    source = b"pattern = f'\\{name}'  # MARKED\nprint pattern\n"
    layer = Layer(member=Member(name="a.py", data=source), data=source, is_code=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [source[start:end] for start, end, _ in spans_of(layer)] == [b"# MARKED"]
