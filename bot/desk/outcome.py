"""What became of a request: a value with a sentence for the person who asked."""

from typing import Literal

import msgspec

__all__ = ["Door", "Outcome", "Refused", "done", "refused"]

Door = Literal["button", "reaction", "slash", "menu", "modal", "terminal"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """``text`` says what happened, or why not and what to do; it may hold names, so it is escaped on its way out.

    ``due_at`` is the time that the sentence speaks of (when a report leaves), shown on the reader's own clock.
    ``held`` says why a report that a verdict asks for is not queued by itself; empty where it is, or none is wanted.
    """

    done: bool
    text: str
    case_id: int | None = None
    due_at: float | None = None
    held: str = ""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Ends a transaction without a trace; the text becomes the outcome."""


def done(text: str, case_id: int | None = None, due_at: float | None = None, held: str = "") -> Outcome:
    return Outcome(done=True, text=text, case_id=case_id, due_at=due_at, held=held)


def refused(text: str, case_id: int | None = None) -> Outcome:
    return Outcome(done=False, text=text, case_id=case_id)
