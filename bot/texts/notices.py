"""Every notice: what it says in chat. `{short}` is the end of the number; the fields of WeChat templates and the
variables of SMS templates are filled from the same values."""

from bot.texts import digest, promising, reminders
from bot.texts.texting import REPLIES

CHAT = {
    "new_complaint": "新的反映 {short}\n{area}\n{words}{place}{media}{follows}\n反映人：{owner}\n"
    "请在{until}前接收或拒绝。",
    "joined": "又有一户跟进 {lead}（{area}），编号 {short}：\n{words}{place}{media}{follows}\n反映人：{owner}\n"
    "答复 {lead} 时会一并答复这一户。",
    "lead_passed": "{area}还有{households}户反映同一件事，现在以 {short} 为准，一并答复：\n{words}\n"
    "状态：{state}，剩余时间：{left}。",
    "estate_taken": "{area}现在由您负责，没办完的有{total}件，期限不变：{lines}\n回复“待办”逐件处理。",
    "estate_lost": "{area}不再由您负责了，那里没办完的{total}件您不用再办，期限照算。要是弄错了，请联系本企业管理员。",
    "estate_left": "{area}现在没有项目经理了，没办完的有{total}件，期限照算。请尽快安排项目负责人。{lines}",
    "accepted": "您反映的 {short} 项目经理已了解，正在处理，处理好后会在这里给您答复。{promised}",
    "refused": "您反映的 {short} 项目经理没有接收。\n理由（{category}）：{text}\n\n请您评价，{until}前有效。{question}",
    "finished": "您反映的 {short} 已处理完成。\n结果：{text}\n\n请您评价，{until}前有效。{question}",
    "finished_fyi": "知悉：{short}（{area}）项目经理已按指导补充处理，等业主评价。\n结果：{text}",
    "sent_back": "{short}（{area}）业主不满意，退回进一步处理。\n业主说：{text}\n"
    "请在{until}前完成，或点“求助”请街道指导。",
    "sent_back_fyi": "知悉：{short}（{area}）业主首次评价不满意，已退回项目经理进一步处理，期限{until}。",
    "satisfied": "{short}（{area}）业主已评价：{solved}，{stars}分。{quoted}\n这件已结束，辛苦了！",
    "sent_up": "{short}（{area}）业主再次不满意，请您指导。\n业主说：{text}\n请在{until}前给出意见。",
    "sent_up_manager": "{short}（{area}）业主再次不满意，已转街道指导，最晚{until}有意见，到时我告诉您。",
    "closed_unsatisfied": "{short}（{area}）指导后业主仍不满意，已结束并标记“不满意”。\n业主说：{text}",
    "rating_expired": "您反映的 {short} 到期没有评价，已结束（记为“未评价”）。\n问题还在的话，直接写给我重新反映。",
    "rate_reminder": "提醒：您反映的 {short} 还没评价，{until}前有效，到期自动结束（记为“未评价”）。\n{question}",
    "withdrawn": "{short}（{area}）业主已撤销，不用再处理。",
    "nudged": "业主催办 {short}（{area}）：\n{words}\n状态：{state}，剩余时间：{left}。请尽快处理。",
    "guidance_asked": "{short}（{area}）项目经理请您指导。\n内容：{words}\n求助：{text}\n请在{until}前给出意见。",
    "guidance_begun": "您反映的 {short} 项目经理已请街道指导，街道最晚{until}给出意见，我会告诉您。",
    "guided_manager": "{short}（{area}）指导意见：\n{text}\n请在{until}前补充处理，办好后点“完成”。",
    "guided": "您反映的 {short} 街道/区局已给出指导意见：\n{text}\n项目经理最晚{until}补充处理完，我会告诉您。",
    "escalated": "{short}（{area}）街道上报，请您指导。\n内容：{words}\n街道说：{text}\n请在{until}前给出意见。",
    "escalated_owner": "您反映的 {short} 已由街道上报区局指导，区局最晚{until}给出意见，我会告诉您。",
    "urged": "{office}督办 {short}（{area}）：\n{words}\n状态：{state}，{left}。{said}\n请马上处理。",
    "urged_company": "{office}督办 {short}（{area}）：{state}，{left}。{said}",
    "words_added": "{short}（{area}）业主补充了内容。{quoted}{media}\n状态：{state}，剩余时间：{left}。",
    "no_manager": "{short}：{area}没有项目经理，但有新的反映，请尽快安排项目负责人，最晚{until}要答复业主接不接。",
    "extended": "您反映的 {short} 项目经理需要更多时间。\n理由：{text}\n新的期限是{until}，到时给您答复。",
    "handover_asked": (
        "{giver}想把 {short}（{area}）转给您办。\n内容：{words}\n状态：{state}，剩余时间：{left}\n理由：{text}\n"
        "您接手吗？没接手前仍由{giver}办理。"
    ),
    "handover_taken": "{short}（{area}）{taker}已接手，这件不再由您办理。期限不变，辛苦了！",
    "handover_declined": "{short}（{area}）{taker}不接手，仍由您办理。状态：{state}，剩余时间：{left}。",
    "application_submitted": "{again}{kind}申请 {id}：{subject}{company}\n请在{until}前审核。",
    "application_waiting": "提醒：{kind}申请 {id}（{subject}）还在等审核，最晚{until}{late}。{company}",
    "application_approved": "{kind}申请 {id}（{subject}）已通过。\n{next}",
    "application_returned": (
        "{kind}申请 {id}（{subject}）已退回，要改的是：{reasons}\n点“修改”只改这几项再提交；不办了点“终止任务”。"
    ),
    "estate_moved": "{subject}的合同备案已通过，关联到了另一家企业。",
    "code": "您的验证码是{code}，10分钟内有效，请勿告诉他人。",
    "digest": digest.CHAT,
    **promising.CHAT,
    **reminders.CHAT,
}

