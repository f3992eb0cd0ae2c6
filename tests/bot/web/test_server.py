import aiohttp
import msgspec
from prometheus_client import CollectorRegistry, Counter

from bot.web.server import Health, serve

READY = Health(
    ready=True,
    gateway=None,
    rules=3,
    rules_digest="ab",
    feed_age_seconds=1.0,
    feed_error=None,
    rss_error=None,
    failed_last_day=0,
    cards_waiting=0,
    cards_age_seconds=None,
    problems=[],
    queue={"seen": 2},
    queue_age_seconds=4.0,
    outbox={},
    report_mode="dry-run",
    report_credentials="none",
    version="0",
)


async def test_health_is_200_when_ready_and_503_when_not() -> None:
    state = READY

    async def health() -> Health:
        return state

    registry = CollectorRegistry()
    Counter("meerkat_probe", "A probe.", registry=registry).inc()
    async with serve("127.0.0.1:0", health, registry) as port, aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 200
            assert (await answer.json())["queue"] == {"seen": 2}
        state = msgspec.structs.replace(READY, ready=False)
        async with session.get(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 503
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert "meerkat_probe_total 1.0" in await answer.text()
