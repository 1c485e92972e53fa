"""The company's desk: its estates and its people."""

NOT_BOUND = "这是企业账号用的。请先回复“绑定”，用企业管理员登记的手机号。"
NOT_YOURS = (
    "这是企业账号用的。您绑定的是{who}，不是企业管理员。\n"
    "要替企业办事，请企业管理员用自己的手机号绑定；管理员还注册不了，请打 85256650。"
)

ESTATES = "已关联到{company}的小区（共{total}个）：\n{lines}{page}\n点一个看详情；写“小区 名称”查找。"
ESTATES_LIKE = "已关联、名称里有“{like}”的小区（共{total}个）：\n{lines}{page}\n点一个看详情。"
ESTATE_LINE = "{key}. {name} 备案{filed} {manager} {updated}"
FILING = "\n备案审核中：{names}"
RETURNED = "\n备案被退回：{names}（回复“退回”处理）"
FILE_CONTRACT = "合同备案"
CHANGE_AREA = "信息变更"
MANAGER = "经理{names}"
NO_MANAGER = "没有经理"
ESTATES_EMPTY = "还没有小区关联到{company}。先做合同备案，审核通过就关联上了。"
ESTATES_NONE = "{company}的小区里没有“{like}”。\n没关联上的，先做合同备案，审核通过就关联上了；要看全部，回复“小区”。"
NO_ESTATE = "没有找到这个小区，或它没有关联到您的企业。回复“小区”看全部。"
ESTATE = (
    "{name}（已关联到{company}）\n"
    "行政区划：{district}\n街道：{street}\n社区：{community}\n地址：{address}\n物业类型：{usage}\n"
    "合同备案：{filed}\n开发建设单位：{developer}\n业主委员会：{committee}\n项目经理：{manager}\n最新更新：{updated}"
)
YES, NO = "是", "否"
NO_VALUE = "-"
NO_STREET = "没有填写"
NOBODY = "没有"

REFUSED = {
    "last_administrator": (
        "企业只剩这一位管理员，离职后没有人能替企业办事。请先联系平台 85256650 增加一位。没有改动任何内容。"
    ),
    "manager_changed": "这个小区的项目经理刚刚换过了，没有改动任何内容。回复“更换经理”看现在是谁。",
    "not_a_manager": "要换上的人岗位不是“项目负责人”，请先改岗位。没有改动任何内容。",
    "staff_known": "这个身份证号已经在您企业的人员里了，不用再添加。回复“人员”可以查到。",
    "phone_taken": "这个手机号是您企业另一位在职人员的，一个号码只能给一个人。没有改动任何内容。",
    "known_elsewhere": (
        "这个人现在加不进来：手机号或身份证号还登记在别处。\n"
        "请本人先在原来的地方办离职，或换一个手机号；仍不行请联系平台 85256650。没有改动任何内容。"
    ),
    "bad_phone": "手机号不对，要11位的大陆手机号。没有改动任何内容。",
    "bad_identity": "身份证号不对，请核对18位号码。没有改动任何内容。",
    "bad_post": "没有这个岗位。没有改动任何内容。",
}
"""Why the company's own changes were not made."""

PEOPLE = (
    "{company}的人员（共{total}人）：\n{lines}{page}\n"
    "点一个看详情和修改；写“人员 姓名”查找（岗位、小区也行）；新来的回复“添加人员”。"
)
PEOPLE_LIKE = "“{like}”对得上的人员（共{total}人）：\n{lines}{page}\n点一个看详情和修改。"
PERSON_LINE = "{key}. {name} {post} {areas}\n   {phone} {identity} {username}"
PEOPLE_NONE = "{company}在职的人员里没有“{like}”。要看全部，回复“人员”；要添加，回复“添加人员”。"
NO_PERSON = "没有找到这个人，或已经离职。回复“人员”看在职的。"
PERSON = (
    "{name}{administrator}\n联系电话：{phone}\n身份证号：{identity}\n岗位：{post}\n"
    "在管小区：{areas}\n用户名：{username}\n实名核对：{registered}\n登录：{signed_in}"
)
IS_ADMINISTRATOR = "（企业管理员）"
NOT_YET = "还没有"
EDITS = {"post": "改岗位", "phone": "改电话", "username": "改用户名", "areas": "改小区"}
LEAVES = "离职"
CHECK = "检查看不到投诉"
WHICH_PERSON = "{deed}：是哪一位？{page}\n也可以写“{deed} 姓名”。"
WHICH_ESTATE = "{deed}：是哪个小区？{page}\n也可以写“{deed} 小区名称”。"

