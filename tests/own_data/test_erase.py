"""我的信息: the copy holds all that is one's own and nothing of others'; once erased, nothing leads to the person."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text

from bot.wiring import House
from core import sweeps
from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store
from core.store.files import Files
from core.store.proof import prove
from core.store.tables import audit, complaints, contacts, media, metadata, outbox, staff, timeline
from tests.support.stage import Stage
from webhooks import create_app

OPENID = "oCanary0penId77"
NUMBER = "13912340077"
DRAFT = "金丝雀写了一半的话"
PLACE = "金丝雀的家门口"
CANARIES = (OPENID, NUMBER, "+86" + NUMBER, "139****0077", DRAFT, PLACE)
LIVED = f"""@ 2026-10-22 09:00
{OPENID}: 【扫码 万和世家】
{OPENID}: 楼道灯坏了，打我电话{NUMBER}
{OPENID}: 【照片】
{OPENID}: 【位置 {PLACE}】
{OPENID}: 1
{OPENID}: 绑定 {NUMBER}
{OPENID}: {{验证码}}
张益达: 接收 0001
张益达: 备注 0001 业主爱较真
张益达: 完成 0001 换好了
张益达: 1
{OPENID}: 评价
{OPENID}: 1
{OPENID}: 5
{OPENID}: 楼上漏水很久了
{OPENID}: 1
{OPENID}: {DRAFT}，门禁也坏了
{OPENID}: 【照片】
"""
ERASING = f"""{OPENID}: 我的信息
{OPENID}: 全部删除
{OPENID}: 确认删除
"""


@pytest.fixture
def stage(store: Store, settings: Settings) -> Stage:
    stage = Stage(store, settings.model_copy(update={"quiet_hours": ""}))
    assert "已提交，编号 0040202610220000002" in stage.play(LIVED)
    return stage


def everything(store: Store) -> Iterator[tuple[str, Any]]:
    """Every value of every column of every table, unsealed, and as a dump shows it."""
    with store.reading() as tx:
        for table in metadata.sorted_tables:
            for row in tx.connection.execute(select(table)):
                yield from ((f"{table.name}.{name}", value) for name, value in row._mapping.items())
            for row in tx.connection.execute(text(f"SELECT * FROM {table.name}")):
                yield from ((f"{table.name}.{name} (raw)", value) for name, value in row._mapping.items())


def seen(store: Store, *words: str) -> list[str]:
    return [where for where, value in everything(store) if any(one in str(value) for one in words)]


def indexes(store: Store) -> tuple[str, ...]:
    return store.cipher.index(OPENID, "contacts.address"), store.cipher.index("+86" + NUMBER, "phone")


def test_nothing_of_the_person_is_left(stage: Stage, store: Store, settings: Settings) -> None:
    assert {one.split(" ")[0] for one in seen(store, *CANARIES)} >= {
        "contacts.address",
        "contacts.session",
        "contacts.phone",
        "complaints.content",
        "complaints.place",
        "verifications.phone",
        "inbox.answer",
        "outbox.payload",
    }
    assert "已全部删除。按规定留存的2件" in stage.play(ERASING)
    assert seen(store, OPENID, NUMBER, DRAFT, PLACE) == []
    assert {one.split(" ")[0] for one in seen(store, *indexes(store))} <= {"verifications.phone_ix", "texts.phone_ix"}
    with store.reading() as tx:
        assert tx.connection.scalar(select(complaints.c.id).where(complaints.c.contact_id.is_not(None))) is None
        states = set(tx.connection.scalars(select(complaints.c.state)))
        words = list(tx.connection.scalars(select(complaints.c.content).order_by(complaints.c.id)))
        assert tx.audit.broken() is None
    assert [flaw for some in prove(store) for flaw in some.flaws] == []
    assert states == {State.CLOSED.name, State.WITHDRAWN.name}
    assert words == ["楼道灯坏了，打我电话139****0077", "楼上漏水很久了"]
    later = stage.now + timedelta(days=3)
    sweeps.sweep(store, Files(settings.data_dir, store.cipher), House(settings, store).by_itself, later)
    assert seen(store, *indexes(store)) == []


def test_the_file_of_the_database_holds_no_word_of_it(stage: Stage, store: Store, tmp_path: Path) -> None:
    stage.play(ERASING)
    if store.engine.dialect.name == "sqlite":
        held = b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
        assert len(held) > 100_000
        assert [one for one in CANARIES if one.encode() in held] == []
    assert seen(store, *CANARIES[:3]) == []


def test_photos_on_no_complaint_go_with_the_next_sweeps(stage: Stage, store: Store, settings: Settings) -> None:
    stage.play(ERASING)
    with store.reading() as tx:
        loose = list(tx.connection.scalars(select(media.c.id).where(media.c.complaint_id.is_(None))))
        kept = list(tx.connection.scalars(select(media.c.id).where(media.c.complaint_id.is_not(None))))
    assert (len(loose), len(kept)) == (1, 1)
    files = Files(settings.data_dir, store.cipher)
    sweeps.sweep(store, files, House(settings, store).by_itself, stage.now + timedelta(hours=3))
    with store.reading() as tx:
        assert list(tx.connection.scalars(select(media.c.id))) == kept


def test_the_same_openid_is_somebody_new(stage: Stage, store: Store) -> None:
    stage.play(ERASING)
    assert "您还没有反映过问题" in stage.play(f"{OPENID}: 我的")
    assert "手机号：没有留" in stage.play(f"{OPENID}: 我的信息")
    played = stage.play(f"{OPENID}: 【扫码 万和世家】\n{OPENID}: 路灯不亮\n{OPENID}: 1")
    assert "已提交，编号 0040202610220000003" in played
    with store.reading() as tx:
        names = dict(tx.connection.execute(select(contacts.c.address, contacts.c.id)).all())
        assert tx.complaints.mine(names[OPENID], 0, 9)[1] == 1


def test_a_message_delivered_again_changes_nothing(stage: Stage, store: Store) -> None:
    stage.play(ERASING)
    assert "已全部删除" in stage.play(f"{OPENID}: 【重发】")
    with store.reading() as tx:
        acts = list(tx.connection.scalars(select(audit.c.act).order_by(audit.c.id)))
    assert acts.count("erase") == 1


def test_nobody_else_is_touched(stage: Stage, store: Store) -> None:
    stage.play("李先生: 【扫码 万和世家】\n李先生: 垃圾没收\n李先生: 1")
    with store.reading() as tx:
        before = others(tx)
    stage.play(ERASING)
    with store.reading() as tx:
        assert others(tx) == before
        notes = [row.text for row in tx.connection.execute(select(timeline).where(timeline.c.act == "note"))]
        assert notes == ["业主爱较真"]
        assert "张益达" in list(tx.connection.scalars(select(staff.c.name)))


def others(tx: Any) -> list[Any]:
    """What is the neighbour's and the manager's."""
    known = dict(tx.connection.execute(select(contacts.c.address, contacts.c.id)).all())
    found: list[Any] = []
    for name in ("李先生", "张益达"):
        found += tx.connection.execute(
            select(contacts.c.phone, contacts.c.staff_id).where(contacts.c.id == known[name])
        )
        found += tx.connection.execute(select(complaints).where(complaints.c.contact_id == known[name]))
        mine = select(outbox.c.key, outbox.c.state).where(outbox.c.contact_id == known[name]).order_by(outbox.c.id)
        found += tx.connection.execute(mine.where(outbox.c.template != "withdrawn"))
    return found


def test_each_act_on_ones_data_is_recorded(stage: Stage, store: Store) -> None:
    for deeds in (("取消",), ("要一份副本",), ("删掉手机号", "1"), ("删掉一个小区", "1")):
        stage.play("\n".join(f"{OPENID}: {deed}" for deed in ("我的信息", *deeds)))
    stage.play(ERASING)
    with store.reading() as tx:
        rows = tx.connection.execute(select(audit).order_by(audit.c.id)).all()
    assert [row.act for row in rows if row.act != "bind"] == ["copy_data", "forget_phone", "forget_estate", "erase"]
    assert {row.channel for row in rows} == {"wechat"}
    assert all(NUMBER not in row.details and OPENID not in row.details for row in rows)


def test_a_phone_that_is_dropped_is_nowhere(stage: Stage, store: Store) -> None:
    stage.play(f"{OPENID}: 我的信息\n{OPENID}: 删掉手机号\n{OPENID}: 1")
    left = {one.split(" ")[0] for one in seen(store, NUMBER)}
    assert left <= {"complaints.content", "timeline.text", "outbox.payload", "inbox.answer", "contacts.session"}


def test_the_copy_holds_all_that_is_ones_own(stage: Stage, store: Store, settings: Settings) -> None:
    house = House(settings, store, lambda: stage.now)
    stage.play("李先生: 【扫码 万和世家】\n李先生: 邻居的秘密\n李先生: 1")
    said = stage.said(OPENID, "我的信息"), stage.said(OPENID, "要一份副本")
    path = re.search(r"/r/[\w-]+", said[1])
    assert path is not None
    client = create_app(house).test_client()
    answer = client.get(path[0])
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store, private")
    book = load_workbook(io.BytesIO(answer.data))
    cells = {page.title: [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)] for page in book}
    words = str(cells)
    assert ["手机号", NUMBER] in cells["我的信息"]
    assert [row[0][-4:] for row in cells["反映"][1:]] == ["0002", "0001"]
    assert [row[3] for row in cells["经过"] if row[0].endswith("0001")][:3] == ["提交", "项目经理接收", "项目经理完成"]
    assert any("已处理完成" in row[4] for row in cells["通知"][1:])
    for one in (PLACE, "楼上漏水很久了", "换好了", "已解决"):
        assert one in words
    for one in ("业主爱较真", "邻居的秘密", "张益达"):
        assert one not in words
    stage.play(f"{OPENID}: 取消\n{ERASING}")
    assert client.get(path[0]).status_code == 404


def test_a_copys_link_ends_after_a_day(stage: Stage, store: Store, settings: Settings) -> None:
    house = House(settings, store, lambda: stage.now + timedelta(hours=25))
    stage.said(OPENID, "我的信息")
    path = re.search(r"/r/[\w-]+", stage.said(OPENID, "要一份副本"))
    assert path is not None
    assert create_app(house).test_client().get(path[0]).status_code == 404
