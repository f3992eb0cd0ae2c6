"""The loopback Discord behaves as the real one is known to, towards the real discord.py."""

import asyncio
import contextlib
import io
import zlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands

from bot.demo.discord import LoopbackDiscord, Member
from bot.demo.discord.openapi import description_path


class Press(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"press:(?P<act>\w+)"):
    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(discord.ui.Button(label=act.title(), custom_id=f"press:{act}"))

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: Any, /) -> "Press":
        return cls(match["act"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        client: Bot = interaction.client
        await client.pressed(interaction, self.act)


class Form(discord.ui.Modal, title="Why"):
    reason = discord.ui.Label(
        text="Reason",
        component=discord.ui.Select(
            custom_id="reason", options=[discord.SelectOption(label="One", value="1", default=True)]
        ),
    )
    note = discord.ui.Label(
        text="Note", component=discord.ui.TextInput(custom_id="note", default="as drafted", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        select: Any = self.reason.component
        text: Any = self.note.component
        await interaction.response.send_message(f"{select.values[0]}: {text.value}", ephemeral=True)


class Bot(discord.Client):
    """A small bot with one of each: it stands for any bot, and knows nothing of Meerkat."""

    def __init__(self, guild: int) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_reactions=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            guild_ready_timeout=0.02,
        )
        self.tree = app_commands.CommandTree(self)
        self.home = discord.Object(guild)
        self.seen: list[tuple[str, str]] = []
        self.ready = asyncio.Event()
        group = app_commands.Group(name="case", description="Cases", guild_only=True)

        @group.command(name="show", description="Show one")
        async def show(interaction: discord.Interaction, case: int, reason: str | None = None) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.followup.send(f"case {case} {reason}", ephemeral=True)

        @show.autocomplete("case")
        async def suggest(interaction: discord.Interaction, typed: int) -> list[app_commands.Choice[int]]:
            return [app_commands.Choice(name=f"case {typed}", value=7)]

        @app_commands.context_menu(name="Look")
        async def look(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"looked at {message.id}", ephemeral=True)

        self.tree.add_command(group, guild=self.home)
        self.tree.add_command(look, guild=self.home)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Press)
        await self.tree.sync(guild=self.home)

    async def on_ready(self) -> None:
        self.ready.set()

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.seen.append(("add", str(event.emoji)))

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        self.seen.append(("remove", str(event.emoji)))

    async def pressed(self, interaction: discord.Interaction[Any], act: str) -> None:
        if act == "edit":
            await interaction.response.edit_message(content="edited")
        elif act == "form":
            await interaction.response.send_modal(Form())
        elif act == "private":
            await interaction.response.send_message("for you", ephemeral=True)
            await interaction.followup.send("and more", ephemeral=True)
        elif act == "defer":
            await interaction.response.defer()
            await interaction.edit_original_response(content="edited later")
        elif act == "late":
            await asyncio.sleep(0.3)
            with contextlib.suppress(discord.NotFound):
                await interaction.response.send_message("too late")
            self.seen.append(("late", act))

    def buttons(self, *acts: str) -> discord.ui.View:
        view = discord.ui.View(timeout=None)
        for act in acts:
            view.add_item(Press(act))
        return view


@pytest.fixture
async def server() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord(openapi=description_path()) as running:
        running.channel("alerts")
        yield running
    assert running.violations == []


@pytest.fixture
async def bot(server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
    client = Bot(server.guild_id)
    async with client:
        await client.login(server.token)
        connection = asyncio.create_task(client.connect())
        await asyncio.wait_for(client.ready.wait(), 10)
        yield client
        connection.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await connection


@pytest.fixture
def alice(server: LoopbackDiscord) -> Member:
    return server.member("alice", roles=["volunteer"])


async def channel_of(server: LoopbackDiscord, bot: Bot) -> discord.TextChannel:
    found = bot.get_channel(server.channel("alerts").id)
    assert isinstance(found, discord.TextChannel)
    return found


def test_the_description_of_discord_is_at_hand() -> None:
    if description_path() is None:
        pytest.skip("Discord's OpenAPI description is not at hand; DISCORD_OPENAPI may name it")


async def test_the_client_connects_and_sees_the_guild(server: LoopbackDiscord, bot: Bot) -> None:
    guild = bot.get_guild(server.guild_id)
    assert guild is not None
    assert [channel.name for channel in guild.text_channels] == ["alerts"]
    assert [one["name"] for one in server.state.commands[server.guild_id]] == ["case", "Look"]


async def test_a_message_is_sent_edited_and_deleted(server: LoopbackDiscord, bot: Bot) -> None:
    channel = await channel_of(server, bot)
    sent = await channel.send(
        embed=discord.Embed(title="Card").add_field(name="a", value="b"), view=bot.buttons("edit")
    )
    (stands,) = server.channel("alerts").messages
    assert stands.text == "Card\na: b"
    assert list(stands.buttons) == ["Edit"]
    await sent.edit(embed=discord.Embed(title="Moved"))
    assert (stands.title, stands.revisions, list(stands.buttons)) == ("Moved", 1, ["Edit"])
    assert (await channel.fetch_message(sent.id)).embeds[0].title == "Moved"
    await sent.delete()
    assert server.channel("alerts").messages == []
    with pytest.raises(discord.NotFound) as caught:
        await sent.edit(content="gone")
    assert caught.value.code == 10008


async def test_the_same_nonce_gives_the_same_message(server: LoopbackDiscord, bot: Bot) -> None:
    channel = await channel_of(server, bot)
    first, second = [await channel.send("once", nonce="case-1-1") for _ in range(2)]
    assert first.id == second.id
    assert len(server.channel("alerts").messages) == 1
    server.clock.advance(600)
    assert (await channel.send("once", nonce="case-1-1")).id != first.id


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"content": ""}, 50006),
        ({"content": "x" * 2001}, 50035),
        ({"embed": discord.Embed(title="x" * 257)}, 50035),
        ({"embed": discord.Embed(description="x" * 4097)}, 50035),
        ({"embed": discord.Embed().add_field(name="a", value="x" * 1025)}, 50035),
        ({"embed": discord.Embed().add_field(name=" ", value="x")}, 50035),
        ({"embeds": [discord.Embed(description="x" * 3001)] * 2}, 50035),
        ({"embed": discord.Embed(title="a", url="javascript:x")}, 50035),
    ],
)
async def test_what_discord_refuses_is_refused(bot: Bot, server: LoopbackDiscord, what: Any, code: int) -> None:
    with pytest.raises(discord.HTTPException) as caught:
        await (await channel_of(server, bot)).send(**what)
    assert caught.value.code == code
    assert server.channel("alerts").messages == []


