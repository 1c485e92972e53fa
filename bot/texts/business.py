"""Applications: real-name verification, contracts, changes of an estate; returned business; the operators' review."""

from core.applications import Kind

# asking for what is needed
QUESTIONS = {
    "company": "请写企业全称，和营业执照上的一致。",
    "code": "请写18位统一社会信用代码（营业执照右上角，不含 I、O、S、V、Z）。",
    "person": "请写您的姓名，审核通过后您就是企业管理员。",
    "contract": "备案哪一种合同？两种选一种就行：\n"
    "和开发商签的，选前期物业服务合同；不是和开发商签的，选物业服务合同抄报。",
    "district": "{estate}是新小区。它在哪个行政区划？点选，或写下来。",
    "street": "所属街道是哪个？点选，或写下来。",
    "community": "属于哪个社区？",
    "address": "地址是什么？写到路名和门牌号。",
    "term": "合同从哪天到哪天？比如：2026-11-01 至 2029-10-31",
    "party": "合同是和谁签的？请写对方全称。",
}
ESTATE = "哪个小区？请写物业管理区域名称。"
ESTATE_FOUND = "目录里有这些小区。点选一个；都不是就点“新小区”。"
ESTATE_FOUND_ONLY = "您说的是哪个小区？点选一个，或换个写法再发一次。"
ESTATE_NONE = "目录里没有“{name}”。名称没写错的话点“新小区”，审核通过就建好；写错了再写一次。"
NEW_ESTATE_LABEL = "新小区"
LINKED_HERE = "\n注意：这个小区已关联到您的企业，这次作为新合同备案。"
LINKED_ELSEWHERE = "\n注意：这个小区现在关联在别的企业，审核时会核对；通过后原企业的项目经理不再管这个小区。"
TERM_UNCLEAR = "没看懂起止日期。请写两个日期，比如：2026-11-01 至 2029-10-31"
TERM_REVERSED = "结束日期要晚于开始日期。请再写一次，比如：2026-11-01 至 2029-10-31"
TERM_OVER = "合同{ends}已经到期，不能备案。请写现在有效的合同的起止日期。"
PHOTO = "可以发合同照片，审核会快些。没有就点“跳过”。"
PHOTO_TAKEN = "收到{count}张照片。还可以接着发，发完点“发完了”。"
PHOTO_FULL = "照片最多{most}张，后面的没有收进来。点“发完了”继续。"
SKIP = "跳过"
SENT_ALL = "发完了"
TOO_LONG = "{label}最多{most}个字，请写短一些。"
NOT_LISTED = "目录里没有“{name}”。{near}点选下面的，或照目录的写法再写一次；确实是新的，把“{name}”再发一遍就行。"
NEAR = "是不是{near}？"
NOBODY_NAMED = "合同对方要写对方的全称，比如开发商或业主委员会的名称，不是日期。请再写一次。"
PLEASE_WRITE = "请写文字，或点下面的选项。"
CODE_FAULTS = {
    "length": "统一社会信用代码是18位，您写了{count}位。请照营业执照再写一次。",
    "letters": "统一社会信用代码只有数字和大写字母，没有 I、O、S、V、Z（常把1写成I、0写成O）。请再写一次。",
    "checksum": "这个统一社会信用代码的校验位不对，多半有一位写错了。请照营业执照再核对一次。",
    "format": "这不是统一社会信用代码。请照营业执照右上角的18位再写一次。",
}

# confirming
CONFIRM = "请核对{kind}：\n{lines}{note}\n\n提交即确认内容真实，并同意我们用于审核。"
LINE = "{label}：{value}"
CHANGED_LINE = "{label}：{current} → {value}"
EMPTY = "没有填写"
PHOTOS = "合同照片：{count}张"
SUBMIT = "提交"
CHANGE = "修改"
CHANGE_WHAT = "要改哪一项？"
TERM_LABEL = "合同起止"
SUBMITTED = (
    "{kind}申请已提交，编号 {id}。\n运维人员最晚{until}给出结果，到时我在这里告诉您；"
    "过了时间没消息，请打 962535 转 4。\n看进度或终止，回复“退回”。"
)

# real-name verification
VERIFY_BEGIN = "企业实名认证，三步：企业名称、信用代码、您的姓名。\n"
VERIFY_PHONE = (
    "企业实名认证前，先验证您本人的手机号（还没有个人账号也从这里开始）。\n请发您的手机号（11位），我发一条短信验证码。"
)
VERIFIED_HERE = "{company}已经实名认证，您就是企业管理员，不用再认证。\n回复“小区”“合同备案”“信息变更”就能办事。"
STILL_WAITING = (
    "您的{kind}申请 {id}（{subject}）正在审核，最晚{until}有结果，到时我告诉您。\n写错了可以终止后重新提交。"
)

