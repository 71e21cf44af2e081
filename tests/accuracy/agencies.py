"""Offices that do not exist, of the kinds that report."""

from __future__ import annotations

from random import Random

from tests.accuracy.model import Agency

PROVINCES = ("青屿省", "澜川省", "云岭省")
CITIES = ("云岫市", "栖霞岭市", "澄江口市", "望州市", "平沙市")
DISTRICTS = ("临溪区", "松岗区", "南湾区", "金谷区", "开元山区")
COUNTIES = ("栖川县", "白石县", "丰泽县", "永昌岭县", "沁水河县")
TOWNS = ("白石镇", "柳河镇", "大青山乡", "石桥镇", "东岭乡")
STREETS = ("望湖街道", "新华路街道", "东风街道", "北苑街道", "凤凰山街道")
BUREAUS = (
    "市场监督管理局",
    "自然资源局",
    "教育局",
    "水利局",
    "财政局",
    "住房和城乡建设局",
    "卫生健康局",
    "审计局",
    "交通运输局",
    "司法局",
    "发展和改革委员会",
    "应急管理局",
    "农业农村局",
    "人力资源和社会保障局",
    "民政局",
    "统计局",
    "城市管理综合执法局",
    "文化和旅游局",
    "医疗保障局",
    "退役军人事务局",
    "行政审批服务局",
    "数据局",
)
OLD_BUREAUS = (
    "国土资源局",
    "水务局",
    "园林绿化局",
    "环境保护局",
    "工商行政管理局",
    "质量技术监督局",
    "安全生产监督管理局",
)
HALLS = ("水利厅", "教育厅", "财政厅", "交通运输厅", "生态环境厅", "发展和改革委员会", "审计厅", "民政厅")
KINDS = ("bureau", "city", "town", "street", "hall", "vertical", "county", "bureau", "committee")


def agency(rng: Random, kind: str, beijing: bool, year: int) -> Agency:
    """An office of the kind, with the names by which it may be known."""
    city = "北京市" if beijing else rng.choice(CITIES)
    district = rng.choice(("云岫区", "临溪区", "松岗区")) if beijing else rng.choice((*DISTRICTS, *COUNTIES))
    bureau = rng.choice((*BUREAUS, *OLD_BUREAUS) if year < 2019 else BUREAUS)
    if kind == "city":
        own = rng.choice(("", rng.choice(PROVINCES))) if not beijing else "北京市"
        place = district if beijing else city
        return _made(own, place, "人民政府", "government", f"我{place[-1]}", place)
    if kind == "county":
        return _made(city, district, "人民政府", "government", f"我{district[-1]}", district)
    if kind == "town":
        town = rng.choice(TOWNS)
        return _made(city, district, f"{town}人民政府", "township", f"我{town[-1]}", town)
    if kind == "street":
        street = rng.choice(STREETS)
        return _made(city, district, f"{street}办事处", "township", "我街道", street)
    if kind == "hall" and not beijing:
        province, hall = rng.choice(PROVINCES), rng.choice(HALLS)
        return _made("", province, hall, "department", "我委" if hall.endswith("会") else "我厅", province)
    if kind == "vertical":
        return _vertical(rng, city, district)
    if kind == "committee":
        zone = rng.choice(("高新技术产业开发区管理委员会", "经济技术开发区管理委员会"))
        return _made("", city, zone, "department", "我委", city)
    return _made(city, district, bureau, "department", "我委" if bureau.endswith("会") else "我局", district)


def _vertical(rng: Random, city: str, district: str) -> Agency:
    name = rng.choice(
        (
            f"国家税务总局{city}{district}税务局",
            f"国家税务总局{district}税务局",
            f"国家统计局{district}调查队",
            f"{city}{district}气象局",
            f"{district}消防救援大队",
            f"{city[:-1]}海关",
            f"{city}{district}烟草专卖局",
            f"{city}邮政管理局",
        )
    )
    we = "我队" if name.endswith("队") else "我关" if name.endswith("关") else "我局"
    return Agency(name, name, "department", we, district, (name, name.removeprefix(city)))


def _made(above: str, place: str, rest: str, kind: str, we: str, region: str) -> Agency:
    full, short = f"{above}{place}{rest}", f"{place}{rest}"
    return Agency(full, short, kind, we, region, (full, short))
