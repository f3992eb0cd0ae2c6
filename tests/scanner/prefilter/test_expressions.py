"""Wherever libyara finds a string, its pattern matches."""

import re
from pathlib import Path

import pytest
import yara
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.prefilter.expressions import LONGEST_REPEAT, expression_of
from scanner.rule_source import rules_in


def compiled(string: str) -> re.Pattern[bytes]:
    (rule,) = rules_in(f"rule r {{ strings: $a = {string} condition: $a }}", Path("r.yar"))
    expression = expression_of(rule.strings[0])
    assert expression is not None
    return re.compile(expression.pattern.encode(), re.DOTALL | (re.IGNORECASE if expression.nocase else 0))


@pytest.mark.parametrize(
    ("string", "text"),
    [
        ('"a\\x00b\\"c"', b'a\0b"c'),
        ('"Login" wide', b"L\0o\0g\0i\0n\0"),
        ('"Login" wide ascii nocase', b"LOGIN"),
        ('"Login" wide ascii nocase', b"l\0O\0g\0i\0n\0"),
        ('"word" fullword', b"a word here"),
        ("{ 4D 5A ?? 9? [2-4] (50 45 | 4E 45) }", b"MZ\n\x90ab\nPE"),
        (r"/exec\s{0,4}\(/", b"exec\t\x0b("),
        (r"/a.{2,300}z$/s", b"a" + b"\n" * 200 + b"z"),
        (r"/\bfoo\b-\d[^a-c\s][\w.-]+/i", b"FOO-7xy.z"),
        (r"/^(GET|P(OS|U)T) \/x?/", b"PUT /"),
        (r"/[ \t]{90};/", b" " * 90 + b";"),
        ("/\u00e9{2}/", b"\xc3\xa9\xa9"),
    ],
)
def test_a_string_is_found_where_libyara_finds_it(string: str, text: bytes) -> None:
    rule = yara.compile(source=f"rule r {{ strings: $a = {string} condition: $a }}")
    assert rule.match(data=text), "the sample itself is wrong"
    assert compiled(string).search(text)


@pytest.mark.parametrize("string", ['"abcd" xor', '"abcd" base64', "/ab+cd/ wide"])
def test_a_string_whose_bytes_are_others_in_the_text_has_no_pattern(string: str) -> None:
    (rule,) = rules_in(f"rule r {{ strings: $a = {string} condition: $a }}", Path("r.yar"))
    assert expression_of(rule.strings[0]) is None


def test_a_long_repeat_becomes_endless() -> None:
    pattern = compiled(f"/ab[^\\n]{{0,{LONGEST_REPEAT * 4}}}cd/")
    assert pattern.search(b"ab" + b"x" * 5000 + b"cd")
    assert not pattern.search(b"ab\ncd")


pieces = st.one_of(
    st.sampled_from(
        ["ab", "exec", r"\(", r"\.", "x", r"\x41", r"\b", "[a-c]", "[^ab]", r"\s", r"\w", r"\d", r"\S", ".", "é"]
    ),
    st.sampled_from(
        ["(ab|c)", "(a|bc|)x", r"(os\.)?", "[ab]{1,3}", r"\s{0,4}", "x{2}", "[^\\n]{0,90}", "b+", "(ab){1,70}"]
    ),
)
patterns = st.lists(pieces, min_size=1, max_size=5).map(lambda parts: "exec" + "".join(parts))
fragments = st.lists(
    st.sampled_from(
        [b"exec", b"ab", b"c", b"x", b"xx", b"(", b".", b" ", b"\n", b"A", b"os.", b"1", "é".encode(), b"_"]
    ),
    max_size=12,
)


@given(patterns, st.lists(fragments, min_size=1, max_size=6), st.booleans())
@settings(max_examples=150)
def test_patterns_match_wherever_libyara_does(pattern: str, samples: list[list[bytes]], nocase: bool) -> None:
    string = f"/{pattern}/{' nocase' if nocase else ''}"
    rule = yara.compile(source=f"rule r {{ strings: $a = {string} condition: $a }}")
    for sample in samples:
        text = b"exec" + b"".join(sample)
        if rule.match(data=text):
            assert compiled(string).search(text)
