"""FMT-08: characters that no writer typed: broken encodings, pinyin in brackets, traditional forms mixed in, stars."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Place, Text
from gouji.operators.forms import first_places
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.text import rare

_TRADITIONAL = (
    "國資訊開縣區處會務發與為辦報關實際數據條規設應對業機時間經濟請張網頁項類總體護監"
    "導組織領動個們過還進無認讓誰說話學習當從來東車馬長門風飛龍"
)
# What each pattern is, and how often it must occur before it counts.
KINDS = (
    (
        "broken",
        2,
        Text("无法显示的字符", "broken characters"),
        rare(
            r"\ufffd+|锟斤拷|烫烫烫|屯屯屯|[\ue000-\uf8ff]+|(?:[ÃÂâ][\u0080-\u00bf]){2,}",
            hint=r"[\ufffd锟烫屯\ue000-\uf8ffÃÂâ]",
        ),
    ),
    (
        "pinyin",
        3,
        Text("夹注的拼音", "pinyin in brackets"),
        rare(r"[一-鿿][(（][a-zāáǎàēéěèīíǐìōóǒòūúǔù]{1,6}[)）]", hint=r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔù]"),
    ),
    (
        "stars",
        1,
        Text("被星号遮盖的数字", "figures masked by stars"),
        rare(
            r"(?:公开|发布|收到|受理|办理|答复|制发|共|计|约)[^\n，。,;；*]{0,12}\*{2,}(?=条|件|次|篇|个|份|项|人|余)",
            "**",
        ),
    ),
    (
        "traditional",
        3,
        Text("夹杂的繁体字", "traditional characters"),
        rare(f"[{_TRADITIONAL}]+", hint=f"[{_TRADITIONAL}]"),
    ),
)
MOST_TRADITIONAL = 0.1  # beyond this share the report is simply written in traditional characters


def check(case: Case) -> Iterator[Outcome]:
    text = case.report.document.text
    for key, least, what, pattern in KINDS:
        found = [Place(match[0], match.start(), match.end()) for match in pattern.finditer(text)]
        if len(found) < least or (key == "traditional" and _written_so(found, text)):
            continue
        quotes = list(dict.fromkeys(f"“{place.quote[:20]}”" for place in found))
        yield Hit(
            key,
            {"count": len(found), "what": what, "quotes": "、".join(quotes[:3])},
            places=first_places(iter(found)),
            cause="extraction" if key == "broken" else "report",
        )
    yield Passed()


def _written_so(found: list[Place], text: str) -> bool:
    return sum(len(place.quote) for place in found) > MOST_TRADITIONAL * len(text)


RULE = Rule(
    code="FMT-08",
    name="garbled-text",
    family="format",
    severity="notice",
    title=Text("乱码、夹注或遮盖", "Garbled or masked text"),
    why=Text(
        "乱码、夹注的拼音、夹杂的繁体字和星号多半是转换或转载留下的，读者读不懂，数字也无法核对；也可能是本系统读取时出错。",
        "Broken characters, pinyin in brackets, traditional forms and stars are mostly left by conversion or "
        "reposting; readers cannot make sense of them. Our own reading may also be at fault.",
    ),
    message=Text(
        "有{count}处{what}（如{quotes}）。请对照原稿改正；如原稿没有，可能是文件转换造成的。",
        "{count} × {what} (such as {quotes}). Please compare with the original; if it is clean, the conversion of the "
        "file is at fault.",
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example("ok", "全年公开信息12条，电话：0111-****。《条例》（试行）第三条。"),
        Example("bad", "全年公开信息**条。", hits=1, says="星号"),
        Example("bad", "政(zheng)府(fu)信(xin)息公开。", hits=1, says="拼音"),
        Example("bad", f"推進政務公開，{'我局完善制度，规范流程，' * 4}受理公開申请。", hits=1, says="繁体"),
        Example("bad", "主动公开信息\ufffd\ufffd条，受理申请\ufffd件。", hits=1, says="无法显示"),
    ),
)
