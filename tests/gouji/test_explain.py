"""Every rule explains itself: what, why, on what basis, how it decides, and how it is made quiet, in both languages."""

from __future__ import annotations

import re

import pytest

from gouji import explain
from gouji.catalogue import cited
from gouji.catalogue import rule as shown
from gouji.profile import read
from gouji.rule import Rule, all_rules

RULES = {rule.code: rule for rule in all_rules()}
HAN = re.compile("[一-鿿]")


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_part_is_said_in_both_languages(rule: Rule) -> None:
    plain = shown(rule)
    for part in ("title", "why", "how", "message", "tolerance", "quiet"):
        zh, en = plain[part]["zh"], plain[part]["en"]
        assert HAN.search(zh), part
        assert en.strip() == en, part
        assert re.search("[A-Za-z]{3}", en), part
        assert "  " not in en, part
    assert plain["how"]["zh"].endswith("。")
    assert plain["how"]["en"].endswith(".")
    assert {example["outcome"] for example in plain["examples"]} >= {"ok", "bad"}


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_what_is_advised_for_the_profile_can_be_put_into_one(rule: Rule) -> None:
    for said in (explain.quiet(rule).zh, explain.quiet(rule).en):
        lines = [line for line in re.findall("`([^`]+)`", said) if ": " in line]
        found = read("\n".join(["name: 试", *lines]).encode())
        assert found.ignore == (rule.code,)
        assert dict(found.severity) == ({} if rule.severity == "notice" else {rule.code: "notice"})


def test_the_basis_is_cited_with_article_number_and_days() -> None:
    late = shown(RULES["TIM-01"])["basis"]
    assert cited(late[0], "zh").endswith("第四十九条（国务院令第711号，2019-05-15起施行）")
    assert cited(late[1], "en").endswith("Art. 31 (国务院令第492号, in force 2008-05-01 to 2019-05-14)")
    assert cited(shown(RULES["ARI-15"])["basis"][0], "en") == "Observed in published reports and reviewing practice"


def test_relations_are_written_out_as_the_newest_form_has_them() -> None:
    balance = explain.how(RULES["ARI-01"])
    assert "format-2021 中有7处：收到政府信息公开申请 + 上年结转申请 = " in balance.zh
    assert "7 in format-2021: requests received + requests carried over" in balance.en
    along = explain.how(RULES["ARI-03"]).zh
    assert "总计 = 自然人 + 商业企业 + 科研机构" in along
    assert "≤" in explain.how(RULES["ARI-13"]).zh


def test_other_audits_and_open_answers_are_told_from_the_examples() -> None:
    assert "It needs the audits of earlier years" in explain.how(RULES["XYR-01"]).en
    assert "as well where there are any" in explain.how(RULES["XTB-01"]).en
    assert "It needs the audits of the area" in explain.how(RULES["HIE-02"]).en
    assert "无法判定" in explain.how(RULES["TIM-01"]).zh
    assert "无法判定" not in explain.how(RULES["TIM-03"]).zh
