"""What the kernel forbids a child for good: network, processes, signals to others, and every change to files.

A seccomp filter (Linux on x86_64 and aarch64) that any process may put on itself, in containers too, where namespaces
of one's own are refused. Elsewhere an audit hook of the interpreter forbids the same to Python code, though not to
native code; the child says which of the two holds, and the worker logs it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from typing import Any, NoReturn

KERNEL, INTERPRETER = "kernel", "interpreter"

_ARCHITECTURES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}  # column, AUDIT_ARCH, seccomp(2)
_X32 = 0x40000000  # numbers from here on are a second way to say the same on x86_64
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets in seccomp_data
_CLONE_THREAD = 0x00010000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NO_NEW_PRIVILEGES, _SET_FILTER, _ALL_THREADS = 38, 1, 1

# Numbers on x86_64 and aarch64; None where there is no such call.
_FORBIDDEN: tuple[tuple[int | None, int | None], ...] = (
    (41, 198), (53, 199), (425, 425),  # socket, socketpair, io_uring_setup
    (57, None), (58, None), (59, 221), (322, 281),  # fork, vfork, execve, execveat
    (101, 117), (129, 138), (297, 240), (200, 130), (424, 424), (438, 438),  # ptrace; signals; pidfd_getfd
    (310, 270), (311, 271), (298, 241), (321, 280), (323, 282),  # process_vm_*, perf_event_open, bpf, userfaultfd
    (272, 97), (308, 268), (165, 40), (304, 265),  # unshare, setns, mount, open_by_handle_at
    (248, 217), (249, 218), (250, 219), (240, 180),  # keys, mq_open
    (85, None), (76, 45), (77, 46), (285, 47),  # creat, truncate, ftruncate, fallocate
    (82, None), (264, 38), (316, 276), (87, None), (263, 35), (84, None),  # rename*, unlink*, rmdir
    (83, None), (258, 34), (133, None), (259, 33), (86, None), (265, 37), (88, None), (266, 36),  # mk*, *link*
    (90, None), (91, 52), (268, 53), (452, 452), (92, None), (93, 55), (94, None), (260, 54),  # chmod*, chown*
    (132, None), (235, None), (261, None), (280, 88),  # utime*
    (188, 5), (189, 6), (190, 7), (197, 14), (198, 15), (199, 16),  # *xattr
)  # fmt: skip
_ABSENT = ((435, 435), (437, 437))  # clone3, openat2: their arguments cannot be seen; callers then use the old ones
_OPEN, _OPENAT, _CLONE = (2, None), (257, 56), (56, 220)
_KILLS, _LIMITS = ((62, 129), (234, 131)), (302, 261)  # kill, tgkill; prlimit64

_HOOKED = frozenset({
    "socket.__new__", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.system", "os.startfile", "os.kill",
    "os.killpg", "subprocess.Popen", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr",
})  # fmt: skip

Instruction = tuple[int, int, int, int]


class _Filter(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Filter)))


def confine() -> str:
    """Forbid all of it to this process and its threads, for good. Says who sees to it: KERNEL or INTERPRETER."""
    if sys.platform == "linux" and platform.machine() in _ARCHITECTURES and _filtered(platform.machine()):
        return KERNEL
    sys.addaudithook(_hook)
    return INTERPRETER


def _filtered(machine: str) -> bool:
    column, arch, call = _ARCHITECTURES[machine]
    instructions = program(column, arch, os.getpid())
    array = (_Filter * len(instructions))(*[_Filter(*each) for each in instructions])
    given = _Program(len(instructions), array)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(call, _SET_FILTER, _ALL_THREADS, ctypes.byref(given)) == 0)


def program(column: int, arch: int, pid: int) -> list[Instruction]:
    """The filter: every forbidden call answers EPERM, what is not named is allowed."""
    made = [(_LOAD, 0, 0, _ARCH), (_EQUAL, 1, 0, arch), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER)]
    if column == 0:
        made += [(_AT_LEAST, 0, 1, _X32), _refuse(errno.EPERM)]
    for numbers in _FORBIDDEN:
        made += _if(numbers[column], [_refuse(errno.EPERM)])
    for numbers in _ABSENT:
        made += _if(numbers[column], [_refuse(errno.ENOSYS)])
    writing = [_refuse(errno.EACCES), (_RETURN, 0, 0, _ALLOW)]
    made += _if(_OPEN[column], [_argument(1), (_ANY_BIT, 0, 1, _WRITING), *writing])
    made += _if(_OPENAT[column], [_argument(2), (_ANY_BIT, 0, 1, _WRITING), *writing])
    made += _if(_CLONE[column], [_argument(0), (_ANY_BIT, 1, 0, _CLONE_THREAD), *_either(errno.EPERM)])
    for numbers in _KILLS:  # itself alone
        made += _if(numbers[column], [_argument(0), (_EQUAL, 1, 0, pid), *_either(errno.EPERM)])
    made += _if(_LIMITS[column], [_argument(0), (_EQUAL, 2, 0, 0), (_EQUAL, 1, 0, pid), *_either(errno.EPERM)])
    return [*made, (_RETURN, 0, 0, _ALLOW)]


def _if(number: int | None, then: list[Instruction]) -> list[Instruction]:
    return [(_EQUAL, 0, len(then), number), *then] if number is not None else []


def _argument(index: int) -> Instruction:
    """Load the lower half of an argument."""
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * index)


def _refuse(number: int) -> Instruction:
    return (_RETURN, 0, 0, _ERRNO | number)


def _either(number: int) -> list[Instruction]:
    return [_refuse(number), (_RETURN, 0, 0, _ALLOW)]


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _HOOKED:
        _forbid(event)
    if event == "open" and (_writes(arguments[1]) or (isinstance(arguments[2], int) and arguments[2] & _WRITING)):
        _forbid(event)


def _writes(mode: Any) -> bool:
    return isinstance(mode, str) and bool(set(mode) & set("wax+"))


def _forbid(event: str) -> NoReturn:
    raise PermissionError(errno.EPERM, f"forbidden here: {event}")
