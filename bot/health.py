"""How the service stands, gathered for ``/health`` and ``/metrics``."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Gauge

from bot import __version__
from bot.desk import Desk
from bot.escalation.delivery import ReportDelivery
from bot.pipeline.feed import FeedFollower
from bot.web.server import Health
from scanner.pool import WorkerPool

__all__ = ["HealthProbe"]


class HealthProbe:
    """Reads the parts and keeps the gauges. ``gateway`` gives whether events arrive, None without Discord."""

    def __init__(
        self,
        desk: Desk,
        feed: FeedFollower,
        pool: WorkerPool,
        reports: ReportDelivery,
        gateway: Callable[[], bool | None],
        registry: CollectorRegistry,
        now: Callable[[], float],
    ) -> None:
        self._desk = desk
        self._feed = feed
        self._pool = pool
        self._reports = reports
        self._gateway = gateway
        self._now = now
        self._queue = Gauge("meerkat_queue", "Uploads by state.", ["state"], registry=registry)
        self._queue_age = Gauge("meerkat_queue_age_seconds", "Age of the oldest waiting upload.", registry=registry)
        self._feed_age = Gauge("meerkat_feed_age_seconds", "Since the last poll that succeeded.", registry=registry)
        self._outbox = Gauge("meerkat_outbox", "Messages owed or sent.", ["kind", "state"], registry=registry)
        self._up = Gauge("meerkat_gateway_up", "Whether events from Discord arrive.", registry=registry)
        self._peak = Gauge("meerkat_worker_peak_bytes", "Most memory that any worker used.", registry=registry)

    async def read(self) -> Health:
        watch = await self._desk.watch()
        figures = self._feed.figures
        gateway = self._gateway()
        rules = self._pool.rules
        health = Health(
            ready=figures.last_poll_at is not None and gateway is not False,
            gateway=gateway,
            rules=len(rules.rules),
            rules_digest=rules.digest,
            feed_age_seconds=self._age(figures.last_poll_at),
            feed_error=figures.error,
            queue=watch.queue,
            queue_age_seconds=self._age(watch.oldest_waiting_at),
            outbox=watch.outbox,
            report_mode=watch.report_mode,
            report_credentials=self._reports.credentials,
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
        self._up.set(bool(health.gateway))
        self._peak.set(self._pool.peak)
