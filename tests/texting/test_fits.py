"""Whatever leaves as a text has every value its template asks for, at either gateway; and says what a person needs."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.notify import texted
from bot.notify.channels import aliyun, tencent
from bot.notify.payload import Payload
from bot.texting.parts import MOST, parts
from core.store.tables import outbox
from tests.support import sqlite_only
from tests.texting.kit import MANAGER, OFFICER, RESIDENT, Forger

pytestmark = sqlite_only

LIMITS = {"aliyun": aliyun.LIMIT, "tencent": tencent.LIMIT}
RESULT = "换好了三楼的门机，试了三次都正常，有事打13912345678，夜里再来看一回，往后每月初来检查一次并登记在册"


def texts(forger: Forger, limit: int) -> Iterator[tuple[str, str]]:
    """(template, what it says) of whatever may leave as a text."""
    query = select(outbox.c.template, outbox.c.payload).order_by(outbox.c.id)
    with forger.store.reading() as tx:
        rows = list(tx.connection.execute(query.where(outbox.c.template.in_(texted.names()))))
    for row in rows:
        values = texted.fitted(row.template, Payload.load(row.payload).sms, limit)
        assert all(0 < len(value) <= limit for value in values.values()), (row.template, values)
        yield row.template, texted.text(row.template).format_map(values)


def story(forger: Forger) -> None:
    """Everybody asks, does and undoes; digits are read."""
    for who in (MANAGER, OFFICER):
        forger.told(who)
    forger.say(RESIDENT, "1栋的路灯也不亮")
    forger.say(RESIDENT, "提交")
    for who, text in (
        *((RESIDENT, text) for text in ("查", "查2", "查 0001", "撤销", "补充 0001 还是不亮", "1")),
        *((MANAGER, text) for text in ("查", "详情 0001", "接收", "接收 0001")),
    ):
        forger.forges(who, text)
    forger.forges(MANAGER, forger.digits())
    forger.forges(MANAGER, f"完成 0001 {RESULT}")
    forger.forges(MANAGER, forger.digits())
    for who, text in (
        *((RESIDENT, text) for text in ("查 0001", "0001 未解决", "催办 0001")),
        *((MANAGER, text) for text in ("详情 0001", "求助 0001 产权单位不来")),
    ):
        forger.forges(who, text)
    forger.forges(MANAGER, forger.digits())
    for text in ("详情 0001", "指导", "指导 0001 请按合同办"):
        forger.forges(OFFICER, text)
    forger.forges(OFFICER, forger.digits())
    forger.forges(MANAGER, "查 0001")


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_every_value_is_there_and_short_enough(forger: Forger, limit: int) -> None:
    story(forger)
    said = list(texts(forger, limit))
    assert {"new_complaint", "finished", "re_list", "re_which", "re_coded", "re_desk_state", "re_guide_state"} <= {
        name for name, _ in said
    }
    assert all(parts(text, "码上办") <= MOST for _, text in said)
    assert not any("13912345678" in text for _, text in said)


@pytest.mark.parametrize(
    ("provider", "result"),
    [
        (
            "aliyun",
            "换好了三楼的门机,试了三次都正常,有事打139****5678；夜里再来看一回,往后每月初来检查一…；请您评价",
        ),
        ("tencent", "换好了三楼的；门机,试了三；次都正常…"),
    ],
)
def test_nobody_rates_blind(forger: Forger, provider: str, result: str) -> None:
    story(forger)
    (answer,) = {text for name, text in texts(forger, LIMITS[provider]) if name == "re_state_rate"}
    assert answer.startswith(f"反映0001：{result}。")


@pytest.mark.parametrize(
    ("provider", "told"),
    [("aliyun", "有新的反映（设施），请处理。项目经理回复接收或拒绝"), ("tencent", "新报设施。项目经理回复接收或拒绝")],
)
def test_nobody_accepts_blind(forger: Forger, provider: str, told: str) -> None:
    story(forger)
    said = list(texts(forger, LIMITS[provider]))
    assert told in next(text for name, text in said if name == "new_complaint")
    details = [text for name, text in said if name == "re_desk_state"]
    assert all("楼道灯坏了" in text for text in details)
    deeds = (text.partition("办理回复")[2].partition("加编号")[0] for text in details)
    assert list(dict.fromkeys(deeds)) == ["接收或拒绝", "完成或求助", "完成"]
