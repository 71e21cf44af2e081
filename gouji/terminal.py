"""An audit as a reviewer reads it on a terminal: grouped by severity, both figures, the quote, where it stands."""

from __future__ import annotations

from typing import Any, Literal

from gouji.catalogue import cited, told
from gouji.catalogue import shown as beside

Plain = dict[str, Any]
Lang = Literal["zh", "en"]

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "error": "错误（应退回修改）",
        "warning": "疑点（应向单位核实）",
        "notice": "提示（供参考）",
        "findings": "发现问题",
        "no_findings": "未发现问题",
        "incomplete": "未能完整审核",
        "agency": "单位",
        "year": "年度",
        "template": "格式",
        "published": "发布",
        "profile": "口径",
        "unknown": "未识别",
        "page": "第{}页",
        "table": "第{}个表格",
        "row": "第{}行",
        "prose": "正文",
        "quote": "原文",
        "basis": "依据",
        "suggestion": "建议",
        "extraction": "（也可能是读取有误，请对照原件）",
        "unreadable": "无法读取",
        "counts": "错误 {error}，疑点 {warning}，提示 {notice}",
        "checks": "共 {ran} 条规则：通过 {passed}，有发现 {failed}，无法判定 {undecidable}，不适用 {skipped}。",
        "undecidable": "无法判定",
        "facts": "读出数字 {} 个",
        "why": "为什么",
        "severity": "级别",
        "how": "怎样判断",
        "tolerance": "容差",
        "quiet": "怎样不再提示",
        "examples": "示例",
        "ok": "符合",
        "bad": "不符",
        "skip": "不适用",
    },
    "en": {
        "error": "Errors (return the report)",
        "warning": "Warnings (ask the agency)",
        "notice": "Notices (worth knowing)",
        "findings": "findings",
        "no_findings": "no findings",
        "incomplete": "could not be judged completely",
        "agency": "Agency",
        "year": "Year",
        "template": "Form",
        "published": "Published",
        "profile": "Profile",
        "unknown": "not recognised",
        "page": "page {}",
        "table": "table {}",
        "row": "row {}",
        "prose": "prose",
        "quote": "As printed",
        "basis": "Basis",
        "suggestion": "Suggestion",
        "extraction": " (our reading may be at fault: compare the original)",
        "unreadable": "cannot be read",
        "counts": "{error} errors, {warning} warnings, {notice} notices",
        "checks": "{ran} rules: {passed} passed, {failed} failed, {undecidable} open, {skipped} not applicable.",
        "undecidable": "undecidable",
        "facts": "{} figures read",
        "why": "Why",
        "severity": "Severity",
        "how": "How it decides",
        "tolerance": "Tolerance",
        "quiet": "How to make it quiet",
        "examples": "Examples",
        "ok": "ok",
        "bad": "bad",
        "skip": "does not apply",
    },
}
MARKS = {
    "zh": {"colon": "：", "list": "；", "gap": "　", "stop": "。"},
    "en": {"colon": ": ", "list": "; ", "gap": "   ", "stop": ". "},
}
QUOTE = 60  # characters of a quote that fit a line


def audit_text(audit: Plain, lang: Lang) -> str:
    """One audit (as exported) for a terminal."""
    words = WORDS[lang]
    lines = [f"■ {audit['document']['filename'] or '-'}"]
    if "problem" in audit:
        problem = audit["problem"]
        said = f"{problem['title'][lang]}{MARKS[lang]['stop']}{problem['detail'][lang]}"
        lines.append(f"  {words['unreadable']}{MARKS[lang]['colon']}{said}")
        return "\n".join(lines) + "\n"
    lines += _head(audit, lang)
    for severity in ("error", "warning", "notice"):
        found = [finding for finding in audit["findings"] if finding["severity"] == severity]
        if found:
            lines += ["", f"▌{words[severity]}  {len(found)}"]
            for finding in found:
                lines += _finding(finding, lang)
    lines += ["", *_checks(audit, lang)]
    return "\n".join(lines) + "\n"


