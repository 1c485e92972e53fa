"""What is answered to a text, by the name of its template. No links, and no words of whoever wrote it: a text may come
from anybody who pretends to have that number. Gateways send approved templates with short values alone.

`number` is how people name the complaint, `full` the whole number, `date` a day (`10月27日`), `state`, `list` and the
like short words; `said`, `more` and `rest` hold the beginning of somebody's words, one after the other, or what stands
there instead. Each value stands once, no two side by side, and the whole with its signature is two parts at most.
"""

_DESK_STATE = (
    "{area}反映{number}，{kind}，{state}，期限{date}：{said}；{more}。办理回复{deeds}加编号，理由或意见写后面。"
)

_WHICH = "没有改动：请带上编号再发一次，现有{one}；{two}；{three}。编号写在“完成”“补充”这类词后面。"

_PLAIN = "已收到，{state}。反映问题发小区编码加问题；查进度发“查”；打分发编号加1到5。有危险先打110、119。"
_WRITE = "反映{number}：{state}，对方会看到原文；回复0取消。"
_SURE = "反映{number}：将{state}，对方会收到通知。10分钟内回复{digits}确认，0取消；不是您发的别回。"
_DONE = "反映{number}已{state}，对方会收到通知。"
_UNTIL = "反映{number}已{state}，最晚{date}有结果。"
REPLIES = {
    # filing
    "re_asked_submit": "{area}：您写的已记下。回复1提交，即同意用于办理此事；"
    "回复0取消；也可以接着写。有危险先打110、119。",
    "re_danger": "有危险请先打110、119！{area}：您写的已记下。回复1提交，即同意用于办理此事；回复0取消。",
    "re_danger_estate": "有危险请先打110、119！人安全了，再回复小区海报上的4位编码，或小区名称。",
    "re_asked_words": "{area}：请写下哪里有什么问题，一句话就行；回复0取消。",
    "re_asked_estate": "是哪个小区的事？请回复小区海报上的4位编码，或小区名称；不是反映就回复0。",
    "re_unknown_estate": "没有用这个编码的小区。请核对海报上的4位编码再发，或回复小区名称；不报了回复0。",
    "re_asked_resume": "您之前写了一半。回复1接着办，回复2只用刚写的，回复0取消。",
    "re_filed": "已提交{full}，说{number}即可，最晚{date}答复。查进度回复“查”加编号，不办了“撤销”加编号。",
    "re_filed_unmanaged": "已提交{full}，说{number}即可。小区暂无项目经理，已告诉企业和街道，最晚{date}答复接不接。",
    "re_enough": "您这段时间发的已经不少，这一条留着没有提交，过些时候再回复1。有危险先打110；急事打12345。",
    # a resident's own
    "re_state": "反映{number}现在是“{state}”。想催一催回复“催办”加编号。",
    "re_state_until": "反映{number}现在是“{state}”，期限{date}。想催一催回复“催办”加编号。",
    "re_state_rate": "反映{number}：{said}；{more}；{rest}。{date}前评分：回复编号加1到5（5最好），没解决加“未解决”。",
    "re_state_over": "反映{number}现在是“{state}”。有新的问题，请发小区编码加问题。",
    "re_list": "您在办的共{total}件：{one}；{two}；{three}。看一件回复“查”加编号，翻页回复“查”加页数。",
    "re_which": _WHICH,
    "re_which_question": "您指的是评价{list}，还是刚才那一步？评价请带编号，那一步请再回一次或回复6位确认数字。",
    "re_none": _PLAIN,
    "re_empty": _PLAIN,
    "re_rated": "谢谢您的评价，反映{number}已结束。有新的问题，请发小区编码加问题。",
    "re_sent_back": "已记下，反映{number}退回再办，最晚{date}答复您。想说哪里没办好，回复“补充”加编号和原因。",
    "re_sent_up": _UNTIL,
    "re_closed": "已如实记下，反映{number}的流程到此结束。仍不满意，可以打12345或找街道。",
    "re_asked_withdraw": "撤销反映{number}后不能恢复。10分钟内回复{digits}撤销；不撤销，或不是您发的，别回。",
    "re_withdrawn": _DONE,
    "re_nudged": "已替您催办反映{number}，期限{date}不变。一天可以催一次。",
    "re_nudged_plain": _DONE,
    "re_nudged_today": "今天已经替您催过反映{number}，明天还没有动静可以再催。",
    "re_asked_more": _WRITE,
    "re_asked_add": "您写的将补充到反映{number}。回复1发送，回复0取消；也可以接着写。",
    "re_added": _DONE,
    # on the desks
    "re_desk_state": _DESK_STATE,
    "re_guide_state": _DESK_STATE,
    "re_desk_plain": "{area}反映{number}现在是“{state}”，不用您处理。",
    "re_desk_none": "没有找到您说的这件，没有改动。短信只办发到这个号码的件；其余请在微信“码上办”回复“待办”。",
    "re_coded": _WHICH,
    "re_asked_accept": "要接收{number}吗？业主会收到固定答复。10分钟内回复{digits}接收，0取消；不是您发的别回。",
    "re_taken": "已接收{number}，业主已收到固定答复。办好回复“完成”加编号和结果。",
    "re_asked_category": "拒绝{number}属于哪一类？回复1非物业职责，2重复，3无实质内容，4其他，0取消。",
    "re_asked_reason": _WRITE,
    "re_asked_refuse": _SURE,
    "re_refused": _DONE,
    "re_asked_result": _WRITE,
    "re_asked_finish": _SURE,
    "re_finished": _DONE,
    "re_asked_need": _WRITE,
    "re_asked_help": _SURE,
    "re_helped": _UNTIL,
    "re_asked_opinion": _WRITE,
    "re_asked_guide": _SURE,
    "re_guided": _UNTIL,
    # whoever writes
    "re_digits": "没有改动。要办请回复最近一条短信里的6位数字（10分钟内，错3次作废），不办回复0。不是您发的不用理会。",
    "re_locked": "错得太多，暂不能用短信办，请过一小时再试，或在微信“码上办”里办。不是您发的，说明有人冒用您的号码。",
    "re_not_now": "{number}现在是“{state}”，不能这样办，没有改动。",
    "re_cancelled": _PLAIN,
    "re_opted_out": "已停发办理通知；验证码和对您来信的答复照常。想恢复，回复“恢复”。",
    "re_opted_in": "已恢复，办理进展会用短信告诉您。",
    "re_help": "小区编码加问题：反映；查：进度；编号加分数：评价；撤销、催办、补充加编号。有危险先打110、119。",
    "re_desk_help": "接收、拒绝、完成、求助加编号，拒绝写理由，完成写结果；详情加编号看内容。其余请在微信“码上办”办。",
    "re_unclear": _PLAIN,
    "re_in_wechat": "这件事请在微信“码上办”里办，没有改动。回复“帮助”看短信能办什么。",
    "re_asked_channel": "办理通知现在{state}。回复1用微信，2用短信，3都要，0不改。",
    "re_channel": "好，以后办理通知{state}。",
    "re_despair": "我很担心您，您不用一个人扛着。请现在打12356心理援助热线，有人听您说；有危险马上打110。",
    "re_sms_only": "办理通知都发到这个号码。在微信“码上办”绑定本号码后，可以选用微信。",
}

