"""The invented reports: one clean and one faulty for each form, and for reports without a table.

No place, office, person or figure here exists. Clean reports agree with themselves in every figure; each faulty one
breaks them in ways that are listed with the codes of the rules that must notice.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.corpus import forms
from tests.corpus.forms import Figure, Key, Values
from tests.corpus.render import Block

LAW = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and which rule must say so. ``quote`` is a piece of the printed text where there is one."""

    rule: str
    what: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report before it is written in a format. ``{tables}`` places in ``body`` take the form's tables in order."""

    name: str
    form: str
    agency: str
    kind: str
    year: int
    published: str
    body: tuple[tuple[str, str], ...]
    values: Values = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    def blocks(self) -> list[Block]:
        drawn = [] if self.form == "narrative" else forms.tables(self.form, self.values, self.labels)
        waiting = iter(drawn)
        return [next(waiting) if kind == "table" else (kind, text) for kind, text in self.body]

    def figures(self) -> list[Figure]:
        return [] if self.form == "narrative" else forms.figures(self.form, self.values, self.labels)


def counts(**values: str | int) -> dict[Key, str]:
    """Figures by indicator; a double underscore stands for the dot of the indicator."""
    return {(key.replace("__", "."), None): str(value) for key, value in values.items()}


def by_applicant(**rows: dict[str, int]) -> dict[Key, str]:
    """Rows of the requests table by applicant; the total column is their sum unless it is given."""
    found: dict[Key, str] = {}
    for key, row in rows.items():
        full = {"total": sum(row.values()), **row}
        found |= {(key.replace("__", "."), who): str(value) for who, value in full.items()}
    return found


# --- the form of 2021 -----------------------------------------------------------------------------------------------

_MARKET = "云岫市临溪区市场监督管理局"
_VALUES_2021: dict[Key, str] = {
    **counts(normative_documents__issued=2, normative_documents__repealed=1, normative_documents__in_force=9),
    **counts(licensing__decisions=1286, penalties__decisions=43, coercion__decisions=2, charges__amount=0),
    **by_applicant(
        requests__received={"natural_person": 9, "enterprise": 2, "legal_service": 1},
        requests__carried_in={"natural_person": 1},
        outcomes__granted={"natural_person": 5, "enterprise": 1},
        outcomes__partial={"natural_person": 1},
        outcomes__refused__third_party_rights={"enterprise": 1},
        outcomes__unavailable__not_held={"natural_person": 2},
        outcomes__unprocessed__repeated={"natural_person": 1},
        outcomes__other__rest={"legal_service": 1},
        outcomes__total={"natural_person": 9, "enterprise": 2, "legal_service": 1},
        requests__carried_out={"natural_person": 1},
    ),
    **counts(review__upheld=1, review__total=1, litigation__direct__other=1, litigation__direct__total=1),
}


