"""Faults of figures in the prose: against the table, against each other, against last year."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from tests.accuracy.faults.draft import Draft
from tests.accuracy.faults.figures import slip
from tests.accuracy.faults.model import ANY, NEW, OLD, Apply, Fault, Injected
from tests.accuracy.model import Claim, Key

SHARE = re.compile(r"(?P<count>\d+)(?P<unit>[条件人])(?P<words>，占(?:总数的)?|（占比)(?P<share>\d+\.\d\d)%")


SUBSET = "公开|公示|公布|发布|归集"  # what was published may be less than what was decided


def _claims(draft: Draft, wanted: Callable[[str], bool]) -> list[Claim]:
    """Claims of a figure that stands once in its sentence, whose row the tables have."""
    found = []
    for claim in draft.report.claims:
        alone = len(re.findall(rf"(?<![\d.]){re.escape(claim.value)}(?![\d.])", claim.quote)) == 1
        if wanted(claim.indicator) and alone and claim.value != "0" and claim.value.isdigit():
            found.append(claim)
    return found


def against_table(*beginnings: str, but: str = "") -> Apply:
    """The prose says another figure than the table, in a sentence without the words ``but``."""

    def apply(draft: Draft) -> Injected | None:
        some = [c for c in _claims(draft, lambda key: key.startswith(beginnings)) if _in_table(draft, c)]
        some = [claim for claim in some if _once(draft, claim) and not (but and re.search(but, claim.quote))]
        if not some:
            return None
        claim = draft.rng.choice(some)
        wrong = str(slip(int(claim.value), draft.rng))
        if wrong == "0":
            return None
        quote = re.sub(rf"(?<![\d.]){claim.value}(?![\d.])", wrong, claim.quote, count=1)
        if not draft.edit(claim.quote, quote):
            return None
        return Injected(
            f"{claim.indicator}: prose {wrong}, table {claim.value}: {quote[:60]}", None, wrong, claim.value
        )

    return apply


def _once(draft: Draft, claim: Claim) -> bool:
    """Whether the prose says it nowhere else."""
    told = [(each.indicator, each.applicant) for each in draft.report.claims]
    return told.count((claim.indicator, claim.applicant)) == 1


def _in_table(draft: Draft, claim: Claim) -> bool:
    """Whether the tables print the figure under the same key or in the rows of its family."""
    if claim.indicator == "litigation.total":
        return True
    if claim.indicator == "requests.closed" and draft.report.form in NEW:
        return True
    return draft.prints(claim.indicator) or any(key[0].startswith(f"{claim.indicator}.") for key in draft.values)


def _denied(draft: Draft) -> Injected | None:
    """Nothing happened, says the text; the table counts."""
    kinds = {
        "requests.received": "全年未收到政府信息公开申请。",
        "review.total": "全年没有因政府信息公开申请行政复议的情况。",
        "litigation.total": "全年没有因政府信息公开提起行政诉讼的情况。",
    }
    some = [claim for claim in draft.report.claims if claim.indicator in kinds and claim.value != "0"]
    some = [claim for claim in some if claim.applicant is None and _once(draft, claim)]
    if not some:
        return None
    claim = draft.rng.choice(some)
    return Injected(kinds[claim.indicator]) if draft.edit(claim.quote, kinds[claim.indicator]) else None


def _counted(draft: Draft) -> Injected | None:
    """The text says that nothing happened, rightly; the table counts cases."""
    zero = [claim for claim in draft.report.claims if claim.indicator == "review.total" and claim.value == "0"]
    if not zero:
        return None
    count = str(draft.rng.randint(1, 4))
    key: Key = ("review.total", None, None)
    draft.write({key: count, ("review.upheld", None, None): count})
    return Injected(f"{count} reconsiderations, denied: {zero[0].quote[:40]}")


def _twice(draft: Draft) -> Injected | None:
    some = _claims(draft, lambda key: key in ("disclosure.total", "disclosure.channel.website", "training.sessions"))
    some = [claim for claim in some if not draft.prints(claim.indicator)]
    if not some:
        return None
    claim = draft.rng.choice(some)
    again = {
        "disclosure.total": "综上，全年共主动公开政府信息{n}条。",
        "disclosure.channel.website": "其中通过政府网站公开政府信息{n}条。",
        "training.sessions": "全年共举办政府信息公开培训班{n}次。",
    }[claim.indicator]
    wrong = str(slip(int(claim.value), draft.rng))
    sentence = again.replace("{n}", wrong)
    return Injected(f"{claim.value}, then: {sentence}") if draft.say(sentence, _last(draft)) else None


def _last(draft: Draft) -> str:
    return "其他需要报告" if draft.rng.random() < 0.5 else ""


# -- lists --

_LISTED = (
    "其中，机构职能类{a}条、政策法规类{b}条、工作动态类{c}条、其他类{d}条。",
    "其中：机构概况{a}条；规划计划{b}条；业务工作{c}条；其他{d}条。",
    "其中，概况信息{a}条，法规公文{b}条，工作动态{c}条，其他信息{d}条。",
    "其中公示公告类{a}条、政务动态类{b}条、财政预决算类{c}条、其他类{d}条。",
)


def _parts(draft: Draft, total: int) -> list[int]:
    cuts = sorted(draft.rng.sample(range(1, total), 3))
    return [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], total - cuts[2]]


def _list(draft: Draft) -> Injected | None:
    total = draft.rng.randint(40, 900)
    parts = _parts(draft, total)
    at = draft.rng.randrange(4)
    right, parts[at] = parts[at], slip(parts[at], draft.rng)
    listed = draft.rng.choice(_LISTED)
    for name, part in zip("abcd", parts, strict=True):
        listed = listed.replace(f"{{{name}}}", str(part))
    sentence = draft.rng.choice(("全年更新专栏信息{n}条，", "本年度共发布信息{n}条，", "年内上传各类信息{n}条，"))
    text = sentence.replace("{n}", str(total)) + listed
    return Injected(f"{right} would be right: {text}") if draft.say(text) else None


def _consultations(draft: Draft) -> Injected | None:
    parts = [draft.rng.randint(2, 400) for _ in range(3)]
    total = slip(sum(parts), draft.rng)
    text = draft.rng.choice(
        (
            "全年接受公众咨询{n}人次，其中现场咨询{a}人次、电话咨询{b}人次、网络咨询{c}人次。",
            "受理市民咨询{n}人次，其中电话咨询{a}人次、现场咨询{b}人次、网上咨询{c}人次。",
            "全年共接受咨询{n}次，其中：现场咨询{a}次；电话咨询{b}次；网络咨询{c}次。",
        )
    )
    for name, number in zip("nabc", (total, *parts), strict=True):
        text = text.replace(f"{{{name}}}", str(number))
    return Injected(text) if draft.say(text) else None


def _overlap(draft: Draft) -> Injected | None:
    parts = [draft.rng.randint(2, 300) for _ in range(2)]
    why = draft.rng.choice(
        ("（因同一申请可以多种方式提出，故分类之和大于总数）", "（部分申请以两种方式提出，分类之和大于申请总数）")
    )
    text = f"全年共收到政府信息公开申请{sum(parts)}件，其中当面申请{parts[0]}件，网络申请{parts[1]}件{why}。"
    return Injected(text) if draft.say(text) else None


def _chain(draft: Draft) -> Injected | None:
    a, b = draft.rng.randint(20, 300), draft.rng.randint(2, 19)
    wrong = slip(a + b, draft.rng)
    text = draft.rng.choice(
        (
            f"全年受理许可申请{wrong}件，准予许可{a}件，不予许可{b}件。",
            f"公众号全年发布信息{wrong}条，原创{a}条，转发{b}条。",
            f"年初有取水许可证{a}件，新增{b}件，注销0件，年末共有{wrong}件。",
        )
    )
    return Injected(text) if draft.say(text) else None


# -- shares --


def _share(change: Callable[[Draft, Decimal, int], Decimal | None]) -> Apply:
    """One share of a list says something else."""

    def apply(draft: Draft) -> Injected | None:
        found = [(text, match) for _, _, text in draft.texts() for match in SHARE.finditer(text)]
        draft.rng.shuffle(found)
        for text, match in found:
            share = Decimal(match["share"])
            wrong = change(draft, share, int(match["count"]))
            if wrong is None:
                continue
            sentence = text[: match.start("share")] + str(wrong) + text[match.end("share") :]
            draft.edit(text, sentence)
            return Injected(f"{wrong}% for {share}%: {match[0]}", None, str(wrong), str(share))
        return None

    return apply


def _other_share(draft: Draft, share: Decimal, _: int) -> Decimal | None:
    wrong = draft.rng.choice((share / 10, share + 1, share + Decimal("0.30"), share - Decimal("2.5")))
    wrong = wrong.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return wrong if Decimal(0) < wrong <= 100 and abs(wrong - share) > Decimal("0.02") else None


def _above_hundred(draft: Draft, share: Decimal, _: int) -> Decimal | None:
    wrong = share * 10 if share > 10 else share + 100
    return wrong if wrong > 100 else None


def _truncated(draft: Draft, share: Decimal, count: int) -> Decimal | None:
    """Cut off where rounding goes up."""
    whole = _whole(draft, count)
    true = Decimal(100 * count) / whole if whole else Decimal(0)
    cut = true.quantize(Decimal("0.01"), ROUND_DOWN)
    return cut if cut != share == true.quantize(Decimal("0.01"), ROUND_HALF_UP) else None


def _whole(draft: Draft, count: int) -> int:
    wholes = [int(c.value) for c in draft.report.claims if c.indicator in ("requests.received", "requests.closed")]
    wholes += [int(c.value) for c in draft.report.claims if c.indicator in ("outcomes.total", "review.total")]
    totals = [whole for whole in wholes if whole >= count]
    return totals[0] if totals else 0


def _not_hundred(draft: Draft) -> Injected | None:
    """A part and its share grow together: each share is right, and all together exceed the whole."""
    total = draft.rng.randint(20, 400)
    parts = _parts(draft, total)[:2]
    third = total - sum(parts) + draft.rng.randint(2, 15)
    names = draft.rng.choice((("当面", "网络", "信函"), ("窗口", "网站", "邮寄")))
    listed = "；".join(
        f"{name}提交{part}件，占总数的{(Decimal(100 * part) / total).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
        for name, part in zip(names, (*parts, third), strict=True)
    )
    text = f"全年办理各类证明{total}件，其中，{listed}。"
    return Injected(text) if draft.say(text) else None


def _rate(draft: Draft) -> Injected | None:
    """All were answered, says the text; some were carried over."""
    if not draft.number("requests.carried_out", "total"):
        return None
    text = draft.rng.choice(("依申请公开答复率100%。", "政府信息公开申请办结率达100%。", "申请答复率为100%。"))
    return Injected(text) if draft.say(text) else None


# -- words for what is counted --


def _counter(draft: Draft) -> Injected | None:
    some = _claims(draft, lambda key: key in ("requests.received", "review.total", "litigation.total"))
    some = [claim for claim in some if f"{claim.value}件" in claim.quote and claim.applicant is None]
    if not some:
        return None
    claim = draft.rng.choice(some)
    quote = claim.quote.replace(f"{claim.value}件", f"{claim.value}条")
    return Injected(quote) if draft.edit(claim.quote, quote) else None


def _persons(draft: Draft) -> Injected | None:
    people = draft.number("training.people")
    if not people or any(claim.indicator == "training.people" for claim in draft.report.claims):
        return None
    text = draft.rng.choice(
        (f"全年接受培训人员{people}人。", f"培训工作人员{people}人。", f"共有{people}人接受培训。")
    )
    return Injected(text) if draft.say(text) else None


def _fee(draft: Draft) -> Injected | None:
    part = draft.part("其他需要报告")
    if part is None or draft.number("outcomes.other.overdue_fee", "total"):
        return None
    amount = draft.rng.choice((200, 300, 3940))
    del draft.report.blocks[part[0] + 1 : part[1]]
    draft.say(
        draft.rng.choice((f"全年收取信息处理费{amount}元。", f"本年度收取政府信息公开信息处理费{amount}元。")), "其他"
    )
    draft.write({("charges.amount", None, None): "0.01"})
    return Injected(f"fee of {amount} yuan, in the table 0.01 万元")


# -- last year --


def _own_change(draft: Draft) -> Injected | None:
    """Figure, change and percentage of one sentence do not agree."""
    some = _claims(draft, lambda key: key in ("requests.received", "disclosure.total", "disclosure.channel.website"))
    some = [c for c in some if int(c.value) > 4 and c.applicant is None and re.search(r"\d[条件]次?。$", c.quote)]
    if not some:
        return None
    claim = draft.rng.choice(some)
    now = int(claim.value)
    more = draft.rng.randint(1, now // 2)
    wrong = (Decimal(100 * more) / (now - more) * draft.rng.choice((Decimal("0.5"), Decimal("1.3"), 2))).quantize(
        Decimal("0.01")
    )
    told = draft.rng.choice(("比上年增加{d}{u}，增长{p}%", "较上年增加{d}{u}，上升{p}%", "同比增加{d}{u}，增幅{p}%"))
    told = told.replace("{d}", str(more)).replace("{u}", claim.unit).replace("{p}", str(wrong))
    return _behind(draft, claim, told)


def _change(draft: Draft) -> Injected | None:
    """A change that last year's report does not bear out."""
    some = _claims(draft, lambda key: key == "requests.received")
    some = [claim for claim in some if claim.applicant is None and re.search(r"\d件。$", claim.quote)]
    if not some or draft.earlier is None:
        return None
    now, then = int(some[0].value), draft.earlier.number("requests.received", "total")
    wrong = now - then + draft.rng.choice((2, 3, 5, -2, -4))
    way = "增加" if wrong > 0 else "减少"
    told = draft.rng.choice(
        (f"比上年{way}{abs(wrong)}件", f"较上年{way}{abs(wrong)}件", f"与上年相比{way}{abs(wrong)}件")
    )
    return _behind(draft, some[0], told) if wrong and wrong < now else None


