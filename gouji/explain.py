"""How a rule decides and how it is made quiet, in words, from what its declaration and the forms say of it.

A rule may add a sentence of its own (``how``, ``quiet``); everything else follows from its needs, its forms, the
relations that carry its code and its examples, and so can never be out of date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji.model import Text
from gouji.rule import NEEDED, NUMERIC, Rule
from gouji.template import Relation, Term, templates
from gouji.vocabulary import APPLICANTS, label

MOST_LINES = 3  # relations that are written out
MOST_TERMS = 6  # terms of a sum that are written out
ALWAYS = Text(
    "凡年度报告都检查；没有此类内容的，不作判断。",
    "Every annual report is looked at; where it holds nothing of the kind, nothing is judged.",
)
ANYTHING = Text("任何文件都检查，不限于年度报告。", "Every document is looked at, be it an annual report or not.")
BLANKS = Text(
    "空白格按0计；只填总计而分项全空的，无法判定；没有表格的，按正文所写数字核对。",
    "Blank cells count as 0; a total whose parts are all blank is undecidable; without a table the figures of the "
    "prose are taken.",
)
SIGNS = {"=": "=", "<=": "≤", ">=": "≥"}


def how(rule: Rule) -> Text:
    """What is looked at, what must be known for it, and when no verdict is given."""
    relations = list(_relations(rule))
    parts = [*_own(rule.how), *relations, *_scope(rule), *_beside(rule), *([] if relations else _open(rule))]
    parts = parts or [ALWAYS]
    return Text("".join(part.zh for part in parts), " ".join(part.en for part in parts))


def quiet(rule: Rule) -> Text:
    """What ends the finding: the report mended, what the rule itself accepts, or the profile."""
    code, own = rule.code, rule.quiet or Text("", "")
    zh = f"所指之处改正后不再提示。{own.zh}本地不用这条规则的，在审核口径中写 `ignore: [{code}]`"
    en = f"It ends when what it points at is put right.{' ' if own.en else ''}{own.en}"
    en += f" Where the rule is not wanted, put `ignore: [{code}]` into the profile"
    if rule.severity != "notice":
        zh += f"，只想提示的写 `severity: {{{code}: notice}}`"
        en += f", or `severity: {{{code}: notice}}` to make it a mere notice"
    zh += f"；命令行可用 `--ignore {code}`。"
    en += f"; on the command line, `--ignore {code}`."
    if rule.family == "privacy":
        zh, en = f"{zh}个人信息仍会遮盖。", f"{en} Personal data stays masked all the same."
    return Text(zh, en)


def _own(said: Text | None) -> Iterator[Text]:
    if said:
        yield said


def _relations(rule: Rule) -> Iterator[Text]:
    """The equations of the newest form that prints any under this code."""
    for form in reversed(templates()):
        lines = Counter(map(_line, (relation for relation in form.relations if relation.code == rule.code)))
        if not lines:
            continue
        zh = "；".join(line.zh for line in list(lines)[:MOST_LINES])
        en = "; ".join(line.en for line in list(lines)[:MOST_LINES])
        if len(lines) > MOST_LINES:
            zh, en = f"{zh}等", f"{en}, and so on"
        total = lines.total()
        yield Text(f"{form.id} 中有{total}处：{zh}。", f"{total} in {form.id}: {en}.")
        yield BLANKS
        return


def _line(relation: Relation) -> Text:
    """One relation by its labels; by its columns where it runs along one row."""
    terms = (*relation.left, *relation.right)
    crossed = len({term.indicator for term in terms}) == 1 and len(terms) > 1
    sign = SIGNS[relation.op]
    sides = [_sum(side, crossed) for side in (relation.left, relation.right)]
    return Text(f"{sides[0].zh} {sign} {sides[1].zh}", f"{sides[0].en} {sign} {sides[1].en}")


def _sum(terms: tuple[Term, ...], crossed: bool) -> Text:
    names = [APPLICANTS[str(term.applicant)] if crossed else label(term.indicator) for term in terms]
    if not names:
        return Text("0", "0")
    if len(names) > MOST_TERMS:
        gap, last = Text(f"…（共{len(names)}项）…", f"… ({len(names)} terms) …"), names[-1]
        names = [*names[:2], gap, last]
    return Text(" + ".join(name.zh for name in names), " + ".join(name.en for name in names))


def _scope(rule: Rule) -> Iterator[Text]:
    if rule.family == "privacy":
        yield ANYTHING
    if rule.eras:
        names = "、".join(rule.eras), ", ".join(rule.eras)
        yield Text(f"只用于格式 {names[0]}。", f"It applies to the forms {names[1]} only.")
    if rule.needs:
        zh, en = "、".join(NEEDED[n].zh for n in rule.needs), " and ".join(NEEDED[n].en for n in rule.needs)
        yield Text(f"须已知{zh}，否则不判断。", f"It needs {en}; otherwise nothing is judged.")
    if rule.family in NUMERIC:
        yield Text(
            "文字层质量过低的文件不判断。", "Nothing is judged where the text layer is too poor for its figures."
        )


def _beside(rule: Rule) -> Iterator[Text]:
    """Other audits, as its examples take them as given."""
    bad = [example for example in rule.examples if example.outcome == "bad"]
    earlier = Text("往年的审核结果（--previous）", "the audits of earlier years (--previous)")
    around = Text("同地区各单位的审核结果（gouji area）", "the audits of the area (gouji area)")
    for given, name in (([one.previous for one in bad], earlier), ([one.area for one in bad], around)):
        if all(given):
            yield Text(f"须有{name.zh}。", f"It needs {name.en}.")
        elif any(given):
            yield Text(f"有{name.zh}的一并核对。", f"It looks at {name.en} as well where there are any.")


def _open(rule: Rule) -> Iterator[Text]:
    if any(example.outcome == "undecidable" for example in rule.examples):
        yield Text(
            "资料不足以断定时，结论是“无法判定”。", "Where the report does not settle it, the answer is undecidable."
        )
