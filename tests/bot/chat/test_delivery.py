"""Each card exactly once: through crashes, outages, deletions and hostile text."""

import asyncio
import contextlib
import io
import json
import sqlite3
import time

import pytest
import structlog
from rich.console import Console

from bot.chat import delivery
from bot.chat.terminal import TerminalCards
from bot.store.cases import lost
from bot.store.outbox import claim_due
from bot.triage.roles import Actor, Role
from bot.triage.states import State
from tests.bot.cases import finding, open_case, report
from tests.bot.chat.conftest import World

pytestmark = pytest.mark.timeout(60)

SEND = "*/channels/*/messages"
EDIT = "*/channels/*/messages/*"


async def test_a_crash_between_sending_and_recording_doubles_no_card(world: World) -> None:
    """Discord has the message, the database does not know it: what a kill -9 at the worst moment leaves."""
    case_id = await world.open()
    card = await world.card(case_id)
    await world.stop()
    async with world.db.transaction() as tx:
        await tx.execute("UPDATE triage_case SET message_id = NULL, channel_id = NULL, carded_revision = 0")
        await tx.execute("UPDATE outbox SET state = 'sending', finished_at = NULL WHERE kind = 'card'")
    await world.start()
    case = await world.settled(case_id)
    assert case.message_id == card.id
    assert len(world.cards(case_id)) == 1


