"""Changing cases. Every function runs inside its caller's transaction, and every change owes the case a new card."""

import sqlite3

import msgspec
from packaging.utils import canonicalize_name

from bot.store.case_view import (
    NEW_EVIDENCE,
    OPENED,
    Case,
    CaseVote,
    evidence_of,
    find_case,
    list_cases,
    load_case,
    related_cases,
)
from bot.store.database import Transaction
from bot.store.outbox import cancel_observation, queue_card
from bot.store.reactions import forget_reactions
from bot.store.rule_stats import Decision, count_alerts, count_verdict
from bot.store.suppressions import suppressed_fingerprints
from bot.triage.states import CLOSED, TAKEN_DOWN, UNDECIDED, State, Takedown, after, takedown_of
from scanner.report import ReleaseFacts, Report

__all__ = [
    "Case",
    "carded",
    "drop_vote",
    "find_case",
    "followed",
    "list_cases",
    "load_case",
    "lost",
    "move",
    "owe_cards",
    "printed",
    "put_claim",
    "put_verdict",
    "put_vote",
    "record_report",
    "remember",
    "take_down",
    "touch",
]

MEERKAT = "Meerkat"
INDEX = "PyPI"
# The index answers nine in ten reports within a day. A release that comes later is not what it looks at.
ANSWER_SECONDS = 86400.0
_SENT = frozenset({State.REPORTED, State.REPORT_UNKNOWN})


async def record_report(
    tx: Transaction, upload_id: int, report: Report, *, facts: ReleaseFacts | None = None, now: float
) -> int:
    """Open or update the project's case with a report over the threshold; gives the case's number.

    A project has one open case, which takes in every further file. After a dismissal, evidence that was dismissed is
    only noted on the old case, while new evidence opens a new case; so does a further release with new evidence once
    the index has had the case's report for a day. ``facts`` are what the index knew of the project when the file was
    scanned, for the card. Repeating the call for one upload changes no count.
    """
    project = canonicalize_name(report.project)
    row = await tx.row(
        "SELECT id, closed, state FROM triage_case WHERE project = ? ORDER BY closed, id DESC LIMIT 1", (project,)
    )
    if row is not None and not row["closed"]:
        if row["state"] in _SENT and await _comes_after(tx, row["id"], report, now):
            await tx.execute("UPDATE triage_case SET closed = 1 WHERE id = ?", (row["id"],))
            await remember(tx, row["id"], "closed", f"{report.filename} came later and has its own case", now=now)
            await touch(tx, row["id"], now)
            return await _open(tx, project, upload_id, report, facts, now)
        await _update(tx, row["id"], upload_id, report, facts, now)
        return row["id"]
    if row is not None and row["state"] == State.DISMISSED and not await _speaks_anew(tx, project, report, now):
        await _attach(tx, row["id"], upload_id)
        await remember(tx, row["id"], "seen again", f"{report.filename}: only evidence that was dismissed", now=now)
        return row["id"]
    return await _open(tx, project, upload_id, report, facts, now)


async def _speaks_anew(tx: Transaction, project: str, report: Report, now: float) -> bool:
    telling = _telling(report)
    return not telling or bool(telling - await suppressed_fingerprints(tx, project, now=now))


def _telling(report: Report) -> set[str]:
    evidence = evidence_of(report)
    return {key for key, finding in evidence.items() if finding.points > 0} or set(evidence)


async def _comes_after(tx: Transaction, case_id: int, report: Report, now: float) -> bool:
    """Whether this is a release, with evidence of its own, that the index's answer to the case's report leaves out."""
    sent = await tx.row(
        "SELECT 1 FROM outbox "
        "WHERE case_id = ? AND kind = 'observation' AND state IN ('sent', 'unknown') AND finished_at > ?",
        (case_id, now - ANSWER_SECONDS),
    )
    if sent is not None or await _has_version(tx, case_id, report.version):
        return False
    rows = await tx.rows("SELECT fingerprint FROM case_evidence WHERE case_id = ?", (case_id,))
    return bool(_telling(report) - {row["fingerprint"] for row in rows})


