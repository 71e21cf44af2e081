"""Disclosure by channel cannot be brought into line with the deduplicated total (2014 form or prose)."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators import relations
from gouji.rule import Example, Hit, Outcome, Rule


def check(case: Case) -> Iterator[Outcome]:
    """Several channels above one total are one cause, so one finding."""
    above: list[Hit] = []
    for outcome in relations.check(case, "ARI-14"):
        if isinstance(outcome, Hit) and outcome.key.startswith("channel_le_total"):
            above.append(outcome)
        else:
            yield outcome
    if above:
        yield _together(above)


def _together(hits: list[Hit]) -> Hit:
    channels = [hit.args["left"] for hit in hits]
    texts = [channel for channel in channels if isinstance(channel, Text)]
    left = Text("、".join(each.zh for each in texts), ", ".join(each.en for each in texts))
    facts = tuple(dict.fromkeys(fact for hit in hits for fact in hit.facts))
    single = hits[0] if len(hits) == 1 else None
    return Hit(
        ",".join(hit.key for hit in hits),
        {**hits[0].args, "left": left},
        facts,
        actual=single.actual if single else None,
        expected=hits[0].expected,
    )


RULE = Rule(
    code="ARI-14",
    name="channel-bounds",
    family="arithmetic",
    severity="warning",
    title=Text(
        "各渠道公开数与公开总数不协调",
        "Disclosure by channel does not fit the total",
    ),
    why=Text(
        (
            "总数按“不同渠道和方式公开相同信息计1条”去重统计：任何一个渠道都不会多于总数，各渠道之和也不会少于总数。"
            "常见原因是渠道栏统计了全部推送条数。"
        ),
        (
            "The total counts an item once, whatever the channels: no channel can exceed it and all "
            "channels together cannot fall short of it. Often a channel counts every post."
        ),
    ),
    message=Text(
        "{where}中{left}，而{right}，两者不可能同时成立。请核对统计口径（同一信息在不同渠道公开只计1条）。",
        (
            "In {where}, {left}, but {right}; both cannot be right. Check how items "
            "are counted (one item in several channels counts once)."
        ),
    ),
    basis=(Basis("form-2014"),),
    check=check,
    eras=("statistics-2014", "narrative"),
    examples=(
        Example(
            "ok",
            template="statistics-2014",
            facts={
                "disclosure.total": "50",
                "disclosure.channel.gazette": "0",
                "disclosure.channel.weibo": "0",
                "disclosure.channel.wechat": "20",
                "disclosure.channel.other": "0",
                "disclosure.channel.website": "50",
            },
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={
                "disclosure.total": "50",
                "disclosure.channel.gazette": "0",
                "disclosure.channel.weibo": "60",
                "disclosure.channel.wechat": "0",
                "disclosure.channel.other": "0",
                "disclosure.channel.website": "50",
            },
            hits=1,
            says="60",
        ),
        Example(
            "bad",
            template="statistics-2014",
            facts={
                "disclosure.total": "50",
                "disclosure.channel.gazette": "0",
                "disclosure.channel.weibo": "0",
                "disclosure.channel.wechat": "0",
                "disclosure.channel.other": "0",
                "disclosure.channel.website": "30",
            },
            hits=1,
        ),
    ),
)
