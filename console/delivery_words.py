"""What the delivery board, the lists of notices and the record of acts are called in Chinese, on pages and in the
terminal. JSON keeps the names."""

from bot.texts import describing, notices
from core.store.audit import Break

SENDING = {
    "queued": "等着发",
    "sending": "正在发",
    "sent": "对方收下",
    "delivered": "已送到",
    "skipped": "按规则不发",
    "failed": "没有发到",
    "unknown": "不确定，不重发",
    "dead": "已放弃",
}
CHANNELS = {
    "wechat": "微信",
    "sms": "短信",
    "console": "网页",
    "link": "链接",
    "account": "公众号",
    "media": "文件",
    "cli": "命令",
    "system": "系统",
}
AUDIENCES = describing.AUDIENCES | {"asked": "要的人", "staff": "工作人员"}
REFUSALS = {
    "push_signature": "微信推送的签名不对",
    "callback_secret": "短信回调的随机串不对",
    "sms_number": "短信来自不是国内手机的号码",
    "receipt_phone": "回执的号码不是发去的号码",
    "text_code": "短信里的确认数字或编号不对",
    "text_closed": "短信试错太多，暂停受理",
    "long_body": "内容太长",
    "slow_body": "内容发得太慢",
    "crowd": "同时来的太多",
    "inside_only": "从外面看内部的地址",
    "address_limit": "同一地址太频繁",
    "wrong_code": "验证码不对",
    "code_locked": "验证码错五次作废",
    "too_many_codes": "要验证码太频繁",
    "codes_spent": "当天的验证码用完",
    "too_many_complaints": "一人反映太多件",
    "too_many_words": "一人补充太多次",
    "too_many_media": "一人发太多照片、语音",
    "too_many_files": "一人要太多报表、海报",
    "file_limit": "同一链接打开太频繁",
    "login_failed": "登录失败",
    "login_denied": "说登录的不是自己",
    "foreign_id": "看或办不归自己的内容",
    "tap_not_offered": "点了没有给过的选项",
    "sealed_file": "附件打不开：被换过或改过",
    "audit_cut": "操作记录少了",
}
_NOTICES = notices.STATES | {
    "accepted": "项目经理已接收",
    "promised": "项目经理说了哪天办好",
    "code": "验证码",
    "digest": "早报",
    "new_complaint": "有新的反映，请处理",
    "extended": "已延期",
    "overdue": "超期，请马上处理",
    "guidance_overdue": "指导超期",
    "menu": "个性化菜单",
    "photo": "照片",
    "voice": "语音",
    "video": "视频",
    "fetch": "取回附件",
    "draw": "画图表和海报",
    "urged_company": "被督办，请尽快处理",
}
_REPLY, REPLY = "re_", "答复来信"
_SWEPT = {
    "near_told": "提醒快到期",
    "due_told": "提醒到期",
    "overdue_told": "提醒超期",
    "guidance_near_told": "提醒指导快到期",
    "guidance_due_told": "提醒指导到期",
    "guidance_overdue_told": "提醒指导超期",
    "promise_near_told": "提醒今天是说好的日子",
    "promise_over_told": "告诉业主说好的日子过了",
    "silent_told": "告诉业主仍在处理",
    "ratings_reminded": "提醒评价",
    "ratings_expired": "到期未评价，结束",
    "digests_sent": "早报",
    "reviews_reminded": "提醒审核",
    "standings_ended": "收回离职人员的权限",
    "answers_blanked": "清理答复的内容",
    "notices_blanked": "清理通知的内容",
    "notices_dropped": "清理通知",
    "reasons_dropped": "清理查看理由",
    "contacts_dropped": "忘掉久未来的人",
    "conversations_dropped": "清理没说完的对话",
    "inbox_dropped": "清理收信记录",
    "verifications_dropped": "清理验证码",
    "downloads_dropped": "清理下载",
    "erasures_dropped": "清理删除标记",
    "texts_dropped": "清理短信计数",
    "logins_dropped": "清理登录链接",
    "scenes_dropped": "清理换下的旧码",
    "sessions_dropped": "清理网页登录",
    "receipts_dropped": "清理短信回执",
    "ahead_dropped": "清理时钟走快时留下的",
    "media_dropped": "清理附件",
}


def channel(name: str) -> str:
    """By which channel."""
    return CHANNELS.get(name, name)


def sending(state: str) -> str:
    """What became of a notice."""
    return SENDING.get(state, state)


def audience(name: str) -> str:
    """To whom."""
    return AUDIENCES.get(name, name)


def notice(template: str) -> str:
    """What a notice says, in a few words."""
    return REPLY if template.startswith(_REPLY) else _NOTICES.get(template, template)


def swept(name: str) -> str:
    """What a line of the sweep's report counts."""
    return _SWEPT.get(name, name)


def broken(found: Break, which: str = "") -> str:
    """How the record is broken; `which` tells more of the line."""
    said = {
        "cut": "操作记录只剩 {at} 条，后面的被删掉了",
        "anchor": "操作记录的锚点不见了或不是本系统写的：记录可能被换过，用日志里的 audit_head 和 --expect 核对",
        "expected": "操作记录第 {at} 条与记在别处的不同：记录被整份换过，或环境不是同一套",
        "row": "操作记录第 {at} 条{which}与当时写下的不符，或它前面缺了记录",
    }
    return said[found.how].format(at=found.at, which=which)
