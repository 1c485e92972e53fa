"""A resident's own complaints: list, detail, withdrawal, nudging."""

EMPTY = "您还没有反映过问题。\n直接写下小区里的事，我帮您提交。"
LIST = "您反映的问题（共{total}件）：\n{lines}{page}\n点一件看详情。"
LINE = "{key}. {short} {state}{left}\n   {words}"
LEFT = "，剩{left}"
BY_THEN = "，{day}"
OVERDUE = ",{left}"
DETAIL = "{number}\n{area}\n类别：{topic}\n状态：{state}{left}\n内容：{words}\n\n{timeline}"
NOT_FOUND = "没有找到您的这件反映。回复“我的”看看您提交过的。"
WHICH = "您有{count}件，是哪一件？"
NONE_OPEN = "您现在没有可以{verb}的反映。回复“我的”看看您提交过的。"
WITHDRAW = "撤销"
NUDGE = "催办"
RATE = "评价"
CONFIRM_WITHDRAW = "要撤销 {short} 吗？\n{words}\n撤销后这件不再处理，也不能恢复；以后可以重新反映。"
YES_WITHDRAW = "确认撤销"
KEEP = "不撤销"
WITHDRAWN = "已撤销 {short}，项目经理会收到通知。\n以后有事再写给我。"
KEPT = "好，{short} 继续办理。"
NUDGED = "已替您催办 {short}，项目经理马上会看到。\n期限不变：{deadline}。一天可以催一次。"
NUDGED_NO_CLOCK = "已替您催办 {short}，项目经理马上会看到，有进展我就告诉您。一天可以催一次。"
ACTS = {
    "submit": "提交",
    "accept": "项目经理接收",
    "refuse": "项目经理拒绝",
    "finish": "项目经理完成",
    "rate": "评价",
    "withdraw": "撤销",
    "nudge": "催办",
    "ask_guidance": "项目经理请街道指导",
    "guide": "街道/区局指导",
    "escalate": "上报区局",
    "lead": "邻居撤销，继续跟进",
    "urge": "街道/区局督办",
    "add_words": "补充",
    "note": "备注",
    "promise": "项目经理定日子",
    "extend": "项目经理延期{days}天",
    "hand_over": "转派，请{taker}接手",
    "take_over": "{taker}接手",
    "not_taken": "{taker}不接手",
    "undo": "撤回上一步",
    "expire": "到期未评价，自动结束",
    "remind": "提醒评价",
    "promise_near": "提醒：今天是说好的日子",
    "promise_over": "说好的日子过了",
    "near": "快到期，已提醒",
    "due": "到期，已提醒",
    "overdue": "超期，已提醒",
    "guidance_near": "指导快到期，已提醒",
    "guidance_due": "指导到期，已提醒",
    "guidance_overdue": "指导超期，已提醒",
    "silent": "还在处理，没有新进展",
}
BY_DAY = "，最晚{day}办好"
UNDONE = "（已撤回）"
TIMELINE_LINE = "{when} {act}{text}"
RATED_WITHOUT_STARS = "({solved})"
RATED = "（{solved}，{stars}分）"
