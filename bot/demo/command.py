"""The ``demo`` command. What it needs is imported when it runs, so that the other commands start without it."""

import asyncio
import errno

import typer

__all__ = ["register"]

INTERRUPTED = 130


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def demo() -> None:  # pyright: ignore[reportUnusedFunction]
        """Show everything on loopback: PyPI, Discord, volunteers and the real bot. Needs no account and no network."""
        from bot.demo.run import run_demo

        try:
            code = asyncio.run(run_demo())
        except KeyboardInterrupt:
            code = INTERRUPTED
        except BaseExceptionGroup as group:
            if group.split(BrokenPipeError)[1] is not None:
                raise
            raise BrokenPipeError(errno.EPIPE, "who read the demo has gone") from None
        raise typer.Exit(code)