async def _open(
    tx: Transaction, project: str, upload_id: int, report: Report, facts: ReleaseFacts | None, now: float
) -> int:
    upload = await tx.row("SELECT name, gone, gone_at FROM upload WHERE id = ?", (upload_id,))
    assert upload is not None, "reports are of uploads in the ledger"
    case_id = await tx.insert(
        "INSERT INTO triage_case (project, name, version, score, upload_id, facts, opened_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            project,
            upload["name"],
            report.version,
            report.score,
            upload_id,
            _json(facts),
            now,
        ),
    )
    await _attach(tx, case_id, upload_id)
    await _add_evidence(tx, case_id, report)
    await remember(tx, case_id, OPENED, report.filename, now=now)
    await queue_card(tx, case_id, now)
    # The card that pinged for the campaign is the one that people look at: it shows how far the campaign goes.
    waiting = [one.id for one in await related_cases(tx, case_id) if one.state in UNDECIDED]
    if waiting:
        await touch(tx, min(waiting), now)
    if upload["gone"]:  # the index has acted while the file was fetched and scanned
        await take_down(tx, project, None, upload["gone"], upload["gone_at"], now=now, only=case_id)
    return case_id


async def _update(
    tx: Transaction, case_id: int, upload_id: int, report: Report, facts: ReleaseFacts | None, now: float
) -> None:
    added = await _attach(tx, case_id, upload_id)
    grown = await _add_evidence(tx, case_id, report)
    await tx.execute(
        "UPDATE triage_case SET version = ?, score = ?, upload_id = ?, facts = coalesce(?, facts) "
        "WHERE id = ? AND (score < ? OR upload_id = ?)",
        (report.version, report.score, upload_id, _json(facts), case_id, report.score, upload_id),
    )
    if grown or added:
        await remember(tx, case_id, NEW_EVIDENCE if grown else "file added", report.filename, now=now)
    await touch(tx, case_id, now, ground=grown)


async def _attach(tx: Transaction, case_id: int, upload_id: int) -> bool:
    added = await tx.execute(
        "INSERT OR IGNORE INTO case_upload (case_id, upload_id) VALUES (?, ?)", (case_id, upload_id)
    )
    return added > 0


async def _add_evidence(tx: Transaction, case_id: int, report: Report) -> bool:
    """Keep what the report shows; says whether any of it is new to the case or weighs more than before."""
    grown = 0
    for fingerprint, finding in evidence_of(report).items():
        grown += await tx.execute(
            "INSERT INTO case_evidence (case_id, fingerprint, rule, points) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (case_id, fingerprint) DO UPDATE SET points = excluded.points "
            "WHERE excluded.points > points",
            (case_id, fingerprint, finding.rule, finding.points),
        )
    row = await tx.row("SELECT verdict FROM triage_case WHERE id = ?", (case_id,))
    verdict: Decision | None = row["verdict"] if row else None
    await count_alerts(tx, case_id, (finding.rule for finding in report.findings), verdict)
    return grown > 0


def _json(facts: ReleaseFacts | None) -> str | None:
    return msgspec.json.encode(facts).decode() if facts is not None else None


async def touch(tx: Transaction, case_id: int, now: float, *, ground: bool = False) -> None:
    """Count a change that people can see, and owe the case a new card.

    ``ground`` when evidence, verdict or report changed: a click on an older card is then out of date.
    """
    await tx.execute(
        "UPDATE triage_case SET revision = revision + 1, "
        "ground = CASE WHEN ? THEN revision + 1 ELSE ground END WHERE id = ?",
        (ground, case_id),
    )
    await queue_card(tx, case_id, now)


async def remember(
    tx: Transaction,
    case_id: int,
    event: str,
    detail: str = "",
    *,
    actor: str = MEERKAT,
    actor_id: int | None = None,
    now: float,
) -> None:
    """Add a line to the case's history."""
    await tx.execute(
        "INSERT INTO case_history (case_id, at, actor_id, actor, event, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (case_id, now, actor_id, actor, event, detail),
    )


