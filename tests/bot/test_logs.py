import json
import os
import subprocess
import sys

import pytest

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


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_nothing_from_outside_steers_the_terminal_and_colours_can_be_left_out() -> None:
    script = """
import logging
import structlog
from bot.logs import configure_logs
configure_logs("info")
structlog.get_logger("a").info("one", file="a\\x1b[2J\\u202eb", error=ValueError("\\x1b[2J"))
logging.getLogger("b").warning("two %s", "\\x1b[2J\\nforged")
"""
    ours, theirs = os.openpty()
    environment = os.environ | {"NO_COLOR": "1"}
    subprocess.run([sys.executable, "-c", script], stderr=theirs, env=environment, check=True, timeout=60)
    shown = os.read(ours, 10_000).decode()
    assert "file=a<U+001B>[2J<U+202E>b" in shown
    assert "two <U+001B>[2J forged" in shown
    assert "\x1b" not in shown
