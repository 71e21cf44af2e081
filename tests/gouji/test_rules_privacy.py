"""Privacy rules: what is personal data, what is not, and that nothing personal leaves the engine unmasked."""

from __future__ import annotations

import json

import cases
import pytest

import gouji
from gouji.model import Submission
from gouji.rule import Example, all_rules
from gouji.rules.privacy.identity_number import valid_check_digit
from gouji.rules.privacy.names import is_name, mask_name, mask_number

RULES = {rule.code: rule for rule in all_rules() if rule.family == "privacy"}


def masks(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in RULES.values():
        found.update(cases.run(rule, Example("ok", text)).masks)
    return found


@pytest.mark.parametrize("name", ["王云溪", "李川", "欧阳青川", "诸葛明川", "袭青"])
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("word", ["房屋", "申请人", "单位", "林权", "和解", "水务局", "王某", "王某某", "应当"])
def test_words_that_look_like_names(word: str) -> None:
    assert not is_name(word)


def test_masks_keep_the_surname_and_the_ends_of_numbers() -> None:
    assert mask_name("王云溪") == "王**"
    assert mask_name("欧阳青川") == "欧阳**"
    assert mask_number("13800000001") == "138******01"


def test_check_digits() -> None:
    assert valid_check_digit("110101190001010014")
    assert not valid_check_digit("110101190001010015")
    assert not valid_check_digit("648645931085759214")


@pytest.mark.parametrize(
    "text",
    [
        "单位负责人：王云溪　审核人：李青川　填报人：赵明川",
        "局长王云溪主持会议，李青川书记、赵明川副书记作出批示。",
        "申请人应当写明用途，申请人权益得到保障，被申请人为区政府，申请人满意。",
        "网络4件：申请公开房屋征收方案；信函1件：要求公开林地审批。规划2件：申请获取图纸，林权3件：申请公开档案。",
        "对答复不服的，应诉机关积极应诉；居民不服可以起诉。原告不服一审判决。",
        "坚持先生态后发展，居民反映环境改善，市民咨询先生产后治理问题。",
        "请与区水务局办公室联系（地址：云溪区青川路3号2楼；联系电话：010-60000000）。",
        "家住附近的居民积极参与，住在社区的老人受益，走访家住农村的群众。",
        "文号110101190001010011，账号110101900101001，流水号13800000000123456。",
        "王某某3份：申请获取排水方案。市民王某来电反映。",
    ],
)
def test_nothing_personal(text: str) -> None:
    assert masks(text) == {}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("申请内容为：王云溪2件，申请公开征地批文；李川1件，要求公开方案。", {"王云溪", "李川"}),
        ("申请人分别为王云溪、李川和赵明川，均为书面申请。", {"王云溪", "李川", "赵明川"}),
        ("原告赵青川因不服答复提起诉讼。", {"赵青川"}),
        ("赵青川诉我局信息公开一案，法院判决驳回。", {"赵青川"}),
        ("全年共有投诉人钱明川等5人，来信反映噪声。申请人钱明川，申请公开环评。", {"钱明川"}),
        ("来电人孙女士反映河道问题。", {"孙女士"}),
        ("申请人的手机13900000001，身份证110101190001010014", {"13900000001", "110101190001010014"}),
    ],
)
def test_personal(text: str, printed: set[str]) -> None:
    assert printed <= set(masks(text))


def test_nothing_personal_leaves_the_engine() -> None:
    text = (
        "云溪区水务局2020年政府信息公开工作年度报告\n一、总体情况\n主动公开平稳。\n二、主动公开政府信息情况\n见表。\n"
        "三、收到和处理政府信息公开申请情况\n申请内容为：王云溪3份：申请获取方案。家住云溪第二社区的李青川老人走失。\n"
        "四、政府信息公开行政复议、行政诉讼情况\n申请人联系电话：13900000001。\n"
    )
    for ignore in ((), ("PRV",)):
        result = gouji.to_dict(gouji.audit(text.encode(), Submission(), ignore=ignore))
        printed = json.dumps(result, ensure_ascii=False)
        for secret in ("王云溪", "李青川", "云溪第二社区", "13900000001"):
            assert secret not in printed
