"""When a confirmed case is queued for the index without a senior's hand."""

from typing import Literal

import msgspec

from bot.triage.quorum import Verdict
from bot.triage.states import State

__all__ = ["Escalation", "automatic_escalation"]


class Escalation(msgspec.Struct, frozen=True):
    """Whether to queue a report now; ``why`` is a sentence for the history when it is wanted but held back."""

    queue: bool
    why: str = ""


def automatic_escalation(
    auto: Literal["quorum", "off"],
    *,
    state: State,
    verdict: Verdict | None,
    reports_today: int,
    daily_cap: int,
    report_before: bool,
) -> Escalation:
    """Queue what people have just confirmed, if the settings say so and the day's cap is not reached.

    A case that had a report before (taken back, refused, or with its answer lost), or whose quarantine the index has
    lifted, is not queued by itself again: each POST is a new report to the index, and somebody had a reason.
    """
    if state is not State.CONFIRMED or verdict != "confirmed" or auto == "off":
        return Escalation(queue=False)
    if report_before:
        return Escalation(queue=False, why="not queued by itself: it was before PyPI already; escalate it by hand")
    if reports_today >= daily_cap:
        return Escalation(
            queue=False,
            why=f"not queued by itself: the day's cap of {daily_cap} reports is reached; a senior can escalate it",
        )
    return Escalation(queue=True)
