"""A small rule set on disk that has nothing wrong with it; each test breaks one thing."""

from collections.abc import Callable
from pathlib import Path

import pytest

RULE = """rule {name}
{{
    meta:
        id = "{id}"
        author = "Meerkat"
        description = "Sends what it finds to a collector that nobody asked for"
        behaviour = "channel"
        points = "2.0"
        group = "collector"
        scope = "any"
        filetypes = "any"
        attack = "T1041"
        reference = "https://attack.mitre.org/techniques/T1041/"
        date = "2026-01-31"
        status = "stable"
        fp_notes = "Test helpers"
    strings:
        $send = "collector_send" fullword
    condition:
        $send
}}
"""
HIT = "import collector\n\n\ndef report(value):\n    collector_send('https://example.invalid/', value)\n"
MISS = "def report(value):\n    print(value)\n"


def write_rule(
    root: Path, name: str = "sends_away", identity: str = "MK-CHN-0001", change: Callable[[str], str] = str
) -> Path:
    path = root / "channel" / f"{name}.yar"
    samples = root / "channel" / "samples" / name
    samples.mkdir(parents=True)
    path.write_text(change(RULE.format(name=name, id=identity)))
    (samples / "hit-report.py").write_text(HIT)
    (samples / "miss-print.py").write_text(MISS)
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The folder; its one rule is ``channel/sends_away.yar``."""
    write_rule(tmp_path)
    return tmp_path
