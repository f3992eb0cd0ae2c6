"""What a worker gives up before it sees the first byte of a package: files, network, processes, privileges, memory.

Several walls behind each other, since none stands on every system: limits (no new file descriptor, no file size, no
core, a memory ceiling), no capabilities and no new privileges, Landlock by nono (no path, no TCP), and a system call
filter. What a wall cannot do here is said by name.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

from scanner.seccomp import filter_calls

__all__ = ["MEMORY_BYTES", "die_with_parent", "enter", "limit_cpu"]

# Address space. Python, libyara and the decoders map about 120 MB; the largest distribution that is fetched by default
# is 256 MiB and its pieces come to 32 MiB each with copies. A worker at work stays under 300 MB resident.
MEMORY_BYTES = 768 * 1024 * 1024
STANDARD_STREAMS = 3
MOST_DESCRIPTORS = 4096  # closed before the limit falls; a fresh worker has inherited none of them

PR_SET_PDEATHSIG = 1
LINUX_CAPABILITY_VERSION_3 = 0x20080522


def die_with_parent(parent: int) -> None:
    """Let the kernel kill this process when its parent goes; the parent may have gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.name == "posix" and os.getppid() != parent:
        os._exit(0)


def limit_cpu(seconds: float) -> None:
    """Let the kernel end this process after so much more CPU time, whatever it does then; 0 takes the limit back.

    A timer, not RLIMIT_CPU: that one counts a worker's whole life.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def enter(memory: int = MEMORY_BYTES) -> tuple[str, ...]:
    """Give up everything, for good; returns what could not be given up, one line each (empty: nothing is missing)."""
    missing: list[str] = []
    walls: tuple[tuple[str, Callable[[], None]], ...] = (
        ("memory, file and process limits", lambda: _limits(memory)),
        ("Landlock (files, network)", _landlock),
        ("dropped capabilities", _drop_capabilities),
        ("system call filter", _filter_calls),
    )
    for name, build in walls:
        try:
            build()
        except Exception as error:  # nono raises its own types; whatever it is, the wall does not stand
            missing.append(f"{name}: {error or type(error).__name__}")
    return tuple(missing)


def _limits(memory: int) -> None:
    if os.name != "posix":
        raise OSError(f"not on {sys.platform}")
    import resource

    os.closerange(STANDARD_STREAMS, MOST_DESCRIPTORS)
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_AS: memory,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def _no_descriptors() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (STANDARD_STREAMS, STANDARD_STREAMS))


def _landlock() -> None:
    """No path at all, no TCP. Needs descriptors itself, so the limit on them comes after it."""
    try:
        if sys.platform != "linux":
            raise OSError(f"not on {sys.platform}")
        import nono_py

        nothing = nono_py.CapabilitySet()
        nothing.block_network()
        nono_py.apply_landlock(nothing)
    finally:
        if os.name == "posix":
            _no_descriptors()


def _drop_capabilities() -> None:
    """Even root may then not lift its limits again."""
    if sys.platform != "linux":
        raise OSError(f"not on {sys.platform}")
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    if libc.capset(header, none):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _filter_calls() -> None:
    if sys.platform != "linux":
        raise OSError(f"not on {sys.platform}")
    filter_calls()
