"""ARI-20: a chain of figures in the text does not close: applications = granted + refused, original + forwarded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gouji.model import Basis, Block, Case, Place, Text
from gouji.numbers import Expression, expressions, plain
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.views import folded, holding

_SENTENCE = re.compile(r"[^。!?\n]+")
_REQUESTS = re.compile(r"信息公开|依申请|公开申请")  # counted by the rules of the form's own relations
_OPEN = re.compile(r"其中|包括|主要|如")
_PART = re.compile(r"不予|不准|驳回|未通过|不同意|原创|年初|上年末|上年底|期初")  # one part of each chain
_REST = re.compile(r"其他|其余|撤回|在办|正在|未办结|待办|终止|退回|结转|部分|告知|转办|不属|中止")


@dataclass(frozen=True, slots=True)
class Chain:
    """A whole and the parts that make it: ``signs`` say whether a part is added or taken away."""

    name: Text
    words: tuple[re.Pattern[str], ...]  # of the whole, then of each part: the words right before its figure
    signs: tuple[int, ...]


def _w(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})[^,;、:\d]{{0,10}}$")


CHAINS = (
    Chain(
        Text("受理 = 准予 + 不予", "accepted = granted + refused"),
        (_w("受理|收到|办理|接收"), _w("(?<!不)(?:准予|予以|批准|通过|同意)"), _w("不予|不准|驳回|未通过|不同意")),
        (1, 1),
    ),
    Chain(
        Text("发布 = 原创 + 转发", "published = original + forwarded"),
        (_w("发布|推送|发文|编发"), _w("原创"), _w("转发|转载")),
        (1, 1),
    ),
    Chain(
        Text("年末 = 年初 + 新增 − 减少", "at the end = at the beginning + added − removed"),
        (
            _w("年末|年底|期末|现有|目前共有|现行有效"),
            _w("年初|上年末|上年底|期初"),
            _w("新增|新制定|制发|新设"),
            _w("注销|减少|废止|取消|撤销"),
        ),
        (1, 1, -1),
    ),
)


def check(case: Case) -> Iterator[Outcome]:
    seen = False
    for block in holding(case.report.document, _PART):
        for sentence in _SENTENCE.finditer(folded(block)):
            for outcome in _judged(block, sentence):
                seen = True
                yield outcome
    if not seen:
        yield NotApplicable(Text("正文没有可核对的数字链", "the text holds no chain of figures"))


def _judged(block: Block, sentence: re.Match[str]) -> Iterator[Outcome]:
    text = sentence[0]
    if not _PART.search(text) or _REQUESTS.search(text) or _OPEN.search(text) or _REST.search(text):
        return
    numbers = [number for number in expressions(text) if number.unit]
    for chain in CHAINS:
        found = [_named(text, numbers, words) for words in chain.words]
        figures = [each for each in found if each is not None]
        if len(figures) < len(chain.words) or len({each.unit for each in figures}) > 1:
            continue
        if any(each.approximate for each in figures) or len({each.start for each in figures}) < len(figures):
            continue
        parts = zip(chain.signs, figures[1:], strict=True)
        added = sum((sign * each.value for sign, each in parts), Decimal(0))
        yield Passed(chain.name.en) if added == figures[0].value else _hit(block, sentence, chain, figures, added)


def _named(text: str, numbers: list[Expression], words: re.Pattern[str]) -> Expression | None:
    """The one figure that stands right behind these words; None when there are several."""
    found = [number for number in numbers if words.search(text, max(0, number.start - 20), number.start)]
    return found[0] if len(found) == 1 else None


def _hit(block: Block, sentence: re.Match[str], chain: Chain, figures: list[Expression], added: Decimal) -> Hit:
    first, last = min(each.start for each in figures), max(each.end for each in figures)
    offset = (block.place.start or 0) + sentence.start()
    quote = block.text[sentence.start() + first : sentence.start() + last]
    place = Place(quote, offset + first, offset + last, block.place.block, block.place.page, block.place.bbox)
    whole, *parts = figures
    sums = zip(chain.signs, parts, strict=True)
    shown = "".join(f"{' + ' if sign > 0 else ' − '}{plain(each.value)}" for sign, each in sums).removeprefix(" + ")
    args: dict[str, Argument] = {
        "chain": chain.name,
        "whole": f"{plain(whole.value)}{whole.unit}",
        "sum": f"{shown} = {plain(added)}",
    }
    return Hit(f"{chain.name.en}:{plain(whole.value)}", args, places=(place,), actual=whole.value, expected=added)


TITLE = "云溪区水务局2023年政府信息公开工作年度报告\n一、总体情况\n"

RULE = Rule(
    code="ARI-20",
    name="narrative-chain",
    family="arithmetic",
    severity="notice",
    title=Text("正文前后衔接的数字不闭合", "A chain of figures does not close"),
    why=Text(
        "受理等于准予加不予、发布等于原创加转发、年末等于年初加新增减注销：一句话里写全了这些数字，就应当闭合。"
        "句中有“其中”“其他”“在办”等字样的不判断。",
        "Accepted is granted plus refused, published is original plus forwarded, the end is the beginning plus what "
        "came less what went. A sentence that states all of them should add up; one that leaves a rest open is not "
        "judged.",
    ),
    message=Text(
        "按“{chain}”计算，{sum}，与所写的{whole}相差{difference}。请核对这句话中的数字，有其他情形的请写明。",
        "By “{chain}”, {sum}, but the text says {whole}; the difference is {difference}. Please check the figures of "
        "the sentence, or state what else there is.",
    ),
    basis=(Basis("logic"),),
    check=check,
    needs=("prose",),
    examples=(
        Example("ok", f"{TITLE}全年受理许可申请80件，准予许可72件，不予许可8件。"),
        Example("bad", f"{TITLE}全年受理许可申请80件，准予许可72件，不予许可18件。", hits=1, says="90"),
        Example("bad", f"{TITLE}公众号发布信息300条，原创180条，转发110条。", hits=1, says="290"),
        Example("bad", f"{TITLE}年初有取水许可证40件，新增6件，注销3件，年末共有45件。", hits=1, says="43"),
        Example("skip", f"{TITLE}全年受理许可申请80件，准予72件，不予5件，其他3件。"),
        Example("skip", f"{TITLE}全年收到依申请公开12件，予以公开6件，不予公开1件。"),
    ),
)
