"""Delivering reports: at most once each, with every answer on the card."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import aiohttp
import structlog

from bot.escalation.observation import Answer, Credentials, Meaning, ObservationClient
from bot.pipeline.pauses import pause
from bot.settings import Settings
from bot.store.case_view import load_case
from bot.store.cases import move
from bot.store.database import Database, surely
from bot.store.outbox import OutboxRow, RowState, claim_due, interrupted, next_due, peek_due, reports_since, settle
from bot.triage.states import State

__all__ = ["ReportDelivery"]

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
CHECK_SECONDS = 3600.0  # a token can be revoked, or given its rights, while the service runs
DAY = 86400.0
# Counted from the end of the undo window. Past this, whoever wanted the report has to want it anew: the case has moved
# on, or people have reported by hand.
GIVE_UP_SECONDS = 6 * 3600.0
# How long a stop waits for the answer to a report that has left; after that it counts as unknown.
LAST_ANSWER_SECONDS = 1.2
STATES: dict[Meaning, State] = {
    "accepted": State.REPORTED,
    "refused": State.REPORT_FAILED,
    "unknown": State.REPORT_UNKNOWN,
}
EVENTS: dict[Meaning, str] = {"accepted": "reported", "refused": "report failed", "unknown": "report unknown"}
ROWS: dict[Meaning, RowState] = {"accepted": "sent", "refused": "failed", "unknown": "unknown"}


class ReportDelivery:
    """Takes due reports from the outbox and sends them; in dry-run it only says what it would have sent.

    Promise after a crash: a row is marked as being sent before the request leaves, so one that is found so at a start
    may or may not have arrived: it becomes ``report-unknown`` and is never sent again by itself.
    """

    def __init__(
        self,
        db: Database,
        session: aiohttp.ClientSession,
        settings: Settings,
        now: Callable[[], float],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db = db
        self._settings = settings
        self._live = settings.report.mode == "live"
        self._first_pause = settings.index.poll_seconds
        self._now = now
        self._client = ObservationClient(session, settings)
        self._sleep = sleep
        self._checked = Credentials(None, "not checked yet" if self._live else "dry-run: no token is used")

    @property
    def credentials(self) -> Credentials:
        """What the index says of the token."""
        return self._checked

    async def run(self) -> None:
        """Deliver until cancelled; every fault ends in a pause."""
        await self.recover()
        async with asyncio.TaskGroup() as group:
            if self._live:
                group.create_task(self._check_credentials())
            group.create_task(self._deliver_for_ever())

    @surely
    async def recover(self) -> None:
        """Settle what a crash left between sending and recording."""
        for row in await interrupted(self._db, "observation"):
            words = "Meerkat stopped after the report left and before the answer was stored."
            await self._record(row, Answer(meaning="unknown", words=words))

    async def _check_credentials(self) -> None:
        failures = 0
        while True:
            failures = 0 if await self._survive(self._check) else failures + 1
            await self._sleep(pause(failures, first=self._first_pause) if failures else CHECK_SECONDS)

    async def _check(self) -> bool:
        found = await self._client.check()
        if found.good is None and self._checked.good is not None:
            return False  # what was known stands until the index says otherwise
        if found.good is not None and found != self._checked:
            (log.info if found.good else log.error)("report credentials", good=found.good, words=found.words)
        self._checked = found
        return found.good is not None

    async def _deliver_for_ever(self) -> None:
        failures = 0
        while True:
            step = asyncio.create_task(self._survive(self.deliver_one))
            try:
                delivered = await asyncio.shield(step)
            except asyncio.CancelledError:
                await asyncio.wait({step}, timeout=LAST_ANSWER_SECONDS)
                step.cancel()  # where it had no answer, the row stays marked, and the next start says what that means
                raise
            failures = failures + 1 if delivered is None else 0
            if failures:
                await self._sleep(pause(failures, first=LOOK_SECONDS))
            elif not delivered:
                await self._sleep(await self._until_due())

    async def _until_due(self) -> float:
        with contextlib.suppress(Exception):
            due = await next_due(self._db, "observation")
            if due is not None:
                return min(max(due - self._now(), 0.05), LOOK_SECONDS)
        return LOOK_SECONDS

    async def _survive(self, step: Callable[[], Awaitable[bool]]) -> bool | None:
        """What the step gives; None where it failed."""
        try:
            return await step()
        except Exception:  # delivery must outlive what nobody thought of; the log has it all
            log.exception("report delivery failed", step=getattr(step, "__name__", ""))
            return None

    async def deliver_one(self) -> bool:
        """Deliver the next due report, if there is one; False when none is due."""
        if not self._live:
            return await self._rehearse()
        row = await claim_due(self._db, "observation", self._now())
        if row is None:
            return False
        try:
            if await self._over_cap(row):
                return True
            case = await load_case(self._db, row.case_id)
            assert case is not None and row.observation is not None, "an observation row belongs to a case"
        except Exception as error:
            # Nothing has left yet, so the row must not stay marked.
            log.exception("a report cannot be prepared", case=row.case_id, outbox=row.id)
            await surely(self._record)(row, Answer(meaning="retry", words=f"{type(error).__name__}: {error}"))
            return True
        await surely(self._record)(row, await self._client.send(case.project, row.observation))
        return True

    async def _rehearse(self) -> bool:
        """In dry-run: back to confirmed, and the history says what would have been sent."""
        now = self._now()
        async with self._db.transaction() as tx:
            row = await peek_due(tx, "observation", now)
            if row is None:
                return False
            kind = row.observation.kind if row.observation else "report"
            await settle(tx, row.id, "cancelled", answer="dry-run: nothing was sent", now=now)
            detail = f"dry-run: would have sent a report ({kind}) to PyPI; nothing was sent"
            await move(tx, row.case_id, State.CONFIRMED, actor="Meerkat", event="held back", detail=detail, now=now)
        log.info("dry-run: a report would have been sent", case=row.case_id, outbox=row.id, kind=kind)
        return True

    async def _over_cap(self, row: OutboxRow) -> bool:
        """Hold back a report that no senior asked for, when the day has had enough of them."""
        cap = self._settings.report.daily_cap
        if row.observation is None or not row.observation.automatic:
            return False
        now = self._now()
        if await reports_since(self._db, now - DAY) <= cap:
            return False
        detail = f"the day's cap of {cap} reports is reached; a senior can escalate it"
        async with self._db.transaction() as tx:
            await settle(tx, row.id, "cancelled", answer=detail, now=now)
            await move(tx, row.case_id, State.CONFIRMED, actor="Meerkat", event="held back", detail=detail, now=now)
        log.warning("report held back", case=row.case_id, outbox=row.id, cap=cap)
        return True

    async def _record(self, row: OutboxRow, answer: Answer) -> None:
        now = self._now()
        say = log.bind(case=row.case_id, outbox=row.id, status=answer.status, attempts=row.attempts)
        if answer.meaning == "retry":
            if now - row.created_at < GIVE_UP_SECONDS + self._settings.report.undo_seconds or row.attempts <= 1:
                wait = pause(row.attempts, first=self._first_pause, asked=answer.retry_after)
                async with self._db.transaction() as tx:
                    await settle(
                        tx, row.id, "due", status=answer.status, answer=answer.words, retry_at=now + wait, now=now
                    )
                say.warning("report not taken yet", words=answer.words, wait=round(wait, 1))
                return
            words = f"{answer.words} Given up after {GIVE_UP_SECONDS / 3600:.0f} hours: a senior can send it again."
            answer = Answer(meaning="refused", words=words, status=answer.status, body=answer.body)
        async with self._db.transaction() as tx:
            await settle(
                tx,
                row.id,
                ROWS[answer.meaning],
                status=answer.status,
                answer=answer.body or answer.words,
                now=now,
            )
            await move(
                tx,
                row.case_id,
                STATES[answer.meaning],
                actor="PyPI" if answer.status is not None else "Meerkat",
                event=EVENTS[answer.meaning],
                detail=answer.words,
                now=now,
            )
        (say.info if answer.meaning == "accepted" else say.error)(
            "report settled", meaning=answer.meaning, words=answer.words
        )
