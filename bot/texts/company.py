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
