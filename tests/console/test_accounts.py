"""init, accounts, codes that are renewed, sweeps; and what goes wrong is one line."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, make_url, select

from console import demo
from core.clocks import Clock
from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store
from core.store.migrate import migrate
from core.store.tables import areas, companies, operators, staff
from tests.console.kit import Cli
from tests.support import sqlite_only
from tests.support.databases import bare
from tests.support.production import given
from tests.support.rows import add_area, add_complaint, everything
from tests.support.together import together


@pytest.fixture
def new(settings: Settings, now: datetime, tmp_path: Path, request: pytest.FixtureRequest) -> Cli:
    """The command line over a database without any table."""
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        url = f"sqlite:///{tmp_path / 'new' / 'bare.db'}"
    else:
        url = bare(request.getfixturevalue("postgresql_url"), "bare")
    settings = settings.model_copy(update={"database_url": url})
    return Cli(Store.from_settings(settings), settings, now, tmp_path)


def test_init_makes_the_demonstration_once(new: Cli) -> None:
    assert new.mistake("areas") == "数据库还没有建好，请先运行 init"
    done = {"migrated": True, "demonstration": True, "environment": "demo"}
    assert new.json("init").items() >= done.items()
    assert new.json("init").items() >= (done | {"migrated": False, "demonstration": False}).items()
    assert new.text("init") == "数据库已是最新\n设置可用(demo)\n"
    found = {one["name"]: one for one in new.json("areas")}
    assert {"万科翡翠", "测试小区一", "测试小区2.0", "春和景明2", "春和景明", "万和世家", "野雅"} == set(found)
    assert (found["万和世家"]["manager"], found["春和景明"]["manager"]) == ("张*", "吴*")
    assert (found["测试小区一"]["manager"], found["测试小区一"]["has_manager"]) == (None, False)
    with new.store.reading() as tx:
        [manager] = tx.directory.staff_by_phone("+8617712340001")
        officers = [tx.directory.officer_by_phone(f"+861771234000{n}") for n in (2, 3)]
        tails = [identity[-4:] for identity in tx.connection.scalars(select(staff.c.identity).order_by(staff.c.id))]
    assert manager.name == "张益达"
    assert [(one.name, one.district, one.street) for one in officers if one] == [
        ("周敏", "高新区", "桂溪街道"),
        ("陈立", "高新区", ""),
    ]
    assert tails == ["7465", "1111", "1517", "9999", "2500"]


def test_several_inits_at_once(new: Cli) -> None:
    def init() -> tuple[bool, bool]:
        return migrate(new.store.engine), demo.load(new.store, new.settings, new.now)

    made = together(4, init)
    assert [sorted(one) for one in zip(*made, strict=True)] == [[False, False, False, True]] * 2
    with new.store.reading() as tx:
        assert tx.connection.scalar(select(func.count()).select_from(areas)) == 7


@sqlite_only
def test_production_gets_no_demonstration(new: Cli) -> None:
    kept = {"database_url": new.settings.database_url, "data_dir": new.settings.data_dir}
    new.house.settings = Settings(**given(**kept))
    done = new.json("init")
    assert (done["migrated"], done["demonstration"], done["environment"]) == (True, False, "production")
    assert new.json("areas") == []


@sqlite_only
def test_init_tells_of_a_key_that_is_missing(new: Cli, settings: Settings) -> None:
    new.json("init")
    other = new.settings.model_copy(update={"data_keys": (SecretStr("bm5u" * 10 + "bm4="),)})
    again = Cli(Store.from_settings(other), other, new.now, new.folder)
    told = "DATA_KEYS 里少了还在用的密钥 271041c7：加回去；要去掉旧的，先运行 keys reseal"
    assert [again.mistake("init"), again.mistake("init")] == [told] * 2
    assert new.json("init")["migrated"] is False


@sqlite_only
def test_init_tells_of_a_folder_that_cannot_be_written(new: Cli) -> None:
    new.house.settings = new.settings.model_copy(update={"data_dir": Path("/proc/none")})
    assert new.mistake("init").startswith("DATA_DIR 写不进去")


def test_officers(cli: Cli) -> None:
    street = ("officer", "add", "--name", "周敏", "--phone", "17712340002", "--district", "高新区")
    added = cli.json(*street, "--street", "桂溪街道")
    assert added == {"id": 1, "name": "周敏", "district": "高新区", "street": "桂溪街道", "added": True}
    assert cli.json(*street, "--street", "桂溪街道")["added"] is False
    assert cli.mistake(*street) == "这个手机号已是 高新区桂溪街道 的工作人员"
    assert cli.mistake(*street[:5], "028", *street[6:]) == "不是有效的手机号：028"
    assert cli.mistake(*street[:3], "\u200b ", *street[4:]) == "--name 不能为空"
    assert cli.mistake("officer", "add") == "少写了 --name"
    with cli.store.reading() as tx:
        found = tx.directory.officer_by_phone("+8617712340002")
    assert found is not None
    assert (found.name, found.street) == ("周敏", "桂溪街道")


def test_companies(cli: Cli) -> None:
    add = ("company", "add", "--name", "金太阳物业服务有限公司")
    assert cli.json(*add)["added"] is True
    assert cli.text(*add, "--phone", "17712340008", "--code", "91110000600037341L") == (
        "金太阳物业服务有限公司 已更新\n"
    )
    assert cli.text(*add) == "金太阳物业服务有限公司 已经在了\n"
    assert cli.mistake(*add, "--code", "123") == "不是有效的统一社会信用代码：123"
    with cli.store.reading() as tx:
        assert tx.directory.company_phone(1) == "+8617712340008"
        assert tx.connection.scalar(select(companies.c.code)) == "91110000600037341L"


def test_operators(cli: Cli) -> None:
    add = ("operator", "add", "--name", "王五", "--phone", "17712340009")
    assert [cli.json(*add)["added"], cli.json(*add)["added"]] == [True, False]
    with cli.store.reading() as tx:
        row = tx.connection.execute(select(operators)).one()
    assert (row.name, row.phone) == ("王五", "+8617712340009")


def test_sweep(cli: Cli) -> None:
    week = timedelta(days=7)
    with cli.store.writing() as tx:
        rated = {"state": State.RATING, "clock": Clock.RATING, "remind_at": cli.now + week - timedelta(hours=36)}
        add_complaint(tx, cli.now, add_area(tx, cli.now), deadline=cli.now + week, **rated)
    assert set(cli.json("sweep").values()) == {0}
    reminded = (cli.now + week - timedelta(hours=1)).replace(tzinfo=None) + timedelta(hours=8)
    assert cli.json("sweep", "--at", reminded.isoformat())["ratings_reminded"] == 1
    later = (cli.now + 3 * week).isoformat()
    assert cli.json("sweep", "--at", later)["ratings_expired"] == 1
    assert cli.json("sweep", "--at", later)["ratings_expired"] == 0
    assert cli.json("complaints")[0]["state"] == "已结束"
    assert "到期未评价" in cli.text("sweep")
    assert cli.mistake("sweep", "--at", "明天") == "不是 ISO 8601 时间：明天"


def test_in_production_a_look_ahead_changes_nothing(
    store: Store, settings: Settings, now: datetime, tmp_path: Path
) -> None:
    cli = Cli(store, settings.model_copy(update={"app_env": "production"}), now, tmp_path)
    with store.writing() as tx:
        due = {"remind_at": now + timedelta(days=4)}
        add_complaint(tx, now, add_area(tx, now), deadline=now + timedelta(days=5), **due)
    before = everything(store)
    ahead = (now + timedelta(days=13)).isoformat()
    assert cli.json("sweep", "--at", ahead)["overdue_told"] == 1
    assert "什么都没有做" in cli.text("sweep", "--at", ahead)
    assert everything(store) == before
    assert cli.json("sweep", "--at", now.isoformat())["overdue_told"] == 0
    cli.now = now + timedelta(days=13)
    assert cli.json("sweep")["overdue_told"] == 1, "once it is now, it is done"


def test_operators_are_listed_and_leave(cli: Cli) -> None:
    add = ("operator", "add", "--name", "王五", "--phone", "17712340009")
    key = cli.json(*add)["id"]
    assert cli.mistake(*add[:3], "赵六", *add[4:]) == "这个手机号已是运维人员 王*"
    assert cli.json("operator", "list") == [{"id": key, "name": "王*", "phone": "177****0009"}]
    assert cli.mistake("operator", "leave", "99") == "没有这个人：99"
    assert cli.mistake("operator", "leave", "17712340001") == "没有这个人：17712340001"
    assert cli.text("operator", "leave", "17712340009") == "已离岗，所有权限已经停止\n"
    assert cli.json("operator", "list") == []
    assert cli.mistake("operator", "leave", str(key)) == f"没有这个人：{key}"
    assert cli.json(*add) == {"id": key + 1, "name": "王五", "added": True}
    assert [one["act"] for one in cli.json("audit")] == ["operator_add", "operator_leave", "operator_add"]


def test_officers_are_listed_and_leave(cli: Cli) -> None:
    where = ("--district", "高新区", "--street", "桂溪街道")
    key = cli.json("officer", "add", "--name", "周敏", "--phone", "17712340002", *where)["id"]
    [listed] = cli.json("officer", "list")
    assert listed == {"id": key, "name": "周*", "phone": "177****0002", "district": "高新区", "street": "桂溪街道"}
    assert cli.json("officer", "leave", str(key)) == {"id": key, "left": True}
    assert cli.json("officer", "list") == []


def test_an_officers_place_is_one_where_estates_lie(cli: Cli) -> None:
    """Of a place that is spelt otherwise an officer would be told of nothing."""
    with cli.store.writing() as tx:
        add_area(tx, cli.now, district="高新区", street="桂溪街道")
    who = ("officer", "add", "--name", "周敏", "--phone", "17712340002")
    assert cli.mistake(*who, "--district", "高新", "--street", "桂溪") == (
        "目录里没有“高新”。是不是：高新区？确实是新的，就加上 --new"
    )
    assert cli.mistake(*who, "--district", "高新区", "--street", "桂溪") == (
        "目录里没有“桂溪”。是不是：桂溪街道？确实是新的，就加上 --new"
    )
    assert cli.mistake(*who, "--district", "xyz").startswith("目录里没有“xyz”。确实是新的")
    assert cli.json(*who, "--district", "锦江区", "--new")["added"] is True


def test_a_companys_grade_is_one_of_the_scale(cli: Cli) -> None:
    add = ("company", "add", "--name", "金太阳物业服务有限公司", "--grade")
    assert cli.mistake(*add, "AAAA").startswith("--grade 只能写：AAA、AA、A、")
    assert cli.json(*add, "aa")["added"] is True
    [listed] = cli.json("company", "list")
    assert (listed["name"], listed["grade"], listed["estates"]) == ("金太阳物业服务有限公司", "AA", 0)
    assert "共 1 家" in cli.text("company", "list")


def test_a_company_that_was_misspelt(cli: Cli) -> None:
    """It is asked about; and what came in so by a table can be removed, as long as nothing hangs on it."""
    name, wrong, code = "金太阳物业服务有限公司", "金太阳物业有限公司", "91110000600037341L"
    cli.json("company", "add", "--name", name, "--code", code)
    told = f"目录里有 {name}，是不是它？确实是另一家，就加上 --new"
    assert cli.mistake("company", "add", "--name", wrong) == told
    assert cli.mistake("company", "add", "--name", "银月亮", "--code", code) == f"{code} 是 {name} 的统一社会信用代码"
    assert cli.json("company", "add", "--name", wrong, "--new")["added"] is True
    assert cli.json("company", "add", "--name", name, "--grade", "A")["added"] is False, "the one there is"
    assert cli.text("company", "remove", wrong) == f"已删掉 {wrong}\n"
    assert [one["name"] for one in cli.json("company", "list")] == [name]
    assert cli.mistake("company", "remove", wrong) == f"没有名为 {wrong} 的物业服务企业"
    cli.text("company", "add", "--name", name, "--phone", "17712340008")
    assert cli.mistake("company", "remove", name) == f"{name} 名下有过小区、人员、申请或通知，不能删"
    assert cli.json("audit")[-2]["act"] == "company_remove"
