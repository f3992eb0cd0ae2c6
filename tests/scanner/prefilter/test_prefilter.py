"""No rule that matches is left out, over every sample of the rule set; and what is packed says the same."""

import random
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.prefilter import Prefilter
from scanner.report import Scope
from scanner.rule_source import read_rules, rules_in
from scanner.rulekit.samples import samples_of
from scanner.ruleset import DEFAULT_RULES, RuleSet, load_rules

PATHS = sorted(DEFAULT_RULES.glob("**/*.yar"))


@cache
def own_rules() -> RuleSet:
    return load_rules(DEFAULT_RULES).prefiltered()


@cache
def samples() -> list[bytes]:
    return [sample.path.read_bytes() for path in PATHS for rule in read_rules(path) for sample in samples_of(rule)]


def missing(text: bytes) -> set[str]:
    rules = own_rules()
    assert rules.prefilter is not None
    return {match.rule for match in rules.compiled.match(data=text)} - rules.prefilter.candidates(text)


def test_every_rule_that_matches_a_sample_is_a_candidate() -> None:
    assert not {rule for text in samples() for rule in missing(text)}


def test_where_in_a_text_a_match_stands_does_not_matter() -> None:
    """Vector instructions read 16 to 64 bytes at once: every place in and across them is another case."""
    chosen = random.Random(7)
    for text in samples():
        for before in chosen.sample(range(70), 6):
            padded = b"#" + b"~" * before + b"\n" + text + b"\n" + b"~" * chosen.randrange(70)
            assert not missing(padded)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 400), st.integers(1, 400)), max_size=12))
@settings(max_examples=200)
def test_scraps_of_samples_in_any_order_are_judged_alike(scraps: list[tuple[int, int, int]]) -> None:
    texts = samples()
    text = b"\n".join(texts[which % len(texts)][start : start + size] for which, start, size in scraps)
    assert not missing(text)


def test_most_ordinary_source_concerns_no_rule() -> None:
    rules = own_rules()
    files = sorted(Path(random.__file__).parent.glob("*.py"))[:80]
    concerned = [
        file
        for file in files
        if any(rules.rules[name].applies(file.name, Scope.CODE) for name in rules.candidates(file.read_bytes()))
    ]
    assert len(concerned) < len(files) / 2


def test_what_is_packed_says_the_same() -> None:
    prefilter = own_rules().prefilter
    assert prefilter is not None
    again = Prefilter.unpack(prefilter.pack())
    for text in samples()[:50]:
        assert again.candidates(text) == prefilter.candidates(text)


def test_a_rule_of_unknown_form_is_always_a_candidate() -> None:
    source = 'rule odd { strings: $a = "alpha" xor condition: $a } rule even { strings: $a = "alpha" condition: $a }'
    prefilter = Prefilter.of(rules_in(source, Path("r.yar")))
    assert prefilter.candidates(b"nothing") == {"odd"}
    assert prefilter.candidates(b"alpha") == {"odd", "even"}


def test_a_rule_that_small_texts_match_without_any_string_is_a_candidate_for_them() -> None:
    source = 'rule small { strings: $a = "alpha" condition: $a or filesize < 10 }'
    prefilter = Prefilter.of(rules_in(source, Path("r.yar")))
    assert prefilter.candidates(b"tiny") == {"small"}
    assert prefilter.candidates(b"not so tiny") == frozenset()
    assert prefilter.candidates(b"not so tiny alpha") == {"small"}


def test_no_rules_are_no_candidates() -> None:
    prefilter = Prefilter.unpack(Prefilter.of([]).pack())
    assert prefilter.candidates(b"anything") == frozenset()


def test_a_string_that_hyperscan_does_not_take_may_be_anywhere() -> None:
    """A pattern that can match nothing at all is refused; libyara takes it beside others."""
    source = r"rule r { strings: $a = /x{0,3}(ab)?y{0,2}/ $b = " + '"bravo"' + " condition: $a and $b }"
    prefilter = Prefilter.of(rules_in(source, Path("r.yar")))
    assert prefilter.candidates(b"bravo") == {"r"}
    assert prefilter.candidates(b"alpha") == frozenset()
