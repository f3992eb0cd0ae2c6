"""One grammar for the ids of buttons and forms, and one parser.

``case:<verb>[.<number>]:<case>:r<revision>`` for a button, ``form:<verb>:<case>:r<revision>:u<user>`` for a form. An id
is an address, not an authority: whoever sends it is checked against the case each time.
"""

import re

import msgspec

from bot.triage.permissions import Verb

__all__ = ["BUTTON", "Address", "FormAddress", "parse", "parse_form"]

_BUTTON_VERBS = (
    Verb.CONFIRM,
    Verb.DISMISS,
    Verb.ESCALATE,
    Verb.CLAIM,
    Verb.DETAILS,
    Verb.UNDO,
    Verb.CANCEL,
    Verb.CAMPAIGN,
    Verb.CONFIRM_ALL,
    Verb.DISMISS_ALL,
)
_FORM_VERBS = (Verb.DISMISS, Verb.ESCALATE)

# Anchored, since the library builds items by match() and dispatches by fullmatch(); \Z, since $ allows a newline.
BUTTON = re.compile(
    rf"\Acase:(?P<verb>{'|'.join(sorted(_BUTTON_VERBS, reverse=True))})(?:\.(?P<number>\d{{1,18}}))?"
    r":(?P<case>\d{1,18}):r(?P<revision>\d{1,9})\Z",
    re.ASCII,
)
_FORM = re.compile(
    rf"\Aform:(?P<verb>{'|'.join(_FORM_VERBS)}):(?P<case>\d{{1,18}}):r(?P<revision>\d{{1,9}}):u(?P<user>\d{{1,20}})\Z",
    re.ASCII,
)


class Address(msgspec.Struct, frozen=True):
    """What a button is about; ``revision`` is the one its card showed.

    ``number`` is the page of Details that it leads to, or the newest evidence that a campaign's list showed.
    """

    verb: Verb
    case_id: int
    revision: int
    number: int | None = None

    def __str__(self) -> str:
        number = f".{self.number}" if self.number is not None else ""
        return f"case:{self.verb}{number}:{self.case_id}:r{self.revision}"


class FormAddress(msgspec.Struct, frozen=True):
    """What a form is about, and whose it is: two people may have the same form open."""

    verb: Verb
    case_id: int
    revision: int
    user_id: int

    def __str__(self) -> str:
        return f"form:{self.verb}:{self.case_id}:r{self.revision}:u{self.user_id}"


def parse(custom_id: str) -> Address | None:
    """The address in a button's id; None when it is not one of ours."""
    match = BUTTON.match(custom_id)
    if match is None:
        return None
    number = int(match["number"]) if match["number"] is not None else None
    return Address(Verb(match["verb"]), int(match["case"]), int(match["revision"]), number)


def parse_form(custom_id: str) -> FormAddress | None:
    """The address in a form's id; None when it is not one of ours."""
    match = _FORM.match(custom_id)
    if match is None:
        return None
    return FormAddress(Verb(match["verb"]), int(match["case"]), int(match["revision"]), int(match["user"]))
