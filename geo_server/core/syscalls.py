"""The seccomp filter of the reading process: no sockets, no other programs, no looking into other processes.

A filter is a small program of the kernel's BPF machine; it sees number and arguments of each system call. What is on
the list fails with EACCES, and so does a call of another machine's convention. Threads are allowed, processes are not.
"""

import ctypes
import os
import struct

_LOAD, _EQUALS, _ABOVE, _HAS_BITS, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_ALLOW, _REFUSE, _NO_SUCH_CALL = 0x7FFF0000, 0x00050000 | 13, 0x00050000 | 38
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_THREAD = 0x00010000
_SET_SECCOMP, _FILTER = 22, 2
_CALLS: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {
            "clone": 56, "clone3": 435,
            "socket": 41, "connect": 42, "bind": 49, "listen": 50, "sendto": 44, "sendmsg": 46, "socketpair": 53,
            "fork": 57, "vfork": 58, "execve": 59, "execveat": 322,
            "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kill": 62, "pidfd_open": 434,
            "mount": 165, "unshare": 272, "setns": 308, "bpf": 321, "perf_event_open": 298, "keyctl": 250,
            "io_uring_setup": 425, "userfaultfd": 323, "mknod": 133, "mknodat": 259,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "clone": 220, "clone3": 435,
            "socket": 198, "connect": 203, "bind": 200, "listen": 201, "sendto": 206, "sendmsg": 211,
            "socketpair": 199, "execve": 221, "execveat": 281,
            "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kill": 129, "pidfd_open": 434,
            "mount": 40, "unshare": 97, "setns": 268, "bpf": 280, "perf_event_open": 241, "keyctl": 219,
            "io_uring_setup": 425, "userfaultfd": 282, "mknodat": 33,
        },
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def refuse_calls(libc: ctypes.CDLL) -> bool:
    """Put the filter on this process and all its threads to come; False where there is none for this machine."""
    known = _CALLS.get(os.uname().machine)
    if known is None:
        return False
    code = _filter(*known)
    steps = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(steps, ctypes.c_void_p))
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0) == 0)


def _filter(machine: int, calls: dict[str, int]) -> bytes:
    """The program: machine, number, the list, and of `clone` whether it makes a thread."""
    refused = [number for name, number in calls.items() if name not in ("clone", "clone3")]
    steps = [
        _step(_LOAD, _MACHINE),
        _step(_EQUALS, machine, yes=1),
        _step(_RETURN, _REFUSE),
        _step(_LOAD, _NUMBER),
        _step(_ABOVE, 0x3FFFFFFF, no=1),
        _step(_RETURN, _REFUSE),
        _step(_EQUALS, calls["clone3"], no=1),
        _step(_RETURN, _NO_SUCH_CALL),
    ]
    for number in refused:
        steps += [_step(_EQUALS, number, no=1), _step(_RETURN, _REFUSE)]
    steps += [
        _step(_EQUALS, calls["clone"], no=3),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_HAS_BITS, _THREAD, yes=1),
        _step(_RETURN, _REFUSE),
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(steps)


def _step(code: int, operand: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("<HBBI", code, yes, no, operand)
