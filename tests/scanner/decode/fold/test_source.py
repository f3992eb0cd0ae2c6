"""Text that does not parse as it stands: what can be read of it is."""

import pytest

from scanner.decode.fold.source import parse
from scanner.syntax import normalise

PROSE = "It's a manual, isn't it? (Yes.)\n"


def kept(text: str) -> str:
    parsed = parse(normalise(text.encode()))
    return "" if parsed is None else parsed[1].decode()


def test_statements_between_prose_are_kept_on_their_lines() -> None:
    text = kept(PROSE + "import os\n" + PROSE + "value = os.name\n" + PROSE)
    assert text.split("\n") == ["", "import os", "", "value = os.name", "", ""]


@pytest.mark.parametrize(
    "statement",
    [
        "text = '''one\ntwo\nthree'''",
        "def read(path):\n    return path",
        "try:\n    x = 1\nexcept ValueError:\n    x = 2",
        "@decorated\ndef named():\n    pass",
        "values = [\n1,\n2,\n]",
        "total = 1 + \\\n2",
        "if a:\n    b = 1\nelse:\n    b = 2",
    ],
    ids=["triple quotes", "def", "try", "decorator", "brackets", "backslash", "else"],
)
def test_a_statement_of_several_lines_is_kept_whole(statement: str) -> None:
    assert statement in kept(f"{PROSE}{statement}\n{PROSE}")


def test_text_without_a_statement_is_no_source() -> None:
    assert kept(PROSE * 20) == ""


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("exec 'a = 1'", "exec('a = 1')"),
        ("exec 'a = 1' in space, names", "exec('a = 1')"),
        ("if 1: exec   'a = 1'", "if 1: exec('a = 1')"),
        ("a = 1; exec 'b' * 2 in space", "a = 1; exec('b' * 2)"),
        ("a = {1: 2}; b = 3; exec code", "a = {1: 2}; b = 3; exec(code)"),
    ],
)
def test_what_older_python_runs_is_a_call(text: str, reads: str) -> None:
    assert kept(f"{text}\nprint 1\n") == f"{reads}\nprint(1)\n"


def test_a_line_of_many_statements_that_run_is_read_in_linear_time() -> None:
    assert kept("import os\nx = = 1\n" + ":exec a" * 350_000 + ";\n").startswith("import os\n")


def test_what_does_not_parse_is_tried_up_to_a_limit() -> None:
    bad = ("if " + "a+a*a" * 2_000 + ":\n") * 90
    assert kept("import os\n" + bad + "import sys\n").strip() == "import os"
