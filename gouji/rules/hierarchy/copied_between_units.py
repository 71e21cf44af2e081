"""HIE-03: the prose of two units of one area is largely the same.

Compared by sketches, without headings, foreword and tables. Where many units are alike they share a sample text that
was handed out: worth knowing, no unit's fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import sketch
from gouji.operators.area import government
from gouji.operators.history import NO_AREA, neighbours
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

ALIKE = 0.7
MANY = 3  # alike units beyond which a common sample is likely
MOST = 5
NOT_COMPARED = Text(
    "正文太短，或其他单位没有可比的正文摘要", "the prose is too short, or no unit has a sketch to compare with"
)
HANDED_OUT = Text(
    "正文与{count}个单位高度相似：{list}。可能都套用了统一下发的范文，请提醒各单位写本单位的实际情况。",
    "The prose is much the same as that of {count} units: {list}. They may all follow one sample text; please remind "
    "them to describe their own work.",
)


def check(case: Case) -> Iterator[Outcome]:
    if not case.area:
        yield NotApplicable(NO_AREA)
        return
    if government(case):
        yield NotApplicable(Text("政府报告汇总各单位内容，不比较", "a government's report draws on its units'"))
        return
    peers = [other for other in neighbours(case) if other.kind != "government"]
    own = sketch.of(case.report).prose
    compared = [(other.name, sketch.likeness(own, sketch.of(other.report).prose)) for other in peers]
    known = [(share, name) for name, share in compared if share is not None]
    if not known:
        yield NotApplicable(NOT_COMPARED)
        return
    alike = sorted(((share, name) for share, name in known if share > ALIKE), reverse=True)
    yield _hit(alike, len(known)) if alike else Passed()


def _hit(alike: list[tuple[float, str]], compared: int) -> Hit:
    shown = [f"{name}（{share:.0%}）" for share, name in alike[:MOST]]
    en = [f"{name} ({share:.0%})" for share, name in alike[:MOST]]
    common = len(alike) > MANY and len(alike) * 3 > compared
    return Hit(
        "copied",
        {"count": len(alike), "list": Text("、".join(shown), ", ".join(en))},
        severity="notice" if common else None,
        message=HANDED_OUT if common else None,
    )


TITLE = "青川市云溪区水务局2022年政府信息公开工作年度报告\n一、总体情况\n"
BODY = (
    "我局在门户网站开设水质公报、工程招标和停水通知三个专栏，停水通知提前一日发布并同步推送短信。河长公示牌更新联系人和举报电话，"
    "每季度公布断面水质。供水热线昼夜值守，群众来电当场登记、三日内回访。水利工程征地补偿方案在村务公开栏张贴，接受村民监督。"
    "取水许可从申请到领证全程网上办理，办理进度可以随时查询。节水宣传进校园、进社区，发放手册并公布用水定额。"
    "汛期水库水位每日更新，泄洪通知提前发到沿河各村。"
)
OTHER = (
    "婚姻登记处公布预约方式和周末值班安排，低保审核结果在社区公示七日。养老机构等级评定、收费标准和床位情况按月更新。"
    "社会组织年检结论分批公告，异常名录及时移出。救助管理站公开求助电话，冬夏两季夜间巡查信息次日发布。慈善捐赠收支每季度公开，"
    "并附项目去向。殡葬服务价目在大厅和网站同时公布，投诉二十四小时内答复。"
    "地名更名方案征求意见三十日，采纳情况逐条说明理由。"
)
CIVIL = "青川市云溪区民政局"

RULE = Rule(
    code="HIE-03",
    name="copied-between-units",
    family="hierarchy",
    severity="warning",
    title=Text("与其他单位的报告雷同", "The prose is another unit's"),
    why=Text(
        "各单位职责不同，公开工作的情况不会大段相同。考核中“与其他单位雷同”要扣分，也说明报告没有反映本单位实际。",
        "Bodies with different duties do not do the same work in the same words. Copied reports cost points when they "
        "are scored, and do not describe the body that signed them.",
    ),
    message=Text(
        "正文与以下单位高度相似：{list}。请核实哪一家照抄，由其改写为本单位的实际情况。",
        "The prose is much the same as that of: {list}. Please find out who copied, and have it rewritten.",
    ),
    basis=(Basis("licheng-2020"), Basis("city-notice-2020")),
    check=check,
    needs=("year", "agency"),
    tolerance=Text(
        "相似度70%以内不提示；不足150字不比较", "up to 70% alike is accepted; under 150 characters is not compared"
    ),
    examples=(
        Example("ok", TITLE + BODY, area=(audit(2022, agency=CIVIL, prose=OTHER),)),
        Example("bad", TITLE + BODY, area=(audit(2022, agency=CIVIL, prose=BODY),), hits=1, says="民政局（100%）"),
        Example(
            "bad",
            TITLE + BODY,
            area=tuple(audit(2022, agency=f"青川市云溪区第{n}中心", prose=BODY) for n in "一二三四"),
            hits=1,
            says="范文",
        ),
        Example("skip", TITLE + BODY),
    ),
)
