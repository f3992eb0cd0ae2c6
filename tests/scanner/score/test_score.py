"""How findings add up, what quiets them, and that a card's points explain its probability."""

import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.points import Combination, PointsTable
from scanner.report import Finding, Place, Report, Scope
from scanner.score import rescore, score

TABLE = PointsTable(
    base=-4.6,
    combination=(
        Combination(
            name="combo-steals-and-sends",
            description="Reads secrets and sends them",
            needs=(("theft",), ("channel", "download")),
            authored=1.5,
            points=1.5,
        ),
        Combination(
            name="combo-at-setup",
            description="Runs and sends at installation",
            needs=(("execution",), ("channel",)),
            authored=1.0,
            points=1.0,
            scope=(Scope.SETUP,),
            group="place",
        ),
    ),
)


def found(rule: str = "rule_a", points: float = 3.0, **more: object) -> Finding:
    plain = {"behaviour": "execution", "description": "d", "member": "pkg/a.py", "fingerprint": rule}
    return Finding(**{**plain, "rule": rule, "points": points, **more})  # type: ignore[arg-type]


def points_of(findings: tuple[Finding, ...]) -> dict[str, float]:
    return {finding.rule: finding.points for finding in findings}


def report(*findings: Finding, **more: object) -> Report:
    plain = {"project": "p", "version": "1", "filename": "p-1.tar.gz", "sha256": "00", "verdict": "alert"}
    return Report(**{**plain, "score": 0.9, "complete": True, "findings": findings, **more})  # type: ignore[arg-type]


def test_without_findings_the_base_stands() -> None:
    probability, findings = score([], TABLE)
    assert findings == ()
    assert probability == pytest.approx(1 / (1 + math.exp(4.6)))


FINDINGS = st.builds(
    found,
    rule=st.sampled_from(["rule_a", "rule_b", "rule-c", "rule_d"]),
    points=st.floats(0, 6),
    behaviour=st.sampled_from(["execution", "theft", "channel", "download", "structure", "metadata", "naming"]),
    member=st.sampled_from(["", "pkg/a.py", "pkg/b.py", "setup.py"]),
    scope=st.sampled_from(Scope),
    place=st.sampled_from(Place),
    group=st.sampled_from(["", "one", "two"]),
    layers=st.lists(st.just("base64"), max_size=7).map(tuple),
)


MODULES = st.sampled_from([None, 0, 30, 5000])


@given(st.lists(FINDINGS, max_size=12), MODULES)
def test_the_points_shown_are_the_whole_of_the_score(findings: list[Finding], modules: int | None) -> None:
    probability, scored = score(findings, TABLE, modules=modules)
    log_odds = TABLE.base + sum(finding.points for finding in scored)
    assert math.log(probability / (1 - probability)) == pytest.approx(log_odds, abs=0.01)


@given(st.lists(FINDINGS, max_size=12), FINDINGS, MODULES)
def test_more_evidence_never_calms(findings: list[Finding], more: Finding, modules: int | None) -> None:
    both, without = (score(told, TABLE, modules=modules)[0] for told in ([*findings, more], findings))
    assert both >= without - 1e-9


@given(st.lists(FINDINGS, max_size=12))
def test_the_order_of_findings_does_not_matter(findings: list[Finding]) -> None:
    assert score(findings, TABLE)[0] == pytest.approx(score(findings[::-1], TABLE)[0])


@given(st.lists(FINDINGS, max_size=12), MODULES)
def test_scoring_the_scored_changes_nothing(findings: list[Finding], modules: int | None) -> None:
    probability, scored = score(findings, TABLE, modules=modules)
    assert score(scored, TABLE, modules=modules)[0] == pytest.approx(probability)


def test_in_one_group_only_the_strongest_counts() -> None:
    _, findings = score([found("rule_a", 2.0, group="g"), found("rule_b", 3.0, group="g")], TABLE)
    assert points_of(findings) == {"rule_b": 3.0, "rule_a": 0.0}


def test_the_table_outweighs_the_authors_points() -> None:
    fitted = PointsTable(rules={"rule_a": 0.5})
    assert points_of(score([found("rule_a", 3.0), found("rule_b", 2.0)], fitted)[1]) == {"rule_b": 2.0, "rule_a": 0.5}


def test_a_rule_in_shadow_is_shown_and_adds_nothing() -> None:
    probability, findings = score([found(status="shadow")], TABLE)
    assert probability == score([], TABLE)[0]
    assert points_of(findings) == {"rule_a": 0.0}


