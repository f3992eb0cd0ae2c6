"""What a pool and its workers say to each other: length-framed MessagePack, large bytes beside it.

A frame is a header of two lengths, the message, and a payload (a distribution, compiled rules), so that 100 MB are
neither encoded nor copied once more.
"""

import struct

import msgspec

from scanner.points import PointsTable
from scanner.report import Anomaly, Finding, Report, ScanJob
from scanner.ruleset import Rule

__all__ = [
    "HEADER",
    "MOST_FROM_WORKER",
    "Accepted",
    "Done",
    "Found",
    "FrameError",
    "FromWorker",
    "Hello",
    "Loaded",
    "Noted",
    "Reached",
    "Ready",
    "Rules",
    "Scan",
    "ToWorker",
    "decode_from_worker",
    "decode_to_worker",
    "frame",
    "lengths",
]

HEADER = struct.Struct(">IQ")
# The most that a worker may tell of one distribution, and so the largest message: its report, with every finding that
# a report keeps.
MOST_FROM_WORKER = 64 * 1024 * 1024


class FrameError(Exception):
    """The other side does not speak this protocol (any more)."""


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """First to a worker: who its parent is."""

    parent: int
    memory: int


class Rules(msgspec.Struct, frozen=True, tag="rules"):
    """A rule set; the payload is what the parent's ``RuleSet.packed`` gave."""

    rules: dict[str, Rule]
    points: PointsTable
    digest: str
    popular: tuple[str, ...] = ()  # empty: the built-in list


class Scan(msgspec.Struct, frozen=True, tag="scan"):
    """One distribution to scan; the payload is ``job.data``."""

    job: ScanJob
    threshold: float
    seconds: float
    brief: bool = False  # after another worker was lost over it, see ``scanner.scan.scan``


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The worker has given up everything but what ``missing`` names."""

    missing: tuple[str, ...]


class Loaded(msgspec.Struct, frozen=True, tag="loaded"):
    digest: str


class Accepted(msgspec.Struct, frozen=True, tag="accepted"):
    """The distribution arrived whole; from here on, it may be what kills the worker."""


class Found(msgspec.Struct, frozen=True, tag="found"):
    finding: Finding


class Noted(msgspec.Struct, frozen=True, tag="noted"):
    anomaly: Anomaly


class Reached(msgspec.Struct, frozen=True, tag="reached"):
    member: str
    members: int
    size: int


class Done(msgspec.Struct, frozen=True, tag="done"):
    report: Report


ToWorker = Hello | Rules | Scan
FromWorker = Ready | Loaded | Accepted | Found | Noted | Reached | Done

decode_to_worker = msgspec.msgpack.Decoder(ToWorker).decode
_encode = msgspec.msgpack.Encoder().encode
_decode_from_worker = msgspec.msgpack.Decoder(FromWorker).decode


def frame(message: ToWorker | FromWorker, payload: int = 0) -> bytes:
    """Header and message; ``payload`` bytes follow."""
    body = _encode(message)
    return HEADER.pack(len(body), payload) + body


def lengths(header: bytes) -> tuple[int, int]:
    """Of message and payload."""
    message, payload = HEADER.unpack(header)
    return message, payload


def decode_from_worker(body: bytes) -> FromWorker:
    """A worker may have been taken over by what it reads: whatever it says must fit the types. Raises FrameError."""
    try:
        return _decode_from_worker(body)
    except msgspec.DecodeError as error:
        raise FrameError(str(error)) from None
