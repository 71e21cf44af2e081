"""Faults of structure and of dates."""

from __future__ import annotations

import gouji
from tests.accuracy.faults.draft import Draft, Wish, draft
from tests.accuracy.faults.model import ANY, NEW, Apply, Fault, Injected
from tests.corpus.forms import Table


def said(*sentences: str, cue: str = "") -> Apply:
    """One of these sentences stands in the report. ``{y}`` is the year, ``{z}`` the next, ``{a}`` the agency."""

    def apply(made: Draft) -> Injected | None:
        text = filled(made, made.rng.choice(sentences))
        return Injected(text) if made.say(text, cue) else None

    return apply


def filled(made: Draft, text: str) -> str:
    year = made.report.year
    return text.replace("{y}", str(year)).replace("{z}", str(year + 1)).replace("{a}", made.report.agency.name)


def edited(*pairs: tuple[str, str], kinds: tuple[str, ...] = ("text",)) -> Apply:
    """One of the first words, where they stand, becomes the second."""

    def apply(made: Draft) -> Injected | None:
        for old, new in made.rng.sample(pairs, len(pairs)):
            old, new = filled(made, old), filled(made, new)
            if made.edit(old, new, kinds):
                return Injected(f"{new} for {old}")
        return None

    return apply


# -- structure --


def _without(*cues: str) -> Apply:
    """A part with all that stands in it is missing."""

    def apply(made: Draft) -> Injected | None:
        cue = made.rng.choice(cues)
        part = made.part(cue)
        if part is None:
            return None
        del made.report.blocks[part[0] : part[1]]
        return Injected(f"without {cue}")

    return apply


def _renumbered(made: Draft) -> Injected | None:
    """A number is left out: 四, 六, 七."""
    for old, new in (("六、", "七、"), ("五、", "六、")):
        part = made.part(old)
        if part is None:
            return None
        made.report.blocks[part[0]] = ("heading", str(made.report.blocks[part[0]][1]).replace(old, new))  # type: ignore[index]
    return Injected("五 is left out")


def _swapped(made: Draft) -> Injected | None:
    """The fifth and the sixth part change places."""
    fifth, sixth = made.part("五、"), made.part("六、")
    if fifth is None or sixth is None:
        return None
    blocks = made.report.blocks
    blocks[fifth[0] : sixth[1]] = [*blocks[sixth[0] : sixth[1]], *blocks[fifth[0] : fifth[1]]]
    return Injected("六 before 五")


def _without_table(made: Draft) -> Injected | None:
    """The tables of one part are missing, the heading stays."""
    cue = "主动公开政府" if made.rng.random() < 0.3 else made.rng.choice(("收到和处理", "行政复议、行政诉讼"))
    part = made.part(cue) if made.report.form in NEW else (0, len(made.report.blocks))
    if part is None:
        return None
    made.report.blocks[part[0] : part[1]] = [
        b for b in made.report.blocks[part[0] : part[1]] if not isinstance(b, Table)
    ]
    return Injected(f"no table in {cue}")


def _kept(made: Draft) -> Injected | None:
    """The wish has done it already; only where it changed what is printed."""
    plain = {row[2] for row in _form_rows(made)}
    printed = {cell.figure.indicator for cell in made.cells() if cell.figure}
    labels = {cell.text.strip() for cell in made.cells()}
    added = "其他" in "".join(labels & {"其他主动公开文件"}) or bool(
        labels & {"9.其他不予公开的情形", "（三）制度建设", "政府信息公开指南更新次数", "开设信息公开专栏数"}
    )
    return Injected("rows are missing or added") if added or plain - printed else None


def _form_rows(made: Draft) -> list[tuple[str, str, str]]:
    return [("", "", key[0]) for key in made.values]


def _title(made: Draft) -> Injected | None:
    name, year = made.report.agency.name, made.report.year
    title = made.rng.choice(
        ("政府信息公开工作年度报告", f"{year}年政府信息公开工作年度报告", f"{name}政府信息公开工作年度报告")
    )
    made.retitle(title)
    return Injected(title)


def _parts(made: Draft) -> Injected | None:
    """The foreword counts other parts than there are."""
    first = made.part("一、")
    if first is None:
        return None
    text = made.rng.choice(("本报告共分五个部分。", "全文共分为七个部分。", "本报告由五个部分组成。"))
    made.report.blocks.insert(first[0], ("text", text))
    return Injected(text)


def _emptied(cue: str, *sentences: str) -> Apply:
    def apply(made: Draft) -> Injected | None:
        part = made.part(cue)
        if part is None:
            return None
        text = made.rng.choice(sentences)
        made.report.blocks[part[0] + 1 : part[1]] = [("text", text)]
        return Injected(f"{cue}: {text}")

    return apply


def _assessment(made: Draft) -> Injected | None:
    sentence = "工作考核、社会评议和责任追究结果情况：已纳入年度考核，未发生责任追究情形。"
    return Injected("no assessment") if made.edit(sentence, "") else None


def _reading(made: Draft) -> Injected | None:
    """An interpretation of the report instead of the report."""
    made.retitle(f"《{made.report.agency.name}{made.report.year}年政府信息公开工作年度报告》解读")
    made.report.blocks[1:] = [
        (
            "text",
            filled(
                made, "《{a}{y}年政府信息公开工作年度报告》已经编制完成。为便于公众了解，现就年报内容进行如下解读。"
            ),
        ),
        ("text", "一是严格落实要求，公开内容更加全面；二是规范办理流程，答复质量稳步提升。"),
    ]
    return Injected("an interpretation")


