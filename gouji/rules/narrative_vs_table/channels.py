"""Items by channel differ between prose and table (2014 form)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import compare
from gouji.rule import Example, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    return compare.merged(compare.check(case, lambda key: key.startswith("disclosure.channel")), "channels")


RULE = Rule(
    code="NVT-04",
    name="channels-differ",
    family="narrative-vs-table",
    severity="warning",
    title=Text(
        "正文各渠道公开数与统计表不符",
        "Items by channel differ between prose and table",
    ),
    why=Text(
        "正文所写各渠道公开数应与统计表“通过不同渠道和方式公开政府信息的情况”各行一致。",
        "Items by channel in the prose are those of the table's channel rows.",
    ),
    message=Text(
        "各渠道公开数在正文与统计表中不一致。{list}。{scope}请核对后统一。",
        "The counts by channel differ between prose and table ({list}).{scope} Bring them into line.",
    ),
    basis=(Basis("guangdong-2010"),),
    check=check,
    how=compare.HOW,
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={"disclosure.channel.website": "315", "disclosure.channel.wechat": "86"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n门户网站发布信息315条、微信公开信息86条。",
            year=2017,
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={"disclosure.channel.website": "642", "disclosure.channel.wechat": "0"},
            text="青川市云溪区档案局2017年政府信息公开工作年度报告\n（一）主动公开情况\n门户网站发布信息315条、微信公开信息86条。",
            year=2017,
            hits=1,
            says="315条",
        ),
    ),
)
