"""全部删除 reaches what others were told, are about to be told, have written and have just read of the person: whether
the notices have left or the worker stands still."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import select

from bot.wiring import House
from core import sweeps
from core.console_commands import Unmask
from core.identity import Actor
from core.log import setup
from core.numbers import hidden
from core.settings import Settings
from core.store.engine import Store
from core.store.files import Files
from core.store.tables import complaints, contacts, outbox, staff, timeline
from tests.own_data.test_erase import everything
from tests.support.stage import Stage

OPENID, NAME, NUMBER = "oCanary0penId88", "欧阳金丝雀", "13912340088"
SPELT = (
    *("139 1234 0088", "139-1234-0088", "１３９１２３４００８８"),
    *("+86 13912340088", "1 3 9 1 2 3 4 0 0 8 8", "1391 234 0088"),
)
DRAFT = "没写完的金丝雀"
CANARIES = (OPENID, NAME, NUMBER, "139****0088", DRAFT, *SPELT)
TEXTED = "+86" + NUMBER
LIVED = f"""@ 2026-10-22 09:00
{OPENID}: 【扫码 万和世家】
{OPENID}: 水管漏水，打{SPELT[0]}或{SPELT[1]}
{OPENID}: 【照片】
{OPENID}: 1
{OPENID}: 绑定 {NUMBER}
{OPENID}: {{验证码}}
张益达: 备注 0001 业主电话{SPELT[2]}
张益达: 转派 0001
张益达: 1
张益达: 休假，业主{SPELT[3]}
张益达: 1
张益达: 待办
张益达: 详情 0001
周敏: 详情 0001
{OPENID}: 补充 0001 换个号{SPELT[4]}，或者{SPELT[5]}
{OPENID}: 1
@ 2026-10-23 10:00
! 经理 万和世家 吴发竹
! 经理 万和世家 张益达
张益达: 完成 0001 好了，{NUMBER}已联系
{OPENID}: 门禁坏了
{OPENID}: 1
{OPENID}: {DRAFT}
{OPENID}: 【照片】
"""
ERASING = f"{OPENID}: 我的信息\n{OPENID}: 全部删除\n{OPENID}: 确认删除\n"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture(params=["sent", "waiting"])
def stage(store: Store, settings: Settings, log: io.StringIO, request: pytest.FixtureRequest) -> Stage:
    """A life in which what others were told has left, or, the worker standing still, has not."""
    setup(settings.model_copy(update={"app_env": "production"}), log)
    stage = Stage(store, settings.model_copy(update={"quiet_hours": ""}))
    begun, _, rest = LIVED.partition("张益达: 备注")
    stage.play(begun)
    if request.param == "waiting":
        stage.works = False
    stage.play("张益达: 备注" + rest)
    house = House(settings, store, lambda: stage.now)
    with store.writing() as tx:
        manager = contact(tx, "张益达")
        complaint = tx.connection.scalar(select(complaints.c.id).order_by(complaints.c.id).limit(1))
        assert complaint
        asked = Actor(manager.id, manager.staff_id, channel="wechat")
        house.perform(tx, asked, Unmask("owner", complaint, f"回{NAME}的电话{NUMBER}"), stage.now)
    return stage


def contact(tx: object, address: str) -> object:
    rows = tx.connection.execute(select(contacts))  # type: ignore[attr-defined]
    return next(row for row in rows if row.address == address)


def seen(store: Store, words: tuple[str, ...]) -> set[str]:
    """Where any of the words stands, as the columns are called."""
    return {where.split(" ")[0] for where, value in everything(store) if any(one in str(value) for one in words)}


def test_nothing_leads_back_to_the_person(stage: Stage, store: Store, settings: Settings, log: io.StringIO) -> None:
    before = seen(store, (NAME, NUMBER, *SPELT, DRAFT))
    assert before >= {
        *("complaints.content", "timeline.text", "handovers.reason", "outbox.payload", "inbox.answer"),
        *("reasons.text", "contacts.session", "contacts.phone"),
    }
    assert "已全部删除" in stage.play(ERASING)
    assert seen(store, (OPENID, NAME, NUMBER, *SPELT, DRAFT)) == set()
    with store.reading() as tx:
        assert tx.audit.broken() is None
        [looked] = tx.reasons.told(tx.audit.lines("complaint:1", None, 9))
    assert (looked.act, looked.details["what"], looked.details["reason"]) == ("unmask", ["phone"], "gone")
    assert [one for one in CANARIES if one in log.getvalue()] == []
    later = stage.now + timedelta(hours=3)
    sweeps.sweep(store, Files(settings.data_dir, store.cipher), House(settings, store).by_itself, later)
    assert len([path for path in (settings.data_dir / "media").rglob("*") if path.is_file()]) <= 1


def test_who_was_still_to_be_told_is_told_without_words(stage: Stage, store: Store) -> None:
    stage.works = False
    stage.play("! 经理 万和世家 吴发竹\n" + ERASING)
    with store.reading() as tx:
        ids = [row.id for row in tx.connection.execute(select(outbox.c.id).where(outbox.c.state == "queued"))]
    stage.works = True
    stage.play("@ +1分")
    told = stage.told_from(ids)
    assert "已由您负责" in told
    assert "业主已撤销" in told
    assert [one for one in ("水管", "门禁", *CANARIES) if one in told] == []


@pytest.mark.parametrize("stage", ["sent"], indirect=True)
def test_lists_that_have_left_hold_no_words(stage: Stage, store: Store) -> None:
    with store.reading() as tx:
        rows = tx.connection.execute(select(outbox.c.payload).where(outbox.c.template.in_(("digest", "estate_taken"))))
        payloads = [row.payload for row in rows]
    assert len(payloads) >= 2
    assert [one for one in payloads if "水管" in one or "139" in one] == []


def test_the_complaint_stays_with_its_words(stage: Stage, store: Store) -> None:
    stage.play(ERASING)
    with store.reading() as tx:
        words = list(tx.connection.scalars(select(complaints.c.content).order_by(complaints.c.id)))
        said = list(tx.connection.scalars(select(timeline.c.text).where(timeline.c.act == "note")))
    assert words == ["水管漏水，打139****0088或139****0088", "门禁坏了"]
    assert said == ["业主电话139****0088"]


@pytest.mark.parametrize("stage", ["sent"], indirect=True)
def test_what_a_phone_did_by_text_goes_too(stage: Stage, store: Store) -> None:
    """Its conversation by SMS was joined to the WeChat one when the phone was proved."""
    other = "oOther0penId77"
    stage.play("王女士: 【短信 A7Q3 楼道灯不亮】")
    phone = "13800138001"
    stage.play(f"{other}: 绑定 {phone}\n{other}: {{验证码}}\n{other}: 我的信息")
    stage.play(f"{other}: 全部删除\n{other}: 确认删除")
    assert seen(store, (other, phone)) == set()


def test_a_managers_own_answers_go_with_them(stage: Stage, store: Store) -> None:
    with store.writing() as tx:
        manager = contact(tx, "张益达")
        tx.replies.save(manager.staff_id, "finish", f"{NAME}已办，有事打{NUMBER}", stage.now)
    stage.play("张益达: 取消\n张益达: 我的信息\n张益达: 全部删除\n张益达: 确认删除")
    with store.reading() as tx:
        assert tx.replies.of(manager.staff_id) == []
        assert "张益达" in list(tx.connection.scalars(select(staff.c.name)))


@pytest.mark.parametrize("text", [*SPELT, "13912340088", "(+86)139-1234-0088", "139.1234.0088", "139  1234  0088"])
def test_a_number_is_hidden_however_it_is_written(text: str) -> None:
    assert "0088" in hidden(f"打{text}。", TEXTED)
    assert not any(one in hidden(f"打{text}。", TEXTED) for one in ("1234", "１２３４", "1 2 3 4", "234 "))


def test_numbers_of_anybody_are_hidden_and_others_are_not() -> None:
    assert hidden("找老王138 8888 9999或13888889999") == "找老王138****9999或138****9999"
    for kept in ("编号0040202610220000002", "10月22日13:00-18:30", "3栋1单元1301", "2026-10-22 13:51", "水费1350.55元"):
        assert hidden(kept, TEXTED) == kept
