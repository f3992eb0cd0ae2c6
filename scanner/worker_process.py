"""The parent's end of one worker: start it, give it rules and distributions, hear what it finds, kill it."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import msgspec
import structlog

from scanner.child import COMMAND, HOME, environment
from scanner.frames import (
    HEADER,
    MOST_FROM_WORKER,
    Accepted,
    Done,
    Found,
    FrameError,
    FromWorker,
    Hello,
    Loaded,
    Noted,
    Reached,
    Ready,
    Rules,
    Scan,
    decode_from_worker,
    frame,
    lengths,
)
from scanner.kept import Kept
from scanner.report import Anomaly, Finding, Report, ScanJob
from scanner.ruleset import RuleSet
from scanner.sandbox import MEMORY_BYTES

__all__ = ["Heard", "PackedRules", "WorkerDiedError", "WorkerProcess", "WorkerStuckError"]

START_SECONDS = 60.0  # a worker needs half a second; this is for a machine that is starting everything at once
PIECE_BYTES = 1 << 20
DYING_SECONDS = 0.5  # from the closed pipe to the exit code
STDERR_BYTES = 4096  # of a dead worker's last words
MOST_ANOMALIES = 10_000  # that a parent keeps: a worker tells fifty of a kind
STUCK = getattr(signal, "SIGPROF", None)  # what ``sandbox.limit_cpu`` ends a process with

log = structlog.stdlib.get_logger(__name__)


class WorkerDiedError(Exception):
    """The worker ended, or answered what no worker answers; says how, with its last words."""


@dataclass(frozen=True, eq=False)
class PackedRules:
    """A rule set with the bytes that workers load; made once for all of them."""

    rules: RuleSet
    packed: bytes

    @classmethod
    def of(cls, rules: RuleSet) -> "PackedRules":
        return cls(rules, rules.packed())


class WorkerStuckError(WorkerDiedError):
    """The kernel ended the worker at its limit of CPU time."""


@dataclass
class Heard:
    """What the looks at one distribution have told so far, each thing once: all that is left if a worker dies."""

    since: float | None = None  # when the first worker got it, on the monotonic clock
    accepted: bool = False
    findings: Kept = field(default_factory=Kept)
    anomalies: dict[Anomaly, None] = field(default_factory=dict[Anomaly, None])
    near: Reached | None = None
    _known: set[Hashable] = field(default_factory=set[Hashable])

    def found(self, finding: Finding) -> None:
        identity = (finding.rule, finding.member, finding.layers, finding.fingerprint, finding.line)
        if identity not in self._known and self.findings.add(finding):
            self._known.add(identity)

    def noted(self, anomaly: Anomaly) -> None:
        if len(self.anomalies) < MOST_ANOMALIES:
            self.anomalies[anomaly] = None


@dataclass(eq=False)
class WorkerProcess:
    """One running worker; ``rules`` are those it has loaded, ``missing`` the walls that its sandbox lacks."""

    program: ClassVar[tuple[str, ...]] = ("-m", "scanner.worker")

    process: asyncio.subprocess.Process
    rules: PackedRules
    missing: tuple[str, ...] = ()
    jobs: int = 0
    _last_words: bytearray = field(default_factory=bytearray)
    _listener: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, rules: PackedRules, memory: int = MEMORY_BYTES) -> "WorkerProcess":
        """A worker that has given up everything and waits for its first distribution.

        Raises WorkerDiedError, also when it is not ready in time, and OSError when there can be no new process.
        """
        process = await asyncio.create_subprocess_exec(
            *(*COMMAND, *cls.program),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment(),
            cwd=HOME,
            limit=PIECE_BYTES,
        )
        worker = cls(process, rules)
        worker._listener = asyncio.create_task(worker._listen(), name=f"stderr of worker {process.pid}")
        try:
            async with asyncio.timeout(START_SECONDS):
                await worker._send(frame(Hello(os.getpid(), memory)))
                await worker._give(rules)
                answer, _ = await worker._receive()
        except TimeoutError:
            await worker.kill()
            raise WorkerDiedError(f"not ready after {START_SECONDS:g} s") from None
        except BaseException:
            await worker.kill()
            raise
        if not isinstance(answer, Ready):
            await worker.kill()
            raise WorkerDiedError(f"began with {type(answer).__name__}")
        worker.missing = answer.missing
        return worker

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    @property
    def resident(self) -> int:
        """Its memory now, in bytes; 0 where the system does not say."""
        return self._memory("VmRSS:")

    @property
    def peak(self) -> int:
        """Most memory that it has used, in bytes; 0 where the system does not say.

        The kernel's own account of a finished child counts what its parent held when it started it.
        """
        return self._memory("VmHWM:")

    def _memory(self, line: str) -> int:
        try:
            words = Path(f"/proc/{self.process.pid}/status").read_text("ascii").split()
            return int(words[words.index(line) + 1]) * 1024
        except (OSError, ValueError):
            return 0

    async def load(self, rules: PackedRules) -> None:
        """Swap the rules. Raises WorkerDiedError."""
        await self._give(rules)
        answer, _ = await self._receive()
        if not isinstance(answer, Loaded) or answer.digest != rules.rules.digest:
            raise WorkerDiedError("loaded other rules than it was given")
        self.rules = rules

    async def scan(
        self, job: ScanJob, threshold: float, seconds: float, heard: Heard, *, brief: bool = False
    ) -> Report:
        """Scan one distribution; ``heard`` grows as it goes. Raises WorkerDiedError, WorkerStuckError."""
        self.jobs += 1
        await self._send(
            frame(Scan(msgspec.structs.replace(job, data=b""), threshold, seconds, brief), len(job.data)), job.data
        )
        kept = 0
        async for message, size in self._messages():
            kept += 0 if isinstance(message, Reached) else size
            if kept > MOST_FROM_WORKER:
                raise WorkerDiedError(f"told more than {MOST_FROM_WORKER:,} bytes of one distribution")
            match message:
                case Accepted():
                    heard.accepted = True
                case Found():
                    heard.found(message.finding)
                case Noted():
                    heard.noted(message.anomaly)
                case Reached():
                    heard.near = message
                case Done():
                    return message.report
                case Ready() | Loaded():
                    raise WorkerDiedError(f"answered a scan with {type(message).__name__}")
        raise AssertionError("the messages of a worker end with an error")

    async def kill(self) -> None:
        """End it at once; there is nothing in it to save. Returns when it is gone."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        if self._listener is not None:
            await self._listener

    def last_words(self) -> str:
        """The end of what it wrote to stderr, in plain ASCII."""
        return bytes(self._last_words).decode("ascii", "backslashreplace").strip()

    async def _messages(self) -> AsyncIterator[tuple[FromWorker, int]]:
        while True:
            yield await self._receive()

    async def _give(self, rules: PackedRules) -> None:
        own = rules.rules
        names = tuple(sorted(own.popular.names)) if own.popular else ()
        message = Rules(own.rules, own.points, own.digest, names)
        await self._send(frame(message, len(rules.packed)), rules.packed)

    async def _send(self, head: bytes, payload: bytes = b"") -> None:
        assert self.process.stdin is not None
        view = memoryview(payload)
        try:
            self.process.stdin.write(head)
            for start in range(0, len(view), PIECE_BYTES):
                self.process.stdin.write(view[start : start + PIECE_BYTES])
                await self.process.stdin.drain()
            await self.process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            raise await self._died() from None

    async def _receive(self) -> tuple[FromWorker, int]:
        """The next message, and its size in bytes."""
        assert self.process.stdout is not None
        try:
            size, payload = lengths(await self.process.stdout.readexactly(HEADER.size))
            if size > MOST_FROM_WORKER or payload:
                raise WorkerDiedError(f"announced a message of {size + payload:,} bytes")
            return decode_from_worker(await self.process.stdout.readexactly(size)), size
        except asyncio.IncompleteReadError:
            raise await self._died() from None
        except FrameError as error:
            raise WorkerDiedError(f"spoke nonsense: {error}") from None

    async def _died(self) -> WorkerDiedError:
        """Its pipe closed: say how it ended."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DYING_SECONDS):
                await self.process.wait()
        await self.kill()
        code = self.process.returncode or 0
        if code < 0 and -code == STUCK:
            return WorkerStuckError("killed at its limit of CPU time")
        how = f"killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        words = self.last_words()
        if words:
            log.warning("worker died", pid=self.process.pid, how=how, stderr=words)
        return WorkerDiedError(how + (f": {words.splitlines()[-1][:200]}" if words else ""))

    async def _listen(self) -> None:
        assert self.process.stderr is not None
        while piece := await self.process.stderr.read(STDERR_BYTES):
            self._last_words += piece
            del self._last_words[:-STDERR_BYTES]
