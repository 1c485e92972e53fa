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
CHANNELS = {"wechat": "微信", "sms": "短信", "console": "网页", "account": "公众号", "command": "命令", "media": "文件"}
AUDIENCES = describing.AUDIENCES | {"asked": "要的人", "staff": "工作人员"}
_NOTICES = notices.STATES | {
    "code": "验证码",
    "digest": "早报",
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
    "silent_told": "告诉业主仍在处理",
    "ratings_reminded": "提醒评价",
    "ratings_expired": "到期未评价，结束",
    "digests_sent": "早报",
    "reviews_reminded": "提醒审核",
    "standings_ended": "收回离职人员的权限",
    "inbox_dropped": "清理收信记录",
    "verifications_dropped": "清理验证码",
    "downloads_dropped": "清理下载",
    "texts_dropped": "清理短信计数",
    "logins_dropped": "清理登录链接",
    "sessions_dropped": "清理网页登录",
    "receipts_dropped": "清理短信回执",
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
