"""`flask --app webhooks …`: one small file a family, read when one of its commands is called."""

from importlib import import_module
from typing import Any, NamedTuple

import click
from flask.cli import AppGroup


class Where(NamedTuple):
    """The file and the name in it of a command, and what the list of commands says of it."""

    module: str
    name: str
    help: str


COMMANDS = {
    "application": Where("applications", "group", "一件申请：直接写编号看详情，approve 通过，return 退回"),
    "applications": Where("applications", "applications", "列出企业的申请：实名认证、合同备案、信息变更"),
    "area": Where("areas", "area", "改动一个物业管理区域"),
    "areas": Where("areas", "areas", "列出物业管理区域，和打印码上办二维码的三个条件"),
    "audit": Where("audit", "group", "操作记录：谁、何时、从哪个渠道、做了什么"),
    "backup": Where("backup", "backup", "备份数据库和附件到一个目录，运行中就能做；一天一份，过了期的删掉"),
    "company": Where("companies", "company", "物业服务企业"),
    "complaint": Where("complaints", "complaint", "一件需求及建议的详情、经过和通知"),
    "complaints": Where("complaints", "complaints", "列出需求及建议，新的在前，每页 10 件"),
    "faq": Where("faq", "group", "平台的十八个常见问题"),
    "import": Where("imports", "group", "导入平台导出的表: xlsx、csv 或制表符分隔的文本"),
    "init": Where("init", "init", "检查设置，逐项说出哪里要改；建好或升级数据库；演示环境里还会装入演示数据"),
    "keys": Where("keys", "group", "DATA_KEYS 里每把密钥封着多少个值和文件"),
    "notifications": Where("notifications", "group", "列出全部通知和每条的结果；没有发出的都有原因"),
    "officer": Where("accounts", "officer", "街道和区局的工作人员"),
    "operator": Where("accounts", "operator", "平台的运维人员"),
    "qr": Where(
        "qr", "qr", "打印码上办：一个小区的海报（AREA 写名称，或 行政区划/名称），或者一家企业、一个行政区划的全部"
    ),
    "report": Where("report", "report", "响应率、解决率、满意率、用时和件数，按小区、企业、街道、行政区划、月或类别"),
    "sms": Where("sms", "group", "短信网关的签名和模板"),
    "sweep": Where("sweep", "sweep", "做到期该做的事并报告，如结束无人评价的、提醒评价、清理过期数据"),
    "wechat": Where("wechat", "group", "公众号自己的设置"),
    "worker": Where("worker", "worker", "投递通知、取回附件、做到期该做的事；可以同时运行任意多个，随时可以停"),
}


class Commands(AppGroup):
    """All of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        where = COMMANDS.get(cmd_name)
        return Later(cmd_name, where) if where else None


class Later(click.Command):
    """A command whose file is read when it is called: a list of complaints needs no fonts and no spreadsheets."""

    def __init__(self, name: str, where: Where) -> None:
        super().__init__(name, help=where.help, short_help=where.help)
        self._where = where

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Of the command itself, which is invoked after it."""
        return self.read().make_context(*args, **more)

    def read(self) -> click.Command:
        """The command itself."""
        found: click.Command = getattr(import_module(f"{__name__}.{self._where.module}"), self._where.name)
        return found
