"""Coverage-guided fuzzing of the decoders (atheris; not part of the test suite).

    pip install atheris
    python -m tests.fuzz.fuzz_decode -max_total_time=600 -rss_limit_mb=1024 -timeout=20 [CORPUS_FOLDER]

An exception out of peel, a ``peel-fault`` anomaly, a hang of 20 s, or a budget exceeded ends the run and leaves the
input in ``crash-*``. The first byte of an input says what it is: a file of one of several kinds, or a program put
together from statements. At the end, ``Done N runs`` is the count of cases.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["scanner.decode"]):
    from scanner.decode import PeelBudget, peel, place_of, runs_on_import
    from scanner.member import Layer, Member

from tests.scanner.decode.packers import PACKERS, PAYLOAD
from tests.scanner.decode.test_fold import FRAGMENTS
from tests.scanner.decode.test_peel import HOSTILE

LIMIT = 4_000_000
NAMES = (
    "a.py",
    "a.pth",
    "a.txt",
    "a.ipynb",
    "a.pyc",
    "a.pkl",
    "a.png",
    "a.wav",
    "a.json",
    "setup.py",
    "a.gif",
    "a.bin",
)


def one_input(data: bytes) -> None:
    if not data:
        return
    kind, body = data[0], data[1:]
    name = NAMES[kind % len(NAMES)]
    if kind >= 200:
        name = "a.py"
        body = "\n".join(FRAGMENTS[byte % len(FRAGMENTS)] for byte in body[:60]).encode() + b"\nexec(x)\n"
    budget = PeelBudget(bytes=LIMIT, member_seconds=2.0, steps=100_000)
    total = 0
    for item in peel(Member(name=name, data=body), budget):
        if not isinstance(item, Layer):
            assert item.kind != "peel-fault", item
            continue
        total += len(item.data) if item.path else 0
        end = len(item.data)
        place_of(item, end // 3, end // 2)
        runs_on_import(item, end // 2)
    # The member's own text, transcoded, comes on top of what the budget pays for.
    assert total <= LIMIT + 8 * len(data) + 64, total
    assert budget.bytes >= 0
    assert budget.layers >= 0


def seeds() -> list[bytes]:
    packed = [b"\0" + make(PAYLOAD).encode() for make in PACKERS.values()]
    odd = [bytes([number % 12]) + text for number, text in enumerate(HOSTILE) if len(text) < 2000]
    programs = [bytes([200, *range(start, start + 8)]) for start in range(0, len(FRAGMENTS), 4)]
    return packed + odd + programs


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds()):
            (Path(folder) / f"seed-{number}").write_bytes(seed)
        own = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
        atheris.Setup([*sys.argv, *([] if own else [folder])], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
