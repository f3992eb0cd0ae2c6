"""A system call filter for workers: computing and the two pipes, nothing else.

The allow-list is what CPython, libyara and the decoders need once everything is imported. Everything else (open,
socket, fork, execve, kill, ptrace, ...) answers EPERM, so that a forgotten late import fails as an exception of one
scan and does not kill the worker. Numbers are from the kernel's tables (``asm/unistd_64.h``, ``asm-generic/unistd.h``).
"""

import ctypes
import errno
import os
import platform
import struct

__all__ = ["filter_calls"]

# name: (x86_64, aarch64)
ALLOWED: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "poll": (7, None),
    "ppoll": (271, 73),
    "munmap": (11, 215),
    "brk": (12, 214),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "setitimer": (38, 103),
    "sched_yield": (24, 124),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getrusage": (98, 165),
    "futex": (202, 98),
    "getrandom": (318, 278),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "rseq": (334, 293),
}
# Allowed unless they ask for executable memory: what was loaded is all that ever runs.
MAPPING: dict[str, tuple[int, int]] = {"mmap": (9, 222), "mprotect": (10, 226)}
PROT_EXEC = 4

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, AUDIT_ARCH_*
X32_BIT = 0x40000000

# Classic BPF over struct seccomp_data: number at 0, architecture at 4, arguments of 8 bytes from 16 on.
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCHITECTURE_AT, THIRD_ARGUMENT_AT = 0, 4, 32
ALLOW, KILL_PROCESS, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def filter_calls() -> None:
    """Put the filter on this process for good. Raises OSError where the system cannot."""
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no system call table for {machine}")
    column, architecture = ARCHITECTURES[machine]
    program = _program(column, architecture)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs: " + os.strerror(ctypes.get_errno()))
    shape = _Program(len(program) // 8, program)
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(shape), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp: " + os.strerror(ctypes.get_errno()))


def _program(column: int, architecture: int) -> bytes:
    deny = ERROR | errno.EPERM
    steps = [
        _step(LOAD, ARCHITECTURE_AT),
        _step(JUMP_EQUAL, architecture, yes=1),
        _step(RETURN, KILL_PROCESS),
        _step(LOAD, NUMBER_AT),
        _step(JUMP_AT_LEAST, X32_BIT, no=1),
        _step(RETURN, deny),
    ]
    for numbers in MAPPING.values():
        steps += [
            _step(JUMP_EQUAL, numbers[column], no=4),
            _step(LOAD, THIRD_ARGUMENT_AT),
            _step(JUMP_BITS, PROT_EXEC, no=1),
            _step(RETURN, deny),
            _step(RETURN, ALLOW),
        ]
    for numbers in ALLOWED.values():
        number = numbers[column]
        if number is not None:
            steps += [_step(JUMP_EQUAL, number, no=1), _step(RETURN, ALLOW)]
    steps.append(_step(RETURN, deny))
    return b"".join(steps)


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)
