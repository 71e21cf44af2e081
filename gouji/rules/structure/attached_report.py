"""STR-15: the file holds more than one annual report. Each was read as its own; the reviewer should know of all."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Report, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule


def check(case: Case) -> Iterator[Outcome]:
    if not case.report.attached:
        yield Passed()
    for number, other in enumerate(case.report.attached, 1):
        places = (other.title_place,) if other.title_place else ()
        yield Hit(f"attached {number}", {"title": other.title or "", "page": _page(other)}, places=places)


def _page(other: Report) -> Text:
    page = other.title_place.page if other.title_place else None
    return Text(f"（第{page}页起）", f" (from page {page} on)") if page else Text("", "")


def _report(agency: str) -> str:
    parts = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "其他需要报告的事项")
    body = "\n".join(f"{number}、{part}\n本年度无新增内容。" for number, part in zip("一二三四", parts, strict=True))
    return f"{agency}2023年政府信息公开工作年度报告\n{body}\n"


RULE = Rule(
    code="STR-15",
    name="attached-report",
    family="structure",
    severity="notice",
    title=Text("文件中附有另一份年度报告", "Another annual report in the same file"),
    why=Text(
        "有的政府把本级政府办公室的报告附在同一文件后面。两份报告的表格和数字各自成立，不能互相核对。",
        "Some governments attach the report of their own office to theirs. Tables and figures of the two stand for "
        "themselves and must not be held against each other.",
    ),
    message=Text(
        "文件中还有另一份年度报告《{title}》{page}，已单独审核，其问题以“所附”开头列出。各单位的报告宜分别发布。",
        "The file also holds another annual report, “{title}”{page}. It was checked on its own; its findings begin "
        "with “In the attached report”. Reports of different agencies are better published one by one.",
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example("ok", _report("云溪区人民政府")),
        Example("bad", _report("云溪区人民政府") + _report("云溪区人民政府办公室"), says="云溪区人民政府办公室"),
    ),
)
