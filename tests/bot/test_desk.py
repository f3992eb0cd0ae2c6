"""Every verb, on a real database, whichever door it comes through."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.desk import Desk, Outcome
from bot.settings import IndexSettings, Settings
from bot.store.case_view import Case
from bot.store.cases import move, take_down
from bot.store.database import Database
from bot.store.outbox import claim_due
from bot.store.rule_stats import rule_stat
from bot.store.suppressions import suppressed_fingerprints
from bot.triage.roles import Actor, Role
from bot.triage.states import State
from scanner.index import Missing, ProjectPage, RemoteFile
from tests.bot.cases import T0, finding, open_case, open_database, report

INSPECTOR = IndexSettings().inspector_url  # pyright: ignore[reportCallIssue]
ADA = Actor(1, "ada", Role.VOLUNTEER)
BOB = Actor(2, "bob", Role.VOLUNTEER)
EVE = Actor(3, "eve", Role.NONE)
SUE = Actor(4, "sue", Role.SENIOR)
TOM = Actor(5, "tom", Role.SENIOR)


class Clock:
    def __init__(self) -> None:
        self.at = T0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
async def db(tmp_path: Path) -> AsyncGenerator[Database]:
    database = await open_database(tmp_path)
    yield database
    await database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(db: Database, clock: Clock) -> Desk:
    return Desk(db, Settings(), clock)


def settings(**report_settings: object) -> Settings:
    return Settings.model_validate({"report": report_settings})


async def case_of(desk: Desk, case_id: int) -> Case:
    case = await desk.case(case_id)
    assert case is not None
    return case


async def state_of(desk: Desk, case_id: int) -> State:
    return (await case_of(desk, case_id)).state


async def test_two_volunteers_confirm_and_the_report_is_queued_with_its_undo_window(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    first = await desk.vote(ADA, case_id, "confirm", door="button", revision=1)
    assert "1 more volunteer or one senior" in first.text
    assert await state_of(desk, case_id) is State.OPEN
    second = await desk.vote(BOB, case_id, "confirm", door="reaction")
    assert second.due_at == T0 + 120
    case = await case_of(desk, case_id)
    assert (case.state, case.verdict, case.decided_at) == (State.QUEUED, "confirmed", T0)
    assert [line.event for line in case.history] == ["opened", "confirm", "confirm", "confirmed", "queued"]
    assert await claim_due(db, "observation", T0 + 119) is None
    row = await claim_due(db, "observation", T0 + 120)
    assert row is not None
    assert row.observation is not None
    assert row.observation.kind == "is_malware"
    assert row.observation.automatic
    assert row.observation.requested_by == "ada, bob"
    assert row.observation.extra["version"] == "1.0"


async def test_one_senior_is_enough(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(SUE, case_id, "confirm", door="slash")
    assert await state_of(desk, case_id) is State.QUEUED


async def test_who_votes_against_a_senior_is_told_whose_word_stands(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(SUE, case_id, "dismiss", door="slash")
    said = await desk.vote(ADA, case_id, "confirm", door="slash")
    assert said.text == f"You confirmed case {case_id}. It stays dismissed by a senior's word."


async def test_nothing_is_queued_when_automatic_reports_are_off(db: Database, clock: Clock) -> None:
    desk = Desk(db, settings(auto="off"), clock)
    case_id = await open_case(db)
    await desk.vote(SUE, case_id, "confirm", door="slash")
    assert await state_of(desk, case_id) is State.CONFIRMED
    assert (await desk.escalate(ADA, case_id, door="button")).done
    assert await state_of(desk, case_id) is State.QUEUED


async def test_the_daily_cap_holds_reports_back_and_the_history_says_so(db: Database, clock: Clock) -> None:
    desk = Desk(db, settings(daily_cap=1), clock)
    first, second = await open_case(db), await open_case(db, report("otherpkg"))
    await desk.vote(SUE, first, "confirm", door="slash")
    assert await state_of(desk, first) is State.QUEUED
    said = await desk.vote(SUE, second, "confirm", door="slash")
    case = await case_of(desk, second)
    assert case.state is State.CONFIRMED
    assert "cap of 1 reports" in case.history[-1].detail
    assert "not queued by itself: the day's cap of 1 reports is reached; a senior can escalate it." in said.text


async def test_the_daily_cap_holds_for_volunteers_who_escalate_and_not_for_seniors(db: Database, clock: Clock) -> None:
    desk = Desk(db, settings(daily_cap=1, auto="off"), clock)
    cases = [await open_case(db, report(name)) for name in ("pkg-a", "pkg-b")]
    for case_id in cases:
        await desk.vote(SUE, case_id, "confirm", door="slash")
    assert (await desk.escalate(ADA, cases[0], door="button")).done
    said = await desk.escalate(ADA, cases[1], door="button")
    assert (said.done, "cap of 1 reports" in said.text) == (False, True)
    assert (await desk.cancel_report(BOB, cases[0], door="button")).done
    assert (await desk.escalate(BOB, cases[1], door="button")).done
    assert (await desk.escalate(SUE, cases[0], door="button")).done


async def test_contradiction_is_a_dispute_until_a_senior_decides(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(ADA, case_id, "confirm", door="button")
    said = await desk.vote(BOB, case_id, "dismiss", door="button")
    assert "disputed" in said.text
    assert await state_of(desk, case_id) is State.DISPUTED
    await desk.vote(SUE, case_id, "dismiss", door="button", reason="an installer")
    assert await state_of(desk, case_id) is State.DISMISSED
    assert await suppressed_fingerprints(db, "examplepkg", now=T0)


async def test_a_second_vote_by_the_same_person_replaces_the_first(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(ADA, case_id, "confirm", door="button")
    await desk.vote(ADA, case_id, "dismiss", door="button")
    case = await case_of(desk, case_id)
    assert [(vote.user_name, vote.vote) for vote in case.votes] == [("ada", "dismiss")]
    assert case.state is State.OPEN


async def test_pressing_twice_counts_once(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    presses = [desk.vote(ADA, case_id, "confirm", door="button", revision=1) for _ in range(5)]
    outcomes = await asyncio.gather(*presses)
    assert all(outcome.done for outcome in outcomes)
    case = await case_of(desk, case_id)
    assert (len(case.votes), case.state, case.revision) == (1, State.OPEN, 2)


async def test_two_people_pressing_at_once_are_both_counted(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    presses = [desk.vote(actor, case_id, "confirm", door="button", revision=1) for actor in (ADA, BOB)]
    assert all(outcome.done for outcome in await asyncio.gather(*presses))
    assert await state_of(desk, case_id) is State.QUEUED


async def test_a_late_press_on_a_card_that_was_decided_since_is_refused(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(SUE, case_id, "dismiss", door="button", revision=1)
    late = await desk.vote(TOM, case_id, "confirm", door="button", revision=1)
    assert not late.done
    assert "dismissed by sue" in late.text
    assert await state_of(desk, case_id) is State.DISMISSED


async def test_a_press_on_a_card_without_the_newest_evidence_is_refused(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await open_case(db, report(version="1.1", findings=(finding("token_theft"),)))
    said = await desk.vote(ADA, case_id, "dismiss", door="button", revision=1)
    assert not said.done
    assert "examplepkg-1.1.tar.gz brought new evidence" in said.text


async def test_a_further_file_that_shows_nothing_new_outdates_no_card(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await open_case(db, report(filename="examplepkg-1.0-py3-none-any.whl", score=0.99))
    assert (await desk.vote(ADA, case_id, "confirm", door="button", revision=1)).done
    await open_case(db, report(filename="examplepkg-1.0-cp312.whl", findings=(finding(points=7.0),)))
    assert not (await desk.vote(BOB, case_id, "confirm", door="button", revision=3)).done
    assert [line.event for line in (await case_of(desk, case_id)).history] == [
        "opened", "file added", "confirm", "new evidence",
    ]  # fmt: skip


async def test_somebody_without_a_role_changes_nothing(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    outcomes = [
        await desk.vote(EVE, case_id, "confirm", door="button"),
        await desk.claim(EVE, case_id, door="button"),
        await desk.escalate(EVE, case_id, door="button"),
        await desk.undo(EVE, case_id, door="button"),
        await desk.note(EVE, case_id, "hello", door="slash"),
        await desk.cancel_report(EVE, case_id, door="button"),
        await desk.vote_campaign(EVE, case_id, "confirm", seen=99, door="button"),
        await desk.unsuppress(EVE, 1),
    ]
    assert not any(outcome.done for outcome in outcomes)
    assert all("role" in outcome.text for outcome in outcomes)
    assert (await case_of(desk, case_id)).revision == 1


async def test_dissent_within_the_undo_window_takes_the_report_back(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    for actor in (ADA, BOB):
        await desk.vote(actor, case_id, "confirm", door="button")
    said = await desk.vote(Actor(6, "ivy", Role.VOLUNTEER), case_id, "dismiss", door="slash")
    assert "disputed until a senior decides. Its waiting report is taken back." in said.text
    assert await state_of(desk, case_id) is State.DISPUTED
    assert await claim_due(db, "observation", T0 + 500) is None
    await desk.vote(SUE, case_id, "confirm", door="button")
    assert await state_of(desk, case_id) is State.QUEUED


async def test_a_report_that_a_person_took_back_is_not_queued_again_by_itself(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    for actor in (ADA, BOB):
        await desk.vote(actor, case_id, "confirm", door="button")
    assert (await desk.cancel_report(ADA, case_id, door="button")).done
    assert await state_of(desk, case_id) is State.CONFIRMED
    await desk.undo(ADA, case_id, door="button")
    await desk.vote(ADA, case_id, "confirm", door="button")
    assert await state_of(desk, case_id) is State.CONFIRMED
    assert not (await desk.cancel_report(ADA, case_id, door="button")).done


async def test_undo_takes_ones_vote_back_and_with_it_the_verdict(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    for actor in (ADA, BOB):
        await desk.vote(actor, case_id, "dismiss", door="button")
    assert (await rule_stat(db, "exec_decoded_payload")).dismissed == 1
    assert await desk.undo(BOB, case_id, door="button")
    assert await state_of(desk, case_id) is State.OPEN
    assert (await rule_stat(db, "exec_decoded_payload")).dismissed == 0
    assert not await suppressed_fingerprints(db, "examplepkg", now=T0)
    assert not (await case_of(desk, case_id)).closed


async def test_a_senior_reopens_what_others_decided(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    for actor in (ADA, BOB):
        await desk.vote(actor, case_id, "dismiss", door="button")
    assert not (await desk.undo(Actor(6, "ivy", Role.VOLUNTEER), case_id, door="slash")).done
    assert (await desk.undo(SUE, case_id, door="slash")).done
    case = await case_of(desk, case_id)
    assert (case.state, case.votes) == (State.OPEN, ())


async def test_a_seniors_double_click_on_undo_takes_only_their_own_vote_back(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    for actor in (ADA, BOB, SUE):
        await desk.vote(actor, case_id, "confirm", door="button")
    revision = (await case_of(desk, case_id)).revision
    first, second = [await desk.undo(SUE, case_id, door="button", revision=revision) for _ in range(2)]
    assert (first.done, second.done) == (True, False)
    assert "Look at the card again" in second.text
    case = await case_of(desk, case_id)
    assert (case.state, [vote.user_name for vote in case.votes]) == (State.QUEUED, ["ada", "bob"])
    assert (await desk.undo(SUE, case_id, door="button", revision=case.revision)).done
    assert await state_of(desk, case_id) is State.OPEN


async def test_undo_wipes_no_votes_on_a_case_that_nobody_decided(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(ADA, case_id, "confirm", door="button")
    assert "nobody has decided it" in (await desk.undo(SUE, case_id, door="slash")).text
    assert [vote.user_name for vote in (await case_of(desk, case_id)).votes] == ["ada"]


async def test_the_same_word_counts_anew_with_a_new_role(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(ADA, case_id, "confirm", door="button")
    await desk.vote(Actor(ADA.id, ADA.name, Role.SENIOR), case_id, "confirm", door="button")
    assert await state_of(desk, case_id) is State.QUEUED


async def test_a_closed_case_stays_closed_while_a_newer_one_is_open(db: Database, desk: Desk) -> None:
    old = await open_case(db)
    await desk.vote(SUE, old, "dismiss", door="button")
    new = await open_case(db, report(version="2.0", findings=(finding("other_rule"),)))
    said = await desk.undo(SUE, old, door="slash")
    assert not said.done
    assert f"case {new} is open" in said.text
    assert await state_of(desk, old) is State.DISMISSED


async def test_claims_are_given_back_and_taken_over_by_seniors_only(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.claim(ADA, case_id, door="button")
    assert (await case_of(desk, case_id)).claimed_name == "ada"
    assert await state_of(desk, case_id) is State.CLAIMED
    refused = await desk.claim(BOB, case_id, door="button")
    assert "ada has claimed case" in refused.text
    assert (await desk.claim(SUE, case_id, door="button")).done
    assert (await desk.claim(SUE, case_id, door="button")).done
    assert await state_of(desk, case_id) is State.OPEN


async def test_a_seniors_escalation_of_an_open_case_confirms_it(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    assert not (await desk.escalate(ADA, case_id, door="button")).done
    link = f"{INSPECTOR}/project/examplepkg/1.0/"
    said = await desk.escalate(
        SUE, case_id, kind="is_spam", summary="Nothing but advertising.", inspector_url=link, door="modal"
    )
    assert said.done
    assert said.due_at == T0 + 120
    case = await case_of(desk, case_id)
    assert (case.state, case.verdict) == (State.QUEUED, "confirmed")
    assert case.observation is not None
    assert case.observation.observation.kind == "is_spam"
    assert not case.observation.observation.automatic


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "is_boring"},
        {"summary": "short"},
        {"summary": "x" * 2001},
        {"inspector_url": "https://evil.example/project/x"},
        {"inspector_url": f"{INSPECTOR}/project/a b"},
    ],
)
async def test_a_report_that_the_index_would_refuse_is_refused_here(
    db: Database, desk: Desk, bad: dict[str, str]
) -> None:
    case_id = await open_case(db)
    said = await desk.escalate(SUE, case_id, door="modal", **bad)
    assert not said.done
    assert await state_of(desk, case_id) is State.OPEN


async def test_a_volunteer_cannot_take_a_seniors_report_back(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.escalate(SUE, case_id, door="button")
    assert not (await desk.cancel_report(ADA, case_id, door="button")).done
    assert (await desk.cancel_report(TOM, case_id, door="button")).done


async def test_a_report_that_has_left_cannot_be_taken_back(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.escalate(SUE, case_id, door="button")
    assert await claim_due(db, "observation", T0 + 200) is not None
    for outcome in (
        await desk.cancel_report(SUE, case_id, door="button"),
        await desk.vote(TOM, case_id, "dismiss", door="button"),
    ):
        assert not outcome.done
        assert "on its way" in outcome.text
    assert await state_of(desk, case_id) is State.QUEUED


@pytest.mark.parametrize("state", [State.REPORT_FAILED, State.REPORT_UNKNOWN])
async def test_a_senior_sends_again_what_failed_or_was_never_answered(db: Database, desk: Desk, state: State) -> None:
    case_id = await open_case(db)
    await desk.escalate(SUE, case_id, door="button")
    row = await claim_due(db, "observation", T0 + 200)
    assert row is not None
    async with db.transaction() as tx:
        await tx.execute("UPDATE outbox SET state = 'failed' WHERE id = ?", (row.id,))
        await move(tx, case_id, state, actor="PyPI", event=state, now=T0 + 200)
    assert not (await desk.escalate(ADA, case_id, door="button")).done
    assert (await desk.escalate(TOM, case_id, door="button")).done
    assert await state_of(desk, case_id) is State.QUEUED


async def test_what_the_index_cleared_is_confirmed_anew_and_not_reported_by_itself(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(SUE, case_id, "confirm", door="button")
    for action in ("project quarantined", "project quarantine cleared"):
        async with db.transaction() as tx:
            await take_down(tx, "examplepkg", None, action, T0 + 9, now=T0 + 9)
    await desk.claim(ADA, case_id, door="button")
    assert await state_of(desk, case_id) is State.CLAIMED
    await desk.vote(SUE, case_id, "confirm", door="button")
    assert await state_of(desk, case_id) is State.CONFIRMED
    assert await claim_due(db, "observation", T0 + 1000) is None
    assert (await desk.escalate(SUE, case_id, door="button")).done


async def test_a_report_is_not_sent_again_beside_a_later_open_case(db: Database, desk: Desk) -> None:
    old = await open_case(db)
    async with db.transaction() as tx:
        await move(tx, old, State.REPORT_UNKNOWN, actor="Meerkat", event="report unknown", now=T0)
    new = await open_case(db, report(version="9.0", findings=(finding("token_theft"),)), now=T0 + 9 * 86400)
    said = await desk.escalate(SUE, old, door="slash")
    assert not said.done
    assert f"case {new} is open" in said.text
    assert (await desk.escalate(SUE, new, door="slash")).done


async def test_votes_after_a_takedown_are_kept_for_the_figures(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    async with db.transaction() as tx:
        await move(tx, case_id, State.QUARANTINED, actor="PyPI", event="quarantined", now=T0)
    said = await desk.vote(SUE, case_id, "confirm", door="button")
    assert said.done
    assert await state_of(desk, case_id) is State.QUARANTINED
    assert (await rule_stat(db, "exec_decoded_payload")).confirmed == 1


async def test_a_campaign_is_decided_at_once(db: Database, desk: Desk) -> None:
    cases = [await open_case(db, report(name)) for name in ("pkg-a", "pkg-b", "pkg-c")]
    apart = await open_case(db, report("unlike", findings=(finding("else"),)))
    said = await desk.vote_campaign(SUE, cases[0], "dismiss", seen=await shown(desk, cases[0]), door="button")
    assert said.done
    assert "You dismissed 3 of 3 undecided cases: pkg-a (1), pkg-b (2), pkg-c (3)." in said.text
    assert [await state_of(desk, case_id) for case_id in cases] == [State.DISMISSED] * 3
    assert await state_of(desk, apart) is State.OPEN


async def shown(desk: Desk, case_id: int) -> int:
    return await desk.newest_shown(await case_of(desk, case_id))


async def test_a_campaigns_verdict_reaches_only_the_cases_that_were_shown(db: Database, desk: Desk) -> None:
    first, second, grows = [await open_case(db, report(name)) for name in ("pkg-a", "pkg-b", "pkg-c")]
    seen = await shown(desk, first)
    late = await open_case(db, report("honest-popular", findings=(finding(), finding("other", points=6.0))))
    await open_case(db, report("pkg-c", "1.1", findings=(finding("token_theft"),)))
    said = await desk.vote_campaign(SUE, first, "confirm", seen=seen, door="button")
    assert "You confirmed 2 of 4 undecided cases: pkg-a (1), pkg-b (2)." in said.text
    assert "Came or grew since you opened the list: 2" in said.text
    states = [await state_of(desk, case_id) for case_id in (first, second, grows, late)]
    assert states == [State.QUEUED, State.QUEUED, State.OPEN, State.OPEN]
    await open_case(db, report("pkg-a", "1.1", findings=(finding("token_theft"),)))
    said = await desk.vote_campaign(SUE, first, "confirm", seen=seen, door="button")
    assert "new evidence since you opened this list" in said.text


async def test_a_campaigns_verdict_says_which_reports_leave_and_which_are_held_back(db: Database, clock: Clock) -> None:
    desk = Desk(db, settings(daily_cap=3), clock)
    cases = [await open_case(db, report(f"pkg-{number}")) for number in range(5)]
    said = await desk.vote_campaign(SUE, cases[0], "confirm", seen=await shown(desk, cases[0]), door="button")
    assert "Reports to PyPI queued: 3" in said.text
    assert "Reports held back: 2 (not queued by itself: the day's cap of 3 reports is reached" in said.text
    assert said.due_at == T0 + 120


async def test_a_campaign_of_many_is_seen_and_decided_whole(db: Database, desk: Desk) -> None:
    cases = [await open_case(db, report(f"pkg-{number}")) for number in range(130)]
    assert len((await case_of(desk, cases[0])).related) == 129
    await desk.vote_campaign(SUE, cases[0], "dismiss", seen=await shown(desk, cases[0]), door="button")
    left = [other.id for other in (await case_of(desk, cases[0])).related if other.state is not State.DISMISSED]
    assert left == []


async def test_an_unknown_case_is_answered(desk: Desk) -> None:
    said: Outcome = await desk.vote(ADA, 77, "confirm", door="slash")
    assert not said.done
    assert "/case list" in said.text


async def test_suppressions_are_listed_and_ended(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(SUE, case_id, "dismiss", door="modal", reason="ordinary installer")
    (one,) = (await desk.suppressions(project="ExamplePkg")).lines
    assert (one.rules, one.actor, one.reason) == (("exec_decoded_payload",), "sue", "ordinary installer")
    assert not (await desk.unsuppress(ADA, one.first)).done
    assert (await desk.unsuppress(SUE, one.first)).done
    assert (await desk.suppressions()).lines == ()


async def test_what_one_dismissal_suppressed_is_one_line_until_its_project_or_a_rule_is_named(
    db: Database, desk: Desk
) -> None:
    for project in ("examplepkg", "otherpkg"):
        shown = [finding(f"rule_{number % 3}", fingerprint=f"{project}:{number}") for number in range(6)]
        await desk.vote(SUE, await open_case(db, report(project, findings=tuple(shown))), "dismiss", door="slash")
    found = await desk.suppressions()
    assert [(one.project, one.count, one.first, one.last) for one in found.lines] == [
        ("otherpkg", 6, 7, 12),
        ("examplepkg", 6, 1, 6),
    ]
    assert found.lines[0].rules == ("rule_0", "rule_1", "rule_2")
    assert (found.count, found.left) == (12, 0)
    one_project = await desk.suppressions(project="otherpkg")
    assert [(one.first, one.rules) for one in one_project.lines][:2] == [(12, ("rule_2",)), (11, ("rule_1",))]
    assert (one_project.count, len((await desk.suppressions(rule="rule_1")).lines)) == (6, 4)


class Pages:
    """An index with one project of two releases."""

    async def project(self, project: str) -> ProjectPage:
        if project != "examplepkg":
            raise Missing(f"{project}: 404")
        files = tuple(
            RemoteFile(
                project=project,
                version=version,
                filename=f"{project}-{version}.tar.gz",
                url=f"https://files.example.org/{project}-{version}.tar.gz",
                sha256="0" * 64,
            )
            for version in ("1.0", "2.0")
        )
        return ProjectPage(project=project, serial=9, status="active", files=files)


async def test_a_scan_that_a_person_asks_for_goes_before_everything_else(db: Database, clock: Clock) -> None:
    desk = Desk(db, Settings(), clock, index=Pages())
    assert "examplepkg 2.0, files: 1" in (await desk.scan(ADA, "ExamplePkg")).text
    row = await db.row("SELECT version, source, priority, state FROM upload")
    assert row is not None
    assert tuple(row) == ("2.0", "person", 0, "seen")
    for actor, project, version in (
        (ADA, "nosuch", None),
        (ADA, "examplepkg", "9"),
        (ADA, "!!", None),
        (EVE, "x", None),
    ):
        assert not (await desk.scan(actor, project, version)).done
    assert not (await Desk(db, Settings(), clock).scan(ADA, "examplepkg")).done


async def test_nobody_fills_the_queue_by_asking(db: Database, clock: Clock) -> None:
    desk = Desk(db, Settings(), clock, index=Pages())
    outcomes = [(await desk.scan(ADA, "examplepkg")).done for _ in range(21)]
    assert outcomes == [True] * 20 + [False]
    clock.at += 601
    assert (await desk.scan(ADA, "examplepkg")).done


async def test_questions_are_answered_from_the_ledger(db: Database, desk: Desk) -> None:
    case_id = await open_case(db)
    await desk.vote(SUE, case_id, "confirm", door="button")
    for text, version in (("ExamplePkg", None), ("examplepkg==1.0", None), ("examplepkg", " 1.0 ")):
        assert (found := await desk.lookup(text, version)) is not None
        assert found.file_count == 1, text
    assert await desk.lookup("@everyone") is None
    found = await desk.lookup("ExamplePkg")
    assert found is not None
    assert [file.filename for file in found.files] == ["examplepkg-1.0.tar.gz"]
    assert [case.id for case in found.cases] == [case_id]
    assert (never := await desk.lookup("never-seen")) is not None
    assert never.files == ()
    assert await desk.suggest_projects("exam") == ["examplepkg"]
    assert await desk.suggest_versions("examplepkg", "1") == ["1.0"]
    assert await desk.suggest_rules("decoded") == ["exec_decoded_payload"]
    rule = await desk.rule("exec_decoded_payload")
    assert rule is not None
    assert rule.stat.confirmed == 1
    assert await desk.rule("no_such_rule") is None
    figures = await desk.figures()
    assert (figures.scanned, figures.alerts, figures.voters) == (1, 1, (("sue", 1),))
    watch = await desk.watch()
    assert watch.queue == {"scanned": 1}
    assert watch.outbox == {"card due": 1, "observation due": 1}


async def test_a_case_is_found_by_its_release_or_its_page_too(db: Database, desk: Desk) -> None:
    first = await open_case(db, report(version="1.0"))
    await desk.vote(SUE, first, "dismiss", door="slash")
    second = await open_case(db, report(version="2.0", findings=(finding("other_rule"),)))
    for text, wanted in (
        ("examplepkg", second),
        ("examplepkg==1.0", first),
        ("examplepkg 2.0", second),
        ("https://index.example.org/project/examplepkg/1.0/", first),
    ):
        found = await desk.find(text)
        assert found is not None, text
        assert found.id == wanted, text
    assert await desk.find("examplepkg==3.0") is None
