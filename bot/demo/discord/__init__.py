"""Discord on loopback: REST and gateway as the real one speaks them, people who act, ordered faults."""

from bot.demo.discord.actors import Member, Shown
from bot.demo.discord.interactions import Modal
from bot.demo.discord.loopback import LoopbackDiscord
from bot.demo.discord.state import Channel, Message

__all__ = ["Channel", "LoopbackDiscord", "Member", "Message", "Modal", "Shown"]
