"""WRD-05: where the report names itself it names another agency, or it calls itself 我局 in a township's report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Place, Severity, Text
from gouji.operators.forms import first_places
from gouji.rule import Argument, Example, Hit, Outcome, Passed, Rule
from gouji.rules.wording.names import Mention, likeness, mentions
from gouji.rules.wording.passages import passages
from gouji.text import rare

_GOVERNMENT = re.compile(r"(?:人民政府|政府)(?:办公室)?$")
_COMMON_OFFICE = re.compile(
    r"政务公开|信息公开|政务服务|行政审批|大数据|数据(?:资源)?(?:管理)?局|政府办|人民政府办公室|人民政府$"
)
# How a body of one kind calls itself, which the other kind never does.
_OURS = {
    "township": rare(r"(?<![一-鿿\"])我(?:局|委|厅)(?=[一-鿿,])|(?<=[,。;])我(?:局|委|厅)", "我局", "我委", "我厅"),
    "department": rare(
        r"(?<![一-鿿\"])我(?:镇|乡|街道)(?=[一-鿿,])|(?<=[,。;])我(?:镇|乡|街道)", "我镇", "我乡", "我街道"
    ),
}
CALLED = Text(
    "本报告的单位是{own}，文中却有{count}处自称“{other}”。请核对是否沿用了其他单位的文字。",
    "The report is {own}'s, but calls itself “{other}” {count} times. Please check whether text of another body was "
    "taken over.",
)


def check(case: Case) -> Iterator[Outcome]:
    agency = case.report.agency
    if agency is None:
        return
    kind = case.submission.agency_kind or agency.kind
    titled = Mention(agency.as_printed, "title", Text("标题或落款", "the title or signature"), agency.place)
    told = [titled] if case.submission.agency else []
    seen: set[str] = set()
    for mention in (*told, *mentions(case.report)):
        if mention.name in seen or _may_differ(mention, agency.name, kind):
            continue
        seen.add(mention.name)
        other = likeness(agency.name, mention.name) == "other"
        yield _hit(case, agency.name, mention) if other else Passed(mention.name)
    yield from _called(case, agency.name, kind)
    yield Passed()


def _may_differ(mention: Mention, own: str, kind: str | None) -> bool:
    """A government's report is compiled by some office of its own; a department may send readers to the common one."""
    if kind == "government":
        return not _GOVERNMENT.search(mention.name)
    return mention.kind not in ("title", "table", "filled") and bool(_COMMON_OFFICE.search(mention.name))


def _hit(case: Case, own: str, mention: Mention) -> Hit:
    args: dict[str, Argument] = {"own": own, "other": mention.name, "where": mention.where, "count": 1}
    fix = Text(f"把“{mention.name}”改为“{own}”", f"Write “{own}” instead of “{mention.name}”")
    # The caller may name the agency in a way of their own; a scan may be misread.
    severity: Severity | None = "warning" if mention.kind == "title" else None
    if case.report.document.quality.ocr:
        severity = "notice"
    return Hit(f"{mention.kind}:{mention.name}", args, places=(mention.place,), severity=severity, suggestion=fix)


def _called(case: Case, own: str, kind: str | None) -> Iterator[Hit]:
    pattern = _OURS.get(kind or "")
    if pattern is None:
        return
    places: list[Place] = []
    for passage in passages(case.report.document, *pattern.signs):
        places += [passage.place(*match.span()) for match in pattern.finditer(passage.text)]
    if len(places) > 1:
        args: dict[str, Argument] = {"own": own, "other": places[0].quote, "count": len(places), "where": ""}
        yield Hit("called", args, places=first_places(iter(places)), severity="warning", message=CALLED)


TITLE = "青川市云溪区水务局2023年政府信息公开工作年度报告\n"
ZONE = "青川市高新技术产业开发区管理委员会2023年政府信息公开工作年度报告\n"
TOWN = "青川市云溪区石桥镇人民政府2023年政府信息公开工作年度报告\n"

RULE = Rule(
    code="WRD-05",
    name="foreign-agency",
    family="wording",
    severity="error",
    title=Text("留有其他单位的名称", "The name of another agency was left in"),
    why=Text(
        "前言、联系方式、填报单位、落款写的是别的单位，说明文字是从别处复制来的，数据也可能不是本单位的。考核中“与其他单位雷同”"
        "要扣分。",
        "Another body's name in the foreword, contact line or signature shows that the text was copied, and perhaps "
        "the figures too. Scoring standards deduct for copied reports.",
    ),
    message=Text(
        "本报告的单位是{own}，{where}写的却是{other}。请改正，并核对全文和数据是否为本单位的内容。",
        "The report is {own}'s, but {where} names {other}. Please correct it, and check whether text and figures are "
        "your own.",
    ),
    basis=(Basis("licheng-2020"), Basis("practice")),
    check=check,
    how=Text(
        "只看报告称呼自己的地方：标题、前言、填报单位、落款等；政府的报告由办公室代编的、部门请读者联系统一窗口的，不算。通篇自称与单位类别不符（如乡镇自称“我局”）的为疑点，扫描件只作提示。",
        "Only the places where the report names itself count: title, foreword, the line of who fills in, "
        "signature and the like. A government's report compiled by its office, or a common contact, is no other "
        "agency. Calling itself a bureau in a township's report is a warning; in scans all is a notice.",
    ),
    needs=("agency",),
    examples=(
        Example("ok", f"{TITLE}本报告由云溪区水务局编制。请与云溪区水务局办公室联系（电话：0111-6120018）。"),
        Example("ok", f"{TITLE}本报告由区局办公室编制。本报告由局机关党政办公室汇总编制。"),
        Example("ok", f"{TITLE}本报告由水务局编制，如有疑问请与云溪区政务公开办公室联系。"),
        Example("bad", f"{TITLE}本报告由青川市云溪区林业局编制。", hits=1, says="林业局"),
        Example("bad", f"{TITLE}一、总体情况\n平稳。\n云溪区林业局\n2024年1月18日", hits=1, says="落款"),
        Example("bad", f"{ZONE}本报告由河湾县信访局编制。", hits=1, says="信访局"),
        Example("ok", f"{ZONE}本报告由青川市云溪区财政局编制。"),
        Example("bad", f"{TOWN}一、总体情况\n我局重视公开工作。2023年，我局公开信息12条。", hits=1, says="自称“我局”"),
        Example("bad", f"{TITLE}一、总体情况\n平稳。", agency="云溪区林业局", hits=1, says="云溪区林业局"),
        Example("skip", "一、总体情况\n平稳。"),
    ),
)