def _vague(draft: Draft) -> Injected | None:
    some = _claims(draft, lambda key: key in ("requests.received", "disclosure.total"))
    some = [claim for claim in some if claim.applicant is None and re.search(r"\d[条件]。$", claim.quote)]
    told = draft.rng.choice(("较上年大幅增加", "与上年相比显著下降", "比上年明显增加", "较去年大幅减少"))
    return _behind(draft, draft.rng.choice(some), told) if some else None


def _behind(draft: Draft, claim: Claim, told: str) -> Injected | None:
    quote = f"{claim.quote[:-1]}，{told}。"
    return Injected(quote) if draft.edit(claim.quote, quote) else None


FAULTS = (
    Fault("told-requests", ("NVT-01",), ANY, against_table("requests.received", "requests.carried")),
    Fault("told-outcomes", ("NVT-02",), ANY, against_table("outcomes.", "requests.closed")),
    Fault("told-disclosure", ("NVT-03",), OLD, against_table("disclosure.total")),
    Fault("told-channels", ("NVT-04",), OLD, against_table("disclosure.channel")),
    Fault("told-responses", ("NVT-05",), OLD, against_table("response.")),
    Fault("told-reviews", ("NVT-06",), ANY, against_table("review.", "litigation.")),
    Fault("told-fee", ("NVT-07",), NEW[1:], _fee),
    Fault("told-documents", ("NVT-08",), NEW[1:], against_table("normative_documents.", but=SUBSET)),
    Fault("told-decisions", ("NVT-08",), NEW, against_table("licensing.", "penalties.", but=SUBSET)),
    Fault("told-training", ("NVT-09",), OLD, against_table("training.", "capacity.")),
    Fault("told-twice", ("NVT-10",), NEW, _twice),
    Fault("denied", ("NVT-11",), ANY, _denied),
    Fault("counted-but-denied", ("NVT-11",), ANY, _counted),
    Fault("list-of-parts", ("ARI-15",), ANY, _list),
    Fault("consultations", ("ARI-16",), ANY, _consultations),
    Fault("needless-remark", ("ARI-17",), OLD, _overlap),
    Fault("chain", ("ARI-20",), ANY, _chain),
    Fault("wrong-share", ("PCT-01",), ANY, _share(_other_share)),
    Fault("shares-above-whole", ("PCT-02",), ANY, _not_hundred),
    Fault("share-above-hundred", ("PCT-03",), ANY, _share(_above_hundred)),
    Fault("whole-rate", ("PCT-04",), NEW, _rate),
    Fault("truncated-share", ("PCT-05",), ANY, _share(_truncated)),
    Fault("counter-word", ("UNT-04",), ANY, _counter),
    Fault("persons-for-visits", ("UNT-07",), OLD, _persons),
    Fault("change-against-itself", ("XYR-05",), ANY, _own_change),
    Fault("change-against-last-year", ("XYR-04",), NEW, _change, earlier=True),
    Fault("vague-change", ("WRD-07",), ANY, _vague),
)
