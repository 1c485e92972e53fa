"""What each step of a day costs: one message, from its sealed bytes to its sealed answer, in one thread.

CPU is counted by the thread's own clock, so that a busy machine changes it little; what is waited for (the disk, the
database's server) is in the time that passed.
"""

import re
import time
from collections import defaultdict
from statistics import median
from typing import NamedTuple

from bench import account, city
from bot.wiring import House
from core.settings import Settings
from webhooks.doors import Asked, Reply
from webhooks.wechat import Door

ESTATES = 300
NEIGHBOURS = 200
"""Open complaints of the estate that everybody talks about, when the count begins."""
_NUMBER = re.compile(r"(?<!\d)\d{4}(?!\d)")


class Step(NamedTuple):
    """Median seconds of one kind of step: of CPU, and passed."""

    name: str
    cpu: float
    passed: float


def measure(url: str, times: int, neighbours: int = NEIGHBOURS) -> list[Step]:
    """Play the day of a resident, a manager and an officer `times` times, in an empty database."""
    settings = Settings(database_url=url, **{name.lower(): value for name, value in account.ENVIRONMENT.items()})
    store = city.build(url, ESTATES)
    day = Day(Door(House(settings, store), settings, time.time))
    for one in range(neighbours):
        day.file(one)
    with store.writing() as tx:
        tx.connection.exec_driver_sql("ANALYZE")  # as the database itself does in time
    day.taken.clear()
    for one in range(neighbours, neighbours + times):
        day.play(one)
    store.close()
    return [
        Step(name, median(cpu for cpu, _ in taken), median(passed for _, passed in taken))
        for name, taken in day.taken.items()
    ]


class Day:
    """What is said in the first estate, and how long each answer takes."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.taken: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)

    def file(self, person: int) -> str:
        """A resident files a complaint; its short number."""
        resident = account.openid(person)
        self._push("scan", account.scan(resident, city.scene(0)), "小区")
        self._say("words", resident, f"{person % 40 + 1}栋{person // 40 + 1}单元楼道灯不亮", "请核对")
        self._say("more words", resident, "晚上看不见路", "请核对")
        filed = self._say("提交", resident, "1", "已提交")
        return _NUMBER.findall(filed)[-1]

    def play(self, person: int) -> None:
        """A resident files and looks, the manager accepts and finishes, the street's officer looks."""
        number, resident = self.file(person), account.openid(person)
        self._say("我的", resident, "我的", number)
        self._say("详情", resident, "1", "状态")
        manager, officer = city.manager(0), city.officer(0)
        self._say("manager: 待办", manager, "待办", "先到期的在前")
        self._say("manager: 详情", manager, f"详情 {number}", "类别")
        self._say("manager: 接收", manager, f"接收 {number}", "已接收")
        self._say("manager: 完成", manager, f"完成 {number}", "处理结果")
        self._say("manager: the result", manager, "灯泡换好了，已经亮了", "确认吗")
        self._say("manager: 确认", manager, "1", "已完成")
        self._say("officer: 查询", officer, "查询", "新的在前")
        self._say("officer: 详情", officer, f"详情 {number}", number)

    def _say(self, name: str, who: str, words: str, expected: str) -> str:
        return self._push(name, account.text(who, words), expected)

    def _push(self, name: str, xml: str, expected: str) -> str:
        query, body = account.pushed(xml)
        passed, cpu = time.perf_counter(), time.thread_time()
        found = self._door(Asked("POST", "/wechat", query))
        reply = found if isinstance(found, Reply) else found(body)
        self.taken[name].append((time.thread_time() - cpu, time.perf_counter() - passed))
        assert reply.status == 200, reply
        answer = account.opened(reply.body)
        assert expected in answer, f"{name}: {answer!r}"
        return answer
