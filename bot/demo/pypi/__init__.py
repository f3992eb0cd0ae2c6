"""PyPI on loopback: its feeds, pages, files, report interface and Inspector, with scripted events and faults."""

from bot.demo.pypi.loopback import LoopbackPyPI

__all__ = ["LoopbackPyPI"]
