"""What a condition cannot do without is true of every text that the rule matches."""

from collections import Counter
from pathlib import Path

import pytest
import yara
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.prefilter import Prefilter
from scanner.prefilter.conditions import (
    ANYTHING,
    ConditionError,
    Need,
    Present,
    need_of,
    predicate_of,
    strings_of,
    triggers_of,
)
from scanner.rule_source import rules_in

STRINGS = {"$a": "alpha", "$b1": "bravo", "$b2": "bingo", "$c": "comet"}
MEANINGS: dict[str, Need] = {name: Present(number) for number, name in enumerate(STRINGS)}


def source_of(condition: str) -> str:
    lines = "\n".join(f'{name} = "{text}"' for name, text in STRINGS.items())
    return f"rule r {{ strings:\n{lines}\ncondition: {condition} }}"


def need(condition: str) -> Need:
    (rule,) = rules_in(source_of(condition), Path("r.yar"))
    return need_of(rule.condition, MEANINGS)


def may_match(condition: str, text: bytes) -> bool:
    present = sum(1 << number for number, word in enumerate(STRINGS.values()) if word.encode() in text)
    return predicate_of(need(condition))(present, len(text))


@pytest.mark.parametrize(
    ("condition", "enough", "too_little"),
    [
        ("$a", "alpha", "bravo"),
        ("$a and $c", "alpha comet", "alpha"),
        ("$a or $c", "comet", "bravo"),
        ("$a and ($b1 or $c)", "alpha comet", "alpha bingo"),
        ("any of ($b*)", "bingo", "alpha"),
        ("all of them", "alpha bravo bingo comet", "alpha bravo bingo"),
        ("2 of them", "alpha comet", "alpha"),
        ("2 of ($b*, $c) and not $a", "bravo comet", "comet"),
        ("#a > 3", "alpha", "bravo"),
        ("#a > #c", "alpha", "comet"),
        ("#c < #a", "alpha", "comet"),
        ("#a >= 1 and #b1 == 2", "alpha bravo", "alpha"),
        ("#b1 + #b2 > 1", "bingo", "alpha"),
        ("(#b1 + #b2) > 1", "bingo", "alpha"),
        ("@a < 300", "alpha", "bravo"),
        ("@a[1] < 300 or 300 > @c", "comet", "bravo"),
        ("filesize < 12 and $a", "alpha", "alpha and much more"),
        ("filesize < 1KB and $a at 0", "alpha", "bravo"),
        ("$a in (0..100) and any of ($b*) in (0..100)", "alpha bravo", "alpha comet"),
        ("for any i in (1..#a) : ( $c in (@a[i]..@a[i] + 90) )", "alpha comet", "comet"),
        ("for any of ($b*) : ( for any j in (1..#) : ( $c in (@[j] - 10..@[j] + 10) ) )", "bingo comet", "comet"),
        ("for any of ($a, $b*) : ( @ < 300 )", "bravo", "comet"),
        ("for any of ($b*) : ( $ ) and $a", "alpha bingo", "alpha comet"),
        ("uint16(0) == 0x5a4d and $a", "alpha", "bravo"),
    ],
)
def test_what_must_be_there_is_told_from_the_condition(condition: str, enough: str, too_little: str) -> None:
    assert may_match(condition, enough.encode())
    assert not may_match(condition, too_little.encode())


@pytest.mark.parametrize(
    "condition",
    [
        "true",
        "not $a",
        "$a or not $c",
        "none of them",
        "#a == 0",
        "#a > -1",
        "#a >= 0",
        "5 - #a > 0",
        "#a > #b1 - 3",
        "for all i in (1..#a) : ( $c )",
        "for any of ($b*) : ( not $ )",
        "for none of ($b*) : ( $ )",
        "filesize > 5",
        "uint8(0) == 120 or $a",
    ],
)
def test_a_condition_that_needs_no_string_lets_every_text_pass(condition: str) -> None:
    assert may_match(condition, b"xyz")


@pytest.mark.parametrize("condition", ["$z", "#z > 1", "any of ($a, $z)", "$a and", "(#a + #b1) * 2 > 3", "$a )"])
def test_a_condition_that_is_not_understood_says_so(condition: str) -> None:
    with pytest.raises(ConditionError):
        need(condition)


def test_a_string_that_nobody_looks_for_is_needed_by_no_rule() -> None:
    (rule,) = rules_in(source_of("$a and $c"), Path("r.yar"))
    assert need_of(rule.condition, MEANINGS | {"$a": ANYTHING}) == Present(3)


names = st.sampled_from(["$a", "$b1", "$b2", "$c"])
counts = names.map(lambda name: "#" + name[1:])
numbers = st.integers(-1, 4).map(str)
sets = st.one_of(
    st.just("them"), st.just("($b*)"), st.lists(names, min_size=1, max_size=3).map(lambda n: f"({', '.join(n)})")
)
atoms = st.one_of(
    names,
    st.tuples(st.sampled_from(["any", "all", "none", "1", "2", "3"]), sets).map(lambda t: f"{t[0]} of {t[1]}"),
    st.tuples(counts, st.sampled_from(["<", ">", "<=", ">=", "==", "!="]), st.one_of(numbers, counts)).map(" ".join),
    st.tuples(counts, counts, numbers).map(lambda t: f"{t[0]} + {t[1]} > {t[2]}"),
    st.tuples(counts, counts, numbers).map(lambda t: f"{t[0]} - {t[1]} >= {t[2]}"),
    st.tuples(names, numbers).map(lambda t: f"@{t[0][1:]} < {t[1]}0"),
    st.tuples(numbers, names).map(lambda t: f"{t[0]} > @{t[1][1:]}"),
    names.map(lambda name: f"{name} in (0..9)"),
    st.tuples(names, names).map(lambda t: f"for any i in (1..#{t[0][1:]}) : ( {t[1]} in (@{t[0][1:]}[i]..filesize) )"),
    st.tuples(
        st.sampled_from(["any", "all", "none", "2"]), sets, st.sampled_from(["$", "not $", "@ < 9", "# > 1"])
    ).map(lambda t: f"for {t[0]} of {t[1]} : ( {t[2]} )"),
    st.integers(1, 40).map(lambda size: f"filesize < {size}"),
)
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda c: f"not ({c})"),
        st.tuples(inner, inner, inner).map(lambda t: f"{t[0]} or {t[1]} and not {t[2]}"),
    ),
    max_leaves=5,
)
texts = st.lists(st.sampled_from([*STRINGS.values(), "xx", "alp"]), max_size=6).map(
    lambda words: " ".join(words).encode()
)


@given(conditions, st.lists(texts, min_size=1, max_size=8))
@settings(max_examples=150)
def test_whatever_libyara_matches_may_match(condition: str, samples: list[bytes]) -> None:
    compiled = yara.compile(source=source_of(f"({condition}) and (true or any of them)"))
    prefilter = Prefilter.of(rules_in(source_of(condition), Path("r.yar")))
    for text in samples:
        if compiled.match(data=text):
            assert may_match(condition, text)
            assert prefilter.candidates(text) == {"r"}


@pytest.mark.parametrize(
    ("condition", "count"),
    [("$a", 1), ("$a and $c", 1), ("$a or $c", 2), ("$a and ($b1 or $c)", 1), ("2 of them", 3), ("not $a", None)],
)
def test_a_rule_is_asked_about_by_as_few_strings_as_it_cannot_do_without(condition: str, count: int | None) -> None:
    wanted = need(condition)
    triggers = triggers_of(wanted, Counter(strings_of(wanted)))
    assert (None if triggers is None else len(triggers)) == count
