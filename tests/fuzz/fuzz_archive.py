"""Coverage-guided fuzzing of the archive reader (atheris; not part of the test suite).

    pip install atheris
    python -m tests.fuzz.fuzz_archive -max_total_time=600 -rss_limit_mb=1024 -timeout=20 [CORPUS_FOLDER]

A crash, a hang of 20 s, or a budget exceeded ends the run and leaves the input in ``crash-*``. The seeds are archives
of every format, made in memory; a folder given at the end keeps what the fuzzer learns between runs. At the end,
``Done N runs`` is the count of cases.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["scanner.archive"]):
    from scanner.archive import KINDS, Budget, read_members
    from scanner.archive.budget import INSIDE
    from scanner.report import Anomaly

from tests.scanner.archive.test_properties import SEEDS

LIMIT = 4_000_000


def one_input(data: bytes) -> None:
    budget = Budget(bytes=LIMIT, members=5000)
    content: dict[int, bytes] = {}
    for item in read_members(data, budget):
        if isinstance(item, Anomaly):
            assert item.kind in KINDS, item
        else:
            content[id(item.data)] = item.data  # kept, so that no id is used twice
    total = sum(map(len, content.values()))
    assert total <= LIMIT * (1 + INSIDE), total  # archives inside have a budget of their own


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS):
            (Path(folder) / f"seed-{number}").write_bytes(seed)
        own = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
        atheris.Setup([*sys.argv, *([] if own else [folder])], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
