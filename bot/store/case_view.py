"""Reading cases: the one value that holds all a card, a command or an export needs."""

import re
import sqlite3
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from packaging.utils import canonicalize_name

from bot.store.database import Reader
from bot.store.outbox import Observation, RowState
from bot.triage.campaigns import campaign
from bot.triage.named import named
from bot.triage.states import State
from scanner.report import Finding, ReleaseFacts, Report

__all__ = [
    "EVERY",
    "NEW_EVIDENCE",
    "OPENED",
    "Case",
    "CaseReport",
    "CaseUpload",
    "CaseVote",
    "Elsewhere",
    "Entry",
    "RelatedCase",
    "Summary",
    "case_of_message",
    "count_cases",
    "evidence_of",
    "evidence_points",
    "find_case",
    "list_cases",
    "load_case",
    "newest_evidence",
    "related_cases",
    "summaries",
]

HISTORY_LIMIT = 200  # entries read with a case; the newest
EVERY = -1  # as a limit: none
# The lines of history that say which file showed what was not known before.
OPENED, NEW_EVIDENCE = "opened", "new evidence"


class CaseUpload(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the case. Times are Unix seconds; ``uploaded_at`` is the index's clock, the others ours."""

    id: int
    version: str
    filename: str
    url: str | None
    sha256: str | None
    blake2b_256: str | None
    size: int | None
    source: str
    uploaded_at: float
    seen_at: float
    score: float | None
    complete: bool


class CaseVote(msgspec.Struct, frozen=True, kw_only=True):
    """One person's latest word on a case."""

    user_id: int
    user_name: str
    role: Literal["volunteer", "senior", "admin"]
    vote: Literal["confirm", "dismiss", "unsure"]
    reason: str
    door: str
    at: float


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a case's history; ``actor`` may be Meerkat itself or the index."""

    at: float
    actor: str
    event: str
    detail: str


class CaseReport(msgspec.Struct, frozen=True, kw_only=True):
    """The case's newest report to the index, and what became of it."""

    id: int
    state: RowState
    due_at: float
    attempts: int
    status: int | None
    answer: str | None
    created_at: float
    observation: Observation


class RelatedCase(msgspec.Struct, frozen=True):
    """Another case of the same campaign; ``shared`` are the points that both have, ``total`` all of its own."""

    id: int
    project: str
    state: State
    revision: int
    shared: float
    total: float


class Elsewhere(msgspec.Struct, frozen=True):
    """Evidence that the case's leading report does not show, and the report of the file that does."""

    finding: Finding
    report: Report


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A case with its files, report, votes, history and answer from the index.

    ``revision`` grows with every change that people can see; ``ground`` is the one since which evidence, verdict and
    report stand as they are, so that a click on any card from there on still means what the person saw.
    ``uploads`` are in the order they were added, ``upload`` is the one with the highest score, whose scan ``report``
    is; ``elsewhere`` is what only other files show, the heaviest first. ``history`` is oldest first. ``related`` are
    all the other cases of its campaign, undecided ones first.
    """

    id: int
    project: str
    name: str
    version: str
    state: State
    verdict: Literal["confirmed", "dismissed"] | None
    revision: int
    ground: int
    score: float
    upload: CaseUpload
    uploads: tuple[CaseUpload, ...]
    report: Report
    facts: ReleaseFacts
    claimed_by: int | None
    claimed_name: str | None
    channel_id: int | None
    message_id: int | None
    carded_revision: int
    lost_posts: int
    opened_at: float
    alerted_at: float | None
    decided_at: float | None
    reported_at: float | None
    taken_down_at: float | None
    closed: bool
    votes: tuple[CaseVote, ...] = ()
    history: tuple[Entry, ...] = ()
    observation: CaseReport | None = None
    related: tuple[RelatedCase, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


class Summary(msgspec.Struct, frozen=True):
    """One line of a list of cases."""

    id: int
    project: str
    version: str
    state: State
    score: float
    opened_at: float
    claimed_name: str | None


async def load_case(db: Reader, case_id: int) -> Case | None:
    """All of one case; None when there is no such number."""
    row = await db.row("SELECT * FROM triage_case WHERE id = ?", (case_id,))
    if row is None:
        return None
    files = await db.rows(
        "SELECT upload.* FROM case_upload JOIN upload ON upload.id = case_upload.upload_id "
        "WHERE case_id = ? ORDER BY upload.id",
        (case_id,),
    )
    uploads = tuple(_upload(file) for file in files)
    main = next((file for file in files if file["id"] == row["upload_id"]), files[0])
    votes = await db.rows("SELECT * FROM vote WHERE case_id = ? ORDER BY at, user_id", (case_id,))
    history = await db.rows(
        "SELECT * FROM (SELECT * FROM case_history WHERE case_id = ? ORDER BY id DESC LIMIT ?) ORDER BY id",
        (case_id, HISTORY_LIMIT),
    )
    own: dict[str, Any] = {name: row[name] for name in row.keys() if name in Case.__struct_fields__}  # noqa: SIM118
    own["state"] = State(row["state"])
    own["closed"] = bool(row["closed"])
    facts = row["facts"] or main["facts"]
    report = msgspec.json.decode(main["report"], type=Report)
    own["facts"] = msgspec.json.decode(facts, type=ReleaseFacts) if facts else ReleaseFacts()
    return Case(
        **own,
        upload=_upload(main),
        uploads=uploads,
        report=report,
        votes=tuple(CaseVote(**{name: vote[name] for name in CaseVote.__struct_fields__}) for vote in votes),
        history=tuple(Entry(**{name: line[name] for name in Entry.__struct_fields__}) for line in history),
        observation=await _observation(db, case_id),
        related=await related_cases(db, case_id),
        elsewhere=await _elsewhere(db, case_id, report, files),
    )


def _upload(row: sqlite3.Row) -> CaseUpload:
    plain = (name for name in CaseUpload.__struct_fields__ if name != "complete")
    return CaseUpload(**{name: row[name] for name in plain}, complete=bool(row["complete"]))


def evidence_of(report: Report) -> dict[str, Finding]:
    """The report's evidence by fingerprint, the finding with the most points for each; rules in shadow left out."""
    found: dict[str, Finding] = {}
    for finding in report.findings:
        key = finding.fingerprint or f"rule:{finding.rule}"
        if finding.status != "shadow" and (key not in found or finding.points > found[key].points):
            found[key] = finding
    return found


async def _elsewhere(db: Reader, case_id: int, leading: Report, files: Sequence[sqlite3.Row]) -> tuple[Elsewhere, ...]:
    rows = await db.rows("SELECT fingerprint FROM case_evidence WHERE case_id = ?", (case_id,))
    left = {row["fingerprint"] for row in rows} - set(evidence_of(leading))
    found: list[Elsewhere] = []
    for file in reversed(files):
        if not left:
            break  # nearly always at once: no other report needs reading
        report = msgspec.json.decode(file["report"], type=Report)
        shown = evidence_of(report)
        found += [Elsewhere(shown[key], report) for key in left & set(shown)]
        left -= set(shown)
    return tuple(sorted(found, key=lambda one: (-one.finding.points, one.report.filename, one.finding.rule)))


async def _observation(db: Reader, case_id: int) -> CaseReport | None:
    row = await db.row(
        "SELECT * FROM outbox WHERE case_id = ? AND kind = 'observation' ORDER BY id DESC LIMIT 1", (case_id,)
    )
    if row is None:
        return None
    plain = {name: row[name] for name in CaseReport.__struct_fields__ if name != "observation"}
    return CaseReport(**plain, observation=msgspec.json.decode(row["payload"], type=Observation))


async def related_cases(db: Reader, case_id: int) -> tuple[RelatedCase, ...]:
    """The other cases of this one's campaign, undecided ones first, then those that share most."""
    own = await evidence_points(db, [case_id])
    rows = await db.rows(
        "WITH mine AS (SELECT fingerprint, points FROM case_evidence WHERE case_id = ? AND points > 0) "
        "SELECT other.case_id AS id, c.project, c.state, c.revision, sum(mine.points) AS shared, "
        "(SELECT sum(points) FROM case_evidence AS whole WHERE whole.case_id = other.case_id AND points > 0) AS total "
        "FROM mine JOIN case_evidence AS other ON other.fingerprint = mine.fingerprint AND other.case_id <> ? "
        "JOIN triage_case AS c ON c.id = other.case_id GROUP BY other.case_id "
        "ORDER BY c.state NOT IN ('open', 'claimed', 'disputed'), shared DESC, id DESC",
        (case_id, case_id),
    )
    found = (
        RelatedCase(row["id"], row["project"], State(row["state"]), row["revision"], row["shared"], row["total"] or 0.0)
        for row in rows
    )
    return campaign(sum(own[case_id].values()), found)


async def find_case(db: Reader, text: str) -> Case | None:
    """The case that a person means: its number (``12`` or ``#12``) or its project, the open one before closed ones.

    With a release, as ``named`` reads it, only cases that have a file of that one.
    """
    number = re.fullmatch(r"\s*#?(\d{1,18})\s*", text)
    if number and (case := await load_case(db, int(number[1]))):
        return case
    meant = named(text)
    row = await db.row(
        "SELECT id FROM triage_case AS c WHERE project = ? AND (? IS NULL OR EXISTS (SELECT 1 FROM case_upload "
        "JOIN upload AS u ON u.id = case_upload.upload_id WHERE case_id = c.id AND u.version = ?)) "
        "ORDER BY closed, id DESC LIMIT 1",
        (meant.project, meant.version, meant.version),
    )
    return await load_case(db, row["id"]) if row else None


async def case_of_message(db: Reader, message_id: int) -> int | None:
    """The number of the case whose card this message is."""
    row = await db.row("SELECT id FROM triage_case WHERE message_id = ?", (message_id,))
    return row["id"] if row else None


async def list_cases(
    db: Reader,
    *,
    states: frozenset[State] | None = None,
    project: str | None = None,
    limit: int = 200,
    oldest_first: bool = False,
    after: int | None = None,
) -> list[Summary]:
    """Cases in these states (None: all) and of this project (None: any), the newest or the oldest first.

    With ``after`` the list begins behind the case of that number.
    """
    where, values = _chosen(states, project, oldest_first, after)
    rows = await db.rows(
        f"SELECT id, project, version, state, score, opened_at, claimed_name FROM triage_case WHERE {where} "  # noqa: S608
        f"ORDER BY id {'ASC' if oldest_first else 'DESC'} LIMIT ?",
        (*values, limit),
    )
    return [_summary(row) for row in rows]


async def count_cases(
    db: Reader,
    *,
    states: frozenset[State] | None = None,
    project: str | None = None,
    oldest_first: bool = False,
    after: int | None = None,
) -> dict[State, int]:
    """How many cases ``list_cases`` would give without a limit, by state; states without any are left out."""
    where, values = _chosen(states, project, oldest_first, after)
    rows = await db.rows(f"SELECT state, count(*) AS n FROM triage_case WHERE {where} GROUP BY state", values)  # noqa: S608
    return {State(row["state"]): row["n"] for row in rows}


def _chosen(
    states: frozenset[State] | None, project: str | None, oldest_first: bool, after: int | None
) -> tuple[str, tuple[str | int | None, ...]]:
    wanted = sorted(states) if states is not None else list(State)
    marks, further = ",".join("?" * len(wanted)), ">" if oldest_first else "<"
    where = f"state IN ({marks}) AND (? IS NULL OR project = ?) AND (? IS NULL OR id {further} ?)"
    return where, (*wanted, project, project, after, after)


async def evidence_points(db: Reader, case_ids: Sequence[int]) -> dict[int, dict[str, float]]:
    """What speaks against each of these cases: points by fingerprint."""
    marks = ",".join("?" * len(case_ids))
    rows = await db.rows(
        f"SELECT case_id, fingerprint, points FROM case_evidence WHERE points > 0 AND case_id IN ({marks})",  # noqa: S608
        case_ids,
    )
    found: dict[int, dict[str, float]] = {case_id: {} for case_id in case_ids}
    for row in rows:
        found[row["case_id"]][row["fingerprint"]] = row["points"]
    return found


async def newest_evidence(db: Reader, case_ids: Sequence[int]) -> dict[int, int]:
    """The line of history with which each case's evidence last grew; lines are numbered over all cases in order."""
    marks = ",".join("?" * len(case_ids))
    rows = await db.rows(
        f"SELECT case_id, max(id) AS line FROM case_history WHERE case_id IN ({marks}) "  # noqa: S608
        f"AND event IN ('{OPENED}', '{NEW_EVIDENCE}') GROUP BY case_id",
        case_ids,
    )
    return {row["case_id"]: row["line"] for row in rows}


async def summaries(db: Reader, text: str, *, limit: int = 25) -> list[Summary]:
    """Cases whose number or project begins with what was typed, undecided ones first: for autocomplete."""
    typed = canonicalize_name(text.strip().lstrip("#"))
    pattern = typed.replace("\\", "\\\\").replace("%", "\\%") + "%"
    rows = await db.rows(
        "SELECT id, project, version, state, score, opened_at, claimed_name FROM triage_case "
        "WHERE project LIKE ? ESCAPE '\\' OR CAST(id AS TEXT) LIKE ? ESCAPE '\\' "
        "ORDER BY closed, state NOT IN ('open', 'claimed', 'disputed'), id DESC LIMIT ?",
        (pattern, pattern, limit),
    )
    return [_summary(row) for row in rows]


def _summary(row: sqlite3.Row) -> Summary:
    return Summary(
        row["id"],
        row["project"],
        row["version"],
        State(row["state"]),
        row["score"],
        row["opened_at"],
        row["claimed_name"],
    )
