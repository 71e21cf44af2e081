"""XYR-07: the prose is last year's, or a plan for the coming year still bears an old one.

Texts are compared by their sketches, which an audit carries; headings, foreword and tables do not count, nor does
the year. The stale plan needs no earlier report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Place, Report, Text
from gouji.operators import sketch
from gouji.operators.history import last_year
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import folded

ALIKE = 0.85
_WHO = r"(?:我[一-鿿]{1,2}|本[一-鿿]{1,3}|[一-鿿]{2,12}?(?:局|委|办|政府|街道|镇|乡|中心))"
_PLAN = re.compile(
    rf"(?P<year>20\d\d)\s*年度?,?{_WHO}?,?(?:将|要|拟)"
    r"(?:继续|进一步|不断|持续|着力|重点|按照|认真|加强|严格|深入|积极|坚持|加大|从以下)"
)
_HEADING = re.compile(
    r"(?:及|和|与|、|,)(?P<year>20\d\d)\s*年度?(?:政府信息公开|政务公开)?(?:下步)?(?:重点工作|(?:工作)?(?:计划|打算|思路|安排|设想))"
)
STALE = Text(
    "“{quote}”是对今后工作的安排，写的却是{actual}年；本报告是{year}年度的，应写{next}年。请检查该部分是否沿用了往年的文字。",
    "“{quote}” announces coming work, but for {actual}; this report is for {year}, so the plan is for {next}. Check "
    "whether the passage was taken over from an earlier report.",
)
SHORT = Text("正文太短，无法比较是否雷同", "the prose is too short to be compared")
NO_SKETCH = Text(
    "上年审核结果不含正文摘要（由旧版引擎生成），请重新审核上年报告",
    "the earlier audit has no sketch of the prose (an older engine made it); audit last year's report again",
)


def check(case: Case) -> Iterator[Outcome]:
    for place, year in _stale(case.report):
        yield _old_plan(case.report, place, year)
    last = last_year(case)
    if isinstance(last, NotApplicable):
        yield last
        return
    now = sketch.of(case.report)
    if not now.prose:
        yield NotApplicable(SHORT)
        return
    alike = sketch.likeness(now.prose, sketch.of(last.report).prose)
    if alike is None:
        yield NotApplicable(NO_SKETCH)
    elif alike > ALIKE:
        yield Hit("copied", {"year": (case.report.year or 0) - 1, "percent": round(alike * 100)})
    else:
        yield Passed()


def _stale(report: Report) -> Iterator[tuple[Place, int]]:
    """Plans in the part on problems that name the report's own year or an earlier one."""
    text, now = folded(report.document), report.year or 0
    for part in report.sections:
        if part.kind != "problems":
            continue
        for pattern, start, end in (
            (_HEADING, part.start, part.place.end or part.start),
            (_PLAN, part.start, part.end),
        ):
            for found in pattern.finditer(text, start, end):
                year = int(found["year"])
                if year <= now:
                    first, last = found.span("year")[0], found.end()
                    yield Place(report.document.text[first:last], first, last, part.place.block, part.place.page), year


def _old_plan(report: Report, place: Place, year: int) -> Hit:
    now = report.year or 0
    return Hit(
        f"plan:{year}",
        {"quote": " ".join(place.quote.split()), "actual": year, "year": now, "next": now + 1, "percent": ""},
        places=(place,),
        actual=str(year),
        expected=str(now + 1),
        message=STALE,
        suggestion=Text(f"改为“{now + 1}年”，并按新一年的安排重写。", f"Write {now + 1}, and next year's plans."),
    )


TITLE = "青川市云溪区档案局2022年政府信息公开工作年度报告\n一、总体情况\n"
BODY = (
    "我局按月更新网站专栏，公开馆藏目录、开放档案清单和服务指南，方便群众查阅利用。窗口设置专人解答咨询，做到当天登记、当天回复。"
    "档案利用大厅增设自助查询设备，群众凭身份证即可打印本人婚姻、知青、退伍等民生档案。全年开展档案开放审核，分批向社会公布。"
    "与司法、民政、人社等部门建立数据共享机制，减少群众往返。"
)
MORE = (
    "在乡镇设立查档服务点，由村级代办员帮助老年人提交查档申请。组织青少年参观地方史展览，编印通俗读本，介绍水利、移民和老街的变迁。"
    "对外公布投诉电话和邮箱，凡涉及公开事项的意见均在五个工作日内处理完毕并向当事人反馈。"
)
OTHER = (
    "本年完成两批次库房搬迁，纸质档案全部进入恒温恒湿库。与高校合作修复破损卷宗，扫描成果上传统一平台。开展保密自查，整改插线板、门禁等隐患。"
    "新馆开馆首月接待参观者三千余人，讲解员分成两组轮班。年底清点实物档案，补录缺失条目，建立一物一码台账。"
    "评选优秀利用案例，汇编成册送各单位参考。"
)
PLAN = "五、存在的主要问题及改进情况\n公开内容不够丰富。{}年，我局将进一步加强业务培训，丰富公开内容。\n"

RULE = Rule(
    code="XYR-07",
    name="copied-from-last-year",
    family="cross-year",
    severity="warning",
    title=Text("正文沿用上年报告", "The prose was copied from last year"),
    why=Text(
        "年度报告应写当年的情况。通篇沿用上年文字，或工作打算中还留着旧年份，考核中按“内容雷同”扣分。",
        "An annual report describes its own year. Prose taken over from last year, or a plan that still bears an old "
        "year, costs points when reports are scored.",
    ),
    message=Text(
        "正文（不计标题、引言、表格和年份）与{year}年度报告约{percent}%相同。请对照上年报告，改写为本年度的实际情况。",
        "The prose (without headings, foreword, tables and years) is about {percent}% the same as in the {year} "
        "report. Please rewrite it to describe this year.",
    ),
    basis=(Basis("licheng-2020"), Basis("city-notice-2020")),
    check=check,
    needs=("year", "prose"),
    tolerance=Text(
        "相似度85%以内不提示；正文不足150字不比较", "up to 85% alike is accepted; short texts are not compared"
    ),
    examples=(
        Example("ok", TITLE + BODY + MORE, previous=(audit(2021, prose=BODY + OTHER),)),
        Example("bad", TITLE + BODY + MORE, previous=(audit(2021, prose=BODY + MORE),), hits=1, says="2021年度"),
        Example("bad", TITLE + PLAN.format(2021), hits=1, says="应写2023年"),
        Example("skip", TITLE + PLAN.format(2023)),
        Example("skip", TITLE + BODY + MORE, previous=(audit(2021),)),
    ),
)
