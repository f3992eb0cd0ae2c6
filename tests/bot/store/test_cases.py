"""The life of a case in the database."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.store.case_view import CaseVote, summaries
from bot.store.cases import (
    find_case,
    list_cases,
    load_case,
    move,
    put_verdict,
    put_vote,
    record_report,
    take_down,
)
from bot.store.database import Database
from bot.store.outbox import Observation, claim_due, interrupted, queue_card, queue_observation, settle
from bot.store.rule_stats import Decision, rule_stat
from bot.store.suppressions import suppress_case_evidence, suppressed_fingerprints, unsuppress_case
from bot.triage.states import State
from scanner.report import ReleaseFacts, Report
from tests.bot.cases import T0, add_upload, finding, open_case, open_database, report


@pytest.fixture
async def db(tmp_path: Path) -> AsyncGenerator[Database]:
    database = await open_database(tmp_path)
    yield database
    await database.close()


async def dismiss(db: Database, case_id: int, now: float = T0) -> None:
    async with db.transaction() as tx:
        await put_verdict(tx, case_id, "dismissed", now)
        await suppress_case_evidence(tx, case_id, "examplepkg", actor_id=7, actor="ada", reason="a test", now=now)
        await move(tx, case_id, State.DISMISSED, actor="ada", actor_id=7, event="dismissed", now=now)


async def test_the_first_report_opens_a_case_and_owes_a_card(db: Database) -> None:
    case_id = await open_case(db, facts=ReleaseFacts(first_release=True, project_age_days=0.1))
    case = await load_case(db, case_id)
    assert case is not None
    assert (case.project, case.version, case.state) == ("examplepkg", "1.0", State.OPEN)
    assert case.report.findings[0].rule == "exec_decoded_payload"
    assert case.facts.first_release is True
    assert [entry.event for entry in case.history] == ["opened"]
    row = await claim_due(db, "card", T0)
    assert row is not None
    assert row.case_id == case_id


async def test_further_files_join_the_open_case_and_the_highest_score_leads(db: Database) -> None:
    case_id = await open_case(db)
    assert await open_case(db, report(version="1.1", score=0.99)) == case_id
    assert await open_case(db, report(version="1.2", score=0.6)) == case_id
    case = await load_case(db, case_id)
    assert case is not None
    assert (case.version, case.score, case.revision) == ("1.1", 0.99, 3)
    assert [upload.version for upload in case.uploads] == ["1.0", "1.1", "1.2"]


async def test_what_only_another_file_shows_belongs_to_the_case(db: Database) -> None:
    case_id = await open_case(db)
    wallet = finding("steals_wallets", points=5.0)
    await open_case(db, report(version="1.1", score=0.93, findings=(finding(), wallet)))
    await open_case(db, report(version="1.2", score=0.9))
    case = await load_case(db, case_id)
    assert case is not None
    assert case.version == "1.0"
    assert [(one.finding, one.report.version) for one in case.elsewhere] == [(wallet, "1.1")]


async def test_recording_one_upload_twice_counts_once(db: Database) -> None:
    async with db.transaction() as tx:
        upload_id = await add_upload(tx, report())
        first = await record_report(tx, upload_id, report(), now=T0)
        assert await record_report(tx, upload_id, report(), now=T0) == first
    case = await load_case(db, first)
    assert case is not None
    assert len(case.uploads) == 1
    assert (await rule_stat(db, "exec_decoded_payload")).alerts == 1


async def test_dismissed_evidence_opens_no_new_case(db: Database) -> None:
    case_id = await open_case(db)
    await dismiss(db, case_id)
    assert await open_case(db, report(version="1.1"), now=T0 + 60) == case_id
    case = await load_case(db, case_id)
    assert case is not None
    assert case.state is State.DISMISSED
    assert case.history[-1].event == "seen again"


async def test_new_evidence_after_a_dismissal_opens_a_new_case(db: Database) -> None:
    case_id = await open_case(db)
    await dismiss(db, case_id)
    newer = report(version="1.1", findings=(finding(), finding("token_theft")))
    assert await open_case(db, newer, now=T0 + 60) != case_id


async def test_a_dismissal_expires(db: Database) -> None:
    case_id = await open_case(db)
    await dismiss(db, case_id)
    assert await suppressed_fingerprints(db, "examplepkg", now=T0 + 179 * 86400)
    assert not await suppressed_fingerprints(db, "examplepkg", now=T0 + 181 * 86400)
    assert await open_case(db, report(version="2.0"), now=T0 + 181 * 86400) != case_id


async def test_a_dismissal_quiets_only_its_own_project(db: Database) -> None:
    await dismiss(db, await open_case(db))
    assert not await suppressed_fingerprints(db, "otherpkg", now=T0)


async def test_taking_a_dismissal_back_ends_its_suppressions(db: Database) -> None:
    case_id = await open_case(db)
    await dismiss(db, case_id)
    async with db.transaction() as tx:
        await unsuppress_case(tx, case_id, T0)
    assert not await suppressed_fingerprints(db, "examplepkg", now=T0)


async def test_rule_figures_follow_every_change_of_the_verdict(db: Database) -> None:
    case_id = await open_case(
        db, report(findings=(finding(), finding(member="other.py"), finding("shadowy", status="shadow")))
    )
    for verdict, expected in (("confirmed", (1, 1, 0)), ("dismissed", (1, 0, 1)), (None, (1, 0, 0))):
        async with db.transaction() as tx:
            await put_verdict(tx, case_id, verdict, T0)
        for rule in ("exec_decoded_payload", "shadowy"):
            stat = await rule_stat(db, rule)
            assert (stat.alerts, stat.confirmed, stat.dismissed) == expected


async def test_a_rule_that_joins_a_decided_case_shares_its_verdict(db: Database) -> None:
    case_id = await open_case(db)
    async with db.transaction() as tx:
        await put_verdict(tx, case_id, "confirmed", T0)
    await open_case(db, report(version="1.1", findings=(finding("late_rule"),)))
    assert (await rule_stat(db, "late_rule")).confirmed == 1


@pytest.mark.parametrize(
    ("action", "version", "state"),
    [
        ("project quarantined", None, State.QUARANTINED),
        ("release quarantined", "1.0", State.QUARANTINED),
        ("remove project", None, State.REMOVED),
        ("remove release", "1.0", State.REMOVED),
        ("remove release", "0.9", State.OPEN),
        ("yank release", "1.0", State.OPEN),
    ],
)
async def test_the_journal_moves_the_case(db: Database, action: str, version: str | None, state: State) -> None:
    case_id = await open_case(db)
    async with db.transaction() as tx:
        await take_down(tx, "ExamplePkg", version, action, T0 + 30, now=T0 + 32)
    case = await load_case(db, case_id)
    assert case is not None
    assert case.state is state
    assert case.taken_down_at == (T0 + 30 if state is not State.OPEN else None)


async def test_a_takedown_takes_a_waiting_report_back(db: Database) -> None:
    case_id = await open_case(db)
    async with db.transaction() as tx:
        payload = Observation(kind="is_malware", summary="s", inspector_url="u", requested_by="ada")
        await queue_observation(tx, case_id, payload, due_at=T0 + 100, now=T0)
        await take_down(tx, "examplepkg", None, "project quarantined", T0 + 1, now=T0 + 1)
    assert await claim_due(db, "observation", T0 + 200) is None


async def test_a_late_answer_does_not_undo_a_takedown(db: Database) -> None:
    case_id = await open_case(db)
    async with db.transaction() as tx:
        await take_down(tx, "examplepkg", None, "project quarantined", T0 + 1, now=T0 + 1)
        await move(tx, case_id, "reported", actor="PyPI", event="reported", detail="202", now=T0 + 2)
    case = await load_case(db, case_id)
    assert case is not None
    assert (case.state, case.reported_at, case.taken_down_at) == (State.QUARANTINED, T0 + 2, T0 + 1)


@pytest.mark.parametrize(
    ("verdict", "state"), [(None, "disputed"), ("confirmed", "disputed"), ("dismissed", "dismissed")]
)
async def test_a_cleared_quarantine_goes_back_to_people_whose_word_counts_anew(
    db: Database, verdict: Decision | None, state: str
) -> None:
    case_id = await open_case(db)
    async with db.transaction() as tx:
        vote = CaseVote(user_id=7, user_name="ada", role="senior", vote="confirm", reason="", door="button", at=T0)
        await put_vote(tx, case_id, vote)
        await put_verdict(tx, case_id, verdict, T0)
        await move(tx, case_id, "reported", actor="PyPI", event="reported", now=T0)
        await take_down(tx, "examplepkg", None, "project quarantined", T0, now=T0)
        await take_down(tx, "examplepkg", None, "project quarantine cleared", T0 + 9, now=T0 + 9)
    case = await load_case(db, case_id)
    assert case is not None
    assert (case.state, case.taken_down_at, case.closed) == (state, None, state == "dismissed")
    assert (case.verdict, len(case.votes)) == (("dismissed", 1) if state == "dismissed" else (None, 0))
    assert (await rule_stat(db, "exec_decoded_payload")).confirmed == 0


async def reported(db: Database, **changes: object) -> int:
    """A case whose report the index took, without doing anything about it."""
    case_id = await open_case(db, report(**changes))
    async with db.transaction() as tx:
        payload = Observation(kind="is_malware", summary="s", inspector_url="u", requested_by="ada")
        row = await queue_observation(tx, case_id, payload, due_at=T0, now=T0)
        await settle(tx, row, "sent", status=202, now=T0)
        await move(tx, case_id, "reported", actor="PyPI", event="reported", now=T0)
    return case_id


NEW_RELEASE = report(version="9.0", findings=(finding("token_theft"),))


async def test_a_release_with_new_evidence_long_after_a_report_has_its_own_case(db: Database) -> None:
    old = await reported(db)
    new = await open_case(db, NEW_RELEASE, now=T0 + 2 * 86400)
    assert new != old
    cases = [await load_case(db, case_id) for case_id in (old, new)]
    assert [(case.state, case.closed) for case in cases if case] == [(State.REPORTED, True), (State.OPEN, False)]


@pytest.mark.parametrize(
    ("later", "days"),
    [
        (NEW_RELEASE, 0.5),
        (report(version="9.0"), 200),
        (report(filename="examplepkg-1.0-py3-none-any.whl", findings=(finding("token_theft"),)), 200),
    ],
    ids=["the index has just got the report", "the same evidence", "the release that was reported"],
)
async def test_what_a_report_speaks_of_stays_in_its_case(db: Database, later: Report, days: float) -> None:
    assert await reported(db) == await open_case(db, later, now=T0 + days * 86400)


async def test_the_index_answers_for_earlier_cases_too_and_a_closed_one_stays_beside_the_open_one(db: Database) -> None:
    old = await reported(db)
    new = await open_case(db, NEW_RELEASE, now=T0 + 2 * 86400)
    for action, state, closed in (
        ("project quarantined", State.QUARANTINED, False),
        ("project quarantine cleared", State.DISPUTED, False),
        ("project quarantined", State.QUARANTINED, False),
        ("remove project", State.REMOVED, True),
    ):
        async with db.transaction() as tx:
            assert await take_down(tx, "examplepkg", None, action, T0 + 9, now=T0 + 9) == new
        first, second = await load_case(db, old), await load_case(db, new)
        assert first is not None
        assert second is not None
        assert (first.closed, second.state, second.closed) == (True, state, closed)
        assert first.state == state


async def test_a_case_is_found_by_number_and_by_project(db: Database) -> None:
    case_id = await open_case(db)
    for text in (str(case_id), f"#{case_id}", "Examplepkg", " examplePKG "):
        found = await find_case(db, text)
        assert found is not None
        assert found.id == case_id
    assert await find_case(db, "999999") is None
    assert [line.id for line in await summaries(db, "exam")] == [case_id]
    assert await summaries(db, "%") == []
    assert [line.id for line in await list_cases(db, states=frozenset({State.OPEN}))] == [case_id]


async def test_cases_that_share_evidence_know_each_other(db: Database) -> None:
    first = await open_case(db)
    second = await open_case(db, report("otherpkg"))
    await open_case(db, report("unlike", findings=(finding("something_else"),)))
    case = await load_case(db, second)
    assert case is not None
    assert [related.id for related in case.related] == [first]


async def test_the_latest_vote_of_a_person_counts(db: Database) -> None:
    case_id = await open_case(db)
    for word in ("confirm", "dismiss"):
        vote = CaseVote(user_id=7, user_name="ada", role="volunteer", vote=word, reason="", door="button", at=T0)
        async with db.transaction() as tx:
            await put_vote(tx, case_id, vote)
    case = await load_case(db, case_id)
    assert case is not None
    assert [vote.vote for vote in case.votes] == ["dismiss"]


async def test_one_waiting_card_is_enough(db: Database) -> None:
    case_id = await open_case(db)
    async with db.transaction() as tx:
        await queue_card(tx, case_id, T0)
    assert await claim_due(db, "card", T0) is not None
    assert await claim_due(db, "card", T0) is None


async def test_a_card_to_retry_joins_the_one_queued_meanwhile(db: Database) -> None:
    case_id = await open_case(db)
    row = await claim_due(db, "card", T0)
    assert row is not None
    async with db.transaction() as tx:
        await queue_card(tx, case_id, T0 + 1)
        await settle(tx, row.id, "due", retry_at=T0 + 5, now=T0 + 1)
    assert await claim_due(db, "card", T0 + 4) is None
    again = await claim_due(db, "card", T0 + 5)
    assert again is not None
    assert again.attempts == 2
    assert await claim_due(db, "card", T0 + 5) is None


async def test_a_crash_while_sending_leaves_a_trace(db: Database) -> None:
    await open_case(db)
    row = await claim_due(db, "card", T0)
    assert row is not None
    assert [left.id for left in await interrupted(db, "card")] == [row.id]
