"""通知设置, as each kind of person chose it: by which channels their notices are planned."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.notify.catalogue import NOTICES, By
from bot.notify.plan import plan
from core import events as e
from core.applications import Kind
from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import News
from core.store.tables import contacts
from tests.applications.kit import CONTRACT, NEW_ESTATE, Bureau
from tests.applications.kit import bureau as bureau
from tests.notify.worker_kit import House

GOES = {
    "": ["wechat>sms"],
    "wechat": ["wechat>sms"],
    "sms": ["wechat:chosen_sms", "sms>wechat"],
    "both": ["wechat", "sms"],
}
"""What is told by WeChat, or as a text where that fails, by what was chosen."""
ALONE = ["wechat"]
"""What is told by WeChat alone, whatever was chosen."""


class Town(House):
    """Everybody has chosen."""

    def chose(self, contact_id: int, channel: str) -> None:
        self.change(contacts, contact_id, notify_by=channel)

    def bound(self, openid: str, **to: Any) -> int:
        with self.store.writing() as tx:
            return self.contact(tx, openid, **to)

    def told(self, event: type[e.ComplaintEvent], template: str, who: str) -> list[str]:
        with self.store.writing() as tx:
            area = tx.directory.area(self.area)
            assert area is not None
            rows = plan(tx, [event(self.complaint, area, 1, "换好了")], self.now)
        return [shown(row) for row in rows if (row.template, row.audience) == (template, who)]


def shown(row: News) -> str:
    return row.channel + (f">{row.fallback}" if row.fallback else "") + (f":{row.reason}" if row.reason else "")


@pytest.fixture
def town(store: Store, settings: Settings, now: datetime) -> Town:
    return Town(store, settings, now)


@pytest.mark.parametrize("chosen", GOES)
def test_a_manager(town: Town, chosen: str) -> None:
    town.chose(town.desk, chosen)
    assert town.told(e.Submitted, "new_complaint", "manager") == GOES[chosen]
    assert town.told(e.Nudged, "nudged", "manager") == GOES[chosen]


@pytest.mark.parametrize("chosen", GOES)
def test_an_officer(town: Town, chosen: str) -> None:
    town.chose(town.bound("oOfficer", officer_id=town.officer), chosen)
    assert town.told(e.SentUp, "sent_up", "street") == GOES[chosen]
    assert town.told(e.SentBack, "sent_back_fyi", "street") == ALONE


@pytest.mark.parametrize("chosen", GOES)
def test_an_owner(town: Town, chosen: str) -> None:
    town.chose(town.owner, chosen)
    both = {"": GOES["both"], "wechat": ["wechat>sms", "sms:chosen_wechat"]}
    assert town.told(e.Finished, "finished", "owner") == both.get(chosen, GOES[chosen])
    assert town.told(e.Guided, "guided", "owner") == GOES[chosen]


@pytest.mark.parametrize("chosen", GOES)
def test_a_company_is_told_of_complaints_by_text_whatever_its_administrator_chose(town: Town, chosen: str) -> None:
    town.chose(town.desk, chosen)
    assert all(tell.by is By.SMS for tells in NOTICES.values() for tell in tells if tell.who == "company")
    assert town.told(e.Due, "due", "company") == ["sms"]


def test_two_phones_of_one_manager_get_one_text(town: Town) -> None:
    town.chose(town.bound("oSecond", staff_id=town.manager), "sms")
    assert town.told(e.Submitted, "new_complaint", "manager") == GOES["sms"]
    town.chose(town.desk, "both")
    assert town.told(e.Submitted, "new_complaint", "manager") == ["wechat", "sms", "wechat>sms"]


def test_whoever_is_not_bound_has_nothing_to_choose(town: Town) -> None:
    with town.store.writing() as tx:
        tx.connection.execute(update(contacts).where(contacts.c.id == town.desk).values(staff_id=None))
    assert town.told(e.Submitted, "new_complaint", "manager") == ["sms"]


@pytest.mark.parametrize("chosen", GOES)
def test_operators_and_whoever_applied(bureau: Bureau, chosen: str) -> None:
    with bureau.store.writing() as tx:
        tx.connection.execute(update(contacts).values(notify_by=chosen))
    one = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    bureau.returned(one, party="请写全称")
    with bureau.store.reading() as tx:
        rows = [row for row in tx.outbox.listed() if row.template.startswith("application_")]
        bound = set(tx.connection.scalars(select(contacts.c.operator_id)))
    to_bound = [row for row in rows if row.template == "application_submitted" and row.operator_id in bound]
    assert {shown(row) for row in to_bound} == set(GOES[chosen])
    returned = [shown(row) for row in rows if row.template == "application_returned"]
    assert returned == GOES[chosen]
