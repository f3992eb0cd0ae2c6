"""Who may do what, with a sentence for every refusal: what is missing and what to do about it."""

from enum import StrEnum

from bot.triage.roles import Actor, Role
from bot.triage.states import DECIDED, REPORTING, TAKEN_DOWN, State

__all__ = ["Verb", "refuse", "refuse_cancel", "refuse_escalation"]


class Verb(StrEnum):
    """Everything that people can ask for, whichever door they use."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    UNSURE = "unsure"
    ESCALATE = "escalate"
    CLAIM = "claim"
    DETAILS = "details"
    CAMPAIGN = "campaign"
    CONFIRM_ALL = "confirm-all"
    DISMISS_ALL = "dismiss-all"
    NOTE = "note"
    UNDO = "undo"
    CANCEL = "cancel"
    LIST = "list"
    LOOKUP = "lookup"
    SCAN = "scan"
    RULE = "rule"
    STATS = "stats"
    WATCH = "watch"
    SUPPRESSIONS = "suppressions"
    UNSUPPRESS = "unsuppress"
    SETUP = "setup"


_NEEDS: dict[Verb, Role] = {
    Verb.CONFIRM_ALL: Role.SENIOR,
    Verb.DISMISS_ALL: Role.SENIOR,
    Verb.UNSUPPRESS: Role.SENIOR,
    Verb.SETUP: Role.ADMIN,
}

_DOING: dict[Verb, str] = {
    Verb.CONFIRM: "Confirming a case",
    Verb.DISMISS: "Dismissing a case",
    Verb.UNSURE: "Voting on a case",
    Verb.ESCALATE: "Escalating a case",
    Verb.CLAIM: "Claiming a case",
    Verb.DETAILS: "Reading a case's evidence",
    Verb.CAMPAIGN: "Reading a campaign",
    Verb.CONFIRM_ALL: "Confirming a whole campaign",
    Verb.DISMISS_ALL: "Dismissing a whole campaign",
    Verb.NOTE: "Adding a note",
    Verb.UNDO: "Taking a decision back",
    Verb.CANCEL: "Taking a report back",
    Verb.LIST: "Listing cases",
    Verb.LOOKUP: "Looking a project up",
    Verb.SCAN: "Asking for a scan",
    Verb.RULE: "Reading a rule's figures",
    Verb.STATS: "Reading the figures",
    Verb.WATCH: "Reading the watch's state",
    Verb.SUPPRESSIONS: "Reading suppressions",
    Verb.UNSUPPRESS: "Removing a suppression",
    Verb.SETUP: "Reading the settings",
}


def refuse(verb: Verb, actor: Actor) -> str | None:
    """Why this person may not, or None when they may. Whatever is not named here needs a volunteer."""
    needed = _NEEDS.get(verb, Role.VOLUNTEER)
    if actor.role >= needed:
        return None
    has = f"you are a {actor.role.word}" if actor.role else "you have none of this bot's roles"
    return f"{_DOING[verb]} needs the {needed.word} role, and {has}. Ask an admin of this server for it."


def refuse_escalation(actor: Actor, state: State, case_id: int) -> str | None:
    """Why this person may not escalate this case. A volunteer may escalate a confirmed one, a senior any open one."""
    if problem := refuse(Verb.ESCALATE, actor):
        return problem
    if state in TAKEN_DOWN:
        return f"Case {case_id} is {state} by PyPI already; there is nothing left to report."
    if state is State.REPORTED:
        return f"Case {case_id} is reported already, and PyPI merges no duplicates. Wait for PyPI's answer."
    if state is State.QUEUED:
        return f"Case {case_id} is queued already. Take that report back first if it should say something else."
    if state is State.DISMISSED and actor.role >= Role.SENIOR:
        return f"Case {case_id} is dismissed. Confirm it first if that was wrong."
    if actor.role >= Role.SENIOR:
        return None
    if state in (State.REPORT_FAILED, State.REPORT_UNKNOWN):
        return f"Sending case {case_id}'s report again needs the senior role, since PyPI may have it. Ask a senior."
    if state is not State.CONFIRMED:
        return (
            f"Case {case_id} is {state}: a volunteer may escalate a confirmed case only. "
            "Vote to confirm it, or ask a senior to escalate it."
        )
    return None


def refuse_cancel(actor: Actor, state: State, case_id: int, *, automatic: bool) -> str | None:
    """Why this person may not take the waiting report back; a volunteer may not take back a senior's own."""
    if problem := refuse(Verb.CANCEL, actor):
        return problem
    if state is not State.QUEUED:
        why = "no report is waiting" if state not in REPORTING or state in DECIDED else "its report has left already"
        return f"Case {case_id} is {state}: {why}, so there is nothing to take back."
    if actor.role < Role.SENIOR and not automatic:
        return f"A senior asked for case {case_id}'s report by hand. Ask them or another senior to take it back."
    return None
