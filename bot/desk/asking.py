"""Questions: what is known of a project, a rule, the watch; and asking for a scan."""

import sqlite3
import statistics
from collections.abc import Callable

import msgspec
from packaging.utils import canonicalize_name

from bot.desk.outcome import Outcome, done, refused
from bot.desk.scanning import ProjectPages, Scanning
from bot.desk.watching import Running, Watch, read_watch
from bot.settings import Settings
from bot.store.case_view import (
    Case,
    Summary,
    case_of_message,
    count_cases,
    evidence_points,
    find_case,
    list_cases,
    load_case,
    summaries,
)
from bot.store.database import Database
from bot.store.rule_stats import newest_of_rule, rule_stat, rule_stats
from bot.store.suppressions import SuppressionList, end_suppression, list_suppressions, load_suppression
from bot.triage.campaigns import campaigns
from bot.triage.named import named
from bot.triage.permissions import Verb, refuse
from bot.triage.roles import Actor
from bot.triage.states import REPORTING, UNDECIDED, State
from scanner.report import Finding
from scanner.ruleset import Rule
from scanner.verdicts import RuleStat

__all__ = ["Asking", "CaseList", "Figures", "Lookup", "RuleView"]


class LedgerLine(msgspec.Struct, frozen=True):
    """One file of the ledger; ``score`` and ``verdict`` are None where it was never scanned, ``reason`` says why."""

    version: str
    filename: str
    state: str
    reason: str | None
    verdict: str | None
    score: float | None
    complete: bool
    seen_at: float


class Lookup(msgspec.Struct, frozen=True):
    """What is known of a project: its newest files and cases, and how many of each there are."""

    project: str
    files: tuple[LedgerLine, ...]
    cases: tuple[Summary, ...]
    file_count: int
    case_count: int


class CaseList(msgspec.Struct, frozen=True):
    """Cases in an order, and with which of the others each one shares most of its evidence.

    ``counts`` are all cases of the list by state, ``remaining`` how many there are from the first one here on.
    """

    cases: tuple[Summary, ...]
    campaigns: dict[int, tuple[int, ...]]
    oldest_first: bool
    counts: dict[State, int]
    remaining: int


class RuleView(msgspec.Struct, frozen=True):
    """A rule's meta (None for a signal, and for a rule that is gone), its figures, and what it showed last.

    ``shown`` is of the newest case, and None where there is none or ``meta`` says more.
    """

    name: str
    meta: Rule | None
    stat: RuleStat
    shown: Finding | None = None


class Figures(msgspec.Struct, frozen=True):
    """What came of the last days: counts, and medians in seconds (None: nothing to measure)."""

    days: int
    scanned: int
    failed: int
    alerts: int
    by_state: dict[str, int]
    upload_to_card: float | None
    card_to_verdict: float | None
    upload_to_takedown: float | None
    voters: tuple[tuple[str, int], ...]
    noisiest: tuple[RuleStat, ...]


