"""How states, times and numbers look: colour, sign and word, the same on every card and list."""

import msgspec

from bot.triage.states import State

__all__ = ["LOOKS", "Look", "counted", "percent", "relative", "seconds", "size"]


class Look(msgspec.Struct, frozen=True):
    """A state's sign and colour (RGB): readable from the list of channels without opening anything."""

    sign: str
    colour: int


LOOKS: dict[State, Look] = {
    State.OPEN: Look("🔴", 0xE5484D),
    State.CLAIMED: Look("🟠", 0xF76B15),
    State.DISPUTED: Look("🟡", 0xFFC53D),
    State.CONFIRMED: Look("🟣", 0x8E4EC6),
    State.DISMISSED: Look("⚪", 0x8B8D98),
    State.QUEUED: Look("📤", 0x3E63DD),
    State.REPORTED: Look("📨", 0x0090FF),
    State.REPORT_FAILED: Look("🛑", 0xAD1D1D),
    State.REPORT_UNKNOWN: Look("❔", 0xAD7F58),
    State.QUARANTINED: Look("🔒", 0x12A594),
    State.REMOVED: Look("🟢", 0x30A46C),
}


def counted(number: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def percent(score: float) -> str:
    """A probability as people read it; never 100 %, which nothing is."""
    if 0.99 < score < 1:
        return f"{min(99.9, score * 100):.1f} %"
    return f"{min(99.9, score * 100):.0f} %" if score < 1 else "99.9 %"


def seconds(span: float) -> str:
    """A time span in the two largest units that matter."""
    span = max(0.0, span)
    if span < 100:
        return f"{span:.1f} s"
    minutes, rest = divmod(round(span), 60)
    if minutes < 100:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min"
    return f"{hours // 24} d {hours % 24} h" if hours < 240 else f"{hours // 24} d"


def size(number: int) -> str:
    """Bytes as people read them: ``3 kB``, ``1.2 MB``."""
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{-(-number // 1000)} kB"


def relative(at: float) -> str:
    """A stamp that each reader's client counts by itself, so that no card needs an edit to age."""
    return f"<t:{int(at)}:R>"
