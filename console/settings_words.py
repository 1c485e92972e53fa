"""What is said of a setting at fault: in one line what is wrong and what to do, never its value."""

from core.safety import Fault

_RANDOM = "用 {} 生成"
HOW = {
    "APP_ENV": "正式运行写 production，演示写 demo",
    "SECRET_KEY": _RANDOM.format("openssl rand -base64 48"),
    "DATA_KEYS": _RANDOM.format("openssl rand -base64 32"),
    "INDEX_KEY": _RANDOM.format("openssl rand -base64 32"),
    "WECHAT_APP_ID": "到微信开发者平台“我的业务 → 服务号”抄 AppID",
    "WECHAT_APP_SECRET": "到微信开发者平台“我的业务 → 服务号”重置一个",
    "WECHAT_TOKEN": _RANDOM.format("openssl rand -hex 16") + "，微信开发者平台上填一样的",
    "WECHAT_AES_KEYS": "用微信开发者平台“消息推送”随机生成的 EncodingAESKey，43 位",
    "WECHAT_API_URL": "去掉这一项，就是微信的地址",
    "WECHAT_TEMPLATES": '写成 {"accepted":"模板编号"}，或 @文件名（JSON 或 TOML）',
    "SMS_CALLBACK_SECRET": _RANDOM.format("openssl rand -hex 32") + "，短信控制台的回调地址里填一样的",
    "SMS_NUMBER": "写网关给您的号码，没有就去掉这一项",
    "SMS_TEMPLATES": '写成 {"accepted":"模板代码"}，或 @文件名（JSON 或 TOML）',
    "ALIYUN_SMS_URL": "去掉这一项，就是阿里云的地址",
    "TENCENT_SMS_URL": "去掉这一项，就是腾讯云的地址",
    "PUBLIC_URL": "写别人访问网页用的 https 地址，如 https://msb.example.gov.cn",
    "DATABASE_URL": "写 sqlite:///文件，或 postgresql+psycopg://用户:密码@主机:端口/库",
    "REDIS_URL": "写 redis://主机:端口/0，不用就空着",
    "QUIET_HOURS": "写成 21:00-08:00，没有就空着",
} | {
    f"CLOCK_{name}": "写 ISO 8601 的时长，大于零、不超过一年，如 P5D"
    for name in ("PENDING", "FURTHER", "GUIDANCE", "SUPPLEMENT", "RATING")
}
"""What to do about a variable, whatever is wrong with it."""
_ELSEWHERE = "怎么写见 docs/operations.md"

FAULTS = {
    "missing": "还没有设置",
    "published": "是演示用的，人人都知道",
    "short": "太短，猜得出",
    "simple": "太简单，猜得出",
    "equal": "和 {other} 里有相同的值，一处泄露两处都失守",
    "token": "要是 16 到 32 位的字母和数字",
    "callback": "每个要是 22 位以上的字母和数字",
    "too_many": "最多写{most}个，换完就去掉旧的",
    "address": "不是外面的 https 地址",
    "unset": "没有设置，而数据库或 PUBLIC_URL 不像是在自己机器上试用",
    "data_key": "每把要是 32 字节的 base64",
    "aes_key": "每把要是 43 位的字母和数字",
    "no_file": "说的文件 {file} 读不了",
    "no_table": "说的文件 {file} 里不是“名字到编号”的表",
    "int_parsing": "要是整数",
    "greater_than_equal": "最小是 {ge}",
    "less_than_equal": "最大是 {le}",
    "literal_error": "只能写 {expected}",
}
UNREADABLE = "读不懂"

GATEWAY = "没有接短信网关：收不到验证码，谁也绑定不了；写 aliyun 或 tencent，见 docs/operations.md 第 5 节"
NO_CODE = "没有 code（验证码）的模板：谁也绑定不了；照 docs/sms-templates.md 申请后补上"
UNKNOWN = "不认识的名字 {name}：从表里删掉"
UNKNOWN_BUT = "不认识的名字 {name}：是不是 {meant}？"
UNSET = "还缺 {count} 个名字：{names}；这些通知可能发不出去，见 docs/{page}"
STAGE_ALL = "三步的模板都有了"
STAGE = "走到第 {at} 步，第 {next} 步还缺 {count} 个：{names}；缺的用更一般的代替，运行 sms setup --stage {next} 申请"
STAGE_NONE = "第 1 步还缺 {count} 个：{names}；有的短信会发不出去，运行 sms setup 申请"
PROXIES = "是 0，而 PUBLIC_URL 是 https：前面若有一层反向代理就写 1，否则所有人被当成同一个地址限次"
SHOWN = "是 demo，密钥人人都知道：可以给人看，不能放真实的数据"
WRONG = "有 {count} 项要改：改好后再运行一次 init。数据库没有动"
MARKS = {"ok": "✓", "warning": "!", "wrong": "✗"}


def told(fault: Fault) -> str:
    """What is wrong with the variable, and what to do; its name goes before."""
    facts = dict(fault.facts)
    if "expected" in facts:
        facts["expected"] = facts["expected"].replace("'", "").replace(" or ", "、")
    wrong = FAULTS.get(fault.what, UNREADABLE).format(**facts)
    if fault.what == "literal_error":
        return wrong
    return f"{wrong}：{HOW.get(fault.name, _ELSEWHERE)}"
