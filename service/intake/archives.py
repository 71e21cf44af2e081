"""An archive of reports, unpacked to disk file by file, within limits that hold whatever the archive says of itself.

Its directory is measured before anything reads it, names are decoded and never become paths, and every file is counted
as it comes out. A file that cannot be had is listed with its problem; only too many or too much end the whole.
"""

from __future__ import annotations

import errno
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from gouji import errors
from gouji.model import Text
from gouji.readers import archive, package
from ledger.blobs import Incoming, TooMuchError
from ledger.store.batches import Entry
from service.intake.body import CHUNK
from service.problems import Problem

_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _COMMENT = 22, 1 << 16
_NAME = 1_000  # bytes of directory that one entry may take on the average
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others can ask for gigabytes of memory
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


class Limits:
    """What may still come out of the archives of one batch."""

    def __init__(self, entries: int, unpacked: int) -> None:
        self.entries, self.unpacked = entries, unpacked
        self._files, self._bytes = 0, 0

    def file(self) -> None:
        self._files += 1
        if self._files > self.entries:
            raise Problem("too-large", _too_many(self.entries))

    def more(self, size: int) -> None:
        self._bytes += size
        if self._bytes > self.unpacked:
            megabytes = f"{self.unpacked / 1_000_000:g}"
            zh, en = f"解压后超过 {megabytes} MB 的上限。", f"It unpacks to more than the limit of {megabytes} MB. "
            raise Problem("too-large", Text(f"{zh}请分批上传。", f"{en}Send it in several batches."))


def opened(incoming: Incoming, limits: Limits) -> zipfile.ZipFile | None:
    """The archive in a file; None for a file that is one document (DOCX, XLSX). Raises errors.Unreadable for what is
    no readable ZIP."""
    _measure(incoming, limits)
    try:
        found = zipfile.ZipFile(incoming.path)
    except _BROKEN as broken:
        raise errors.Damaged from broken
    if package.kind_of(found.namelist()) != "archive":
        found.close()
        return None
    return found


def unpacked(found: zipfile.ZipFile, receive: Callable[[], Incoming], limits: Limits) -> Iterator[Entry]:
    """The files in an archive, without folders and the rubbish that systems leave."""
    for info in found.infolist():
        name = archive.shown(info.filename, info.flag_bits)
        if info.is_dir() or archive.RUBBISH.search(name):
            continue
        limits.file()
        yield _one(found, info, name, receive(), limits)


def _too_many(most: int) -> Text:
    return Text(f"一批最多 {most} 个文件，请分批上传。", f"A batch holds at most {most} files. Send several batches.")


def _measure(incoming: Incoming, limits: Limits) -> None:
    """Refuse a directory that is too long before zipfile reads it at one go."""
    incoming.push()
    with incoming.path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        tail = min(size, _END_SIZE + _COMMENT + 20)
        file.seek(size - tail)
        end = file.read(tail)
    at = len(end) - _END_SIZE
    if at < 0 or end[at : at + 4] != _END or end[-2:] != b"\0\0":  # with a comment it is further up
        at = end.rfind(_END)
    if at < 0 or len(end) - at < _END_SIZE:
        raise errors.Damaged
    entries, directory = struct.unpack("<10xHL6x", end[at : at + _END_SIZE])
    if entries > limits.entries * 4 or directory > limits.entries * 4 * _NAME or end[at - 20 : at - 16] == _END64:
        raise errors.TooLarge(_too_many(limits.entries))


def _one(found: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, incoming: Incoming, limits: Limits) -> Entry:
    entry = Entry(name, info.file_size)
    try:
        _refuse(info, incoming.limit)
        with found.open(info) as source:
            while data := source.read(CHUNK):
                limits.more(len(data))
                incoming.write(data)
    except errors.Unreadable as refused:
        entry.problem = problem(refused)
    except TooMuchError:
        entry.problem = problem(_too_large(incoming.limit))
    except _BROKEN:
        entry.problem = problem(errors.Damaged())
    except OSError as trouble:
        if trouble.errno != errno.EINVAL:  # EINVAL: an offset before the file's beginning
            raise
        entry.problem = problem(errors.Damaged())
    else:
        entry.incoming, entry.bytes = incoming, incoming.size
    return entry


def _refuse(info: zipfile.ZipInfo, largest: int) -> None:
    if info.flag_bits & 1:
        raise errors.Encrypted
    if info.compress_type not in _METHODS:
        raise errors.Unsupported(
            Text(
                "该文件以少见的方式压缩。请用普通的 ZIP（deflate）重新打包。",
                "The file is packed in a rare way. Pack it again as a plain ZIP (deflate).",
            )
        )
    check_size(info.file_size, largest)


def check_size(size: int, largest: int) -> None:
    """Raise errors.TooLarge when a file of a batch is larger than one that is uploaded alone may be."""
    if size > largest:
        raise _too_large(largest)


def _too_large(largest: int) -> errors.TooLarge:
    size = f"{largest / 1_000_000:g}"
    return errors.TooLarge(Text(f"文件超过 {size} MB 的上限。", f"The file is over the limit of {size} MB."))


def problem(refused: errors.Unreadable) -> dict[str, object]:
    """As the ledger keeps it."""
    return {"code": refused.code, "detail": {"zh": refused.detail.zh, "en": refused.detail.en}}
