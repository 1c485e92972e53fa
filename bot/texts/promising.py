"""预计: the day by which a manager says it will be done."""

PROMISE = "预计"
DAY = "{month}月{day}日"
CHOICES = ((0, "今天"), (1, "明天"), (3, "3天内"), (7, "7天内"))
"""Days from today, and what they are called."""
ASK_DAY = "{short} 预计哪天办好？业主会收到这个日子。\n点一个，或写“周五”“12月3日”，三十天以内。"
UNCLEAR = "“{words}”我没看懂是三十天以内的哪一天。\n"
UNCLEAR_NOT_TOLD = "\n“{words}”我没看懂是三十天以内的哪一天，没有告诉业主。"
OFFER = "\n想告诉业主哪天办好，点一个，或写“预计 {short} 周五”；不点也行。"
ACCEPTED = "已接收 {short}，业主会收到固定答复，和您说的日子：最晚{day}办好。当天早上我提醒您。\n办好后点“完成”写结果。"
PROMISED = "好，{short} 最晚{day}办好，会告诉业主。当天早上我提醒您。{again}"
ONCE_MORE = "\n有变化可以再改一次，业主会收到新的日子。"
AS_PROMISED = "最晚{day}办好"
MISSED = "说好{day}办好，已过"

TOLD = "\n项目经理说最晚{by}办好。"
COURSE = "正在处理"
PUT_OFF = "；来不及就点“预计”改个日子，业主会收到"

REFUSALS = {
    "no_such_day": "{short} 的日子要在今天起三十天以内，请换一天。没有改动任何内容。",
    "promised_already": "{short} 的这个日子已经说过了，不用再说。",
    "promised_out": "{short} 的日子已经改过一次，不能再改。请尽快办好，点“完成”写结果。",
}

CHAT = {
    "promised": "您反映的 {short} 项目经理说最晚{by}办好，办好后会在这里答复您。",
    "promise_near": "提醒：{short}（{area}）您说今天办好：\n{words}\n办好请点“完成”{put_off}。",
    "promise_missed": "您反映的 {short} 项目经理说{by}办好，还没有办完，我已提醒他。\n想催一催，点“催办”。",
    "promise_missed_manager": "{short}（{area}）您说{by}办好，已经过了：\n{words}\n业主已收到说明。"
    "请尽快办好，点“完成”{put_off}。",
}
STATES = {
    "promised": "项目经理说最晚{by}办好",
    "promise_near": "您说今天办好，请办完",
    "promise_missed": "说好的日子过了，还在办",
    "promise_missed_manager": "说好的日子过了，请尽快办",
}
BRIEF = {
    "promised": "已定日子",
    "promise_near": "今天办好",
    "promise_missed": "还没办完",
    "promise_missed_manager": "日子已过",
}