CONSOLE_SIGN = "码上办"
LISTED = "{number}{kind}{state}"
PAGE = 3
"""How many are listed in one text."""
NO_OTHERS = ("就这一件", "没有别的")
"""What stands where there are no more to list."""
BETWEEN = "、"
OR = "或"
DETAIL = "详情"
RESULT = ("已有结果", "已处理完成", "请您评价")
REFUSAL = ("没有接收", "经理已答复", "请您评价")
"""What stands where a result, or the reason for a refusal, leaves room."""
NOT_TAKEN = "没有接收，{words}"
NO_WORDS = "没有写内容"
NO_PLACE = "没写位置"
WORDS_MOST = 50
"""Characters of somebody's words in a text."""
STREET_GUIDES = "街道指导"
DISTRICT_GUIDES = "区局指导"
NO_DAY = "未定"
DAY = "{month}月{day}日"

OPT_OUT = ("r", "td", "退订")
OPT_IN = ("恢复", "恢复通知", "恢复订阅")
SETTINGS = ("通知设置",)
LIST_WORDS = ("我的", "我的反映", "查", "查询", "进度", "查进度")
OWNER_VERBS = {
    "查": "state",
    "查询": "state",
    "查进度": "state",
    "进度": "state",
    "撤销": "withdraw",
    "催办": "nudge",
    "补充": "add_words",
    "评价": "rate",
    "详情": "state",
}
WORDS = {"accept": "接收", "refuse": "拒绝", "finish": "完成", "help_me": "求助", "guide": "指导"}
"""What a desk does by text, and the word for it."""
DESK_VERBS = {
    "接收": "accept",
    "接收处理": "accept",
    "拒绝": "refuse",
    "拒绝处理": "refuse",
    "完成": "finish",
    "完成处理": "finish",
    "求助": "help_me",
}
OFFICER_VERBS = {"指导": "guide"}
RATINGS = {
    "非常满意": "5",
    "满意": "4",
    "一般": "3",
    "很不满意": "1",
    "不满意": "2",
    "已解决": "solved",
    "解决了": "solved",
    "部分解决": "partly",
    "未解决": "0",
    "没解决": "0",
    "认可": "solved",
    "不认可": "0",
    "没有解决": "0",
}
"""What a word says of a closing: stars, or how far it is solved; 0 is unsolved, without stars."""
