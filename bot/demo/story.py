"""What happens in the demo: the uploads, the volunteers, PyPI's admin, and what must come of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.demo.bot_process import BotProcess
from bot.demo.discord import LoopbackDiscord, Member, Message, Shown
from bot.demo.hostile import DISMISSED, ESTABLISHED, HOSTILE
from bot.demo.packages import Package, honest
from bot.demo.pypi import LoopbackPyPI
from bot.demo.pypi.state import Observation
from bot.demo.timeline import Timeline, state_of
from bot.demo.view import View

__all__ = ["Cast", "Checks", "Stage"]

UPLOAD_GAP = 0.2  # seconds between two uploads of the stream
LOOK_SECONDS = 0.4
CARD_SECONDS = 30.0
STEP_SECONDS = 20.0
YEAR = 365 * 86400.0


@dataclass
class Checks:
    """What must have happened, each with whether it did."""

    results: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])

    def expect(self, what: str, truth: object) -> None:
        self.results.append((what, bool(truth)))

    @property
    def failed(self) -> list[str]:
        return [what for what, held in self.results if not held]


@dataclass(frozen=True)
class Cast:
    """The people of the community; mallory has no role."""

    alice: Member
    bob: Member
    carol: Member
    dora: Member  # the senior
    mallory: Member

    @classmethod
    def of(cls, discord: LoopbackDiscord) -> "Cast":
        def member(name: str, *roles: str) -> Member:
            return discord.member(name, roles=list(roles))

        volunteers = (member("alice", "volunteer"), member("bob", "volunteer"), member("carol", "volunteer"))
        return cls(*volunteers, dora=member("dora", "senior"), mallory=member("mallory"))


class Stage:
    """One showing: the stand-ins, the bot, the people, and what is checked."""

    def __init__(self, pypi: LoopbackPyPI, discord: LoopbackDiscord, bot: BotProcess, view: View) -> None:
        self.pypi = pypi
        self.discord = discord
        self.bot = bot
        self.view = view
        self.cast = Cast.of(discord)
        self.checks = Checks()
        self.timeline = Timeline(pypi, discord, view.card)
        self.uploads: list[Package] = []
        self.scanned = 0  # as the bot's health page counts them at the end

    # The uploads

    def history(self) -> None:
        """What was on the index before the bot came."""
        for age, package in zip((3.0, 2.0, 1.0), ESTABLISHED, strict=True):
            moment = self.pypi.clock() - age * YEAR
            self.pypi.publish(
                package.project, package.version, package.filename, package.data, owner="cedar", at=moment
            )

    def publish(self, package: Package) -> None:
        self.uploads.append(package)
        if package.behaviour:
            self.timeline.uploaded(package.project)
        owner = "cedar" if package.project == ESTABLISHED[0].project else f"{package.project.partition('-')[0]}-dev"
        self.pypi.publish(package.project, package.version, package.filename, package.data, owner=owner)
        self.view.upload(package.filename)

    async def _stream(self, packages: list[Package]) -> None:
        for package in packages:
            self.publish(package)
            await asyncio.sleep(UPLOAD_GAP)

    # The acts

    async def play(self) -> None:
        """Everything, in order. Raises ExceptionGroup of TimeoutErrors that name what did not come."""
        ordinary = honest()
        kept, late = ordinary[:-4], ordinary[-4:]
        loud = [HOSTILE[key] for key in ("decode", "download", "startup", "webhook", "shell")] + [DISMISSED]
        stream = list(kept)
        for place, package in enumerate(loud):
            stream.insert(2 + 4 * place, package)
        async with asyncio.TaskGroup() as acts:
            acts.create_task(self._stream(stream))
            acts.create_task(self._two_click())
            acts.create_task(self._two_react())
            acts.create_task(self._claim_and_read())
            acts.create_task(self._senior_escalates())
            acts.create_task(self._refused_and_typed())
            acts.create_task(self._dismissed())
        await self._killed_in_the_middle(late)
        await self._taken_over()

    async def _two_click(self) -> None:
        """Two volunteers press Confirm: quorum, queue, report, quarantine."""
        card = await self._card("decode")
        await self._press(self.cast.alice, card, "Confirm")
        await self._press(self.cast.bob, card, "Confirm")
        await self._taken_down("decode")

    async def _two_react(self) -> None:
        """The same by reactions alone."""
        card = await self._card("download")
        for member in (self.cast.carol, self.cast.bob):
            await self._act(member, f"reacts ✅ to {HOSTILE['download'].project}")
            await member.react(card, "✅")
        await self._taken_down("download")

    async def _claim_and_read(self) -> None:
        """One claims it, reads the details and confirms; another agrees."""
        card = await self._card("startup")
        await self._press(self.cast.carol, card, "Claim")
        await self._until(lambda: state_of(card) == "claimed", "the claimed card")
        shown = await self._press(self.cast.carol, card, "Details")
        self.checks.expect("Details are shown to the one who asked alone", shown.private and ".pth" in shown.text)
        await self._press(self.cast.carol, card, "Confirm")
        await self._press(self.cast.alice, card, "Confirm")
        await self._taken_down("startup")

    async def _senior_escalates(self) -> None:
        """A senior changes the drafted report and sends it, without waiting for votes."""
        card = await self._card("webhook")
        shown = await self._press(self.cast.dora, card, "Escalate")
        self.checks.expect("Escalate opens a form, filled in from the evidence", shown.modal)
        if shown.modal is not None:
            summary = "Steals Discord tokens and browser passwords and posts them to a webhook."
            await self._act(self.cast.dora, f"sends the report form: {summary}")
            answer = await self.cast.dora.submit(shown.modal, {"summary": summary})
            self.checks.expect("The form is accepted", not answer.failed)
        await self._taken_down("webhook")
        sent = [one.payload["summary"] for one in self._reports("webhook")]
        self.checks.expect("The report says what the senior wrote", sent and "posts them to a webhook" in sent[0])

    async def _refused_and_typed(self) -> None:
        """Somebody without a role is refused; two volunteers type their votes."""
        project = HOSTILE["shell"].project
        card = await self._card("shell")
        shown = await self._press(self.cast.mallory, card, "Confirm")
        self.checks.expect("Who has no role is refused, privately", shown.private and "role" in shown.text)
        await self._act(self.cast.mallory, f"reacts ✅ to {project}")
        await self.cast.mallory.react(card, "✅")
        await self._until(lambda: not card.who_reacted("✅"), "the removal of a reaction that one may not give")
        offered = await self.cast.alice.autocomplete("case confirm", "case", project[:5])
        self.checks.expect("Autocomplete offers the case", any(project in str(one["name"]) for one in offered))
        for member in (self.cast.alice, self.cast.carol):
            await self._type(member, "case confirm", case=project, reason="connects a shell to an address")
        await self._taken_down("shell")

    async def _dismissed(self) -> None:
        """Two volunteers agree that it is harmless, by form and by command."""
        card = await self._card("dismissed")
        shown = await self._press(self.cast.alice, card, "Dismiss")
        self.checks.expect("Dismiss asks for the reason", shown.modal)
        if shown.modal is not None:
            await self._act(self.cast.alice, "sends the form: ordinary code")
            await self.cast.alice.submit(shown.modal, {"note": "It draws a logo."})
        await self._type(self.cast.bob, "case dismiss", case=DISMISSED.project, reason="ordinary")
        await self._until(lambda: state_of(card) == "dismissed", f"{DISMISSED.project} dismissed")

    async def _killed_in_the_middle(self, late: list[Package]) -> None:
        """kill -9 between two votes; uploads, a vote and a report go on where they were."""
        before, after = late[:2], late[2:]
        await self._stream([HOSTILE["layered"], *before])
        card = await self._card("layered")
        await self._press(self.cast.alice, card, "Confirm")
        await self._until(lambda: "alice" in card.text, "alice's vote on the card")
        self.view.say("demo", "kill -9 of the bot", "bold red")
        await self.bot.kill()
        await self._act(self.cast.bob, f"reacts ✅ to {HOSTILE['layered'].project}, while the bot is dead")
        await self.cast.bob.react(card, "✅")
        await self._stream([HOSTILE["takeover"], *after])
        self.view.say("demo", "the bot is started again", "bold green")
        await self.bot.start()
        await self._taken_down("layered")

    async def _taken_over(self) -> None:
        """A senior's word alone; the index's own admin removes the release of the old project."""
        package = HOSTILE["takeover"]
        card = await self._card("takeover")
        self.checks.expect("The card says what is new since the last release", "3.2.0" in card.text)
        await self._press(self.cast.dora, card, "Confirm")
        await self._until(lambda: state_of(card) == "reported", f"{package.project} reported")
        active = self.pypi.state.projects[package.project].status == "active"
        self.checks.expect("One report alone does not quarantine an established project", active)
        self.view.say("PyPI", f"an admin removes {package.project} {package.version}", "bold")
        self.pypi.remove_release(package.project, package.version)
        await self._until(lambda: state_of(card) == "removed", f"{package.project} removed")

    # What people do, and what is waited for

    async def _act(self, member: Member, what: str) -> None:
        """Look for a moment, as people do, and then do it."""
        await asyncio.sleep(LOOK_SECONDS)
        self.view.say(member.name, what, "italic")

    async def _press(self, member: Member, card: Message, button: str) -> Shown:
        """Press a button of the card; a press that changes it is waited for, so that the next one sees it."""
        before = card.revisions
        await self._act(member, f"presses {button} on {card.title.split('`')[1]}")
        shown = await member.click(card, button)
        self.checks.expect(f"{member.name}'s {button} on {card.title.split('`')[1]} is answered", not shown.failed)
        if button in ("Confirm", "Claim") and member is not self.cast.mallory:
            await self._until(lambda: card.revisions > before, f"the card after {member.name}'s {button}")
        return shown

    async def _type(self, member: Member, command: str, **options: str) -> None:
        await self._act(member, f"types /{command} {' '.join(f'{name}:{value}' for name, value in options.items())}")
        shown = await member.slash(command, channel=None, **options)
        self.checks.expect(f"{member.name}'s /{command} is answered", not shown.failed)

    async def _until(self, look: Callable[[], object], what: str) -> None:
        await self.discord.wait_for(look, seconds=STEP_SECONDS, what=what)

    async def _card(self, key: str) -> Message:
        project = self._package(key).project

        def look() -> Message | None:
            course = self.timeline.courses.get(project)
            return course.card if course else None

        card = await self.discord.wait_for(look, seconds=CARD_SECONDS, what=f"a card for {project}")
        assert card is not None
        return card

    async def _taken_down(self, key: str) -> None:
        project = self._package(key).project
        course = self.timeline.courses[project]
        await self._until(lambda: "reported" in course.states or "quarantined" in course.states, f"{project} reported")
        await self._until(lambda: course.state == "quarantined", f"{project} quarantined on its card")

    def _package(self, key: str) -> Package:
        return DISMISSED if key == "dismissed" else HOSTILE[key]

    def _reports(self, key: str) -> list[Observation]:
        return [one for one in self.pypi.observations if one.project == self._package(key).project]
