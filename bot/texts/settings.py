"""通知设置: by which channel somebody wants to be told."""

NO_PHONE = "您还没有留手机号，通知都发在微信里。\n留了手机号，就可以选微信、短信，或两样都要。"
BIND = "留手机号"
NOW = {"": "按默认", "wechat": "用微信", "sms": "用短信", "both": "都发"}
"""In at most six characters."""
TOLD = {
    "": "重要的微信和短信都发，其余发微信",
    "wechat": "发微信，微信发不到时才发短信",
    "sms": "发短信",
    "both": "微信和短信都发",
}
ASK = "办理通知现在{now}（短信号码 {phone}）。\n想怎么收？"
CHOICES = (("wechat", "微信"), ("sms", "短信"), ("both", "都要"))
CHOSEN = "好，以后办理通知{now}。\n想改随时回复“通知设置”。"
