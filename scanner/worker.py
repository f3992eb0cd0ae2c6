"""The process that reads packages: ``python -m scanner.worker``, started by ``scanner.pool``.

It loads everything that a scan may need, takes the rules from its parent, tries them on a harmless archive, gives up
everything (``scanner.sandbox``), and then scans one distribution after the other, telling what it finds as it goes.
"""

import ctypes
import gc
import io
import os
import signal
import sys
import time
import warnings
import zipfile
from typing import BinaryIO

import msgspec

from scanner.engine import Memory, new_memory
from scanner.frames import (
    HEADER,
    Accepted,
    Done,
    Found,
    FromWorker,
    Hello,
    Loaded,
    Noted,
    Reached,
    Ready,
    Rules,
    Scan,
    decode_to_worker,
    frame,
    lengths,
)
from scanner.preload import load_everything, settle
from scanner.report import Anomaly, Finding, ScanJob
from scanner.ruleset import RuleSet, unpack
from scanner.sandbox import die_with_parent, enter, limit_cpu
from scanner.scan import Watcher, scan
from scanner.signals.popular import PopularNames

__all__ = ["main"]

_LIBC = ctypes.CDLL(None) if os.name == "posix" else None
# Beyond the wall clock that the scan itself keeps: a decoder that is stuck ends by the kernel even if the parent hangs.
CPU_FACTOR = 1.5
# CPU time that one member may take of it, by which one that is stuck leaves time for a brief look at the others. What a
# scan allows decoding and matching of a large member is less.
MEMBER_SHARE = 1 / 3
LEAST_CPU = 0.01  # a timer of nothing would never end
# Unless a scan was heavy: then what it leaves behind goes before the next one comes on top.
HEAVY_SECONDS = 0.1


def main() -> None:
    """Serve the parent on stdin and stdout until it closes them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends this
    warnings.simplefilter("ignore")  # SyntaxWarnings of hostile sources would fill the log
    sys.stdout = sys.stderr  # a stray print goes to the log, not between the frames
    with open(1, "wb", buffering=0, closefd=False) as sink:
        _serve(sys.stdin.buffer, sink)


def _serve(source: BinaryIO, sink: BinaryIO) -> None:
    hello, _ = _receive(source)
    first, packed = _receive(source)
    if not isinstance(hello, Hello) or not isinstance(first, Rules):
        raise SystemExit("scanner.worker: started by hand; it is meerkat's own")
    die_with_parent(hello.parent)
    load_everything()
    rules = _rule_set(first, packed)
    known = new_memory()
    scan(ScanJob(filename="harmless-1-py3-none-any.whl", data=_harmless()), rules)
    settle()
    _send(sink, Ready(enter(hello.memory)))
    while True:
        message, payload = _receive(source)
        if isinstance(message, Rules):
            rules, known = _rule_set(message, payload), new_memory()
            _send(sink, Loaded(rules.digest))
        elif isinstance(message, Scan):
            _send(sink, Accepted())
            _scan(sink, message, payload, rules, known)
            del payload


def _scan(sink: BinaryIO, message: Scan, data: bytes, rules: RuleSet, known: Memory) -> None:
    job = msgspec.structs.replace(message.job, data=data)
    teller = _Teller(sink, message.seconds)
    report = scan(
        job, rules, message.threshold, seconds=message.seconds, watcher=teller, known=known, brief=message.brief
    )
    limit_cpu(0)
    _send(sink, Done(report))
    if report.seconds > HEAVY_SECONDS:
        gc.collect()
        _give_back()


class _Teller(Watcher):
    """Tells the parent, and bounds what each member takes of the scan's ``seconds``.

    The parent hears of every member, for the one that it does not hear of is the one that ends this process.
    """

    def __init__(self, sink: BinaryIO, seconds: float) -> None:
        self.sink = sink
        self.share, self.last = seconds * MEMBER_SHARE, time.process_time() + seconds * CPU_FACTOR
        self._limit()

    def _limit(self) -> None:
        limit_cpu(max(LEAST_CPU, min(self.share, self.last - time.process_time())))

    def found(self, item: Finding | Anomaly) -> None:
        _send(self.sink, Found(item) if isinstance(item, Finding) else Noted(item))

    def reached(self, member: str, members: int, size: int) -> None:
        self._limit()
        _send(self.sink, Reached(member, members, size))


def _receive(source: BinaryIO) -> tuple[Hello | Rules | Scan, bytes]:
    """The next message with its payload. Ends the process when the parent has closed the pipe."""
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        raise SystemExit(0)
    size, payload = lengths(header)
    return decode_to_worker(source.read(size)), source.read(payload)


def _send(sink: BinaryIO, message: FromWorker) -> None:
    left = memoryview(frame(message))
    try:
        while left:
            left = left[sink.write(left) :]
    except BrokenPipeError:
        raise SystemExit(0) from None


def _rule_set(message: Rules, packed: bytes) -> RuleSet:
    compiled, prefilter = unpack(packed)
    return RuleSet(
        rules=message.rules,
        compiled=compiled,
        prefilter=prefilter,
        digest=message.digest,
        points=message.points,
        popular=PopularNames(message.popular) if message.popular else None,
    )


def _harmless() -> bytes:
    """A small wheel that makes every room run once, so that nothing is left to be loaded lazily."""
    source = '"""Harmless."""\nimport base64\nexec(base64.b64decode("cHJpbnQoMSk="))\n'
    metadata = "Metadata-Version: 2.1\nName: harmless\nVersion: 1\n\nHarmless.\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("harmless/__init__.py", source)
        wheel.writestr("harmless/data.bin", bytes(range(256)) * 8)
        wheel.writestr("harmless-1.dist-info/METADATA", metadata)
        wheel.writestr("harmless-1.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("harmless-1.dist-info/RECORD", "harmless/__init__.py,,\n")
    return buffer.getvalue()


def _give_back() -> None:
    """Let glibc return free memory to the system; others do so by themselves or not at all."""
    trim = getattr(_LIBC, "malloc_trim", None)
    if trim is not None:
        trim(0)


if __name__ == "__main__":
    main()
