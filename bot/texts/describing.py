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
    "NearDue": "项目经理的期限快到",
    "Due": "项目经理的期限已到",
    "Overdue": "已超期（每天一次）",
    "GuidanceNear": "指导期限快到",
    "GuidanceDue": "指导期限已到",
    "GuidanceOverdue": "指导已超期（每天一次）",
    "Promised": "项目经理说了哪天办好",
    "PromiseNear": "说好的日子到了（当天早上）",
    "PromiseMissed": "说好的日子过了，还没办好",
    "PromiseMissedTogether": "说好的日子过了，还没办好（一起反映的几户）",
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
    "ApplicationSubmitted": "企业提交申请，或修改后重新提交",
    "ApplicationWaiting": "申请快到或已过审核期限（每天一次）",
    "ApplicationApproved": "运维人员通过申请",
    "ApplicationReturned": "运维人员退回申请",
    "ApplicationEnded": "申请人终止申请",
    "AreaLost": "小区不再由原来的项目经理负责",
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
    "operator": "运维人员",
    "applicant": "申请人",
    "former": "原来关联的物业企业",
    "writer": "发来短信的人",
}

BY = {
    "both": "短信和微信都发",
    "wechat_or_sms": "微信；确定发不到时改发短信",
    "wechat": "只发微信",
    "sms": "只发短信",
}

MEDIA = "附件随后"
WAITS = "避开安静时段"
RATING = "结果：已解决、部分解决、没解决；拒绝：认可、不认可"
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
REASON_HEADINGS = ("原因", "意思", "要做什么")

LIFECYCLE_PAGE = """# 一件反映的一生

本页由 `make docs` 从 `core/lifecycle.py`、`core/clocks.py` 和 `core/reminders.py` 生成，不要手改；测试会检查是否最新。
谁收到什么，见[通知一览](notices.md)。

## 状态

```mermaid
{diagram}
```

平台的筛选“处理中”包括：处理中、待进一步处理、待补充处理、街道/区局指导。

## 谁能做什么

{rules}

转派、预计、延期、催办、补充、备注、督办、和邻居一起跟进都只是记录，不改变状态；其中只有延期改期限（到期之前，写明理由，最多两次）。
接收以后没有办理期限。项目经理可以说一个日子（三十天内，可以改一次），业主会收到；到日子提醒项目经理，过了告诉业主，
报表统计按没按日子办好。
每一步都带着它回答的是第几轮，旧按钮、旧短信不会改变任何东西。

## 期限

{clocks}

按自然日计；`CLOCK_CALENDAR=working` 时只计工作日（中国法定节假日和调休）。超期只是标记，不改变状态，期限继续走。

## 到时说什么

{reminders}

程序每 30 秒看一次谁到了时候，`flask --app webhooks sweep [--at 时间]` 立即看一次。停机几天再启动，错过的只说最后一次。
安静时段（`QUIET_HOURS`）只推迟提醒，不推迟期限。
早报默认 8 点，只发给手上有件的项目经理和街道区局，各人可以用“早报 7”“早报 关”改。
"""
RULE_HEADINGS = ("做什么", "谁", "原来", "变成", "要写", "开始计时", "条件和标记")
CLOCK_HEADINGS = ("变量", "在哪个状态走", "默认")
REMINDER_HEADINGS = ("说什么", "在哪个状态", "什么时候", "再说")
ACTS = {
    "accept": "接收处理",
    "refuse": "拒绝处理",
    "finish": "完成处理",
    "satisfied": "评价满意",
    "unsatisfied": "评价不满意",
    "ask_guidance": "求助",
    "guide": "指导",
    "escalate": "上报",
    "expire": "到期未评价",
    "withdraw": "撤销",
}
WHO = {"owner": "反映人", "manager": "项目经理", "officer": "街道/区局", "system": "到时自动"}
NEEDS = {"": "-", "reason": "理由", "result": "处理结果", "text": "意见"}
STOPS = "停"
CONDITIONS = {
    "first_time": "第一次，还没有指导过",
    "again": "不是第一次，还没有指导过",
    "after_guidance": "已经指导过",
    "at_street": "还在街道",
}
SETS = {
    ("outcome", "satisfied"): "标记“满意”",
    ("outcome", "unsatisfied"): "标记“不满意”",
    ("outcome", "unrated"): "标记“未评价”",
    ("guided", True): "标记已指导",
    ("district", True): "转到区局",
}
WORDS = {
    "near": "快到期",
    "due": "已到期",
    "overdue": "已超期",
    "guidance_near": "指导快到期",
    "guidance_due": "指导已到期",
    "guidance_overdue": "指导已超期",
    "promise_near": "今天是说好的日子",
    "promise_over": "说好的日子过了",
    "silent": "还在处理",
    "remind": "提醒评价",
    "expire": "到期未评价，自动结束",
}
DAYS = "{days}天"
HOURS = "{hours}小时"
ONCE = "只一次"
AT_DEADLINE = "到期时"
BEFORE = "到期前{span}"
AFTER = "到期后{span}"
ON_DAY = "项目经理说的那天早上9点"
DAY_AFTER = "项目经理说的那天之后，早上9点"
SINCE = "{span}没有进展"
