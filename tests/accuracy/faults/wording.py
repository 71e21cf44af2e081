"""Faults of the text itself: private data, leftovers, wording."""

from __future__ import annotations

import re
from random import Random

from tests.accuracy.faults.draft import Draft
from tests.accuracy.faults.model import ANY, NEW, Apply, Fault, Injected
from tests.accuracy.faults.texts import filled, said
from tests.corpus.forms import Table

_NAMES = ("王云溪", "赵明川", "李青屿", "欧阳望", "陈柏林", "周小栖", "孙澄江", "吴望州")


def identity(rng: Random) -> str:
    """An identity number of nobody, with its check digit."""
    digits = f"119901{rng.randint(1950, 2001)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(100, 999)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def card(rng: Random) -> str:
    """A card number of nobody, with its check digit."""
    digits = f"622200{rng.randint(10**11, 10**12 - 1)}"
    doubled = [int(d) * 2 - 9 * (int(d) > 4) if i % 2 == 0 else int(d) for i, d in enumerate(reversed(digits))]
    return f"{digits}{-sum(doubled) % 10}"


def private(*sentences: str) -> Apply:
    """A sentence with ``{n}`` a name, ``{s}`` a surname, ``{i}`` an identity number, ``{m}`` a mobile number."""

    def apply(made: Draft) -> Injected | None:
        name = made.rng.choice(_NAMES)
        text = filled(made, made.rng.choice(sentences)).replace("{n}", name).replace("{s}", name[0])
        text = text.replace("{i}", identity(made.rng)).replace("{c}", card(made.rng))
        text = text.replace("{m}", f"1{made.rng.choice((35, 38, 59, 86))}{made.rng.randint(10**7, 10**8 - 1)}")
        return Injected(text) if made.say(text) else None

    return apply


# -- form of the text --


def _repeated(made: Draft) -> Injected | None:
    """A long paragraph stands twice."""
    long = [(at, text) for at, kind, text in made.texts() if kind == "text" and len(text) > 60]
    if not long:
        return None
    at, text = made.rng.choice(long)
    made.report.blocks.insert(at + 1, ("text", text))
    return Injected(f"twice: {text[:40]}")


def _table_twice(made: Draft) -> Injected | None:
    tables = [at for at, block in enumerate(made.report.blocks) if isinstance(block, Table)]
    at = made.rng.choice(tables)
    made.report.blocks.insert(at + 1, ("text", "（续）"))
    made.report.blocks.insert(at + 2, made.report.blocks[at])
    return Injected("a table stands twice")


def _long(made: Draft) -> Injected | None:
    filler = "各科室协同配合，及时梳理群众关心的事项，按程序审核后在专栏发布，方便查询使用。"
    for number in range(1, 31):
        if not made.say(f"第{number}季度专项：{filler}"):
            return None
    return Injected("an overview of more than a thousand characters")


def _old_words(made: Draft) -> Injected | None:
    """Outcomes in words of before 2019, where the prose has none yet."""
    if any(re.search("同意公开|信息不存在|不属于本", text) for _, _, text in made.texts()):
        return None
    return said("已答复的申请中，“同意公开”1件。", "答复中“信息不存在”2件，均已说明理由。")(made)


def _signature(made: Draft) -> Injected | None:
    """The name of another office below the text."""
    other = _other(made)
    signed = [at for at, kind, text in made.texts() if kind == "right" and text == made.report.agency.name]
    if signed:
        made.report.blocks[signed[0]] = ("right", other)
        return Injected(f"signed {other}")
    text = f"本报告由{other}编制。"
    made.report.blocks.insert(1 + made.report.title.count("\n"), ("text", text))
    return Injected(text)


def _other(made: Draft) -> str:
    names = ("云溪区林业局", "青川市粮食和物资储备局", "河湾县信访局", "云溪区机关事务管理局")
    return str(made.rng.choice(names))


def _short_name(made: Draft) -> Injected | None:
    """Signed with another wording of the name than the title's."""
    name = made.report.agency.name
    other = next((name.replace(full, short) for full, short in _SHORT if full in name), "")
    signed = [at for at, kind, text in made.texts() if kind == "right" and text == name]
    if not other or not signed:
        return None
    made.report.blocks[signed[0]] = ("right", other)
    return Injected(f"signed {other}")


