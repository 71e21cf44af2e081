"""How lists, shares and changes are said, and sentences whose figures belong to no indicator."""

from __future__ import annotations

from tests.accuracy.phrases import Wordings

# Names of parts in lists.
PARTS: dict[str, Wordings] = {
    "requests.received.in_person": ("当面申请", "现场申请", "当面提交申请"),
    "requests.received.fax": ("传真申请", "以传真形式申请"),
    "requests.received.online": ("网络申请", "通过网络提交申请", "网上申请", "网络提交申请"),
    "requests.received.letter": ("信函申请", "以信函形式申请", "邮寄申请", "信函方式申请"),
    "outcomes.granted": ("予以公开", "同意公开", "“予以公开”", "“同意公开”"),
    "outcomes.partial": ("部分公开", "同意部分公开", "“部分公开”"),
    "outcomes.refused": ("不予公开", "“不予公开”", "不同意公开"),
    "outcomes.unavailable": ("无法提供", "“无法提供”"),
    "outcomes.unprocessed": ("不予处理", "“不予处理”"),
    "outcomes.other": ("其他处理", "“其他处理”"),
    "outcomes.already_public": ("属于已主动公开范围", "“属于已主动公开范围”"),
    "outcomes.not_this_agency": ("不属于本行政机关公开", "“不属于本行政机关公开”"),
    "outcomes.nonexistent": ("申请信息不存在", "“申请信息不存在”"),
    "outcomes.amendment_requested": ("告知作出更改补充", "“告知作出更改补充”"),
    "outcomes.other_channel": ("告知通过其他途径办理", "“告知通过其他途径办理”"),
    "natural_person": ("自然人申请", "自然人", "自然人提出"),
    "enterprise": ("商业企业申请", "商业企业", "商业企业提出"),
    "research": ("科研机构申请", "科研机构"),
    "public_welfare": ("社会公益组织申请", "社会公益组织"),
    "legal_service": ("法律服务机构申请", "法律服务机构"),
    "other_organization": ("其他组织申请", "其他组织"),
    "upheld": ("维持", "结果维持", "被维持"),
    "corrected": ("纠正", "结果纠正", "被纠错"),
    "other": ("其他结果", "其他情形"),
    "pending": ("尚未审结", "未审结"),
    "review.upheld": ("维持具体行政行为", "维持", "被维持"),
    "review.corrected": ("被依法纠错", "被纠错"),
    "review.other": ("其他情形", "属于其他情形"),
    "capacity.staff.full_time": ("专职人员", "专职工作人员"),
    "capacity.staff.part_time": ("兼职人员", "兼职工作人员"),
    "disclosure.channel.gazette": ("政府公报公开政府信息",),
    "disclosure.channel.website": ("政府网站公开政府信息", "政府网站公开信息"),
    "disclosure.channel.weibo": ("政务微博公开政府信息", "政务微博公开信息"),
    "disclosure.channel.wechat": ("政务微信公开政府信息", "政务微信公开信息"),
    "disclosure.channel.other": ("其他方式公开政府信息", "其他方式公开信息"),
    "requests.closed.on_time": ("按时办结", "按期办结"),
    "requests.closed.extended": ("延期办结",),
}
LISTS = (
    ("其中，", "{label}{n}{u}", "，", "。"),
    ("其中：", "{label}{n}{u}", "；", "。"),
    ("其中", "{label}的{n}{u}", "、", "。"),
    ("其中，", "{label}{n}{u}，占总数的{p}%", "；", "。"),
    ("其中，", "{label}{n}{u}（占比{p}%）", "，", "。"),
    ("包括", "{label}{n}{u}", "、", "。"),
    ("具体为：", "{label}{n}{u}", "，", "。"),
    ("其中", "{n}{u}为{label}", "，", "。"),
    ("其中，", "{label}{n}{u}，占{p}%", "；", "。"),
    ("从类别看，", "{label}{n}{u}", "，", "。"),
)
CHANGES = (
    "同比增长{p}%。", "同比上升{p}%。", "较上年增加{d}{u}。", "与上年相比增加{d}{u}，增长{p}%。", "比上年度增加{d}{u}。",
    "同上年相比，增加{d}{u}。", "较去年增长{p}%。", "与去年同期相比上升{p}%。",
)  # fmt: skip
DISTRACTORS = (
    "全年召开党组会议12次，研究重点工作36项。",
    "印发《{y}年政务公开工作要点》，明确5个方面18项任务。",
    "按照云办发〔{y}〕18号文件要求，规范栏目设置。",
    "组织工作人员到先进地区学习2批15人次。",
    "全年化解矛盾纠纷147起，走访企业312家。",
    "3月15日组织开展“政府开放日”活动，邀请居民代表20余名参加。",
    "办理12345热线工单2346件，满意率98.6%。",
    "在全区绩效考核中位列第3名。",
    "更新公开指南1次，调整公开目录6项。",
    "安排3名同志负责信息审核，落实“三审三校”制度。",
    "网站年访问量超过20万人次。",
    "联系地址：临溪路18号，邮编：610000。",
    "发放宣传册500余份，悬挂横幅8条。",
    "完成老旧小区改造13处，惠及居民4200户。",
)
