"""A case from its card to its verdict, through every door."""

import asyncio

import pytest

from bot.store.outbox import claim_due
from bot.triage.roles import Actor, Role
from bot.triage.states import State
from scanner.report import Anomaly
from tests.bot.cases import finding, report
from tests.bot.chat.conftest import World

pytestmark = pytest.mark.timeout(30)


async def test_a_wrong_guild_in_the_settings_is_told_and_costs_no_membership(
    world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    await world.stop()
    real = world.settings
    world.settings = real.model_copy(update={"discord": real.discord.model_copy(update={"guild": 4242})})
    await world.start()
    await world.until(lambda: "MEERKAT_DISCORD__GUILD" in capfd.readouterr().out, "what to do about it")
    assert world.discord.seen("DELETE", "*/guilds/*") == []


async def test_a_card_appears_once_and_pings_with_its_first_send_only(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    volunteers = world.discord.role("volunteer").id
    assert card.pinged == {volunteers}
    assert list(card.buttons) == ["Confirm", "Dismiss", "Escalate", "Claim", "Details", "Inspector", "PyPI"]
    await world.ada.click(card, "Claim")
    await world.reaches(case_id, State.CLAIMED)
    assert len(world.cards(case_id)) == 1
    assert card.revisions == 1
    sends = world.discord.seen("POST", "*/messages")
    assert len(sends) == 1


async def test_two_volunteers_confirm_by_button_and_the_report_is_queued(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    first = await world.ada.click(card, "Confirm")
    assert first.private
    assert "1 more volunteer or one senior" in first.text
    await world.settled(case_id)
    second = await world.bob.click(card, "Confirm")
    assert "queued (dry-run: nothing is sent)" in second.text
    assert "<t:" in second.text
    await world.reaches(case_id, State.QUEUED)
    assert "Dry-run: nothing is sent" in card.text
    assert "Cancel report" in card.buttons
    assert (await world.ada.click(card, "Cancel report")).private
    await world.reaches(case_id, State.CONFIRMED)
    assert await claim_due(world.db, "observation", 1e12) is None


async def test_dismissing_asks_for_a_reason_in_a_form(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    form = (await world.sue.click(card, "Dismiss")).modal
    assert form is not None
    said = await world.sue.submit(form, {"reason": "installer", "note": "see its docs"})
    assert "dismissed" in said.text
    case = await world.reaches(case_id, State.DISMISSED)
    assert case.votes[0].reason == "An installer or build step that needs this: see its docs"


async def test_a_senior_escalates_by_a_form_drawn_from_the_evidence(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    form = (await world.sue.click(card, "Escalate")).modal
    assert form is not None
    said = await world.sue.submit(form, {"kind": "is_spam"})
    assert "queued" in said.text
    case = await world.reaches(case_id, State.QUEUED)
    assert case.observation is not None
    report_ = case.observation.observation
    assert report_.kind == "is_spam"
    assert "runs code that it decodes first" in report_.summary
    assert report_.inspector_url.endswith("setup.py#line.7")


async def test_a_form_opened_before_a_restart_still_works_after_it(world: World) -> None:
    case_id = await world.open()
    form = (await world.sue.click(await world.card(case_id), "Dismiss")).modal
    assert form is not None
    await world.restart()
    assert (await world.sue.submit(form, {})).private
    await world.reaches(case_id, State.DISMISSED)


async def test_two_people_with_the_same_form_open_are_both_heard(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    forms = [(await member.click(card, "Dismiss")).modal for member in (world.ada, world.bob)]
    for member, form in zip((world.ada, world.bob), forms, strict=True):
        assert form is not None
        await member.submit(form, {"reason": "other"})
    await world.reaches(case_id, State.DISMISSED)


async def test_a_wheel_with_the_same_evidence_spoils_no_form_that_is_being_filled_in(world: World) -> None:
    case_id = await world.open()
    form = (await world.sue.click(await world.card(case_id), "Escalate")).modal
    assert form is not None
    await world.open(report(filename="examplepkg-1.0-py3-none-any.whl"))
    assert "queued" in (await world.sue.submit(form, {"summary": "The second stage comes from a paste."})).text


@pytest.mark.parametrize(
    ("button", "typed"),
    [
        ("Dismiss", {"note": "It is our own installer: see chapter 4."}),
        ("Escalate", {"summary": "The second stage comes from a paste."}),
    ],
)
async def test_a_form_that_is_refused_gives_back_what_was_typed(
    world: World, button: str, typed: dict[str, str]
) -> None:
    case_id = await world.open()
    form = (await world.sue.click(await world.card(case_id), button)).modal
    assert form is not None
    await world.open(report(version="1.1", findings=(finding("token_theft"),)))
    said = await world.sue.submit(form, typed)
    assert "brought new evidence" in said.text
    (text,) = typed.values()
    assert text in said.text


async def test_a_report_with_a_bad_link_says_which_one_to_take_and_loses_no_text(world: World) -> None:
    case_id = await world.open()
    form = (await world.sue.click(await world.card(case_id), "Escalate")).modal
    assert form is not None
    said = await world.sue.submit(form, {"summary": "x" * 2000, "link": "https://inspector.example.org/x"})
    assert "Leave the one that the form had" in said.text
    assert "x" * 2000 in said.text
    with pytest.raises(ValueError, match="summary"):
        await world.sue.submit(form, {"summary": "too short"})


@pytest.mark.parametrize("button", ["Confirm", "Dismiss", "Escalate"])
async def test_an_old_copy_of_the_evidence_decides_nothing_whichever_button_is_pressed(
    world: World, button: str
) -> None:
    case_id = await world.open()
    await world.card(case_id)
    copy = (await world.sue.slash("case show", case=case_id)).message
    assert copy is not None
    await world.open(report(version="1.1", score=0.99, findings=(finding("steals_wallets"),)))
    said = await world.sue.click(copy, button)
    assert (said.modal, "brought new evidence" in said.text) == (None, True)
    assert (await world.settled(case_id)).state is State.OPEN


async def test_somebody_elses_form_is_refused(world: World) -> None:
    case_id = await world.open()
    form = (await world.ada.click(await world.card(case_id), "Dismiss")).modal
    assert form is not None
    said = await world.bob.submit(form, {})
    assert said.private
    assert "Open it again" in said.text
    assert (await world.case(case_id)).votes == ()


@pytest.mark.parametrize("button", ["Confirm", "Dismiss", "Escalate", "Claim", "Details"])
async def test_somebody_without_a_role_is_answered_privately_and_changes_nothing(world: World, button: str) -> None:
    case_id = await world.open()
    said = await world.eve.click(await world.card(case_id), button)
    assert said.private
    assert "needs the volunteer role" in said.text
    assert (await world.case(case_id)).revision == 1


async def test_a_volunteer_learns_why_an_open_case_cannot_be_escalated(world: World) -> None:
    case_id = await world.open()
    said = await world.ada.click(await world.card(case_id), "Escalate")
    assert said.private
    assert "a volunteer may escalate a confirmed case only" in said.text


async def test_clicking_many_times_at_once_counts_once(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    answers = await asyncio.gather(*(world.ada.click(card, "Confirm") for _ in range(6)))
    assert not any(answer.failed for answer in answers)
    case = await world.settled(case_id)
    assert (len(case.votes), case.state) == (1, State.OPEN)


async def test_two_people_clicking_at_once_decide(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    answers = await asyncio.gather(world.ada.click(card, "Confirm"), world.bob.click(card, "Confirm"))
    assert not any(answer.failed for answer in answers)
    await world.reaches(case_id, State.QUEUED)


async def test_a_late_vote_on_an_old_revision_is_refused_with_the_reason(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    old = card.json(viewer=0)["components"]
    await world.desk.vote(as_senior(world), case_id, "dismiss", door="slash")
    world.client.wake()
    await world.reaches(case_id, State.DISMISSED)
    new, card.components = card.components, old
    said = await world.ada.click(card, "Confirm")
    card.components = new
    assert "has moved on since the card that you saw: it is dismissed by sue" in said.text
    assert (await world.case(case_id)).state is State.DISMISSED


def as_senior(world: World) -> Actor:
    return Actor(world.sue.id, "sue", Role.SENIOR)


async def test_buttons_work_after_a_restart(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.click(card, "Confirm")
    await world.restart()
    await world.bob.click(card, "Confirm")
    await world.reaches(case_id, State.QUEUED)
    assert len(world.cards(case_id)) == 1


async def test_details_are_private_pages_that_turn(world: World) -> None:
    findings = tuple(finding(f"rule_{n}", line=n, fingerprint=str(n)) for n in range(1, 10))
    anomaly = Anomaly(kind="too-slow", detail="the deadline passed", member="a.py")
    case_id = await world.open(report(findings=findings, anomalies=(anomaly,), complete=False))
    card = await world.card(case_id)
    shown = await world.ada.click(card, "Details")
    assert shown.private
    assert shown.message is not None
    assert "rule_4" in shown.text
    assert "page 1 of 6" in shown.text
    await world.ada.click(shown.message, "Next ▶")
    assert "rule_5" in shown.message.text
    await world.ada.click(shown.message, "◀ Previous")
    assert "page 1 of 6" in shown.message.text


async def test_undo_and_unclaim_appear_when_there_is_something_to_take_back(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.click(card, "Claim")
    await world.reaches(case_id, State.CLAIMED)
    assert "Unclaim" in card.buttons
    await world.ada.click(card, "Confirm")
    await world.settled(case_id)
    await world.ada.click(card, "Undo")
    await world.votes(case_id, 0)
    await world.settled(case_id)
    await world.ada.click(card, "Unclaim")
    await world.reaches(case_id, State.OPEN)


async def test_the_library_keeps_nothing_per_card_or_form(world: World) -> None:
    """Views and forms that it kept would grow for ever, and a mixed view that ends takes every button with it."""
    for number in range(5):
        case_id = await world.open(report(f"pkg-{number}", findings=(finding(f"r{number}"),)))
        card = await world.card(case_id)
        assert (await world.ada.click(card, "Dismiss")).modal is not None
        assert (await world.ada.click(card, "Details")).private
    store = world.client._connection._view_store
    assert (store._modals, store._synced_message_views, store._views) == ({}, {}, {})
    assert len(store._dynamic_items) == 1


async def test_a_role_that_is_deleted_on_the_server_is_known_by_the_settings_that_name_it(world: World) -> None:
    assert world.client.roles_missing() == ()
    role = str(world.settings.roles.volunteer)
    world.discord.gateway.dispatch("GUILD_ROLE_DELETE", {"guild_id": str(world.discord.guild_id), "role_id": role})
    await world.until(world.client.roles_missing, "the role is missing")
    assert world.client.roles_missing() == ("MEERKAT_ROLES__VOLUNTEER", "MEERKAT_DISCORD__PING_ROLE")
