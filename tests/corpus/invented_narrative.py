"""The invented reports without a table."""

from __future__ import annotations

from tests.corpus.report import LAW, Fault, Report

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