def _head(audit: Plain, lang: Lang) -> list[str]:
    words, marks = WORDS[lang], MARKS[lang]
    report, summary = audit["report"], audit["summary"]
    agency = report["agency"]["name"] if report["agency"] else words["unknown"]
    first = [f"{words['agency']} {agency}", f"{words['year']} {report['year'] or words['unknown']}"]
    first.append(f"{words['template']} {report['template']}")
    if audit.get("profile"):
        first.append(f"{words['profile']} {audit['profile']['name']}")
    if report["published"]:
        first.append(f"{words['published']} {report['published']}")
    figures = words["facts"].format(sum(fact["value"] is not None for fact in audit["facts"]))
    counts = words["counts"].format(**summary)
    outcome = f"{words[summary['outcome']]}{marks['colon']}{counts}{marks['gap']}{figures}"
    return [f"  {marks['gap'].join(first)}", f"  {outcome}"]


def _finding(finding: Plain, lang: Lang) -> list[str]:
    words, marks = WORDS[lang], MARKS[lang]
    colon = marks["colon"]
    doubt = words["extraction"] if finding["class"] == "extraction" else ""
    lines = [f"  {finding['rule']}  {finding['message'][lang]}{doubt}"]
    for place in finding["places"][:3]:
        lines.append(f"          {words['quote']}{colon}{_where(place, words)} “{_short(place['quote'])}”")
    if finding["suggestion"]:
        lines.append(f"          {words['suggestion']}{colon}{finding['suggestion'][lang]}")
    basis = marks["list"].join(cited(each, lang) for each in finding["basis"])
    lines.append(f"          {words['basis']}{colon}{basis}")
    return lines


def _where(place: Plain, words: dict[str, str]) -> str:
    parts = []
    if place["page"]:
        parts.append(words["page"].format(place["page"]))
    if place["table"] is not None:
        parts.append(words["table"].format(place["table"] + 1))
        if place["row"] is not None:
            parts.append(words["row"].format(place["row"] + 1))
    else:
        parts.append(words["prose"])
    return " ".join(parts)


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= QUOTE else f"{line[: QUOTE - 1]}…"


def _checks(audit: Plain, lang: Lang) -> list[str]:
    words, checks = WORDS[lang], audit["checks"]
    counts = dict.fromkeys(("passed", "failed", "undecidable", "skipped"), 0)
    for check in checks:
        counts[check["outcome"]] += 1
    lines = [f"  {words['checks'].format(ran=len(checks), **counts)}"]
    lines += [
        f"  {check['rule']} {words['undecidable']}{MARKS[lang]['colon']}{check['explanation'][lang]}"
        for check in checks
        if check["outcome"] == "undecidable"
    ]
    return lines


def rule_text(rule: Plain, lang: Lang) -> str:
    """One rule explained: what, why, on what basis, with examples."""
    words, colon = WORDS[lang], MARKS[lang]["colon"]
    lines = [f"{rule['code']}  {rule['title'][lang]}  ({rule['name']})", ""]
    lines.append(f"{words['severity']}{colon}{words[rule['severity']]}")
    lines.append(f"{words['why']}{colon}{rule['why'][lang]}")
    lines += [f"{words[part]}{colon}{rule[part][lang]}" for part in ("how", "tolerance") if rule[part][lang]]
    for basis in rule["basis"]:
        text = f"{colon}{basis['text'][lang]}" if basis["text"] else ""
        lines.append(f"{words['basis']}{colon}{cited(basis, lang)}{text}")
    lines.append(f"{words['quiet']}{colon}{rule['quiet'][lang]}")
    lines += ["", f"{words['examples']}{colon}"]
    for example in rule["examples"]:
        shown = [f"{key} = {value or '∅'}" for key, value in example["facts"].items()]
        shown += told(example)
        shown += beside((*example["previous"], *example["area"]))
        printed = " ".join(example["text"].split())
        label = words.get(example["outcome"], words["undecidable"])
        lines.append(f"  [{label}] {MARKS[lang]['list'].join(filter(None, [printed, ', '.join(shown)]))}")
    return "\n".join(lines)
