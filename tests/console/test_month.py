"""A month of an estate's life, replayed by `sweep --at` six times a day, with three days on which nothing ran."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.worker import Worker
from core.clocks import SHANGHAI, in_shanghai
from core.commands import Accept, Finish, Rate, Refuse, Submit
from core.complaint import Complaint
from core.identity import Actor
from core.lifecycle import State
from core.store.tables import areas, staff
from tests.console.kit import Cli
from tests.support import town

HOURS = (0, 4, 8, 12, 16, 20)
DOWN = (12, 13, 14)
"""Days of the month on which nothing ran."""
DAYS = 31
REMINDERS = ("near_due", "due", "overdue", "silent", "still_handling", "digest", "rate_reminder", "rating_expired")


@dataclass
class Told:
    at: datetime
    who: str
    template: str
    number: str


class Month:
    """The estate, its people, and what the month's letters were."""

    def __init__(self, cli: Cli) -> None:
        self.cli, self.told = cli, list[Told]()
        self.now = at(1, 9)
        town.build(cli.store, self.now)
        for name in ("张益达", "周敏"):
            town.bind(cli.store, name, name, self.now)
        with cli.store.writing() as tx:
            self.area = tx.connection.scalar(select(areas.c.id).where(areas.c.name == "万和世家")) or 0
            people = tx.connection.execute(select(staff.c.id, staff.c.name)).all()
            self.manager = Actor(staff_id=next(one.id for one in people if one.name == "张益达"), channel="wechat")
        channels = {name: _Channel(name, self) for name in ("wechat", "sms")}
        none: Any = None
        self.worker = Worker(cli.store, cli.settings, channels, none, cli.house.by_itself, lambda: self.now)

    def files(self, who: str, words: str) -> Complaint:
        with self.cli.store.writing() as tx:
            contact, _ = tx.inbox.claim("wechat", who, f"first of {who}", self.now)
            contact.following = True
            tx.inbox.save(contact, f"first of {who}", "", self.now, "")
            owner = Actor(contact.id, channel="wechat")
        filed: Complaint = self.does(owner, Submit(self.area, words))
        return filed

    def does(self, actor: Actor, command: Any) -> Any:
        with self.cli.store.writing() as tx:
            return self.cli.house.perform(tx, actor, command, self.now)

    def sweeps(self) -> dict[str, int]:
        done = self.cli.json("sweep", "--at", self.now.isoformat())
        self.worker.drain(self.now)
        return {name: count for name, count in done.items() if count and not name.endswith("_dropped")}

    def heard(self, complaint: Complaint, template: str, who: str) -> list[datetime]:
        """When this person was told this of the complaint."""
        number = complaint.number
        return [
            one.at for one in self.told if (one.template, one.who) == (template, who) and number.endswith(one.number)
        ]


class _Channel:
    idempotent = True

    def __init__(self, name: str, month: Month) -> None:
        self.name, self._month = name, month

    def send(self, letter: Letter) -> Outcome:
        number = letter.fields.get("character_string2") or letter.fields.get("number", "")
        self._month.told.append(Told(in_shanghai(self._month.now), letter.address, letter.template, number))
        return Outcome(Fate.SENT, f"{self.name}-{letter.key}")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def month(cli: Cli) -> Month:
    return Month(cli)


def test_a_month_of_an_estates_life(month: Month) -> None:
    month.now = at(1, 17, 23)
    forgotten = month.files("王女士", "楼道灯坏了")
    month.now = at(1, 23, 30)
    at_night = month.files("李先生", "下水道堵了")
    month.now = at(2, 10)
    unrated = month.files("陈阿姨", "电梯异响")
    refused = month.files("赵老师", "邻居装修太吵")
    month.does(month.manager, Accept(unrated.id))
    for day in range(2, DAYS + 1):
        for hour in HOURS:
            month.now = at(day, hour)
            if day not in DOWN:
                month.sweeps()
        if day == 3:
            month.does(month.manager, Finish(unrated.id, "已换钢丝绳"))
            month.does(month.manager, Refuse(refused.id, "请找社区", "非物业职责"))
        if day == 4:
            month.does(Actor(refused.contact_id, channel="wechat"), Rate(refused.id, "unsolved", 0, "还是吵"))

    _reminded_once_then_daily(month, forgotten)
    _night_holds_the_word_and_not_the_clock(month, at_night)
    _closed_unrated(month, unrated)
    _sent_back_has_a_clock_of_its_own(month, refused)
    assert month.sweeps() == {}, "a moment swept twice has nothing to say"


def _reminded_once_then_daily(month: Month, one: Complaint) -> None:
    company, manager, street = town.COMPANY_PHONE, "张益达", "周敏"
    assert month.heard(one, "near_due", manager) == [at(5, 20)]
    assert month.heard(one, "due", manager) == month.heard(one, "due", company) == [at(6, 20)]
    days = [*range(7, DOWN[0]), DOWN[-1] + 1, *range(DOWN[-1] + 1, DAYS + 1)]
    late = [moment.day for moment in month.heard(one, "overdue", manager)]
    assert late == days, "each day once; after three days off one word for all that was missed, then as before"
    assert [moment.day for moment in month.heard(one, "overdue", street)] == days
    assert len(month.heard(one, "overdue", company)) == len(days)
    month.cli.now = month.now
    line = month.cli.json("complaint", one.number)
    assert (line["state"], line["remaining"]) == ("待处理", "超期25天2小时37分")


def _night_holds_the_word_and_not_the_clock(month: Month, one: Complaint) -> None:
    with month.cli.store.reading() as tx:
        stored = tx.complaints.get(one.id)
        lines = {entry.act: entry.at for entry in reversed(tx.complaints.timeline(one.id))}
    assert stored
    assert stored.deadline == one.deadline == at(6, 23, 30)
    assert (in_shanghai(lines["near"]), in_shanghai(lines["due"])) == (at(6, 0), at(7, 0))
    assert month.heard(one, "near_due", "张益达") == [at(6, 8)]
    assert month.heard(one, "due", "张益达") == [at(7, 8)]
    assert not [told for told in month.told if told.template in REMINDERS and not 8 <= told.at.hour < 21]


def _closed_unrated(month: Month, one: Complaint) -> None:
    with month.cli.store.reading() as tx:
        stored = tx.complaints.get(one.id)
    assert stored
    assert (stored.state, stored.outcome and stored.outcome.value) == (State.CLOSED, "unrated")
    assert month.heard(one, "rate_reminder", "陈阿姨") == [at(9, 8)]
    assert month.heard(one, "rating_expired", "陈阿姨") == [at(10, 20)]


def _sent_back_has_a_clock_of_its_own(month: Month, one: Complaint) -> None:
    with month.cli.store.reading() as tx:
        stored = tx.complaints.get(one.id)
    assert stored
    assert (stored.state, stored.deadline) == (State.FURTHER, at(4, 20) + timedelta(days=5))
    assert month.heard(one, "near_due", "张益达") == [at(8, 20)]
    assert month.heard(one, "due", "张益达") == [at(9, 20)]