CONFIRM = "确认"
SKIP = "先不填"
READY = "选好了"
ASK_NAME = "添加人员：请写姓名（和身份证上一样）。"
BAD_NAME = "姓名要2到20个字，请再写一次。"
ASK_PHONE = "{name}的手机号（11位）？本人要用它绑定。"
BAD_PHONE = "这不像手机号，请写11位的大陆手机号。"
PHONE_TAKEN = "{phone}是在职的{name}的，一个号码只能给一个人。请换一个号码。"
SAME_PHONE = "这就是现在的号码。请写新的，或回复“取消”。"
ASK_IDENTITY = "{name}的身份证号（18位）？要和本人实名时用的一样。"
BAD_IDENTITY = {
    "length": "身份证号要18位，请核对后再写一次。",
    "date": "身份证号里的出生日期不对，请核对后再写一次。",
    "other": "身份证号校验不通过，可能有一位写错了，请核对后再写一次。",
}
IDENTITY_KNOWN = "这个身份证号是在职的{name}的，不用再添加；要改资料，回复“人员 {name}”。"
ASK_POST = "{name}的岗位？办反映要选“项目负责人”。"
ASK_AREAS = "{name}在管的小区：{areas}。{page}\n点一个加上或去掉，或写名称（用、隔开）；好了点“选好了”。"
NO_SUCH_AREA = "您企业的小区里没有“{like}”。"
ASK_USERNAME = "{name}登录平台的用户名（在个人中心里）？不知道就先不填。"
ADD_CONFIRM = (
    "将添加：\n姓名：{name}\n联系电话：{phone}\n身份证号：{identity}\n岗位：{post}\n"
    "在管小区：{areas}\n用户名：{username}\n确认吗？"
)
ADD_EDITS = {
    "name": "改姓名",
    "phone": "改电话",
    "identity": "改身份证号",
    "post": "改岗位",
    "areas": "改小区",
    "username": "改用户名",
}
ADDED = "已添加{name}（{post}）。"
ADDED_NEXT = (
    "\n还差本人两步：\n1. 关注公众号，回复“绑定”，用 {phone} 收验证码\n2. 回复“实名核对”，身份证号要和这里填的一样\n"
    "两步都做完，才能打印小区的码上办。"
)
ADDED_NO_AREAS = "\n名下还没有小区，看不到反映：在“人员”里给他填上。"
ADDED_OTHER = "\n这个岗位不办反映；要办，把岗位改成“项目负责人”。"
ADDED_FOR = "\n接着给{area}更换经理，点下面的按钮。"

EDIT_CONFIRM = "将把{name}的{what}从“{before}”改为“{after}”。{note}确认吗？"
FIELDS = {"post": "岗位", "phone": "联系电话", "username": "用户名", "areas": "在管小区"}
NOTE_REBIND = "改了以后，本人要用新号码重新绑定。"
NOTE_NO_MANAGER = "不再是项目负责人，办不了反映。"
NOTE_OPEN = "没办完的{count}件留在小区里，期限不变。"
NOTE_MANAGER = "改了以后就能办名下小区的反映。"
NOTE_AREAS = "没办完的件跟着小区走，期限不变。"
NOTE_ALONE = "{areas}会没有项目经理。"
EDITED = "已改好：{name}的{what}是“{after}”。"
EDITED_REBIND = "\n请本人用新号码重新回复“绑定”。"
UNCHANGED = "没有变化，什么都没有改动。"

