"""Figures of the watch, for ``/health``, ``/metrics`` and ``/watch``: plain values, changed by the loops alone."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram

__all__ = ["FeedFigures", "Metrics"]


@dataclass(slots=True)
class FeedFigures:
    """How the feed stands. Times are Unix seconds, None for "never"."""

    last_poll_at: float | None = None  # the last one that succeeded
    last_event_at: float | None = None  # the index's clock, of the newest event stored
    behind: bool = False  # a backlog is being read
    error: str | None = None  # of the newest poll, None when it succeeded
    failing_since: float | None = None
    rss_at: float | None = None
    rss_error: str | None = None

    def polled(self, at: float, *, behind: bool) -> None:
        self.last_poll_at, self.behind = at, behind
        self.error = self.failing_since = None

    def failed(self, error: str, at: float) -> None:
        self.error = error
        self.failing_since = at if self.failing_since is None else self.failing_since


class Metrics:
    """The pipeline's Prometheus figures; gauges of the queue are read from the database by ``/metrics`` itself."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.outcomes = Counter("meerkat_uploads", "Uploads by outcome of one attempt.", ["outcome"], registry=registry)
        self.upload_to_alert = Histogram(
            "meerkat_upload_to_alert_seconds",
            "From the upload on the index to the case in the database.",
            buckets=(1, 2, 3, 5, 8, 10, 15, 30, 60, 300, 1800, 7200, 86400),
            registry=registry,
        )
        self.scan_seconds = Histogram(
            "meerkat_scan_seconds",
            "From bytes to report, waiting for a worker included.",
            buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 120),
            registry=registry,
        )
