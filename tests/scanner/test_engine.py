"""Hits become findings: with line, place, scope and evidence, and the same text is never matched twice."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scanner.engine import Matcher, match_layer, merge
from scanner.member import Layer, Member
from scanner.prefilter import Prefilter
from scanner.report import Anomaly, Finding, Place, Scope
from scanner.ruleset import RuleSet, load_rules
from tests.scanner.distributions import rule, write_rules


def layer(
    text: str | bytes, name: str = "pkg/mod.py", *, scope: Scope = Scope.CODE, path: tuple[str, ...] = ()
) -> Layer:
    data = text.encode() if isinstance(text, str) else text
    return Layer(
        member=Member(name=name, data=data), data=data, path=path, scope=scope, is_code=name.endswith((".py", ".pth"))
    )


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    return load_rules(
        write_rules(
            tmp_path,
            rule("marker", '"MARKER_WORD"'),
            rule("other", '"OTHER_WORD"', status="shadow"),
            rule("only_pth", '"MARKER_WORD"', filetypes="pth"),
            rule("only_setup", '"SETUP_WORD"', scope="setup"),
            rule("only_import", '"IMPORT_WORD"', scope="import"),
            rule("both", '"FIRST_HALF"', more='$b = "SECOND_HALF"', condition="all of them"),
        )
    )


def only(rules: RuleSet, text: Layer) -> Finding:
    (finding,) = match_layer(rules, text)
    return finding


def test_a_finding_says_where_the_match_stands(rules: RuleSet):
    found = only(rules, layer("x = 1\n\ncall('MARKER_WORD', x)\n"))
    assert (found.rule, found.member, found.line, found.snippet) == (
        "marker",
        "pkg/mod.py",
        3,
        "call('MARKER_WORD', x)",
    )
    assert found.place is Place.CODE


def test_what_is_shown_is_more_than_an_import_where_there_is_more(rules: RuleSet):
    found = only(rules, layer("import FIRST_HALF\n\ncall(SECOND_HALF)\n"))
    assert (found.line, found.snippet) == (3, "call(SECOND_HALF)")
    found = only(rules, layer("import FIRST_HALF\nfrom x import SECOND_HALF\n"))
    assert (found.line, found.snippet) == (2, "from x import SECOND_HALF")


def test_of_several_places_the_longest_match_is_shown(rules: RuleSet):
    found = only(rules, layer("SECOND_HALF()\n\nif FIRST_HALF:\n    pass\nSECOND_HALF\n"))
    assert (found.line, found.snippet) == (1, "SECOND_HALF()")
    found = only(rules, layer("FIRST_HALF()\n\nif SECOND_HALF:\n    pass\n"))
    assert (found.line, found.snippet) == (3, "if SECOND_HALF:")


def test_hostile_text_in_a_snippet_stays_as_it_was(rules: RuleSet):
    found = only(rules, layer(b"a = '\x1b[2J\xe2\x80\xaeMARKER_WORD\xff'"))
    assert "\x1b[2J\u202eMARKER_WORD\\xff" in found.snippet


def test_of_a_program_only_its_words_are_shown(rules: RuleSet):
    found = only(rules, layer(b"MZ\x90\0\3\0\0\0 a MARKER_WORD of it\0\xff\xfe.text\0\0", name="tides.exe"))
    assert found.snippet == "MZ… a MARKER_WORD of it….text…"


def test_a_match_in_a_comment_counts_as_comment(rules: RuleSet):
    assert only(rules, layer("x = 1  # MARKER_WORD\n")).place is Place.COMMENT


def test_a_match_in_a_docstring_counts_as_docstring(rules: RuleSet):
    assert only(rules, layer('def f():\n    """MARKER_WORD"""\n')).place is Place.DOCSTRING


def test_a_decoy_in_a_comment_does_not_hide_the_match_behind_it(rules: RuleSet):
    found = only(rules, layer("# MARKER_WORD\nx = 1\nrun('MARKER_WORD')\n"))
    assert (found.place, found.line) == (Place.CODE, 3)


def test_a_rule_that_needs_its_comment_half_counts_as_comment(rules: RuleSet):
    found = only(rules, layer("# FIRST_HALF\nrun('SECOND_HALF')\n"))
    assert found.place is Place.COMMENT


@pytest.mark.parametrize("is_prefiltered", [False, True])
def test_what_a_rule_spares_does_not_do_so_from_a_comment(tmp_path: Path, is_prefiltered: bool):
    rules = load_rules(
        write_rules(tmp_path, rule("guarded", '"MARKER"', more='$not_b = "SPARED"', condition="$a and not $not_b"))
    )
    rules = rules.prefiltered() if is_prefiltered else rules
    for text in ("# SPARED\nf('MARKER')\n", '"""SPARED"""\nf("MARKER")\n'):
        assert only(rules, layer(text)).place is Place.CODE
    for text in ("f('SPARED')\nf('MARKER')\n", "# SPARED\n# MARKER\n"):
        assert not [*match_layer(rules, layer(text))]


def test_what_there_is_no_room_to_place_counts_as_code(rules: RuleSet, monkeypatch: pytest.MonkeyPatch):
    def out_of_memory(_layer: Layer) -> list[tuple[int, int]]:
        raise MemoryError

    monkeypatch.setattr("scanner.engine.likely_quiet", out_of_memory)
    assert only(rules, layer("# MARKER_WORD\n")).place is Place.CODE


def test_a_name_that_unpacking_changes_has_the_file_type_that_it_gets(rules: RuleSet):
    names = {
        name: {item.rule for item in match_layer(rules, layer("MARKER_WORD", name))} for name in ("a.pth/", "a.pth")
    }
    assert names["a.pth/"] == names["a.pth"] == {"marker", "only_pth"}


def test_a_file_that_does_not_tokenize_counts(rules: RuleSet):
    assert only(rules, layer("# MARKER_WORD\nx = '''\n")).place is Place.CODE


def test_module_level_code_runs_on_import(rules: RuleSet):
    assert only(rules, layer("MARKER_WORD = 1\n")).scope is Scope.IMPORT
    assert only(rules, layer("def f():\n    return MARKER_WORD\n")).scope is Scope.CODE


def test_filetypes_and_scopes_of_a_rule_are_kept(rules: RuleSet):
    assert {found.rule for found in match_layer(rules, layer("MARKER_WORD", "x.pth", scope=Scope.STARTUP))} == {
        "marker",
        "only_pth",
    }
    assert not list(match_layer(rules, layer("x = 'SETUP_WORD'")))
    assert only(rules, layer("x = 'SETUP_WORD'", "setup.py", scope=Scope.SETUP)).rule == "only_setup"


def test_a_rule_for_imports_fires_at_module_level_and_not_in_a_function(rules: RuleSet):
    assert only(rules, layer("x = 'IMPORT_WORD'\n")).rule == "only_import"
    assert not list(match_layer(rules, layer("def f():\n    return 'IMPORT_WORD'\n")))


def test_a_rule_in_shadow_has_no_points(rules: RuleSet):
    found = only(rules, layer("OTHER_WORD = 1"))
    assert (found.status, found.points, found.base_points) == ("shadow", 0.0, 8.0)


def test_the_fingerprint_survives_another_file_and_other_white_space(rules: RuleSet):
    one = only(rules, layer("run('MARKER_WORD',  'payload')\n"))
    two = only(rules, layer("if 1:\r\n\trun('MARKER_WORD', 'payload')\r\n", "other/name.py"))
    assert one.fingerprint == two.fingerprint


def test_another_payload_behind_the_same_call_is_new_evidence(rules: RuleSet):
    one = only(rules, layer("run('MARKER_WORD', 'payload')\n"))
    two = only(rules, layer("run('MARKER_WORD', 'PAYLOAD')\n"))
    assert one.fingerprint != two.fingerprint


def test_another_match_below_the_known_one_is_new_evidence(rules: RuleSet):
    one = only(rules, layer("run('MARKER_WORD', 'payload')\n"))
    two = only(rules, layer("run('MARKER_WORD', 'payload')\nrun('MARKER_WORD', 'PAYLOAD')\n"))
    assert one.fingerprint != two.fingerprint
    again = only(rules, layer("x = 1\nrun('MARKER_WORD', 'payload')\n"))
    assert one.fingerprint == again.fingerprint


def test_evidence_in_a_second_text_of_the_same_kind_is_in_what_stands_for_both(rules: RuleSet):
    known, other = (layer(f"run('MARKER_WORD', '{word}')", path=("base64",)) for word in ("payload", "PAYLOAD"))
    (one,) = merge(match_layer(rules, known))
    (both,) = merge([*match_layer(rules, known), *match_layer(rules, other)])
    assert (both.count, both.fingerprint == one.fingerprint) == (2, False)
    (twice,) = merge([*match_layer(rules, known), *match_layer(rules, known)])
    assert twice.fingerprint == one.fingerprint


def test_very_many_matches_take_no_longer_than_reading_them(rules: RuleSet):
    started = time.perf_counter()
    only(rules, layer("run('MARKER_WORD');" * 200_000))
    assert time.perf_counter() - started < 5


class Counted:
    """Compiled rules that keep what they were asked to read."""

    def __init__(self, compiled: Any) -> None:
        self.compiled = compiled
        self.read: list[bytes] = []

    def match(self, *, data: bytes, **options: Any) -> Any:
        self.read.append(bytes(data))
        return self.compiled.match(data=data, **options)


def test_the_same_bytes_are_matched_once_and_found_in_every_member(rules: RuleSet):
    counted = Counted(rules.compiled)
    matcher = Matcher(msgspec.structs.replace(rules, compiled=counted))
    text = "MARKER_WORD = 1\n"
    first = list(matcher.match(layer(text, "a.py")))
    second = list(matcher.match(layer(text, "setup.py", scope=Scope.SETUP)))
    assert counted.read == [text.encode()]
    assert [item.member for item in (*first, *second) if isinstance(item, Finding)] == ["a.py", "setup.py"]


def test_what_was_cut_short_is_not_matched_again_in_its_own_distribution(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
):
    matcher = Matcher(rules)
    asked: list[Layer] = []

    def cut_short(_: Matcher, asking: Layer) -> Iterator[Anomaly]:
        asked.append(asking)
        yield Anomaly(kind="match-timeout", detail="")

    monkeypatch.setattr(Matcher, "_hits", cut_short)
    found = [item for name in ("a.py", "b.py") for item in matcher.match(layer("MARKER_WORD = 1\n", name))]
    assert [item.kind for item in found if isinstance(item, Anomaly)] == ["match-timeout"]
    assert [item.member.name for item in asked] == ["a.py"]
    monkeypatch.undo()
    assert [*Matcher(rules, known=matcher.known).match(layer("MARKER_WORD = 1\n"))]


def test_of_several_texts_decoded_alike_the_loudest_speaks_and_all_are_counted(rules: RuleSet):
    found = [
        only(rules, layer("# MARKER_WORD 1\n", path=("base64",))),
        only(rules, layer("MARKER_WORD = 2\n", path=("base64",))),
        only(rules, layer("MARKER_WORD = 3\n")),
    ]
    deep, plain = merge(found)
    assert (deep.place, deep.count, deep.layers) == (Place.CODE, 2, ("base64",))
    assert (plain.count, plain.layers) == (1, ())


def test_what_a_time_out_had_found_in_other_windows_is_kept(tmp_path: Path):
    slow = rule("slow", "/x(a|b|ab){1,40}y(a|b|ab){1,200}z/")
    rules = load_rules(write_rules(tmp_path, rule("marker", '"MARKER_WORD"'), slow))
    now = iter([0.0] * 3 + [99.0] * 100)
    matcher = Matcher(rules, deadline=10.0, clock=lambda: next(now))
    text = b"MARKER_WORD" + b"\n" * 2_000_000
    items = list(matcher.match(layer(text, "data.bin")))
    assert [item.rule for item in items if isinstance(item, Finding)] == ["marker"]


@pytest.mark.parametrize("fault", [MemoryError(), SystemError("returned a result with an exception set")])
def test_a_text_with_more_matches_than_memory_is_matched_in_windows(rules: RuleSet, fault: Exception):
    class Full(Counted):
        def match(self, *, data: bytes, **options: Any) -> Any:
            if len(data) > 1_000_000:
                raise fault
            return super().match(data=data, **options)

    matcher = Matcher(msgspec.structs.replace(rules, compiled=Full(rules.compiled)))
    items = list(matcher.match(layer("\n" * 2_000_000 + "MARKER_WORD", "data.bin")))
    assert [item.rule for item in items if isinstance(item, Finding)] == ["marker"]
    assert not [item for item in items if isinstance(item, Anomaly)]  # for nothing is left unread


def test_past_the_deadline_nothing_is_matched_and_that_is_said(rules: RuleSet):
    matcher = Matcher(rules, deadline=1.0, clock=lambda: 2.0)
    (anomaly,) = matcher.match(layer("MARKER_WORD"))
    assert isinstance(anomaly, Anomaly)
    assert anomaly.kind == "match-timeout"


def test_a_prefilter_changes_nothing_that_is_found(rules: RuleSet):
    texts = [
        layer("x = 'MARKER_WORD'  # FIRST_HALF SECOND_HALF\n"),
        layer("FIRST_HALF = 1\n"),
        layer("MARKER_WORD = 1\n", "start.pth"),
        layer("def f():\n    return 'IMPORT_WORD'\n"),
        layer("y = 'IMPORT_WORD'\n"),
        layer("nothing = 1\n"),
        layer("# OTHER_WORD\n" + "z = 'MARKER_WORD'\n" * 3),
    ]
    prefiltered = rules.prefiltered()
    for text in texts:
        assert list(match_layer(prefiltered, text)) == list(match_layer(rules, text))


def test_a_text_that_no_rule_can_match_is_not_read_by_libyara(rules: RuleSet):
    matcher = Matcher(rules.prefiltered(), deadline=0.0, clock=lambda: 1.0)  # every call of libyara is too late
    assert list(matcher.match(layer("nothing = 1\n"))) == []
    assert [item.kind for item in matcher.match(layer("MARKER_WORD = 1\n")) if isinstance(item, Anomaly)]


def test_a_text_that_tires_libyara_out_is_told_by_the_prefilter(rules: RuleSet):
    matcher = Matcher(rules.prefiltered(), deadline=0.0, clock=lambda: 1.0)  # every call of libyara is too late
    items = list(matcher.match(layer("MARKER_WORD = 1\n")))
    assert [item.rule for item in items if isinstance(item, Finding)] == ["marker"]
    assert [item.kind for item in items if isinstance(item, Anomaly)] == ["match-timeout"]
    assert not [item for item in matcher.match(layer("MARKER_WORD", "data.bin")) if isinstance(item, Finding)]


def test_a_rule_for_other_files_alone_is_no_reason_to_read_a_text(tmp_path: Path):
    only_pth = load_rules(write_rules(tmp_path, rule("only_pth", '"MARKER_WORD"', filetypes="pth"))).prefiltered()
    matcher = Matcher(only_pth, deadline=0.0, clock=lambda: 1.0)
    assert list(matcher.match(layer("MARKER_WORD = 1\n"))) == []
    assert list(matcher.match(layer("MARKER_WORD = 1\n", "start.pth"))) != []


def test_what_runs_by_installing_is_read_by_libyara_whatever_the_prefilter_says(rules: RuleSet):
    deaf = msgspec.structs.replace(rules, prefilter=Prefilter.of([]))
    text = "MARKER_WORD = 1\n"
    assert not list(match_layer(deaf, layer(text)))
    assert list(match_layer(deaf, layer(text, "pkg-1.0/setup.py", scope=Scope.SETUP)))
    assert list(match_layer(deaf, layer(text, path=("base64",))))
    assert list(match_layer(deaf, layer(text + "#" * 40_000, "pkg-1.0/setup.py", scope=Scope.SETUP)))
    assert not list(match_layer(deaf, layer(text, "pkg/__init__.py", scope=Scope.IMPORT)))


def test_a_match_that_code_has_as_well_asks_no_parser(rules: RuleSet):
    text = layer("# MARKER_WORD\nx = MARKER_WORD\n")
    assert (only(rules, text).place, only(rules, text).line) == (Place.CODE, 2)
    assert "tree" not in vars(text)


def test_a_string_that_only_looks_like_a_docstring_is_code(rules: RuleSet):
    assert only(rules, layer("table = {1: 'MARKER_WORD'}  # MARKER_WORD\n")).place is Place.CODE
    assert only(rules, layer("table = {1:\n  'MARKER_WORD'}\n")).place is Place.CODE
