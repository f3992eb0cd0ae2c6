"""Votes, claims, notes, and taking them back."""

from collections import Counter
from collections.abc import Sequence

from bot.desk.deciding import Deciding
from bot.desk.outcome import Door, Outcome, Refused, done, refused
from bot.store.case_view import Case, CaseVote, RelatedCase, load_case, newest_evidence
from bot.store.cases import drop_vote, put_claim, put_vote, touch
from bot.store.database import Transaction
from bot.triage.permissions import Verb, refuse
from bot.triage.quorum import VoteWord
from bot.triage.roles import Actor, Role
from bot.triage.states import UNDECIDED

__all__ = ["NOTE_LIMIT", "Voting"]

NOTE_LIMIT = 1000
NAMED, REFUSALS = 10, 3  # cases, and reasons why not, that the answer to a bulk verdict names

Voted = Case | RelatedCase

_PAST: dict[VoteWord, str] = {"confirm": "confirmed", "dismiss": "dismissed", "unsure": "voted unsure on"}


class Voting(Deciding):
    """The part of the desk that takes people's word."""

    async def vote(
        self,
        actor: Actor,
        case_id: int,
        vote: VoteWord,
        *,
        door: Door,
        reason: str = "",
        revision: int | None = None,
    ) -> Outcome:
        """Take a person's word on a case, in place of an earlier one, and decide the case if that makes the quorum.

        ``revision`` is the one the person saw; a vote on a card that was out of date in evidence, verdict or report
        is refused, so that nobody decides what they did not see. None where they named the case by number.
        """

        async def change(tx: Transaction, case: Case) -> Outcome:
            own = next((old for old in case.votes if old.user_id == actor.id), None)
            if own is not None and (own.vote, own.role) == (vote, actor.role.vote_word) and reason in ("", own.reason):
                return done(f"You have {_PAST[vote]} case {case_id} already; Undo takes it back.", case_id)
            self._fresh(case, revision)
            word = CaseVote(
                user_id=actor.id,
                user_name=actor.name,
                role=actor.role.vote_word,
                vote=vote,
                reason=reason[:NOTE_LIMIT],
                door=door,
                at=self.now(),
            )
            await put_vote(tx, case_id, word)
            await self._remember(tx, case_id, actor, vote, _by(door, reason))
            return await self._count(tx, case_id, actor, f"You {_PAST[vote]} case {case_id}.")

        return await self._change(Verb(vote), actor, case_id, change)

    async def take_vote_back(self, actor: Actor, case_id: int, vote: VoteWord, *, door: Door) -> Outcome:
        """Drop this word if it is still the person's latest: what removing a reaction means."""

        async def change(tx: Transaction, case: Case) -> Outcome:
            if not any(old.user_id == actor.id and old.vote == vote for old in case.votes):
                return refused(f"Your latest word on case {case_id} is another one; nothing changed.", case_id)
            await drop_vote(tx, case_id, actor.id)
            await self._remember(tx, case_id, actor, "took back", _by(door, vote))
            return await self._count(tx, case_id, actor, f"You took your vote on case {case_id} back.")

        return await self._change(Verb.UNDO, actor, case_id, change)

    async def undo(self, actor: Actor, case_id: int, *, door: Door, revision: int | None = None) -> Outcome:
        """Take back one's own vote, else one's claim; a senior without either reopens a decided case.

        Reopening takes everybody's word back, so it asks for the very newest card: a second press on one that still
        showed the senior's own vote means that vote.
        """

        async def change(tx: Transaction, case: Case) -> Outcome:
            self._fresh(case, revision)
            if any(old.user_id == actor.id for old in case.votes):
                await drop_vote(tx, case_id, actor.id)
                await self._remember(tx, case_id, actor, "took back", _by(door, "vote"))
                return await self._count(tx, case_id, actor, f"You took your vote on case {case_id} back.")
            if case.claimed_by == actor.id:
                await put_claim(tx, case_id, None, None)
                await self._remember(tx, case_id, actor, "unclaimed", _by(door))
                return await self._count(tx, case_id, actor, f"Case {case_id} is no longer yours.")
            if not case.votes:
                raise Refused(f"Nobody has voted on case {case_id}; there is nothing to take back.")
            if case.verdict is None:
                raise Refused(f"You have no vote on case {case_id}, and nobody has decided it: nothing to take back.")
            if actor.role < Role.SENIOR:
                raise Refused(f"You have no vote on case {case_id}. A senior can reopen it with Undo.")
            if revision is not None and revision < case.revision:
                raise Refused(
                    f"You have no vote on case {case_id}, and it has changed since the card that you saw. "
                    "Look at the card again; Undo there takes everybody's votes back."
                )
            await drop_vote(tx, case_id)
            await self._remember(tx, case_id, actor, "reopened", _by(door, f"{len(case.votes)} votes taken back"))
            return await self._count(tx, case_id, actor, f"All votes on case {case_id} are taken back.")

        return await self._change(Verb.UNDO, actor, case_id, change)

    async def claim(self, actor: Actor, case_id: int, *, door: Door, claim: bool | None = None) -> Outcome:
        """Say that one looks at a case, or with None turn that over; a senior may take a case over."""

        async def change(tx: Transaction, case: Case) -> Outcome:
            mine = case.claimed_by == actor.id
            wanted = not mine if claim is None else claim
            if wanted == mine:
                return done(f"Case {case_id} is {'yours' if mine else 'not yours'} already.", case_id)
            if wanted and case.state not in UNDECIDED:
                raise Refused(f"Case {case_id} is {case.state}; only undecided cases can be claimed.")
            if wanted and case.claimed_by is not None and actor.role < Role.SENIOR:
                raise Refused(
                    f"{case.claimed_name} has claimed case {case_id}. Ask them, or ask a senior to take over."
                )
            await put_claim(tx, case_id, actor.id if wanted else None, actor.name if wanted else None)
            await self._remember(tx, case_id, actor, "claimed" if wanted else "unclaimed", _by(door))
            lead = f"Case {case_id} is {'yours; Unclaim gives it back' if wanted else 'free again'}."
            return await self._count(tx, case_id, actor, lead)

        return await self._change(Verb.CLAIM, actor, case_id, change)

    async def newest_shown(self, case: Case) -> int:
        """What a list of the case's campaign shows: the number of the newest evidence in it, for ``vote_campaign``."""
        newest = await newest_evidence(self.db, [case.id, *(one.id for one in case.related)])
        return max(newest.values(), default=0)

    async def vote_campaign(self, actor: Actor, case_id: int, vote: VoteWord, *, seen: int, door: Door) -> Outcome:
        """One word on every undecided case that shares this one's evidence, this one included.

        ``seen`` is the newest evidence that the person was shown (``newest_shown``): a case that came or grew since
        is left undecided, so that nobody decides what they did not see.
        """
        verb = Verb.CONFIRM_ALL if vote == "confirm" else Verb.DISMISS_ALL
        if problem := refuse(verb, actor):
            return refused(problem, case_id)
        case = await load_case(self.db, case_id)
        if case is None:
            return refused(f"There is no case {case_id}.", case_id)
        undecided = [one for one in (case, *case.related) if one.state in UNDECIDED]
        newest = await newest_evidence(self.db, [case_id, *(one.id for one in undecided)])
        if newest.get(case_id, 0) > seen:
            return refused(f"Case {case_id} has new evidence since you opened this list. Open it again.", case_id)
        if not undecided:
            return refused(f"Every case that shares case {case_id}'s evidence is decided already.", case_id)
        shown = sorted((one for one in undecided if newest.get(one.id, 0) <= seen), key=lambda one: one.id)
        reason = f"same evidence as case {case_id}"
        outcomes = [
            (one, await self.vote(actor, one.id, vote, door=door, reason=reason, revision=one.revision))
            for one in shown
        ]
        return _summed_up(vote, case_id, outcomes, of=len(undecided))

    async def note(self, actor: Actor, case_id: int, note: str, *, door: Door) -> Outcome:
        """Add a remark to the case's history."""

        async def change(tx: Transaction, case: Case) -> Outcome:
            text = note.strip()
            if not text:
                raise Refused("The note is empty; write what others should know.")
            if len(text) > NOTE_LIMIT:
                raise Refused(f"The note has {len(text)} characters; shorten it to {NOTE_LIMIT}.")
            await self._remember(tx, case_id, actor, "note", text)
            await touch(tx, case_id, self.now())
            return done(f"Noted on case {case.id}.", case_id)

        return await self._change(Verb.NOTE, actor, case_id, change)


