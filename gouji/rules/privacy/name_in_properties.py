"""PRV-09: the file's own properties name a person: its author, or who made the changes that it still holds."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.rules.privacy.names import is_name, mask_name

WHERE = {
    "author": Text("作者", "the author"),
    "revisers": Text("修订或批注者", "who tracked changes or comments"),
}


def check(case: Case) -> Iterator[Outcome]:
    metadata = case.report.document.metadata
    for key, where in WHERE.items():
        names = [name for name in metadata.get(key, "").split("、") if is_name(name)]
        if names:
            masked = "、".join(dict.fromkeys(mask_name(name) for name in names))
            yield Hit(key, {"where": where, "names": masked})
        else:
            yield Passed()


RULE = Rule(
    code="PRV-09",
    name="name-in-properties",
    family="privacy",
    severity="notice",
    title=Text("文件属性中留有个人姓名", "A person's name in the file's properties"),
    why=Text(
        "Word、PDF 文件的属性和修订记录会带上编写人的姓名，随文件一起公开，而页面上看不到。",
        "The properties and tracked changes of Word and PDF files carry the names of those who wrote them. They are "
        "published with the file, although no page shows them.",
    ),
    message=Text(
        "文件属性中的{where}是个人姓名（{names}）。发布前请在“文件—信息—检查文档”中清除文档属性和修订记录。",
        "The file's properties name a person as {where} ({names}). Before publishing, remove properties and tracked "
        "changes with the word processor's document inspector.",
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example("ok", "本年度公开信息12条。"),
        Example("ok", "本年度公开信息12条。", metadata={"author": "微软用户"}),
        Example("ok", "本年度公开信息12条。", metadata={"author": "云溪区水务局"}),
        Example("bad", "本年度公开信息12条。", metadata={"author": "程云溪"}, hits=1, says="程**"),
        Example("bad", "本年度公开信息12条。", metadata={"revisers": "admin、柳禾"}, hits=1, says="修订"),
    ),
)