_SHORT = (
    ("发展和改革委员会", "发展改革委"),
    ("人力资源和社会保障局", "人社局"),
    ("住房和城乡建设局", "住建局"),
    ("市场监督管理局", "市场监管局"),
    ("卫生健康局", "卫健局"),
)
FAULTS = (
    Fault(
        "applicant",
        ("PRV-01",),
        ANY,
        private(
            "申请人{n}于5月提出申请，要求公开征地补偿方案。",
            "其中{n}2份：申请公开房屋征收许可。",
            "{n}等3人不服答复，向上级机关申请行政复议。",
            "市民{s}先生就望湖小区停车位提出申请，已当面答复。",
        ),
    ),
    Fault("identity-number", ("PRV-02",), ANY, private("申请人身份证号{i}，已答复。", "（身份证号码：{i}）")),
    Fault(
        "mobile-number", ("PRV-03",), ANY, private("申请人联系电话{m}，已电话告知。", "来电人手机{m}反映问题已解决。")
    ),
    Fault(
        "home",
        ("PRV-04",),
        ANY,
        private("8月6日，家住望湖社区的{n}老人走失，社区帮助找回。", "居民{n}，家住白石村，来信反映道路问题。"),
    ),
    Fault("bank-card", ("PRV-05",), ANY, private("退款已转入申请人银行卡{c}。", "补偿款汇入其银行卡（卡号{c}）。")),
    Fault(
        "illness",
        ("PRV-05",),
        ANY,
        private("走访慰问群众{n}患尿毒症家庭。", "帮助居民{n}患有白血病的困难家庭申请救助。"),
    ),
    Fault("mailbox", ("PRV-06",), ANY, private("联系邮箱：linxi2008@163.com。", "电子邮箱：yunxiu_xxgk@qq.com。")),
    Fault("secrecy", ("PRV-08",), ANY, private("秘密★5年", "内部资料　不得外传")),
    Fault("full-width-digits", ("FMT-05",), ANY, said("全年共更新栏目８６３次。", "统计期限自{y}1月1日起。")),
    Fault(
        "leftovers",
        ("FMT-06",),
        ANY,
        said(
            "[bookmark: _GoBack]持续完善制度。", "详见错误！未找到引用源。", "您访问的链接即将离开本网站，是否继续？"
        ),
    ),
    Fault("pinyin", ("FMT-08",), ANY, said("政(zheng)府(fu)信(xin)息公开。", "各项工(gong)作(zuo)有(you)序推进。")),
    Fault("long-overview", ("FMT-09",), NEW[1:], _long),
    Fault("paragraph-twice", ("FMT-10",), ANY, _repeated),
    Fault("table-twice", ("FMT-10",), ANY, _table_twice),
    Fault(
        "repealed-order",
        ("WRD-01",),
        NEW,
        said("依据《中华人民共和国政府信息公开条例》（国务院令第492号）开展工作。"),
    ),
    Fault("repealed-form", ("WRD-01",), NEW[1:], said("本报告按照国办公开办函〔2019〕60号规定的格式编制。")),
    Fault("old-article", ("WRD-01",), NEW, said("根据《中华人民共和国政府信息公开条例》第三十一条，编制年度报告。")),
    Fault(
        "misspelt-number",
        ("WRD-02",),
        NEW[1:],
        said(
            "本报告按照国办公开办涵〔2021〕30号规定的格式编制。",
            "按照国办发〔2021〕30号规定的年度报告格式编制。",
            "依据《政府信息公开条例》（国务院令第771号）编制。",
        ),
    ),
    Fault("old-words", ("WRD-03",), NEW, _old_words),
    Fault(
        "typing-error",
        ("WRD-04",),
        ANY,
        said(
            "按季度检查信息系公开的时效。",
            "推进法制政府建设。",
            "安全专人负责信函登记。",
            "依申公开工作有序开展。",
            "强化行政复仪工作。",
        ),
    ),
    Fault(
        "signed-by-another", ("WRD-05",), ANY, _signature, agencies=("bureau", "hall", "committee", "town", "street")
    ),
    Fault("short-name", ("WRD-06",), ANY, _short_name),
)
