"""What operators read is what the program does: pages made from its tables are fresh, and name everything."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from honcho.environ import parse

from bot.account.templates import carded
from bot.notify import describe, describe_sms, texted
from bot.notify.catalogue import FIELDS, NOTICES, Audience, By
from bot.notify.channels import aliyun, aliyun_errors, tencent, tencent_errors, wechat_errors
from bot.notify.channels.wechat_fields import fit
from bot.texts import brief, describing, notices
from bot.texts.describing_sms import STATE_VALUES
from bot.texts.reasons import REASONS, told
from console.commands import COMMANDS, Later
from core.settings import Settings
from core.watch import WHAT

NOTIFY = Path(describe.__file__).parent
MAKE = "run: make docs"


@pytest.fixture(scope="module")
def operations() -> str:
    return (describe.DOCS / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", describe.PAGES)
def test_a_page_made_from_tables_is_fresh(name: str) -> None:
    assert (describe.DOCS / name).read_text(encoding="utf-8") == describe.PAGES[name](), MAKE


def test_the_tables_of_the_handbook_are_fresh_and_all_there(operations: str) -> None:
    assert operations == describe.filled(operations), MAKE
    assert set(re.findall(r"<!-- ([\w-]+) -->", operations)) == {*describe.BLOCKS, "end"}


def test_a_stale_page_is_noticed(operations: str) -> None:
    stale = operations.replace("`no_phone`", "`no_telephone`")
    assert stale != operations
    assert describe.filled(stale) == operations


def test_every_event_audience_and_way_has_its_words() -> None:
    assert {event.__name__ for event in NOTICES} <= set(describing.EVENTS)
    assert set(Audience) <= set(describing.AUDIENCES)
    assert set(By) == set(describing.BY)
    assert set(describing.FIELD_VALUES) == set(FIELDS)
    assert all(fit(name, sample) == sample for name, (_, sample) in describing.FIELD_VALUES.items())


def test_whatever_can_be_sent_is_worded_for_its_channel() -> None:
    assert set(carded()) <= set(notices.STATES)
    assert {tell.template for tells in NOTICES.values() for tell in tells} <= set(notices.CHAT)
    assert set(notices.SMS) <= set(texted.names())


def test_the_demonstration_has_a_template_for_whatever_can_be_sent() -> None:
    demo = parse((describe.DOCS.parent / ".env.demo").read_text(encoding="utf-8"))
    assert set(json.loads(demo["WECHAT_TEMPLATES"])) == set(carded())
    assert set(json.loads(demo["SMS_TEMPLATES"])) == set(texted.names())


def test_every_text_has_its_variables_described_and_a_word_that_fits() -> None:
    assert (describe_sms.ALIYUN, describe_sms.TENCENT) == (aliyun.LIMIT, tencent.LIMIT)
    page = describe_sms.sms_page()
    for name in texted.names():
        assert f"| `{name}` |" in page
        assert f"`{texted.aliyun_text(name)}`" in page
        assert f"`{texted.tencent_text(name)}`" in page
        for limit in (aliyun.LIMIT, tencent.LIMIT):
            values = describe_sms.sample(name, limit)
            assert tuple(values) == texted.variables(name)
            assert all(0 < len(value) <= limit for value in values.values())
            assert len("【码上办】" + texted.text(name).format_map(values)) <= 70
        whole = describe_sms.sample(name, aliyun.LIMIT)
        assert not any(texted.MARK in value for value in whole.values()), "nothing is cut where there is room"
    assert all(len(word.format_map(STATE_VALUES)) <= tencent.LIMIT for word in brief.STATES.values())


def test_every_setting_is_in_the_handbook_and_nothing_else(operations: str) -> None:
    section = operations.partition("## 8. 环境变量")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    named = set(re.findall(r"`([A-Z_]+)`", " ".join(cells)))
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_command_in_the_handbook_exists(operations: str) -> None:
    used = set(re.findall(r"flask --app webhooks (\w+)", operations))
    assert used
    assert used <= COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    command = Later(name, COMMANDS[name]).read()
    assert (command.name, command.get_short_help_str(200)) == (name, COMMANDS[name].help)


def test_every_figure_in_the_handbook_exists(operations: str) -> None:
    source = (NOTIFY / "metrics.py").read_text(encoding="utf-8") + '"refused_total"'
    figures = re.findall(r"^\| `(\w+)", operations.partition("## 13.")[2].partition("### 有人在试")[0], re.MULTILINE)
    assert len(figures) == 8
    assert all(f'"{figure}"' in source for figure in figures)


def test_the_handbook_explains_every_kind_of_refusal(operations: str) -> None:
    lines = re.findall(r"^\| (`.*?) \|", operations.partition("### 有人在试")[2].partition("## 14.")[0], re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(lines[1:]))) == sorted(WHAT)


def test_every_reason_the_program_gives_is_explained() -> None:
    found = set(_reasons())
    assert {"no_phone", "rights_ended", "window_closed", "not_fetched", "unreachable", "tag_missing"} <= found
    assert found - set(REASONS) == set()


def test_every_alarm_has_something_to_do() -> None:
    for reason in wechat_errors.ALARMS | aliyun_errors.ALARMS | tencent_errors.ALARMS:
        assert REASONS[reason].todo or reason == "quota", reason


def test_a_providers_own_words_stay_as_they_are() -> None:
    assert told("no_phone") == REASONS["no_phone"].meaning
    assert told("MK:100D") == "MK:100D"


def _reasons() -> Iterator[str]:
    """Every name the code can give as a reason: written where reasons are given, or in a table of errors."""
    yield from (meaning.reason for meaning in wechat_errors.MEANINGS.values())
    yield from aliyun_errors.REASONS.values()
    yield from (meaning.reason for meaning in (*tencent_errors.MEANINGS.values(), tencent_errors.OTHER))
    for path in NOTIFY.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for part in _given(node):
                yield from _names(part)


PLACES = {"End": 0, "Unfit": 0, "Ambiguous": 0, "Wait": 1, "lost": 1, "_end": 4}
"""Which argument is the reason, by the name of what is called."""


def _given(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Assign):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if any(name.lower().endswith("reason") or name == "NO_TAG" for name in names):
            yield node.value
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "reason")
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        at = PLACES.get(called)
        if at is not None and len(node.args) > at:
            yield node.args[at]


def _names(value: ast.AST) -> Iterator[str]:
    """The names in an expression, on either side of an `if`; not those of its condition."""
    if isinstance(value, ast.IfExp):
        yield from _names(value.body)
        yield from _names(value.orelse)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield from (f"no_{kind}" for kind in ("voice", "video"))


def test_a_list_that_is_too_long_keeps_whole_numbers() -> None:
    name = "re_which_question"
    assert texted.fitted(name, {"list": "0020、0017、0003"}, 6) == {"list": "0020…"}
    assert texted.fitted(name, {"list": "270020"}, 6) == {"list": "270020"}
    assert texted.fitted(name, {"list": "0020、0017"}, 35) == {"list": "0020、0017"}


def test_of_a_line_the_number_and_the_kind_are_left() -> None:
    lines = {"total": "2", "one": "0020电梯待进一步处理", "two": "260020漏水处理中", "three": "没有别的"}
    shown = texted.fitted("re_list", lines, 6)
    assert (shown["one"], shown["two"], shown["three"]) == ("0020电梯", "260020", "没有别的")


FINISHED = {"area": "万和世家", "number": "0020", "state": "已处理完成，请评价", "brief": "已处理完"}
RESULT = {"number": "0020", "date": "12月4日", "said": "已有结果", "more": "已处理完成", "rest": "请您评价"}
WORDS = "换好了三楼的门机，试了三次都正常，夜里再来看一回"


def test_a_result_is_in_the_notice_where_there_is_room() -> None:
    told = FINISHED | {"opening": "已处理：", "words": WORDS}
    assert texted.fitted("finished", told, 35)["state"] == f"已处理：{WORDS}"
    assert texted.fitted("finished", told, 20)["state"] == "已处理：换好了三楼的门机，试了三次都正…"
    assert texted.fitted("finished", told, 6)["state"] == "已处理完"
    assert texted.fitted("finished", texted.wordless(told), 35)["state"] == "已处理完成，请评价"


@pytest.mark.parametrize(
    ("words", "limit", "shown"),
    [
        (WORDS, 35, (WORDS, "已处理完成", "请您评价")),
        (WORDS, 6, ("换好了三楼的", "门机，试了三", "次都正常…")),
        ("修好了", 6, ("修好了", "已处理完成", "请您评价")),
        ("灯泡换了，开关也换了", 6, ("灯泡换了", "开关也换了", "请您评价")),
        ("", 6, ("已有结果", "已处理完成", "请您评价")),
    ],
)
def test_and_when_asked_for_in_as_many_variables_as_it_takes(words: str, limit: int, shown: tuple[str, ...]) -> None:
    told = texted.fitted("re_state_rate", RESULT | {"words": words}, limit)
    assert tuple(told[name] for name in ("said", "more", "rest")) == shown


def test_no_address_is_left_in_words() -> None:
    told = texted.fitted("re_state_rate", RESULT | {"words": "看 https://a.example/x 和 b.com 【好】"}, 35)
    assert told["said"] == "看 和 好"
