"""Votes by reaction: as they come, after an absence, and when a card or its reactions go."""

import asyncio

import pytest

from bot.chat import reactions
from bot.store.reactions import reactions_of
from bot.triage.roles import Actor, Role
from bot.triage.states import State
from tests.bot.cases import finding, report
from tests.bot.chat.conftest import World

pytestmark = pytest.mark.timeout(30)


async def test_a_servers_administrator_counts_as_an_admin_by_reaction_too(world: World) -> None:
    world.discord.role("chief").permissions = 1 << 3
    chief = world.discord.member("chief", roles=["chief"])
    await world.restart()
    case_id = await world.open()
    await chief.react(await world.card(case_id), "✅")
    case = await world.reaches(case_id, State.QUEUED)
    assert [vote.role for vote in case.votes] == ["admin"]


async def test_the_same_by_reaction(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.react(card, "👀")
    await world.reaches(case_id, State.CLAIMED)
    await world.ada.react(card, "✅")
    await world.bob.react(card, "❌")
    await world.reaches(case_id, State.DISPUTED)
    await world.bob.unreact(card, "❌")
    await world.reaches(case_id, State.CLAIMED)
    await world.sue.react(card, "🚨")
    await world.reaches(case_id, State.QUEUED)


async def test_a_reaction_that_one_may_not_give_is_removed_and_does_not_count(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.eve.react(card, "✅")
    await world.ada.react(card, "🚨")
    await world.until(lambda: world.gone(card, "✅", world.eve), "the outsider's reaction is removed")
    await world.until(lambda: world.gone(card, "🚨", world.ada), "the volunteer's escalation is removed")
    await world.eve.react(card, "🎉")
    case = await world.case(case_id)
    assert (case.votes, case.state) == ((), State.OPEN)
    assert world.eve.id in card.who_reacted("🎉")


async def test_a_change_of_mind_by_reaction_takes_the_first_one_away(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.react(card, "✅")
    await world.votes(case_id, 1)
    await world.ada.react(card, "❌")
    await world.until(lambda: world.gone(card, "✅", world.ada), "the earlier reaction is removed")
    assert await world.votes(case_id, 1) == ["dismiss"]


async def test_reactions_given_and_taken_back_while_away_are_read_on_start(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.react(card, "✅")
    await world.votes(case_id, 1)
    await world.stop()
    world.discord.gateway.forget()
    await world.ada.unreact(card, "✅")
    await world.bob.react(card, "❌")
    await world.eve.react(card, "❌")
    await world.start()
    await world.until(lambda: world.gone(card, "❌", world.eve), "the outsider's reaction is removed")
    assert await world.votes(case_id, 1) == ["dismiss"]


@pytest.mark.parametrize("path", ["*/messages", "*/reactions/*"])
async def test_reactions_given_while_away_are_read_though_discord_fails_at_first(world: World, path: str) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.stop()
    world.discord.gateway.forget()
    await world.ada.react(card, "✅")
    world.discord.fail("GET", path, status=503, times=2)
    await world.start()
    assert await world.votes(case_id, 1) == ["confirm"]


async def test_a_card_that_cannot_be_read_keeps_no_others_reactions_out(world: World) -> None:
    hidden = await world.open(report("hidden"))
    await world.card(hidden)
    shown = await world.open(report("shown", findings=(finding("other_rule"),)))
    card = await world.card(shown)
    async with world.db.transaction() as tx:
        await tx.execute(
            "UPDATE upload SET report = 'not json' WHERE id = (SELECT upload_id FROM triage_case WHERE id = ?)",
            (hidden,),
        )
    await world.stop()
    world.discord.gateway.forget()
    await world.ada.react(card, "✅")
    await world.start()
    assert await world.votes(shown, 1) == ["confirm"]


async def test_reactions_given_while_away_count_on_every_undecided_case_however_old(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "CAUGHT_UP", 2)
    old = await world.open(report("oldpkg", findings=(finding("old_rule"),)))
    card = await world.card(old)
    for number in range(3):
        case_id = await world.open(report(f"pkg-{number}", findings=(finding(f"r{number}"),)))
        await world.card(case_id)
        await world.desk.vote(Actor(world.sue.id, "sue", Role.SENIOR), case_id, "dismiss", door="slash")
        world.client.wake()
        await world.reaches(case_id, State.DISMISSED)
    await world.stop()
    world.discord.gateway.forget()
    await world.ada.react(card, "✅")
    await world.start()
    assert await world.votes(old, 1) == ["confirm"]


async def test_a_report_is_taken_back_by_reaction_though_discord_fails_meanwhile(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.sue.react(card, "🚨")
    await world.reaches(case_id, State.QUEUED)
    while not await reactions_of(world.db, case_id):
        await asyncio.sleep(0.01)
    world.discord.fail("GET", "*/guilds/*/members/*", status=503, times=2)
    await world.sue.unreact(card, "🚨")
    case = await world.reaches(case_id, State.CONFIRMED)
    assert case.observation is not None
    assert case.observation.state == "cancelled"


async def test_what_was_taken_back_while_discord_failed_for_long_is_found_at_the_next_start(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "PATIENCE", 0.1)
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.react(card, "✅")
    await world.votes(case_id, 1)
    outage = world.discord.fail("GET", "*/guilds/*/members/*", status=503, times=100)
    await world.ada.unreact(card, "✅")
    await world.until(lambda: outage.seen, "the question that fails")
    await world.stop()
    outage.times = 0
    await world.start()
    assert await world.votes(case_id, 0) == []


async def test_a_vote_changed_by_button_is_not_overruled_by_an_old_reaction(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.react(card, "✅")
    await world.votes(case_id, 1)
    form = (await world.ada.click(card, "Dismiss")).modal
    assert form is not None
    await world.ada.submit(form, {})
    await world.restart()
    await world.bob.react(card, "❌")
    await world.reaches(case_id, State.DISMISSED)


async def test_a_reactions_event_that_comes_after_it_was_read_from_the_card_counts_no_second_time(
    world: World,
) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.react(card, "✅")
    assert await world.votes(case_id, 1) == ["confirm"]
    while not await reactions_of(world.db, case_id):
        await asyncio.sleep(0.01)
    form = (await world.ada.click(card, "Dismiss")).modal
    assert form is not None
    await world.ada.submit(form, {})
    [session] = world.discord.gateway.live
    late = next(event for event in session.log if event["t"] == "MESSAGE_REACTION_ADD")
    world.discord.gateway.dispatch("MESSAGE_REACTION_ADD", late["d"])
    await world.bob.react(card, "👀")  # comes after it on the same socket
    while (case := await world.case(case_id)).claimed_by is None:
        await asyncio.sleep(0.01)
    assert [vote.vote for vote in case.votes] == ["dismiss"]


async def test_votes_given_by_reaction_outlive_their_card(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    for member in (world.ada, world.bob):
        await member.react(card, "✅")
    await world.reaches(case_id, State.QUEUED)
    world.alerts.messages.remove(card)
    await world.ada.slash("case note", case=case_id, note="look here")
    again = await world.until(lambda: world.cards(case_id), "another card")
    await world.ada.react(again[0], "👀")  # comes after the new card's first look at its reactions
    await world.until(lambda: world.gone(again[0], "👀", world.ada), "the claim of a decided case is refused")
    case = await world.settled(case_id)
    assert (case.state, len(case.votes)) == (State.QUEUED, 2)
    assert not any(line.event == "took back" for line in case.history)


@pytest.mark.parametrize("emoji", [None, "✅"])
async def test_votes_given_by_reaction_outlive_a_moderators_clearing(world: World, emoji: str | None) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    for member in (world.ada, world.bob):
        await member.react(card, "✅")
    await world.reaches(case_id, State.QUEUED)
    await world.sue.clear_reactions(card, emoji)
    while await reactions_of(world.db, case_id):
        await asyncio.sleep(0.01)
    await world.restart()
    await world.ada.react(card, "👀")
    await world.until(lambda: world.gone(card, "👀", world.ada), "the claim of a decided case is refused")
    case = await world.case(case_id)
    assert (case.state, len(case.votes)) == (State.QUEUED, 2)


@pytest.mark.parametrize("emoji", [None, "✅"])
async def test_a_vote_given_by_reaction_outlives_a_clearing_while_the_bot_is_off(
    world: World, emoji: str | None
) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.react(card, "✅")
    while not await reactions_of(world.db, case_id):
        await asyncio.sleep(0.01)
    await world.stop()
    world.discord.gateway.forget()
    await world.sue.clear_reactions(card, emoji)
    await world.eve.react(card, "❌")
    await world.start()
    await world.until(lambda: world.gone(card, "❌", world.eve), "the outsider's reaction is removed")
    assert await world.votes(case_id, 1) == ["confirm"]
    assert not await reactions_of(world.db, case_id)
    await world.bob.react(card, "✅")
    await world.reaches(case_id, State.QUEUED)


async def test_what_counts_is_marked_for_as_long_as_somebody_means_it(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    me = world.discord.state.bot.id
    await world.ada.react(card, "👀")
    await world.until(lambda: me in card.who_reacted("👀"), "the claim is marked")
    await world.ada.react(card, "✅")
    await world.bob.react(card, "🎉")
    await world.until(lambda: me in card.who_reacted("✅"), "the vote is marked")
    await world.ada.react(card, "❌")
    await world.until(lambda: card.who_reacted("✅") == [], "the mark of the vote that was replaced is gone")
    await world.ada.unreact(card, "❌")
    await world.until(lambda: card.who_reacted("❌") == [], "the mark of the vote that was taken back is gone")
    assert me in card.who_reacted("👀")
    assert me not in card.who_reacted("🎉")
