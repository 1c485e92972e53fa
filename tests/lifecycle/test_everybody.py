"""Everybody acts at any time: whatever they do, in whatever order, each complaint is what its timeline says, every
line of it follows the platform's table, and everybody who is to be told is told."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection, func, select

from bot.wiring import House
from core import commands as c
from core.complaint import Refusal
from core.identity import Actor
from core.people_commands import Replace
from core.settings import Settings
from core.store.engine import Store, Tx
from core.store.proof import prove
from core.store.tables import complaints, outbox, timeline
from core.sweeps import remind
from tests.lifecycle.book import ENDED, SHANGHAI, TABLE, Page
from tests.support.databases import copied
from tests.support.rows import add_area, add_company, add_contact, add_officer, add_staff

START = datetime(2026, 10, 22, 9, 23, tzinfo=UTC)
WHICH = st.integers(0, 5)
ROUNDS = st.sampled_from((None, None, 0, 0, 0, -1, 1))
"""A typed word; the button of this round, of an earlier one, of one that never was."""
_NEXT = {
    "待处理": ("accept_by", "accept", "accept", "refuse", "extend"),
    "处理中": ("finish", "promise", "finish", "note"),
    "待进一步处理": ("finish", "finish", "ask_guidance", "extend"),
    "街道/区局指导": ("guide", "escalate"),
    "待补充处理": ("finish", "extend"),
    "待评价": ("bad", "bad", "bad", "good"),
}
"""What takes a complaint on from each state."""
_ANYWAY = ("ask_guidance", "accept", "finish", "good", "guide", "refuse")
JOINED = ["submit", "accept"]
"""Who joins a neighbour's complaint that is handled already."""
LONGER = (timedelta(minutes=1), timedelta(hours=5), timedelta(hours=26), timedelta(days=3), timedelta(days=6))


class OneTransaction:
    """A store whose transactions are parts of one that is never committed."""

    def __init__(self, store: Store) -> None:
        self.cipher = store.cipher
        self.connection: Connection = store.engine.connect()
        self._all = self.connection.begin()

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        with self.connection.begin_nested():
            yield Tx(self.connection, self.cipher)

    reading = writing

    def forget(self) -> None:
        self._all.rollback()
        self.connection.close()


