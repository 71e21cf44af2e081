"""Exit 0 when the sweeper of this pod has ended a round within two minutes: it touches a file after each."""

import os
import sys
import time

from ledger.settings import load

sign = load().state / "sweeper.alive"
age = time.time() - sign.stat().st_mtime if sign.exists() else None
sys.stdout.write(f"a round ended {age} seconds ago\n")
sys.exit(0 if age is not None and age < float(os.environ.get("MAX_AGE", "120")) else 1)
