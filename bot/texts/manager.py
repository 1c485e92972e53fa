"""The project manager's own words: several at once, notes, more time, handing over, saved answers, taking back."""

ACCEPT_ALL = "接收全部"
ACCEPT_ALL_CONFIRM = "将接收待处理的{count}件：{numbers}{more}。\n业主会收到固定答复“已了解，处理好后答复您”。确认吗？"
ACCEPT_ALL_MORE = "（一次最多{most}件，还有{left}件下次再接）"
ACCEPT_ALL_DONE = "已接收{count}件：{numbers}。业主会收到固定答复。\n办好后点“完成”写结果。"
ACCEPT_ALL_NONE = "一件也没有接收，没有改动任何内容。"
ACCEPT_ALL_REFUSED = "\n没能接收{count}件，回复“待办”看看现在的情况：\n{lines}"
NOTHING_PENDING = "现在没有待处理的件。回复“待办”看看您手上的。"
NOT_YOURS_NOW = "{short}：已不归您处理"
MOVED_ON = "{short}：现在是“{state}”"

NOTE = "备注"
NOTE_WORDS = "请写下 {short} 的备注，只有工作人员看得到，业主看不到。"
NOTED = "已备注 {short}，只有工作人员看得到。"

EXTEND = "延期"
EXTEND_DAYS = "{short} 的期限是{until}（剩{left}），要延几天？一件最多延两次，业主会看到理由和新期限。"
DAYS = "{days}天"
ONLY_DAYS = "一次能延{days}天，选一个就行。\n"
NOT_A_REASON = "天数我记下了，还要一句理由，比如等配件、等施工队。\n"
EXTEND_REASON = "请写下 {short} 延期{days}天的理由，业主会看到原文。"
EXTEND_CONFIRM = "将把 {short} 延期{days}天（现在的期限是{until}），业主会看到：\n“{reason}”\n确认吗？"
EXTENDED = "已延期 {short}，新期限{until}，理由和新期限会告诉业主。{again}"
ONCE_MORE = "\n这件还可以再延{count}次。"
NO_MORE = "\n这件不能再延了。"

HAND_OVER = "转派"
HAND_OVER_TO = "{short} 想请谁接手？也可以写姓名。{page}"
HAND_OVER_NOBODY = "没有找到“{name}”。请从您企业的项目负责人里选，或写姓名。"
NO_COLLEAGUES = "您的物业企业没有别的项目负责人可以接手 {short}，这件仍由您办理。没有改动任何内容。"
HAND_OVER_REASON = "请写下把 {short} 转给{name}的理由，{name}会看到。"
HAND_OVER_CONFIRM = "将请{name}接手 {short}：\n“{reason}”\n对方接手前仍由您办理，期限不变。确认吗？"
HANDED_OVER = "已请{name}接手 {short}，等对方答复，有结果我告诉您。\n对方接手前仍由您办理，期限不变{until}。"
UNTIL = "，最晚{until}"
TAKEN = "您已接手 {short}（{area}）。状态：{state}，剩余时间：{left}。\n从现在起由您办理。"
NOT_TAKEN = "好，{short} 仍由{giver}办理，会告诉对方。"
NO_REQUESTS = "现在没有人请您接手。回复“待办”看看您手上的。"
WHICH_REQUEST = "有{count}件请您接手，是哪一件？"
ASKED = "{giver}请您接手 {short}，回复“接手 {short}”或“不接手 {short}”。\n"
DETAILS = "详情"
SOMEBODY = "同事"

REPLIES = "您的常用语（每类最多{most}条）：\n{lines}\n点一条看全文或删除。"
REPLIES_EMPTY = "您还没有常用语。\n写完“完成”或“拒绝”的话，选“存为常用语”就能存下来，下次直接选。"
REPLY_LINE = "{key}. {act}：{words}"
REPLY = "{act}：\n“{text}”"
DROP = "删除"
BACK = "看全部"
DROPPED = "已删除。"
KEEP_REPLY = "存为常用语"
KEPT = "已存为常用语，下次可以直接选。"
ACTS = {
    "accept": "接收",
    "refuse": "拒绝",
    "finish": "完成",
    "ask_guidance": "求助",
    "note": "备注",
    "promise": "预计",
    "extend": "延期",
    "hand_over": "转派",
    "take_over": "接手",
    "not_taken": "不接手",
}

UNDONE = "已撤回“{act}”：{lines}。通知还没有发出，没有人会收到。"
UNDONE_LINE = "{short} 现在是“{state}”"
UNDONE_NOT = "\n有{count}件没能撤回：{numbers}，通知已经发出或后来又有了变化。"