def _text_2021(
    year: str, requests: str, signed: str, last: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    return (
        ("title", f"{_MARKET}2023年政府信息公开工作年度报告"),
        (
            "text",
            f"根据{LAW}第五十条规定，编制本报告。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        ),
        ("heading", "一、总体情况"),
        (
            "text",
            "（一）主动公开。全年通过政府网站主动公开政府信息326条，其中机构职能类信息12条、规范性文件类信息2条、"
            "行政执法类信息230条、其他信息82条。",
        ),
        ("text", f"（二）依申请公开。{requests}"),
        (
            "text",
            "（三）政府信息管理。全年制发行政规范性文件2件，废止1件，现行有效9件，均按时在网站公开并标注有效性。",
        ),
        ("text", "（四）政府信息公开平台建设。按月检查网站专栏，更新公开指南和目录，方便群众查阅。"),
        ("text", "（五）监督保障。明确分管领导和具体工作人员，全年举办培训班2次，接受培训60人次。"),
        ("heading", "二、主动公开政府信息情况"),
        ("table", ""),
        ("heading", "三、收到和处理政府信息公开申请情况"),
        ("table", ""),
        ("heading", "四、政府信息公开行政复议、行政诉讼情况"),
        ("table", ""),
        ("heading", "五、存在的主要问题及改进情况"),
        ("text", "存在的主要问题：一是政策解读形式较为单一，二是部分科室公开时效有待提高。"),
        ("text", "改进情况：一是增加图解和问答，二是把公开时限纳入科室考核，按季度检查。"),
        *last,
        ("text", "联系电话：0111-6120018"),
        ("right", _MARKET),
        ("right", signed),
    )


_SIX_2021 = (
    ("heading", "六、其他需要报告的事项"),
    ("text", "2023年度本机关收取信息处理费0元，无其他需要报告的事项。"),
)
CLEAN_2021 = Report(
    "format-2021-clean",
    "format-2021",
    _MARKET,
    "department",
    2023,
    "2024-01-18",
    _text_2021(
        "2023",
        "全年共收到政府信息公开申请12件，其中自然人申请9件、商业企业申请2件、法律服务机构申请1件；上年结转1件。"
        "全年办结12件，其中予以公开6件、部分公开1件，结转下年度继续办理1件。",
        "2024年1月18日",
        _SIX_2021,
    ),
    _VALUES_2021,
)
FAULTY_2021 = Report(
    "format-2021-faulty",
    "format-2021",
    _MARKET,
    "department",
    2023,
    "2024-02-06",
    _text_2021(
        "2022",
        "全年共收到政府信息公开申请15件。其中，申请人田禾风申请公开其投诉事项的调查笔录1件，已依法答复。",
        "2024年2月6日",
        (),
    ),
    {
        **_VALUES_2021,
        ("regulations.issued", None): "/",
        **by_applicant(requests__carried_out={"natural_person": 0}),
        **by_applicant(outcomes__partial={"natural_person": 1, "total": 2}),
        ("review.total", None): "2",
    },
    faults=(
        Fault(
            "ARI-01", "natural persons: 9 + 1 received, 9 + 0 handled and carried over; likewise in the total column"
        ),
        Fault("ARI-02", "total column: the results add up to 13, （七）总计 is 12"),
        Fault("ARI-03", "row （二）部分公开: 1 in the columns, 2 in the total"),
        Fault("ARI-04", "reconsideration: 1 + 0 + 0 + 0, total 2"),
        Fault("NVT-01", "15 requests in the text, 12 in the table", "共收到政府信息公开申请15件"),
        Fault("STR-01", "section six is missing"),
        Fault("TIM-01", "published after 31 January", "2024年2月6日"),
        Fault("TIM-03", "statistical period of another year", "自2022年1月1日起至2022年12月31日止"),
        Fault("TIM-06", "2023 in the title, 2022 in the foreword", "2022年1月1日"),
        Fault("PRV-01", "an applicant is named with the request", "申请人田禾风"),
        Fault("FMT-01", "a slash in a numeric cell", "/"),
    ),
)

# --- the form of 2019 -----------------------------------------------------------------------------------------------

_ARCHIVE = "云岫市临溪区档案局"
_VALUES_2019: dict[Key, str] = {
    **counts(
        normative_documents__created=1, normative_documents__published=1, normative_documents__available=6,
        licensing__items_previous=3, licensing__items_change=0, licensing__decisions=25,
        management__items_previous=5, management__items_change="+1", management__decisions=40,
        penalties__items_previous=2, penalties__items_change=0, penalties__decisions=1,
        procurement__items=4, procurement__amount="36.5200",
    ),
    **by_applicant(
        requests__received={"natural_person": 3, "enterprise": 1},
        outcomes__granted={"natural_person": 2, "enterprise": 1},
        outcomes__unavailable__not_held={"natural_person": 1},
        outcomes__total={"natural_person": 3, "enterprise": 1},
    ),
}  # fmt: skip


def _text_2019(requests: str) -> tuple[tuple[str, str], ...]:
    return (
        ("title", f"{_ARCHIVE}2020年政府信息公开工作年度报告"),
        (
            "text",
            f"依据{LAW}第五十条规定，编制本报告。本报告中所列数据的统计期限自2020年1月1日起，至2020年12月31日止。",
        ),
        ("heading", "一、总体情况"),
        ("text", "1.主动公开情况"),
        (
            "text",
            "2020年，区档案局通过政府网站主动公开政府信息88条，其中档案利用服务类信息50条、业务动态类信息30条、"
            "其他信息8条。",
        ),
        ("text", "2.依申请公开情况"),
        ("text", requests),
        ("heading", "二、主动公开政府信息情况"),
        ("table", ""),
        ("heading", "三、收到和处理政府信息公开申请情况"),
        ("table", ""),
        ("heading", "四、政府信息公开行政复议、行政诉讼情况"),
        ("table", ""),
        ("heading", "五、存在的主要问题及改进情况"),
        ("text", "一是主动公开的内容还不够丰富，下一步将扩大开放档案目录的公开范围。"),
        ("text", "二是工作人员业务水平有待提高，下一步将组织专题学习。"),
        ("heading", "六、其他需要报告的事项"),
        ("text", "无其他需要报告的事项。"),
        ("text", "联系电话：0111-6120036"),
        ("right", _ARCHIVE),
        ("right", "2021年1月15日"),
    )


CLEAN_2019 = Report(
    "format-2019-clean",
    "format-2019",
    _ARCHIVE,
    "department",
    2020,
    "2021-01-15",
    _text_2019(
        "本单位2020年共收到政府信息公开申请4件，其中，通过网络提交申请3件，占总数的75%；以信函形式申请1件，"
        "占总数的25%。4件申请均按时办结，其中予以公开3件。"
    ),
    _VALUES_2019,
    {"采购总金额": "采购总金额（万元，保留四位小数）"},
)
FAULTY_2019 = Report(
    "format-2019-faulty",
    "format-2019",
    _ARCHIVE,
    "department",
    2020,
    "2021-01-15",
    _text_2019(
        "本单位2020年未收到政府信息公开申请。全年接待档案查阅申请40件，其中，现场查阅30件，占总数的57%；"
        "网上查阅10件，占总数的25%。"
    ),
    {
        **_VALUES_2019,
        ("normative_documents.available", None): "0",
        ("licensing.items_change", None): "-5",
        ("procurement.amount", None): "36.5200万元",
        **by_applicant(outcomes__granted={"natural_person": 3, "enterprise": 1}),
        ("litigation.after_review.total", None): "1",
    },
    {"采购总金额": "采购总金额（万元，保留四位小数）", "2.重复申请": ""},
    faults=(
        Fault("ARI-02", "natural persons: the results add up to 4, （七）总计 is 3; likewise in the total column"),
        Fault("ARI-05", "litigation after reconsideration: 0 + 0 + 0 + 0, total 1"),
        Fault("ARI-18", "3 licences last year, change -5"),
        Fault("ARI-19", "1 normative document newly published, 0 available"),
        Fault("NVT-11", "no request in the text, 4 in the table", "未收到政府信息公开申请"),
        Fault("PCT-01", "30 of 40 is 75 %, printed 57 %", "占总数的57%"),
        Fault("UNT-05", "the unit is repeated in the cell", "36.5200万元"),
        Fault("STR-06", "the row 2.重复申请 is missing"),
    ),
)

# --- the statistical table of 2014 ----------------------------------------------------------------------------------

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


def _text_2014(
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
    _text_2014(
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
    _text_2014(
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

# --- its Beijing variant --------------------------------------------------------------------------------------------

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
    _text_2014(
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
    _text_2014(
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

# --- without a table ------------------------------------------------------------------------------------------------

_TOWN = "云岫市临溪区石桥镇人民政府"


def _text_narrative(lists: tuple[str, str, str], law: bool) -> tuple[tuple[str, str], ...]:
    disclosure, visits, requests = lists
    return (
        ("title", f"{_TOWN}2012年政府信息公开工作年度报告"),
        ("text", f"根据{LAW}要求，特向社会公布2012年政府信息公开工作年度报告。"),
        ("heading", "一、概述"),
        ("text", "2012年，石桥镇调整了政府信息公开工作领导小组，设立公开栏6处，明确2名兼职人员负责日常工作。"),
        ("heading", "二、主动公开政府信息的情况"),
        ("text", disclosure),
        ("heading", "三、咨询处理情况"),
        ("text", visits),
        ("heading", "四、依申请公开政府信息和不予公开政府信息的情况"),
        ("text", requests),
        ("heading", "五、政府信息公开的收费及减免情况"),
        ("text", "2012年度未收取政府信息公开费用。"),
        *(
            (
                ("heading", "六、因政府信息公开申请行政复议、提起行政诉讼的情况"),
                ("text", "2012年度未发生因政府信息公开申请行政复议、提起行政诉讼的情况。"),
            )
            if law
            else ()
        ),
        ("heading", f"{'七' if law else '六'}、存在的主要问题及改进情况"),
        ("text", "一是公开内容更新不够及时，二是群众知晓率不高。下一步将专人更新公开栏，并利用村民会议宣传。"),
        ("right", _TOWN),
        ("right", "二〇一三年三月五日"),
    )


CLEAN_NARRATIVE = Report(
    "narrative-clean",
    "narrative",
    _TOWN,
    "township",
    2012,
    "2013-03-05",
    _text_narrative(
        (
            "2012年共主动公开政府信息150条，其中，机构职能类信息15条，占总数的10%；业务动态类信息90条，占总数的60%；"
            "其他信息45条，占总数的30%。",
            "2012年共接受咨询120人次，其中现场咨询70人次，电话咨询40人次，网上咨询10人次。",
            "2012年共收到政府信息公开申请2件，其中当面申请1件，信函申请1件，均已答复，其中同意公开2件。",
        ),
        law=True,
    ),
)
FAULTY_NARRATIVE = Report(
    "narrative-faulty",
    "narrative",
    _TOWN,
    "township",
    2012,
    "2013-03-05",
    _text_narrative(
        (
            "2012年共主动公开政府信息150条，其中，机构职能类信息15条，占总数的10%；业务动态类信息90条，占总数的66%；"
            "其他信息35条，占总数的23%。",
            "2012年共接受咨询120人次，其中现场咨询70人次，电话咨询40人次，网上咨询20人次。",
            "2012年共收到政府信息公开申请2件，其中当面申请1件，信函申请1件，均已答复。2012年共收到政府信息公开申请3件。",
        ),
        law=False,
    ),
    faults=(
        Fault("ARI-15", "15 + 90 + 35 = 140 of 150", "其他信息35条"),
        Fault("ARI-16", "70 + 40 + 20 = 130 of 120 consultations", "共接受咨询120人次"),
        Fault("PCT-01", "90 of 150 is 60 %, printed 66 %", "占总数的66%"),
        Fault("NVT-10", "2 requests and 3 requests", "申请3件"),
        Fault("STR-01", "nothing on reconsideration and litigation"),
    ),
)

REPORTS = (
    CLEAN_2014,
    FAULTY_2014,
    CLEAN_BEIJING,
    FAULTY_BEIJING,
    CLEAN_2019,
    FAULTY_2019,
    CLEAN_2021,
    FAULTY_2021,
    CLEAN_NARRATIVE,
    FAULTY_NARRATIVE,
)
