"""A copy of the whole record while the service runs, and a look whether a record is whole.

``python -m ledger.backup to FOLDER`` copies SQLite and bytes into a folder; the next time into the same one it copies
what is new and drops what has been erased. ``python -m ledger.backup check`` holds the bytes of every report against
their hash.

The database goes first: bytes are in their place before a row names them, so whatever a copied row names can still be
copied afterwards. The other way round, reports that came in between would lack their bytes.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url, select

from ledger.blobs import Blobs, MissingError
from ledger.book import Ledger, open_ledger
from ledger.database import Database
from ledger.disk import DiskBlobs
from ledger.schema import Report
from ledger.settings import BadSettingError, Settings, load

PAGE = 1000


class NotHereError(Exception):
    """This record cannot be copied by this program. The message says by which."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many different documents the reports name, and those whose bytes are missing or changed: (tenant, hash)."""

    documents: int
    broken: list[tuple[str, str]]


def copy(settings: Settings, folder: Path) -> int:
    """Copy database and bytes; returns how many documents were new. Raises NotHereError, OSError."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or settings.blobs_url:
        raise NotHereError(
            "这里只能备份 SQLite 与本地文件夹；PostgreSQL 请用 pg_dump，S3 请用其自带的功能。\n"
            "Only SQLite and a local folder are copied here: for PostgreSQL use pg_dump, for S3 the versions or the "
            "replication of the store (docs/operations.md)."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _copy_database(Path(str(url.database)), folder / "gouji.sqlite")
    source, target = DiskBlobs(settings.state / "blobs"), DiskBlobs(folder / "blobs")
    named = {target.path(*each): source.path(*each) for each in _of_copy(folder / "gouji.sqlite")}
    for stale in set(target.root.glob("*/??/*")) - named.keys():
        stale.unlink()
    return sum(_copied(path, place) for place, path in named.items())


def check(ledger: Ledger) -> Checked:
    """Read the bytes of every report once and hold them against their hash."""
    documents, broken = 0, []
    for tenant, sha256 in _named(ledger.database):
        documents += 1
        if not _whole(ledger.blobs, tenant, sha256):
            broken.append((tenant, sha256))
    return Checked(documents, broken)


def _copy_database(source: Path, target: Path) -> None:
    """A consistent copy while others write, complete under its name or not there."""
    if not source.exists():
        raise NotHereError(f"没有数据库 no database: {source}")
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source, timeout=60)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    part.replace(target)


def _of_copy(file: Path) -> list[tuple[str, str]]:
    database = Database(f"sqlite:///{file}")
    try:
        return list(_named(database))
    finally:
        database.close()


def _copied(source: Path, target: Path) -> bool:
    """Whether the document was new. Bytes never change under their name, so a name that is there is done."""
    if target.exists() or not source.exists():  # what has been erased since is not there any more
        return False
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f"{target.name}.part")
    shutil.copyfile(source, part)
    part.replace(target)
    return True


def _named(database: Database) -> Iterator[tuple[str, str]]:
    """Tenant and hash of every document that a report names, each once."""
    last = ("", "")
    columns = (Report.tenant, Report.sha256)
    while True:
        behind = (Report.tenant > last[0]) | ((Report.tenant == last[0]) & (Report.sha256 > last[1]))
        with database.read() as connection:
            statement = select(*columns).where(behind).distinct().order_by(*columns).limit(PAGE)
            rows = connection.execute(statement).all()
        if not rows:
            return
        yield from ((row.tenant, row.sha256) for row in rows)
        last = (rows[-1].tenant, rows[-1].sha256)


def _whole(blobs: Blobs, tenant: str, sha256: str) -> bool:
    try:
        with blobs.local(tenant, sha256) as path, path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except MissingError:
        return False


def main(arguments: list[str]) -> int:
    try:
        settings = load()
        if arguments[:1] == ["to"] and len(arguments) == 2:
            new = copy(settings, Path(arguments[1]))
            sys.stdout.write(f"已备份，新文件 copied, new documents: {new}\n")
            return 0
        if arguments == ["check"]:
            return _report(settings)
    except (BadSettingError, NotHereError) as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    sys.stderr.write(f"{__doc__}\n")
    return 2


def _report(settings: Settings) -> int:
    ledger = open_ledger(settings)
    try:
        found = check(ledger)
    finally:
        ledger.close()
    for tenant, sha256 in found.broken:
        sys.stdout.write(f"缺失或损坏 missing or changed: {tenant} {sha256}\n")
    sys.stdout.write(f"文件 documents: {found.documents}; 缺失或损坏 missing or changed: {len(found.broken)}\n")
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
