"""What the timeline of a complaint says it must be now: the lifecycle once more, written from the platform's table and
not from the program's, and read line by line."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.complaint import Complaint, Entry

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
FIVE, SEVEN = timedelta(days=5), timedelta(days=7)
TIMES = {"pending": FIVE, "further": FIVE, "guidance": FIVE, "supplement": FIVE, "rating": SEVEN}
MANAGERS = ("pending", "further", "supplement")
OPEN = ("待处理", "处理中", "待进一步处理", "待补充处理", "街道/区局指导", "待评价")
ENDED = ("已结束", "已撤销")

TABLE: dict[str, dict[str, tuple[str, str]]] = {
    # act: {from: (to, the clock that starts)}
    "accept": {"待处理": ("处理中", "")},
    "refuse": {"待处理": ("待评价", "rating")},
    "finish": dict.fromkeys(("处理中", "待进一步处理", "待补充处理"), ("待评价", "rating")),
    "good": {"待评价": ("已结束", "")},
    "bad once": {"待评价": ("待进一步处理", "further")},
    "bad again": {"待评价": ("街道/区局指导", "guidance")},
    "bad after guidance": {"待评价": ("已结束", "")},
    "ask_guidance": {"待进一步处理": ("街道/区局指导", "guidance")},
    "guide": {"街道/区局指导": ("待补充处理", "supplement")},
    "escalate": {"街道/区局指导": ("街道/区局指导", "guidance")},
    "expire": {"待评价": ("已结束", "")},
    "withdraw": dict.fromkeys(OPEN, ("已撤销", "")),
}
WHO = {"accept": ("manager", "system"), "guide": ("officer",), "escalate": ("officer",), "expire": ("system",)}
WHO |= dict.fromkeys(("refuse", "finish", "ask_guidance"), ("manager",)) | dict.fromkeys(
    ("rate", "withdraw"), ("owner",)
)
RECORDS = ("note", "nudge", "urge", "add_words", "hand_over", "take_over", "not_taken", "lead")
NEAR, DUE, OVERDUE = ("near", "guidance_near"), ("due", "guidance_due"), ("overdue", "guidance_overdue")

TOLD = {
    "submit": (),
    "accept": ("accepted",),
    "refuse": ("refused",),
    "finish": ("finished",),
    "good": ("satisfied",),
    "bad once": ("sent_back", "sent_back_fyi"),
    "bad again": ("sent_up", "sent_up_manager"),
    "bad after guidance": ("closed_unsatisfied",),
    "ask_guidance": ("guidance_asked", "guidance_begun"),
    "guide": ("guided_manager", "guided"),
    "escalate": ("escalated", "escalated_owner"),
    "expire": ("rating_expired",),
    "withdraw": ("withdrawn",),
    "nudge": ("nudged",),
    "urge": ("urged", "urged_company"),
    "add_words": ("words_added",),
    "extend": ("extended",),
    "promise": ("promised",),
    "promise_near": ("promise_near",),
    "promise_over": ("promise_missed",),
    "hand_over": ("handover_asked",),
    "take_over": ("handover_taken",),
    "not_taken": ("handover_declined",),
    "lead": ("lead_passed",),
    "near": ("near_due",),
    "due": ("due",),
    "overdue": ("overdue",),
    "guidance_near": ("guidance_near",),
    "guidance_due": ("guidance_due",),
    "guidance_overdue": ("guidance_overdue",),
    "silent": ("still_handling",),
    "remind": ("rate_reminder",),
    "note": (),
    "undo": (),
}
"""Templates that each line of a timeline is told by."""


@dataclass
class Page:
    """One complaint as its timeline tells it."""

    state: str = ""
    round: int = 0
    clock: str = ""
    deadline: datetime | None = None
    bad: int = 0
    guided: bool = False
    district: bool = False
    extended: int = 0
    outcome: str = ""
    promise: datetime | None = None
    promises: int = 0
    kept: bool | None = None
    heard: datetime | None = None
    said: dict[str, datetime] = field(default_factory=dict)
    days: dict[str, set[Any]] = field(default_factory=dict)
    before: dict[int, "Page"] = field(default_factory=dict)

    def read(self, entry: Entry) -> tuple[str, ...]:
        """Take in the next line; what it is told by. AssertionError where it cannot follow."""
        known = {name: value for name, value in vars(self).items() if name != "before"}
        self.before[entry.id] = Page(**deepcopy(known))
        told = self._line(entry)
        assert (entry.state.value, entry.round) == (self.state, self.round), entry
        if entry.who == "manager":
            self.heard = entry.at
        return TOLD[told]

    def variant(self, solved: str, stars: int) -> str:
        """Which row of the table a rating follows."""
        if solved != "unsolved" and stars >= 3:
            return "good"
        if self.guided:
            return "bad after guidance"
        return "bad again" if self.bad else "bad once"

    def overdue(self, now: datetime) -> bool:
        return self.clock in MANAGERS and self.deadline is not None and self.deadline <= now

    def _line(self, entry: Entry) -> str:
        act = str(entry.act)
        if act == "submit":
            assert self.state == ""
            self.state, self.round = "待处理", 1
            self._start("pending", entry.at)
        elif act == "extend":
            self._extend(entry)
        elif act == "promise":
            assert self.state == "处理中"
            self._promise(entry)
        elif act == "undo":
            self._undo(entry)
        elif act in RECORDS:
            self._record(act, entry)
        elif act in WHO:
            return self._step(act, entry)
        else:
            self._time(act, entry.at)
        return act

    def _step(self, act: str, entry: Entry) -> str:
        assert entry.who in WHO[act], entry
        assert act != "escalate" or not self.district
        row = self.variant(entry.details["solved"], entry.details["stars"]) if act == "rate" else act
        assert self.state in TABLE[row], (row, self.state)
        assert act != "expire" or (self.deadline and self.deadline <= entry.at and "remind" in self.said)
        self.state, clock = TABLE[row][self.state]
        self.round += 1
        self.bad += row.startswith("bad")
        self.guided |= act == "guide"
        self.district |= act == "escalate"
        endings = {"good": "satisfied", "bad after guidance": "unsatisfied", "expire": "unrated"}
        self.outcome = endings.get(row, self.outcome)
        self._start(clock, entry.at)
        if "day" in entry.details:
            self._promise(entry)
        if act == "finish" and self.promise and self.kept is None:
            self.kept = entry.at < self.promise
        return row

    def _start(self, clock: str, at: datetime) -> None:
        self.clock, self.said = clock, {}
        self.deadline = at + TIMES[clock] if clock else None
        self.heard = at

    def _promise(self, entry: Entry) -> None:
        """Until the end of that day in Shanghai."""
        if self.promise and self.promise <= entry.at:
            self.kept = False
        self.promise = datetime.fromisoformat(entry.details["day"]).replace(tzinfo=SHANGHAI) + DAY
        assert self.promise > entry.at
        self.promises += 1
        for word in ("promise_near", "promise_over"):
            self.said.pop(word, None)

    def _extend(self, entry: Entry) -> None:
        assert self.clock in MANAGERS
        assert self.deadline
        assert self.deadline > entry.at
        assert self.extended < 2
        self.extended += 1
        self.deadline += timedelta(days=entry.details["days"])
        self.said = {}

    def _undo(self, entry: Entry) -> None:
        old = self.before[entry.details["undone"]]
        if entry.details["undone_act"] in RECORDS:
            return
        stepped = entry.details["undone_act"] not in ("extend", "promise")
        self.promise, self.promises, self.kept = old.promise, old.promises, old.kept
        for name in ("state", "clock", "deadline", "bad", "guided", "district", "extended", "outcome", "said"):
            setattr(self, name, deepcopy(getattr(old, name)))
        self.round += stepped

    def _record(self, act: str, entry: Entry) -> None:
        assert act in ("note", "take_over", "not_taken", "lead") or self.state not in ENDED, entry
        assert act != "urge" or self.overdue(entry.at)
        if act in ("nudge", "urge"):
            day = entry.at.astimezone(SHANGHAI).date()
            assert day not in self.days.setdefault(act, set())
            self.days[act].add(day)

    def _time(self, word: str, at: datetime) -> None:
        """Said at its time, and once: what comes each day, once a day."""
        last = self.said.get(word)
        self.said[word] = at
        if word == "silent":
            assert self.state == "处理中"
            since = max(one for one in (self.heard, last) if one)
            assert at - since >= 3 * DAY
            assert self.promise is None or at - self.promise >= 3 * DAY
            return
        if word.startswith("promise"):
            assert self.state == "处理中"
            assert self.promise
            assert last is None
            morning, after = self.promise - timedelta(hours=15), self.promise + timedelta(hours=9)
            assert morning <= at < after if word == "promise_near" else at >= after
            return
        assert self.deadline
        if word == "remind":
            assert self.state == "待评价"
            assert last is None
            assert at >= self.deadline - timedelta(hours=36)
            self.deadline = max(self.deadline, at + DAY)
            return
        assert self.clock == "guidance" if word.startswith("guidance") else self.clock in MANAGERS
        if word in NEAR:
            assert last is None
            assert self.deadline - DAY <= at < self.deadline
        elif word in DUE:
            assert last is None
            assert self.deadline <= at < self.deadline + DAY
        else:
            assert word in OVERDUE
            assert at >= self.deadline + DAY
            assert last is None or (at - self.deadline) // DAY > (last - self.deadline) // DAY

    def check(self, stored: Complaint) -> None:
        """That the complaint is what its timeline says."""
        outcome = stored.outcome.value if stored.outcome else ""
        is_now = stored.state.value, stored.round, str(stored.clock or ""), stored.deadline, stored.dissatisfied
        marks = stored.guided, stored.district, stored.extended, outcome
        promised = stored.promise_ends_at, stored.promises, stored.promise_kept
        assert promised == (self.promise, self.promises, self.kept), stored
        assert is_now == (self.state, self.round, self.clock, self.deadline, self.bad), stored
        assert marks == (self.guided, self.district, self.extended, self.outcome), stored
