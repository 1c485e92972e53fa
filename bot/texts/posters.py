"""码上办: on the poster, and about printing it."""

from core.printing import Condition

BRAND = "码上办"
HEADLINE = "小区有事，扫码就办"
HEADLINE_STICKER = ("小区", "有事", "扫码", "就办")
PLACE = "{district} · {street}"
CAPTION = "打开微信 扫一扫"
STEPS = (
    ("扫一扫", "微信扫上面的码，\n不用下载，不用注册"),
    ("写一句", "文字、照片、语音都行，\n直接送到项目经理手里"),
    ("等回音", "{within}答复，\n每一步都告诉您"),
)
PROMISE = "直达项目经理，{within}答复，每一步都告诉您"
MANAGER = "项目经理"
BY_SMS = "不用微信？"
SMS = "发短信到 {number}：先写 {code}，再写问题"
DANGER = "有危险先打"
CALLS = (("110", "报警"), ("119", "火警"), ("120", "急救"))
DAYS = "{n}日内"
WORKING_DAYS = "{n}个工作日内"
HOURS = "{n}小时内"

MISSING = {
    Condition.MANAGER: (
        "没有项目负责人。请企业在从业人员里添加，岗位选“项目负责人”，并把{area}交给他；企业管理员回复“添加人员”就能办。"
    ),
    Condition.ACCOUNT: (
        "项目负责人{manager}没有账号。请他到生命周期平台选“从业人员注册”做实名认证，再在微信里回复“实名核对”；"
        "身份信息要和企业登记的一致。"
    ),
    Condition.SIGNED_IN: "项目负责人{manager}没有登录过。请他在微信里回复“绑定”，或用实名认证的身份证号短信登录一次。",
}
"""What is missing before the code may be printed (seed, question 9), and the remedy."""
