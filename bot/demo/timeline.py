"""When what happened to each project, as seen from outside: on PyPI, and on the cards in the channel."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from bot.demo.discord import LoopbackDiscord, Message
from bot.demo.pypi import LoopbackPyPI

__all__ = ["Course", "Span", "Timeline", "state_of"]

VERDICTS = ("confirmed", "queued", "dismissed")
TAKEDOWNS = ("quarantined", "removed")
_TITLE = re.compile(r"^\S+ (?P<state>[a-z-]+) · `(?P<project>[^`]+)`")


def state_of(card: Message) -> str:
    """The state word of a card's title; empty when the message is no card."""
    match = _TITLE.match(card.title)
    return match["state"] if match else ""


@dataclass
class Course:
    """One project's way; times in Unix seconds."""

    project: str
    uploaded: float
    cards: list[Message] = field(default_factory=list[Message])
    states: dict[str, float] = field(default_factory=dict[str, float])  # when the card first showed it

    @property
    def card(self) -> Message | None:
        return self.cards[0] if self.cards else None

    @property
    def state(self) -> str:
        return state_of(self.cards[0]) if self.cards else ""

    def first(self, *states: str) -> float | None:
        return min((self.states[state] for state in states if state in self.states), default=None)


@dataclass(frozen=True)
class Span:
    """A step of the way, and how long it took for each project that took it."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds) if self.seconds else 0.0

    @property
    def longest(self) -> float:
        return max(self.seconds, default=0.0)


class Timeline:
    """Looks at the channel after every change; ``told`` hears of each card that appears or changes its state."""

    def __init__(self, pypi: LoopbackPyPI, discord: LoopbackDiscord, told: Callable[[Course, str], None]) -> None:
        self._pypi = pypi
        self._discord = discord
        self._told = told
        self.courses: dict[str, Course] = {}
        discord.listeners.append(self._look)

    def uploaded(self, project: str) -> None:
        """A new upload of the project whose way is to be followed."""
        self.courses[project] = Course(project, self._pypi.clock())

    def _look(self) -> None:
        for message in self._discord.messages:
            match = _TITLE.match(message.title)
            course = self.courses.get(match["project"]) if match else None
            if match is None or course is None:
                continue
            if message not in course.cards:
                course.cards.append(message)
            if match["state"] not in course.states:
                course.states[match["state"]] = self._discord.clock()
                self._told(course, match["state"])

    def spans(self) -> list[Span]:
        """Every step from upload to takedown."""
        steps: dict[str, list[float]] = {
            "upload → card": [],
            "card → verdict": [],
            "verdict → report": [],
            "report → takedown": [],
        }
        reported = {one.project: one.at for one in reversed(self._pypi.observations)}
        for course in self.courses.values():
            if course.card is None:
                continue
            steps["upload → card"].append(course.card.created - course.uploaded)
            verdict, report, down = course.first(*VERDICTS), reported.get(course.project), course.first(*TAKEDOWNS)
            if verdict is not None:
                steps["card → verdict"].append(verdict - course.card.created)
            if verdict is not None and report is not None:
                steps["verdict → report"].append(report - verdict)
            if report is not None and down is not None:
                steps["report → takedown"].append(down - report)
        return [Span(name, tuple(max(0.0, one) for one in seconds)) for name, seconds in steps.items()]
