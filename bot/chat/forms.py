"""Forms (modals): built from a case, and read from the payload of their submit alone."""

from collections.abc import Iterable, Mapping
from typing import Any

import discord

from bot.chat.custom_ids import FormAddress
from bot.chat.text import label
from bot.desk import KINDS
from bot.triage.draft import SUMMARY_LEAST, SUMMARY_LIMIT, Draft
from bot.triage.permissions import Verb
from bot.visible import clip

__all__ = ["REASONS", "dismiss_form", "escalate_form", "submitted"]

# Why people dismiss: the words that rule authors read later.
REASONS: dict[str, str] = {
    "ordinary": "Ordinary code, the rule is too wide",
    "installer": "An installer or build step that needs this",
    "security-tool": "A security tool or its samples",
    "test-or-docs": "Only in tests, docs or examples",
    "known-project": "Known project, wanted behaviour",
    "other": "Something else (say what in the note)",
}


def dismiss_form(case_id: int, revision: int, user_id: int) -> discord.ui.Modal:
    """One choice and an optional note; ``revision`` is the one that the person saw."""
    form = _form(f"Dismiss case {case_id}", FormAddress(Verb.DISMISS, case_id, revision, user_id))
    reasons = [discord.SelectOption(label=text, value=key, default=key == "ordinary") for key, text in REASONS.items()]
    form.add_item(_labelled("Why is it harmless?", discord.ui.Select(custom_id="reason", options=reasons)))
    form.add_item(_labelled("Note", _text("note", "", 500, required=False)))
    return form


def escalate_form(case_id: int, revision: int, user_id: int, draft: Draft) -> discord.ui.Modal:
    """The report as drafted from the evidence, to be changed or sent; ``revision`` is the one that the person saw."""
    form = _form(f"Report case {case_id} to PyPI", FormAddress(Verb.ESCALATE, case_id, revision, user_id))
    kinds = [discord.SelectOption(label=text, value=key, default=key == draft.kind) for key, text in KINDS.items()]
    form.add_item(_labelled("Kind", discord.ui.Select(custom_id="kind", options=kinds)))
    form.add_item(_labelled("Summary", _text("summary", draft.summary, SUMMARY_LIMIT, least=SUMMARY_LEAST)))
    form.add_item(_labelled("Inspector link", _text("link", draft.inspector_url, 2000, short=True)))
    return form


def _form(title: str, address: FormAddress) -> discord.ui.Modal:
    return discord.ui.Modal(title=label(title, 45), custom_id=str(address), timeout=None)


def _labelled(text: str, component: discord.ui.Item[Any]) -> discord.ui.Label[Any]:
    return discord.ui.Label(text=text, component=component)


def _text(
    custom_id: str, default: str, limit: int, *, least: int | None = None, short: bool = False, required: bool = True
) -> discord.ui.TextInput[Any]:
    style = discord.TextStyle.short if short else discord.TextStyle.paragraph
    text = clip(default, limit)
    return discord.ui.TextInput(
        custom_id=custom_id,
        style=style,
        default=text or None,
        min_length=least,
        max_length=limit,
        required=required,
    )


def submitted(components: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """A submit's answers by field: the text, or the first choice. Unknown parts are passed over."""
    found: dict[str, str] = {}
    for component in components:
        inner: Any = component.get("components") or component.get("component")
        if inner:
            found |= submitted([inner] if isinstance(inner, Mapping) else inner)
        name, value, values = component.get("custom_id"), component.get("value"), component.get("values")
        if isinstance(name, str):
            found[name] = str(value if value is not None else values[0] if values else "")
    return found