def _attached(made: Draft) -> Injected | None:
    wish = Wish(made.report.form, made.report.format, (made.report.year, made.report.year), ("town", "street"))
    other = draft(wish, f"{made.rng.random()}")
    if other.report.agency.name == made.report.agency.name:
        return None
    blocks = [
        block if isinstance(block, Table) or block[0] != "title" else ("caption", block[1])
        for block in other.report.blocks
    ]
    made.report.blocks += blocks  # a page may show the first title in its head only, not the second
    return Injected(f"with the report of {other.report.agency.name}")


# -- time --


def _published(month: int, first: int, last: int) -> Apply:
    def apply(made: Draft) -> Injected | None:
        due = (made.report.agency.kind == "government") == (month > 3) or made.report.year < 2019
        if not due or made.report.agency.kind == "township":
            return None
        day = made.rng.randint(first, last)
        old = made.report.published
        year = made.report.year + 1
        made.report.published = made.submission["published"] = f"{year}-{month:02d}-{day:02d}"
        _, was, then = (int(each) for each in old.split("-"))
        made.edit(f"{year}年{was}月{then}日", f"{year}年{month}月{day}日", ("right",))
        return Injected(f"published on {made.report.published}")

    return apply


def _submitted(made: Draft) -> Injected | None:
    made.profile = gouji.Profile(submission={made.report.agency.kind: (1, 10)})  # type: ignore[dict-item]
    made.submission["submitted"] = f"{made.report.year + 1}-01-{made.rng.randint(11, 30)}"
    return Injected(f"submitted on {made.submission['submitted']}")


def _stale(made: Draft) -> Injected | None:
    """The foreword's period, the caption or the signature bears last year's figure."""
    year = made.report.year
    places = [
        (f"{year}年1月1日起至{year}年12月31日", f"{year - 1}年1月1日起至{year - 1}年12月31日", "text"),
        (f"{year}年1月1日至{year}年12月31日", f"{year - 1}年1月1日至{year - 1}年12月31日", "text"),
        (f"{year}年1月1日到{year}年12月31日", f"{year - 1}年1月1日到{year - 1}年12月31日", "text"),
        (f"（{year}年度）", f"（{year - 1}年度）", "caption"),
        (f"{year + 1}年", f"{year}年", "right"),
    ]
    for old, new, kind in made.rng.sample(places, len(places)):
        if made.edit(old, new, (kind,)):
            return Injected(f"{new} for {old}")
    return None


_TABLES = ("收到和处理", "行政复议、行政诉讼")

FAULTS = (
    Fault("without-a-part", ("STR-01",), NEW, _without("存在的主要问题", "其他需要报告", "总体情况", *_TABLES)),
    Fault("misnumbered", ("STR-02",), NEW, _renumbered),
    Fault("parts-exchanged", ("STR-02",), NEW, _swapped),
    Fault("without-a-table", ("STR-03",), ANY, _without_table),
    Fault("form-of-another-year", ("STR-04",), NEW[:1], lambda d: Injected("an old form"), year=2023),
    Fault("undivided-row", ("STR-05",), NEW[1:], lambda d: Injected("one row 其他处理"), rows="one-row-other"),
    Fault("rows-missing", ("STR-06",), ANY, _kept, rows="missing-rows"),
    Fault("small-row-missing", ("STR-06",), NEW, _kept, rows="missing-row"),
    Fault("row-added", ("STR-06",), ANY, _kept, rows="added-row"),
    Fault("column-missing", ("STR-06",), NEW, lambda d: Injected("no total column"), rows="missing-column"),
    Fault("title", ("STR-07",), ANY, _title),
    Fault("parts-counted", ("STR-08",), NEW, _parts),
    Fault("no-problems", ("STR-09",), NEW, _emptied("存在的主要问题", "无。", "暂无。", "无存在问题。")),
    Fault(
        "fee-unstated",
        ("STR-10",),
        NEW[1:],
        _emptied("其他需要报告", "无其他需要报告的事项。", "没有其他需要报告的事项。", "无。"),
    ),
    Fault("no-assessment", ("STR-11",), NEW, _assessment, agencies=("city", "county", "town")),
    Fault(
        "thin-overview",
        ("STR-12",),
        NEW[1:],
        _emptied(
            "总体情况",
            "全年主动公开政府信息63条，办理依申请公开事项及时规范。",
            "认真做好主动公开和依申请公开，全年运行平稳。",
            "坚持主动公开为常态，门户网站运行平稳，依申请公开办理规范。",
        ),
    ),
    Fault(
        "template-text",
        ("STR-13",),
        ANY,
        said(
            "通过政府门户网站（具体网址）公开信息。",
            "本年度共发布信息XX条。",
            "20XX年，各项工作有序推进。",
            "（文字描述）",
        ),
    ),
    Fault("interpretation", ("STR-14",), ANY, _reading),
    Fault("another-report-behind", ("STR-15",), ANY, _attached),
    Fault("late-department", ("TIM-01",), NEW, _published(2, 3, 27), agencies=("bureau", "hall", "committee")),
    Fault("late-government", ("TIM-02",), ANY, _published(4, 2, 28), agencies=("city", "county")),
    Fault(
        "period",
        ("TIM-03",),
        ANY,
        edited(
            ("{y}年12月31日止", "{y}年11月30日止"),
            ("{y}年1月1日", "{y}年1月5日"),
            ("至{y}年12月31日", "至{z}年1月6日"),
        ),
    ),
    Fault(
        "impossible-date",
        ("TIM-04",),
        ANY,
        said(
            "{y}年2月30日召开专题会议研究部署公开工作。",
            "{y}年4月31日组织开展集中培训。",
            "截至{z}年9月30日，已公开信息12条。",
        ),
    ),
    Fault("late-submission", ("TIM-05",), ANY, _submitted),
    Fault("stale-year", ("TIM-06",), ANY, _stale),
)
