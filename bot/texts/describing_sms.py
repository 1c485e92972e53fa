"""The page of SMS templates in an operator's words: `bot.notify.describe_sms` fills it."""

PAGE = """# 短信模板

照这一页申请模板，再把审核通过的模板代码写进 `SMS_TEMPLATES`。`flask --app webhooks sms setup`
能查每个模板审到哪一步，加 `--apply` 替您申请（运维手册第 5 节）。本页由 `make docs` 从 `bot/texts/`
和 `bot/notify/texted.py` 生成，不要手改；测试会检查是否最新。

两家网关都不许自由写正文：只能发审核过的模板，换里面的变量。内容照抄，一个字、一个标点都不要改；签名（【…】）另外申请，不写进模板。
内容一样的只申请一个，`SMS_TEMPLATES` 里写一个名字就够，其余名字自己会用它。

## 分三步申请

| 步 | 模板 | 到这一步能做什么 |
| --- | --- | --- |
{stages}

还没有的模板，由更一般的一个代替（下面每个模板都写了是哪个），所以走到哪一步都不会没有下文；连一般的也没有的，记为
`template_missing`，在送达情况里看得到。审核一批往往要几天，先把第一步走通，再申请后面的。

- **阿里云**：变量写成 `${{名字}}`，名字不能改，每个变量最多 {aliyun} 字。
- **腾讯云**：变量写成 `{{1}}`、`{{2}}`，程序按在正文里出现的先后传值，每个变量最多 {tencent} 字
  （2024 年 1 月 25 日以后开通的账号；以前的账号更宽，程序一律按 {tencent} 字）。验证码只能是数字。变量里不许有网址。

两家都不收的内容：【】、网址变量、手机号、两个变量紧挨着、“拒收请回复R”一类退订说明、装修、调解、法律维权、问卷调查、营销。
正文里的电话一个模板最多两个。测试照这些规则检查每个模板。

放不下时不硬截：编号留末几位，状态换成不超过 {tencent} 字的短说法，结果和理由分在几个变量里接着说，
只有名称和最后一段截短、以“…”结尾；网址、换行和【】去掉，手机号、身份证号和经办人的姓名遮住。

## 变量

{variables}

{templates}## 名字

每个名字用哪个模板，状态在两家各说什么：

{names}

## SMS_TEMPLATES

把每个 `模板n` 换成审核通过的代码（阿里云形如 `SMS_123456789`，腾讯云是一串数字）：

```sh
SMS_TEMPLATES='{json}'
```
"""

STAGE = """## 第{stage}步的模板

{templates}"""
TEMPLATE = """### 模板{number}（{kind}）

- 阿里云：`{aliyun}`
- 腾讯云：`{tencent}`{order}
- 变量属性（阿里云）：{rules}
- 没有时：{general}
- 样例（阿里云）：{aliyun_sample}
- 样例（腾讯云）：{tencent_sample}

"""
ORDER = "，依次是 {names}"
VERIFICATION, NOTICE = "验证码", "通知"
GENERAL = "用模板{number}"
NO_GENERAL = "不发，记为 template_missing"
RULE = "`{variable}` {kind}"
VARIABLE_HEADINGS = ("变量", "是什么", "阿里云变量属性", "最长（阿里云 / 腾讯云）", "阿里云样例", "腾讯云样例")
MOST = "{aliyun} 字 / {tencent} 字"
CODE_MOST = "4 到 6 位 / 6 位"
STAGES = {
    1: "验证码（绑定、登录）；业主用短信反映、收到进展和结果、打分；经理用短信收到新件和到期提醒，接收、完成；"
    "其余的人收到一句“请打开微信查看”",
    2: "街道、区局用短信指导；有危险时先说报警；查进度、几件里挑一件、拒绝、补充、撤销都有自己的话",
    3: "每一种情形都有自己的话",
}
"""By the stage: what it buys."""
NAME_HEADINGS = ("名字", "模板", "状态（阿里云）", "状态（腾讯云放不下时）")
NO_STATE = "-"

VALUES = {
    "area": ("小区名称", "万和世家二期东区"),
    "number": ("编号末四位，大家都用它来说一件反映；一个号码里有两件末四位一样的，前面加上几号", "0020"),
    "full": ("受理编号", "0040202611270000020"),
    "date": ("哪一天", "10月27日"),
    "list": ("几件反映的编号", "0020、0017"),
    "one": ("一件反映：编号、类别、状态", "0020电梯处理中"),
    "two": ("又一件", "0017漏水待评价"),
    "three": ("又一件，或“没有别的”", "没有别的"),
    "total": ("一共几件", "11"),
    "state": ("一句话的状态", "项目经理已接收，正在处理"),
    "kind": ("类别", "电梯"),
    "deeds": ("经理现在能用短信办什么", "接收或拒绝"),
    "said": ("处理结果、拒绝理由或反映的开头，号码和姓名已遮住；没有就写固定的几个字", "已换门机"),
    "more": ("接着说；说完了就是固定的几个字，或位置", "已处理完成"),
    "rest": ("再接着说；说完了就是固定的几个字", "请您评价"),
    "digits": ("六位确认数字，程序随机生成", "482915"),
    "code": ("六位验证码", "123456"),
}
"""By the variable: what it is, and a value as it may come."""
ATTRIBUTES = dict.fromkeys(VALUES, "others") | {
    "full": "other_number2",
    "total": "other_number2",
    "digits": "other_number2",
    "code": "numberCaptcha",
}
"""By the variable: the attribute (变量属性) that Alibaba wants named. A date may be 未定, which
is no time, and a number 共3件, which is no number."""
KINDS = {
    "numberCaptcha": "仅数字",
    "other_number2": "其他号码",
    "others": "其他",
    "link_param": "链接参数",
    "time": "时间",
}
"""By the attribute: what it is called in Alibaba's console."""
REPLY_STATE = "待评价"
"""A state in the answer to a text, which has room for it at either gateway."""
STATE_VALUES = {"days": 3, "kind": "电梯", "day": "12月5日", "dom": 5, "by": "11月30日", "course": "正在处理"}
"""What stands in a state for the placeholders it may have."""
