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
