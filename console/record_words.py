"""What the record of acts says, on the operators' page and from the command line."""

from collections.abc import Mapping
from typing import Any

from console import delivery_words as delivery
from core.accounts import Kind
from core.applications import Kind as Application
from core.store.reasons import GONE

KINDS = {
    Kind.COMPANY: "物业企业",
    Kind.MANAGER: "项目负责人",
    Kind.OFFICER: "街道、区局",
    Kind.OPERATOR: "平台运维",
}
HISTORY = {
    "apply": "提交",
    "resubmit": "修改后重新提交",
    "approve": "审核通过",
    "return": "退回",
    "end_application": "终止任务",
}
RECORDED = {
    "log_in": "登录网页",
    "log_out": "退出网页",
    "login_failed": "登录时验证码不对",
    "login_denied": "说登录的不是自己",
    "code_locked": "验证码错五次作废",
    "refused": "拒绝了可疑的请求",
    "unmask": "查看隐去的内容",
    "export": "导出",
    "staff_add": "添加人员",
    "staff_edit": "编辑人员",
    "staff_leave": "人员离职",
    "area_assign": "交给小区",
    "area_unassign": "收回小区",
    "officer_add": "添加街道、区局人员",
    "officer_leave": "街道、区局人员离岗",
    "company_add": "添加企业",
    "company_edit": "编辑企业",
    "company_remove": "删掉企业",
    "verify_company": "企业通过实名认证",
    "retry_notice": "重发通知",
    "give_up_notice": "放弃通知",
    "prove_identity": "实名核对",
    "bind": "绑定手机号",
    "unbind": "解除绑定",
    "join_texts": "短信和微信合为一人",
    "copy_data": "要个人信息的副本",
    "forget_phone": "删掉手机号",
    "forget_estate": "删掉小区",
    "erase": "全部删除",
    "opt_out": "退订短信",
    "opt_in": "恢复短信",
    "choose_channel": "选通知方式",
    "print_code": "打印码上办",
    "ask_report": "要报表",
    "download": "下载",
    "import": "导入",
    "rescene": "换小区的码",
    "link_area": "关联小区",
    "change_area": "变更小区信息",
    "company_credit": "登记信用",
    "operator_add": "添加运维人员",
    "operator_leave": "运维人员离岗",
} | HISTORY
SUBJECTS = {
    "application": "申请",
    "area": "小区",
    "company": "企业",
    "complaint": "反映",
    "contact": "联系人",
    "door": "来路不明",
    "download": "下载",
    "notice": "通知",
    "officer": "街道、区局人员",
    "operator": "运维人员",
    "staff": "人员",
    "table": "表",
}


TABLES = {"areas": "物业管理区域", "staff": "从业人员", "complaints": "需求及建议", "companies": "物业服务企业"}


DETAILS = {
    "account": "账号",
    "added": "新增",
    "application": "申请",
    "area": "小区",
    "areas": "小区",
    "changed": "改了",
    "company": "企业",
    "district": "行政区划",
    "given": "填了",
    "grade": "信用等级",
    "photos": "照片",
    "score": "信用分",
    "street": "街道",
    "channel": "方式",
    "fields": "改了",
    "left": "还可以试",
    "filters": "筛选",
    "kind": "业务",
    "officer": "街道、区局人员",
    "operator": "运维人员",
    "post": "岗位",
    "reason": "理由",
    "reasons": "理由",
    "round": "第几次",
    "rows": "行数",
    "size": "大小",
    "staff": "人员",
    "times": "次数",
    "until": "旧码用到",
    "updated": "更新",
    "what": "内容",
}


def subject(name: str) -> str:
    """What an act of the record was about: `area:6`."""
    kind, _, which = name.partition(":")
    if kind == "door":
        return SUBJECTS[kind]
    return f"{SUBJECTS.get(kind, kind)} {TABLES.get(which, which)}"


FIELDS = {
    "address": "地址",
    "areas": "小区",
    "begins": "合同开始",
    "code": "统一社会信用代码",
    "community": "社区",
    "contract": "合同类型",
    "district": "行政区划",
    "ends": "合同结束",
    "estate": "小区",
    "grade": "信用等级",
    "identity": "身份证号",
    "name": "名称",
    "party": "合同对方",
    "person": "申请人姓名",
    "phone": "手机号",
    "photo": "合同照片",
    "post": "岗位",
    "score": "信用分",
    "street": "街道",
    "username": "用户名",
}
"""What columns and the fields of forms are called."""

VALUES = (
    {kind.value: name for kind, name in KINDS.items()}
    | {
        "both": "微信和短信",
        "sms": "短信",
        "wechat": "微信",
        GONE: "（已删除）",
    }
    | FIELDS
    | delivery.REFUSALS
    | {kind.name: str(kind.value) for kind in Application}
)


def _told(value: Any) -> str:
    if isinstance(value, str):
        return VALUES.get(value, value)
    if isinstance(value, Mapping):
        return "、".join(f"{name}：{one}" for name, one in value.items())
    return "、".join(map(_told, value)) if isinstance(value, list) else str(value)


def details(given: Mapping[str, Any]) -> str:
    """What a line of the record adds, briefly."""
    return "；".join(
        f"{DETAILS.get(name, name)} {_told(value)}" for name, value in given.items() if value not in ("", None, [], {})
    )
