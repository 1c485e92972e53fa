"""`sms setup`."""

import json
import time
from pathlib import Path
from typing import Any

import click

from bot.account.sms import Desk, DeskError, Line, Report, Signature, Standing, apply, look
from bot.notify import texted
from bot.notify.describe_sms import number
from bot.texts import account as texts
from console.commands.base import Mistake, Misuse, PlainGroup, as_json, command, house, say_json
from core.settings import Settings


@click.group("sms", cls=PlainGroup)
def group() -> None:
    """短信网关的签名和模板"""


@command("setup", help="查签名和每个模板审到哪一步，列出可用的代码；加 --apply 就替您申请还没有的；可以反复运行")
@click.option("--stage", type=click.IntRange(1, texted.STAGES), default=1, show_default=True, help="申请到第几步")
@click.option("--apply", "applying", is_flag=True, help="申请这一步还没有的模板")
@click.option("--yes", is_flag=True, help="不问，直接申请")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="把可用的代码写进这个 TOML 文件")
@as_json
def setup(stage: int, applying: bool, yes: bool, out: Path | None, as_json: bool) -> None:
    """How the account stands; with --apply what is missing is applied for, and how it stands then."""
    if as_json and applying and not yes:
        raise Misuse("--json 和 --apply 一起用时要写 --yes")
    settings = house().settings
    desk = _desk(settings)
    try:
        report = look(desk, settings.sms_templates)
        if applying and _apply(desk, report.to_apply(stage), yes, as_json):
            report = look(desk, settings.sms_templates)
    except DeskError as error:
        raise Mistake(texts.SMS_ERRORS.get(error.code, texts.SMS_DECLINED.format(code=error.code))) from error
    say_json(_plain(report)) if as_json else click.echo("\n".join(_told(report)))
    if out and report.usable:
        out.write_text(_toml(report), encoding="utf-8")
    if not as_json:
        click.echo("\n".join(_setting(report, out)))
    if report.strays or report.signature.standing in (Standing.REFUSED, Standing.ABSENT):
        raise Mistake("签名或 SMS_TEMPLATES 有要改的：见上面标 ✗ 的几行")


group.add_command(setup)


def _desk(given: Settings) -> Desk:
    """The desk of SMS_PROVIDER; the vendors' SDKs take a second to import."""
    match given.sms_provider:
        case "aliyun":
            from bot.account.sms_aliyun import AliyunDesk

            secret = given.aliyun_sms_key_secret.get_secret_value()
            _need(given.aliyun_sms_sign, "ALIYUN_SMS_SIGN")
            return AliyunDesk(given.aliyun_sms_url, given.aliyun_sms_key_id, secret, given.aliyun_sms_sign)
        case "tencent":
            from bot.account.sms_tencent import TencentDesk

            secret = given.tencent_sms_secret_key.get_secret_value()
            _need(given.tencent_sms_sign, "TENCENT_SMS_SIGN")
            return TencentDesk(given.tencent_sms_url, given.tencent_sms_secret_id, secret, given.tencent_sms_sign)
        case _:
            raise Mistake(texts.NO_GATEWAY)


def _need(sign: str, name: str) -> None:
    if not sign:
        raise Mistake(texts.NO_SIGN_SET.format(name=name))


def _apply(desk: Desk, lines: list[Line], yes: bool, quiet: bool) -> bool:
    """Whether anything was applied for."""
    if not lines:
        if not quiet:
            click.echo(texts.ALL_APPLIED)
        return False
    minutes = max(1, round(len(lines) * desk.pause / 60))
    if not yes and not _agreed(texts.ASK_APPLY.format(count=len(lines), minutes=minutes)):
        click.echo(texts.CALLED_OFF)
        return False
    apply(desk, lines, time.sleep, (lambda _: None) if quiet else _applied)
    return True


def _agreed(question: str) -> bool:
    return click.confirm(question, prompt_suffix="（y/N）", show_default=False)


def _applied(line: Line) -> None:
    click.echo(texts.APPLIED.format(number=number(line.name), name=line.name, code=line.code))


def _plain(report: Report) -> dict[str, Any]:
    signature = report.signature._asdict() | {"carriers": dict(report.signature.carriers)}
    lines = [line._asdict() | {"number": number(line.name)} for line in report.lines]
    found = {"signature": signature, "templates": lines, "strays": report.strays, "usable": report.usable}
    return found | {"stage": texted.reached(report.usable)}


def _told(report: Report) -> list[str]:
    said = _signed(report.signature)
    for stage in range(1, texted.STAGES + 1):
        lines = [line for line in report.lines if line.stage == stage]
        done = sum(line.standing is Standing.PASSED for line in lines)
        said += [texts.STAGE.format(stage=stage, done=done, total=len(lines)), *map(_line, lines)]
    return said + [texts.STRAY.format(name=name) for name in report.strays]


def _signed(sign: Signature) -> list[str]:
    reason = texts.NO_SIGN if sign.standing is Standing.ABSENT else _why(sign.reason)
    mark, standing = texts.MARKS[sign.standing], texts.STANDINGS[sign.standing]
    registered = [
        texts.CARRIER.format(
            mark="✓" if done else "!", name=name, told=texts.REGISTERED if done else texts.UNREGISTERED
        )
        for name, done in sign.carriers.items()
    ]
    return [texts.SIGN.format(mark=mark, name=sign.name, standing=standing, reason=reason), *registered]


def _line(line: Line) -> str:
    return texts.STAGE_LINE.format(
        mark=texts.MARKS[line.standing],
        number=number(line.name),
        name=line.name,
        standing=texts.STANDINGS[line.standing],
        code=f" {line.code}" if line.code else "",
        reason=_why(line.reason),
    )


def _why(reason: str) -> str:
    return texts.NOT_PASSED.format(reason=" ".join(reason.split())) if reason else ""


def _setting(report: Report, out: Path | None) -> list[str]:
    if not report.usable:
        return [texts.NOTHING_PASSED]
    if out:
        return [texts.WRITTEN.format(file=out)]
    return [texts.WRITE, f"SMS_TEMPLATES='{json.dumps(report.usable, ensure_ascii=False)}'"]


def _toml(report: Report) -> str:
    return "".join(f'{name} = "{code}"\n' for name, code in report.usable.items())
