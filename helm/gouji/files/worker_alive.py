"""Exit 0 when the worker of this pod is alive: it writes its name and the time into the ledger every few seconds.

A database that does not answer is no reason to restart a worker, so only a row that is missing or old counts.
"""

import os
import socket
import sys

from sqlalchemy import func, select

from ledger.clock import now
from ledger.database import Database
from ledger.schema import Worker
from ledger.settings import load

database = Database(load().database)
mine = Worker.name.startswith(f"{socket.gethostname()}-", autoescape=True)
try:
    with database.read() as connection:
        seen: int | None = connection.execute(select(func.max(Worker.seen_at)).where(mine)).scalar_one()
except Exception as trouble:
    sys.stdout.write(f"the database does not answer: {type(trouble).__name__}\n")
    sys.exit(0)
age = None if seen is None else (now() - seen) / 1000
sys.stdout.write(f"seen {age} seconds ago\n")
sys.exit(0 if age is not None and age < float(os.environ.get("MAX_AGE", "60")) else 1)
