"""The invented reports with the statistical table of 2014."""

from __future__ import annotations

from tests.corpus.forms import Key
from tests.corpus.report import LAW, Fault, Report, counts

_WATER = "云岫市临溪区水务局"
_VALUES_2014: dict[Key, str] = counts(
    disclosure__total=420, disclosure__normative_documents=3, disclosure__normative_documents_issued=3,
    disclosure__channel__website=420, disclosure__channel__wechat=60, disclosure__channel__other=25,
    response__hot_topics=2, response__press_conferences=1, response__press_conferences__by_principal=1,
    response__online_interviews=1, response__online_interviews__by_principal=1, response__policy_interpretations=6,
    response__social_media=3,
    requests__received=8, requests__received__in_person=1, requests__received__online=5, requests__received__letter=2,
    requests__closed=8, requests__closed__on_time=7, requests__closed__extended=1,
    outcomes__total=8, outcomes__already_public=2, outcomes__granted=3, outcomes__partial=1, outcomes__refused=1,
    outcomes__refused__trade_secret=1, outcomes__nonexistent=1,
    review__total=1, review__upheld=1,
    capacity__dedicated_offices=1, capacity__reading_points=1, capacity__staff=3, capacity__staff__full_time=1,
    capacity__staff__part_time=2, capacity__budget=2,
    training__meetings=2, training__sessions=1, training__people=45,
)  # fmt: skip


def text_2014(
    agency: str, year: int, title: bool, sections: tuple[str, ...], signed: str
) -> tuple[tuple[str, str], ...]:
    """``sections``: disclosure, remark, response, requests, answers, review, capacity."""
    disclosure, remark, response, requests, answers, review, capacity = sections
    table = f"{agency}政府信息公开情况统计表"
    remarks = (("text", remark),) if remark else ()
    return (
        *((("title", f"{agency}{year}年政府信息公开工作年度报告"),) if title else ()),
        (
            "text",
            f"本报告根据{LAW}要求编制。本报告中所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。",
        ),
        ("heading", "一、概述"),
        (
            "text",
            f"{year}年，本单位认真贯彻落实政府信息公开各项要求，健全工作制度，规范公开程序，及时更新公开指南和目录。",
        ),
        ("heading", "二、主动公开情况"),
        ("text", disclosure),
        *remarks,
        ("text", response),
        ("heading", "三、依申请公开情况"),
        ("text", requests),
        ("text", answers),
        ("heading", "四、收费及减免情况"),
        ("text", f"{year}年度本单位未收取政府信息公开费用，没有减免情况。"),
        ("heading", "五、行政复议、行政诉讼情况"),
        ("text", review),
        ("text", capacity),
        ("heading", "六、存在的主要问题及改进情况"),
        ("text", "一是公开内容的针对性不强，二是网站栏目更新不够及时。下一步将梳理公开目录，专人负责栏目更新。"),
        ("right", agency),
        ("right", signed),
        ("text", "附件："),
        ("title", table),
        ("text", f"（{year}年度）"),
        ("text", f"填报单位（盖章）：{agency}"),
        ("table", ""),
        ("text", "单位负责人：江知远 审核人：柳明川 填报人：沈若溪"),
        ("text", f"联系电话：0111-6120077 填报日期：{signed}"),
    )


CLEAN_2014 = Report(
    "statistics-2014-clean",
    "statistics-2014",
    _WATER,
    "department",
    2016,
    "2017-03-10",
    text_2014(
        _WATER,
        2016,
        True,
        (
            "本单位2016年共主动公开政府信息420条。通过不同渠道和方式公开政府信息的情况：政府网站公开政府信息420条，"
            "政务微信公开政府信息60条，其他方式公开政府信息25条。",
            "（因同一政府信息可以通过多种渠道和方式公开，故分类之和大于主动公开总数。）",
            "2016年，参加新闻发布会1次，政府网站在线访谈1次，发布政策解读稿件6篇，微博微信回应事件3次。",
            "本单位2016年度共收到政府信息公开申请8件，其中，当面申请1件，占总数的12.5%；网络申请5件，占总数的62.5%；"
            "信函申请2件，占总数的25%。8件申请均已办结，其中按时办结7件，延期办结1件。",
            "在已经答复的8件申请中：属于已主动公开范围2件，同意公开3件，同意部分公开1件，不同意公开1件，"
            "申请信息不存在1件。",
            "2016年度发生针对本单位有关政府信息公开事务的行政复议1件，结果为维持；未发生行政诉讼。",
            "从事政府信息公开工作人员3人，其中专职人员1人，兼职人员2人。政府信息公开专项经费2万元。"
            "全年召开政府信息公开工作会议2次，举办培训班1次，接受培训45人次。",
        ),
        "2017年3月10日",
    ),
    _VALUES_2014,
)
FAULTY_2014 = Report(
    "statistics-2014-faulty",
    "statistics-2014",
    _WATER,
    "department",
    2016,
    "2017-03-10",
    text_2014(
        _WATER,
        2016,
        True,
        (
            "本单位2016年共主动公开政府信息420条，全部通过政府网站公开。",
            "（因同一政府信息可以通过多种渠道和方式公开，故分类之和大于主动公开总数。）",
            "2016年，政府网站在线访谈1次，发布政策解读稿件6篇，微博微信回应事件3次。",
            "本单位2016年度共收到政府信息公开申请8件，均已办结，其中按时办结7件，延期办结1件。",
            "在已经答复的8件申请中：属于已主动公开范围2件，同意公开3件，同意部分公开1件，不同意公开1件，"
            "申请信息不存在1件。",
            "2016年度发生针对本单位有关政府信息公开事务的行政复议1件，结果为维持；未发生行政诉讼。",
            "从事政府信息公开工作人员3人，其中专职人员1人，兼职人员2人。政府信息公开专项经费2万元。"
            "全年召开政府信息公开工作会议2次，举办培训班1次，接受培训45人次。",
        ),
        "2017年3月10日",
    ),
    {
        **_VALUES_2014,
        **counts(
            disclosure__channel__wechat=0,
            disclosure__channel__other=0,
            response__press_conferences__by_principal=2,
            requests__received__online=4,
            outcomes__refused__trade_secret=0,
            capacity__staff=4,
        ),
    },
    {"unit:capacity.budget": "元", "heading:三、依申请公开情况": "0"},
    faults=(
        Fault("ARI-06", "1 + 0 + 4 + 2 ways of application, 8 received"),
        Fault("ARI-08", "1 refused, the grounds add up to 0"),
        Fault("ARI-11", "4 staff, 1 full-time and 2 part-time"),
        Fault("ARI-13", "the principal took part in 2 of 1 press conferences"),
        Fault(
            "ARI-17",
            "the remark says that the channels exceed the total; they are equal",
            "故分类之和大于主动公开总数",
        ),
        Fault("NVT-09", "3 staff in the text, 4 in the table", "工作人员3人"),
        Fault("UNT-01", "2万元 in the text, 2元 in the table", "专项经费2万元"),
        Fault("UNT-02", "the unit of the budget is 元 instead of 万元"),
        Fault("FMT-02", "a figure in the heading row 三、依申请公开情况"),
    ),
)
