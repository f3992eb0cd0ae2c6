"""Reports to the index by hand: asking for one, taking it back, sending it again."""

from bot.desk.deciding import DAY, Deciding
from bot.desk.outcome import Door, Outcome, Refused, done
from bot.store.case_view import Case, CaseVote
from bot.store.cases import move, put_verdict, put_vote
from bot.store.database import Transaction
from bot.store.outbox import Observation, cancel_observation, reports_since
from bot.triage.draft import SUMMARY_LEAST, SUMMARY_LIMIT
from bot.triage.permissions import Verb, refuse_cancel, refuse_escalation
from bot.triage.quorum import rule_on, tally
from bot.triage.roles import Actor, Role
from bot.triage.states import State

__all__ = ["KINDS", "Reporting"]

# The index's words for a report, and people's words for them.
KINDS: dict[str, str] = {
    "is_malware": "Malware",
    "is_spam": "Spam",
    "is_dependency_confusion": "Dependency confusion",
    "something_else": "Something else",
}
URL_LIMIT = 2000  # of the index's own form


class Reporting(Deciding):
    """The part of the desk that speaks to the index."""

    async def escalate(
        self,
        actor: Actor,
        case_id: int,
        *,
        kind: str = "is_malware",
        summary: str | None = None,
        inspector_url: str | None = None,
        door: Door,
        revision: int | None = None,
    ) -> Outcome:
        """Queue a report; what is None is drawn from the evidence.

        A senior's escalation of an undecided case is their vote to confirm it as well. A report that failed or whose
        answer was never seen can be sent again this way, by a senior.
        """

        async def change(tx: Transaction, case: Case) -> Outcome:
            if problem := refuse_escalation(actor, case.state, case_id):
                raise Refused(problem)
            self._fresh(case, revision)
            if case.closed:
                await self._make_room(tx, case)
            observation = self._observation(case, actor, kind, summary, inspector_url)
            if observation.automatic and await self._cap_reached(tx):
                raise Refused(f"The day's cap of {self.settings.report.daily_cap} reports is reached. Ask a senior.")
            await self._confirm_with(tx, case, actor, door)
            due_at = await self._queue(tx, case, observation, actor=actor.name, actor_id=actor.id)
            dry = " This is a dry-run: nothing will be sent." if self.settings.report.mode == "dry-run" else ""
            text = (
                f"Case {case_id}'s report ({KINDS[kind]}) is queued; Cancel report takes it back until it leaves.{dry}"
            )
            return done(text, case_id, due_at)

        return await self._change(Verb.ESCALATE, actor, case_id, change)

    def _observation(
        self, case: Case, actor: Actor, kind: str, summary: str | None, inspector_url: str | None
    ) -> Observation:
        suggested = self.draft_of(case)
        text = (suggested.summary if summary is None else summary).strip()
        link = (suggested.inspector_url if inspector_url is None else inspector_url).strip()
        if kind not in KINDS:
            raise Refused(f"PyPI knows no report kind of that name; use one of {', '.join(KINDS)}.")
        if not SUMMARY_LEAST <= len(text) <= SUMMARY_LIMIT:
            raise Refused(f"The summary has {len(text)} characters; write between {SUMMARY_LEAST} and {SUMMARY_LIMIT}.")
        prefix = f"{self.settings.index.inspector_url}/project/"
        if not link.startswith(prefix) or any(char.isspace() for char in link) or len(link) > URL_LIMIT:
            raise Refused("PyPI takes only Inspector links. Leave the one that the form had, or copy the card's.")
        return Observation(
            kind=kind,
            summary=text,
            inspector_url=link,
            requested_by=actor.name,
            automatic=actor.role < Role.SENIOR,
            extra=self._extra_of(case),
        )

    async def _cap_reached(self, tx: Transaction) -> bool:
        return await reports_since(tx, self.now() - DAY) >= self.settings.report.daily_cap

    async def _confirm_with(self, tx: Transaction, case: Case, actor: Actor, door: Door) -> None:
        if actor.role < Role.SENIOR or case.state is State.CONFIRMED:
            return
        word = CaseVote(
            user_id=actor.id,
            user_name=actor.name,
            role=actor.role.vote_word,
            vote="confirm",
            reason="escalated",
            door=door,
            at=self.now(),
        )
        await put_vote(tx, case.id, word)
        await put_verdict(tx, case.id, "confirmed", self.now())
        await self._remember(tx, case.id, actor, "confirm", f"by escalating it ({door})")

    async def cancel_report(self, actor: Actor, case_id: int, *, door: Door) -> Outcome:
        """Take a waiting report back within its undo window; the verdict stays."""

        async def change(tx: Transaction, case: Case) -> Outcome:
            waiting = case.observation
            automatic = waiting is None or waiting.observation.automatic
            if problem := refuse_cancel(actor, case.state, case_id, automatic=automatic):
                raise Refused(problem)
            if not await cancel_observation(tx, case_id, self.now()):
                raise Refused(f"Case {case_id}'s report is on its way already; it cannot be called back.")
            count = tally(case.votes, self.settings.triage.quorum)
            ruling = rule_on(State.CONFIRMED, count, claimed=case.claimed_by is not None)
            await move(
                tx,
                case_id,
                ruling.state,
                actor=actor.name,
                actor_id=actor.id,
                event="report taken back",
                detail=f"by {door}",
                now=self.now(),
            )
            return done(f"Case {case_id}'s report is taken back, and nothing was sent. It is {ruling.state}.", case_id)

        return await self._change(Verb.CANCEL, actor, case_id, change)