async def move(
    tx: Transaction,
    case_id: int,
    state: State | str,
    *,
    actor: str,
    actor_id: int | None = None,
    event: str,
    detail: str = "",
    now: float,
) -> None:
    """Put the case into a state, with a line of history and a new card.

    What a takedown has settled, a report's late answer does not unsettle: then only history and ``reported_at`` change.
    A case beside a later one that is open stays closed.
    """
    row = await tx.row("SELECT state FROM triage_case WHERE id = ?", (case_id,))
    if row is None:
        raise LookupError(f"no case {case_id}")
    current, wanted = State(row["state"]), State(state)
    reached = after(current, wanted)
    await tx.execute(
        "UPDATE triage_case AS own SET state = ?, closed = ? OR EXISTS "
        "(SELECT 1 FROM triage_case AS c WHERE c.project = own.project AND c.closed = 0 AND c.id <> own.id), "
        "reported_at = CASE WHEN ? THEN coalesce(reported_at, ?) ELSE reported_at END, "
        "taken_down_at = CASE WHEN ? THEN coalesce(taken_down_at, ?) ELSE taken_down_at END WHERE id = ?",
        (reached, reached in CLOSED, wanted is State.REPORTED, now, reached in TAKEN_DOWN, now, case_id),
    )
    await remember(tx, case_id, event, detail, actor=actor, actor_id=actor_id, now=now)
    await touch(tx, case_id, now, ground=not {current, reached} <= UNDECIDED)


async def take_down(
    tx: Transaction, project: str, version: str | None, action: str, at: float, *, now: float, only: int | None = None
) -> int | None:
    """Follow the index's journal: ``action`` is its own string (``project quarantined``, ``remove release``, ...).

    Gives the number of the newest case that moved, or None when the event is no takedown or concerns no case: a
    release's event counts only for a case that has a file of that release, and ``only`` narrows it to one case. ``at``
    is the journal's time. A report that still waits is taken back, since the index has acted already.
    """
    takedown = takedown_of(action)
    if takedown is None:
        return None
    moved: list[int] = []
    for row in await followed(tx, project):
        if (only is None or row["id"] == only) and (version is None or await _has_version(tx, row["id"], version)):
            moved += [row["id"]] if await _follow(tx, row, takedown, action, at, now) else []
    return moved[0] if moved else None


async def followed(tx: Transaction, project: str) -> list[sqlite3.Row]:
    """The cases that the index's acts concern: the project's open or newest one, and earlier ones without an end."""
    rows = await tx.rows(
        "SELECT id, state, verdict FROM triage_case WHERE project = ? ORDER BY closed, id DESC",
        (canonicalize_name(project),),
    )
    return [row for place, row in enumerate(rows) if place == 0 or row["state"] not in CLOSED]


async def _follow(tx: Transaction, row: sqlite3.Row, takedown: Takedown, action: str, at: float, now: float) -> bool:
    case_id, current = row["id"], State(row["state"])
    if current is State.REMOVED or (takedown == "cleared" and current is not State.QUARANTINED):
        return False
    if current is State.DISMISSED and takedown == "removed":
        return False  # owners remove releases for many reasons; it says nothing against people's verdict
    if takedown == "cleared":
        await _clear(tx, case_id, row["verdict"], action, now)
        return True
    await cancel_observation(tx, case_id, now)
    await tx.execute("UPDATE triage_case SET taken_down_at = coalesce(taken_down_at, ?) WHERE id = ?", (at, case_id))
    wanted = State.QUARANTINED if takedown == "quarantined" else State.REMOVED
    await move(tx, case_id, wanted, actor=INDEX, event=takedown, detail=f"{INDEX}: {action}", now=now)
    return True


