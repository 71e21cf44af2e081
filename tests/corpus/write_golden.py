"""Write the golden audits anew: ``make golden``. Read the difference before you commit it."""

import json
from pathlib import Path

import gouji
from gouji.model import Submission

HERE = Path(__file__).parent
NAMES = ("format-2021-faulty.txt", "statistics-2014-faulty.docx", "narrative-clean.pdf")


def main() -> None:
    """One JSON file for each golden document; the engine's own version is left open."""
    for name in NAMES:
        audit = gouji.to_dict(gouji.audit((HERE / "samples" / name).read_bytes(), Submission(name)))
        audit["engine"] = {"version": "*", "catalogue": "*"}
        text = json.dumps(audit, ensure_ascii=False, indent=1)
        (HERE / "golden" / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
