"""Why something was not done, told plainly. Nothing has changed when one of these is said."""

from datetime import timedelta

from bot.texts import business, company, my_data, officers, promising

WAITS = {timedelta(minutes=1): "一分钟后", timedelta(hours=1): "一小时后", timedelta(days=1): "明天"}
"""How long to wait, by the span of a limit."""
TEXTS = {
    "stale": "这一步已经过时：{short} 现在是“{state}”。没有改动任何内容。",
    "not_now": "{short} 现在是“{state}”，不能这样做。没有改动任何内容。",
    "not_found": "没有找到，或它不归您处理。没有改动任何内容。",
    "not_yours": "这不归您办。没有改动任何内容。",
    "no_area": "没有找到这个小区，请重新扫码或回复小区名称。",
    "not_printable": "刚刚有了变化，这个小区现在不能打印码上办。再回复一次“打印码上办”，看缺什么。",
    "no_report": "您现在看不到报表了。没有改动任何内容。",
    "no_phone": my_data.NONE_TO_DROP,
    "no_words": "还缺文字说明，请写一句再提交。",
    "with_district": "{short} 已上报区局，由区局指导。没有改动任何内容。",
    "no_clock": "{short} 现在是“{state}”，没有期限在走，不用延期。没有改动任何内容。",
    "too_late": "{short} 已经超期，超期后不能延期，请尽快处理。没有改动任何内容。",
    "extended_out": "{short} 已经延期过两次，不能再延。没有改动任何内容。",
    **promising.REFUSALS,
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
    "notice_blank": "这条通知的内容已按期清除，不能再发。没有改动任何内容。",
    **company.REFUSED,
    **business.REFUSALS,
    "too_many_codes": "这个号码刚要过验证码，请{wait}再要。",
    "codes_spent": "今天的短信验证码已经用完，请明天再来。反映问题不用绑定，直接写给我就行。",
    "too_many_complaints": (
        "您这段时间反映的已经不少，这一件先不提交，草稿给您留着，{wait}再点“提交”。\n"
        "要补充已经提交的，回复“补充”；急事请打 12345。"
    ),
    "too_many_words": "您这段时间补充的已经不少，这一条还没有发送，请{wait}再发。急事请打 12345。",
    "too_many_media": "您这段时间发的照片和语音已经不少，这一个没有收进来，请{wait}再发；也可以用文字说。",
    "erased_today": "您今天已经全部删除过一次，之后新留下的请明天再删；反映可以先回复“我的”撤销。",
    "too_many_files": "您这段时间要的报表、海报和副本已经不少，请{wait}再要。前面给您的链接24小时内都能打开。",
    "no_login": "这个登录已经用过，或过了5分钟。请重新来一次。",
}