async def _clear(tx: Transaction, case_id: int, verdict: Decision | None, action: str, now: float) -> None:
    """The index has looked and lifted its quarantine: that stands against "confirmed", so people's word counts anew."""
    await tx.execute("UPDATE triage_case SET taken_down_at = NULL WHERE id = ?", (case_id,))
    if verdict != "dismissed":
        await drop_vote(tx, case_id)
        await put_verdict(tx, case_id, None, now)
    wanted = State.DISMISSED if verdict == "dismissed" else State.DISPUTED
    await move(tx, case_id, wanted, actor=INDEX, event="cleared", detail=f"{INDEX}: {action}", now=now)


async def _has_version(tx: Transaction, case_id: int, version: str) -> bool:
    row = await tx.row(
        "SELECT 1 FROM case_upload JOIN upload ON upload.id = upload_id WHERE case_id = ? AND version = ? LIMIT 1",
        (case_id, version),
    )
    return row is not None


async def put_vote(tx: Transaction, case_id: int, vote: CaseVote) -> None:
    """Store a person's latest word, in place of an earlier one."""
    await tx.execute(
        "INSERT OR REPLACE INTO vote (case_id, user_id, user_name, role, vote, reason, door, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (case_id, vote.user_id, vote.user_name, vote.role, vote.vote, vote.reason, vote.door, vote.at),
    )


async def drop_vote(tx: Transaction, case_id: int, user_id: int | None = None) -> int:
    """Take a person's word back, or with None everybody's; gives how many votes went."""
    return await tx.execute(
        "DELETE FROM vote WHERE case_id = ? AND (? IS NULL OR user_id = ?)", (case_id, user_id, user_id)
    )


async def put_claim(tx: Transaction, case_id: int, user_id: int | None, user_name: str | None) -> None:
    await tx.execute(
        "UPDATE triage_case SET claimed_by = ?, claimed_name = ? WHERE id = ?", (user_id, user_name, case_id)
    )


async def put_verdict(tx: Transaction, case_id: int, verdict: Decision | None, now: float) -> None:
    """Store what people decided, and keep every rule's figures in step."""
    row = await tx.row("SELECT verdict FROM triage_case WHERE id = ?", (case_id,))
    before: Decision | None = row["verdict"] if row else None
    if before == verdict:
        return
    await count_verdict(tx, case_id, before, verdict)
    await tx.execute(
        "UPDATE triage_case SET verdict = ?, decided_at = ? WHERE id = ?",
        (verdict, now if verdict else None, case_id),
    )


async def carded(tx: Transaction, case_id: int, revision: int, channel_id: int, message_id: int, now: float) -> None:
    """Record where the case's card is and which revision it shows, and its first send."""
    await tx.execute(
        "UPDATE triage_case SET channel_id = ?, message_id = ?, carded_revision = ?, "
        "alerted_at = coalesce(alerted_at, ?) WHERE id = ?",
        (channel_id, message_id, revision, now, case_id),
    )


async def printed(tx: Transaction, case_id: int, now: float) -> None:
    """Record that people saw the case on a terminal. What Discord shows of it is as old as before."""
    await tx.execute("UPDATE triage_case SET alerted_at = coalesce(alerted_at, ?) WHERE id = ?", (now, case_id))


async def owe_cards(tx: Transaction, now: float) -> None:
    """Owe a card to every case that Discord does not show, or not as it is: terminals had the cards meanwhile."""
    rows = await tx.rows(
        "SELECT id FROM triage_case WHERE CASE WHEN message_id IS NULL THEN closed = 0 "
        "ELSE carded_revision < revision END ORDER BY id"
    )
    for row in rows:
        await queue_card(tx, row["id"], now)


async def lost(tx: Transaction, case_id: int, message_id: int, now: float) -> None:
    """This message was deleted on the other side: owe another card, under a nonce that was not used yet.

    Its reactions went with it, which is nobody's word: the votes given by them stand. Nothing happens where the case
    has another message by now, since somebody else had noticed.
    """
    changed = await tx.execute(
        "UPDATE triage_case SET message_id = NULL, carded_revision = 0, lost_posts = lost_posts + 1 "
        "WHERE id = ? AND message_id = ?",
        (case_id, message_id),
    )
    if changed:
        await forget_reactions(tx, case_id)
        await queue_card(tx, case_id, now)
