"""Why something was not done, told plainly. Nothing has changed when one of these is said."""

from bot.texts import company, officers

TEXTS = {
    "stale": "这一步已经过时：{short} 现在是“{state}”。没有改动任何内容。",
    "not_now": "{short} 现在是“{state}”，不能这样做。没有改动任何内容。",
    "not_found": "没有找到，或它不归您处理。没有改动任何内容。",
    "not_yours": "这不归您办。没有改动任何内容。",
    "no_area": "没有找到这个小区，请重新扫码或回复小区名称。",
    "no_report": "您现在看不到报表了。没有改动任何内容。",
    "no_words": "还缺文字说明，请写一句再提交。",
    "with_district": "{short} 已上报区局，由区局指导。没有改动任何内容。",
    "no_clock": "{short} 现在是“{state}”，没有处理期限在走，不用延期。没有改动任何内容。",
    "too_late": "{short} 已经超期，超期后不能延期，请尽快处理。没有改动任何内容。",
    "extended_out": "{short} 已经延期过两次，不能再延。没有改动任何内容。",
    "no_colleague": "他现在不能接手：要是同一物业企业、还在职的项目负责人。没有改动任何内容。",
    "no_handover": "这次转派已经结束或收回，不用答复了。没有改动任何内容。",
    "reply_known": "这句已经是常用语了。",
    "replies_full": "常用语已满9条。回复“常用语”，删掉不用的再存。",
    "no_reply": "没有找到这条常用语，可能已经删掉了。",
    "nothing_to_undo": "没有可以撤回的操作。",
    "undo_too_late": "已经过了两分钟，不能撤回了。",
    "undo_told": "通知已经发出，不能撤回了。没有改动任何内容。",
    "undo_moved_on": "这件后来又有了变化，不能撤回了。没有改动任何内容。",
    "nudged_today": "今天已经替您催过 {short} 了，明天还没有动静可以再催。",
    "lead_gone": "邻居的那件刚刚有了结果，没有改动任何内容。您可以单独提交。",
    "not_overdue": officers.NOT_OVERDUE,
    "urged_today": officers.URGED_TODAY,
    "not_dead": "这条通知没有被放弃，不用处理。",
    **company.REFUSED,
    "too_many_codes": "这个号码刚要过验证码，请稍后再试。",
    "no_login": "这个登录已经用过，或过了5分钟。请重新来一次。",
}
