"""The invented reports on the form of 2019."""

from __future__ import annotations

from tests.corpus.forms import Key
from tests.corpus.report import LAW, Fault, Report, by_applicant, counts

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
