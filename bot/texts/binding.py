"""Proving a phone, and with it who one is."""

ASK_PHONE = "请发您的手机号（11位），我发一条短信验证码。"
ASK_PHONE_RESIDENT = "请发您的手机号（11位），我发一条短信验证码；之后处理结果也会用短信告诉您。"
BOUND_ALREADY = "您已绑定为{who}。\n要换手机号，直接发新号码；不换就回复“取消”。"
NOT_A_PHONE = "这不像手机号。请发11位的大陆手机号，比如 13800138000；不绑了就回复“取消”。"
CODE_SENT = "验证码已发到 {phone}，10分钟内有效。请把6位数字发给我。"
RESEND = "重新发送"
OTHER_PHONE = "换个号码"
WRONG = "验证码不对，还可以试{left}次。"
LOCKED = "试错太多，这个验证码作废了。点“重新发送”再要一个。"
EXPIRED = "验证码已过期。点“重新发送”再要一个。"
NOT_A_CODE = "请发短信里的6位数字。没收到就点“重新发送”。"
TOO_MANY = "这个号码刚要过验证码，请{wait}后再试。"
WAITS = {60: "一分钟", 3600: "一小时", 86400: "一天"}
BOUND_MANAGER = "绑定成功：{name}，项目负责人。\n负责：{areas}。\n新的反映会马上发到这里，回复“待办”看手上的。"
BOUND_MANAGER_NONE = (
    "绑定成功：{name}，项目负责人。\n您名下还没有小区，请物业企业在从业人员管理里填写“在管物业管理区域”。"
)
BOUND_STAFF = "绑定成功：{name}，{post}。\n只有岗位是“项目负责人”才能处理反映；要处理请物业企业改岗位。"
BOUND_OFFICER = "绑定成功：{name}，{office}。\n需要指导的件会发到这里，回复“待办”查看。"
VERIFIED = "手机号 {phone} 已验证，处理进展也会用短信告诉您。\n有事直接写给我就行。"
STREET_OFFICE = "{district}{street}"
DISTRICT_OFFICE = "{district}区局"
