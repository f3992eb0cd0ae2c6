"""The only way from a package's text, or a person's, to a message.

``inline`` and ``block`` show text as code, where the client parses nothing; ``visible`` is for prose, ``label`` for
places that know no markup (buttons, choices, form fields). All of them make hidden characters visible, break addresses
so that they neither link nor unfurl, and cut before they wrap, so that a cut never opens a fence.
"""

import re

from bot.visible import clip
from bot.visible import visible as shown

__all__ = ["block", "defang", "inline", "label", "visible"]

# Inside code no escape exists: a backtick would end it, and this letter looks like one.
TICK = "ˋ"

# Clients find an address wherever it begins, behind letters, digits and underscores too: so do these.
_ADDRESS = re.compile(r"(?i)([a-z][a-z0-9+.-]{1,30})(:/{2,}|:\\\\{2,})([^\s/\\?#\"'<>]*)")
# Invitations are recognised without a scheme.
_INVITE = re.compile(r"(?i)(discord(?:app)?)\.(gg|com/invite|me|li|io)\b")
_MARKUP = re.compile(r"([\\`*_~|<>\[\]#@])")


def defang(text: str) -> str:
    """Addresses that nothing links or fetches: ``hxxps[:]//evil[.]example/a``. Applied twice it changes nothing."""

    def broken(match: re.Match[str]) -> str:
        scheme, _, host = match.groups()
        return f"{re.sub('(?i)tt', 'xx', scheme, count=1)}[:]//{host.replace('.', '[.]')}"

    return _INVITE.sub(r"\1[.]\2", _ADDRESS.sub(broken, text))


def inline(text: str, limit: int = 200) -> str:
    """A code span on one line, at most ``limit`` UTF-16 units with its marks."""
    plain = clip(defang(shown(text)).replace("`", TICK), limit - 2)
    return f"`{plain or ' '}`"


def block(text: str, limit: int = 600, lines: int = 12) -> str:
    """A fenced block without a language, at most ``limit`` UTF-16 units with its fences."""
    kept = shown(text, lines=True).strip("\n").split("\n")
    if len(kept) > lines:
        kept = [*kept[: lines - 1], f"… {len(kept) - lines + 1} more lines"]
    plain = clip(defang("\n".join(kept)).replace("`", TICK), limit - 8)
    return f"```\n{plain or ' '}\n```"


def visible(text: str, limit: int = 1000) -> str:
    """Prose on one line in which no markup, mention, masked link or custom emoji is left alive."""
    escaped = _MARKUP.sub(r"\\\1", defang(shown(text)))
    cut = clip(escaped, limit)
    kept = cut.removesuffix("…")
    # A cut must not leave half an escape, which would take the next character's meaning away.
    halved = cut != escaped and (len(kept) - len(kept.rstrip("\\"))) % 2 == 1
    return f"{kept[:-1]}…" if halved else cut


def label(text: str, limit: int = 80) -> str:
    """Text for a place without markup: a button, a choice, a form's field."""
    return clip(defang(shown(text)), limit) or " "
