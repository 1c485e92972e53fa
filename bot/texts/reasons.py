"""What each reason for not sending, or not yet, means to an operator, and what is to be done."""

from typing import NamedTuple


class Reason(NamedTuple):
    """`todo` is empty where nothing is to be done."""

    meaning: str
    todo: str = ""


_LOOK = "偶尔出现不用管；集中出现就看微信或网关的公告"

REASONS = {
    # never sent, as it should be
    "nobody": Reason("没有可以告诉的人：小区没有项目经理，或街道、区局没有录入人员", "补录项目经理或工作人员"),
    "not_bound": Reason("这个人没有绑定微信", "请本人关注公众号并回复“绑定”"),
    "no_phone": Reason("没有已验证或已录入的手机号"),
    "rights_ended": Reason("收件人已离职、已换人，或不再管这个小区"),
    "out_of_date": Reason("已经过时：验证码过期，或问题已经答过、轮次已过"),
    "held": Reason("刚做的一步还可以撤回，过了时间自动发（UNDO_HOLD）"),
    "undone": Reason("做这一步的人撤回了，不再发"),
    "quiet_hours": Reason("安静时段内先不打扰，到点自动发（QUIET_HOURS）"),
    "window_closed": Reason("48 小时服务窗口已关或条数已用完，照片、语音等不能改用模板"),
    "no_file": Reason("照片、语音或视频没有取到，或已经不在了"),
    "not_forwardable": Reason("这种录音格式微信不能转发，原件已保存"),
    "not_fetched": Reason("附件还没取到，稍后再发；两天内取不到就算丢失"),
    "opted_out": Reason("本人退订了短信通知，回复“恢复”才再发"),
    "chosen_wechat": Reason("本人在通知设置里选了微信"),
    "chosen_sms": Reason("本人在通知设置里选了短信"),
    "phone_limit": Reason("这个号码当天的短信已到上限（SMS_PHONE_DAILY、SMS_REPLIES_DAILY），通知第二天再发"),
    "budget": Reason("当天的短信已到预算（SMS_DAILY_BUDGET），通知第二天再发", "看是否被滥用；确实需要就调高预算"),
    "same_content": Reason("同一号码同样的内容隔 30 秒再发"),
    "pressing": Reason("微信迟迟发不出去而时间不等人，已改发短信"),
    "given_up": Reason("运维人员决定不再发送"),
    "nothing_to_fetch": Reason("附件已经取过，不用再取"),
    # WeChat
    "not_following": Reason("没有关注，或已取消关注", "有手机号的已改发短信"),
    "refused": Reason("用户拒收这类消息，或订阅次数已用完", "有手机号的已改发短信"),
    "template_missing": Reason(
        "没有这个模板：WECHAT_TEMPLATES 或 SMS_TEMPLATES 里没有（短信连更一般的也没有），或编号不对",
        "补上编号后运行 wechat setup、sms setup 检查",
    ),
    "bad_field": Reason(
        "模板的字段与我们填的不符", "微信：运行 wechat setup，看缺哪个字段；短信：照 docs/sms-templates.md 核对"
    ),
    "bad_openid": Reason("openid 不属于这个公众号，或已不再关注", "核对 WECHAT_APP_ID 是否换过账号"),
    "bad_media": Reason("微信不认上传的附件", _LOOK),
    "no_permission": Reason("账号没有这个接口或服务的权限", "到微信开发者平台“我的业务 → 服务号”或短信控制台开通"),
    "token": Reason("令牌失效，已换新令牌再试", "反复出现：看是否有别的程序在用同一个公众号换令牌"),
    "token_missing": Reason("请求没有带令牌：程序有误", "请把日志发给开发者"),
    "credentials": Reason("WECHAT_APP_ID、WECHAT_APP_SECRET 或短信密钥不对", "核对环境变量"),
    "secret_frozen": Reason("公众号的 AppSecret 被冻结", "到微信开发者平台解冻，十分钟内自动再试"),
    "template_blocked": Reason("微信封了这个模板的内容", "到公众平台看封禁说明，换一个模板后改 WECHAT_TEMPLATES"),
    "ip_not_allowed": Reason("本机出口 IP 不在公众号或短信网关的 IP 白名单", "加入白名单，十分钟内自动再试"),
    "quota": Reason("当天调用次数用完，零点后自动再发", "长期不够就向微信申请提高"),
    "minute_limit": Reason("每分钟次数用完，一分钟后自动再发"),
    "concurrent": Reason("同一人同时收多条，稍后自动再发"),
    "tag_missing": Reason("还没有项目经理、街道区局的标签", "运行一次 wechat setup，之后自动补上"),
    "failed:user block": Reason("用户设置了拒收模板消息", "有手机号的已改发短信"),
    "failed: system failed": Reason("微信自己没有送到", "有手机号的已改发短信"),
    "failed": Reason("对方报告没有送到，没有说原因", "有手机号的已改发短信"),
    # SMS
    "limited": Reason("短信网关的频率或当日上限", "需要更多就在短信控制台调整"),
    "throttled": Reason("短信网关限流，一分钟后自动再发"),
    "thirty_seconds": Reason("同一号码 30 秒内只能发一条，稍后自动再发"),
    "hour_limit": Reason("同一号码一小时内的条数用完，稍后自动再发", "在短信控制台放宽频率限制"),
    "marketing_hours": Reason(
        "网关把模板当成营销短信，只在 8 点到 22 点发，到点自动再发", "到控制台把模板改报为通知类"
    ),
    "do_not_disturb": Reason("号码在网关的免打扰名单里：本人退订过"),
    "bad_phone": Reason("号码不对或不能收短信", "请本人重新绑定"),
    "blocked_words": Reason("短信内容被网关拦截", "检查小区名称等变量里的敏感词"),
    "no_balance": Reason("短信余额不足", "充值"),
    "bad_sign": Reason(
        "短信签名没有审核通过或写错", "核对 ALIYUN_SMS_SIGN 或 TENCENT_SMS_SIGN，运行 sms setup 看审到哪一步"
    ),
    "sign_scene": Reason("短信签名只准发验证码，不准发通知", "到控制台把签名的适用场景改为“通用”"),
    "sign_banned": Reason(
        "短信签名被停用，或没有做实名制报备", "运行 sms setup 看签名和各运营商的报备，照运维手册第 5 节补报"
    ),
    "content_refused": Reason(
        "网关不许发这样的内容", "把模板名字和错误码发给网关客服，问清哪几个字不行，改好 bot/texts 后重新申请"
    ),
    "extend_code": Reason("扩展码用在了不止一个签名上", "到短信控制台查扩展码；本系统自己不用扩展码"),
    "ip_abroad": Reason("本机的出口 IP 不在中国内地，网关不收", "改用内地的出口 IP"),
    "clock": Reason("本机时间不准，短信签名过期", "校准本机时间（NTP）"),
    "waiting": Reason("网关已收下，还没有到手机"),
    "delivered": Reason("网关说已经送到手机"),
    "undelivered": Reason("网关报告没有送到手机"),
    "resent": Reason("第一次网关没有回答，后来查明没有收到，又发了一次（至多一次）"),
    "not_found": Reason("网关两次都没有收到这条短信"),
    "no_report": Reason("网关还没有这条短信的回执，可能在路上：不重发"),
    "no_answer": Reason("向网关查询没有结果"),
    # either
    "busy": Reason("对方系统繁忙", _LOOK),
    "unreachable": Reason("连不上对方，已自动再试", "检查本机外网和 DNS"),
    "timeout": Reason("对方没有按时回答，可能已经收到：不盲目重发；短信稍后向网关查询", _LOOK),
    "cut": Reason("对方的回答中断，可能已经收到：不重发", _LOOK),
    "bad_answer": Reason("对方的回答看不懂，可能已经收到：不重发", _LOOK),
    "declined": Reason("对方不接受，错误码见日志", "按日志里的错误码查文档"),
    "worker_died": Reason("发送途中进程被停，可能已经发出：不盲目重发；短信稍后向网关查询"),
    "internal": Reason("程序有误，没有发出或不确定", "请把日志发给开发者"),
    "fault": Reason("程序有误，不确定是否发出", "请把日志发给开发者"),
    "unreadable": Reason("这条通知打不开：DATA_KEYS 里少了当时的密钥", "把旧密钥加回 DATA_KEYS"),
    # photos, voice and video to be fetched
    "gone": Reason("微信已不再保存这个附件（三天）"),
    "elsewhere": Reason("视频的地址不是微信的，没有去取"),
    "too_large": Reason("附件超过大小上限"),
    "too_many_pixels": Reason("照片像素过多"),
    "no_picture": Reason("不是能打开的照片"),
    "no_voice": Reason("不是能识别的录音"),
    "no_video": Reason("不是 MP4 视频"),
    "unknown_kind": Reason("不认识的附件种类"),
    "not_reached": Reason("取附件时连不上微信，已自动再试", "检查本机外网"),
    "disk": Reason("附件写不进磁盘，已自动再试", "检查 DATA_DIR 的空间和权限"),
}
"""By the name that `notifications --json`, the log and /metrics carry."""


def told(reason: str) -> str:
    """A reason in words; one that is the provider's own stays as it is."""
    return REASONS[reason].meaning if reason in REASONS else reason
