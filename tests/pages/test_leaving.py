"""Who has left is out: each kind of person by each way in, on which nothing works from that moment on.

Each way is first seen to work for who is still there, so that a refusal means something."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Table, select, update

from bot.messages import Inbound, Kind
from core import commands as c
from core.application_commands import Apply
from core.applications import Kind as Business
from core.console_commands import EndOfficer, EndOperator
from core.identity import CLI, Actor
from core.lifecycle import State
from core.people_commands import Leave
from core.store.tables import applications, areas, complaints, contacts, officers, operators, outbox, staff, timeline
from tests.pages.kit import Site, Visitor, phone
from tests.support import sqlite_only, town

pytestmark = sqlite_only

MINUTES = timedelta(minutes=2)


@dataclass(frozen=True)
class Case:
    """Somebody, how they leave, the page they see, the form on a page and where it is sent, and in chat a question they
    have open with its answer, a word, a tap; `state` is where the complaint stands for it."""

    who: str
    table: Table
    leave: Callable[[int], c.Command]
    page: str
    form: str
    post: str
    fields: dict[str, str]
    opens: tuple[str, ...]
    answer: str
    word: str
    tap: str
    state: State = State.PENDING
    ties: str = "staff_id"


MANAGER = Case(
    "张益达",
    staff,
    Leave,
    "/console/complaints",
    "/console/complaints/{number}",
    "/console/complaints/{number}/accept",
    {"round": "1"},
    ("备注 {short}",),
    "等配件",
    "待办",
    "accept:{complaint}:1",
)
ADMINISTRATOR = Case(
    "王芳",
    staff,
    Leave,
    "/console/people",
    "/console/people/{staff}/leave",
    "/console/people/{staff}/leave",
    {"sure": "y"},
    ("离职 李斯",),
    "是",
    "人员",
    "people",
)
OFFICER = Case(
    "周敏",
    officers,
    EndOfficer,
    "/console/complaints",
    "/console/complaints/{number}",
    "/console/complaints/{number}/guide",
    {"text": "请尽快", "round": "1"},
    ("指导 {short}", "请尽快检查"),
    "1",
    "待办",
    "officer_detail:{complaint}",
    state=State.GUIDANCE,
    ties="officer_id",
)
OPERATOR = Case(
    "赵敏",
    operators,
    EndOperator,
    "/console/officers",
    "/console/applications/{application}",
    "/console/applications/{application}/approve",
    {"round": "1"},
    ("通过 {application}",),
    "1",
    "审核",
    "applications",
    ties="operator_id",
)
CASES = {"manager": MANAGER, "administrator": ADMINISTRATOR, "officer": OFFICER, "operator": OPERATOR}


@dataclass
class Life:
    """A site in which somebody has everything open, and what they have."""

    site: Site
    case: Case
    visitor: Visitor
    token: str
    link: str
    report: str
    values: dict[str, object]

    def filled(self, text: str) -> str:
        return text.format(**self.values)

    @property
    def key(self) -> int:
        return one(self.site, self.case.table, self.case.who)

    def leaves(self) -> None:
        self.site.perform(CLI, self.case.leave(self.key))

    def state(self) -> list[object]:
        """All that people could change."""
        tables = complaints, timeline, applications, staff, officers, operators
        with self.site.store.reading() as tx:
            return [tx.connection.execute(select(table).order_by(table.c.id)).all() for table in tables]

    def posts(self) -> int:
        """The form they had before them is sent; what the page answers."""
        data = self.case.fields | {"csrf_token": self.token}
        return self.visitor.client.post(self.filled(self.case.post), data=data).status_code

    def says(self, words: str, tap: str = "") -> str:
        return self.site.chat(self.case.who, self.filled(words), self.filled(tap))


def one(site: Site, table: Table, name: str = "") -> int:
    with site.store.reading() as tx:
        rows = tx.connection.execute(select(table).order_by(table.c.id.desc()))
        return next(int(row.id) for row in rows if not name or row.name == name)


@pytest.fixture(params=CASES)
def life(site: Site, request: pytest.FixtureRequest) -> Life:
    case = CASES[request.param]
    filed = site.files(words="楼顶漏水")
    for name in ("张益达", "王芳", "周敏", "赵敏"):
        town.bind(site.store, name, name, site.now)
    content = {"contract": "物业服务合同抄报", "party": "业委会", "begins": "2024-01-01", "ends": "2030-01-01"}
    by = Actor(site.owner.contact_id, one(site, staff, "王芳"), channel="wechat")
    site.perform(by, Apply(Business.CONTRACT, content, one(site, areas, "万和世家")))
    with site.store.writing() as tx:
        tx.connection.execute(update(complaints).values(state=case.state.name))
    values = {"number": filed.number, "short": filed.number[-4:], "complaint": filed.id}
    values |= {"application": one(site, applications), "staff": one(site, staff, "李斯")}
    visitor = site.enter(case.who)
    report = re.search(r"/r/[\w-]+", site.chat(case.who, "报表"))
    link = re.search(r"/console/in/[\w-]+", site.chat(case.who, "登录网页"))
    for words in case.opens:
        site.chat(case.who, words.format(**values))
    visitor.opens(case.form.format(**values))
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.page)
    assert link
    assert token
    assert visitor.opens(case.page).status == 200
    return Life(site, case, visitor, token[1], link[0], report[0] if report else "", values)


@pytest.fixture
def gone(life: Life) -> Life:
    """The same, and then they left."""
    life.leaves()
    return life


def test_for_who_is_there_the_form_is_taken(life: Life) -> None:
    before = life.state()
    assert life.posts() == 302
    assert life.state() != before


def test_for_who_is_there_the_open_question_and_the_links_work(life: Life) -> None:
    before = life.state()
    life.says(life.case.answer)
    assert life.state() != before
    assert life.site.visitor().opens(life.link).sends(life.link).path != "/console/login"
    assert not life.report or life.site.app.test_client().get(life.report).status_code == 200
    assert bool(life.report) == (life.case.table is not operators)


def test_no_page_opens_and_no_form_is_taken(gone: Life) -> None:
    before = gone.state()
    answer = gone.visitor.client.get(gone.case.page)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/console/login")
    gone.posts()
    assert gone.state() == before
    gone.visitor.opens(gone.case.page).sees("登录").misses(gone.case.who)
    assert gone.visitor.opens("/console/accounts").path == "/console/login"


def test_no_word_no_tap_and_no_open_question_does_anything(gone: Life) -> None:
    before = gone.state()
    said = [gone.says(words) for words in (gone.case.answer, "取消", gone.case.word, "撤回", "1")]
    said += [gone.says("点", gone.case.tap), *(gone.says(words) for words in gone.case.opens)]
    told = "楼顶漏水", "李斯", "业委会"
    assert [words for words in said if any(secret in words for secret in told)] == []
    assert gone.state() == before


def test_no_link_opens_anything(gone: Life) -> None:
    visitor = gone.site.visitor()
    assert visitor.opens(gone.link).sends(gone.link).path == "/console/login"
    if gone.report:
        assert gone.site.app.test_client().get(gone.report).status_code == 404


def test_a_code_sent_before_opens_nothing(life: Life) -> None:
    life.site.let_pass(MINUTES)
    browser = life.site.visitor()
    browser.opens("/console/login").sends("/console/login", who=phone(life.case.who))
    code = life.site.code()
    life.leaves()
    browser.sends("/console/login/code", code=code)
    assert browser.path == "/console/login"
    assert browser.opens(life.case.page).path == "/console/login"


def test_no_digits_are_confirmed_and_no_code_is_sent(gone: Life) -> None:
    gone.site.let_pass(MINUTES)
    browser = gone.site.visitor()
    browser.opens("/console/login").sends("/console/login/wechat")
    digits = re.search(r"\d{6}", browser.text)
    assert digits
    gone.says(f"登录 {digits[0]}")
    gone.says("是我")
    assert browser.client.get("/console/login/wechat/state").get_json() == {"state": "waiting"}
    sent = gone.site.codes()
    browser.opens("/console/login").sends("/console/login", who=phone(gone.case.who))
    assert gone.site.codes() == sent


def test_no_text_from_their_phone_does_anything(gone: Life) -> None:
    before, number = gone.state(), "+86" + phone(gone.case.who)
    with gone.site.store.writing() as tx:
        code = tx.codes.name(number, int(str(gone.values["complaint"])), gone.site.now, "accept", 1)
    said = f"接收 {code}", f"完成 {code} 修好了", f"指导 {code} 请尽快", "待办", "离职 李斯", "是", "通过 1", "1"
    for at, words in enumerate(said):
        gone.site.house.receive(Inbound("sms", number, f"text {at}", Kind.TEXT, gone.site.now, text=words))
    assert gone.state() == before


def test_nothing_waits_for_them_and_nobody_is_bound_to_them(gone: Life) -> None:
    """Their address in chat is known as before, as anybody's."""
    ties = contacts.c[gone.case.ties]
    with gone.site.store.reading() as tx:
        rows = tx.connection.execute(select(contacts.c.channel, contacts.c.address).where(ties == gone.key)).all()
        [mine] = tx.connection.execute(
            select(contacts.c.session, contacts.c.asked).where(contacts.c.id == by_address(tx, gone.case.who))
        )
        states = tx.connection.scalars(select(outbox.c.state).where(outbox.c[gone.case.ties] == gone.key))
        assert (rows, set(states) & {"queued"}) == ([], set())
        assert tuple(mine) == (None, None)


def by_address(tx: object, address: str) -> int:
    rows = tx.connection.execute(select(contacts.c.id, contacts.c.address))  # type: ignore[attr-defined]
    return next(int(row.id) for row in rows if row.address == address)
