"""What every verb shares: one transaction that re-reads the case, checks the person, counts, and moves the case."""

from collections.abc import Awaitable, Callable

from bot.desk.outcome import Outcome, Refused, done, refused
from bot.settings import Settings
from bot.store.case_view import NEW_EVIDENCE, Case
from bot.store.cases import load_case, move, put_verdict, remember, touch
from bot.store.database import Database, Transaction
from bot.store.outbox import Observation, cancel_observation, queue_observation, reports_since
from bot.store.suppressions import suppress_case_evidence, unsuppress_case
from bot.triage.draft import Draft, draft
from bot.triage.permissions import Verb, refuse
from bot.triage.policy import automatic_escalation
from bot.triage.quorum import Ruling, Tally, rule_on, tally
from bot.triage.roles import Actor
from bot.triage.states import CLOSED, DECIDED, REPORTING, TAKEN_DOWN, UNDECIDED, State

__all__ = ["DAY", "Deciding"]

DAY = 86400.0

Change = Callable[[Transaction, Case], Awaitable[Outcome]]


class Deciding:
    """The desk's ground floor. ``now`` gives Unix seconds."""

    def __init__(self, db: Database, settings: Settings, now: Callable[[], float]) -> None:
        self.db = db
        self.settings = settings
        self.now = now

    def draft_of(self, case: Case, lead: str = "") -> Draft:
        """The report that the case's evidence suggests, behind what a person says first."""
        inspector = self.settings.index.inspector_url
        return draft(case.name, case.version, case.report, inspector=inspector, project=case.project, lead=lead)

    def _extra_of(self, case: Case) -> dict[str, object]:
        """What goes with a report for the index's own analysts."""
        return {
            "version": case.version,
            "filename": case.report.filename,
            "sha256": case.report.sha256,
            "score": round(case.score, 4),
            "rules": sorted({one.rule for one in case.report.findings if one.status != "shadow" and one.points > 0}),
        }

    async def _change(self, verb: Verb, actor: Actor, case_id: int, change: Change) -> Outcome:
        """Run ``change`` on the case as it is now, all or nothing; refusals leave no trace."""
        if problem := refuse(verb, actor):
            return refused(problem, case_id)
        try:
            async with self.db.transaction() as tx:
                return await change(tx, await self._case(tx, case_id))
        except Refused as refusal:
            return refused(str(refusal), case_id)

    async def _case(self, tx: Transaction, case_id: int) -> Case:
        case = await load_case(tx, case_id)
        if case is None:
            raise Refused(f"There is no case {case_id}. /case list shows the ones there are.")
        return case

    def outdated(self, case: Case, revision: int | None) -> str | None:
        """Why nobody should decide by a card of this revision, or None while it still shows what matters."""
        if revision is None or revision >= case.ground:
            return None
        who = ", ".join(vote.user_name for vote in case.votes if case.verdict and vote.vote in case.verdict)
        what = f"it is {case.state}{f' by {who}' if who else ''}"
        file = next((line.detail for line in reversed(case.history) if line.event == NEW_EVIDENCE), None)
        if case.state in UNDECIDED and file is not None:
            what = f"{file} brought new evidence"
        return (
            f"Case {case.id} has moved on since the card that you saw: {what}. "
            "Look at the card again, and press once more if you still mean it."
        )

    def _fresh(self, case: Case, revision: int | None) -> None:
        if problem := self.outdated(case, revision):
            raise Refused(problem)

    async def _remember(self, tx: Transaction, case_id: int, actor: Actor, event: str, detail: str) -> None:
        await remember(tx, case_id, event, detail, actor=actor.name, actor_id=actor.id, now=self.now())

    async def _count(self, tx: Transaction, case_id: int, actor: Actor, lead: str) -> Outcome:
        """Count the votes as they are now, and let state, suppressions and report follow."""
        now = self.now()
        case = await self._case(tx, case_id)
        count = tally(case.votes, self.settings.triage.quorum)
        ruling = rule_on(case.state, count, claimed=case.claimed_by is not None)
        if case.closed and ruling.state not in CLOSED:
            await self._make_room(tx, case)
        await self._keep_verdict(tx, case, ruling, actor)
        if ruling.cancel_report and not await cancel_observation(tx, case_id, now):
            raise Refused(f"Case {case_id}'s report is on its way to PyPI at this moment. Try again in a few seconds.")
        if ruling.state is case.state:
            await touch(tx, case_id, now)
        else:
            await move(
                tx,
                case_id,
                ruling.state,
                actor=actor.name,
                actor_id=actor.id,
                event=ruling.state.value,
                detail=_reason(count, case.state, ruling),
                now=now,
            )
        due_at, held = await self._escalate_by_itself(tx, case, ruling)
        standing = self._standing(case, count, ruling, queued=due_at is not None, held=held)
        return done(f"{lead} {standing}", case_id, due_at, held)

    async def _make_room(self, tx: Transaction, case: Case) -> None:
        row = await tx.row(
            "SELECT id FROM triage_case WHERE project = ? AND closed = 0 AND id <> ?", (case.project, case.id)
        )
        if row is not None:
            raise Refused(
                f"Case {case.id} is closed, and case {row['id']} is open for {case.project}. Decide that one."
            )

    async def _keep_verdict(self, tx: Transaction, case: Case, ruling: Ruling, actor: Actor) -> None:
        """A dismissal quiets its evidence, and taking the dismissal back lets it speak again."""
        now = self.now()
        await put_verdict(tx, case.id, ruling.verdict, now)
        if case.verdict == "dismissed" != ruling.verdict:
            await unsuppress_case(tx, case.id, now)
        if ruling.verdict == "dismissed" != case.verdict:
            reasons = "; ".join(vote.reason for vote in case.votes if vote.vote == "dismiss" and vote.reason)
            await suppress_case_evidence(
                tx,
                case.id,
                case.project,
                actor_id=actor.id,
                actor=actor.name,
                reason=reasons or f"case {case.id} was dismissed",
                now=now,
            )

    async def _escalate_by_itself(self, tx: Transaction, case: Case, ruling: Ruling) -> tuple[float | None, str]:
        """Queue the report that a new verdict asks for; gives the time it leaves, or why it is held back."""
        if ruling.state is case.state:
            return None, ""
        now, report = self.now(), self.settings.report
        decision = automatic_escalation(
            report.auto,
            state=ruling.state,
            verdict=ruling.verdict,
            reports_today=await reports_since(tx, now - DAY),
            daily_cap=report.daily_cap,
            report_before=_had_report(case),
        )
        if not decision.queue:
            if decision.why:
                await remember(tx, case.id, "held back", decision.why, now=now)
            return None, decision.why
        text = self.draft_of(case)
        names = ", ".join(vote.user_name for vote in case.votes if vote.vote == "confirm")
        observation = Observation(
            kind=text.kind,
            summary=text.summary,
            inspector_url=text.inspector_url,
            requested_by=names,
            automatic=True,
            extra=self._extra_of(case),
        )
        return await self._queue(tx, case, observation, actor="Meerkat", actor_id=None), ""

    async def _queue(
        self, tx: Transaction, case: Case, observation: Observation, *, actor: str, actor_id: int | None
    ) -> float:
        """Queue a report with the undo window before it; gives the time it leaves."""
        now = self.now()
        due_at = now + self.settings.report.undo_seconds
        await queue_observation(tx, case.id, observation, due_at=due_at, now=now)
        dry = ", in dry-run: nothing will be sent" if self.settings.report.mode == "dry-run" else ""
        await move(
            tx,
            case.id,
            State.QUEUED,
            actor=actor,
            actor_id=actor_id,
            event="queued",
            detail=f"{observation.kind}, leaves after {self.settings.report.undo_seconds:g} s{dry}",
            now=now,
        )
        return due_at

    def _standing(self, case: Case, count: Tally, ruling: Ruling, *, queued: bool, held: str) -> str:
        """Where the case stands after a count, and what became of its report."""
        report = " Its waiting report is taken back." if ruling.cancel_report else ""
        report += f" Its report is {held}." if held else ""
        return self._position(case, count, ruling, queued=queued) + report

    def _position(self, case: Case, count: Tally, ruling: Ruling, *, queued: bool) -> str:
        quorum = self.settings.triage.quorum
        if queued:
            dry = " (dry-run: nothing is sent)" if self.settings.report.mode == "dry-run" else ""
            return (
                f"It is confirmed, and its report to PyPI is queued{dry}; Cancel report takes it back until it leaves."
            )
        if ruling.state in TAKEN_DOWN:
            return f"PyPI has {ruling.state} the project already; your word is kept for the figures."
        if ruling.state in REPORTING and ruling.verdict != "confirmed":
            return "PyPI may have the report already, and it cannot be called back: tell PyPI if it was wrong."
        if ruling.state in DECIDED and ruling.state is not case.state:
            return f"It is {ruling.state} now."
        if count.disputed:
            return "Votes contradict each other: it is disputed until a senior decides."
        if count.verdict is None and (count.confirms or count.dismisses):
            word = "confirm" if count.confirms else "dismiss"
            missing = count.missing(word, quorum)
            return f"{missing} more volunteer{'' if missing == 1 else 's'} or one senior to {word} it."
        return f"It stays {ruling.state} by a senior's word." if count.by_senior else f"It is {ruling.state}."


def _had_report(case: Case) -> bool:
    """Whether a report left, a person took it back, or the index has looked at the project without one.

    A report that votes stopped in time may be queued again.
    """
    left = case.observation is not None and case.observation.state != "cancelled"
    return left or any(line.event in ("report taken back", "cleared") for line in case.history)


def _reason(count: Tally, before: State, ruling: Ruling) -> str:
    votes = f"{count.confirms} confirm, {count.dismisses} dismiss"
    if ruling.verdict:
        return f"by a senior ({votes})" if count.by_senior else f"by quorum ({votes})"
    return f"after {before} ({votes})"
