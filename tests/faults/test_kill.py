"""kill -9 of web and worker between any two messages of the story changes nothing of its end."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

import pytest
from sqlalchemy import func, select, update

from core.lifecycle import State
from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import Sending
from core.store.tables import complaints, leases, outbox
from simulator import Simulator, serving
from simulator.binding import bind
from simulator.config import from_environment
from simulator.pictures import sample
from tests.support.processes import PATIENCE, Installation, running

RESIDENT, MANAGER, OFFICER = "sim_resident_1", "sim_manager_1", "sim_officer_1"
ESTATE = "万和世家"
PHOTO = "(photo)"
STORY = (
    # who, what they send, what the answer holds
    (RESIDENT, "7栋负一楼排水沟堵了,车位上全是水", "请核对"),
    (RESIDENT, PHOTO, "1张照片"),
    (RESIDENT, "提交", "已提交"),
    (MANAGER, "接收", "已接收"),
    (MANAGER, "完成", "处理结果"),
    (MANAGER, "已疏通排水沟,积水清干", "业主会看到"),
    (MANAGER, PHOTO, "1张"),
    (MANAGER, "确认", "已完成"),
    (RESIDENT, "评价", "问题解决了吗"),
    (RESIDENT, "没解决", "没办好"),
    (RESIDENT, "今天又积水了", "退回"),
    (MANAGER, "完成", "处理结果"),
    (MANAGER, "更换了排水泵", "业主会看到"),
    (MANAGER, "确认", "已完成"),
    (RESIDENT, "评价", "问题解决了吗"),
    (RESIDENT, "已解决", "满意吗"),
    (RESIDENT, "非常满意", "已结束"),
)
ENDS = {Sending.SENT, Sending.DELIVERED, Sending.SKIPPED, Sending.UNKNOWN}
MOMENTS = (0.0, 0.4, 0.15, 0.25)
"""Seconds from an answer to the blow, in turn: before the worker has seen the news, and while it tells them."""


class End(NamedTuple):
    """How a story ended: the complaint, what happened to it, and each notice (template, channel, to whom)."""

    state: tuple[Any, ...]
    timeline: list[tuple[Any, ...]]
    notices: list[tuple[str, str, str]]


class Town:
    """An installation, and the phones of its people in this process."""

    def __init__(self, here: Installation, phones: Simulator) -> None:
        self.here, self.phones = here, phones
        self.store = Store.from_settings(Settings(database_url=here.database_url))

    def play(self, after_each: Callable[[int], None]) -> End:
        """The story from the scan on; `after_each` gets the number of the message that was just answered."""
        self.phones.person(RESIDENT).scans(self._scene())
        for number, (openid, words, answer) in enumerate(STORY):
            person = self.phones.person(openid)
            said = person.sends_picture(sample(0)) if words == PHOTO else person.says(words)
            assert answer in said, (words, said, person.last.problem)
            after_each(number)
            self.wait_until_told()
        return self.end()

    def wait_until_told(self) -> None:
        """Until nothing waits to leave the house."""
        until = monotonic() + PATIENCE
        while waiting := [row for row in self.rows() if row.state in (Sending.QUEUED, Sending.SENDING)]:
            assert monotonic() < until, waiting
            sleep(0.05)

    def rows(self) -> list[Any]:
        """What has to leave the house, but for the staff's menus, which wait for the account's set-up."""
        with self.store.reading() as tx:
            return [row for row in tx.outbox.listed() if row.channel != "account"]

    def let_leases_end(self) -> None:
        """As if the minute had passed for which a dead worker's leases bind others."""
        past = datetime.now(UTC) - timedelta(seconds=1)
        with self.store.writing() as tx:
            tx.connection.execute(update(outbox).where(outbox.c.lease_until.is_not(None)).values(lease_until=past))
            tx.connection.execute(update(leases).values(until=past))

    def end(self) -> End:
        """How the latest complaint ended."""
        with self.store.reading() as tx:
            complaint_id = tx.connection.scalar(select(func.max(complaints.c.id)))
            one = tx.complaints.get(complaint_id or 0)
            assert one
            told = [(row.template, row.channel, row.audience) for row in tx.outbox.of_complaint(one.id)]
            entries = tx.complaints.timeline(one.id)
        timeline = [(e.act, e.who, e.state, e.round, e.text, e.channel) for e in entries]
        return End((one.state, one.round, one.outcome, one.clock, one.content), timeline, sorted(told))

    def _scene(self) -> str:
        with self.store.reading() as tx:
            return next(area.scene for area in tx.directory.areas() if area.name == ESTATE)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A town whose staff and resident have verified their phones."""
    here = Installation(tmp_path)
    phones = Simulator(from_environment(here.environment))
    with serving(phones, port=here.phones_port), running(here.web, here.worker):
        town = Town(here, phones)
        for openid in (MANAGER, OFFICER, RESIDENT):
            assert bind(phones, phones.person(openid), PATIENCE)
        town.wait_until_told()
        yield town
        town.store.close()


def test_killed_between_any_two_messages_the_story_ends_the_same(town: Town) -> None:
    undisturbed = town.play(lambda _: None)
    assert undisturbed.state[0] is State.CLOSED
    earlier, cut = len(town.rows()), []

    def strike(number: int) -> None:
        sleep(MOMENTS[number % len(MOMENTS)])
        for process in (town.here.web, town.here.worker):
            process.kill()
        town.let_leases_end()
        for process in (town.here.web, town.here.worker):
            process.again()
        town.here.web.wait()
        town.here.worker.wait()
        cut.append(number)

    assert town.play(strike) == undisturbed
    assert cut == list(range(len(STORY)))
    rows = town.rows()[earlier:]
    assert {row.state for row in rows} <= ENDS
    assert {row.reason for row in rows if row.state == Sending.UNKNOWN} <= {"worker_died"}
    taken = Counter(sms["out_id"] for sms in town.phones.sms.listed())
    assert set(taken.values()) == {1}
