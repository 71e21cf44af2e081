"""PRV-04: a person is named, or told apart, together with where they live."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gouji.model import Basis, Case, Document, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.rules.privacy.names import NAME, is_name, mask_name
from gouji.rules.privacy.prose import Sentence, basis, hints, sentences

_S = r"\s{0,4}"  # bounded, so that a long run of blanks cannot make matching slow
_HOME = r"(?:社区|小区|家园|花园|新村|公寓|胡同|村|组|街|路|巷|里|弄|苑|院|楼|号|单元|室|门)"
_WHO = (
    r"(?:老人|大爷|大妈|奶奶|爷爷|先生|女士|阿姨|同志|居民|小朋友|一家|夫妇|,|、|。|因|在|患|走失|反映|来|为|是|\(|$)"
)
# 家住云溪社区的王某某老人
_LIVES = re.compile(
    rf"(?:家住|住在|居住在|现住|租住在)(?P<home>[^,。;:]{{2,30}}?{_HOME})的?(?:居民|村民|市民|业主|老人)?(?P<name>{NAME})(?={_WHO})"
)
# 王某某，家住云溪社区 / 王某某（住云溪路3号）
_NAMED = re.compile(
    rf"(?<![一-鿿])(?:居民|村民|市民|业主|老人|申请人)?(?P<name>{NAME}){_S}[,(]{_S}(?:男|女)?[,\s]*(?:家住|现住|住址为?:?|住)(?P<home>[^,。;:)]{{2,30}}?{_HOME})"
)
# 家庭住址：云溪区青川路3号2单元501室
_ADDRESS = re.compile(
    rf"(?:家庭住址|家庭地址|户籍地址|户籍所在地|现住址|居住地址|(?<!单位)(?<!办公)住址){_S}(?:为|是|:){_S}"
    rf"(?P<home>[^,。;:\s]{{2,40}}?(?:\d+|[一二三四五六七八九十]+){_S}(?:号|室|单元|户|栋|幢)[^,。;:\s]{{0,12}})"
)
_HINTS = hints("住", "家庭地址", "户籍")
ADDRESS = Text(
    "文中公开了个人住址（{home}）。请删除；如已发布，请撤下后重新发布。",
    "The text prints a home address ({home}). Please delete it; if the report is published, publish it again without.",
)


def check(case: Case) -> Iterator[Outcome]:
    document = case.report.document
    for sentence in sentences(document, *_HINTS):
        yield from (replace(hit, basis=basis(case.report)) for hit in _found(sentence, document))
    yield Passed()


def _found(sentence: Sentence, document: Document) -> Iterator[Hit]:
    for pattern in (_LIVES, _NAMED):
        for match in pattern.finditer(sentence.text):
            name, home = match["name"], match["home"]
            if not is_name(name):
                continue
            masks = {name: mask_name(name), home: mask_home(home)}
            yield Hit(
                key=f"home:{mask_name(name)}",
                args={"name": mask_name(name), "home": mask_home(home)},
                places=(sentence.place(*match.span(), document),),
                masks=masks,
            )
    for match in _ADDRESS.finditer(sentence.text):
        home = match["home"]
        yield Hit(
            key=f"address:{mask_home(home)}",
            args={"home": mask_home(home), "name": ""},
            places=(sentence.place(*match.span("home"), document),),
            message=ADDRESS,
            masks={home: mask_home(home)},
        )


def mask_home(home: str) -> str:
    """Only the kind of place stays: **社区."""
    ending = re.search(rf"{_HOME}$", home)
    return f"**{ending[0] if ending else ''}"


RULE = Rule(
    code="PRV-04",
    name="home-address",
    family="privacy",
    severity="error",
    title=Text("公开了个人住址", "A person's home is told"),
    why=Text(
        "姓名与住址放在一起即可识别到个人，属于个人信息（《政府信息公开条例》第十五条、《个人信息保护法》）。"
        "宣传事例写“一位老人”即可。办公地址不在此列。",
        "A name together with a home identifies a person (Article 15 of the Regulations; Personal Information "
        "Protection Law). “An old man” is enough for a success story. Office addresses are not meant.",
    ),
    message=Text(
        "文中写出了家住{home}的{name}，可以识别到个人。请删去姓名和住址，改写为“一位居民”“一位老人”等。",
        "The text tells that {name} lives in {home}, which identifies a person. Please drop the name and the address.",
    ),
    basis=(Basis("regulations-2019", "第十五条"), Basis("personal-information-law")),
    check=check,
    examples=(
        Example("bad", "8月6日，家住云溪第二社区的王青川老人走失，社区帮助找回。", hits=1, says="家住**社区的王**"),
        Example("bad", "村民李云川，家住青川村，来信反映。", hits=1, says="李**"),
        Example("bad", "申请表家庭住址：云溪区青川路3号2单元501室。", hits=1, says="个人住址"),
        Example("ok", "家住云溪社区的一位老人走失。家住青川小区的王某某来电。"),
        Example("ok", "请与区水务局办公室联系（地址：云溪区青川路3号；邮编：100000）。"),
        Example("ok", "提升小区环境，方便家住附近的居民；在云溪社区的公示栏公开。"),
    ),
)
