"""How offices write figures and labels: the noise of one document.

One document has at most one habit for its figures and one for its labels, so that a miss can be laid to its cause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from tests.accuracy.model import Cell, Figure

FIGURE_HABITS = (
    "blank-zero",
    "slash-zero",
    "dash-zero",
    "wu-zero",
    "unit-in-cell",
    "thousands",
    "full-width",
    "spaced",
    "remark",
    "total-blank-columns",
)
LABEL_HABITS = (
    "alias",
    "half-width-brackets",
    "comma-numbering",
    "point-numbering",
    "spaced-label",
    "typo",
    "lost-character",
    "wrapped-label",
    "no-numbering",
)
# What a rule may rightly say about a habit.
ALLOWED = {
    "blank-zero": {"FMT-01"},
    "slash-zero": {"FMT-01"},
    "dash-zero": {"FMT-01"},
    "wu-zero": {"FMT-01"},
    "thousands": {"FMT-04"},
    "total-blank-columns": {"FMT-01"},
    "remark": {"FMT-01", "UNT-05"},
    "unit-in-cell": {"UNT-05"},
}
REMARKS = (
    "（其中修订{k}件）",
    "（含上年结转{k}件）",
    "（其中联合发文{k}件）",
    "(其中{k}件为同一申请人)",
    "（详见附件）",
    "（注：含直属单位）",
)
_TYPOS = {
    "掌": "撑", "握": "渥", "结": "绪", "补": "朴", "确": "碓", "需": "须", "作": "做", "版": "板", "举": "兴", "报": "抱",
    "复": "覆", "认": "任", "第": "笫", "询": "徇", "案": "安", "密": "蜜", "申": "甲", "请": "清", "提": "堤", "供": "共",
    "涉": "步", "属": "嘱", "制": "治", "政": "正", "府": "俯", "网": "罔", "站": "占", "数": "樹", "热": "势", "回": "囬",
    "应": "映", "解": "懈", "读": "续", "培": "陪", "训": "圳", "会": "念", "议": "义", "理": "里", "量": "晨", "项": "顷",
    "目": "日", "本": "木", "年": "午", "增": "曾", "总": "忌", "采": "釆", "购": "够", "收": "牧", "费": "贵", "金": "全",
    "额": "颔", "处": "外", "罚": "罸", "强": "弜", "许": "诈", "可": "司", "信": "倌", "息": "恩", "公": "分", "开": "幵",
    "反": "返", "大": "太", "三": "叁", "方": "万", "合": "台", "法": "怯", "权": "杈", "益": "盖", "部": "陪", "事": "亊",
    "务": "物", "过": "讨", "程": "呈", "性": "姓", "查": "杳", "正": "止", "容": "客", "仍": "乃", "明": "朋", "重": "童",
}  # fmt: skip
ALIASES = {
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (
        "（二）部分公开",
        "（二）部分公开（区分处理的，只计这一情形，不计其它情形）",
    ),
    "2.其他法律行政法规禁止公开": ("2.其他法律、行政法规禁止公开",),
    "3.危及“三安全一稳定”": ('3.危及"三安全一稳定"', "3.危及国家安全、公共安全、经济安全、社会稳定"),
    "一、本年新收政府信息公开申请数量": ("一、本年度新收政府信息公开申请数量", "一、新收政府信息公开申请"),
    "二、上年结转政府信息公开申请数量": ("二、上年度结转政府信息公开申请数量", "二、上年结转"),
    "四、结转下年度继续办理": ("四、结转下一年度办理", "四、结转下年度继续办理数量"),
    "社会公益组织": ("公益组织",),
    "总计": ("合计", "共计"),
    "行政规范性文件": ("规范性文件",),
    "规范性文件": ("行政规范性文件",),
    "本年处理决定数量": ("处理决定数量",),
    "处理决定数量": ("本年处理决定数量",),
    "本年增/减": ("本年增减", "本年增／减"),
    "采购总金额": ("采购总金额（万元，保留四位小数）", "采购总金额（万元）"),
    "本年收费金额（单位：万元）": ("本年收费金额(万元)", "本年收费金额"),
    "（一）收到申请数": ("（一）收到申请总数", "（一）申请总数"),
    "（二）申请办结数": ("（二）办结数",),
    "（三）申请答复数": ("（三）答复数",),
    "制发规范性文件总数": ("制发规范性文件数",),
    "不是《条例》所指政府信息": ("不属于《条例》所指的政府信息", "非《条例》所指政府信息"),
    "（二）举办各类培训班数": ("（二）举办培训班数",),
    "（一）召开政府信息公开工作会议或专题会议数": ("（一）召开政府信息公开工作会议或者专题会议数",),
    "1.参加或举办新闻发布会总次数": ("1.参加或者举办新闻发布会总次数",),
    "3.政策解读稿件发布数": ("3.政策解读稿件数",),
}
_NUMBERED = re.compile(r"^(\d)\.")
_GLUED = re.compile(r"^(?:（[一二三四五六七]）|[一二三四五六七八九]、|\d\.)")


@dataclass(slots=True)
class Ink:
    """Writes figures and labels with the document's habits. ``tags`` collects what has been used."""

    rng: Random
    figure_habit: str = ""
    label_habit: str = ""
    tags: set[str] = field(default_factory=set)

    # -- figures --

    def figure(
        self, key: tuple[str, str | None, str | None], value: str, unit: str, tags: tuple[str, ...] = ()
    ) -> Cell:
        """A cell with its truth."""
        raw, state, printed, marks = self._printed(key, value, unit)
        if (
            key[0].endswith("items_change")
            and state == "number"
            and raw.strip()[:1] not in "-－0０"
            and self.rng.random() < 0.6
        ):
            raw = f"+{raw}"
        if marks:
            self.tags.add(marks)
        number = value if state == "number" else None
        return Cell(raw, figure=Figure(*key, number, printed, state, (*tags, *((marks,) if marks else ()))))

    def _printed(self, key: tuple[str, str | None, str | None], value: str, unit: str) -> tuple[str, str, str, str]:
        habit, rng = self.figure_habit, self.rng
        zero = float(value) == 0
        if habit in ("blank-zero", "slash-zero", "dash-zero", "wu-zero") and zero and rng.random() < 0.85:
            raw, state = {
                "blank-zero": (rng.choice(("", " ", "\u3000")), "blank"),
                "slash-zero": (rng.choice(("/", "／")), "dash"),
                "dash-zero": (rng.choice(("-", "—", "——", "－", "–")), "dash"),
                "wu-zero": ("无", "none"),
            }[habit]
            return raw, state, unit, habit
        if habit == "total-blank-columns" and key[1] not in (None, "total"):
            return "", "blank", unit, habit
        if habit == "unit-in-cell" and rng.random() < 0.7:
            return f"{value}{unit}", "number", unit, habit
        if habit == "thousands" and len(value.split(".")[0].lstrip("-")) > 3:
            return f"{int(value):,}" if "." not in value else f"{float(value):,.4f}", "number", unit, habit
        if habit == "full-width":
            return value.translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"}), "number", unit, habit
        if habit == "spaced" and rng.random() < 0.8:
            return (
                rng.choice(("\u3000{}", "{}\u3000", " {} ", "{}\u00a0", "\u3000 {}")).format(value),
                "number",
                unit,
                habit,
            )
        if habit == "remark" and not zero and "." not in value and rng.random() < 0.3 and int(value) > 1:
            remark = rng.choice(REMARKS).format(k=rng.randint(1, int(value) - 1))
            return value + remark, "number", unit, habit
        return value, "number", unit, ""

    # -- labels --

    def label(self, text: str) -> tuple[str, str]:
        """The label as this office prints it, and the habit that changed it (or nothing)."""
        found = self._label(text, self.label_habit)
        habit = self.label_habit if found != text else ""
        if habit:
            self.tags.add(habit)
        return found, habit

    def _label(self, text: str, habit: str) -> str:
        rng = self.rng
        if habit == "alias" and text in ALIASES:
            return rng.choice(ALIASES[text])
        if habit == "half-width-brackets":
            return text.translate({ord("（"): "(", ord("）"): ")", ord("，"): ",", ord("："): ":"})
        if habit == "comma-numbering":
            return _NUMBERED.sub(r"\1、", text)
        if habit == "point-numbering":
            return _NUMBERED.sub(rng.choice((r"\1．", r"\1. ", r"\1．　")), text)
        if habit == "no-numbering":
            return _NUMBERED.sub("", text)
        if habit == "spaced-label":
            if len(text) <= 4:
                return rng.choice((" ", "\u3000", "  ")).join(text)
            at = rng.randint(1, len(text) - 1)
            return f"{text[:at]}{rng.choice((' ', chr(0x3000)))}{text[at:]}"
        if habit == "wrapped-label" and len(text) > 5:
            at = len(text) // 2
            return f"{text[:at]}\n{text[at:]}"
        if habit in ("typo", "lost-character") and rng.random() < 0.3:
            return self._mistyped(text, habit)
        return text

    def _mistyped(self, text: str, habit: str) -> str:
        """One wrong or lost character in a label of six or more, two in one of twelve or more."""
        head = _GLUED.match(text)
        start = head.end() if head else 0
        body = len(text) - start
        if body < 6:
            return text
        times = 2 if body >= 12 and self.rng.random() < 0.4 else 1
        for _ in range(times):
            spots = [i for i in range(start, len(text)) if text[i] in _TYPOS]
            if not spots:
                return text
            at = self.rng.choice(spots)
            text = text[:at] + (_TYPOS[text[at]] if habit == "typo" else "") + text[at + 1 :]
        return text
