"""How the service stands, gathered for ``/health`` and ``/metrics``."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Gauge

from bot import __version__
from bot.desk import Desk
from bot.web.server import Health
from scanner.pool import WorkerPool

__all__ = ["HealthProbe"]


class HealthProbe:
    """Asks the desk how the watch stands, and keeps the gauges."""

    def __init__(
        self,
        desk: Desk,
        pool: WorkerPool,
        registry: CollectorRegistry,
        now: Callable[[], float],
    ) -> None:
        self._desk = desk
        self._pool = pool
        self._now = now
        self._queue = Gauge("meerkat_queue", "Uploads by state.", ["state"], registry=registry)
        self._queue_age = Gauge("meerkat_queue_age_seconds", "Age of the oldest waiting upload.", registry=registry)
        self._feed_age = Gauge("meerkat_feed_age_seconds", "Since the last poll that succeeded.", registry=registry)
        self._outbox = Gauge("meerkat_outbox", "Messages owed or sent.", ["kind", "state"], registry=registry)
        self._up = Gauge("meerkat_gateway_up", "Whether events from Discord arrive.", registry=registry)
        self._problems = Gauge("meerkat_problem", "Conditions operators are told of.", ["what"], registry=registry)
        self._peak = Gauge("meerkat_worker_peak_bytes", "Most memory that any worker used.", registry=registry)

    async def read(self) -> Health:
        watch = await self._desk.watch()
        running = watch.running
        health = Health(
            ready=running.last_poll_at is not None and running.gateway is not False,
            gateway=running.gateway,
            rules=watch.rules,
            rules_digest=running.rules_digest,
            feed_age_seconds=self._age(running.last_poll_at),
            feed_error=running.feed_error,
            rss_error=running.rss_error,
            queue=watch.queue,
            queue_age_seconds=self._age(watch.oldest_waiting_at),
            failed_last_day=sum(hour.count for hour in watch.failed),
            outbox=watch.outbox,
            cards_waiting=watch.cards.count,
            cards_age_seconds=self._age(watch.cards.since),
            report_mode=watch.report_mode,
            report_credentials=running.credentials,
            problems=[row.key for row in watch.problems],
            version=__version__,
        )
        self._keep(health)
        return health

    def _age(self, at: float | None) -> float | None:
        return None if at is None else round(max(0.0, self._now() - at), 3)

    def _keep(self, health: Health) -> None:
        for state in ("seen", "fetched", "scanned", "failed", "skipped"):
            self._queue.labels(state).set(health.queue.get(state, 0))
        self._queue_age.set(health.queue_age_seconds or 0)
        self._feed_age.set(float("inf") if health.feed_age_seconds is None else health.feed_age_seconds)
        self._outbox.clear()
        for what, count in health.outbox.items():
            self._outbox.labels(*what.split(" ", 1)).set(count)
        self._problems.clear()
        for what in health.problems:
            self._problems.labels(what).set(1)
        self._up.set(bool(health.gateway))
        self._peak.set(self._pool.peak)
