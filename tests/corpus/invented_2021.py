"""The invented reports on the form of 2021."""

from __future__ import annotations

from tests.corpus.forms import Key
from tests.corpus.report import LAW, Fault, Report, by_applicant, counts

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
