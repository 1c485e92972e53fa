"""The catalogue of notices in an operator's words: `bot.notify.describe` makes tables of it."""

EVENTS = {
    "Submitted": "业主提交",
    "Joined": "业主跟进邻居已反映的同一件事",
    "LeadPassed": "邻居那件撤销了，改以这件为准",
    "Accepted": "项目经理接收",
    "Refused": "项目经理拒绝",
    "Finished": "项目经理完成",
    "Satisfied": "业主评价满意，结束",
    "SentBack": "业主首次不满意，退回进一步处理",
    "SentUp": "业主再次不满意，转街道指导",
    "ClosedUnsatisfied": "指导后业主仍不满意，结束",
    "NearDue": "处理期限快到",
    "Due": "处理期限已到",
    "Overdue": "已超期（每天一次）",
    "GuidanceNear": "指导期限快到",
    "GuidanceDue": "指导期限已到",
    "GuidanceOverdue": "指导已超期（每天一次）",
    "Silent": "接收后几天没有进展",
    "SilentTogether": "接收后几天没有进展（一起反映的几户）",
    "RatingDue": "评价期限快到",
    "RatingExpired": "到期没有评价，结束",
    "Withdrawn": "业主撤销",
    "Nudged": "业主催办",
    "GuidanceAsked": "项目经理求助",
    "Guided": "街道或区局指导",
    "Escalated": "街道上报区局",
    "Urged": "街道或区局督办",
    "Extended": "项目经理延期",
    "HandoverAsked": "项目经理请别人接手",
    "HandoverTaken": "对方接手",
    "HandoverDeclined": "对方不接手",
    "WordsAdded": "业主补充",
    "Noted": "项目经理备注",
    "Undone": "项目经理撤回刚做的一步",
    "DigestReady": "每天早报",
    "AreaTaken": "小区换了项目经理",
    "AreaLeft": "小区没有项目经理了",
}
"""By the event's name in `core.events`."""

AUDIENCES = {
    "owner": "反映人",
    "manager": "项目经理",
    "street": "街道",
    "district": "区局",
    "guiding": "指导过或正在指导的街道、区局",
    "advising": "正等其指导的街道或区局",
    "company": "物业企业",
    "giver": "转出的项目经理",
    "taker": "被请接手的项目经理",
}

BY = {
    "both": "短信和微信都发",
    "wechat_or_sms": "微信；确定发不到时改发短信",
    "wechat": "只发微信",
    "sms": "只发短信",
}

MEDIA = "附件随后"
WAITS = "避开安静时段"
UNMANAGED = "只在小区没有项目经理时"

NOTICES_PAGE = """# 通知一览

谁在什么时候、从哪个渠道收到什么。本页由 `make docs` 从 `bot/notify/catalogue.py` 和
`bot/texts/notices.py` 生成，不要手改；改了目录或文案就重新生成，测试会检查。

验证码不在表内：谁绑定手机号就发给谁，只发短信，什么时段都发。短信一律不在安静时段发（验证码除外）。

{table}
"""
HEADINGS = ("什么时候", "告诉谁", "名字", "渠道", "微信里说", "可点", "说明")
TEMPLATE_HEADINGS = ("名字", "卡片上的状态（thing3）")
FIELD_HEADINGS = ("字段", "在卡片上叫", "填什么", "样例")
FIELD_VALUES = {
    "thing1": ("小区名称，最多 20 字", "万和世家"),
    "character_string2": ("受理编号", "00402026102200001"),
    "thing3": ("一句话的状态，最多 20 字", "项目经理已接收，正在处理"),
    "time4": ("发出的时间", "2026-10-22 17:23"),
}
SMS_HEADINGS = ("名字", "报给网关的模板内容", "类型")
SMS_VERIFICATION = "验证码"
SMS_NOTICE = "通知"
REASON_HEADINGS = ("原因", "意思", "要做什么")
