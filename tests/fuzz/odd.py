"""Values and characters that parsers stumble over."""

from __future__ import annotations

from random import Random

NUMBERS = ("0", "-1", "1", "2", "9", "63", "64", "1000", "1001", "32767", "65535", "65536", "2147483647", "2147483648",
           "4294967295", "-2147483648", "18446744073709551616", "1000000000", "9" * 30, "9" * 5000, "1e309", "-1e309", "NaN",
           "inf", "0.0", "-0", "1.5", "0x10", "", " ", "abc", "１２", "²", "٣", "1_000", "+5", "--3", "½", "〇", "亿")  # fmt: skip
INTEGERS = (0, 1, 2, 3, 0x7F, 0x80, 0xFF, 0x100, 0x1FF, 0x200, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF,
            0x80000000, 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF)  # fmt: skip
TEXTS = ("\u202e倒写\u202c", "\u0301\u0302" * 20, "\u200b\u200c\u200d", "\ufeff", "\x00", "\x0b\x0c\x1c\x85\u2028\u2029",
         "\U0001f9d1\u200d\U0001f33e", "\U000e0041", "\ue000\uf8ff", "\ufffd" * 5, "(cid:12)(cid:34)", "⼀⼆⾏", "㈠㈡①⑳㊀",
         "零〇两廿卅百千万亿兆" * 3, "一" * 300, "９" * 60, "1" * 400, "1,234,567,890.123.456", "百分之" * 20, "12.3%" * 20, "‰",
         "（" * 200, "）" * 200, "“" * 80, "其中" * 60, "其中：" * 40 + "1件", "、" * 300, "；" * 300, "件" * 200, "\t" * 100, "\n" * 100,
         "2020年2月30日", "99999年13月45日", "0年0月0日", "二〇〇〇年零月", "公元前1年", "1/0", "0/0", "-0", "1e999", "NaN件",
         "+-1", "−5", "﹣5", "5−", "--253", "1 2 3 4 5 6", "1.1.1.1.1.1", "{0}{rule}{}", "%s%n%d", "$1\\1\\g<0>", "[a-z]+*?(",
         "同比增长" * 20, "较上年增加-5件", "分别为1、2、3、4、5", "占总数的100.01%", "收到申请∞件", "申请人王" + "\u0301" + "某某",
         "身份证号110101199003071234x", "13900000000" * 5, "一、" * 50, "（一）" * 50, "第一百零一条", "1.1.1.1.", "①②③")  # fmt: skip


def number(rng: Random) -> str:
    return rng.choice(NUMBERS)


def integer(rng: Random) -> int:
    return rng.choice(INTEGERS) if rng.random() < 0.8 else rng.randrange(1 << 32)


def text(rng: Random) -> str:
    """Odd characters or phrases, sometimes any characters at all but never lone surrogates."""
    if rng.random() < 0.75:
        return rng.choice(TEXTS)
    points = [rng.choice((rng.randrange(32, 0x3000), rng.randrange(0x3000, 0xD800), rng.randrange(0xE000, 0x110000)))]
    points += [rng.randrange(0x4E00, 0x9FFF) for _ in range(rng.randrange(6))]
    return "".join(map(chr, points)) * rng.choice((1, 1, 1, 30))
