"""`wechat setup` against the simulator: what it makes once, what it checks, what it says to whoever must mend it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.account.menus import EVERYBODY, STAFF
from bot.account.templates import carded
from bot.notify.catalogue import FIELDS
from bot.notify.channels.wechat_tags import TAGS
from bot.routes import by_tap
from core.settings import Settings
from core.store.engine import Store
from simulator import Config, Simulator, serving, templates
from tests.console.kit import Cli
from tests.support import rows

SECRET = "setup-secret-0123456789"
TOKEN = "setupToken0123456789"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CHANGING = ("create", "addconditional", "delconditional", "delete")


@dataclass
class Account:
    """The command line and the WeChat account it sets up."""

    cli: Cli
    sim: Simulator

    def changes(self) -> list[str]:
        """The calls that change something at WeChat, so far."""
        return [call["endpoint"] for call in self.sim.calls if call["endpoint"].endswith(CHANGING)]


@pytest.fixture
def sim() -> Iterator[Simulator]:
    config = Config(app_secret=SECRET, wechat_templates={name: f"ID_{name}" for name in carded()})
    sim = Simulator(config)
    with serving(sim):
        yield sim


@pytest.fixture
def account(store: Store, settings: Settings, now: datetime, tmp_path: Path, sim: Simulator) -> Account:
    values = {
        "wechat_api_url": sim.base_url,
        "wechat_app_secret": SECRET,
        "wechat_token": TOKEN,
        "wechat_aes_keys": f"{AES_KEY},{AES_KEY[::-1]}",
        "wechat_templates": dict(sim.config.wechat_templates),
        "public_url": "https://msb.example.cn/",
    }
    given = Settings(database_url=settings.database_url, data_dir=settings.data_dir, **values)  # type: ignore[arg-type]
    return Account(Cli(store, given, now, tmp_path), sim)


def buttons(names: list[dict[str, str]]) -> list[str]:
    return [one["name"] for one in names]


def test_everybody_and_each_kind_of_staff_has_a_menu(account: Account) -> None:
    report = account.cli.json("wechat", "setup")
    assert not report["up_to_date"]
    assert len(report["changes"]) == 7
    shown = account.sim.account
    ids = {name: number for number, name in shown.tags.items()}
    assert set(ids) == set(TAGS.values())
    assert buttons(shown.menu_for(set())) == ["我要反映", "我的", "帮助"]
    for desk, name in TAGS.items():
        assert shown.menu_for({ids[name]}) == STAFF[desk]
        own = ["小区", "人员", "帮助"] if desk == "company" else ["待办", "我的", "帮助"]
        assert buttons(shown.menu_for({ids[name]})) == own


def test_every_button_leads_somewhere() -> None:
    verbs = [found[0].verb for menu in (EVERYBODY, *STAFF.values()) for one in menu if (found := by_tap(one["key"]))]
    company = ["estates", "people", "help"]
    assert verbs == ["file", "mine", "help", "todo", "mine", "help", *company, "to_guide", "mine", "help"]


def test_the_second_time_it_changes_nothing(account: Account) -> None:
    account.cli.json("wechat", "setup")
    before = account.changes()
    report = account.cli.json("wechat", "setup")
    assert (report["up_to_date"], report["changes"]) == (True, [])
    assert account.changes() == before
    assert "菜单和标签：已是最新" in account.cli.text("wechat", "setup")


def test_only_what_differs_is_changed(account: Account) -> None:
    account.cli.json("wechat", "setup")
    shown = account.sim.account
    ids = {name: number for number, name in shown.tags.items()}
    others = shown.add_conditional(EVERYBODY[:1], shown.add_tag("别的业务") or 0)
    old = next(number for number, (tag, _) in shown.conditional.items() if tag == ids[TAGS["manager"]])
    shown.conditional[old] = (ids[TAGS["manager"]], EVERYBODY)
    report = account.cli.json("wechat", "setup")
    assert report["changes"] == [f"发布“{TAGS['manager']}”的菜单"]
    assert shown.menu_for({ids[TAGS["manager"]]}) == STAFF["manager"]
    assert old not in shown.conditional
    assert others in shown.conditional
    assert account.cli.json("wechat", "setup")["up_to_date"]


def test_menus_as_wechat_lists_them_are_known_again(account: Account) -> None:
    """Its answers carry empty `sub_button`s, and may call the tag a group."""
    account.cli.json("wechat", "setup")
    listed = {
        "menu": {"button": [one | {"sub_button": []} for one in EVERYBODY], "menuid": 1},
        "conditionalmenu": [
            {"button": [one | {"sub_button": []} for one in buttons], "matchrule": {"group_id": tag}, "menuid": number}
            for number, (tag, buttons) in account.sim.account.conditional.items()
        ],
    }
    account.sim.faults.order("/cgi-bin/menu/get", body=json.dumps(listed), times=2)
    assert account.cli.json("wechat", "setup")["up_to_date"]


def test_whoever_was_bound_before_the_tags_were_made_is_shown_the_menu(account: Account) -> None:
    cli = account.cli
    with cli.store.writing() as tx:
        company = rows.add_company(tx, cli.now)
        staff_id = rows.add_staff(tx, cli.now, company, rows.add_area(tx, cli.now))
        officer_id = rows.add_officer(tx, cli.now, "+8617712340002")
        people = [rows.add_contact(tx, cli.now, name) for name in ("manager", "officer", "resident")]
        tx.contacts.bind(people[0], staff_id, None)
        tx.contacts.bind(people[1], None, officer_id)
    for _ in range(2):
        cli.json("wechat", "setup")
    with cli.store.reading() as tx:
        asked = [row.contact_id for row in tx.outbox.listed()]
    assert sorted(asked) == people[:2]


def test_templates_that_are_right(account: Account) -> None:
    checked = account.cli.json("wechat", "setup")["templates"]
    assert checked["right"] == carded()
    assert (checked["faults"], checked["unset"], checked["unknown"], checked["unchecked"]) == ([], [], [], [])
    assert set(checked["surplus"]) == set(carded())
    assert f"模板：{len(carded())} 个可用" in account.cli.text("wechat", "setup")


def listed(sim: Simulator, **contents: str) -> None:
    """Have WeChat list these templates (id → content) and no others."""
    answer = {"template_list": [{"template_id": key, "title": "t", "content": text} for key, text in contents.items()]}
    sim.faults.order("/cgi-bin/template/get_all_private_template", body=json.dumps(answer), times=-1)


def test_templates_to_mend_are_named_with_their_fields(account: Account) -> None:
    whole = templates.content(FIELDS)
    right = {f"ID_{name}": whole for name in carded() if name not in ("accepted", "refused")}
    listed(account.sim, ID_accepted="小区:{{thing1.DATA}}\n状态:{{ thing3.DATA }}\n", **right)
    result = account.cli.run("wechat", "setup", "--json")
    assert result.exit_code == 1
    assert result.stderr.strip() == "错误：有 2 个模板要改：在公众平台“模板消息”里改好或换掉，再改 WECHAT_TEMPLATES"
    checked = json.loads(result.stdout)["templates"]
    assert checked["faults"] == [
        {"name": "accepted", "template_id": "ID_accepted", "missing": ["character_string2", "time4"]},
        {"name": "refused", "template_id": "ID_refused", "missing": []},
    ]
    assert checked["surplus"] == {}
    text = account.cli.run("wechat", "setup").stdout
    assert "accepted（ID_accepted）缺字段 character_string2、time4" in text
    assert "refused（ID_refused）账号里没有这个模板" in text


def test_a_template_that_wechat_holds_back_is_named(account: Account) -> None:
    assert "✓ 没有被微信拦下内容的模板" in account.cli.text("wechat", "setup")
    account.sim.account.held_back["ID_refused"] = "不许发的话"
    result = account.cli.run("wechat", "setup")
    assert result.exit_code == 1
    assert "✗ 微信拦下过内容的模板：refused" in result.stdout
    assert "不许发的话" not in result.stdout
    assert json.loads(account.cli.run("wechat", "setup", "--json").stdout)["templates"]["blocked"] == ["refused"]


@pytest.mark.parametrize(
    ("categories", "says"),
    [(["政务民生"], "✓ 类目：政务民生"), ([], "✗ 类目：一个也没有"), (None, "! 类目：微信没有说")],
)
def test_the_categories_are_told(account: Account, categories: list[str] | None, says: str) -> None:
    if categories is None:
        account.sim.faults.order("/wxaapi/newtmpl/getcategory", code="48001", times=-1)
    else:
        account.sim.account.categories = categories
    assert says in account.cli.text("wechat", "setup")


def test_names_without_template_and_templates_without_notice(account: Account) -> None:
    given = {"accepted": "ID_accepted", "finished.subscribe": "S1", "finnished": "ID_x"}
    account.cli.settings = account.cli.settings.model_copy(update={"wechat_templates": given})
    account.cli.__post_init__()
    checked = account.cli.json("wechat", "setup")["templates"]
    sorts = {sort: checked[sort] for sort in ("right", "unchecked", "unknown")}
    assert sorts == {"right": ["accepted"], "unchecked": ["finished.subscribe"], "unknown": ["finnished"]}
    assert checked["unset"] == [name for name in carded() if name not in ("accepted", "finished")]
    text = account.cli.text("wechat", "setup")
    assert "不认识的名字：finnished" in text
    assert "没有模板的通知：new_complaint、" in text


def test_what_to_paste_and_no_secret(account: Account) -> None:
    push = account.cli.json("wechat", "setup")["push"]
    assert push == {
        "url": "https://msb.example.cn/wechat",
        "token": True,
        "aes_keys": 2,
        "mode": "safe",
        "format": "xml",
    }
    text = account.cli.text("wechat", "setup") + json.dumps(account.cli.json("wechat", "setup"))
    assert "服务器地址（URL）：https://msb.example.cn/wechat" in text
    assert "安全模式" in text
    assert not [secret for secret in (SECRET, TOKEN, AES_KEY, AES_KEY[::-1]) if secret in text]


def test_without_templates_it_is_said_what_that_means(account: Account) -> None:
    account.cli.settings = account.cli.settings.model_copy(update={"app_env": "production", "wechat_templates": {}})
    account.cli.__post_init__()
    [note] = account.cli.json("wechat", "setup")["notes"]
    assert note.startswith("还没有设置 WECHAT_TEMPLATES")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("40164", "IP 白名单"),
        ("40125", "WECHAT_APP_SECRET"),
        ("48001", "已认证的服务号"),
        ("45009", "零点"),
        ("-1", "过几分钟再试"),
        ("65318", "错误码"),
    ],
)
def test_what_wechat_declines_is_one_line_with_what_to_do(account: Account, code: str, says: str) -> None:
    account.sim.faults.order("/cgi-bin/tags/get", code=code, times=-1)
    line = account.cli.mistake("wechat", "setup")
    assert says in line
    assert code in line
    assert SECRET not in line


def test_a_wrong_secret_and_nobody_there(account: Account, sim: Simulator) -> None:
    def with_(**change: Any) -> str:
        account.cli.settings = account.cli.settings.model_copy(update=change)
        account.cli.__post_init__()
        return account.cli.mistake("wechat", "setup")

    assert "WECHAT_API_URL" in with_(wechat_api_url="http://127.0.0.1:9")
    wrong = type(account.cli.settings.wechat_app_secret)("not-the-secret")
    line = with_(wechat_api_url=sim.base_url, wechat_app_secret=wrong)
    assert "WECHAT_APP_SECRET" in line
    assert "not-the-secret" not in line


def test_cut_off_while_making_tags_nobody_is_forgotten(account: Account) -> None:
    cli = account.cli
    with cli.store.writing() as tx:
        staff_id = rows.add_staff(tx, cli.now, rows.add_company(tx, cli.now))
        tx.contacts.bind(rows.add_contact(tx, cli.now, "manager"), staff_id, None)
    account.sim.faults.order("/cgi-bin/tags/create", hang=0.05, code="-1", accept=True)
    cli.mistake("wechat", "setup")
    with cli.store.reading() as tx:
        assert len(tx.outbox.listed()) == 1


def test_begun_and_cut_off_it_is_finished_the_next_time(account: Account) -> None:
    account.sim.faults.order("/cgi-bin/menu/addconditional", code="-1")
    account.cli.mistake("wechat", "setup")
    assert buttons(account.sim.account.menu) == ["我要反映", "我的", "帮助"]
    assert len(account.cli.json("wechat", "setup")["changes"]) == 3
    assert account.cli.json("wechat", "setup")["up_to_date"]
