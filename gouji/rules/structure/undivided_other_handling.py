"""STR-05: the 2021 form divides （六）其他处理 into three rows; the report keeps one, or lacks some of them."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators.forms import printed, specs, table_facts
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

PREFIX = "outcomes.other."
SOME = Text(
    "“（六）其他处理”下缺少{rows}。国办公开办函〔2021〕30号的格式有三行，请补齐，没有发生的填“0”。",
    "Under “(6) other handling” the rows {rows} are missing. The form of 2021 has three rows; please add them and "
    "enter 0 where nothing happened.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    figures = table_facts(report).get("requests", [])
    table = printed(report, "requests")
    if not figures:
        yield NotApplicable(Text("没有找到申请办理情况表", "the requests table was not found"))
        return
    spec = next(spec for spec in specs("format-2021") if spec.id == "requests")
    wanted = [row for row in spec.rows if row.key.startswith(PREFIX)]
    seen = {fact.indicator for fact in figures}
    missing = [row for row in wanted if row.key not in seen]
    if not missing:
        yield Passed()
        return
    whole = len(missing) == len(wanted)
    yield Hit(
        key="all" if whole else ",".join(row.key for row in missing),
        args={
            "rows": Text(
                "、".join(f"“{row.label.zh}”" for row in missing), ", ".join(f"“{row.label.en}”" for row in missing)
            )
        },
        places=(table.place,) if table else (),
        message=None if whole else SOME,
    )


ROWS = {f"{PREFIX}{key}@total": "0" for key in ("overdue_correction", "overdue_fee", "rest")}
HEAD = {"requests.received@total": "3", "outcomes.granted@total": "3", "outcomes.total@total": "3"}

RULE = Rule(
    code="STR-05",
    name="undivided-other-handling",
    family="structure",
    severity="warning",
    title=Text("“其他处理”没有分三行填报", "“Other handling” is not divided into its three rows"),
    why=Text(
        "国办公开办函〔2021〕30号把“（六）其他处理”分为逾期不补正、逾期未缴费、其他三行；仍用一行，上级无法分项汇总。",
        "The form of 2021 divides “(6) other handling” into late correction, unpaid fee and other; a single row "
        "cannot be added up by kind.",
    ),
    message=Text(
        "“（六）其他处理”没有按国办公开办函〔2021〕30号的格式分成三行（逾期不补正、逾期未缴费、其他）。"
        "请换用新表样，逐行填写，没有发生的填“0”。",
        "“(6) Other handling” is not divided into the three rows of the form of 2021 (late correction, unpaid fee, "
        "other). Please use the new form and fill in every row, 0 where nothing happened.",
    ),
    basis=(Basis("form-2021"),),
    check=check,
    eras=("format-2021",),
    examples=(
        Example("ok", facts={**HEAD, **ROWS}, template="format-2021"),
        Example("bad", facts=HEAD, template="format-2021", hits=1, says="三行"),
        Example("bad", facts={**HEAD, f"{PREFIX}rest@total": "0"}, template="format-2021", says="逾期未按收费通知"),
        Example("skip", facts=HEAD, template="format-2019"),
        Example("skip", "一、总体情况\n平稳。", template="format-2021"),
    ),
)
