"""Complaints that live at random, each act carried out by the services themselves, from a seed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from bot.wiring import House
from core import commands as c
from core.clocks import in_shanghai
from core.complaint import Complaint, Refusal
from core.identity import Actor
from core.lifecycle import State
from core.store.tables import areas, officers, staff
from tests.support import town
from tests.support.rows import add_contact

DAY = timedelta(days=1)
Deed = Callable[[int], c.Command]
WORDS = {"电梯坏了": "电梯", "楼上漏水": "漏水", "物业费太贵": "收费", "请问几点开门": "其他"}
"""What is complained of, and the kind each is of."""
SOLVED = ("solved", "solved", "partly", "unsolved")


class Lives:
    """`live` lets one complaint be filed in an estate at a time and go some way; owner, manager and officer act."""

    def __init__(self, house: House, seed: int, now: datetime) -> None:
        self._house, self._random = house, Random(seed)
        town.build(house.store, now)
        with house.store.writing() as tx:
            people = {one.name: one.id for one in tx.connection.execute(select(staff.c.id, staff.c.name))}
            guides = {one.name: one.id for one in tx.connection.execute(select(officers.c.id, officers.c.name))}
            ids = {one.name: one.id for one in tx.connection.execute(select(areas.c.id, areas.c.name))}
            self._owner = Actor(add_contact(tx, now), channel="wechat")
        street = {"桂溪街道": guides["周敏"], "文君街道": guides["何静"]}
        self.estates = {
            ids[name]: (Actor(staff_id=people.get(manager)), Actor(officer_id=street[on]))
            for name, _, on, _, manager, _ in town.ESTATES
        }

    def live(self, now: datetime, until: datetime) -> None:
        """One complaint, from `now` on, with no act after `until`."""
        area_id = self._random.choice(list(self.estates))
        words = self._random.choice(list(WORDS))
        with self._house.store.writing() as tx:
            filed: Complaint = self._house.perform(tx, self._owner, c.Submit(area_id, words), now)
        for _ in range(self._random.randint(0, 9)):
            now += timedelta(seconds=self._random.choice((30, 3_600, 90_000, 200_000, 500_000)) * self._random.random())
            if now >= until:
                return
            with self._house.store.writing() as tx:
                found = tx.complaints.get(filed.id)
                assert found is not None
                deed = self._deed(found.state, now)
                if deed is None:
                    return
                try:
                    self._house.perform(tx, self._who(deed, area_id), deed(filed.id), now)
                except Refusal:
                    return

    def _deed(self, state: State, now: datetime) -> Deed | None:
        pick = self._random.choice
        rating = pick(SOLVED), self._random.randint(1, 5)
        refusal = pick(c.REFUSAL_CATEGORIES)
        today = in_shanghai(now).date()

        def by_then(one: int) -> c.Command:
            return c.Accept(one, None, today + DAY)

        deeds: dict[State, tuple[Deed, ...]] = {
            State.PENDING: (c.Accept, by_then, lambda one: c.Refuse(one, "不归物业管", refusal), c.Withdraw),
            State.HANDLING: (_finish, _finish, lambda one: c.Promise(one, today), c.Withdraw),
            State.RATING: (lambda one: c.Rate(one, *rating),),
            State.FURTHER: (_finish, lambda one: c.AskGuidance(one, "要维修资金")),
            State.SUPPLEMENT: (_finish,),
            State.GUIDANCE: (lambda one: c.Guide(one, "分两步做"),),
        }
        return pick(deeds[state]) if state in deeds else None

    def _who(self, deed: Deed, area_id: int) -> Actor:
        command = deed(0)
        manager, officer = self.estates[area_id]
        if isinstance(command, c.Guide):
            return officer
        return self._owner if isinstance(command, c.Rate | c.Withdraw) else manager


def _finish(complaint_id: int) -> c.Command:
    return c.Finish(complaint_id, "换好了")