LEAVE_CONFIRM = "将为{name}（{post}）办理离职：权限马上停止，按钮全部失效。{open}{alone}\n确认吗？"
LEAVE_OPEN = "\n名下小区没办完的{count}件留在小区里，期限不变，由接手的项目经理办。"
LEAVE_ALONE = "\n{areas}会没有项目经理，请接着更换经理；这期间企业和街道会收到提醒。"
LEFT = "已为{name}办理离职，权限已停止。"
LEFT_ALONE = "\n{areas}现在没有项目经理，点下面的按钮换上新的。"
REPLACE = "更换经理"
PRINT = "打印码上办"
REPLACE_FOR = "更换{area}的经理"

NO_OTHERS = "您企业还没有别的项目负责人可以接{area}。先添加一位，岗位选“项目负责人”。"
ADD_ONE = "添加新的"
REPLACE_BY = "{area}现在的项目经理：{old}。换成谁？{page}\n也可以写姓名。"
REPLACE_NOBODY = "能换上的项目负责人里没有“{like}”，请从下面选。"
OLD_STAYS = "{old}离职了吗？\n· 已离职：名下小区和权限全部停止{others}\n· 没离职：只是不再管{area}，别的不变"
OLD_OTHERS = "，{areas}也会没有项目经理"
HAS_LEFT = "已离职"
HAS_NOT_LEFT = "没离职"
REPLACE_CONFIRM = "{change}{open}{leaving}\n确认吗？"
CHANGE = "{area}的项目经理将由{old}换成{new}。"
CHANGE_NONE = "{area}将由{new}负责。"
REPLACE_OPEN = "\n没办完的{count}件转给{new}，期限不变。"
WILL_LEAVE = "\n{old}办理离职，权限马上停止。"
REPLACED = "已换好：{area}的项目经理是{new}。"
REPLACED_OPEN = "\n没办完的{count}件已转给{new}，期限不变，清单已发给他。"
REPLACED_LEFT = "\n{old}已离职，权限已停止。"
REPLACED_UNBOUND = "\n{new}还没有登录过，请他回复“绑定”，不然收不到消息、打印不了码上办。"
SAME_MANAGER = "{name}已经是{area}的项目经理，没有改动任何内容。"

PROVE = "实名核对"
PROVE_NOBODY = "实名核对是给物业企业人员的。请先回复“绑定”，用企业登记的手机号。"
PROVE_NO_IDENTITY = "企业还没有填您的身份证号，没法核对。请企业管理员联系平台补上，或把您离职后重新添加。"
PROVED_BEFORE = "您已经实名核对过了（{when}）。要重新核对，直接发身份证号；不用就回复“取消”。"
ASK_OWN_IDENTITY = "请发您的身份证号（18位），只用来和企业登记的核对，核对完不保存。"
ASK_OWN_USERNAME = "请发您登录平台的用户名（在个人中心里），我和企业登记的核对。不知道就先跳过。"
SKIP_IT = "跳过"
PROVED = "身份证号和企业登记的一致，实名核对完成。"
IDENTITY_DIFFERS = "身份证号不一致：企业登记的是{kept}，您发的是{said}。{where}"
DIFFERS_BEFORE = "后四位一样，前面不一样。"
DIFFERS_END = "后四位就不一样。"
DIFFERS_REMEDY = (
    "\n两边必须一样，所以没有通过。\n"
    "· 您发错了：再回复“实名核对”\n· 企业填错了：请企业管理员把您离职，再按正确的号码重新添加，然后您重新绑定"
)
USERNAME_SAME = "\n用户名也一致。"
USERNAME_DIFFERS = (
    "\n用户名不一致：企业登记的是{kept}，您说的是{said}。\n"
    "请企业管理员在“人员”里改用户名；仍看不到投诉，就离职后重新添加，您重新绑定，再联系平台运维。"
)
USERNAME_MISSING = "\n企业还没有填您的用户名，请企业管理员在“人员”里填上。"
