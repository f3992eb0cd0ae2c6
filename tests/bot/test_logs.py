import json
import subprocess
import sys

SCRIPT = """
import logging
import structlog
from bot.logs import configure_logs
configure_logs("info", ["s3cret-token"])
structlog.get_logger("a").info("one", url="https://x.invalid/s3cret-token/y", error=ValueError("s3cret-token"))
logging.getLogger("b").warning("two %s", "s3cret-token")
try:
    raise RuntimeError("three s3cret-token")
except RuntimeError:
    logging.getLogger("b").exception("failed")
logging.getLogger("discord.http").debug("never shown")
"""


def test_a_secret_is_struck_out_of_every_record() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    records = [json.loads(line) for line in done.stderr.splitlines()]
    assert [record["event"] for record in records] == ["one", "two [secret]", "failed"]
    assert all(list(record)[:3] == ["timestamp", "level", "event"] for record in records)
    assert "s3cret-token" not in done.stderr
    assert done.stderr.count("[secret]") >= 4  # some Pythons quote the line that raised as well