async def test_only_allowed_mentions_notify(server: LoopbackDiscord, bot: Bot, alice: Member) -> None:
    role = server.role("volunteer")
    text = f"<@&{role.id}> <@{alice.id}> @everyone"
    channel = await channel_of(server, bot)
    await channel.send(text)
    await channel.send(text, allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=[role]))  # type: ignore[list-item]
    await channel.send(text, allowed_mentions=discord.AllowedMentions.all())
    quiet, one, all_of_them = server.channel("alerts").messages
    assert quiet.pinged == set()
    assert one.pinged == {role.id}
    assert all_of_them.pinged == {role.id, alice.id}
    assert not all_of_them.pinged_everyone, "the bot may not mention everyone"


async def test_buttons_edit_answer_privately_and_open_forms(server: LoopbackDiscord, bot: Bot, alice: Member) -> None:
    await (await channel_of(server, bot)).send("card", view=bot.buttons("edit", "form", "private", "defer"))
    (card,) = server.channel("alerts").messages
    shown = await alice.click(card, "Edit")
    assert (shown.failed, shown.updated, card.content) == (False, card, "edited")
    shown = await alice.click(card, "Private")
    assert (shown.text, shown.private) == ("for you", True)
    await server.wait_for(lambda: [one.content for one in shown.followups] == ["and more"])
    assert len(server.channel("alerts").messages) == 1
    await alice.click(card, "Defer")
    assert card.content == "edited later"
    shown = await alice.click(card, "Form")
    assert shown.modal is not None
    assert (await alice.submit(shown.modal, {})).text == "1: as drafted"
    shown = await alice.click(card, "Form")
    assert shown.modal is not None
    assert (await alice.submit(shown.modal, {"note": "mine"})).text == "1: mine"
    with pytest.raises(LookupError):
        await alice.click(card, "Missing")


