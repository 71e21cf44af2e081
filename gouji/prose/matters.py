"""What a sentence is about: figures of other matters than disclosure never become facts, although the words are alike
(受理低保申请35件, 消防培训5次, 热线投诉325件)."""

from __future__ import annotations

import re

from gouji.prose.paragraph import Item
from gouji.prose.phrases import Named

_CHANNEL = re.compile(
    r"(?<!各类)(?<!各种)(?<!多种)(?<!各)(?:网站|微信|微博|公众号|公报|平台|报刊|媒体|客户端|公示栏|公开栏|查阅点|显示屏|广播|电视)"
)
_CHANNEL_TOPIC = re.compile(rf"(?:{_CHANNEL.pattern})(?:方面|渠道|中|上|发布|公开)?$")
_CLAUSE = re.compile(r"[,:]")
_LOOSE = {"公众号", "平台", "查阅点"}  # words that go with another channel's name
_NEWS = frozenset(("", "条", "件", "篇", "条次", "份", "则"))
_OTHER = re.compile(
    r"消费|热线|123\d\d|信访|劳动|消防|安全|技能|就业|创业|党[课员建风务]|普法|法治|防汛|应急|急救|廉|环境|食品|居民"
    r"|群众.{0,2}\d|农|来信|留言|咨询"
)
_OTHER_WORK = re.compile(
    r"低保|救助|信访|工单|诉求|热线|提案|建议|许可|处罚|登记|审批|业务|投诉|举报|留言|来信|复议|诉讼|补贴|补助|纠纷|仲裁"
    r"|案件|调解|认定|备案|项目|证照|矛盾|督办"
)
_DISCLOSURE = re.compile(r"公开|依申请|收到申请|新收申请")
_UNDONE = re.compile(r"(?:未|待|可以|能够|应当?|需要?|无法|不能|正在)(?:予以)?(?:办结|答复)")
_TAKEN_IN = re.compile(r"(?:收到|受理|接到|接收|收悉|新收|登记|收受)(?:了|的)?")
# What may stand between 收到 and a bare 申请 so that it is still a request for information.
_FILLER = re.compile(
    r"(?:政府|信息|公开|依申请|公民|法人|自然人|个人|其他|组织|群众|市民|社会公众|申请人|企业|单位|和|或者?|、|及|以|由|提出|提交"
    r"|递交|书面|形式|方式|渠道|途径|各类|有效|的|共计?|累计|全年|总计?|合计|我局|本机关|本局|当面|网络|信函|件|份|\([^()]*\))*"
)
_ONE_COURSE = re.compile(r"(?:召开|举办|组织|开展)[^,。;\d]*(?:培训会?|培训班|讲座),")
REACH = 600  # characters before a figure in which its matter is said; longer sentences are lists
_ALL_YEAR = re.compile(r"全年|年内|累计|总|共|年度|各类")


def elsewhere(named: Named, item: Item, glue: str) -> bool:
    """Whether a figure that a phrase names belongs to another matter after all."""
    family, _, rest = named.indicator.partition(".")
    text = item.paragraph.text
    start = max(item.sentence.start, item.start - REACH)
    sentence = text[start : item.end]
    if family in ("training", "complaints"):
        if rest == "people" and _ONE_COURSE.search(sentence) and not _ALL_YEAR.search(sentence):
            return True  # one course of many
        return _last(_OTHER, sentence) > sentence.rfind("公开")
    if family in ("licensing", "penalties", "coercion"):  # items of news, kinds of licences
        return "信息" in glue or item.expression.unit in ("项", "个", "条")
    if named.indicator.startswith("disclosure.channel."):
        return item.expression.unit not in _NEWS or (named.head and _several(text[item.clause : item.start]))
    if named.indicator in ("requests.closed", "outcomes.total"):
        undone = _UNDONE.search(text, item.clause, max(item.start, named.end))
        return bool(undone) or _of_other_work(text[start : max(item.start, named.end)])
    return named.indicator == "requests.received" and _other_request(text, item, named)


def of_one_channel(named: Named, before: str) -> bool:
    """通过微信公开政府信息16条 is no total, unless a word of totality stands between: 通过网站共公开…."""
    if named.indicator != "disclosure.total" or before.endswith(("共", "共计", "合计", "总计", "总共")):
        return False
    clauses = _CLAUSE.split(before)
    return bool(_CHANNEL.search(clauses[-1]) or any(_CHANNEL_TOPIC.search(clause) for clause in clauses[:-1]))


def _several(clause: str) -> bool:
    return len(set(_CHANNEL.findall(clause)) - _LOOSE) > 1


def _of_other_work(sentence: str) -> bool:
    """受理低保申请35件，办结30件: the last matter that the sentence names is not disclosure."""
    return _last(_OTHER_WORK, sentence) > _last(_DISCLOSURE, sentence)


def _last(words: re.Pattern[str], sentence: str) -> int:
    """Where the last of some words stands; -1 when there is none."""
    return max((found.start() for found in words.finditer(sentence)), default=-1)


def _other_request(text: str, item: Item, named: Named) -> bool:
    """受理低保申请35件: the words between the verb and a bare 申请 name another matter."""
    lead = text[item.clause : max(item.start, named.end)]
    if not named.head or "公开" in text[named.start : named.end] or "公开" in lead or "依申请" in lead:
        return False
    taken = list(_TAKEN_IN.finditer(lead))
    if not taken:
        return False
    between = lead[taken[-1].end() : max(taken[-1].end(), lead.rfind("申请"))]
    return not _FILLER.fullmatch(re.sub(r"\d+", "", between))
