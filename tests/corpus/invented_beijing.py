"""The invented reports with the Beijing variant of the statistical table."""

from __future__ import annotations

from tests.corpus.forms import Key
from tests.corpus.invented_2014 import text_2014
from tests.corpus.report import Fault, Report, counts

_GARDEN = "北京市云岫区园林服务局"
_VALUES_BEIJING: dict[Key, str] = counts(
    disclosure__total=200, disclosure__normative_documents=1, disclosure__normative_documents_issued=2,
    disclosure__key_areas=30, disclosure__key_areas__budget=4, disclosure__key_areas__environment=10,
    disclosure__key_areas__bidding=6, disclosure__key_areas__pricing=2, disclosure__key_areas__audit=1,
    disclosure__key_areas__other=7,
    disclosure__channel__website=200, disclosure__channel__weibo=20, disclosure__channel__wechat=35,
    response__hot_topics=1, response__policy_interpretations=4, response__social_media=2,
    requests__received=3, requests__received__online=2, requests__received__letter=1,
    requests__closed=3, requests__closed__on_time=3,
    outcomes__total=3, outcomes__granted=2, outcomes__not_this_agency=1,
    capacity__dedicated_offices=1, capacity__reading_points=2, capacity__staff=2, capacity__staff__part_time=2,
    training__meetings=1, training__sessions=1, training__people=20,
)  # fmt: skip
_SECTIONS_BEIJING = (
    "政府信息公开申请3件，其中网络申请2件，信函申请1件，3件均按时办结。",
    "3件申请中，同意公开2件，不属于本行政机关公开1件。",
    "2017年度没有发生针对本单位有关政府信息公开事务的行政复议和行政诉讼。",
    "从事政府信息公开工作人员2人，其中兼职人员2人。全年召开政府信息公开工作会议1次，举办培训班1次，接受培训20人次。",
)
CLEAN_BEIJING = Report(
    "statistics-2014-beijing-clean",
    "statistics-2014-beijing",
    _GARDEN,
    "department",
    2017,
    "2018-03-16",
    text_2014(
        _GARDEN,
        2017,
        True,
        (
            "本单位2017年共主动公开政府信息200条，重点领域公开政府信息30条。政府网站公开政府信息200条，"
            "政务微博公开政府信息20条，政务微信公开政府信息35条。",
            "（因同一政府信息可以通过多种渠道和方式公开，故分类之和大于主动公开总数。）",
            "2017年，回应公众关注热点1次，发布政策解读稿件4篇，微博微信回应事件2次。",
            f"本单位2017年度共收到{_SECTIONS_BEIJING[0]}",
            *_SECTIONS_BEIJING[1:],
        ),
        "2018年3月16日",
    ),
    _VALUES_BEIJING,
)
FAULTY_BEIJING = Report(
    "statistics-2014-beijing-faulty",
    "statistics-2014-beijing",
    _GARDEN,
    "department",
    2017,
    "2018-03-16",
    text_2014(
        _GARDEN,
        2017,
        False,
        (
            "本单位2017年共主动公开政府信息210条。",
            "",
            "2017年，回应公众关注热点1次，发布政策解读稿件4篇，微博微信回应事件2次。",
            f"本单位2017年度共收到{_SECTIONS_BEIJING[0]}其中一位申请人留下手机号13900000000，已电话答复。",
            *_SECTIONS_BEIJING[1:],
        ),
        "2018年3月16日",
    ),
    {
        **_VALUES_BEIJING,
        **counts(
            disclosure__key_areas=31,
            disclosure__channel__website=260,
            disclosure__normative_documents=5,
            requests__closed__on_time=2,
        ),
    },
    faults=(
        Fault("ARI-09", "3 closed, 2 on time and 0 extended"),
        Fault("ARI-12", "31 items in key areas, the twelve parts add up to 30"),
        Fault("ARI-14", "260 items on the website, 200 in all"),
        Fault("XTB-06", "5 normative documents disclosed, 2 issued"),
        Fault("NVT-02", "3 requests closed on time in the text, 2 in the table", "3件均按时办结"),
        Fault("NVT-03", "210 items in the text, 200 in the table", "共主动公开政府信息210条"),
        Fault("STR-07", "no title line"),
        Fault("PRV-03", "a mobile number of an applicant", "13900000000"),
    ),
)
