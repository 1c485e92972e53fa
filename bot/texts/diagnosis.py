"""看不到投诉 and 我的身份: what is in order, what is not, and who puts it right."""

NOT_BOUND = "您还没有绑定，我不知道您是哪位项目经理。\n请回复“绑定”，用企业登记的手机号；绑定后再回复“看不到投诉”。"
OFFICER = "您是{office}的工作人员，只看得到等您指导的件和超期的件：回复“待办”看，回复“查询”看辖区全部。"
WHOSE = "看不到投诉"

TITLE = "{name}看不到投诉，逐项检查：\n{lines}\n\n{end}"
GOOD, BAD, UNKNOWN = "✓", "✗", "？"
LINE = "{mark} {text}"
REMEDY = "\n   → {who}：{remedy}"
COMPANY, SELF, PLATFORM = "企业管理员", "本人", "平台运维"

PASSED = {
    "linked": "小区已关联到企业",
    "post": "岗位是项目负责人",
    "estate": "在管小区：{facts}",
    "username": "用户名和登录的账号一致",
    "phone": "绑定的手机号和企业登记的一致",
    "registered": "实名核对已完成",
    "signed_in": "已登录过",
}
FAILED = {
    ("linked", "elsewhere"): ("{facts}没有关联到企业", COMPANY, "回复“合同备案”，审核通过就关联上了"),
    ("linked", "none"): ("企业还没有关联任何小区", COMPANY, "回复“合同备案”，审核通过就关联上了"),
    ("post", "other"): ("岗位是“{facts}”，不是项目负责人", COMPANY, "在“人员”里点“改岗位”，改成项目负责人"),
    ("estate", "none"): ("名下没有在管小区", COMPANY, "在“人员”里点“改小区”填上"),
    ("username", "missing"): ("企业没有填用户名", COMPANY, "在“人员”里点“改用户名”，填成本人登录的用户名"),
    ("username", "differs"): (
        "用户名不一致：企业填的是{kept}，登录用的是{said}",
        COMPANY,
        "改用户名；仍看不到，就离职后重新添加，本人重新绑定登录，再联系平台运维",
    ),
    ("username", "unknown"): (
        "企业填的用户名是{kept}，还不知道登录用的是哪个",
        SELF,
        "回复“实名核对”，把个人中心里的用户名告诉我",
    ),
    ("phone", "not_bound"): ("还没有人用 {phone} 绑定", SELF, "回复“绑定”，用这个手机号收验证码"),
    ("phone", "differs"): (
        "绑定的是 {bound}，企业登记的是 {phone}",
        SELF,
        "回复“绑定”，改用登记的号码；号码换了就请企业管理员改电话",
    ),
    ("registered", "not_yet"): ("还没有实名核对", SELF, "回复“实名核对”，身份证号要和企业填的一样"),
    ("signed_in", "not_yet"): ("还没有登录过", SELF, "回复“绑定”，用自己的手机号登录一次"),
}
END_FAULTS = "先办打✗和？的，再回复“看不到投诉”复查。"
END_EMPTY = "都没有问题：名下小区至今没有人反映过，所以是空的。有新的反映我马上告诉您。"
END_DONE = "都没有问题：名下小区共有{filed}件，现在没有要办的。回复“查询”看全部。"
END_TODO = "都没有问题：现在有{open}件要办，回复“待办”就能看到。"
TODO = "待办"

STANDING = "您现在的身份：\n{lines}\n{end}"
ROLE_COMPANY = "· 企业账号：{company}的企业管理员"
NOT_VERIFIED = (
    "\n   还缺：企业实名认证没有通过记录。回复“实名认证”办理；已经提交的，回复“查企业”加统一社会信用代码看审核结果"
)
ROLE_MANAGER = "· 项目经理：{company}的项目负责人，负责{areas}"
ROLE_STAFF = (
    "· {company}的{post}：没有项目负责人的从业记录，办不了反映\n"
    "   还缺（要办反映才需要）：请企业管理员在“人员”里把岗位改成“项目负责人”，再填在管小区"
)
ROLE_OFFICER = "· {office}的工作人员"
ROLE_OPERATOR = "· 平台运维人员"
NO_AREAS = "0个小区"
MISSING = "还缺"
MISSING_AREAS = "\n   还缺：在管小区，请企业管理员在“人员”里填上"
MISSING_REGISTERED = "\n   还缺：实名核对，回复“实名核对”，身份证号要和企业填的一样"
MISSING_SIGNED_IN = "\n   还缺：用自己的手机号重新绑定登录一次"
NOTHING_MISSING = "该有的都有了。"
DO_WHAT_IS_MISSING = "把“还缺”的办好就行。"
VISITOR = (
    "您现在是游客：{phone}，不是企业账号、项目经理，也不是街道区局的工作人员。\n"
    "反映小区的事不用身份，直接写就行。要办工作上的事，您是哪一种？"
)
NO_PHONE = "还没有绑定手机号"
YOUR_PHONE = "您的手机号"
KNOWN_PHONE = "手机号 {phone} 有企业登记，但您还没有重新绑定"
UNKNOWN_PHONE = "手机号 {phone} 不在任何企业的在职人员里"
KINDS = {"company": "企业账号", "manager": "项目经理", "committee": "业委会"}
AS_COMPANY = (
    "企业账号：先做企业实名认证，通过后用申请时的手机号绑定，就是企业管理员。\n{found}"
    "查有没有通过：回复“查企业”加统一社会信用代码；授权管理员注册不了，打 85256650。"
)
APPLIED = "您提交的{subject}实名认证：{state}。\n"
NOT_APPLIED = "您还没有提交过企业实名认证。\n"
AS_MANAGER = (
    "项目经理要两步：\n1. {first}\n2. 您回复“绑定”，用企业填的手机号；再回复“实名核对”，身份证号要和企业填的一样"
)
MANAGER_KNOWN = "已经有了：{company}把您登记为{post}，手机号 {phone}"
MANAGER_UNKNOWN = "请企业管理员“添加人员”，岗位选“项目负责人”（{phone}现在不在任何企业的人员里）"
AS_COMMITTEE = "{found}\n备案好后，在生命周期平台注册（选从业人员注册），再用实名的身份证号登录。"
COMMITTEE_FILED = "{area}的业委会已备案：{committee}。"
COMMITTEE_NOT_FILED = "{area}还没有业委会备案，请联系{street}办事处备案。"
COMMITTEE_NO_AREA = "业委会要先在街道办备案。扫一下小区的“码上办”，我就能看您的小区备案了没有。"
STREET_OFFICE = "所在街道"
VERIFY = "企业实名认证"
BIND = "绑定"
PROVE = "实名核对"
CHECK = "看不到投诉"