def test_louder_places_weigh_more_and_none_weighs_nothing() -> None:
    order = [Scope.STARTUP, Scope.SETUP, Scope.IMPORT, Scope.CODE, Scope.DATA, Scope.TEST, Scope.DOCS]
    worth = [score([found(scope=scope)], TABLE)[1][0].points for scope in order]
    assert worth == sorted(worth, reverse=True)
    assert worth[-1] > 0


def test_comments_and_docstrings_weigh_little() -> None:
    worth = {place: score([found(place=place)], TABLE)[1][0].points for place in Place}
    assert 0 < worth[Place.COMMENT] < worth[Place.CODE] / 3
    assert 0 < worth[Place.DOCSTRING] < worth[Place.CODE] / 3


def test_what_speaks_to_agents_does_so_in_a_docstring_too() -> None:
    told = [found(behaviour="ai-agents", place=place) for place in (Place.CODE, Place.DOCSTRING)]
    assert len({score([one], TABLE)[0] for one in told}) == 1


def test_what_was_peeled_weighs_more() -> None:
    plain, peeled = found(), found(layers=("base64", "zlib", "marshal"))
    assert score([peeled], TABLE)[0] > score([plain], TABLE)[0]


def test_evidence_spread_over_a_large_package_weighs_less_than_in_one_member() -> None:
    rules = [f"rule_{letter}" for letter in "abcdef"]
    together = [found(rule, 1.5, member="pkg/a.py") for rule in rules]
    spread = [found(rule, 1.5, member=f"pkg/{rule}.py") for rule in rules]
    assert score(together, TABLE)[0] > 0.9
    assert score(spread, TABLE)[0] < 0.3


