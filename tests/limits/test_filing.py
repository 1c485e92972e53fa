"""What one person may file, add, send and have drawn; what is said where it is too much, and what is kept."""

import pytest
from sqlalchemy import func, select

from bot.messages import Inbound, Kind
from bot.texts import filing
from core.store.tables import complaints, media, outbox
from tests.limits.kit import DAY, ESTATE, HOUR, MINUTE, SECOND, Crowd, refusals
from tests.support import town


def filed(crowd: Crowd) -> int:
    with crowd.store.reading() as tx:
        return tx.connection.scalar(select(func.count()).select_from(complaints)) or 0


def test_so_many_an_hour_and_the_draft_stays(crowd: Crowd) -> None:
    before = refusals("too_many_complaints")
    for _ in range(5):
        assert "已提交" in crowd.files("flood")
    said = crowd.files("flood", "电梯又坏了")
    assert "一小时后再点“提交”" in said
    assert "12345" in said
    assert "电梯又坏了" in said
    assert "已提交" in crowd.files("neighbour")
    assert (filed(crowd), refusals("too_many_complaints")) == (6, before + 1)
    crowd.now += HOUR
    assert "已提交" in crowd.says("flood", "提交")


def test_so_many_a_day(crowd: Crowd) -> None:
    for _ in range(25):
        said = crowd.files("flood")
        crowd.now += 13 * MINUTE
    assert "明天再点“提交”" in said
    assert filed(crowd) == 20


@pytest.mark.parametrize("words", ["楼下有人闻到燃气味，漏气了", "着火了，三楼冒烟"])
def test_where_somebody_is_in_danger_the_numbers_to_call_are_said(crowd: Crowd, words: str) -> None:
    for _ in range(5):
        crowd.files("flood")
    said = crowd.files("flood", words)
    assert filing.CALLS["119"] in said
    assert "再点“提交”" in said


def test_by_text_too(crowd: Crowd) -> None:
    def texts(at: int, words: str) -> None:
        crowd.now += SECOND
        crowd.house.receive(Inbound("sms", "+8613800138009", f"t{at}", Kind.TEXT, crowd.now, words))

    for at in range(6):
        texts(2 * at, f"A7Q3 楼道灯坏了{at}天")
        texts(2 * at + 1, "1")
    with crowd.store.reading() as tx:
        last = tx.connection.scalar(select(outbox.c.template).order_by(outbox.c.id.desc()).limit(1))
    assert (filed(crowd), last) == (5, "re_enough")
    crowd.now += HOUR
    texts(99, "1")
    assert filed(crowd) == 6


def test_words_are_added_so_often_and_what_was_written_stays(crowd: Crowd) -> None:
    crowd.files("flood")
    for _ in range(10):
        crowd.says("flood", "补充 0001 还没有人来")
        crowd.says("flood", "1")
    crowd.says("flood", "补充 0001 到底来不来")
    assert "一小时后再发" in crowd.says("flood", "1")
    crowd.now += HOUR
    crowd.says("flood", "1")
    with crowd.store.reading() as tx:
        (one,), _ = tx.complaints.mine(1, 0, 9)
        texts = [entry.text for entry in tx.complaints.timeline(one.id) if entry.act == "add_words"]
    assert len(texts) == 11
    assert texts[-1] == "到底来不来"


def test_photos_beyond_are_not_fetched_and_the_draft_goes_on(crowd: Crowd) -> None:
    crowd.says("flood", kind=Kind.SCAN, scene=f"scene-{ESTATE}")
    for at in range(66):
        if at % 8 == 0:
            crowd.says("flood", "取消")
            crowd.says("flood", kind=Kind.SCAN, scene=f"scene-{ESTATE}")
            crowd.says("flood", "楼道灯坏了三天")
        said = crowd.says("flood", kind=Kind.IMAGE, media=f"photo {at}")
    assert "没有收进来" in said
    with crowd.store.reading() as tx:
        assert tx.connection.scalar(select(func.count()).select_from(media)) == 60
    assert "已提交" in crowd.says("flood", "提交")


def test_a_manager_who_sent_too_many_photos_goes_on_with_words(crowd: Crowd) -> None:
    town.bind(crowd.store, "张益达", "zhang", crowd.now)
    crowd.files("resident")
    crowd.says("zhang", "接收 0001")
    for batch in range(8):
        crowd.says("zhang", "完成 0001 换好了")
        for at in range(8):
            said = crowd.says("zhang", kind=Kind.IMAGE, media=f"{batch} {at}")
            if "没有收进来" in said:
                break
    assert "没有收进来" in said
    assert "业主" in crowd.says("zhang", "1")
    assert crowd.sent("finished")


def test_reports_are_drawn_so_often_and_the_figures_are_told_all_the_same(crowd: Crowd) -> None:
    town.bind(crowd.store, "张益达", "zhang", crowd.now)
    for _ in range(60):
        said = crowd.says("zhang", "报表")
    assert crowd.sent("draw") == 10
    assert "万和世家 报表" in said
    assert "一小时后再要" in said


def test_copies_of_ones_own_data_too(crowd: Crowd) -> None:
    for _ in range(11):
        crowd.says("somebody", "我的信息")
        said = crowd.says("somebody", "要一份副本")
    assert "一小时后再要" in said


def test_being_erased_is_no_way_to_begin_anew(crowd: Crowd) -> None:
    def erased() -> str:
        for words in ("取消", "我的信息", "全部删除"):
            crowd.says("flood", words)
        return crowd.says("flood", "确认删除")

    for _ in range(2):
        for _ in range(6):
            crowd.files("flood")
        said = erased()
    assert "明天再删" in said
    assert "再点“提交”" in crowd.files("flood")
    assert filed(crowd) == 10
    crowd.now += DAY
    assert "明天再删" not in erased()