async def test_commands_are_typed_completed_and_used_on_messages(
    server: LoopbackDiscord, bot: Bot, alice: Member
) -> None:
    shown = await alice.slash("case show", case=3, reason="because")
    assert (shown.text, shown.private) == ("case 3 because", True)
    assert await alice.autocomplete("case show", "case", "4") == [{"name": "case 4", "value": 7}]
    card = server.say(alice, "hello")
    assert (await alice.menu("Look", card)).text == f"looked at {card.id}"
    with pytest.raises(LookupError, match="no command"):
        await alice.slash("unknown")
    with pytest.raises(ValueError, match="required"):
        await alice.slash("case show")


async def test_an_answer_after_the_deadline_is_too_late(server: LoopbackDiscord, bot: Bot, alice: Member) -> None:
    server.interactions.deadline = 0.1
    await (await channel_of(server, bot)).send("card", view=bot.buttons("late"))
    shown = await alice.click(server.messages[0], "Late")
    assert (shown.failed, shown.text) == (True, "This interaction failed")
    await server.wait_for(lambda: ("late", "late") in bot.seen)
    assert server.seen("POST", "/api/v10/interactions/*")[-1].status == 404


async def test_a_second_answer_is_refused(server: LoopbackDiscord, bot: Bot, alice: Member) -> None:
    await (await channel_of(server, bot)).send("card", view=bot.buttons("private"))
    await alice.click(server.messages[0], "Private")
    (first,) = server.seen("POST", "/api/v10/interactions/*")
    async with aiohttp.ClientSession() as web, web.post(server.url + first.path, json={"type": 6}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (400, 40060)


async def test_reactions_come_as_events_and_can_be_read_and_removed(
    server: LoopbackDiscord, bot: Bot, alice: Member
) -> None:
    sent = await (await channel_of(server, bot)).send("card")
    (card,) = server.channel("alerts").messages
    await sent.add_reaction("✅")
    await alice.react(card, "✅")
    await alice.react(card, "🚨")
    await alice.unreact(card, "🚨")
    await server.wait_for(lambda: ("remove", "🚨") in bot.seen)
    fetched = await sent.channel.fetch_message(sent.id)
    assert [(str(one.emoji), one.count, one.me) for one in fetched.reactions] == [("✅", 2, True)]
    assert {user.id async for user in fetched.reactions[0].users()} == {server.state.bot.id, alice.id}
    await sent.remove_reaction("✅", discord.Object(alice.id))
    assert card.who_reacted("✅") == [server.state.bot.id]
    server.channel("alerts").denied |= discord.Permissions(manage_messages=True).value
    await alice.react(card, "❌")
    with pytest.raises(discord.Forbidden) as caught:
        await sent.remove_reaction("❌", discord.Object(alice.id))
    assert caught.value.code == 50013


async def test_a_broken_connection_is_resumed_with_what_it_missed(
    server: LoopbackDiscord, bot: Bot, alice: Member
) -> None:
    await (await channel_of(server, bot)).send("card", view=bot.buttons("edit"))
    server.gateway.drop()
    shown = await alice.click(server.messages[0], "Edit")
    assert (shown.failed, server.messages[0].content) == (False, "edited")
    assert server.gateway.identifies == 1
    assert server.gateway.sessions[0].resumes == 1
    server.gateway.ask_reconnect()
    await server.wait_for(lambda: server.gateway.sessions[0].resumes == 2)
    assert not (await alice.click(server.messages[0], "Edit")).failed


async def test_without_a_session_every_action_fails(server: LoopbackDiscord, bot: Bot, alice: Member) -> None:
    server.gateway.invalidate()
    assert (await alice.slash("case show", case=1)).text == "This interaction failed"


async def test_closing_the_client_is_seen_as_such(server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    async with aiohttp.ClientSession() as web, web.ws_connect(server.gateway_url) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": server.token, "intents": 1, "properties": {}}})
        assert (await socket.receive_json())["t"] == "READY"
        await socket.close(code=1000)
    await server.wait_for(lambda: server.gateway.closes == [1000])
    assert server.gateway.sessions == []


@pytest.mark.parametrize(
    ("identify", "code"), [({"token": "wrong"}, 4004), ({"intents": 1 << 15}, 4014), ({"intents": -1}, 4013)]
)
async def test_a_bad_identify_is_closed_with_its_code(server: LoopbackDiscord, identify: Any, code: int) -> None:
    async with aiohttp.ClientSession() as web, web.ws_connect(server.gateway_url) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": server.token, "intents": 1} | identify})
        message = await socket.receive()
        assert message.type is aiohttp.WSMsgType.CLOSE
        assert socket.close_code == code


async def test_zlib_streams_are_one_stream_flushed_per_event(server: LoopbackDiscord) -> None:
    url = f"{server.gateway_url}?compress=zlib-stream&encoding=json&v=10"
    async with aiohttp.ClientSession() as web, web.ws_connect(url) as socket:
        stream = zlib.decompressobj()
        hello = await socket.receive_bytes()
        assert hello.endswith(b"\x00\x00\xff\xff")
        assert b'"op": 10' in stream.decompress(hello)
        await socket.send_json({"op": 1, "d": None})
        assert b'"op": 11' in stream.decompress(await socket.receive_bytes())


async def test_a_bucket_that_is_empty_answers_429_and_the_client_waits_for_it(
    server: LoopbackDiscord, bot: Bot
) -> None:
    server.limit("POST", "/channels/*/messages", 2, 0.3)
    channel = await channel_of(server, bot)
    for number in range(5):
        await channel.send(str(number))
    assert [one.content for one in server.messages] == list("01234")
    assert 429 not in [one.status for one in server.requests], "discord.py reads the headers and waits"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"}) as web:
        statuses: list[int] = []
        for _ in range(3):
            async with web.post(f"{server.api_url}/channels/{channel.id}/messages", json={"content": "x"}) as answer:
                statuses.append(answer.status)
        assert statuses[-1] == 429
        assert answer.headers["Via"]


async def test_a_fault_after_the_act_leaves_the_message_standing(server: LoopbackDiscord, bot: Bot) -> None:
    server.fail("POST", "/api/v10/channels/*/messages", status=502, after=True)
    sent = await (await channel_of(server, bot)).send("once")
    assert [one.id for one in server.messages] == [sent.id], "the client's own retry carries the same nonce"
    server.fail("POST", "/api/v10/channels/*/messages", status=503)
    with pytest.raises(discord.DiscordServerError):
        await (await channel_of(server, bot)).send("never")


async def test_unknown_routes_and_wrong_tokens_are_answered_as_discord_does(server: LoopbackDiscord) -> None:
    async with aiohttp.ClientSession() as web:
        async with web.get(f"{server.api_url}/users/@me") as answer:
            assert (answer.status, answer.headers["Content-Type"]) == (401, "application/json")
        async with web.get(f"{server.api_url}/gateway") as answer:
            assert (await answer.json())["url"] == server.gateway_url
        headers = {"Authorization": f"Bot {server.token}"}
        async with web.get(f"{server.api_url}/gateway/bot", headers=headers) as answer:
            assert (await answer.json())["session_start_limit"]["total"] == 1000
        async with web.get(f"{server.api_url}/users/@me/guilds/1/profile", headers=headers) as answer:
            assert (answer.status, (await answer.json())["code"]) == (404, 0)
    if description_path() is not None:
        assert server.violations.pop().endswith("not in the description")


async def test_a_channel_that_the_bot_may_not_see_or_write_to_is_refused(server: LoopbackDiscord, bot: Bot) -> None:
    channel = await channel_of(server, bot)
    server.channel("alerts").denied = discord.Permissions(send_messages=True).value
    with pytest.raises(discord.Forbidden) as caught:
        await channel.send("no")
    assert caught.value.code == 50013
    server.channel("alerts").denied = discord.Permissions(view_channel=True).value
    with pytest.raises(discord.Forbidden) as caught:
        await channel.send("no")
    assert caught.value.code == 50001
    server.channel("alerts").denied = discord.Permissions(embed_links=True).value
    await channel.send("text", embed=discord.Embed(title="lost"))
    assert server.messages[-1].text == "text"


async def test_components_v2_have_their_own_limits(server: LoopbackDiscord, bot: Bot) -> None:
    channel = await channel_of(server, bot)

    def layout(text: str) -> discord.ui.LayoutView:
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(text))
        return view

    sent = await channel.send(view=layout("hello"))
    assert server.messages[-1].text == "hello"
    with pytest.raises(discord.HTTPException) as caught:
        await sent.edit(content="mixed")
    assert caught.value.code == 50035
    with pytest.raises(discord.HTTPException) as caught:
        await channel.send(view=layout("x" * 4001))
    assert caught.value.code == 50035


async def test_files_come_as_attachments(server: LoopbackDiscord, bot: Bot) -> None:
    await (await channel_of(server, bot)).send("log", file=discord.File(io.BytesIO(b"lines"), "evidence.txt"))
    (shown,) = server.messages[-1].attachments
    assert (shown["filename"], shown["size"]) == ("evidence.txt", 5)


async def test_a_reset_after_the_act_hides_a_message_that_stands(server: LoopbackDiscord, bot: Bot) -> None:
    server.fail("POST", "/api/v10/channels/*/messages", reset=True, after=True)
    channel = await channel_of(server, bot)
    with pytest.raises(aiohttp.ClientError):
        await channel.send("once", nonce="case-9-1")
    await channel.send("once", nonce="case-9-1")
    assert [one.content for one in server.messages] == ["once"]


async def test_commands_follow_the_permissions_that_they_ask_for(
    server: LoopbackDiscord, bot: Bot, alice: Member
) -> None:
    command = server.state.commands[server.guild_id][0]
    command["default_member_permissions"] = str(discord.Permissions(manage_guild=True).value)
    with pytest.raises(LookupError, match="not offered"):
        await alice.slash("case show", case=1)
    boss = server.member("boss", roles=["boss"])
    server.role("boss").permissions = discord.Permissions(administrator=True).value
    assert not (await boss.slash("case show", case=1)).failed


async def test_a_thread_is_opened_once_per_message(server: LoopbackDiscord, bot: Bot) -> None:
    sent = await (await channel_of(server, bot)).send("card")
    thread = await sent.create_thread(name="talk")
    assert thread.id == sent.id
    await thread.send("in the thread")
    with pytest.raises(discord.HTTPException) as caught:
        await sent.create_thread(name="again")
    assert caught.value.code == 160004
    await thread.edit(archived=True)
    with pytest.raises(discord.HTTPException) as caught:
        await thread.send("no more")
    assert caught.value.code == 50083
