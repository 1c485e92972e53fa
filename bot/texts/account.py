"""What an operator is told of the account's set-up."""

DEMONSTRATION = "这是演示环境：APP_ENV=production 之前不用在公众平台上设置"
NO_TEMPLATES = "还没有设置 WECHAT_TEMPLATES：超过服务时限的通知只能改发短信，见 docs/operations.md"

_ALLOW = "本机的出口 IP 不在白名单：到微信开发者平台“我的业务 → 服务号 → IP 白名单”加上微信说的这个 IP 再试（{detail}）"
_CREDENTIALS = (
    "WECHAT_APP_ID 或 WECHAT_APP_SECRET 不对：到微信开发者平台“我的业务 → 服务号”核对，再改环境变量（{detail}）"
)
ERRORS = {
    40164: _ALLOW,
    61004: _ALLOW,
    40013: _CREDENTIALS,
    40125: _CREDENTIALS,
    40001: _CREDENTIALS,
    40014: _CREDENTIALS,
    42001: _CREDENTIALS,
    48001: "没有这个接口的权限：要用已认证的服务号，并在微信开发者平台“我的业务 → 服务号 → 接口权限”里开通（{detail}）",
    45009: "今天的调用次数用完了：过了零点再试（{detail}）",
    45011: "调用太快：过一分钟再试（{detail}）",
    45056: "账号的标签已满 100 个：到公众平台“用户管理”删掉不用的标签再试（{detail}）",
    -1: "微信系统正忙：过几分钟再试，已经做好的不会重做（{detail}）",
}
"""By WeChat's errcode."""
DECLINED = "微信没有接受：按错误码在微信文档里查原因，改好再试，已经做好的不会重做（{detail}）"
UNREACHED = "连不上微信：检查 WECHAT_API_URL 和本机的外网，再试一次，已经做好的不会重做（{detail}）"

# SMS
CARRIERS = {"mobile": "移动", "unicom": "联通", "telecom": "电信"}
TEMPLATE_NAME = "码上办{number}"
REMARK = "政府物业管理平台“码上办”：居民反映小区问题，平台把办理进展通知居民和经办人。样例：{sample}"
STANDINGS = {"passed": "通过", "waiting": "审核中", "refused": "未通过", "absent": "没有申请"}
MARKS = {"passed": "✓", "waiting": "!", "refused": "✗", "absent": "✗"}
SIGN = "{mark} 签名【{name}】{standing}{reason}"
NO_SIGN = "：到短信控制台申请，签名用主管部门的全称或简称，见运维手册第 5 节"
CARRIER = "{mark} {name}实名报备：{told}"
REGISTERED, UNREGISTERED = "已报备", "还没有报备，发往这家的短信会被拦：5 到 10 个工作日，先少量试发"
STAGE = "第{stage}步（{done}/{total}）："
STAGE_LINE = "  {mark} 模板{number} {name} {standing}{code}{reason}"
STRAY = "✗ SMS_TEMPLATES 的 {name}：账号里没有这个代码，或内容不是现在这一版"
NOT_PASSED = "，{reason}：改好后在控制台重新提交"
ASK_APPLY = "要向网关申请 {count} 个模板吗？大约 {minutes} 分钟"
APPLIED = "已申请 模板{number} {name}：{code}"
ALL_APPLIED = "这一步没有要申请的了"
CALLED_OFF = "没有申请"
WRITE = "SMS_TEMPLATES 写成："
WRITTEN = "已写到 {file}：设 SMS_TEMPLATES=@{file}，重启 web 和 worker"
NOTHING_PASSED = "还没有通过的模板：过几天再看"
NO_GATEWAY = "SMS_PROVIDER 是 console，没有网关可问：写 aliyun 或 tencent"
NO_SIGN_SET = "还没有设置签名：写 {name}"
SMS_ERRORS = {
    "isp.RAM_PERMISSION_DENY": "子账号没有短信管理的权限：在访问控制里给它 AliyunDysmsFullAccess，申请完再收回",
    "AuthFailure.UnauthorizedOperation": "子账号没有短信管理的权限：在访问管理里给它 QcloudSMSFullAccess，申请完再收回",
    "UnauthorizedOperation": "子账号没有短信管理的权限：在访问管理里给它 QcloudSMSFullAccess，申请完再收回",
    "SignatureDoesNotMatch": "密钥不对：核对 ALIYUN_SMS_KEY_ID 和 ALIYUN_SMS_KEY_SECRET",
    "InvalidAccessKeyId.NotFound": "密钥不对：核对 ALIYUN_SMS_KEY_ID 和 ALIYUN_SMS_KEY_SECRET",
    "AuthFailure.SecretIdNotFound": "密钥不对：核对 TENCENT_SMS_SECRET_ID 和 TENCENT_SMS_SECRET_KEY",
    "AuthFailure.SignatureFailure": "密钥不对：核对 TENCENT_SMS_SECRET_ID 和 TENCENT_SMS_SECRET_KEY",
    "unreachable": "连不上短信网关：检查本机外网，再试一次，已申请的不会重复申请",
}
"""By the gateway's code."""
SMS_DECLINED = "网关没有接受（{code}）：按这个代码查网关的文档，改好再试，已申请的不会重复申请"