STATES = {
    "application_submitted": "有新的申请，请审核",
    "application_waiting": "有申请等您审核",
    "application_approved": "申请已通过",
    "application_returned": "申请已退回，请修改",
    "estate_moved": "已关联到另一家企业",
    "estate_taken": "已由您负责，请接着处理",
    "estate_lost": "不再由您负责",
    "estate_left": "没有项目经理了，请尽快安排",
    "joined": "又有一户反映同一件事",
    "lead_passed": "还有邻居在等同一件事",
    "new_complaint": "有新的反映（{kind}），请处理",
    "accepted": "项目经理已接收，{course}",
    "refused": "没有接收，请评价",
    "finished": "已处理完成，请评价",
    "finished_fyi": "已按指导处理，等业主评价",
    "sent_back": "业主不满意，请进一步处理",
    "sent_back_fyi": "首次评价不满意，已退回",
    "satisfied": "业主已评价，已结束",
    "sent_up": "业主再次不满意，请指导",
    "sent_up_manager": "已转街道指导",
    "closed_unsatisfied": "指导后仍不满意，已结束",
    "rating_expired": "到期未评价，已结束",
    "rate_reminder": "还没评价，快到期了",
    "withdrawn": "业主已撤销",
    "nudged": "业主催办，请尽快处理",
    "guidance_asked": "项目经理请您指导",
    "guidance_begun": "已请街道指导",
    "guided_manager": "有指导意见，请补充处理",
    "guided": "已有指导意见，补充处理中",
    "escalated": "街道上报，请指导",
    "escalated_owner": "已上报区局指导",
    "urged": "超期被督办，请马上处理",
    "urged_company": "超期被督办，请督促处理",
    "words_added": "业主补充了内容",
    "no_manager": "无项目经理，有新的反映",
    "extended": "已延期到{day}",
    "handover_asked": "同事请您接手，请答复",
    "handover_taken": "已由同事接手",
    "handover_declined": "同事不接手，仍由您办",
    "digest": digest.STATE,
    **promising.STATES,
    **reminders.STATES,
}
"""The same in at most twenty characters, for a template's field."""

WITH_MEDIA = "\n附件：{what}，接着发给您，没收到请点“详情”"
WITH_PLACE = "\n位置：{place}"
NO_TEXT = "（没有写原因）"
FOLLOWS = "\n曾反映 {number}（已结束）"
OPEN_LINE = "{short} {state} {left} {words}"
OPEN_MORE = "另有{count}件"
OPEN_COUNT = "共{count}件"
SAID = "\n督办意见：{text}"
QUOTED = "\n业主说：{text}"
APPLICATION_SMS = "{area}的申请{number}：{state}。请打开微信“码上办”查看。"
_OWNER = "您在{area}的反映{number}：{state}。查进度回复“查”加编号。"
_RATE = "您在{area}的反映{number}：{state}。评分回复编号加1到5（5最好），没解决加“未解决”；看结果“查”加编号。"
_DESK = "{area}反映{number}：{state}。项目经理回复{deeds}加编号，理由或结果写后面，看内容“详情”加编号。"
_GUIDE = "{area}反映{number}：{state}。指导回复“指导”加编号和意见，看内容“详情”加编号。"
SMS = {
    "application_submitted": APPLICATION_SMS,
    "application_waiting": APPLICATION_SMS,
    "application_approved": APPLICATION_SMS,
    "application_returned": APPLICATION_SMS,
    "estate_moved": "{area}：{state}（申请{number}）。有疑问请打962535转4。",
    "code": "您的验证码是{code}，10分钟内有效，请勿告诉他人。",
    **dict.fromkeys(
        ("accepted", "guidance_begun", "guided", "escalated_owner", "extended", "still_handling", "rating_expired"),
        _OWNER,
    ),
    **dict.fromkeys(("promised", "promise_missed"), _OWNER),
    **dict.fromkeys(("promise_near", "promise_missed_manager"), _DESK),
    **dict.fromkeys(("refused", "finished", "rate_reminder"), _RATE),
    **dict.fromkeys(("new_complaint", "lead_passed", "nudged", "urged", "sent_back", "guided_manager"), _DESK),
    **dict.fromkeys(("silent", "near_due", "due", "overdue"), _DESK),
    **dict.fromkeys(("sent_up", "guidance_asked", "escalated"), _GUIDE),
    **dict.fromkeys(("guidance_near", "guidance_due", "guidance_overdue"), _GUIDE),
    **REPLIES,
}
"""How the SMS templates must read at the gateway; any other notice: `OTHER_SMS`. `number` is how people name the
complaint; `deeds` what a manager may do by text about it now."""
OPENINGS = {"finished": "已处理：", "refused": "没有接收：", "new_complaint": "有新的反映（{kind}），位置："}
"""What a state says before somebody's words, where a gateway has room for them."""
ANONYMOUS = "匿名"
OWNER = "业主"
OWNER_PHONE = "业主 {phone}"
OTHER_SMS = "{area}反映{number}：{state}。请打开微信“码上办”查看。"

PAGE = "查看经过和照片"
"""What the link to a complaint's own page is called."""
