from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.pipeline.rulewatch import RuleWatch
from scanner.pool import WorkerPool
from tests.scanner.distributions import rule, write_rules

LATIN_1 = rule("accent", '"WORD"').replace("meta:", 'meta:\n        editor = "José"', 1).encode("latin-1")


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[WorkerPool]:
    folder = write_rules(tmp_path / "rules", rule("marker", '"MARKER_WORD"'))
    running = WorkerPool(folder, jobs=1, threshold=0.5, seconds=20, sandbox="best-effort")
    await running.start()
    yield running
    await running.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.yar", b"rule broken {"),
        ("accent.yar", LATIN_1),
        ("points.toml", b"base = -4.6 # \xe9"),
        ("points.toml", b"base = 'much'"),
    ],
)
async def test_whatever_is_saved_among_the_rules_the_running_set_stays_and_the_file_is_named(
    pool: WorkerPool, name: str, content: bytes
) -> None:
    before = pool.rules.digest
    watch = RuleWatch(pool, pool.folder, lambda: 0.0)
    (pool.folder / name).write_bytes(content)
    await watch.reload()
    assert name in (watch.refused or "")
    assert pool.rules.digest == before
    (pool.folder / name).unlink()
    await watch.reload()
    assert watch.refused is None
