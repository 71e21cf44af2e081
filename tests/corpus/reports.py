"""The invented reports: one clean and one faulty for each form, and for reports without a table.

No place, office, person or figure here exists. Clean reports agree with themselves in every figure; each faulty one
breaks them in ways that are listed with the codes of the rules that must notice.
"""

from __future__ import annotations

from tests.corpus.invented_2014 import CLEAN_2014, FAULTY_2014
from tests.corpus.invented_2019 import CLEAN_2019, FAULTY_2019
from tests.corpus.invented_2021 import CLEAN_2021, FAULTY_2021
from tests.corpus.invented_beijing import CLEAN_BEIJING, FAULTY_BEIJING
from tests.corpus.invented_narrative import CLEAN_NARRATIVE, FAULTY_NARRATIVE
from tests.corpus.report import Report

__all__ = ["REPORTS", "Report"]

REPORTS = (
    CLEAN_2014,
    FAULTY_2014,
    CLEAN_BEIJING,
    FAULTY_BEIJING,
    CLEAN_2019,
    FAULTY_2019,
    CLEAN_2021,
    FAULTY_2021,
    CLEAN_NARRATIVE,
    FAULTY_NARRATIVE,
)
