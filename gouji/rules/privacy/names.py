"""Personal names in Chinese text: surnames as data, what looks like a name, and how it is masked.

A name is a surname and one or two more characters; many ordinary words look the same. The rules therefore ask for a
context that only a person can have, and this module keeps out words that such contexts also admit.
"""

from __future__ import annotations

import re

_COMPOUND = "欧阳 上官 司马 司徒 诸葛 皇甫 尉迟 东方 慕容 令狐 端木 公孙 夏侯 长孙 宇文 轩辕 南宫 独孤 西门 呼延"
COMPOUND = tuple(_COMPOUND.split())
SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章"
    "鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁"
    "隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬"
    "屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗台巫鞠僧桑荆谌银扬明沙薄伏岑"
    "习胥保和蔺袭"
)
SURNAME = f"(?:{'|'.join(COMPOUND)}|[{SINGLE}])"
NAME = rf"{SURNAME}(?!某)[一-鿿](?:(?!某)[一-鿿])?"

# Words of these reports that begin with a surname's character and could stand where a name stands.
_ORDINARY = (
    "房屋 房产 方面 方式 单位 单个 高校 高级 项目 项下 金额 安全 公司 全年 全部 全市 全区 全县 全镇 余件 车辆 "
    "水务 石油 江河 马路 路政 党政 党员 文件 文化 文物 经济 经营 管理 管委 计生 计划 师生 常规 平台 时间 强制 "
    "强拆 严重 关于 关键 任务 任免 舒适 明确 应急 应用 应当 应予 章程 林业 林地 林草 田地 宗地 许可 施工 施行 "
    "明细 成功 成果 成立 成员 时限 查阅 查询 解读 解答 解释 原告 原件 原因 商业 商务 商户 商标 都市 台账 官方 "
    "官网 党委 党组 华侨 花卉 乐园 盛会 司法 司机 温馨 向我 向社 向区 向市 向本 向县 向镇 和其 和市 和区 和公 "
    "来信 来访 来电 来件 车管 符合 简易 简单 边界 景区 保障 保护 保密 谈话 通过 连续 古迹 米粮 木材 燕郊 安置 "
    "安排 万元 万人 万件 阳光 夏季 秋季 冬季 白天 龙头 常务 常委 江苏 江西 湖南 广东 石家 武汉 温州 宁波 宁夏 "
    "安徽 吉林 云南 贵州 张家 李家 王家 刘家 马家 高新 方案 方法 方向 左右 易地 冷链 衣物 银行 申请 申报 申诉 "
    "申办 卫生 卫健 齐全 连同 席位 游客 甘肃 项规 项制 习惯 明显 关心 关注 关闭 边缘 盖章 封面 段落 章节 华北 "
    "辛苦 党建 古树 路灯 经费 文体 文旅 计量 高铁 宗教 金融 石材 江堤 花园 井盖 温泉 阳台 毛坯 成都 南昌 乐山 "
    "和解 方便 安心 安抚 关切 房主 高龄 高温"
)
_WORDS = re.compile("|".join(_ORDINARY.split()))
# Second characters that make a noun (林权, 房改), not a given name.
_NOUN = re.compile(r"[权改费灯位库盖融贸速监务证地产房款表件书类等税场站厂所段租补征拆迁]$")


def is_name(text: str) -> bool:
    """Whether a text that looks like a name is not one of the words that do so too."""
    if len(text) == 2 and _NOUN.search(text):
        return False
    return bool(re.fullmatch(NAME, text)) and not _WORDS.match(text)


def mask_name(name: str) -> str:
    """王云溪 becomes 王**, 欧阳青川 becomes 欧阳**: the surname stays, the length is not told."""
    surname = next((each for each in COMPOUND if name.startswith(each)), name[:1])
    return f"{surname}**"


def mask_number(number: str) -> str:
    """The first three and the last two characters stay."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}" if len(number) > 5 else "*" * len(number)
