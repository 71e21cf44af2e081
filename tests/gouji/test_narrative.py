"""Prose is read where a known phrase stands beside a number, and nowhere else."""

from decimal import Decimal

import pytest

from gouji import extract, readers
from gouji.model import Report, Submission

HEAD = "青川市云溪区档案局{year}年政府信息公开工作年度报告\n一、总体情况\n"


def report(text: str, year: int = 2017) -> Report:
    document = readers.read((HEAD.format(year=year) + text).encode(), "invented.txt")
    return extract.report(document, Submission())


def told(text: str, year: int = 2017) -> list[tuple[str, Decimal | None]]:
    return [(fact.indicator, fact.value) for fact in report(text, year).facts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("镇长办公会3次听取政务公开工作汇报。", [("training.meetings", 3)]),
        ("本单位2017年共主动公开政府信息642条。", [("disclosure.total", 642)]),
        ("通过政府网站信息公开专栏共主动公开政府信息274条。", [("disclosure.total", 274)]),
        ("本年度共受理依申请事项5件。", [("requests.received", 5)]),
        ("9件中，7件为邮箱（网络）申请，2件为信函申请。", [("requests.received.online", 7), ("requests.received.letter", 2)]),
        ("“同意公开”的2件，“信息不存在”的1件。", [("outcomes.granted", 2), ("outcomes.nonexistent", 1)]),
        ("因属于过程性信息不予公开4件。", [("outcomes.refused.other_statutory", 4)]),
        ("3件均属“同意公开答复”。", [("outcomes.granted", 3)]),
        ("申请办结数和按时办结数均为6件。", [("requests.closed", 6), ("requests.closed.on_time", 6)]),
        ("设1名兼职工作人员。", [("capacity.staff.part_time", 1)]),
        ("接受培训人员数为70。", [("training.people", 70)]),
        ("参加或者举办新闻发布会总次数8次（主要负责同志参加新闻发布会2次）。", [("response.press_conferences", 8), ("response.press_conferences.by_principal", 2)]),
        ("政府信息公开专项经费0.8万元。", [("capacity.budget", Decimal("0.8"))]),
        ("行政复议案件9件。其中，维持的4件，被依法纠错的3件，属于其他情形的2件。", [("review.total", 9), ("review.upheld", 4), ("review.corrected", 3), ("review.other", 2)]),
        ("行政诉讼案件2件。其中，维持1件，被依法纠错1件。", [("litigation.total", 2), ("litigation.upheld", 1), ("litigation.corrected", 1)]),
        ("没有发生行政复议和行政诉讼。", [("review.total", 0), ("litigation.total", 0)]),
        ("未收到政府信息公开申请。", [("requests.received", 0)]),
        ("政府信息公开申请数量为零。", [("requests.received", 0)]),
        ("行政职责类（包括行政许可结果公示）信息528条。", [("disclosure.category.duties", 528)]),
        ("今年，收到4件政府信息公开申请。", [("requests.received", 4)]),
        ("2016年收到申请30件、办结28件，2017年收到申请45件，办结44件。", [("requests.received", 45), ("requests.closed", 44)]),
        ("共收到申请8件，较上年的6件增加2件，办结7件。", [("requests.received", 8), ("requests.closed", 7)]),
        ("网站方面，全年公开政府信息81条。", [("disclosure.channel.website", 81)]),
        ("通过政府公报公开：38条、通过政务微信公开的44条、其他方式3条。", [("disclosure.channel.gazette", 38), ("disclosure.channel.wechat", 44), ("disclosure.channel.other", 3)]),
        ("其中，按期办结数为30。", [("requests.closed.on_time", 30)]),
        ("行政复议、行政诉讼案件零发生。", [("review.total", 0), ("litigation.total", 0)]),
        ("未发生因政府信息公开申请行政复议、提起行政诉讼的情况。", [("review.total", 0), ("litigation.total", 0)]),
        ("全年未发生依申请公开收费及其他相关费用。", [("fees.collected", 0)]),
        ("上年未办结转入本年度的申请3件。", [("requests.carried_in", 3)]),
    ],
)  # fmt: skip
def test_statements(text: str, expected: list[tuple[str, Decimal]]) -> None:
    assert sorted(told(text), key=str) == sorted(((key, Decimal(value)) for key, value in expected), key=str)


