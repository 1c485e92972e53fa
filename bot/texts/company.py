"""The company's desk: its estates."""

NOT_BOUND = "这是企业账号用的。请先回复“绑定”，用企业管理员登记的手机号。"
NOT_YOURS = (
    "这是企业账号用的。您绑定的是{who}，不是企业管理员。\n"
    "要替企业办事，请企业管理员用自己的手机号绑定；管理员还注册不了，请打 85256650。"
)

ESTATES = "{company}的小区（共{total}个）：\n{lines}{page}\n点一个看详情；写“小区 名称”可以查找。"
ESTATES_LIKE = "名称里有“{like}”的小区（共{total}个）：\n{lines}{page}\n点一个看详情。"
ESTATE_LINE = "{key}. {name} 已关联 备案：{filed} 经理：{manager} 更新：{updated}"
ESTATES_EMPTY = "还没有小区关联到{company}。先做合同备案，审核通过就关联上了。"
ESTATES_NONE = "{company}的小区里没有“{like}”。\n没关联上的，先做合同备案，审核通过就关联上了；要看全部，回复“小区”。"
NO_ESTATE = "没有找到这个小区，或它没有关联到您的企业。回复“小区”看全部。"
ESTATE = (
    "{name}（已关联到{company}）\n"
    "行政区划：{district}\n街道：{street}\n社区：{community}\n地址：{address}\n物业类型：{usage}\n"
    "合同备案：{filed}\n开发建设单位：{developer}\n业主委员会：{committee}\n项目经理：{manager}\n最新更新：{updated}"
)
YES, NO = "是", "否"
NO_VALUE = "-"
NO_STREET = "没有填写"
NOBODY = "没有"

REFUSED = {
    "last_administrator": (
        "企业只剩这一位管理员，离职后没有人能替企业办事。请先联系平台 85256650 增加一位。没有改动任何内容。"
    ),
    "manager_changed": "这个小区的项目经理刚刚换过了，没有改动任何内容。回复“更换经理”看现在是谁。",
    "not_a_manager": "要换上的人岗位不是“项目负责人”，请先改岗位。没有改动任何内容。",
    "staff_known": "这个身份证号已经在您企业的人员里了，不用再添加。回复“人员”可以查到。",
    "phone_taken": "这个手机号是您企业另一位在职人员的，一个号码只能给一个人。没有改动任何内容。",
    "known_elsewhere": (
        "这个人现在加不进来：手机号或身份证号还登记在别处。\n"
        "请本人先在原来的地方办离职，或换一个手机号；仍不行请联系平台 85256650。没有改动任何内容。"
    ),
    "bad_phone": "手机号不对，要11位的大陆手机号。没有改动任何内容。",
    "bad_identity": "身份证号不对，请核对18位号码。没有改动任何内容。",
    "bad_post": "没有这个岗位。没有改动任何内容。",
}
"""Why the company's own changes were not made."""
