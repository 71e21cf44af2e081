"""UNT-04: the prose counts something with a word that does not fit it: requests in 条, meetings in 件."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Fact, Number, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.vocabulary import label

# The beginning of an indicator's key: the words that fit, the one to use first.
FITTING = (
    ("requests.", ("件", "份", "宗", "起", "例", "件次")),
    ("outcomes.", ("件", "份", "宗", "起", "例", "件次")),
    ("review.", ("件", "宗", "起", "例", "件次")),
    ("litigation.", ("件", "宗", "起", "例", "件次")),
    ("training.meetings", ("次", "场", "期", "个", "回", "场次")),
    ("training.sessions", ("次", "场", "期", "个", "回", "场次", "班次")),
    ("response.press_conferences", ("次", "场", "期", "个", "场次")),
    ("disclosure.channel", ("条", "件", "篇", "则", "份", "项", "条次", "篇次")),
    ("disclosure.total", ("条", "件", "篇", "则", "份", "项", "条次", "篇次")),
)


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    seen = False
    for indicator in figures.told_indicators():
        fitting = _fitting(indicator)
        told = [fact for fact in figures.told(indicator) if fact.state == "number" and fact.unit in fact.raw]
        if fitting and told:
            seen = True
            yield _judge(indicator, fitting, told)
    for change in case.report.changes:
        fitting = _fitting(change.indicator or "")
        if fitting and change.amount and change.amount.unit and change.amount.unit not in fitting:
            seen = True
            yield _hit(f"{change.indicator}:change", change.indicator or "", fitting, change.amount)
    if not seen:
        yield NotApplicable(Text("正文没有可核对的量词", "the prose uses no counter word that could be judged"))


def _fitting(indicator: str) -> tuple[str, ...]:
    return next((words for beginning, words in FITTING if indicator.startswith(beginning)), ())


def _judge(indicator: str, fitting: tuple[str, ...], told: list[Fact]) -> Outcome:
    unfit = next((fact for fact in told if fact.unit and fact.unit not in fitting), None)
    return _hit(indicator, indicator, fitting, unfit) if unfit else Passed(indicator)


def _hit(key: str, indicator: str, fitting: tuple[str, ...], printed: Fact | Number) -> Hit:
    args: dict[str, Argument] = {
        "name": label(indicator),
        "printed": printed.raw,
        "unit": printed.unit,
        "wanted": fitting[0],
    }
    right = f"{plain(printed.value)}{fitting[0]}" if printed.value is not None else fitting[0]
    fix = Text(f"把“{printed.raw}”改为“{right}”", f"Write “{right}” instead of “{printed.raw}”")
    if isinstance(printed, Fact):
        return Hit(key, args, (printed,), suggestion=fix)
    return Hit(key, args, places=(printed.place,), suggestion=fix)


TITLE = "云溪区档案局2017年政府信息公开工作年度报告\n（三）依申请公开情况\n"

RULE = Rule(
    code="UNT-04",
    name="unfit-counter",
    family="unit",
    severity="notice",
    title=Text("量词与统计对象不相称", "An unfit counter word"),
    why=Text(
        "申请、答复、复议、诉讼按“件”统计，会议、培训按“次”统计，主动公开按“条”统计。量词用错不影响数字，"
        "但会让读者弄不清统计的是什么。",
        "Requests, answers and cases are counted in 件, meetings and courses in 次, disclosed items in 条. A "
        "wrong word "
        "does not change the figure, but leaves the reader in doubt about what was counted.",
    ),
    message=Text(
        "正文用“{printed}”说明{name}，量词“{unit}”不合适，请与表格一致改用“{wanted}”。",
        "For {name} the prose writes “{printed}”; the counter “{unit}” does not fit. The form uses “{wanted}”.",
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "只看读出的指标及其增减数旁直接写着的量词。",
        "Only the counter word right beside a figure that was read, or beside its change, counts.",
    ),
    examples=(
        Example("ok", f"{TITLE}全年收到政府信息公开申请9件，比上年增加4件。", year=2017),
        Example("ok", f"{TITLE}共收到政府信息公开申请5份。", year=2017),
        Example("bad", f"{TITLE}全年收到政府信息公开申请9件，比上年增加4条。", year=2017, hits=1, says="“4条”"),
        Example("bad", f"{TITLE}共收到政府信息公开申请6条。", year=2017, hits=1, says="“6条”"),
        Example("skip", f"{TITLE}接受培训人员数为70。", year=2017),
    ),
)