class Asking(Scanning):
    """The part of the desk that answers, at once or by a scan.

    ``rules`` gives the running set's rules by name, ``running`` what the running parts know of themselves.
    """

    def __init__(
        self,
        db: Database,
        settings: Settings,
        now: Callable[[], float],
        *,
        rules: Callable[[], dict[str, Rule]] = dict,
        running: Callable[[], Running] = Running,
        index: ProjectPages | None = None,
    ) -> None:
        super().__init__(db, settings, now, index=index)
        self._rules = rules
        self._running = running

    async def case(self, case_id: int) -> Case | None:
        return await load_case(self.db, case_id)

    async def on_message(self, message_id: int) -> Case | None:
        """The case whose card this message is."""
        case_id = await case_of_message(self.db, message_id)
        return await load_case(self.db, case_id) if case_id is not None else None

    async def find(self, text: str) -> Case | None:
        """The case that a person means, by number or project."""
        return await find_case(self.db, text)

    async def cases(self, states: frozenset[State] | None, after: int | None = None) -> CaseList:
        """Cases in these states: what still waits for somebody the oldest first, what is settled the newest first.

        With ``after`` the list begins behind the case of that number.
        """
        oldest_first = states is not None and states <= UNDECIDED | REPORTING
        cases = await list_cases(self.db, states=states, oldest_first=oldest_first, after=after)
        evidence = await evidence_points(self.db, [one.id for one in cases])
        remaining = await count_cases(self.db, states=states, oldest_first=oldest_first, after=after)
        return CaseList(
            cases=tuple(cases),
            campaigns=campaigns(evidence),
            oldest_first=oldest_first,
            counts=await count_cases(self.db, states=states),
            remaining=sum(remaining.values()),
        )

    async def suggest_cases(self, typed: str) -> list[Summary]:
        return await summaries(self.db, typed)

    async def suggest_projects(self, typed: str, limit: int = 25) -> list[str]:
        """Projects in the ledger whose name begins so."""
        begin = canonicalize_name(typed)
        rows = await self.db.rows(
            "SELECT DISTINCT project FROM upload WHERE project >= ? AND project < ? ORDER BY project LIMIT ?",
            (begin, begin + "\U0010ffff", limit),
        )
        return [row["project"] for row in rows]

    async def suggest_versions(self, project: str, typed: str, limit: int = 25) -> list[str]:
        rows = await self.db.rows(
            "SELECT version FROM upload WHERE project = ? GROUP BY version ORDER BY max(id) DESC LIMIT 200",
            (named(project).project,),
        )
        return [row["version"] for row in rows if row["version"].startswith(typed)][:limit]

    async def suggest_rules(self, typed: str, limit: int = 25) -> list[str]:
        names = {stat.rule for stat in await rule_stats(self.db)} | set(self._rules())
        return sorted(name for name in names if typed.strip().lower() in name.lower())[:limit]

    async def lookup(self, project: str, version: str | None = None) -> Lookup | None:
        """The ledger's and the cases' word on a project; empty where it was never seen, None for what can be none."""
        meant = named(project)
        if not meant.sound:
            return None
        name, version = meant.project, (version or "").strip() or meant.version
        rows = await self.db.rows(
            "SELECT version, filename, state, reason, verdict, score, coalesce(complete, 1) AS complete, seen_at "
            "FROM upload WHERE project = ? AND (? IS NULL OR version = ?) ORDER BY id DESC LIMIT 50",
            (name, version, version),
        )
        files = tuple(
            LedgerLine(
                **{field: row[field] for field in LedgerLine.__struct_fields__ if field != "complete"},
                complete=bool(row["complete"]),
            )
            for row in rows
        )
        count = await self.db.row(
            "SELECT count(*) AS n FROM upload WHERE project = ? AND (? IS NULL OR version = ?)",
            (name, version, version),
        )
        return Lookup(
            project=name,
            files=files,
            cases=tuple(await list_cases(self.db, project=name, limit=10)),
            file_count=count["n"] if count else 0,
            case_count=sum((await count_cases(self.db, project=name)).values()),
        )

    async def rule(self, name: str) -> RuleView | None:
        """A rule's meta and figures; None for a name that neither the running set nor any case knows."""
        stat, meta = await rule_stat(self.db, name), self._rules().get(name)
        if meta is not None:
            return RuleView(name, meta, stat)
        return RuleView(name, None, stat, await self._last_shown(name)) if stat.alerts else None

    async def _last_shown(self, rule: str) -> Finding | None:
        newest = await newest_of_rule(self.db, rule)
        case = await load_case(self.db, newest) if newest is not None else None
        found = (*case.report.findings, *(one.finding for one in case.elsewhere)) if case is not None else ()
        return next((one for one in found if one.rule == rule), None)

    async def suppressions(self, *, project: str | None = None, rule: str | None = None) -> SuppressionList:
        """Suppressions in force, the newest first: by dismissal, or of one project or rule each for itself."""
        name = named(project).project if project else None
        return await list_suppressions(self.db, now=self.now(), project=name, rule=rule)

    async def unsuppress(self, actor: Actor, suppression_id: int) -> Outcome:
        """Let suppressed evidence speak again."""
        if problem := refuse(Verb.UNSUPPRESS, actor):
            return refused(problem)
        now = self.now()
        async with self.db.transaction() as tx:
            found = await load_suppression(tx, suppression_id)
            if found is None or not await end_suppression(tx, suppression_id, now):
                return refused(f"No suppression {suppression_id} is in force; /suppress list shows the ones that are.")
            if found.case_id is not None:
                detail = f"{found.rule}: suppression {suppression_id}"
                await self._remember(tx, found.case_id, actor, "unsuppressed", detail)
            return done(f"Suppression {suppression_id} ({found.rule}) is ended; the evidence alerts again.")

    async def figures(self, days: int = 7) -> Figures:
        """What came of the last days."""
        since = self.now() - days * 86400
        cases = await self.db.rows(
            "SELECT c.*, u.uploaded_at FROM triage_case AS c JOIN upload AS u ON u.id = c.upload_id "
            "WHERE c.opened_at >= ?",
            (since,),
        )
        files = await self.db.rows(
            "SELECT state, count(*) AS n FROM upload WHERE seen_at >= ? GROUP BY state", (since,)
        )
        voters = await self.db.rows(
            "SELECT actor, count(*) AS n FROM case_history WHERE at >= ? AND actor_id IS NOT NULL "
            "AND event IN ('confirm', 'dismiss') GROUP BY actor_id ORDER BY n DESC LIMIT 10",
            (since,),
        )
        by_file = {row["state"]: row["n"] for row in files}
        by_state: dict[str, int] = {}
        for row in cases:
            by_state[row["state"]] = by_state.get(row["state"], 0) + 1
        return Figures(
            days=days,
            scanned=by_file.get("scanned", 0),
            failed=by_file.get("failed", 0),
            alerts=len(cases),
            by_state=by_state,
            upload_to_card=_median(cases, "uploaded_at", "alerted_at"),
            card_to_verdict=_median(cases, "alerted_at", "decided_at"),
            upload_to_takedown=_median(cases, "uploaded_at", "taken_down_at"),
            voters=tuple((row["actor"], row["n"]) for row in voters),
            noisiest=tuple(sorted(await rule_stats(self.db), key=lambda stat: -stat.dismissed)[:5]),
        )

    async def watch(self) -> Watch:
        """How the watch stands now."""
        return await read_watch(self.db, self.settings, self._running(), len(self._rules()), self.now())


def _median(rows: list[sqlite3.Row], start: str, end: str) -> float | None:
    spans = [row[end] - row[start] for row in rows if row[start] is not None and row[end] is not None]
    return statistics.median(spans) if spans else None
