"""STR-09: the part on problems and improvements is empty, or says that there are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Report, Section, Text
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import paragraphs, squashed

OLD = Basis("regulations-2007", "第三十二条")
SHORTEST = 20  # characters
_NONE = re.compile(r"^(?:无|暂无|没有|不存在|未发现)[^,;]{0,16}[。.]?$")


def check(case: Case) -> Iterator[Outcome]:
    parts = [part for part in case.report.sections if part.kind == "problems"]
    if not parts:
        yield NotApplicable(Text("没有“存在问题”部分（见 STR-01）", "there is no part on problems (see STR-01)"))
        return
    longest = max(parts, key=lambda part: part.end - part.start)
    text = _body(case.report, longest)
    if len(text) < SHORTEST or _NONE.match(text):
        yield Hit(
            key="problems",
            args={"heading": longest.heading, "text": text or "（空）", "length": len(text.strip("。"))},
            places=(longest.place,),
            basis=(OLD,) if (case.report.year or 2019) < 2019 else (),
        )
    else:
        yield Passed()


def _body(report: Report, part: Section) -> str:
    """The text below the heading, without headings further down and without tables."""
    heads = {each.place.start for each in report.sections}
    return "".join(
        squashed(block)
        for block in paragraphs(report.document)
        if part.start <= (block.place.start or 0) < part.end and block.place.start not in heads
    )


HEADING = "五、存在的主要问题及改进情况\n"

RULE = Rule(
    code="STR-09",
    name="empty-problems",
    family="structure",
    severity="warning",
    title=Text("“存在的主要问题及改进情况”没有实际内容", "The part on problems says nothing"),
    why=Text(
        "《条例》第五十条（2018年度及以前为第三十二条）要求报告存在的主要问题及改进情况，审核时要求问题具体、"
        "措施对应。只写“无”等于没有报告。",
        "Article 50 asks for the main problems and how they are improved; reviewers want problems one by one with "
        "their measures. “None” is no report.",
    ),
    message=Text(
        "“{heading}”部分只有{length}个字（{text}）。请写明本年度存在的具体问题和对应的改进措施。",
        "The part “{heading}” has {length} characters only ({text}). Please name the problems of the year and the "
        "measures taken.",
    ),
    basis=(Basis("regulations-2019", "第五十条"), Basis("guzhen-2024")),
    check=check,
    needs=("sections",),
    tolerance=Text(f"少于{SHORTEST}个字视为没有内容", f"fewer than {SHORTEST} characters count as nothing"),
    examples=(
        Example("ok", f"{HEADING}一是培训不够，业务能力有待提高；二是解读形式单一。下一步将加强培训，丰富形式。"),
        Example("bad", f"{HEADING}无。", hits=1, says="1个字"),
        Example("bad", f"{HEADING}六、其他需要报告的事项\n无。", hits=1, says="（空）"),
        Example("skip", "六、其他需要报告的事项\n无。"),
    ),
)
