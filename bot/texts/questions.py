"""The eighteen questions in chat: what stands around the answers of `bot/texts/faq/`."""

LIST = "常见问题{page}\n点一题、回复题号，或直接用自己的话问。"
PAGE = "（第{page}页，共{pages}页）"
MORE_KEY = "+"
ANSWER = "{id}. {title}\n{answer}{onward}"
DO_IT = "\n\n我现在就能替您办或查，点下面。"
BIND_FIRST = "\n\n您是物业人员的话，先绑定手机号，这件事在这里就能办。"
FILE_INSTEAD = "\n\n要反映小区的问题，点“{file}”，您写的话我记着。"
WHICH = "您是想问这些吗？点一个；都不是，点“{none}”。"
WHICH_OR_FILE = "您是想问，还是要反映小区的问题？\n您写的是：{words}"
UNKNOWN = "这个问题我还没有现成的答案。\n换个说法再问一次，或看看常见问题。{reach}"
UNKNOWN_OR_FILE = "\n是小区里的问题，点“{file}”，您写的话我记着，不用再写。"
NONE_OF_THESE = "好，那我换个办法帮您。{reach}"
REACH = (
    "\n\n可以找这些人：\n"
    "· 企业注册和认证：962535 转 4\n"
    "· 授权管理员注册不了：85256650\n"
    "· 信用分：QQ群 289800975\n"
    "· 小区里的事：直接写给我，我转给项目经理\n"
    "· 都不是：12345"
)
REACHED = "换个说法再问一次也行。{reach}"
FAQ = "常见问题"
PERSON = "找人问"
FILE = "反映问题"
NONE = "都不是"
BIND = "绑定手机号"
OFFERS = {
    "open_console": "登录网页",
    "apply_verification": "申请认证",
    "check_company": "查企业",
    "add_staff": "添加人员",
    "standing": "查我的身份",
    "estates": "看小区",
    "file_contract": "合同备案",
    "print_code": "打印码上办",
    "replace_manager": "更换经理",
    "returned": "看退回的",
    "todo": "待办",
    "to_guide": "待办",
    "search": "查询投诉",
    "credit": "查信用分",
    "change_area": "信息变更",
    "no_complaints": "查原因",
}
"""By the verb of `bot/routes.py` that does something about a question."""
