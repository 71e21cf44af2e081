"""The prose around the tables: what offices say of their figures, and what has nothing to do with them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.accuracy import lists, paraphrases, phrases
from tests.accuracy.model import Block, Claim, Report, Values
from tests.accuracy.scenery import CONTACTS, FOREWORDS, GENERAL, MEASURES, PROBLEMS, TOPICS

_OUTCOMES = ("granted", "partial", "refused", "unavailable", "unprocessed", "other")
_ANSWERS = ("already_public", "granted", "partial", "refused", "not_this_agency", "nonexistent", "amendment_requested")
_MODES = ("in_person", "fax", "online", "letter")
_CHANNELS = ("gazette", "website", "weibo", "wechat", "other")
_WHO = ("natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_organization")
_RESULTS = ("upheld", "corrected", "other", "pending")
_HAN = "零一两三四五六七八九"


class Prose:
    """Writes the blocks of one report around its tables and notes every figure that a sentence states."""

    def __init__(self, report: Report, values: Values, rng: Random) -> None:
        self.report = report
        self.values = values
        self.rng = rng
        self.old = report.form.startswith("statistics")
        self.mark = rng.choice(("（{}）", "（{}）", "({})", "{}."))

    def compose(self, tables: list[list[Block]]) -> None:
        """Title, foreword, sections and signature."""
        blocks = self.report.blocks
        blocks += [("title", line) for line in self.report.title.split("\n")]
        blocks.append(("text", self.fill(self.rng.choice(FOREWORDS))))
        if self.old:
            self._old(blocks, tables[0])
        else:
            self._new(blocks, tables)
        if self.rng.random() < 0.5:
            blocks.append(("text", self.rng.choice(CONTACTS)))
        year, month, day = self.report.published.split("-")
        if self.rng.random() < 0.8:
            blocks.append(("right", self.report.agency.name))
            blocks.append(("right", f"{year}年{int(month)}月{int(day)}日"))

    # -- the six sections since 2019 --

    def _new(self, blocks: list[Block], tables: list[list[Block]]) -> None:
        blocks.append(("heading", "一、总体情况"))
        topics = (self._proactive, self._on_request, self._management, self._platform, self._guarantee)
        han = "一二三四五"
        if self.rng.random() < 0.3:
            blocks.append(("text", self.fill(self.rng.choice(GENERAL))))
        for index, (heading, topic) in enumerate(zip(TOPICS, topics, strict=True)):
            number = self.mark.format(index + 1 if self.mark == "{}." else han[index])
            if self.rng.random() < 0.5:
                blocks += [("sub", f"{number}{heading}"), ("text", topic())]
            else:
                blocks.append(("text", f"{number}{heading}。{topic()}"))
        for heading, drawn in zip(
            (
                "二、主动公开政府信息情况",
                "三、收到和处理政府信息公开申请情况",
                "四、政府信息公开行政复议、行政诉讼情况",
            ),
            tables,
            strict=True,
        ):
            blocks.append(("heading", heading))
            blocks += drawn
        blocks.append(("heading", "五、存在的主要问题及改进情况"))
        blocks += [("text", self.rng.choice(PROBLEMS)), ("text", self.rng.choice(MEASURES))]
        blocks.append(("heading", "六、其他需要报告的事项"))
        blocks.append(("text", self._fee()))

    def _proactive(self) -> str:
        total = self.rng.randint(40, 2400)
        website, wechat = self.rng.randint(20, total), self.rng.randint(1, 400)
        said = [self.say("disclosure.total", str(total))]
        if self.rng.random() < 0.4:
            said.append(self.change(total, "条"))
        said.append(self.say("disclosure.channel.website", str(website)))
        said.append(self.say("disclosure.channel.wechat", str(wechat)))
        if self.rng.random() < 0.3:
            said.append(self.say("disclosure.channel.weibo", str(self.rng.randint(1, 300))))
        if self.rng.random() < 0.4:
            said.append(self.say("response.policy_interpretations", str(self.rng.randint(1, 60))))
        return self.join(said)

    def _on_request(self) -> str:
        total = self.number("requests.received")
        if not total:
            return self.join([self.nothing("requests.received")])
        if self.number("requests.carried_in") and self.number("requests.carried_out") and self.rng.random() < 0.6:
            return self.join([self._sequence(), *self._disputes()])
        said = [self.say("requests.received", str(total))]
        if self.rng.random() < 0.35:
            said.append(self.change(total, "件"))
        if self.rng.random() < 0.4:
            said.append(self._applicants("requests.received"))
        if self.number("requests.carried_in") and self.rng.random() < 0.6:
            said.append(self.say("requests.carried_in", str(self.number("requests.carried_in"))))
        done = self.number("outcomes.total")
        if done:
            said.append(self.say(self.rng.choice(("outcomes.total", "requests.closed")), str(done)))
            done_parts = [
                (f"outcomes.{name}", f"outcomes.{name}", None, self.family(f"outcomes.{name}")) for name in _OUTCOMES
            ]
            draw = self.rng.random()
            if draw < 0.6:
                said.append(self.listing(done_parts, done, "件"))
            elif draw < 0.75:
                self.claim("outcomes.total", None, str(done), "件", "答复申请")
                said.append(f"答复申请{done}件，{self._applicants('outcomes.total')}")
        if self.number("requests.carried_out") and self.rng.random() < 0.6:
            said.append(self.say("requests.carried_out", str(self.number("requests.carried_out"))))
        return self.join([*said, *self._disputes()])

    def _applicants(self, indicator: str) -> str:
        parts = [(who, indicator, who, self.number(indicator, who)) for who in _WHO]
        return self.listing(parts, self.number(indicator), "件")

    def _sequence(self) -> str:
        """收到…，上年结转…，办结…，结转下年…: four figures in one sentence."""
        figures = {
            "received": "requests.received",
            "carried_in": "requests.carried_in",
            "answered": "outcomes.total",
            "closed": "requests.closed",
            "carried_out": "requests.carried_out",
        }
        text = self.fill(self.rng.choice(lists.SEQUENCES))
        said = text
        for name, indicator in figures.items():
            if f"{{{name}}}" in text:
                value = str(self.number("outcomes.total" if name == "closed" else indicator))
                said = said.replace(f"{{{name}}}", value)
                self.claim(indicator, None, value, "件", text)
        return said

    def _disputes(self) -> list[str]:
        if self.rng.random() < 0.4:
            return []
        review = self.number("review.total", None)
        if self.old:
            suits = self.number("litigation.total", None)
        else:
            suits = sum(self.number(f"litigation.{way}.total", None) for way in ("direct", "after_review"))
        if not review and not suits and self.rng.random() < 0.7:
            text = self.fill(self.rng.choice(phrases.BOTH_NONE + paraphrases.MORE_BOTH))
            self.claim("review.total", None, "0", "件", text)
            self.claim("litigation.total", None, "0", "件", text)
            return [text]
        said = []
        for family, total in (("review", review), ("litigation", suits)):
            if not total:
                said.append(self.nothing(f"{family}.total"))
                continue
            said.append(self.say(f"{family}.total", str(total)))
            if family == "review" and self.rng.random() < 0.5:
                names = _RESULTS[:3] if self.old else _RESULTS
                parts = [
                    (self._result(name), f"review.{name}", None, self.number(f"review.{name}", None)) for name in names
                ]
                said.append(self.listing(parts, total, "件"))
        return said

    def _result(self, name: str) -> str:
        return f"review.{name}" if self.old else name

    def _management(self) -> str:
        said = [self.rng.choice(GENERAL)]
        if self.report.form == "format-2021":
            for name in ("issued", "repealed", "in_force"):
                count = self.number(f"normative_documents.{name}", None)
                if count and self.rng.random() < 0.6:
                    said.append(self.say(f"normative_documents.{name}", str(count)))
        for name in ("licensing", "penalties", "coercion"):
            count = self.number(f"{name}.decisions", None)
            if count and self.rng.random() < 0.4:
                said.append(self.say(f"{name}.decisions", str(count)))
        return self.join(said)

    def _platform(self) -> str:
        return self.join([self.rng.choice(GENERAL)])

    def _guarantee(self) -> str:
        said = [self.rng.choice(GENERAL)]
        if self.rng.random() < 0.6:
            said.append(self.say("training.sessions", str(self.rng.randint(1, 9))))
            said.append(self.say("training.people", str(self.rng.randint(20, 300))))
        if self.report.agency.kind != "department":
            said.append("工作考核、社会评议和责任追究结果情况：已纳入年度考核，未发生责任追究情形。")
        return self.join(said)

    def _fee(self) -> str:
        due = self.values.get(("outcomes.other.overdue_fee", "total", None), "0") if self.report.year > 2020 else "0"
        if due != "0" or (self.report.year > 2020 and self.rng.random() < 0.1):
            return self.say("fees.processing", str(self.rng.choice((100, 300, 3940)))) + "无其他需要报告的事项。"
        return self.nothing("fees.processing") + self.rng.choice(
            ("无其他需要报告的事项。", "没有其他需要报告的事项。")
        )

    # -- the report with the list table --

    def _old(self, blocks: list[Block], tables: list[Block]) -> None:
        texts = [self.rng.choice(GENERAL), self._disclosed(), self._asked(), self._charged()]
        texts.append("".join(self._disputes_always()))
        texts.append(self.rng.choice(PROBLEMS) + self.rng.choice(MEASURES))
        headings: tuple[str, ...] = ("概述", "主动公开政府信息情况", "依申请公开政府信息情况", "收费及减免情况")
        headings += ("行政复议、行政诉讼情况", "存在的主要问题及改进情况")
        for number, heading, text in zip("一二三四五六", headings, texts, strict=True):
            blocks += [("heading", f"{number}、{heading}"), ("text", self.fill(text))]
        name, year = self.report.agency.name, self.report.year
        blocks.append(("caption", self.rng.choice(("政府信息公开情况统计表", f"{name}政府信息公开情况统计表"))))
        blocks.append(("caption", f"（{year}年度）"))
        if self.rng.random() < 0.5:
            blocks.append(("caption", f"填报单位（盖章）：{name}"))
        blocks += tables
        if self.rng.random() < 0.5:
            blocks.append(("caption", "单位负责人：程述　　审核人：柳新　　填报人：安禾　　联系电话：0111-6120018"))

    def _disclosed(self) -> str:
        total = self.number("disclosure.total", None)
        said = [self.say("disclosure.total", str(total))]
        if self.rng.random() < 0.4:
            said.append(self.change(total, "条"))
        if self.rng.random() < 0.7:
            parts = [
                (
                    f"disclosure.channel.{c}",
                    f"disclosure.channel.{c}",
                    None,
                    self.number(f"disclosure.channel.{c}", None),
                )
                for c in _CHANNELS
            ]
            said.append(
                self.listing(
                    parts, sum(part[3] for part in parts), "条", shares=False, opening="通过不同渠道和方式公开："
                )
            )
        else:
            said.append(self.say("disclosure.channel.website", str(self.number("disclosure.channel.website", None))))
        for key in (
            "response.policy_interpretations",
            "training.meetings",
            "training.sessions",
            "training.people",
            "capacity.staff",
        ):
            count = self.number(key, None)
            if count and self.rng.random() < 0.5:
                said.append(self.say(key, str(count)))
        if self.rng.random() < 0.3:
            staff = self.number("capacity.staff", None)
            names = ("full_time", "part_time")
            parts = [
                (f"capacity.staff.{n}", f"capacity.staff.{n}", None, self.number(f"capacity.staff.{n}", None))
                for n in names
            ]
            said += [self.say("capacity.staff", str(staff)), self.listing(parts, staff, "人", shares=False)]
        return self.join(said)

    def _asked(self) -> str:
        total = self.number("requests.received", None)
        if not total:
            return self.join([self.nothing("requests.received")])
        said = [self.say("requests.received", str(total))]
        parts = [
            (f"requests.received.{m}", f"requests.received.{m}", None, self.number(f"requests.received.{m}", None))
            for m in _MODES
        ]
        if self.rng.random() < 0.7:
            said.append(self.listing(parts, total, "件"))
        closed = self.number("requests.closed", None)
        if closed and self.rng.random() < 0.5:
            said.append(self.say("requests.closed", str(closed)))
            ways = ("on_time", "extended")
            parts = [
                (f"requests.closed.{w}", f"requests.closed.{w}", None, self.number(f"requests.closed.{w}", None))
                for w in ways
            ]
            said.append(self.listing(parts, closed, "件"))
        if closed:
            said.append(self.say("outcomes.total", str(closed)))
            names = (*_ANSWERS, "other_channel")
            parts = [(f"outcomes.{n}", f"outcomes.{n}", None, self.number(f"outcomes.{n}", None)) for n in names]
            said.append(self.listing(parts, closed, "件"))
        return self.join(said)

    def _charged(self) -> str:
        amount = self.values["fees.collected", None, None]
        return self.nothing("fees.collected") if amount == "0" else self.say("fees.collected", amount)

    def _disputes_always(self) -> list[str]:
        said: list[str] = []
        while not said:
            said = self._disputes()
        count = self.number("complaints.total", None)
        said.append(self.say("complaints.total", str(count)) if count else self.nothing("complaints.total"))
        return said

    # -- sentences --

    def number(self, indicator: str, applicant: str | None = "total") -> int:
        return int(self.values.get((indicator, applicant, None), "0"))

    def family(self, indicator: str) -> int:
        """The total of an outcome that the form prints in several rows or in one."""
        parts = [int(v) for k, v in self.values.items() if k[1] == "total" and k[0].startswith(f"{indicator}.")]
        return sum(parts) if parts else self.number(indicator)

    def fill(self, text: str) -> str:
        we, year = self.report.agency.we, str(self.report.year)
        text = text.replace("{article}", "" if self.old else "第五十条").replace("{z}", str(self.report.year - 1))
        return text.replace("{w}", we).replace("{y}", year).replace("{a}", self.report.agency.name)

    def say(self, indicator: str, value: str) -> str:
        unit, wordings = phrases.SAID[indicator]
        wordings += paraphrases.MORE.get(indicator, ())
        shown = value
        if value.isdigit() and 0 < int(value) < 10 and self.rng.random() < 0.05 and unit in ("次", "件"):
            shown = _HAN[int(value)]
        text = self.fill(self.rng.choice(wordings)).replace("{n}", shown)
        self.claim(indicator, None, value, unit, text)
        return text

    def nothing(self, indicator: str) -> str:
        text = self.fill(self.rng.choice(phrases.NONE[indicator] + paraphrases.MORE_NONE[indicator]))
        self.claim(indicator, None, "0", phrases.SAID[indicator][0], text)
        return text

    def claim(self, indicator: str, applicant: str | None, value: str, unit: str, quote: str) -> None:
        self.report.claims.append(Claim(indicator, applicant, value, unit, quote))

    def change(self, now: int, unit: str) -> str:
        before = max(1, now - self.rng.randint(1, max(1, now // 3)))
        if before >= now:
            return ""
        digits = self.rng.choice(("0.1", "0.01"))
        percent = (Decimal(100 * (now - before)) / before).quantize(Decimal(digits), ROUND_HALF_UP)
        text = self.rng.choice(lists.CHANGES)
        times = (Decimal(now) / before).quantize(Decimal(digits), ROUND_HALF_UP)
        text = text.replace("{b}", str(before)).replace("{t}", str(times))
        return self.fill(text.replace("{p}", str(percent)).replace("{d}", str(now - before)).replace("{u}", unit))

    def listing(
        self,
        parts: Sequence[tuple[str, str, str | None, int]],
        total: int,
        unit: str,
        *,
        shares: bool = True,
        opening: str = "",
    ) -> str:
        """A whole list of parts in one style; empty parts may be left out; each part is a claim."""
        some = [part for part in parts if part[3] or self.rng.random() < 0.1]
        if not some or not total:
            return ""
        styles = [style for style in lists.LISTS if shares or "{p}" not in style[1]]
        head, item, between, end = self.rng.choice(styles)
        said = []
        for names, _, _, count in some:
            label = self.rng.choice(lists.PARTS[names])
            percent = (Decimal(100 * count) / total).quantize(Decimal("0.01"), ROUND_HALF_UP)
            said.append(
                item.replace("{label}", label)
                .replace("{n}", str(count))
                .replace("{u}", unit)
                .replace("{p}", str(percent))
            )
        text = (opening or head) + between.join(said) + end
        for _, indicator, applicant, count in some:
            self.claim(indicator, applicant, str(count), unit, text)
        return text

    def join(self, said: Sequence[str]) -> str:
        """Sentences in a row, now and then one that has nothing to do with the form."""
        found = [text for text in said if text]
        if self.rng.random() < 0.5:
            at = self.rng.choice((0, len(found)))  # never between a figure and what is said of it
            found.insert(at, self.fill(self.rng.choice(lists.DISTRACTORS)))
        return "".join(found)