@pytest.mark.parametrize(
    "text",
    [
        "全年开展调研活动18次，刊登报道7篇，共梳理涉及公开条目91项。",
        "联系电话010-88880000，邮编100000，地址青川路12号。",
        "根据青政办〔2017〕12号文件第3条，制定了5项制度。",
        "2016年收到政府信息公开申请9件。",
        "去年收到政府信息公开申请9件。",
        "2017年1月1日至3月31日，未收到政府信息公开申请。",
        "上半年收到政府信息公开申请4件。",
        "市民提出3个依申请事项。",
        "同上年相比，增加3条。",
        "避免因处理不当引发行政复议和行政诉讼。",
        "《关于收到政府信息公开申请5件的通报》已经印发。",
        "去年收到政府信息公开申请9件，答复申请人7件，其中予以公开5件。",
        "较上年收到申请的9件有所增加。",
        "下一步计划举办培训班6次。",
        "受理低保申请35件，办结30件。",
        "受理消费者投诉举报126件。",
        "组织消防安全培训5次，培训群众450人次。",
        "举办政务公开培训班，培训工作人员40人次。",
        "落实建筑垃圾运输等4项行政许可程序。",
        "公开行政处罚信息128条。",
        "处理政务公开留言41条，办结消费投诉12件。",
        "通过微信、微博等平台发布消息191条。",
        "关闭网站3个。",
    ],
)
def test_distractors_never_become_facts(text: str) -> None:
    assert told(text) == []


def test_the_new_form_reads_old_terms_in_its_own_way() -> None:
    assert told("属于四类过程性信息2件。", 2023) == [("outcomes.refused.process_information", 2)]


def by_applicant(text: str) -> list[tuple[str, str | None, Decimal | None]]:
    return [(fact.indicator, fact.applicant, fact.value) for fact in report(text, 2023).facts]


def test_lists_by_applicant_belong_to_the_figure_before_them() -> None:
    assert by_applicant("共收到申请9件，较上年增长12.5%。其中，自然人申请6件、企业2件，1件为法律服务机构提出。") == [
        ("requests.received", None, 9),
        ("requests.received", "natural_person", 6),
        ("requests.received", "enterprise", 2),
        ("requests.received", "legal_service", 1),
    ]
    assert by_applicant("收到申请9件，予以公开5件（自然人4件，商业企业1件）。")[2:] == [
        ("outcomes.granted", "natural_person", 4),
        ("outcomes.granted", "enterprise", 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "收到公民、法人和其他组织申请9件。",
        "收到申请9件，法人或其他组织提交2件。",
        "走访企业9件次。",
        "全年答复9件。其中，自然人6件。",
    ],
)
def test_no_applicant_where_several_or_none_are_meant(text: str) -> None:
    assert not any(applicant for _, applicant, _ in by_applicant(text))


def test_a_verb_alone_counts_behind_a_figure_of_its_family() -> None:
    text = "制发行政规范性文件5件，废止2件，现行有效16件。"
    assert told(text, 2023) == [
        ("normative_documents.issued", 5),
        ("normative_documents.repealed", 2),
        ("normative_documents.in_force", 16),
    ]
    assert told("开展清理工作，废止2件。", 2023) == []


def test_a_word_alone_counts_behind_the_figure_of_its_whole_or_of_a_sister() -> None:
    assert told("收到申请9件，其中当面2件、网络4件、信函1件、其他2件。")[1:] == [
        ("requests.received.in_person", 2),
        ("requests.received.online", 4),
        ("requests.received.letter", 1),
        ("requests.received.other", 2),
    ]
    assert told("行政复议案件3件，维持2件，其他1件。", 2023)[2] == ("review.other", 1)
    assert told("收到申请9件，办结9件。其他2件。")[2:] == []
    assert told("举办培训班2次，其他3件。") == [("training.sessions", 2)]


