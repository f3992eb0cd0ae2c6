"""Permissions, automatic escalation, campaigns, and what a report says."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.campaigns import campaign, campaigns
from bot.triage.draft import LEAD_LIMIT, SUMMARY_LIMIT, draft, inspector_link
from bot.triage.permissions import Verb, refuse, refuse_cancel, refuse_escalation
from bot.triage.policy import automatic_escalation
from bot.triage.roles import Actor, Role
from bot.triage.states import REPORTING, TAKEN_DOWN, UNDECIDED, State, after, takedown_of
from bot.visible import units
from tests.bot.cases import finding, report

NOBODY, VOLUNTEER, SENIOR, ADMIN = (Actor(int(role), role.word, role) for role in Role)


@pytest.mark.parametrize("verb", list(Verb))
def test_somebody_without_a_role_may_nothing_and_learns_what_to_do(verb: Verb) -> None:
    said = refuse(verb, NOBODY)
    assert said is not None
    assert "role" in said
    assert said.endswith("Ask an admin of this server for it.")


@pytest.mark.parametrize("verb", list(Verb))
def test_an_admin_may_everything(verb: Verb) -> None:
    assert refuse(verb, ADMIN) is None


@pytest.mark.parametrize("verb", [Verb.UNSUPPRESS, Verb.CONFIRM_ALL, Verb.DISMISS_ALL])
def test_what_reaches_far_needs_a_senior(verb: Verb) -> None:
    assert refuse(verb, VOLUNTEER) is not None
    assert refuse(verb, SENIOR) is None


def test_a_volunteer_may_escalate_a_confirmed_case_and_a_senior_any_open_one() -> None:
    assert refuse_escalation(VOLUNTEER, State.CONFIRMED, 1) is None
    assert refuse_escalation(VOLUNTEER, State.OPEN, 1) is not None
    for state in UNDECIDED | {State.CONFIRMED, State.REPORT_FAILED, State.REPORT_UNKNOWN}:
        assert refuse_escalation(SENIOR, state, 1) is None


@given(st.sampled_from(State), st.sampled_from([VOLUNTEER, SENIOR, ADMIN]))
def test_nothing_is_reported_that_is_reported_queued_or_gone(state: State, actor: Actor) -> None:
    if state in TAKEN_DOWN | {State.REPORTED, State.QUEUED}:
        assert refuse_escalation(actor, state, 1) is not None


def test_only_a_senior_sends_again() -> None:
    for state in (State.REPORT_FAILED, State.REPORT_UNKNOWN):
        assert refuse_escalation(VOLUNTEER, state, 1) is not None


def test_a_volunteer_takes_back_what_no_senior_asked_for() -> None:
    assert refuse_cancel(VOLUNTEER, State.QUEUED, 1, automatic=True) is None
    assert refuse_cancel(VOLUNTEER, State.QUEUED, 1, automatic=False) is not None
    assert refuse_cancel(SENIOR, State.QUEUED, 1, automatic=False) is None
    assert refuse_cancel(SENIOR, State.REPORTED, 1, automatic=True) is not None


@given(st.sampled_from(State), st.sampled_from(State))
def test_a_removed_project_stays_removed_and_answers_never_outrank_a_quarantine(current: State, wanted: State) -> None:
    reached = after(current, wanted)
    if current is State.REMOVED:
        assert reached is State.REMOVED
    if current is State.QUARANTINED and wanted in REPORTING:
        assert reached is State.QUARANTINED


def test_only_the_journals_own_words_take_down() -> None:
    assert takedown_of("project quarantined") == "quarantined"
    assert takedown_of("yank release") is None


def _policy(**changes: object) -> bool:
    values: dict[str, object] = {
        "state": State.CONFIRMED,
        "verdict": "confirmed",
        "reports_today": 0,
        "daily_cap": 5,
        "report_before": False,
    }
    return automatic_escalation(str(changes.pop("auto", "quorum")), **(values | changes)).queue  # pyright: ignore


def test_what_quorum_confirms_is_queued_once_within_the_cap_unless_switched_off() -> None:
    assert _policy()
    assert not _policy(auto="off")
    assert not _policy(state=State.DISPUTED, verdict=None)
    assert not _policy(reports_today=5)
    assert not _policy(report_before=True)


@dataclass(frozen=True)
class Other:
    shared: float
    total: float


def test_cases_belong_together_when_half_of_the_lighter_ones_evidence_is_shared() -> None:
    assert campaign(10, [Other(6, 20)])
    assert campaign(10, [Other(3, 5)])
    assert not campaign(10, [Other(2, 30)])
    assert not campaign(0, [Other(0, 0)])


def test_cases_that_share_most_of_their_evidence_name_each_other() -> None:
    evidence = {1: {"a": 6.0, "b": 1.0}, 2: {"a": 6.0}, 3: {"b": 1.0, "c": 8.0}, 4: {}, 5: {"a": 6.0, "z": 2.0}}
    assert campaigns(evidence) == {1: (2, 5), 2: (1, 5), 5: (1, 2)}


def test_the_draft_links_the_decisive_line() -> None:
    made = draft("examplepkg", "1.0", report(), inspector="https://inspector.example.org", project="examplepkg")
    digest = "ab" * 32
    assert made.inspector_url == (
        f"https://inspector.example.org/project/examplepkg/1.0/packages/{digest[:2]}/{digest[2:4]}/{digest[4:]}"
        "/examplepkg-1.0.tar.gz/setup.py#line.7"
    )
    assert "runs code that it decodes first" in made.summary
    assert "setup.py:7 > base64 > zlib" in made.summary


@pytest.mark.parametrize("lead", ["", "r" * LEAD_LIMIT])
def test_the_draft_keeps_its_hash_and_its_heaviest_finding_whatever_stands_before(lead: str) -> None:
    many = tuple(
        finding(f"rule_{n}", points=9.0 - n, description="d" * 200, snippet="s" * 500, line=n) for n in range(9)
    )
    made = draft("p", "1", report(findings=many), inspector="https://i.example.org", project="p", lead=lead).summary
    assert made.startswith(lead)
    assert made.endswith("sha256 " + "0" * 64)
    assert "[rule_0]" in made
    left = 9 - made.count("[rule_")
    assert f"- and {left} more." in made


@pytest.mark.parametrize("member", ["a.whl!/evil.py", "../up.py", "/abs.py", "a//b.py", ""])
def test_a_member_that_inspector_cannot_show_gets_the_list_of_files(member: str) -> None:
    link = inspector_link("https://i.example.org", "p", "1.0", report(), finding(member=member))
    assert link.endswith("/examplepkg-1.0.tar.gz/")


def test_odd_names_are_percent_encoded() -> None:
    link = inspector_link("https://i.example.org", "p", "1.0", report(), finding(member="a b#?%é.py", line=None))
    assert link.endswith("/a%20b%23%3F%25%C3%A9.py")


@given(st.text(max_size=3000), st.text(max_size=300))
def test_a_report_is_text_that_the_index_can_store_whatever_the_package_holds(snippet: str, member: str) -> None:
    findings = tuple(finding(snippet=snippet, member=member, description=snippet, line=n) for n in range(1, 9))
    made = draft("p", "1", report(findings=findings), inspector="https://i.example.org", project="p")
    assert units(made.summary) <= SUMMARY_LIMIT
    assert "\0" not in made.summary
    made.summary.encode("utf-8")
    made.inspector_url.encode("ascii")
