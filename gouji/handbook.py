"""The rule catalogue as a Markdown document, in both languages: docs/rules.md is exactly this."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from gouji.catalogue import cited, shown, told

Plain = dict[str, Any]
SEVERITY = {"error": "错误 error", "warning": "疑点 warning", "notice": "提示 notice"}
OUTCOME = {"ok": "符合 ok", "bad": "不符 bad", "skip": "不适用 does not apply", "undecidable": "无法判定 undecidable"}
FAMILIES = {
    "structure": "结构 Structure",
    "arithmetic": "勾稽 Arithmetic",
    "percentage": "占比 Shares",
    "unit": "单位 Units",
    "narrative-vs-table": "文表一致 Prose against tables",
    "cross-table": "表间关系 Between tables",
    "cross-year": "跨年衔接 Between years",
    "hierarchy": "层级汇总 Within an area",
    "plausibility": "合理性 Plausibility",
    "timeliness": "时限 Time limits",
    "privacy": "个人信息 Personal data",
    "format": "书写 Writing of figures",
    "wording": "用语 Wording",
}


def markdown(rules: list[Plain]) -> str:
    """All rules, by family, with what, why, basis, tolerance and examples."""
    return "\n".join(_lines(rules)) + "\n"


def _lines(rules: list[Plain]) -> Iterator[str]:
    yield "# 审核规则 Rules"
    yield ""
    yield "由规则声明生成（`make docs`），请勿手改。Generated from the rules' declarations (`make docs`); do not edit."
    yield ""
    yield f"共 {len(rules)} 条。{len(rules)} rules. 每条规则的示例同时是它的测试。Each rule's examples are its tests."
    ordered = sorted(rules, key=lambda rule: (list(FAMILIES).index(rule["family"]), rule["code"]))
    for family, members in groupby(ordered, key=lambda rule: rule["family"]):
        yield ""
        yield f"## {FAMILIES[family]}"
        for rule in members:
            yield from _rule(rule)


def _rule(rule: Plain) -> Iterator[str]:
    yield ""
    yield f"### {rule['code']} {rule['title']['zh']}"
    yield ""
    yield f"*{rule['title']['en']}* (`{rule['name']}`) · {SEVERITY[rule['severity']]}"
    yield ""
    for lang in ("zh", "en"):
        yield rule["why"][lang]
        yield ""
    yield f"- 报告语 Message: {_inline(rule['message']['zh'])}"
    yield f"- {_inline(rule['message']['en'])}"
    if rule["how"]["zh"]:
        yield f"- 怎样判断 How: {_inline(rule['how']['zh'])}"
        yield f"- {_inline(rule['how']['en'])}"
    yield f"- 容差 Tolerance: {rule['tolerance']['zh']} / {rule['tolerance']['en']}"
    for basis in rule["basis"]:
        yield f"- 依据 Basis: {cited(basis, 'zh')} / {cited(basis, 'en')}"
    yield f"- 怎样不再提示 Quiet: {_inline(rule['quiet']['zh'])}"
    yield f"- {_inline(rule['quiet']['en'])}"
    yield ""
    yield "| 结果 | 示例 |"
    yield "|---|---|"
    for example in rule["examples"]:
        yield f"| {OUTCOME[example['outcome']]} | {_example(example)} |"


def _example(example: Plain) -> str:
    figures = ", ".join(f"{key} = {value or '（空）'}" for key, value in example["facts"].items())
    text = " ".join(example["text"].split())
    given = ", ".join(told(example))
    beside = [f"另有审核 audit: {line}" for line in shown((*example["previous"], *example["area"]))]
    return _inline("；".join(part for part in (text, figures, given, *beside) if part))


def _inline(text: str) -> str:
    """Plain text inside a table or a list: nothing in it is markup."""
    return text.replace("|", "\\|").replace("<", "&lt;")
