"""`wechat setup`."""

from dataclasses import asdict
from typing import Any, cast

import click

from bot.account.setup import Report, advice, set_up
from bot.account.templates import Checked
from bot.notify.channels.wechat_api import WeChatError
from bot.wiring import House
from console.commands.base import Mistake, PlainGroup, as_json, command, house, say_json


@click.group("wechat", cls=PlainGroup)
def group() -> None:
    """公众号自己的设置"""


@command("setup", help="发布菜单和标签，检查模板，列出要粘贴到公众平台的设置；可以反复运行，已做好的不再改动")
@as_json
def setup(as_json: bool) -> None:
    """Set the account up as far as the API can, and tell the rest."""
    here = cast(House, house())
    try:
        report = set_up(here.wechat_api(), here.store, here.settings, here.now())
    except WeChatError as error:
        raise Mistake(advice(error)) from error
    here.bell.ring()
    say_json(_plain(report)) if as_json else click.echo("\n".join(_told(report)))
    if wrong := len(report.templates.faults) + len(report.templates.blocked):
        raise Mistake(f"有 {wrong} 个模板要改：在公众平台“模板消息”里改好或换掉，再改 WECHAT_TEMPLATES")


group.add_command(setup)


def _plain(report: Report) -> dict[str, Any]:
    checked = asdict(report.templates) | {"faults": [fault._asdict() for fault in report.templates.faults]}
    push = report.push._asdict() | {"mode": "safe", "format": "xml"}
    changed = {"changes": report.changes, "up_to_date": not report.changes}
    return changed | {"templates": checked, "push": push, "notes": report.notes}


def _told(report: Report) -> list[str]:
    push = report.push
    token = "与 WECHAT_TOKEN 相同" if push.token else "还没有设置 WECHAT_TOKEN"
    key = f"与 WECHAT_AES_KEYS 的第一把相同（共 {push.aes_keys} 把）" if push.aes_keys else "还没有设置 WECHAT_AES_KEYS"
    return [
        f"菜单和标签：{'；'.join(report.changes) or '已是最新'}",
        *_templates_told(report.templates),
        "IP 白名单：本机的出口 IP 已在内（刚才的调用都成功了）",
        "请粘贴到微信开发者平台“我的业务 → 服务号 → 消息推送”：",
        f"  服务器地址（URL）：{push.url}",
        f"  令牌（Token）：{token}",
        f"  消息加解密密钥（EncodingAESKey）：{key}",
        "  消息加解密方式：安全模式",
        "  数据格式：XML",
        *(f"注意：{note}" for note in report.notes),
    ]


def _templates_told(checked: Checked) -> list[str]:
    lines = [f"模板：{len(checked.right)} 个可用"]
    for name, template_id, missing in checked.faults:
        why = f"缺字段 {'、'.join(missing)}" if missing else "账号里没有这个模板"
        lines.append(f"  {name}（{template_id}）{why}")
    lines += _held_back(checked)
    if checked.surplus:
        names = "、".join(dict.fromkeys(field for fields in checked.surplus.values() for field in fields))
        lines.append(
            f"  有 {len(checked.surplus)} 个模板多出字段 {names}：我们不填，若是必填项微信会拒收，请换成只有四个字段的"
        )
    if checked.unset:
        lines.append(f"  没有模板的通知：{'、'.join(checked.unset)}（超过服务时限就改发短信或不发）")
    if checked.unknown:
        lines.append(f"  不认识的名字：{'、'.join(checked.unknown)}（请从 WECHAT_TEMPLATES 里删掉）")
    if checked.unchecked:
        lines.append(f"  订阅通知查不到：{'、'.join(checked.unchecked)}（请在公众平台“订阅通知”里核对字段）")
    return lines


def _held_back(checked: Checked) -> list[str]:
    """A line of the list of what WeChat holds back, and one of the categories."""
    names = "、".join(checked.blocked)
    blocked = f"✗ 微信拦下过内容的模板：{names}（看微信的说明，换一个模板，再改 WECHAT_TEMPLATES）"
    if checked.categories is None:
        categories = "! 类目：微信没有说，到公众平台“模板消息”里看"
    elif checked.categories:
        categories = f"✓ 类目：{'、'.join(checked.categories)}（别删：删掉类目，它的模板跟着没了）"
    else:
        categories = "✗ 类目：一个也没有，到公众平台“模板消息”里先选服务类目，才能选模板"
    return [f"  {blocked if names else '✓ 没有被微信拦下内容的模板'}", f"  {categories}"]
