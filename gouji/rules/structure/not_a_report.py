"""STR-14: the document speaks of an annual report without being one. The one rule that runs on such documents."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule

KINDS = {
    "notice": Text("关于编制、报送年度报告的通知", "a notice on compiling annual reports"),
    "interpretation": Text("年度报告的解读", "an interpretation of an annual report"),
    "sample": Text("年度报告的范文或模板", "a sample or template of an annual report"),
    "other": Text("与年度报告无关的文件", "a document on another matter"),
}


def check(case: Case) -> Iterator[Outcome]:
    nature = case.report.nature
    if nature == "annual_report":
        yield Passed()
        return
    yield Hit(nature, {"kind": KINDS[nature]})


REPORT = (
    "云溪区水务局2023年政府信息公开工作年度报告\n一、总体情况\n我局主动公开信息12条。\n二、"
    "主动公开政府信息情况\n见表。\n"
    "三、收到和处理政府信息公开申请情况\n收到政府信息公开申请3件。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n"
)

RULE = Rule(
    code="STR-14",
    name="not-a-report",
    family="structure",
    severity="notice",
    title=Text("不是年度报告", "Not an annual report"),
    why=Text(
        "通知、解读、范文常与年度报告放在同一栏目。它们没有可核对的数据，其他规则对它们不适用。",
        "Notices, interpretations and samples stand in the same column of a website. They hold no figures to check, "
        "and the other rules do not apply to them.",
    ),
    message=Text(
        "这份文件看来是{kind}，不是政府信息公开工作年度报告，未做其他检查。请核对是否传错了文件。",
        "This looks like {kind}, not like an annual report on open government information; nothing else was checked. "
        "Please see whether the right file was sent.",
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "任何文件都检查：按标题和内容分辨年度报告、通知、解读和范文。",
        "Every document is looked at: title and content tell a report from a notice, a commentary or a sample.",
    ),
    examples=(
        Example("ok", REPORT),
        Example(
            "bad",
            "关于做好2023年政府信息公开工作年度报告编制工作的通知\n各镇人民政府：\n现就有关事项通知如下。",
            says="通知",
        ),
        Example("bad", "云溪区水务局2023年政府信息公开工作年度报告解读\n现就年报内容进行如下解读。", says="解读"),
        Example("bad", "XX局20XX年政府信息公开工作年度报告\n一、总体情况\n平稳。", says="范文"),
        Example("bad", "云溪区防汛会议纪要\n研究了防汛工作。", says="无关"),
    ),
)
