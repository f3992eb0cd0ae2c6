"""The channel as a person sees it: a live picture on a terminal, a line for each change elsewhere."""

import re
import time
from collections import deque
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.demo.discord import Message
from bot.demo.timeline import Course, Span, state_of

__all__ = ["View"]

COLOURS = {
    "open": "red",
    "claimed": "dark_orange",
    "disputed": "yellow",
    "confirmed": "magenta",
    "dismissed": "bright_black",
    "queued": "blue",
    "reported": "bright_blue",
    "quarantined": "cyan",
    "removed": "green",
}
LINES = 10
_FENCE = re.compile(r"```\n(.*?)\n```", re.DOTALL)
_STAMP = re.compile(r"<t:\d+:R>")
_ESCAPE = re.compile(r"\\([\\*_~|<>\[\]#@])")


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Who read the output has gone: an ordinary error, by which everything ends in order."""
        raise


class View:
    """Shows what the stand-ins see; use as ``with View() as view``."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or _Console(highlight=False)
        self._begun = time.monotonic()
        self._cards: dict[str, Course] = {}
        self._lines: deque[Text] = deque(maxlen=LINES)
        self._uploads = 0
        self._live: Live | None = None
        self._shown_whole = False

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            self._live = Live(self._picture(), console=self.console, refresh_per_second=8)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def say(self, who: str, what: str, style: str = "") -> None:
        """One thing that happened."""
        line = Text.assemble(
            (f"{time.monotonic() - self._begun:5.1f} s ", "dim"),
            (f"{who:<9} ", "bold"),
            (what, style),
            no_wrap=True,
            overflow="ellipsis",
        )
        if self._live is None:
            self.console.print(line, soft_wrap=True)
        else:
            self._lines.append(line)
            self._live.update(self._picture())

    def upload(self, filename: str) -> None:
        self._uploads += 1
        self.say("PyPI", f"new file {filename}", "dim")

    def card(self, course: Course, state: str) -> None:
        """A card that appeared or moved."""
        self._cards[course.project] = course
        assert course.card is not None
        self.say("#alerts", course.card.title.replace("`", ""), COLOURS.get(state, ""))
        if not self._shown_whole:
            self._shown_whole = True
            self.console.print(self.whole(course.card))

    def whole(self, card: Message) -> Panel:
        """A card with everything on it."""
        parts = [Text(_plain(card.title), "bold")]
        for embed in card.embeds:
            parts.append(_prose(str(embed.get("description", ""))))
            for one in embed.get("fields", []):
                parts += [Text(""), Text(_plain(str(one["name"])), "bold"), _prose(str(one["value"]))]
            parts.append(Text("\n" + str(embed.get("footer", {}).get("text", "")), "dim"))
        parts.append(Text("  ".join(f"[{label}]" for label in card.buttons), "bold"))
        return Panel(Group(*parts), title="#alerts", border_style=COLOURS.get(state_of(card), "white"), width=110)

    def _picture(self) -> Group:
        table = Table(title=f"#alerts · {self._uploads} uploads so far", expand=True, title_justify="left")
        table.add_column("Card", no_wrap=True, overflow="ellipsis", min_width=46)
        table.add_column("What was found", no_wrap=True, overflow="ellipsis", ratio=1)
        table.add_column("Reactions", no_wrap=True)
        for course in self._cards.values():
            card = course.card
            if card is None:
                continue
            fields = card.embeds[0].get("fields", []) if card.embeds else []
            reactions = " ".join(f"{one.emoji} {len(one.users)}" for one in card.reactions)
            found = str(fields[0]["name"]) if fields else ""
            title = Text(card.title.replace("`", ""), COLOURS.get(course.state, ""))
            table.add_row(title, found, reactions)
        return Group(table, Panel(Group(*self._lines), title="What happens", title_align="left"))

    def summary(self, counts: dict[str, int], spans: list[Span]) -> None:
        """The closing tables."""
        numbers = Table(title="In all", title_justify="left")
        for name in counts:
            numbers.add_column(name, justify="right")
        numbers.add_row(*(str(value) for value in counts.values()))
        times = Table(title="How long each step took", title_justify="left")
        for name in ("Step", "Cases", "Median", "Longest"):
            times.add_column(name, justify="left" if name == "Step" else "right")
        for span in spans:
            times.add_row(span.name, str(len(span.seconds)), f"{span.median:.2f} s", f"{span.longest:.2f} s")
        self.console.print(numbers)
        self.console.print(times)


def _prose(text: str) -> Text:
    """Text as a client of Discord shows it: code set apart, stamps as the time that they stand for."""
    return Text().join(
        Text(_plain(part), "" if number % 2 == 0 else "cyan") for number, part in enumerate(_FENCE.split(text))
    )


def _plain(text: str) -> str:
    text = _STAMP.sub("just now", text).replace("`", "").replace("**", "")
    return _ESCAPE.sub(r"\1", text)
