"""Who reports, on which year, under which title: invented pages, and the real ones where they are at hand."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date

import pytest

from gouji import readers
from gouji.identity.describe import Identity, describe
from gouji.model import Block, Document, Place, Submission
from tests.corpus.real import REPORTS, needs_reports, report_text

BODY = """一、总体情况
本单位主动公开政府信息12条，收到政府信息公开申请3件，依申请公开工作平稳。
二、主动公开政府信息情况
政府信息公开栏目更新及时，主动公开。
三、收到和处理政府信息公开申请情况
全年3件。
四、政府信息公开行政复议、行政诉讼情况
无。
五、存在的主要问题及改进情况
培训不够。
六、其他需要报告的事项
无。
"""


def identity(text: str, **known: object) -> Identity:
    return describe(readers.read(text.encode(), "report.txt"), Submission(**known))  # type: ignore[arg-type]


def page(*blocks: str, html: bool = True, **metadata: str) -> Document:
    """A document as the HTML reader makes it, with metadata."""
    made, at = [], 0
    for text in blocks:
        made.append(Block(text, Place(text, at, at + len(text), len(made))))
        at += len(text) + 1
    kind = "text/html" if html else "application/pdf"
    return Document("\n".join(blocks), tuple(made), kind, "html", metadata=metadata)


# --- title -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "title", "agency", "year"),
    [
        (
            "青川市云溪区档案局2023年政府信息公开工作年度报告",
            "青川市云溪区档案局2023年政府信息公开工作年度报告",
            "青川市云溪区档案局",
            2023,
        ),
        (
            "青川市云溪区水务局\n2017年政府信息公开工作年报",
            "青川市云溪区水务局 2017年政府信息公开工作年报",
            "青川市云溪区水务局",
            2017,
        ),
        (
            "青川市云溪区水务局\n2022年度\n政府信息公开工作年度报告",
            "青川市云溪区水务局 2022年度 政府信息公开工作年度报告",
            "青川市云溪区水务局",
            2022,
        ),
        (
            "首页 > 政务公开 > 年报\n云溪区人民政府2024年政务公开年度报告\n日期：2025-03-10 09:00",
            "云溪区人民政府2024年政务公开年度报告",
            "云溪区人民政府",
            2024,
        ),
        ("2021年云溪镇人民政府信息公开年度报告", "2021年云溪镇人民政府信息公开年度报告", "云溪镇人民政府", 2021),
        (
            "云溪区司法局二〇一八年政府信息公开工作年度报告",
            "云溪区司法局二〇一八年政府信息公开工作年度报告",
            "云溪区司法局",
            2018,
        ),
        (
            "政府信息公开工作年度报告\n云溪区司法局2020年政府信息公开工作年度报告",
            "云溪区司法局2020年政府信息公开工作年度报告",
            "云溪区司法局",
            2020,
        ),
        (
            "云溪区\n水务局2023年政府信息公开\n工作年度报告",
            "云溪区 水务局2023年政府信息公开 工作年度报告",
            "云溪区水务局",
            2023,
        ),
        (
            "政府信息公开\n云溪区水务局2023年政府信息公开工作年度报告\n发布日期：2024-01-20",
            "云溪区水务局2023年政府信息公开工作年度报告",
            "云溪区水务局",
            2023,
        ),
        ("云溪区政府信息公开工作2008年年度报告", "云溪区政府信息公开工作2008年年度报告", "云溪区", 2008),
        (
            "关于云溪区水务局政府信息公开工作年度报告（2019年）",
            "关于云溪区水务局政府信息公开工作年度报告（2019年）",
            "云溪区水务局",
            2019,
        ),
        ("政府信息公开工作年度报告\n（2023年度）", "政府信息公开工作年度报告 （2023年度）", None, 2023),
    ],
)
def test_title_gives_agency_and_year(top: str, title: str, agency: str | None, year: int) -> None:
    found = identity(f"{top}\n{BODY}")
    assert found.title == title
    assert (found.agency.name if found.agency else None) == agency
    assert found.year == year
    assert found.nature == "annual_report"
    assert found.title_place is not None
    assert found.title_place.quote


def test_a_report_that_begins_with_text_has_no_title() -> None:
    found = identity(
        f"2018年，云溪街道认真做好政府信息公开工作，主动公开各类信息。\n{BODY}\n云溪街道办事处\n2019年3月"
    )
    assert found.title is None
    assert found.agency is not None
    assert (found.agency.name, found.agency.kind) == ("云溪街道办事处", "township")


def test_a_page_title_counts_when_the_text_has_none() -> None:
    document = page(*BODY.splitlines(), title="云溪区水务局2023年政府信息公开工作年度报告_云溪区人民政府")
    found = describe(document, Submission())
    assert found.title == "云溪区水务局2023年政府信息公开工作年度报告"
    assert found.year == 2023
    assert describe(page(*BODY.splitlines(), html=False, title=found.title), Submission()).title is None


def test_what_a_page_says_of_a_publication_is_no_part_of_a_title() -> None:
    found = identity(
        f"来源：云溪区水务局　发布时间：2024-03-22 09:30\n政府信息公开工作年度报告\n2023年，情况如下。\n{BODY}"
    )
    assert found.title == "政府信息公开工作年度报告"
    assert found.year is None


# --- agency ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (
            f"2017年，区园艺局推进公开。\n{BODY}\n制定《云溪区园艺局信息管理办法》，按《云溪区要点》落实。",
            "云溪区园艺局",
            "department",
        ),
        (f"本报告由青川市云溪区城管中心编制。\n{BODY}", "青川市云溪区城管中心", "department"),
        (f"如有疑问，请与青川市云溪区水务局办公室联系（电话：略）。\n{BODY}", "青川市云溪区水务局", "department"),
        (f"信息来源：云溪区水务局　发布时间：2021-01-20\n{BODY}", "云溪区水务局", "department"),
        (f"{BODY}\n填报单位：云溪街道\n", "云溪街道", "township"),
        (f"{BODY}\n青川市云溪区人民政府\n2018年3月20日", "青川市云溪区人民政府", "government"),
        (f"{BODY}\n云溪乡人民政府　二〇二四年一月十二日", "云溪乡人民政府", "township"),
        (f"{BODY}\n云溪镇政府\n2024年1月12日", "云溪镇政府", "township"),
    ],
)
def test_agency_and_its_kind(text: str, name: str, kind: str) -> None:
    agency = identity(text).agency
    assert agency is not None
    assert (agency.name, agency.kind) == (name, kind)


def test_the_caller_knows_better() -> None:
    found = identity(
        f"云溪区水务局2020年政府信息公开工作年度报告\n{BODY}",
        agency="青川市云溪区水务局",
        agency_kind="department",
        year=2021,
        published="2022-01-20",
    )
    assert found.agency is not None
    assert (found.agency.name, found.agency.as_printed) == ("青川市云溪区水务局", "云溪区水务局")
    assert found.year == 2021
    assert found.published is not None
    assert (found.published.iso(), found.published.source) == ("2022-01-20", "submission")


# --- years, period, publication --------------------------------------------------------------------


def test_years_come_from_statements_of_the_report_year_only() -> None:
    found = identity(
        "云溪区水务局2018年政府信息公开工作年度报告\n"
        "本报告由云溪区水务局编制的2018年度政府信息公开工作年度报告。统计期限自2018年1月1日起，至2018年12月31日止。\n"
        f"{BODY}截至2017年底运行正常。2019年重点工作如下。《2016年工作要点》已落实。\n（2017年度）\n"
    )
    assert [(dated.year, dated.source) for dated in found.years] == [
        (2018, "title"),
        (2018, "foreword"),
        (2018, "period"),
        (2017, "table_head"),
    ]
    assert found.year == 2018


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("统计期限自2017年1月1日起，至2017年12月31日止", (date(2017, 1, 1), date(2017, 12, 31))),
        ("数据的统计期限自20231月1日起至202312月31日止", (date(2023, 1, 1), date(2023, 12, 31))),
        ("统计期限自2020年1月1日起至12月31日止", (date(2020, 1, 1), date(2020, 12, 31))),
        ("统计时限为2022 年 1 月 1 日—2022年12月31日", (date(2022, 1, 1), date(2022, 12, 31))),
        ("统计期限为二〇〇八年五月一日至二〇〇八年十二月三十一日", (date(2008, 5, 1), date(2008, 12, 31))),
        ("数据统计期间为2021年1月至12月", (date(2021, 1, 1), date(2021, 12, 31))),
        ("统计期限自2018年1月5日至2019年1月6日", (date(2018, 1, 5), date(2019, 1, 6))),
        ("统计期限自2021年2月30日至2021年12月31日", None),
        ("2017年4月1日至12月31日，按要求未收取费用", None),
    ],
)
def test_period(printed: str, expected: tuple[date, date] | None) -> None:
    found = identity(f"本报告所列情况如下。{printed}。\n{BODY}").period
    assert (found and (found.start, found.end)) == expected


@pytest.mark.parametrize(
    ("top", "end", "iso", "source"),
    [
        ("日期:2018-03-22 10:00    来源:云溪区", "", "2018-03-22", "publication"),
        ("信息来源：水务局 发布时间：2024年1月15日", "", "2024-01-15", "publication"),
        ("2024-01-15 09:30", "", "2024-01-15", "publication"),
        ("", "云溪区水务局\n二〇一九年三月", "2019-03", "signature"),
        ("", "云溪区水务局\n2019年03月05日", "2019-03-05", "signature"),
        ("", "填报时间：2019年3月", "2019-03", "compiled"),
        ("成文日期：2024-01-09", "", "2024-01-09", "compiled"),
        ("", "2019年2月30日", None, None),
        ("", "", None, None),
    ],
)
def test_published(top: str, end: str, iso: str | None, source: str | None) -> None:
    found = identity(f"{top}\n{BODY}\n{end}").published
    assert (found.iso() if found else None) == iso
    assert (found.source if found else None) == source


def test_metadata_gives_the_publication_date() -> None:
    found = describe(page(*BODY.splitlines(), published="2023-01-30"), Submission()).published
    assert found is not None
    assert (found.iso(), found.source) == ("2023-01-30", "metadata")


def test_a_signature_gives_the_year_before() -> None:
    assert identity(f"{BODY}\n云溪区水务局\n2024年1月20日").year == 2023


# --- sections --------------------------------------------------------------------------------------


def test_sections_have_kinds_levels_and_ends() -> None:
    text = f"{BODY}"
    found = identity(text).sections
    assert [part.kind for part in found] == ["overview", "proactive", "requests", "review", "problems", "other"]
    assert [part.number for part in found] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert all(text[part.start :].startswith(part.place.quote) for part in found)
    assert [part.end for part in found[:-1]] == [part.start for part in found[1:]]
    assert found[0].heading == "总体情况"


def test_a_heading_never_swallows_its_text() -> None:
    found = identity(
        "三、信息公开数据\n"
        "（一）以政务公开助力河道治理1.推进计划公开。全年推进。\n"
        "（二）回应解读情况回应公众关注热点4次。解读3篇。\n"
        "（三）加强组织领导。我局成立小组，明确专人，落实责任，按季检查，及时整改。\n"
        "（四）我局高度重视，把公开工作摆上日程，专题研究，统一部署，狠抓落实，取得成效\n"
        "1.主动公开政府信息12条，其中网站公开9条。\n"
        "3。依申请公开政府信息收费情况\n无。\n"
        "第五部分 存在的问题\n培训不够。\n"
    ).sections
    assert [(part.level, part.heading, part.kind) for part in found] == [
        (1, "信息公开数据", "proactive"),
        (2, "以政务公开助力河道治理", "other"),
        (2, "回应解读情况", "other"),
        (2, "加强组织领导", "other"),
        (3, "依申请公开政府信息收费情况", "fees"),
        (1, "存在的问题", "problems"),
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("四、存在不足及2019年重点工作", "problems"),
        ("三、收到和处理政府信息公开申请的情况", "requests"),
        ("四、行政复议行政诉讼情况", "review"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼的情况", "review"),
        ("五、政府信息公开工作存在的问题和下步打算", "problems"),
        ("二、重点领域信息公开情况", "other"),
        ("（五）收费和减免情况", "fees"),
        ("概述", "overview"),
    ],
)
def test_kinds_of_headings(heading: str, kind: str) -> None:
    assert [part.kind for part in identity(f"{heading}\n全年工作平稳有序，各项任务完成。").sections] == [kind]


def test_the_title_of_an_appended_table_is_no_section() -> None:
    document = page("云溪区水务局政府信息公开情况统计表", "附件1", "主动公开情况")
    blocks = tuple(replace(block, level=2) for block in document.blocks)
    found = describe(replace(document, blocks=blocks), Submission()).sections
    assert [part.heading for part in found] == ["主动公开情况"]


# --- nature ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        (f"关于编制2023年政府信息公开工作年度报告的通知\n各镇人民政府：\n{BODY}", "notice"),
        (
            "云溪区水务局2023年政府信息公开工作年度报告解读\n"
            "一、主动公开情况\n《报告》已经编制完成，现就年报内容进行如下解读。",
            "interpretation",
        ),
        (f"XX局20XX年政府信息公开工作年度报告\n{BODY}", "sample"),
        (f"政府信息公开工作年度报告范文\n{BODY}", "sample"),
        ("云溪区水务局2023年部门决算公开说明\n一、部门职责\n二、收支情况\n按照政府信息公开要求，现予公开。", "other"),
        (
            "云溪区2023年法治政府建设年度报告\n一、主要举措\n推进政务公开，主动公开规范性文件。\n二、存在的主要问题\n力度不够。",
            "other",
        ),
        ("会议纪要\n研究了防汛工作。", "other"),
    ],
)
def test_nature(text: str, nature: str) -> None:
    assert identity(text).nature == nature


# --- real reports ----------------------------------------------------------------------------------


@needs_reports
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_real_reports(number: str) -> None:
    path = report_text(number)
    found = describe(readers.read(path.read_bytes(), path.name), Submission())
    assert found.nature == "annual_report"
    assert (found.title is None) == (number in ("000", "002"))
    assert found.agency is not None
    gold = REPORTS / "gold" / f"{number}.json"
    if gold.exists():
        known = json.loads(gold.read_text())
        assert found.agency.name in known["agency_ok"]
        assert found.year == known["year"]


def test_fast_enough() -> None:
    line = "（一）我局认真落实政府信息公开条例，2019年主动公开政府信息120条，依申请公开3件，办理及时。\n"
    document = readers.read(f"云溪区水务局2019年政府信息公开工作年度报告\n{BODY}{line * 230}".encode(), "long.txt")
    describe(document, Submission())
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        describe(document, Submission())
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.03  # 3 ms where this was written; the limit leaves room for a busy machine