def test_what_fires_somewhere_among_many_modules_weighs_less_and_what_is_plain_stays_so() -> None:
    scores = [score([found(points=9.0)], TABLE, modules=modules)[0] for modules in (None, 5, 20, 100, 10**6)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == scores[1] > scores[2] > scores[3] > scores[4] > 0.5
    assert score([found()], TABLE, modules=10**6)[0] == score([], TABLE)[0]


def test_what_size_takes_is_taken_once_from_all_that_stands_in_a_member() -> None:
    parts = [found("rule_a", 4.0, behaviour="theft"), found("rule_b", 4.0, behaviour="channel")]
    alone = sum(points_of(score(parts, TABLE)[1]).values())
    among = points_of(score(parts, TABLE, modules=20)[1])
    assert alone - sum(among.values()) == pytest.approx(math.log(20 / TABLE.undiluted), abs=0.01)
    assert among["rule_a"] == among["rule_b"] > among["combo-steals-and-sends"] > 0


def test_size_gives_no_room_to_chance_in_setup_or_start_up_or_in_what_is_new() -> None:
    for loud in (found(scope=Scope.SETUP), found(scope=Scope.STARTUP), found(new=True)):
        assert score([loud], TABLE, modules=5000)[1][0].points == score([loud], TABLE)[1][0].points


def test_size_gives_no_room_to_chance_in_what_no_honest_module_has() -> None:
    table = msgspec.structs.replace(TABLE, certain=("rule_a",))
    in_code, in_tests = (
        [score([found(scope=scope)], table, modules=modules)[1][0].points for modules in (None, 5000)]
        for scope in (Scope.CODE, Scope.TEST)
    )
    assert in_code[0] == in_code[1] > 0
    assert in_tests[0] > in_tests[1]


def test_a_combination_is_a_finding_of_its_own_in_the_member_where_it_meets() -> None:
    parts = [found("rule_a", 2.0, behaviour="theft"), found("rule_b", 2.0, behaviour="channel")]
    combined = next(finding for finding in score(parts, TABLE)[1] if finding.rule == "combo-steals-and-sends")
    assert combined.points == 1.5
    assert combined.member == "pkg/a.py"
    assert combined.snippet == "rule_a + rule_b"


def test_parts_in_different_members_do_not_combine() -> None:
    parts = [found("rule_a", 2.0, behaviour="theft"), found("rule_b", 2.0, behaviour="channel", member="pkg/b.py")]
    assert "combo-steals-and-sends" not in points_of(score(parts, TABLE)[1])


def test_what_a_member_runs_counts_as_one_with_it() -> None:
    loader = found("rule_a", 2.0, behaviour="theft")
    payload = found("rule_b", 2.0, behaviour="channel", member="pkg/words.dat", run_by="pkg/a.py")
    together = points_of(score([loader, payload], TABLE)[1])
    assert together == {"rule_a": 2.0, "rule_b": 2.0, "combo-steals-and-sends": 1.5}


def test_a_combination_of_a_place_needs_the_place() -> None:
    parts = [found("rule_a", 2.0), found("rule_b", 2.0, behaviour="channel")]
    assert "combo-at-setup" not in points_of(score(parts, TABLE)[1])
    loud = [found("rule_a", 2.0, scope=Scope.SETUP), found("rule_b", 2.0, behaviour="channel")]
    assert "combo-at-setup" in points_of(score(loud, TABLE)[1])


LOUD = Combination(
    name="combo-small-and-loud",
    description="d",
    needs=(("execution",),),
    authored=1.0,
    points=1.0,
    scope=(Scope.SETUP,),
    least=2.0,
    small=True,
)
HOLLOW = Combination(
    name="combo-hollow-squat",
    description="d",
    needs=(("name-typosquat",), ("shape",), ("metadata",)),
    authored=3.0,
    points=3.0,
)


@pytest.mark.parametrize(
    ("worth", "modules", "meets"),
    [(3.0, 3, True), (3.0, 0, True), (3.0, None, False), (3.0, 60, False), (1.0, 3, False)],
)
def test_strong_evidence_in_a_loud_place_of_a_small_package_combines_by_itself(
    worth: float, modules: int | None, meets: bool
) -> None:
    table = PointsTable(combination=(LOUD,))
    scored = score([found(points=worth, scope=Scope.SETUP)], table, modules=modules)[1]
    assert (LOUD.name in points_of(scored)) is meets


def test_what_surrounds_a_package_combines_by_the_names_of_rules_also_without_evidence_in_members() -> None:
    table = PointsTable(combination=(HOLLOW,), base=-4.0)
    empty = found("shape-hollow", 0.8, behaviour="shape", member="")
    nameless = found("metadata-empty", 0.9, behaviour="metadata", member="")
    squat = found("name-typosquat", 1.5, behaviour="naming", member="")
    assert score([empty, nameless, squat], table)[0] > 0.5
    plugin = found("name-combosquat", 1.5, behaviour="naming", member="")
    assert score([empty, nameless, plugin], table)[0] < 0.5


def test_an_archive_inside_is_not_run_by_installing_but_what_was_decoded_is() -> None:
    own = found(scope=Scope.STARTUP, member="quiet.pth")
    inside = found(scope=Scope.STARTUP, member="data/inner.whl!/quiet.pth")
    assert score([inside], TABLE, modules=500)[0] < score([own], TABLE, modules=500)[0]
    decoded = found(scope=Scope.STARTUP, member="loud.pth!/quiet.pth", layers=("base64",))
    assert score([decoded], TABLE, modules=500)[0] >= score([own], TABLE, modules=500)[0]


def test_surroundings_alone_never_alert() -> None:
    surroundings = [
        found(f"{behaviour}-{number}", 5.0, behaviour=behaviour, member="")
        for behaviour in ("naming", "metadata", "history", "shape")
        for number in range(5)
    ]
    assert score(surroundings, TABLE)[0] < 0.5


@pytest.mark.parametrize(
    ("scope", "member"),
    [(Scope.DOCS, "pkg/a.py"), (Scope.TEST, "pkg-1.0/tests/samples/a.txt"), (Scope.TEST, "pkg/Test/a.py")],
)
def test_a_list_of_attacks_in_documentation_or_tests_alone_never_alerts(scope: Scope, member: str) -> None:
    listed = [
        found(f"rule_{n}", 5.0, scope=scope, behaviour=b, member=member)
        for n, b in enumerate(["theft", "channel", "native"] * 9)
    ]
    probability, findings = score(listed, TABLE)
    assert probability < 0.5
    assert sum(finding.points for finding in findings) == pytest.approx(TABLE.quiet_cap, abs=0.05)
    ran = [*listed, found("loader", 0.5, member="pkg/__init__.py", run_by=member)]
    assert score(ran, TABLE)[0] > 0.99  # what runs it lets it count in full


def test_a_module_that_is_called_as_tests_are_counts_in_full() -> None:
    listed = [found(f"rule_{n}", 9.0, scope=Scope.TEST, behaviour="theft", member="pkg/tests.py") for n in range(3)]
    assert score(listed, TABLE)[0] > 0.9


def test_a_further_finding_takes_no_combination_away() -> None:
    either = Combination(
        name="combo-nameless-and-loud",
        description="Acts at import and says nothing of itself",
        needs=(("download", "theft"), ("metadata",)),
        authored=1.0,
        points=1.0,
        scope=(Scope.IMPORT,),
    )
    table = PointsTable(base=-4.6, combination=(either,))
    met = [found("rule_a", behaviour="theft", scope=Scope.IMPORT), found("rule_b", behaviour="metadata", member="")]
    more = found("rule_c", 1.0, behaviour="download", scope=Scope.CODE)
    assert "combo-nameless-and-loud" in points_of(score(met, table)[1])
    assert "combo-nameless-and-loud" in points_of(score([*met, more], table)[1])


def test_evidence_that_the_previous_release_had_weighs_little_and_new_evidence_speaks() -> None:
    before = report(found("rule_a", 3.0), found("rule_b", 3.0))
    after = rescore(before, threshold=0.5, known={"rule_a"}, points=TABLE)
    assert {finding.rule: finding.new for finding in after.findings} == {"rule_a": False, "rule_b": True}
    assert points_of(after.findings)["rule_a"] == pytest.approx(0.3)
    assert points_of(after.findings)["rule_b"] == 3.0
    assert after.verdict == "clean"


AT_IMPORT, IN_CODE, IN_TESTS = {"scope": Scope.IMPORT}, {"scope": Scope.CODE}, {"scope": Scope.TEST}


@pytest.mark.parametrize("before", [IN_CODE, IN_TESTS, {"place": Place.DOCSTRING, "scope": Scope.IMPORT}])
def test_evidence_that_was_known_or_dismissed_where_it_was_quieter_is_news(before: dict[str, Any]) -> None:
    told = {finding.fingerprint for finding in score([found("rule_a", 6.0, **before)], TABLE)[1]}
    loud = report(found("rule_a", 6.0, **AT_IMPORT))
    assert rescore(loud, threshold=0.5, known=told, points=TABLE).findings[0].new is True
    assert rescore(loud, threshold=0.5, suppressed=told, points=TABLE).verdict == "alert"
    same = report(found("rule_a", 6.0, **before))
    assert rescore(same, threshold=0.5, known=told, points=TABLE).findings[0].new is False


@pytest.mark.parametrize("after", [{"scope": Scope.SETUP}, IN_CODE, IN_TESTS])
def test_evidence_that_was_known_or_dismissed_where_it_was_as_loud_is_none(after: dict[str, Any]) -> None:
    told = {finding.fingerprint for finding in score([found("rule_a", 6.0, **AT_IMPORT)], TABLE)[1]}
    moved = report(found("rule_a", 6.0, **after))
    assert rescore(moved, threshold=0.5, known=told, points=TABLE).findings[0].new is False
    assert rescore(moved, threshold=0.5, suppressed=told, points=TABLE).findings[0].points == 0.0


def test_without_a_previous_release_nothing_is_called_new() -> None:
    assert rescore(report(found()), threshold=0.5, points=TABLE).findings[0].new is None
    assert rescore(report(found()), threshold=0.5, known=(), points=TABLE).findings[0].new is True


def test_dismissed_evidence_weighs_nothing_until_it_is_no_longer_dismissed() -> None:
    loud = report(found("rule_a", 6.0))
    quiet = rescore(loud, threshold=0.5, suppressed={"rule_a"}, points=TABLE)
    assert (quiet.verdict, quiet.findings[0].points) == ("clean", 0.0)
    again = rescore(quiet, threshold=0.5, points=TABLE)
    assert (again.verdict, again.findings[0].points) == ("alert", 6.0)


def test_a_member_known_good_weighs_nothing() -> None:
    loud = report(found("rule_a", 6.0), evidence={"pkg/a.py": "aa" * 32})
    assert rescore(loud, threshold=0.5, points=TABLE).verdict == "alert"
    assert rescore(loud, threshold=0.5, known_members={"aa" * 32}, points=TABLE).verdict == "clean"


def test_the_second_of_a_group_speaks_when_the_first_is_dismissed() -> None:
    both = report(found("rule_a", 6.0, group="g"), found("rule_b", 5.0, group="g"))
    quiet = rescore(both, threshold=0.5, suppressed={"rule_a"}, points=TABLE)
    assert points_of(quiet.findings) == {"rule_b": 5.0, "rule_a": 0.0}


def test_rescoring_forms_combinations_anew() -> None:
    parts = (found("rule_a", 2.0, behaviour="theft"), found("rule_b", 2.0, behaviour="channel"))
    scored = report(*score(parts, TABLE)[1])
    quiet = rescore(scored, threshold=0.5, suppressed={"rule_b"}, points=TABLE)
    assert "combo-steals-and-sends" not in points_of(quiet.findings)


def test_a_failed_report_stays_failed() -> None:
    assert rescore(report(verdict="failed"), threshold=0.5, points=TABLE).verdict == "failed"


def test_very_many_members_of_like_weight_are_scored_at_once() -> None:
    """Each tried against all others would take minutes."""
    alike = [found(f"rule_{number % 5}", 2.0, member=f"pkg/{number}.py") for number in range(30_000)]
    probability, findings = score(alike, TABLE)
    assert len(findings) == len(alike)
    assert probability == pytest.approx(score(alike[:40], TABLE)[0])