# query of a code
ASK_CODE = "请写“查企业”加18位统一社会信用代码，比如：查企业 91510100MA61XXXX0A"
FOUND_VERIFIED = "{name}：已通过实名认证。"
FOUND_WAITING = "{name}：已提交实名认证，正在审核。"
FOUND_RETURNED = "{name}：实名认证已退回，等申请人修改后重新提交。"
FOUND_NOTHING = (
    "没有查到 {code} 的实名信息：要么没有提交过企业注册，要么提交了还没有通过审核。\n"
    "要认证，回复“实名认证”；操作上有疑问，请打 962535 转 4。"
)
HOW_TO_VERIFY = "实名认证"

# credit
CREDIT = (
    "{company}\n信用等级：{grade}\n信用分：{score}\n"
    "有出入的，在信用信息公示管理平台核对，或加信用系统QQ群 289800975 咨询。"
)
CREDIT_UNKNOWN = (
    "{company}还没有信用等级和信用分，首页就显示不出来。\n"
    "1. 点“信用信息”旁的问号，进信用信息公示管理平台\n"
    "2. 输入企业名称查询\n"
    "3. 查不到，说明企业还没有在信用系统完善信息：加QQ群 289800975 咨询\n"
    "完善后由运维人员登记，再回复“信用”就能看到。"
)
CREDIT_NOT_BOUND = (
    "信用等级和信用分只给企业管理员看。\n请先回复“绑定”，用企业登记的手机号；企业还没认证，回复“实名认证”。\n"
    "首页不显示信用的，在信用信息公示管理平台查企业名称；查不到就加QQ群 289800975 咨询。"
)
NO_VALUE = "-"

# changing an estate
CHANGE_ESTATE = "要变更哪个小区的信息？写小区名称{or_choose}。"
OR_CHOOSE = "，或点选"
CHANGE_NONE = "没有找到叫“{name}”的小区。请换个写法再试；新小区先做合同备案。"
CHANGE_FIELDS = (
    "{estate}（已关联到您的企业）现在登记的是：\n街道：{street}\n社区：{community}\n地址：{address}\n要改哪一项？"
)
NO_STREET_YET = "没有填写，业务会提示“未填写街道信息”"
STREET_STATE = "{estate}的街道：{street}。\n"
CHANGE_BY_COMPANY = "它已关联到{company}，由企业管理员在这里回复“信息变更 {estate}”提交，审核通过就改好。"
CHANGE_BY_OTHERS = (
    "它还没有关联到物业企业：这些信息由开发商或区局老师来改，办一次“物业管理区域信息变更”。\n"
    "物业企业也可以先做合同备案，通过后自己来改。"
)
CHANGE_NOT_OURS = "它关联在别的企业。要由您企业管理，先做合同备案，通过后再改。"
FILE_CONTRACT = "合同备案"

# own applications
OWN_NONE = "没有被退回的业务，也没有审核中的。\n办业务回复：实名认证、合同备案、信息变更。"
OWN = "{lines}\n点一件看详情。"
OWN_RETURNED = "退回的业务（{count}件）："
OWN_WAITING = "审核中（{count}件）："
OWN_LINE = "· {kind} {subject}（申请{id}）"
OWN_REASON = "   {label}：{reason}"
OWN_UNTIL = "   最晚{until}有结果"
DETAIL = "{kind}申请 {id}\n状态：{state}{late}\n{lines}{reasons}{photos}{cautions}\n\n{history}"
LATE = "（已过审核期限）"
REASONS = "\n退回原因："
REASON_LINE = "· {label}：{reason}"
PHOTOS_COUNT = "\n合同照片：{count}张"
PHOTOS_FOLLOW = "，接着发给您"
COMPANY_LINE = "申请企业"
HISTORY_LINE = "{at} {act}"
ACTS = {
    "apply": "提交",
    "resubmit": "修改后重新提交",
    "approve": "审核通过",
    "return": "退回",
    "end_application": "终止",
}
CORRECT = "修改"
END = "终止任务"
END_CONFIRM = "终止{kind}申请 {id}（{subject}）？终止后这件不再办理，可以重新提交一件。"
END_YES = "确认终止"
ENDED = "{kind}申请 {id} 已终止。要重新办，回复“{word}”。"
AGAIN_WORDS = {Kind.VERIFICATION: "实名认证", Kind.CONTRACT: "合同备案", Kind.AREA_CHANGE: "信息变更"}
SENT_BACK = "{kind}申请 {id} 退回的是："
NOT_CHANGEABLE = "{label}不能修改；填错了请终止任务，重新提交一件。"

