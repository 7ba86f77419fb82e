"""What a process that reads strangers' files gives up first: the network, other files and programs, endless memory.

Three fences of the Linux kernel, each for itself enough for what it keeps out, none needs rights to be put up:
resource limits (memory, processor, size of files), Landlock (files it may read and write, TCP), seccomp (system calls).
An old kernel lacks Landlock; then the others stand, and `put_up` says so.

Source: man 2 setrlimit; man 7 landlock; man 2 seccomp; linux/landlock.h, linux/seccomp.h.
"""

import ctypes
import os
import resource
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from .syscalls import refuse_calls

_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT = 38, 1
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ALL_ACCESS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}
_READ, _READ_FOLDER, _WRITE = 0x4 | 0x1, 0x8, 0x2 | 0x4000
"""Read and map as a library; list a folder; write and truncate."""
_ON_FILES = 0x1 | 0x2 | 0x4 | 0x4000 | 0x8000
"""Rights that a rule about a single file may name."""
_TCP = 0x3
_libc = ctypes.CDLL(None, use_errno=True)
_libc.prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)


class Bounds(Protocol):
    """What a reading process may use: megabytes of memory beyond its start, seconds, bytes of one file it writes."""

    @property
    def memory_mb(self) -> int: ...

    @property
    def seconds(self) -> int: ...

    @property
    def bytes_out(self) -> int: ...


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def die_with_parent() -> None:
    """A worker that is killed leaves nobody reading behind."""
    _libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def put_up(limits: Bounds, *, readable: Iterable[Path], writable: Path) -> list[str]:
    """Put up all fences around this process; there is no way back.

    Args:
        limits: memory, seconds and size of files.
        readable: files and folders it may read.
        writable: the one folder it may write.

    Returns:
        Fences that this kernel does not have.
    """
    bound_resources(limits)
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    missing = [] if _restrict_files(readable, writable) else ["landlock"]
    return missing if refuse_calls(_libc) else [*missing, "seccomp"]


def bound_resources(limits: Bounds) -> None:
    """Memory counts from here on: what Python and its libraries reserved to start is not the file's fault."""
    present = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    for kind, most in (
        (resource.RLIMIT_AS, present + limits.memory_mb * 2**20),
        (resource.RLIMIT_FSIZE, limits.bytes_out),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # The soft limit sends SIGXCPU, by which the worker knows what happened; the hard one would only kill.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))


def _restrict_files(readable: Iterable[Path], writable: Path) -> bool:
    version = _libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    every = _ALL_ACCESS[min(version, 5)]
    ruleset = _Ruleset(every, _TCP if version >= 4 else 0)
    size = 16 if version >= 4 else 8
    rules = _libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    if rules < 0:
        return False
    for path in readable:
        _allow(rules, path, (_READ | _READ_FOLDER) & every)
    _allow(rules, writable, every & ~0x1)
    _allow(rules, Path(os.devnull), (_READ | _WRITE) & every)
    done = _libc.syscall(_RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return bool(done)


def _allow(rules: int, path: Path, access: int) -> None:
    if not path.exists():
        return
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    beneath = _Beneath(access if path.is_dir() else access & _ON_FILES, handle)
    failed = _libc.syscall(_ADD_RULE, rules, 1, ctypes.byref(beneath), 0)
    os.close(handle)
    if failed:
        raise OSError(ctypes.get_errno(), "Landlock refuses the rule", str(path))


def bare_environment(work: Path, *, root: Path) -> dict[str, str]:
    """What a fenced process is told: nothing of ours, no password, no address; a folder of its own.

    One thread per library, so that memory can be foreseen.
    """
    return {
        "PYTHONPATH": str(root),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "HOME": str(work),
        "TMPDIR": str(work),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
