"""XYR-08: the part on problems and improvements is the same as last year's."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import sketch
from gouji.operators.history import last_year
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

ALIKE = 0.9
WHOLE = 0.85  # then all the prose is last year's, which XYR-07 says
SHORT = Text("两年中有一年的“存在问题”部分太短或没有", "one year's part on problems is missing or too short")
SEE = Text("通篇与上年雷同，见 XYR-07", "all the prose is last year's, see XYR-07")


def check(case: Case) -> Iterator[Outcome]:
    last = last_year(case)
    if isinstance(last, NotApplicable):
        yield last
        return
    now, then = sketch.of(case.report), sketch.of(last.report)
    alike = sketch.likeness(now.problems, then.problems)
    if alike is None:
        yield NotApplicable(SHORT)
    elif (sketch.likeness(now.prose, then.prose) or 0) > WHOLE:
        yield NotApplicable(SEE)
    elif alike > ALIKE:
        parts = [section for section in case.report.sections if section.kind == "problems"]
        heading = parts[0].heading if parts else "存在的主要问题及改进情况"
        yield Hit(
            "problems",
            {"heading": heading, "year": (case.report.year or 0) - 1, "percent": round(alike * 100)},
            places=tuple(part.place for part in parts[:1]),
        )
    else:
        yield Passed()


HEADING = "青川市云溪区档案局2022年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n"
OLD = (
    "一是公开目录更新不够及时，个别栏目数月没有新内容；二是工作人员变动频繁，业务不熟。改进情况：一是按季度检查栏目更新，"
    "结果在局务会上通报；二是编写操作手册，新到岗人员先培训后上岗。"
)
NEW = (
    "一是查档预约系统与门户网站没有打通，群众需要重复填写；二是解读形式以文字为主，老年读者反映字小难懂。改进情况：一是与大数据中心"
    "对接接口，下半年已试运行；二是增加图解和语音播报。"
)

RULE = Rule(
    code="XYR-08",
    name="same-problems",
    family="cross-year",
    severity="warning",
    title=Text("存在问题部分与上年雷同", "The problems are last year's"),
    why=Text(
        "《条例》要求报告当年存在的主要问题和改进情况。问题与措施一字不改，等于没有说明上年问题改了没有。",
        "A report names the year's problems and how they were improved. The same words again leave open whether last "
        "year's problems were ever solved.",
    ),
    message=Text(
        "“{heading}”部分与{year}年度报告约{percent}%相同。请写明上年问题的改进结果和本年度新的问题、措施。",
        "The part “{heading}” is about {percent}% the same as in the {year} report. Please say what became of last "
        "year's problems, and name this year's.",
    ),
    basis=(Basis("regulations-2019", "第五十条"), Basis("guzhen-2024")),
    check=check,
    needs=("year", "sections"),
    tolerance=Text(
        "相似度90%以内不提示；不足60字不比较", "up to 90% alike is accepted; under 60 characters is not compared"
    ),
    examples=(
        Example("ok", HEADING + NEW, previous=(audit(2021, problems=OLD),)),
        Example("bad", HEADING + OLD, previous=(audit(2021, problems=OLD),), hits=1, says="100%"),
        Example("skip", HEADING + OLD, previous=(audit(2021),)),
        Example("skip", HEADING + OLD),
    ),
)