# reviewing
REVIEW_NONE = "没有待审核的申请。有新的我马上告诉您。"
REVIEW = "待审核（共{total}件，先提交的在前）：\n{lines}{page}\n点一件看详情。"
REVIEW_LINE = "{key}. {kind} {subject}（申请{id}）\n   {until}前审核{late}"
LISTED_NONE = "您辖区里还没有企业申请。"
LISTED = "辖区里的企业申请（共{total}件，新的在前）：\n{lines}{page}\n点一件看详情。"
LISTED_LINE = "{key}. {kind} {subject}（申请{id}）{state}"
APPROVE = "通过"
APPROVE_YES = "确认通过"
RETURN = "退回"
CAUTIONS_HEAD = "\n请核对："
CAUTION_LINE = "· {text}"
CAUTIONS = {
    "verified_already": "这个信用代码的企业已经实名认证：{about}。不能再通过",
    "code_of_other": "这个信用代码登记在另一个名称下：{about}。通过后改用新名称",
    "name_of_other": "这个企业名称登记的是另一个信用代码：{about}。不能通过，请退回",
    "linked_elsewhere": "小区现在关联在{about}。通过后改为申请企业，原项目经理的权限马上结束",
    "estate_exists": "目录里已有同名小区{about}。通过后关联到这一个，不再新建",
    "new_district": "目录里还没有行政区划“{about}”，请核对写法",
    "contract_over": "合同{about}已经到期",
    "area_moved": "小区已不在申请企业名下：{about}。不能通过，请退回",
}
APPROVE_CONFIRM = "{text}\n\n确认通过吗？"
APPROVED = "{kind}申请 {id}（{subject}）已通过，已告诉申请人。"
RETURN_WHICH = "退回{kind}申请 {id}：哪一项不对？"
RETURN_WHY = "“{label}”哪里不对？请写给申请人看的原因。"
RETURN_CONFIRM = "将退回{kind}申请 {id}，申请人会看到：\n{lines}\n确认吗？"
RETURN_YES = "确认退回"
RETURN_MORE = "再加一项"
RETURNED = "{kind}申请 {id}（{subject}）已退回，已告诉申请人。"

# notices
BY_COMPANY = "\n申请企业：{company}"
AGAIN = "已修改，重新提交：\n"
NEXT = {
    Kind.VERIFICATION: "您就是企业管理员了。回复“小区”看关联的小区，“合同备案”关联小区，“添加人员”登记项目经理。",
    Kind.CONTRACT: "小区已关联到您的企业。下一步：“添加人员”登记项目经理，再“打印码上办”。",
    Kind.AREA_CHANGE: "小区信息已更新。回复“小区”核对。",
}

REFUSALS = {
    "stale_application": "这一步已经过时：申请 {id} 现在是“{state}”（第{round}次提交）。没有改动任何内容。",
    "application_not_found": "没有找到这件申请，或它不归您办。没有改动任何内容。",
    "applied_already": "这件事已有人提交，正在审核（{subject}），不用重复提交。\n有疑问请打 962535 转 4。",
    "applied_already_own": "您已提交过，申请 {id} 正在审核，最晚{until}有结果，到时我告诉您。不用重复提交。",
    "returned_already": "您之前的申请 {id} 已退回，还没有修改。请改那一件再提交，或终止它。",
    "verified_already": (
        "{company}已经实名认证，不用再申请。\n您是管理员就回复“绑定”，用企业登记的手机号；"
        "管理员换人或注册不了，请打 85256650。"
    ),
    "company_differs": "企业名称和信用代码分属两家企业：{company}。没有通过，请退回。",
    "area_moved": "小区已不在申请企业名下，没有通过，请退回。",
    "estate_known": "这个行政区划里已有同名小区。请重新备案，从目录里选它。",
    "nothing_changed": "填的和现在登记的一样，没有要改的。没有提交。",
    "unproved": "请先验证手机号：回复“实名认证”从头开始。",
    "incomplete": "还缺“{label}”，没有提交。",
    "too_long": "“{label}”太长，没有提交。",
    "bad_code": "统一社会信用代码不对，没有提交。",
    "bad_party": NOBODY_NAMED,
    "bad_dates": "合同起止日期不对，没有提交。",
    "fixed_field": "“{label}”不能修改；填错了请终止任务，重新提交一件。没有改动任何内容。",
    "no_reasons": "退回要写明哪一项、为什么。没有改动任何内容。",
    "unknown_field": "这件申请没有“{name}”这一项。没有改动任何内容。",
}