def _by(door: Door, what: str = "") -> str:
    return f"{what} (by {door})" if what else f"by {door}"


def _summed_up(vote: VoteWord, case_id: int, outcomes: Sequence[tuple[Voted, Outcome]], of: int) -> Outcome:
    """What became of a campaign: which cases, what was refused or left out, and above all what leaves for the index."""
    decided = [(one, outcome) for one, outcome in outcomes if outcome.done]
    names = ", ".join(f"{one.project} ({one.id})" for one, _ in decided[:NAMED]) or "none"
    more = f" and {len(decided) - NAMED} more" if len(decided) > NAMED else ""
    told = [f"You {_PAST[vote]} {len(decided)} of {of} undecided cases: {names}{more}."]
    if len(outcomes) < of:
        told.append(f"Came or grew since you opened the list: {of - len(outcomes)}; open it again to decide them.")
    told += [outcome.text for _, outcome in outcomes if not outcome.done][:REFUSALS]
    for held, times in Counter(outcome.held for _, outcome in decided if outcome.held).items():
        told.append(f"Reports held back: {times} ({held}).")
    leaving = [outcome.due_at for _, outcome in decided if outcome.due_at is not None]
    if leaving:
        told.append(f"Reports to PyPI queued: {len(leaving)}; Cancel report on each card takes it back.")
    return done(" ".join(told), case_id, min(leaving, default=None))
