"""STR-03: a table that the form of the year wants is not there, or has no figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gouji.model import Basis, Case, Fact, Place, Report, Text
from gouji.operators.forms import BASES, due, printed, specs, table_facts, unfilled
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.template import TableSpec, template
from gouji.text import squash
from gouji.views import paragraphs, squashed

LOST = Text(
    "只有表题，没有读到{tables}的任何一行数字。很可能表格是以图片形式粘贴的，发布时丢失。"
    "请改用可复制的文字表格重新发布。",
    "The title is printed, but no row of {tables} could be read. The table was probably pasted as a picture and got "
    "lost. Please publish it again as text.",
)
PICTURES = Text(
    "没有读到{tables}的任何一行数字，而文件中有{images}张图片：表格很可能是以图片形式粘贴的。请改用可复制的文字表格。",
    "No row of {tables} could be read, but the file holds {images} pictures: the tables were probably pasted as "
    "pictures. Please put them in as text.",
)
STATISTICS = Text(
    "没有找到{tables}。2014—2018年度的报告应附这张表（国办发〔2014〕32号）。请补上（文字表格，不要用图片），"
    "没有发生的填“0”。",
    "The {tables} could not be found. Reports for 2014 to 2018 were to attach it. Please add it as text, not as a "
    "picture, and enter 0 where nothing happened.",
)
EMPTY = Text(
    "{tables}只有项目名称，没有填写任何数字。请逐格填写，没有发生的填“0”。",
    "The table {tables} has its rows but not a single figure. Please fill every cell; enter 0 where nothing happened.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    form = due(report.year or 0)
    if form == "narrative":
        yield NotApplicable(Text("2014年度以前没有规定统计表", "no table was prescribed before the report year 2014"))
        return
    if report.template != "narrative" and report.template.split("-")[0] != form.split("-")[0]:
        yield NotApplicable(
            Text("报告用了其他年度的格式（见 STR-04）", "the report uses the form of another period (see STR-04)")
        )
        return
    missing = []
    figures = table_facts(report)
    for spec in specs(form):
        if printed(report, spec.id) is None and not figures.get(spec.id):
            missing.append(spec)
        elif not figures.get(spec.id) or (unfilled(figures[spec.id]) and not _blank_for_zero(figures)):
            yield _hit(report, form, [spec], EMPTY, f"empty:{spec.id}")
        else:
            yield Passed()
    for group in _groups(missing, form):
        yield from _missing(report, form, group)


def _blank_for_zero(figures: Mapping[str, list[Fact]]) -> bool:
    """Whether the office leaves a cell blank where nothing happened: most empty cells of the tables that it did fill
    in are blank, few print 0. Then a table without a figure tells that nothing happened (see FMT-01)."""
    filled = [fact for facts in figures.values() if any(fact.value for fact in facts) for fact in facts]
    blank = sum(fact.state == "blank" for fact in filled)
    return blank > sum(fact.value == 0 for fact in filled)


def _groups(missing: list[TableSpec], form: str) -> list[list[TableSpec]]:
    """The tables of Article 20 are one thing to a reader; so is a report without any table."""
    if len(missing) == len(specs(form)):
        return [missing] if missing else []
    article = [spec for spec in missing if spec.id.startswith("art20")]
    return [group for group in (article, *[[s] for s in missing if s not in article]) if group]


def _missing(report: Report, form: str, group: list[TableSpec]) -> Iterator[Outcome]:
    key = ",".join(spec.id for spec in group)
    titled = _title_places(report, group)
    if titled:
        yield _hit(report, form, group, LOST, key, titled)
    else:
        yield _hit(report, form, group, None, key)


def _hit(
    report: Report,
    form: str,
    group: list[TableSpec],
    message: Text | None,
    key: str,
    places: tuple[Place, ...] = (),
) -> Hit:
    zh = "、".join(f"“{spec.title.zh}”" for spec in group) + ("表" if group[0].id != "stat" else "")
    en = ", ".join(f"“{spec.title.en}”" for spec in group)
    if message is None and report.document.images:
        message = PICTURES
    elif message is None and group[0].id == "stat":
        message = STATISTICS
    name = template(form).title
    args: dict[str, Argument] = {"tables": Text(zh, en), "form": name, "year": report.year or 0}
    args["images"] = report.document.images
    return Hit(key, args, places=places, message=message, basis=(BASES[form],))


def _title_places(report: Report, group: list[TableSpec]) -> tuple[Place, ...]:
    """Lines that print the statistical table's title outside any table."""
    if group[0].id != "stat":
        return ()
    title = squash(group[0].title.zh)
    return tuple(
        block.place for block in paragraphs(report.document) if len(block.text) < 60 and title in squashed(block)
    )


STAT = (
    "政府信息公开情况统计表\n（2017年度）\n\t统计指标\n\t单位\n\t统计数\n\n\t（一）主动公开政府信息数\n\t条\n\t12\n\n"
)

RULE = Rule(
    code="STR-03",
    name="missing-table",
    family="structure",
    severity="error",
    title=Text("缺少规定的统计表", "A required table is missing"),
    why=Text(
        "2014—2018年度应附《政府信息公开情况统计表》（国办发〔2014〕32号）；2019年度起，第二、三、"
        "四部分以表格形式报告。"
        "没有表格，数字就无从核对和汇总。",
        "From 2014 to 2018 the statistical table was to be attached; since 2019 parts two, three and four are "
        "reported as tables. Without them no figure can be checked or added up.",
    ),
    message=Text(
        "没有找到{tables}。{year}年度报告应按{form}填报。请补上表格（文字表格，不要用图片），没有发生的填“0”。",
        "These tables could not be found: {tables}. The report for {year} has to follow the form “{form}”. Please add "
        "it as text, not as a picture, and enter 0 where nothing happened.",
    ),
    basis=(Basis("form-2014"), Basis("form-2019"), Basis("form-2021")),
    check=check,
    needs=("year",),
    examples=(
        Example("ok", STAT, year=2017, template="statistics-2014"),
        Example("bad", "一、主动公开情况\n公开信息12条。", year=2017, hits=1, says="没有找到"),
        Example(
            "bad", "一、主动公开情况\n公开信息12条。\n云溪区政府信息公开情况统计表\n（2017年）", year=2017, says="图片"
        ),
        Example("bad", "一、总体情况\n平稳。[image: 1]", year=2022, hits=1, says="1张图片"),
        Example("bad", "一、总体情况\n平稳。", year=2022, hits=1, says="收到和处理政府信息公开申请情况"),
        Example("skip", "一、概述\n平稳。", year=2010),
        Example("skip", "一、概述\n平稳。"),
    ),
)