class Everybody(RuleBasedStateMachine):
    """Three residents, three managers of one company and one of another, a street, a district, another street."""

    store: Store
    house: House

    def __init__(self) -> None:
        super().__init__()
        self.db = OneTransaction(self.store)
        self.now = START
        self.pages: dict[int, Page] = {}
        self.owners: dict[int, int] = {}
        self.read_to = 0

    def teardown(self) -> None:
        wrong = [flaw for some in prove(self.db) for flaw in some.flaws]  # type: ignore[arg-type]
        self.db.forget()
        assert wrong == []

    @initialize()
    def town(self) -> None:
        with self.db.writing() as tx:
            company, other = add_company(tx, START), add_company(tx, START, "银月亮物业服务有限公司")
            self.area = add_area(tx, START, company_id=company)
            elsewhere = add_area(tx, START, "春和景明", company_id=company)
            people = [
                add_staff(tx, START, company, self.area, name="张益达", phone="+8617712340001"),
                add_staff(tx, START, company, self.area, name="郑凯", phone="+8617712340007"),
                add_staff(tx, START, company, elsewhere, name="吴发竹", phone="+8617712340004"),
                add_staff(tx, START, other, name="孙悦", phone="+8617712340008"),
            ]
            self.staff = people
            self.in_charge = {people[0], people[1]}
            self.handlers: dict[int, int] = {}
            bound = [add_contact(tx, START, f"oManager{one}") for one in people]
            self.managers = [Actor(at, one, channel="wechat") for at, one in zip(bound, people, strict=True)]
            offices = ("桂溪街道", ""), ("文君街道", "邛崃市")
            phones = ("+8617712340002", "+8617712340003", "+8617712340006")
            places = (("高新区", offices[0][0]), ("高新区", ""), ("邛崃市", offices[1][0]))
            found = [add_officer(tx, START, phone, *place) for phone, place in zip(phones, places, strict=True)]
            self.officers = [
                Actor(add_contact(tx, START, f"oOfficer{one}"), officer_id=one, channel="wechat") for one in found
            ]
            self.residents = [Actor(add_contact(tx, START, f"oResident{one}"), channel="wechat") for one in range(3)]
        self._tried(self.residents[0], c.Submit(self.area, "电梯坏了"))

    # acts

    @precondition(lambda self: len(self.pages) < 6)
    @rule(who=st.integers(0, 2), words=st.sampled_from(("电梯坏了", "路灯不亮", "下水道堵了")), join=st.booleans())
    def submit(self, who: int, words: str, join: bool) -> None:
        lead = max(self.pages, default=None) if join else None
        self._tried(self.residents[who], c.Submit(self.area, words, lead_id=lead))

    def _owner(self, which: int, who: int | None, answered: int | None, act: str) -> None:
        one, page = self._pick(which)
        actor = self.residents[who] if who is not None else self._owner_of(one)
        seen = self._round(page, answered)
        mine = actor.contact_id == self.owners[one]
        match act:
            case "good" | "bad":
                solved, stars = ("solved", 5) if act == "good" else ("unsolved", 1)
                fits = self._fits(page, page.variant(solved, stars), seen)
                self._expect(mine and fits, actor, c.Rate(one, solved, stars, "", seen))
            case "withdraw":
                self._expect(mine and self._fits(page, "withdraw", seen), actor, c.Withdraw(one, seen))
            case "nudge":
                today = self.now.astimezone(SHANGHAI).date()
                waits = page.state not in (*ENDED, "待评价") and today not in page.days.get("nudge", ())
                self._expect(mine and waits, actor, c.Nudge(one))
            case "add_words":
                self._expect(mine and page.state not in ENDED, actor, c.AddWords(one, "又坏了"))

    owner = rule(
        which=WHICH,
        who=st.sampled_from((None, None, None, 0, 1, 2)),
        answered=ROUNDS,
        act=st.sampled_from(("good", "bad", "bad", "withdraw", "nudge", "add_words")),
    )(_owner)

    def _manager(self, which: int, who: int, answered: int | None, act: str) -> None:
        one, page = self._pick(which)
        actor, seen = self.managers[who], self._round(page, answered)
        mine = self._handles(actor, one)
        command: dict[str, Callable[[], c.Command]] = {
            "accept": lambda: c.Accept(one, seen),
            "accept_by": lambda: c.Accept(one, seen, self._day(2)),
            "promise": lambda: c.Promise(one, self._day(1), seen),
            "refuse": lambda: c.Refuse(one, "不归物业", "非物业职责", seen),
            "finish": lambda: c.Finish(one, "修好了", (), seen),
            "ask_guidance": lambda: c.AskGuidance(one, "要供电局", seen),
            "extend": lambda: c.Extend(one, 3, "等配件"),
            "note": lambda: c.Note(one, "等报价"),
        }
        if act in ("note", "extend"):
            fits = act == "note" or self._extendable(page)
        else:
            fits = self._promisable(page, seen) if act == "promise" else self._fits(page, act.removesuffix("_by"), seen)
        self._expect(mine and fits, actor, command[act]())

    manager = rule(
        which=WHICH,
        who=st.sampled_from((0, 0, 0, 1, 2, 3)),
        answered=ROUNDS,
        act=st.sampled_from(
            ("accept", "accept_by", "refuse", "finish", "finish", "ask_guidance", "extend", "note", "promise")
        ),
    )(_manager)

    def _officer(self, which: int, who: int, answered: int | None, act: str) -> None:
        one, page = self._pick(which)
        actor, seen = self.officers[who], self._round(page, answered)
        here = who < 2 and not (who == 0 and page.district)
        if act == "urge":
            today = self.now.astimezone(SHANGHAI).date()
            may = page.overdue(self.now) and today not in page.days.get("urge", ())
            self._expect(who < 2 and may, actor, c.Urge(one, "抓紧"))
        elif act == "guide":
            self._expect(here and self._fits(page, "guide", seen), actor, c.Guide(one, "先抽水", seen))
        else:
            up = not page.district and self._fits(page, "escalate", seen)
            self._expect(here and up, actor, c.Escalate(one, "要区局", seen))

    officer = rule(
        which=WHICH,
        who=st.integers(0, 2),
        answered=ROUNDS,
        act=st.sampled_from(("guide", "guide", "escalate", "urge")),
    )(_officer)

    @precondition(lambda self: self.pages)
    @rule(which=WHICH, giver=st.integers(0, 3), taker=st.integers(0, 3), takes=st.booleans())
    def hand_over(self, which: int, giver: int, taker: int, takes: bool) -> None:
        one, page = self._pick(which)
        may = self._handles(self.managers[giver], one) and giver != taker and 3 not in (giver, taker)
        may = may and page.state in ("待处理", "处理中", "待进一步处理", "待补充处理")
        self._expect(may, self.managers[giver], c.HandOver(one, self.staff[taker], "休假"))
        if may:
            self._expect(True, self.managers[taker], c.TakeOver(one) if takes else c.DeclineHandover(one))
        if may and takes:
            self.handlers[one] = self.staff[taker]

    @rule(who=st.integers(0, 3))
    def undo(self, who: int) -> None:
        self._tried(self.managers[who], c.Undo())
        with self.db.reading() as tx:
            found = [tx.complaints.get(one) for one in self.pages]
        self.handlers = {one.id: one.handler_id for one in found if one and one.handler_id}

    @rule(who=st.sampled_from(((), (0,), (1,), (0, 1), (2,))))
    def change_of_people(self, who: tuple[int, ...]) -> None:
        people = tuple(self.staff[one] for one in who)
        with self.db.writing() as tx:
            self.house.by_itself(tx, Replace(self.area, people), self.now)
        self.in_charge = set(people)
        self._look()

    @rule(longer=st.sampled_from(LONGER))
    def time_passes(self, longer: timedelta) -> None:
        self.now += longer

    @rule(longer=st.sampled_from(LONGER))
    def time_passes_and_is_swept(self, longer: timedelta) -> None:
        self.now += longer
        self._swept()

    @rule()
    def the_next_moment_comes_and_is_swept(self) -> None:
        ahead = select(func.min(complaints.c.remind_at)).where(complaints.c.remind_at > self.now)
        self.now = self.db.connection.scalar(ahead) or self.now
        self._swept()

    def _swept(self) -> None:
        self._sweep()
        lines = len(self._look())
        self._sweep()
        assert not self._look(), "a second sweep has something to say"
        assert lines <= len(self.pages), "several things are said of one complaint at once"

    def _go_on(self, which: int, choice: int) -> None:
        """Whoever's turn it is does what they may."""
        one, page = self._pick(which)
        fitting = _NEXT.get(page.state, _ANYWAY)
        act = fitting[choice % len(fitting)] if choice < 12 else _ANYWAY[choice - 12]
        if act in ("good", "bad", "withdraw"):
            self._owner(which, None, 0, act)
        elif act in ("guide", "escalate"):
            self._officer(which, choice // 2 % 2 if page.district else 0, 0, act)
        else:
            able = [at for at, actor in enumerate(self.managers) if self._handles(actor, one)]
            self._manager(which, able[choice % len(able)] if able else 0, 0, act)

    goes_on = rule(which=WHICH, choice=st.integers(0, 17))(_go_on)
    goes_on_and_on = rule(which=WHICH, choice=st.integers(0, 17))(_go_on)
    goes_on_further = rule(which=WHICH, choice=st.integers(0, 17))(_go_on)

    # what follows

    def _sweep(self) -> None:
        remind(self.db, self.house.by_itself, self.now)  # type: ignore[arg-type]

    def _tried(self, actor: Actor, command: c.Command) -> str:
        """`done`, or why not; what was refused has changed nothing."""
        self.now += timedelta(seconds=20)
        reason = "done"
        with self.db.writing() as tx:
            try:
                self.house.perform(tx, actor, command, self.now)
            except Refusal as refusal:
                reason = refusal.reason
        lines = defaultdict[int, list[str]](list)
        for complaint_id, entry in self._look():
            lines[complaint_id].append(entry.act)
        assert bool(lines) == (reason == "done"), command
        assert all(len(acts) == 1 or acts == JOINED for acts in lines.values()), "one change, one line"
        return reason

    def _expect(self, may: bool, actor: Actor, command: c.Command) -> None:
        result = self._tried(actor, command)
        assert (result == "done") == may, (result, command, self.now)

    def _look(self) -> list[Any]:
        """Read the new lines of all timelines, and check everything against them."""
        with self.db.reading() as tx:
            lines = new_lines(tx, self.read_to)
            for complaint_id, entry in lines:
                page = self.pages.setdefault(complaint_id, Page())
                told = page.read(entry)
                if entry.act == "submit":
                    self.owners[complaint_id] = entry.contact_id or 0
                    told = ("joined",) if "lead" in entry.details else ("new_complaint",)
                keys = self._keys(tx, entry.id)
                missing = [one for one in told if not any(key.startswith(f"{one}:{entry.id}:") for key in keys)]
                assert not missing, (entry.act, missing)
                self.read_to = entry.id
            stored = tx.complaints.locked_where(complaints.c.id.in_(self.pages))
            assert {one.id for one in stored} == set(self.pages)
            for one in stored:
                self.pages[one.id].check(one)
        return lines

    def _keys(self, tx: Tx, entry_id: int) -> list[str]:
        query = select(outbox.c.key).where(outbox.c.key.contains(f":{entry_id}:"))
        return list(tx.connection.scalars(query))

    # what the acts are judged by

    def _pick(self, which: int) -> tuple[int, Page]:
        ids = sorted(self.pages)
        return ids[which % len(ids)], self.pages[ids[which % len(ids)]]

    def _owner_of(self, complaint_id: int) -> Actor:
        return next(one for one in self.residents if one.contact_id == self.owners[complaint_id])

    def _round(self, page: Page, answered: int | None) -> int | None:
        return None if answered is None else page.round + answered

    def _fits(self, page: Page, act: str, seen: int | None) -> bool:
        return page.state in TABLE[act] and seen in (None, page.round)

    def _day(self, after: int) -> date:
        return (self.now + timedelta(seconds=20)).astimezone(SHANGHAI).date() + timedelta(days=after)

    def _promisable(self, page: Page, seen: int | None) -> bool:
        same = page.promise == datetime.combine(self._day(2), time.min, SHANGHAI)
        return page.state == "处理中" and seen in (None, page.round) and page.promises < 2 and not same

    def _extendable(self, page: Page) -> bool:
        return page.clock in ("pending", "further", "supplement") and not self._late(page) and page.extended < 2

    def _late(self, page: Page) -> bool:
        return page.deadline is not None and page.deadline <= self.now + timedelta(seconds=20)

    def _handles(self, actor: Actor, complaint_id: int) -> bool:
        handler = self.handlers.get(complaint_id)
        return actor.staff_id == handler if handler else actor.staff_id in self.in_charge


def new_lines(tx: Tx, after: int) -> list[tuple[int, Any]]:
    """(complaint, entry) of all that was written since, in order."""
    news = tx.connection.execute(select(timeline.c.complaint_id).where(timeline.c.id > after).distinct())
    lines = [(row[0], entry) for row in news for entry in tx.complaints.timeline(row[0]) if entry.id > after]
    return sorted(lines, key=lambda line: line[1].id)


@pytest.fixture
def machine(sqlite_template: Path, tmp_path: Path) -> Iterator[type[Everybody]]:
    given = Settings(database_url=copied(sqlite_template, tmp_path), data_dir=tmp_path / "var")
    store = Store.from_settings(given)
    yield type("Machine", (Everybody,), {"store": store, "house": House(given, store)})
    store.close()


def test_everybody_at_any_time(machine: type[Everybody]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=500, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
