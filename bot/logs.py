"""Structured logs on standard error, with every secret struck out."""

import logging
import os
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any

import structlog
from pydantic import BaseModel, SecretStr

from bot.visible import visible

__all__ = ["configure_logs", "secrets_of"]

# discord.py logs request bodies and addresses that hold interaction tokens at DEBUG (discord/http.py).
QUIET = ("discord", "aiohttp", "asyncio", "aiosqlite")


def secrets_of(settings: BaseModel) -> list[str]:
    """The value of every secret setting, however deep."""
    found: list[str] = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            found.append(value.get_secret_value())
        elif isinstance(value, BaseModel):
            found += secrets_of(value)
    return [secret for secret in found if secret]


def _headed(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """When, how bad and what first: a line is read from its beginning."""
    return {key: event[key] for key in ("timestamp", "level", "event") if key in event} | {**event}


class _Redact:
    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(secrets)

    def text(self, value: str) -> str:
        for secret in self._secrets:
            value = value.replace(secret, "[secret]")
        return value

    def __call__(self, _logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if isinstance(value, str):
                event[key] = self.text(value)
            elif not isinstance(value, int | float | bool | None):
                event[key] = self.text(repr(value))
        return event


def _inert(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Names and answers from outside steer no terminal; JSON escapes them anyhow."""
    return {
        key: visible(value, lines=key == "exception") if isinstance(value, str) else value
        for key, value in event.items()
    }


def configure_logs(level: str, secrets: Iterable[str] = ()) -> None:
    """Send structlog's and the standard library's records to standard error: JSON lines, or colours on a terminal."""
    redact = _Redact(secrets)
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: list[Any] = [structlog.processors.JSONRenderer()]
    if sys.stderr.isatty():
        last = [_inert, structlog.dev.ConsoleRenderer(colors=not os.environ.get("NO_COLOR"))]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _headed, redact, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level.upper()]))
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
