"""What an operator is told of the account's set-up."""

DEMONSTRATION = "这是演示环境：APP_ENV=production 之前不用在公众平台上设置"
NO_TEMPLATES = "还没有设置 WECHAT_TEMPLATES：超过服务时限的通知只能改发短信，见 docs/operations.md"

_ALLOW = "本机的出口 IP 不在白名单：到公众平台“设置与开发 → 基本配置 → IP 白名单”加上微信说的这个 IP 再试（{detail}）"
_CREDENTIALS = (
    "WECHAT_APP_ID 或 WECHAT_APP_SECRET 不对：到公众平台“设置与开发 → 基本配置”核对，再改环境变量（{detail}）"
)
ERRORS = {
    40164: _ALLOW,
    61004: _ALLOW,
    40013: _CREDENTIALS,
    40125: _CREDENTIALS,
    40001: _CREDENTIALS,
    40014: _CREDENTIALS,
    42001: _CREDENTIALS,
    48001: "账号没有这个接口的权限：要用已认证的服务号，并在公众平台“设置与开发 → 接口权限”里开通（{detail}）",
    45009: "今天的调用次数用完了：过了零点再试（{detail}）",
    45011: "调用太快：过一分钟再试（{detail}）",
    45056: "账号的标签已满 100 个：到公众平台“用户管理”删掉不用的标签再试（{detail}）",
    -1: "微信系统正忙：过几分钟再试，已经做好的不会重做（{detail}）",
}
"""By WeChat's errcode."""
DECLINED = "微信没有接受：按错误码在微信文档里查原因，改好再试，已经做好的不会重做（{detail}）"
UNREACHED = "连不上微信：检查 WECHAT_API_URL 和本机的外网，再试一次，已经做好的不会重做（{detail}）"
