"""码上办: on the poster, and about printing it."""

BRAND = "码上办"
HEADLINE = "小区有事，扫码就办"
HEADLINE_STICKER = ("小区", "有事", "扫码", "就办")
PLACE = "{district} · {street}"
CAPTION = "打开微信 扫一扫"
STEPS = (
    ("扫一扫", "微信扫上面的码，\n不用下载，不用注册"),
    ("写一句", "文字、照片、语音都行，\n直接送到项目经理手里"),
    ("等回音", "{within}处理，\n每一步都告诉您"),
)
PROMISE = "直达项目经理，{within}处理，每一步都告诉您"
MANAGER = "项目经理"
BY_SMS = "不用微信？"
SMS = "发短信“{code} 哪里有问题”到 {number}"
DANGER = "有危险先打"
CALLS = (("110", "报警"), ("119", "火警"), ("120", "急救"))
DAYS = "{n}日内"
WORKING_DAYS = "{n}个工作日内"
HOURS = "{n}小时内"
