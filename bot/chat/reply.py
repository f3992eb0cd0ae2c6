"""Answering an interaction: within three seconds, exactly once, privately, with no mention alive."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any, TypeAlias

import discord
import structlog

from bot.chat.looks import relative
from bot.chat.text import block, visible
from bot.desk.outcome import Outcome

if TYPE_CHECKING:
    from bot.chat.client import MeerkatClient

__all__ = ["Interaction", "Reply", "answering"]

Interaction: TypeAlias = "discord.Interaction[MeerkatClient]"
log = structlog.get_logger(__name__)

# Discord forgets an interaction that is not answered within 3 s; what takes longer than this is put off first.
DEFER_AFTER = 1.5
ALREADY_ANSWERED = 40060
TYPED_LIMIT = 4000  # of what a form gives back; Discord allows a description 4096


class Reply:
    """The one answer to an interaction. Put off by itself when the work takes long, and then followed up."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction
        self._lock = asyncio.Lock()

    async def say(self, text: str = "", **extra: Any) -> None:
        """Answer privately with text that is safe already; ``embed`` and ``view`` as discord.py takes them."""
        if text:
            extra["content"] = text
        extra["allowed_mentions"] = discord.AllowedMentions.none()
        async with self._lock:
            if self.interaction.response.is_done():
                await self.interaction.followup.send(ephemeral=True, **extra)
            else:
                await self.interaction.response.send_message(ephemeral=True, **extra)

    async def refuse(self, text: str) -> None:
        """Answer with a sentence that may hold names."""
        await self.say(visible(text, 1900))

    async def tell(self, outcome: Outcome, typed: str = "") -> None:
        """Answer with what the desk said; a refusal gives back what the person ``typed`` into a form, to be kept."""
        due = f" It leaves {relative(outcome.due_at)}." if outcome.due_at is not None else ""
        extra: dict[str, Any] = {}
        if typed and not outcome.done:
            extra["embed"] = discord.Embed(title="What you wrote", description=block(typed, TYPED_LIMIT, TYPED_LIMIT))
        await self.say(visible(outcome.text, 1900) + due, **extra)

    async def turn(self, embed: discord.Embed, view: discord.ui.View) -> None:
        """Show another page in the private message whose button was pressed."""
        async with self._lock:
            quiet = discord.AllowedMentions.none()
            if self.interaction.response.is_done():
                await self.interaction.edit_original_response(embed=embed, view=view, allowed_mentions=quiet)
            else:
                await self.interaction.response.edit_message(embed=embed, view=view, allowed_mentions=quiet)

    async def form(self, modal: discord.ui.Modal) -> None:
        """Open a form, which must be the first answer."""
        async with self._lock:
            if self.interaction.response.is_done():
                text = "That took too long for a form to open; press the button once more."
                quiet = discord.AllowedMentions.none()
                await self.interaction.followup.send(text, ephemeral=True, allowed_mentions=quiet)
                return
            # A finished modal is not kept by the library: its submit is read from the payload, so that it works after
            # a restart and no two people's forms meet in one table.
            modal.stop()
            await self.interaction.response.send_modal(modal)

    async def put_off(self, after: float) -> None:
        await asyncio.sleep(after)
        async with self._lock:
            if not self.interaction.response.is_done():
                with contextlib.suppress(discord.HTTPException):
                    await self.interaction.response.defer(ephemeral=True, thinking=True)


@contextlib.asynccontextmanager
async def answering(interaction: Interaction, what: str) -> AsyncGenerator[Reply]:
    """The one path of every handler: counted as running, answered in time, and every error logged and admitted.

    Nothing that a handler raises leaves this block, since the library would drop it in silence.
    """
    reply = Reply(interaction)
    task = asyncio.current_task()
    running = interaction.client.running
    if task is not None:
        running.add(task)
    clock = asyncio.create_task(reply.put_off(DEFER_AFTER))
    bound = log.bind(what=what, interaction=interaction.id, user=interaction.user.id)
    try:
        yield reply
    except discord.NotFound as error:
        # 10062: the interaction is gone, so that nobody can be told; the desk's change, if any, stands.
        bound.warning("the answer came too late", code=error.code)
    except discord.HTTPException as error:
        if error.code == ALREADY_ANSWERED:
            # An answer whose own answer was lost on the way, sent a second time: the person has it.
            bound.info("answered already", code=error.code)
            return
        bound.error("the answer could not be sent; what was asked for is done", error=str(error))
        with contextlib.suppress(discord.HTTPException):
            await reply.say("Discord did not take the answer. What you asked for may be done: look at the card.")
    except Exception:
        mark = uuid.uuid4().hex[:8]
        bound.exception("a handler failed", mark=mark)
        with contextlib.suppress(discord.HTTPException):
            await reply.say(
                f"Something went wrong here, and an operator can find it in the log under {mark}. Try again."
            )
    finally:
        clock.cancel()
        if task is not None:
            running.discard(task)
