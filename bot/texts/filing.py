"""Filing a complaint."""

ARRIVED = "您好！这里是{area}的“码上办”。\n{manager}\n哪里有问题？直接写给我就行，也可以发照片、语音或位置。"
MANAGER = "项目经理：{name}"
NO_MANAGER = "小区目前还没有登记项目经理，您照样可以反映，我会同时告诉物业企业和街道。"
UNKNOWN_CODE = "这个二维码已经失效，可能小区换了新码。\n请扫小区里最新的码，或回复小区名称，我帮您找。"
WAS_CODE = "这个二维码是旧的，小区换了新码。\n是“{area}”的事吗？点一下；也可以直接写哪里有什么问题。"
WAS_CODE_KEPT = "记下了。是“{area}”的事吗？"
IT_IS, ANOTHER = "是，{area}", "别的小区"
WRITE = "请写下哪里有什么问题，也可以发照片、语音或位置。"
MORE = "请继续写或发照片，发完我再给您看一遍。"
WHERE = "记下了。是哪个小区的事？\n请回复小区名称，或扫小区里的“码上办”二维码。"
WHERE_FIRST = "请问是哪个小区？\n请回复小区名称，或扫小区里的“码上办”二维码。"
WHERE_MOVE = "换到哪个小区？\n点选一个，或回复别的小区名称。"
WHERE_KNOWN = "记下了。是哪个小区的事？\n点选一个，或回复别的小区名称。"
FOUND = "您说的是哪个小区？点选一个，或换个写法再发一次。"
NOT_FOUND = (
    "没有找到叫“{words}”的小区。\n请换个写法再试，或扫小区里的“码上办”二维码；"
    "还是找不到，可以打 12345。回复“取消”就不报了。"
)
AREA_LABEL = "{name}({district})"
TOPIC = "类别：{topic}\n"
CONFIRM = "请核对：\n小区：{area}\n{topic}内容：{words}{extras}\n\n提交即同意我们把内容和联系方式用于办理此事。"
NO_WORDS_YET = "（还没有文字，请用一句话说说是什么问题）"
CLEARER = "收到“{words}”。请说说是哪里、什么事，比如“7栋电梯坏了”，或发张照片。"
KEEP_WORDS = "就这样报"
PHOTOS = "\n附件：{count}"
PLACE = "\n位置：{place}"
PHOTO_COUNT = "{n}张照片"
VOICE_COUNT = "{n}段语音"
VIDEO_COUNT = "{n}段视频"
VOICE_KEPT = "语音收好了，会和文字一起转给项目经理。\n\n"
VOICE_KEPT_ASK = "语音收好了，会原样转给项目经理。我还不会听写，请再写几个字：哪里、什么问题。\n\n"
VOICE_WORDS = "（语音）{words}"
SUBMIT = "提交"
ADD = "补充"
CHANGE = "修改"
ANONYMOUS = "匿名提交"
NEED_WORDS = "再用一句话说说是什么问题，就可以提交了。"
CHANGE_WHAT = "要改哪一项？"
CHANGE_WORDS = "重写文字"
CHANGE_MEDIA = "去掉附件"
CHANGE_AREA = "换小区"
CHANGE_TOPIC = "改类别"
TOPIC_WHICH = "这件事属于哪一类？"
REWRITE = "请重新写一遍，我用它换掉原来的文字。"
FULL = "照片和语音最多{most}个，后面的没有收进来。"
LONG = "文字最多{most}个字，后面的没有收进来。"
FILED = (
    "已提交，编号 {number}{anonymous}。\n"
    "{promise}\n"
    "查进度回复“我的”；想催一催回复“催办 {short}”；不办了回复“撤销 {short}”。"
)
ANONYMOUS_NOTE = "（匿名，项目经理看不到您是谁）"
PROMISE = "项目经理会在{days}日内答复您接不接，最晚{until}。接了以后要办几天，看事情大小；每一步我都告诉您。"
PROMISE_NO_MANAGER = (
    "{area}目前没有项目经理，我已告诉物业企业和街道来安排；{days}日内要答复您接不接，最晚{until}。每一步我都告诉您。"
)
PROMISE_IN_HAND = "项目经理已经在处理，处理好我马上告诉您。"
TOGETHER = "和邻居的反映一起跟进，会一并答复您，您自己评价。\n"
NEIGHBOUR = "\n\n有邻居{month}月{day}日反映过类似的问题（{topic}{place}），现在{state}。一起跟进就一并答复。"
NEIGHBOUR_BUILDING = "，{number}栋"
JOIN = "一起跟进"
LEAVE_PHONE = "留手机号收短信"
OFFER_PHONE = "\n留个手机号，处理结果也能用短信告诉您。"
RESUME = "您{when}写了一半：\n{words}\n要接着办吗？"
RESUME_YES = "接着办"
RESUME_NO = "重新写"
DANGER = "如果有人身危险，请先打电话：{calls}。人安全了再写给我。\n\n"
CALLS = {
    "119": "着火、燃气泄漏、有人被困打 119",
    "120": "有人受伤或病危打 120",
    "110": "打斗、抢劫、人身威胁打 110",
}
DANGERS = {
    "119": (
        "着火",
        "起火",
        "失火",
        "火灾",
        "煤气",
        "燃气",
        "天然气",
        "漏气",
        "爆炸",
        "冒烟",
        "浓烟",
        "被困",
        "困人",
        "困在电梯",
    ),
    "120": ("受伤", "流血", "晕倒", "昏迷", "骨折", "触电", "中毒", "砸到人", "摔伤", "没有呼吸", "心脏病"),
    "110": ("打架", "持刀", "抢劫", "砍人", "打人", "入室", "绑架", "威胁人身", "杀人", "跳楼", "轻生", "自杀"),
}
