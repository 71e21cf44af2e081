"""FMT-09: part one is longer than the profile allows, or than the thousand characters that some places set."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Profile, Report, Section, Text
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import paragraphs, squashed

LIMIT = 1000  # characters; a local limit
FIRST_YEAR = 2021
LOCAL = Text(
    "第一部分“{heading}”共{length}字，超过本地规定的{limit}字。请精简。",
    "Part one, “{heading}”, has {length} characters, more than the {limit} that are allowed here. Please shorten it.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    if (report.year or 0) < FIRST_YEAR:
        yield NotApplicable(Text("2021年度以前没有篇幅的要求", "no limit was set before the report year 2021"))
        return
    part = next((part for part in report.sections if part.kind == "overview" and part.level == 1), None)
    if part is None:
        yield NotApplicable(Text("没有“总体情况”部分（见 STR-01）", "there is no overview (see STR-01)"))
        return
    local = case.profile.overview_characters
    length, limit = _length(report, part), local or LIMIT
    if length <= limit:
        yield Passed()
        return
    args: dict[str, Argument] = {"heading": part.heading, "length": length, "limit": limit}
    if local:
        yield Hit("overview", args, places=(part.place,), message=LOCAL, basis=(Basis("local-profile"),))
    else:
        yield Hit("overview", args, places=(part.place,))


def _length(report: Report, part: Section) -> int:
    return sum(
        len(squashed(block))
        for block in paragraphs(report.document)
        if part.start < (block.place.start or 0) < part.end
    )


TITLE = "云溪区水务局2023年政府信息公开工作年度报告\n一、总体情况\n"

RULE = Rule(
    code="FMT-09",
    name="long-overview",
    family="format",
    severity="notice",
    title=Text("总体情况篇幅过长", "The overview is long"),
    why=Text(
        "国家格式没有限定字数，有的地方要求第一部分原则上不超过一千字（如武政办发〔2025〕54号），以免写成工作总结。"
        "当地没有这一要求的，可不理会；当地另有字数要求的，写入审核口径（limits.overview_characters）。",
        "The national format sets no limit; some places ask for no more than a thousand characters in part one, lest "
        "it become a work summary. Where yours does not, ignore this; where it sets another limit, put that into the "
        "profile (limits.overview_characters).",
    ),
    message=Text(
        "第一部分“{heading}”共{length}字，超过有的地方规定的{limit}字。如当地有此要求，请精简。",
        "Part one, “{heading}”, has {length} characters, more than the {limit} that some places allow. If yours sets "
        "such a limit, please shorten it.",
    ),
    basis=(Basis("wuwei-2025"),),
    check=check,
    how=Text(
        "从第一部分标题以下数起，不计空白，不计表格；只看2021年度及以后。",
        "Characters below the heading of part one are counted, without spaces and tables, for report years from "
        "2021 on.",
    ),
    needs=("year", "sections"),
    tolerance=Text(f"口径规定的字数，未规定的为{LIMIT}字", f"the profile's limit, else {LIMIT} characters"),
    examples=(
        Example("ok", f"{TITLE}{'平稳推进公开工作，' * 20}\n二、主动公开政府信息情况\n见表。", year=2023),
        Example(
            "bad", f"{TITLE}{'平稳推进公开工作，' * 130}\n二、主动公开政府信息情况\n见表。", year=2023, says="1170字"
        ),
        Example(
            "bad",
            f"{TITLE}{'平稳推进公开工作，' * 20}\n二、主动公开政府信息情况\n见表。",
            year=2023,
            profile=Profile(overview_characters=150),
            says="超过本地规定的150字",
        ),
        Example("skip", f"{TITLE}平稳。", year=2019),
    ),
)