async def test_long_after_a_crash_the_channel_is_searched_before_anything_is_sent(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.stop()
    sends = len(world.discord.seen("POST", SEND))
    async with world.db.transaction() as tx:
        await tx.execute("UPDATE triage_case SET message_id = NULL, channel_id = NULL, carded_revision = 0")
        await tx.execute("UPDATE outbox SET state = 'sending', finished_at = NULL WHERE kind = 'card'")
    world.discord.clock.advance(3600)  # far beyond the time that Discord remembers a nonce
    for number in range(120):
        world.discord.say(world.ada, f"chatter {number}")
    await world.start()
    assert (await world.settled(case_id)).message_id == card.id
    assert len(world.discord.seen("POST", SEND)) == sends


async def test_an_answer_that_is_lost_on_the_way_doubles_no_card(world: World) -> None:
    world.discord.fail("POST", SEND, after=True, reset=True)
    case_id = await world.open()
    await world.card(case_id)
    assert len(world.cards(case_id)) == 1


@pytest.mark.parametrize("status", [503, 500])
async def test_an_outage_delays_a_card_and_loses_none(world: World, status: int) -> None:
    world.discord.fail("POST", SEND, status=status, times=1)
    cases = [await world.open(report(f"pkg-{number}", findings=(finding(f"r{number}"),))) for number in range(3)]
    for case_id in cases:
        await world.card(case_id)
        assert len(world.cards(case_id)) == 1


async def test_a_broken_connection_is_tried_again(world: World) -> None:
    world.discord.fail("POST", SEND, reset=True, times=2)
    case_id = await world.open()
    await world.card(case_id)


async def test_rate_limits_are_kept(world: World) -> None:
    world.discord.limit("POST", "/channels/*/messages", 2, 0.3)
    cases = [await world.open(report(f"pkg-{number}", findings=(finding(f"r{number}"),))) for number in range(6)]
    for case_id in cases:
        await world.card(case_id)
    assert {one.status for one in world.discord.seen("POST", SEND)} == {200}


async def test_a_card_that_somebody_deletes_is_sent_again_without_a_second_ping(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    world.alerts.messages.remove(card)
    await world.desk.note(Actor(world.ada.id, "ada", Role.VOLUNTEER), case_id, "look here", door="slash")
    world.client.wake()
    again = await world.card(case_id)
    assert again.id != card.id
    assert again.pinged == set()
    await world.sue.click(again, "Confirm")
    await world.reaches(case_id, State.QUEUED)


async def test_a_new_alert_waits_behind_no_edit(world: World) -> None:
    cases = [await world.open(report(f"pkg-{number}", findings=(finding(f"r{number}"),))) for number in range(8)]
    for case_id in cases:
        await world.card(case_id)
    world.discord.limit("PATCH", "/channels/*/messages/*", 1, 2.0)
    sue = Actor(world.sue.id, "sue", Role.SENIOR)
    for case_id in cases:
        await world.desk.vote(sue, case_id, "dismiss", door="slash")
    world.client.wake()
    await world.until(lambda: len(world.discord.seen("PATCH", EDIT)) >= 2, "an edit that waits")
    asked = time.monotonic()
    await world.card(await world.open(report("fresh", findings=(finding("brand_new"),))))
    assert time.monotonic() - asked < 1.5


async def test_a_card_that_two_find_deleted_comes_back_once(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    world.alerts.messages.remove(card)
    async with world.db.transaction() as tx:
        await lost(tx, case_id, card.id, time.time())
    again = await world.card(case_id)
    async with world.db.transaction() as tx:
        await lost(tx, case_id, card.id, time.time())
    assert (await world.settled(case_id)).message_id == again.id


async def test_a_campaign_pings_once(world: World) -> None:
    first = await world.card(await world.open(report("pkg-a")))
    second = await world.card(await world.open(report("pkg-b")))
    unlike = await world.card(await world.open(report("pkg-c", findings=(finding("other_rule"),))))
    assert [bool(card.pinged) for card in (first, second, unlike)] == [True, False, True]


async def test_a_campaign_pings_once_though_all_of_it_opens_before_the_first_card_is_sent(world: World) -> None:
    await world.stop()
    cases = [await open_case(world.db, report(name), now=time.time()) for name in ("pkg-a", "pkg-b", "pkg-c")]
    await world.start()
    assert [bool((await world.card(case_id)).pinged) for case_id in cases] == [True, False, False]


async def test_the_card_that_pinged_shows_how_far_its_campaign_goes(world: World) -> None:
    first = await world.open(report("pkg-a"))
    card = await world.card(first)
    for name in ("pkg-b", "pkg-c"):
        await world.card(await world.open(report(name)))
    await world.settled(first)
    assert "Campaign (3)" in card.buttons
    assert "pkg-b" in card.text


async def test_a_card_deleted_while_away_comes_back(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.stop()
    world.alerts.messages.remove(card)
    await world.start()
    again = await world.until(lambda: world.cards(case_id), "the card is sent again")
    assert again[0].id != card.id


async def test_what_a_terminal_showed_meanwhile_comes_to_the_channel_and_doubles_no_card(world: World) -> None:
    """A start without the token, by mistake or as a first try, takes no case from the people on Discord."""
    carded = await world.open(report("carded"))
    card = await world.card(carded)
    await world.stop()
    world.discord.clock.advance(3600)  # far beyond the time that Discord remembers a nonce
    printed = await open_case(world.db, report("printed", findings=(finding("other_rule"),)), now=time.time())
    await world.desk.note(Actor(4, "sue", Role.SENIOR), carded, "from the terminal", door="terminal")
    terminal = TerminalCards(world.db, Console(file=io.StringIO()), world.settings, time.time)
    while await terminal.print_next():
        pass
    await world.start()
    assert (await world.card(printed)).pinged == set()
    assert (await world.settled(carded)).message_id == card.id
    assert "from the terminal" in card.text
    assert len(world.cards(carded)) == 1


async def test_a_card_that_was_sent_while_nothing_could_be_stored_is_not_doubled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a full disk does at the worst moment, by another writer that holds the file."""
    monkeypatch.setattr(delivery, "LONGEST_WAIT", 0.2)
    await world.db._writer.execute("PRAGMA busy_timeout = 50")  # pyright: ignore[reportPrivateUsage]
    with contextlib.closing(sqlite3.connect(world.db.path, isolation_level=None)) as other:

        def hold() -> None:
            if world.alerts.messages and not other.in_transaction:
                other.execute("BEGIN IMMEDIATE")

        world.discord.listeners.append(hold)
        case_id = await world.open()
        await world.until(lambda: other.in_transaction, "the send")
        await asyncio.sleep(1)
        world.discord.listeners.remove(hold)
        other.execute("ROLLBACK")
    world.discord.clock.advance(3600)  # far beyond the time that Discord remembers a nonce
    await world.desk.note(Actor(world.ada.id, "ada", Role.VOLUNTEER), case_id, "look here", door="slash")
    world.client.wake()
    await world.settled(case_id)
    assert len(world.cards(case_id)) == 1


async def test_evidence_that_discord_refuses_is_left_out_and_the_alert_still_comes(world: World) -> None:
    refused = {"code": 240000, "message": "Message blocked by harmful links filter"}
    world.discord.fail("POST", SEND, status=400, body=refused)
    case_id = await world.open()
    card = await world.card(case_id)
    assert "Discord refused the evidence text" in card.text
    assert "exec(" not in card.text


async def test_a_case_that_moved_while_its_card_waited_is_sent_as_it_is_now(world: World) -> None:
    await world.stop()
    case_id = await open_case(world.db, now=time.time())
    await world.desk.vote(Actor(4, "sue", Role.SENIOR), case_id, "dismiss", door="terminal")
    await world.start()
    card = await world.card(case_id)
    assert "dismissed" in card.title
    assert (len(world.cards(case_id)), card.revisions) == (1, 0)


async def test_hostile_text_stays_text(world: World) -> None:
    nasty = "@everyone <@&1> [safe](https://evil.example/x) ```\n\u202e<#5> discord.gg/abc \x1b[31m"
    findings = tuple(
        finding(f"rule_{number}", snippet=nasty * 40, description=nasty, member=nasty, line=number, layers=(nasty,))
        for number in range(1, 12)
    )
    case_id = await world.open(report("hostilepkg", version="1.0", filename=nasty, findings=findings))
    card = await world.card(case_id)
    shown = json.dumps(card.embeds)
    assert "://evil" not in shown
    assert "evil.example" not in shown
    assert "discord.gg" not in shown
    assert "\\u202e" not in shown
    assert "<U+202E>" in shown
    assert not card.pinged_everyone
    for embed in card.embeds:
        for field in embed["fields"]:
            assert field["value"].count("```") % 2 == 0
    details = await world.ada.click(card, "Details")
    assert "evil.example" not in details.text
    form = (await world.sue.click(card, "Escalate")).modal
    assert form is not None
    assert "\u202e" not in json.dumps(form.components, ensure_ascii=False)


async def test_every_send_and_edit_states_whom_it_may_mention(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.click(card, "Claim")
    await world.settled(case_id)
    requests = [
        *world.discord.seen("POST", SEND),
        *world.discord.seen("PATCH", EDIT),
        *world.discord.seen("POST", "*/callback"),
    ]
    assert len(requests) == 3
    for request in requests:
        body = json.loads(request.body)
        allowed = (body.get("data") or body)["allowed_mentions"]
        assert allowed["parse"] == []


async def test_a_broken_socket_is_resumed_and_what_happened_meanwhile_arrives(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    world.discord.gateway.drop()
    await world.ada.react(card, "✅")
    assert await world.votes(case_id, 1) == ["confirm"]


async def test_only_one_card_is_owed_however_often_a_case_moves(world: World) -> None:
    case_id = await world.open()
    await world.card(case_id)
    actors = [Actor(number, f"v{number}", Role.VOLUNTEER) for number in range(1, 9)]
    await asyncio.gather(*(world.desk.note(one, case_id, "seen", door="slash") for one in actors))
    await world.settled(case_id)
    assert await claim_due(world.db, "card", time.time()) is None


async def test_the_gateway_is_closed_properly(world: World) -> None:
    await world.stop()
    await world.until(lambda: world.discord.gateway.closes, "the socket is closed")
    assert world.discord.gateway.closes == [1000]


async def test_a_case_that_cannot_be_drawn_holds_up_no_other(world: World) -> None:
    await world.stop()
    broken = await open_case(world.db, report("brokenpkg"), now=time.time())
    async with world.db.transaction() as tx:
        await tx.execute("UPDATE upload SET report = 'not json'")
    sound = await open_case(world.db, report("soundpkg"), now=time.time())
    await world.start()
    await world.card(sound)
    assert world.cards(broken) == []


async def test_a_missing_permission_is_tried_again_when_discord_is_back(world: World) -> None:
    world.discord.fail("POST", SEND, status=403, body={"code": 50013, "message": "Missing Permissions"})
    case_id = await world.open()
    await world.until(lambda: world.discord.seen("POST", SEND), "the refused send")
    await world.restart()
    await world.card(case_id)


async def test_a_reaction_given_before_the_cards_message_is_recorded_counts(world: World) -> None:
    """Whoever reacts the moment a card shows is faster than Discord's answer to the send."""
    given: list[asyncio.Task[None]] = []

    def react_at_once() -> None:
        if world.alerts.messages and not given:
            given.append(asyncio.create_task(world.ada.react(world.alerts.messages[-1], "✅")))

    world.discord.listeners.append(react_at_once)
    case_id = await world.open()
    assert await world.votes(case_id, 1) == ["confirm"]


async def test_a_reaction_given_while_a_sends_answer_is_lost_counts_once_and_a_foreign_one_goes(world: World) -> None:
    world.discord.fail("POST", SEND, after=True, reset=True)
    case_id = await world.open()
    card = (await world.until(lambda: world.cards(case_id), "the card"))[0]
    await world.ada.react(card, "✅")
    await world.eve.react(card, "🚨")
    assert await world.votes(case_id, 1) == ["confirm"]
    await world.until(lambda: world.gone(card, "🚨", world.eve), "the reaction that counts for nothing is removed")
    assert len(world.cards(case_id)) == 1


@pytest.mark.parametrize(("code", "words"), [(50013, "may not write"), (50001, "may not see")])
async def test_a_channel_that_refuses_the_bot_is_asked_once_and_every_card_stays_owed(
    world: World, code: int, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    refusal = world.discord.fail("POST", SEND, status=403, body={"code": code, "message": "Missing"}, times=100)
    cases = [await world.open(report(f"pkg-{number}", findings=(finding(f"r{number}"),))) for number in range(4)]
    await world.until(lambda: refusal.seen, "the refused send")
    for _ in range(3):
        world.client.wake()
        await asyncio.sleep(0.05)
    assert refusal.seen == 1  # ten thousand refusals in ten minutes get an address banned
    assert words in capfd.readouterr().out
    owed = (await world.desk.watch()).cards
    assert (owed.count, words in (owed.answer or "")) == (4, True)
    refusal.times = 0
    await world.restart()
    for case_id in cases:
        await world.card(case_id)


async def test_a_limit_that_discord_states_only_in_a_header_is_kept(world: World) -> None:
    limit = world.discord.fail("POST", SEND, status=429, headers={"Retry-After": "1"}, body="slow down")
    asked = time.monotonic()
    case_id = await world.open()
    await world.card(case_id)
    assert limit.seen == 1
    assert time.monotonic() - asked >= 1
    assert len(world.cards(case_id)) == 1


async def test_a_card_in_a_channel_that_was_deleted_comes_back_in_the_alert_channel(world: World) -> None:
    case_id = await world.open()
    await world.card(case_id)
    async with world.db.transaction() as tx:
        await tx.execute("UPDATE triage_case SET channel_id = 4242 WHERE id = ?", (case_id,))
    await world.desk.note(Actor(world.ada.id, "ada", Role.VOLUNTEER), case_id, "look here", door="slash")
    world.client.wake()
    await world.until(lambda: len(world.cards(case_id)) == 2, "another card")
    assert (await world.settled(case_id)).channel_id == world.alerts.id


async def test_a_vote_counts_though_discord_fails_to_take_its_answer(world: World) -> None:
    card = await world.card(await world.open())
    world.discord.fail("POST", "*/callback", status=500)
    await world.ada.click(card, "Confirm")
    assert await world.votes(1, 1) == ["confirm"]
    world.discord.fail("POST", "*/callback", after=True, status=500)
    await world.bob.click(card, "Confirm")
    await world.reaches(1, State.QUEUED)


async def test_asked_to_reconnect_the_bot_resumes_and_misses_nothing(world: World) -> None:
    card = await world.card(await world.open())
    world.discord.gateway.ask_reconnect()
    await world.ada.react(card, "✅")
    assert await world.votes(1, 1) == ["confirm"]
    assert world.discord.gateway.identifies == 1


async def test_what_was_lost_with_a_session_is_read_from_the_cards(world: World) -> None:
    card = await world.card(await world.open())
    world.discord.gateway.invalidate()
    await world.ada.react(card, "✅")
    assert await world.votes(1, 1) == ["confirm"]
    await world.until(lambda: world.discord.gateway.identifies == 2, "the new session")
    assert await world.votes(1, 1) == ["confirm"]


async def test_a_send_that_hangs_holds_up_no_card_for_good_and_doubles_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LONGEST_SEND", 0.5)
    world.discord.fail("POST", SEND, delay=2.0, after=True)
    first = await world.open(report("hangs"))
    second = await world.open(report("follows", findings=(finding("other_rule"),)))
    for case_id in (first, second):
        await world.card(case_id)
    await asyncio.sleep(2)  # the slow answer comes, and with it the first send's effect
    assert [len(world.cards(case_id)) for case_id in (first, second)] == [1, 1]


async def test_a_full_disk_is_told_with_pauses_and_the_cards_come_when_there_is_room(world: World) -> None:
    async with world.db.transaction() as tx:
        await tx.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON outbox WHEN NEW.state = 'sending' "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with structlog.testing.capture_logs() as logs:
        case_id = await world.open()
        await asyncio.sleep(1.5)
    assert len([line for line in logs if line["event"] == "the cards that are owed cannot be read"]) in (1, 2)
    async with world.db.transaction() as tx:
        await tx.execute("DROP TRIGGER full")
    await world.card(case_id)
