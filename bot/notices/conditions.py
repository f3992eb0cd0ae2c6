"""What is worth telling operators, from how the watch stands: pure."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from bot.desk.watching import DAY, HOUR, Watch
from bot.settings import Settings
from bot.store.notices import Notice

__all__ = ["Limits", "notices_of"]

LEAST_SILENCE = 120.0
SILENT_POLLS = 24  # as many as the feed itself waits before RSS stands in


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds after which something is worth a notice."""

    no_poll: float = LEAST_SILENCE
    no_event: float = 1800.0  # the index writes something every few seconds, day and night
    queue_age: float = 900.0
    card_age: float = 300.0
    no_gateway: float = 300.0

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """The limits that fit how often the index is asked."""
        return cls(no_poll=max(LEAST_SILENCE, SILENT_POLLS * settings.index.poll_seconds))


def notices_of(watch: Watch, now: float, limits: Limits) -> list[Notice]:
    """All that operators should know of how things stand now: conditions, and what happened within a day."""
    return [*_feed(watch, now, limits), *_work(watch, now, limits), *_system(watch, now), *_reports(watch)]


def _feed(watch: Watch, now: float, limits: Limits) -> Iterator[Notice]:
    running = watch.running
    if now - (running.last_poll_at or running.started_at) >= limits.no_poll:
        if running.rss_error or running.rss_at is None:
            stand_in = "RSS, which would stand in, fails too: new uploads are not seen."
        else:
            stand_in = "RSS stands in for it and shows new releases, not every file."
        yield Notice(
            "changelog-down",
            f"PyPI's changelog does not answer. {stand_in}",
            running.feed_error or "no answer",
            "PyPI's changelog answers again; what was missed is read from there.",
        )
    elif now - max(running.last_event_at or 0.0, running.started_at) >= limits.no_event:
        yield Notice(
            "changelog-quiet",
            f"PyPI's changelog answers, but has said nothing new for {limits.no_event / 60:.0f} minutes.",
            over="PyPI's changelog speaks again.",
        )


def _work(watch: Watch, now: float, limits: Limits) -> Iterator[Notice]:
    waiting = sum(watch.queue.get(state, 0) for state in ("seen", "fetched"))
    if watch.oldest_waiting_at is not None and now - watch.oldest_waiting_at >= limits.queue_age:
        yield Notice(
            "queue-old",
            f"Uploads wait for longer than {limits.queue_age / 60:.0f} minutes to be scanned; {waiting} wait in all.",
            over="No upload waits for long any more.",
        )
    if watch.cards.since is not None and now - watch.cards.since >= limits.card_age:
        yield Notice(
            "cards-stuck",
            f"Cards cannot be delivered ({watch.cards.count} are owed); they are kept and tried again.",
            watch.cards.answer or "Discord could not be asked",
            "All cards are delivered.",
        )
    down = watch.running.gateway_down_since
    if down is not None and now - down >= limits.no_gateway:
        yield Notice(
            "gateway-down",
            "No events arrive from Discord: buttons, commands and reactions are not answered.",
            over="Events arrive from Discord again.",
        )
    for hour in watch.failed:
        if hour.hour < now // HOUR:  # each hour is counted once, when it is over
            begin = datetime.fromtimestamp(hour.hour * HOUR, UTC).strftime("%H:%M UTC")
            yield Notice(
                f"uploads-failed:{hour.hour}",
                f"Uploads failed for good in the hour from {begin}: {hour.count}. /scan tries one again. Most often:",
                hour.reason,
            )


def _system(watch: Watch, now: float) -> Iterator[Notice]:
    running = watch.running
    if running.rules_refused is not None:
        yield Notice(
            "rules-refused",
            f"The changed rules are refused; the running set ({running.rules_digest[:12]}) stays.",
            running.rules_refused,
            "The rules on disk are in use again.",
        )
    if running.rules_loaded_at is not None and running.rules_loaded_at >= now - DAY:
        digest = running.rules_digest[:12]
        yield Notice(
            f"rules-loaded:{digest}:{int(running.rules_loaded_at)}",
            f"The rules are reloaded: {watch.rules} rules, digest {digest}.",
        )
    if running.walls_missing:
        yield Notice(
            "walls-missing",
            "Workers that read hostile files are not fully isolated on this system.",
            "; ".join(running.walls_missing),
            "Workers are fully isolated.",
        )
    if running.roles_missing:
        yield Notice(
            "roles-missing",
            "A role of the settings does not exist on this server, so nobody has it. Set it to one that does.",
            ", ".join(running.roles_missing),
            "Every role of the settings exists.",
        )
    if running.credentials_good is False:
        yield Notice(
            "credentials-refused",
            "Reports cannot be sent. A new token goes into MEERKAT_REPORT__TOKEN, and needs a restart.",
            running.credentials,
            "PyPI accepts the report token.",
        )


def _reports(watch: Watch) -> Iterator[Notice]:
    for one in watch.reports:
        what = "was refused or given up" if one.state == "failed" else "may or may not have arrived"
        yield Notice(
            f"report:{one.row_id}",
            f"The report of case {one.case_id} {what}; a senior can send it again from the card.",
            f"{one.project}: {one.answer}",
        )