def test_plans_and_problems_hold_no_facts_of_the_year() -> None:
    text = "五、存在的主要问题及改进情况\n下一步，计划举办培训班5次，收到政府信息公开申请100件。"
    assert told(text, 2023) == []


def test_every_fact_quotes_what_is_printed() -> None:
    found = report("本单位 2017 年共收到政府信息公开申请 ５ 件，其中网络申请４件。")
    for fact in found.facts:
        assert fact.place.start is not None
        assert found.document.text[fact.place.start : fact.place.end] == fact.place.quote
    assert [fact.value for fact in found.facts] == [5, 4]


def test_approximate_figures_say_so() -> None:
    (fact,) = report("全年接受培训150余人次。").facts
    assert fact.approximate
    assert fact.value == 150


def test_shares_find_their_whole() -> None:
    found = report("受理市民咨询100人次，其中电话咨询70人次，占总数的70%；现场咨询30人次，占总数的30%。")
    shares = [(s.part and s.part.value, s.whole and s.whole.value, s.percent.value) for s in found.shares]
    assert shares == [(70, 100, 70), (30, 100, 30)]
    assert len({share.group for share in found.shares}) == 1


def test_a_rate_has_no_part() -> None:
    (share,) = report("办理率达到100%。").shares
    assert share.part is None


def test_lists_are_closed_only_where_they_say_so() -> None:
    closed = report("全年发布信息10条，其中动态6条、其他4条。").parts
    open_ = report("全年发布信息10条，其中动态6条、通知2条。").parts
    assert [parts.closed for parts in (*closed, *open_)] == [True, False]


def test_changes_know_their_direction_and_subject() -> None:
    (change,) = report("共收到政府信息公开申请7件，同上年相比，增加4件。").changes
    assert (change.direction, change.indicator, change.amount and change.amount.value) == (
        "up",
        "requests.received",
        4,
    )


def test_scope_is_told_for_governments_only() -> None:
    text = "青川市云溪区人民政府2023年政府信息公开工作年度报告\n一、总体情况\n区政府办代表区政府收到政府信息公开申请17件。"
    document = readers.read(text.encode(), "invented.txt")
    (fact,) = extract.report(document, Submission()).facts
    assert fact.scope == "own_office"


GROUPS = "已处理14件，可以答复的9件，其他类型5件。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{GROUPS}其中：同意公开6件，同意部分公开3件，不予公开3件，信息不存在2件。", [(9, [6, 3]), (5, [3, 2])]),
        (f"{GROUPS}\n其中，同意公开6件；同意部分公开3件；不予公开3件；信息不存在3件。", [(9, [6, 3]), (5, [3, 3])]),
        (f"{GROUPS}其中：同意公开7件，同意部分公开3件，不予公开3件，信息不存在2件。", [(9, [7, 3]), (5, [3, 2])]),
    ],
)
def test_a_list_is_cut_into_the_groups_announced_before_it(text: str, expected: list[tuple[int, list[int]]]) -> None:
    found = [parts for parts in report(text).parts if parts.total.value != 14]
    assert [(parts.total.value, [number.value for _, number in parts.parts]) for parts in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{GROUPS}其中：同意公开4件，同意部分公开4件，不予公开4件，信息不存在3件。",  # two groups would be wrong
        f"{GROUPS}全年同意公开6件，同意部分公开3件，不予公开5件。",  # not said to be the same
        "收到申请5件，网络申请4件，信函申请1件。其中：同意公开4件，信息不存在2件，不予公开1件。",  # sorted in another way
    ],
)
def test_no_groups_where_it_is_not_plain(text: str) -> None:
    assert not [parts for parts in report(text).parts if parts.closed and parts.total.value in (9, 5, 4, 1)]


def test_shares_by_applicant_and_by_way_of_asking_are_two_lists() -> None:
    text = "收到申请4件。其中，自然人申请3件，占75%；商业企业申请1件，占25%。其中，网络申请3件，占75%；信函申请1件，占25%。"
    shares = report(text, 2023).shares
    assert [share.group for share in shares] == [1, 1, 2, 2]
    assert all(share.whole and share.whole.value == 4 for share in shares)
