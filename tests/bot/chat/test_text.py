"""Text from packages, on its way to a message."""

import ast
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.chat
from bot.chat.text import block, defang, inline, label, visible
from bot.visible import clip, units
from bot.visible import visible as shown

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "`*_~|<>[]()\\@#:/.-\n\r\t\0\x1b\u202e\u2066\u200b\u200d\ufe0f\U000e0041\u0301\u2028\ud800\u3164"
        ),
    ),
    max_size=400,
)
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(NASTY)
def test_nothing_hidden_is_left(text: str) -> None:
    for result in (shown(text), inline(text), visible(text), label(text)):
        assert not any(unicodedata.category(char) in HIDDEN for char in result)
    assert not any(unicodedata.category(char) in HIDDEN for char in block(text) if char != "\n")


@given(NASTY, st.integers(10, 300))
def test_limits_hold_in_the_larger_of_discords_two_ways_to_count(text: str, limit: int) -> None:
    for result in (inline(text, limit), block(text, limit), visible(text, limit), label(text, limit)):
        assert 0 <= units(result) <= limit
    assert label(text, limit)


@given(NASTY)
def test_code_cannot_be_left(text: str) -> None:
    assert inline(text).count("`") == 2
    assert "\n" not in inline(text)
    assert block(text).count("`") == 6
    assert re.fullmatch(r"```\n[^`]*\n```", block(text))


@given(NASTY)
def test_prose_keeps_no_markup_alive(text: str) -> None:
    result = visible(text, 300)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_~|<>\[\]#@]", result)
    assert "\n" not in result
    trailing = len(result.rstrip("…")) - len(result.rstrip("…").rstrip("\\"))
    assert trailing % 2 == 0


@given(NASTY)
def test_defanging_twice_changes_nothing(text: str) -> None:
    assert defang(defang(text)) == defang(text)


@given(
    st.sampled_from(["http", "https", "HTTPS", "ftp", "ws"]),
    st.from_regex(r"[a-z]{1,9}(\.[a-z]{1,9}){1,3}", fullmatch=True),
    NASTY,
    st.sampled_from(["", "_", "1", "é", "中", "٣", "ſ", "+", "a" * 40, "see("]) | NASTY,
)
def test_no_address_survives(scheme: str, host: str, rest: str, before: str) -> None:
    for result in (
        inline(f"{before[:80]}{scheme}://{host}/{rest}"),
        block(f"x {before[:80]}{scheme}://{host}/{rest}"),
        visible(f"{before}{scheme}://{host}/a"),
    ):
        assert "://" not in result
        assert host not in result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("https://evil.example/a.py", "hxxps[:]//evil[.]example/a.py"),
        ("setup.py 1.26.4", "setup.py 1.26.4"),
        ("discord.gg/abc", "discord[.]gg/abc"),
        ("_discord.gg/abc", "_discord[.]gg/abc"),
        ("_https://evil.example/a.py", "_hxxps[:]//evil[.]example/a.py"),
        ("tcp://192.0.2.1:4444", "tcp[:]//192[.]0[.]2[.]1:4444"),
    ],
)
def test_addresses_are_broken_and_names_are_not(text: str, result: str) -> None:
    assert defang(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "@everyone",
        "<@123>",
        "<@&123>",
        "<#123>",
        "</cmd:1>",
        "<t:1:R>",
        "<:a:1>",
        "[safe](https://evil.example)",
        "# big",
    ],
)
def test_nothing_that_the_client_would_read_is_left_in_prose(text: str) -> None:
    assert not re.search(r"(?<!\\)[<@\[#]", visible(text))


def test_hidden_characters_are_named() -> None:
    assert shown("a\u202eb\u200bc\0\U000e0041") == "a<U+202E>b<U+200B>c<U+0000><U+E0041>"


def test_a_pile_of_marks_is_flattened() -> None:
    assert units(shown("a" + "\u0301" * 500)) == 3


def test_a_cut_never_splits_a_pair() -> None:
    assert clip("😀😀😀", 4) == "😀…"


# Fields that a package, an uploader or a person fills in.
HOSTILE = {
    "actor", "answer", "anomalies", "behaviour", "claimed_name", "description", "detail", "error", "filename", "kind",
    "layers", "member", "name", "owners", "previous_version", "project", "reason", "requested_by", "snippet", "summary",
    "user_name", "version",
}  # fmt: skip
DRAWN = {"embed", "field"}  # values that are made safe already
SAFE = {
    "inline",
    "block",
    "visible",
    "label",
    "quoted",
    "inspector_link",
    "defang",
    "len",
    "member_place",
    "str",
    "clip",
}


def _raw_uses(source: str) -> list[str]:
    found: list[str] = []

    def walk(node: ast.AST, *, inside: bool) -> None:
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAFE:
            return
        if isinstance(node, ast.IfExp):
            walk(node.body, inside=inside)
            walk(node.orelse, inside=inside)
            return
        if isinstance(node, ast.comprehension):
            return  # what is gone through is not shown; each element must be wrapped where it is
        own = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in DRAWN
        if inside and isinstance(node, ast.Attribute) and node.attr in HOSTILE and not own:
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
        for child in ast.iter_child_nodes(node):
            walk(child, inside=inside or isinstance(node, ast.FormattedValue))

    walk(ast.parse(source), inside=False)
    return found


FOLDER = Path(bot.chat.__file__).parent


@pytest.mark.parametrize("file", sorted(FOLDER.glob("**/*.py")), ids=lambda file: file.name)
def test_no_package_text_enters_a_message_past_the_text_module(file: Path) -> None:
    assert _raw_uses(file.read_text("utf-8")) == []


def test_the_search_for_raw_text_finds_it() -> None:
    assert _raw_uses('f"{case.name} {inline(case.version)}"') == ["line 1: case.name"]
