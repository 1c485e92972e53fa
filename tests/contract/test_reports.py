"""Reports: the database's figures are those of a slow, obvious count along every timeline; and are had by indexes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Select, select, text
from sqlalchemy.dialects import postgresql, sqlite

from bot.wiring import House
from core import sweeps
from core.clocks import SHANGHAI
from core.commands import REFUSAL_CATEGORIES
from core.complaint import Entry
from core.lifecycle import State
from core.reports import ALWAYS, EVERYBODY, By, Figures, Month, Scope, Span
from core.settings import Settings
from core.store.engine import Store, Tx
from core.store.files import Files
from core.store.reports import by_month, counts_query, figures, medians_queries, scope_of
from core.store.tables import areas, companies, complaints, staff
from core.store.types import utc_text
from tests.support.lives import WORDS, Lives
from tests.support.rows import add_area, add_company, add_complaint, add_contact

BEGIN = datetime(2025, 11, 20, tzinfo=UTC)
END = datetime(2026, 3, 10, tzinfo=UTC)
LATER = END + timedelta(days=8)
FIVE_DAYS = timedelta(days=5)
LIVES = 110
_CLOCKED = (State.PENDING, State.FURTHER, State.GUIDANCE, State.SUPPLEMENT)
_MOVES = ("submit", "accept", "refuse", "finish", "rate", "ask_guidance", "guide")


@dataclass
class Life:
    """One complaint as its timeline tells it."""

    area: Any
    company: str
    entries: list[Entry]

    def first(self, *acts: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.act in acts), None)

    @property
    def filed(self) -> datetime:
        return self.entries[0].at

    @property
    def state(self) -> State:
        return self.entries[-1].state

    @property
    def rating(self) -> dict[str, Any] | None:
        """Of the latest closing."""
        last = next(entry for entry in reversed(self.entries) if entry.act in ("submit", "refuse", "finish", "rate"))
        return last.details if last.act == "rate" else None

    def in_stage_since(self) -> datetime:
        return [entry.at for entry in self.entries if entry.act in _MOVES][-1]


@pytest.fixture
def house(store: Store, settings: Settings) -> House:
    return House(settings, store)


@pytest.fixture(params=[1, 2])
def lives(house: House, request: pytest.FixtureRequest) -> list[Life]:
    lives = Lives(house, request.param, BEGIN)
    for one in range(LIVES):
        lives.live(BEGIN + (END - BEGIN) * one / LIVES, END)
    files = Files(house.settings.data_dir, house.store.cipher)
    for at in (END, END + timedelta(days=3), END + timedelta(days=7)):
        sweeps.sweep(house.store, files, house.by_itself, at)
    with house.store.reading() as tx:
        query = (
            select(complaints.c.id, areas, companies.c.name.label("company"))
            .join(areas, areas.c.id == complaints.c.area_id)
            .join(companies)
        )
        return [Life(row, row.company, tx.complaints.timeline(row.id)) for row in tx.connection.execute(query)]


def slow(lives: list[Life], by: By, now: datetime) -> dict[tuple[str, ...], dict[str, Any]]:
    groups: dict[tuple[str, ...], list[Life]] = {} if by is not By.TOTAL else {(): []}
    for life in lives:
        key = {
            By.TOTAL: (),
            By.AREA: (life.area.name, life.area.street, life.area.district),
            By.COMPANY: (life.company, "", ""),
            By.STREET: (life.area.street, "", life.area.district),
            By.DISTRICT: (life.area.district, "", ""),
            By.MONTH: (f"{life.filed.astimezone(SHANGHAI):%Y-%m}", "", ""),
            By.KIND: (WORDS[life.entries[0].text], "", ""),
        }[by]
        groups.setdefault(key, []).append(life)
    return {key: count(group, now) for key, group in groups.items()}


def count(lives: list[Life], now: datetime) -> dict[str, Any]:
    due = in_time = overdue = 0
    answers, closings = [], []
    for life in lives:
        answer, withdrawn = life.first("accept", "refuse"), life.first("withdraw")
        limit = life.filed + FIVE_DAYS
        if answer:
            answers.append(whole(answer.at) - whole(life.filed))
            in_time += answer.at <= limit
        due += bool(answer) or limit <= (withdrawn.at if withdrawn else now)
        overdue += life.state in _CLOCKED and life.in_stage_since() + FIVE_DAYS <= now
        if life.state is State.CLOSED:
            end = next(entry for entry in life.entries if entry.state is State.CLOSED)
            closings.append(whole(end.at) - whole(life.filed))
    ratings = [life.rating for life in lives if life.rating]
    reasons = [entry.details["category"] for life in lives if (entry := life.first("refuse"))]
    return {
        "filed": len(lives),
        "open": sum(life.state not in (State.CLOSED, State.WITHDRAWN) for life in lives),
        "overdue": overdue,
        "withdrawn": sum(life.state is State.WITHDRAWN for life in lives),
        "closed": len(closings),
        "answers_due": due,
        "answered_in_time": in_time,
        "rated": len(ratings),
        "solved": sum(one["solved"] == "solved" for one in ratings),
        "satisfied": sum(one["solved"] != "unsolved" and one["stars"] >= 3 for one in ratings),
        **promises(lives, now),
        "refused": {name: reasons.count(name) for name in REFUSAL_CATEGORIES},
        "answer_median": int(median(answers)) if answers else None,
        "close_median": int(median(closings)) if closings else None,
    }


def promises(lives: list[Life], now: datetime) -> dict[str, int]:
    """A day is missed by going by, whatever is named afterwards; what was done, or withdrawn, ends the waiting."""
    kept = missed = named = 0
    for life in lives:
        days = [(entry.at, midnight_after(entry.details["day"])) for entry in life.entries if "day" in entry.details]
        done = life.first("finish")
        end = done or life.first("withdraw")
        until = end.at if end else now
        gone_by = [day for (_, day), (then, _) in zip(days, [*days[1:], (until, until)], strict=False) if day <= then]
        named += bool(days)
        missed += bool(gone_by)
        kept += bool(days and done and not gone_by)
    return {"promised": named, "promises_kept": kept, "promises_missed": missed}


def midnight_after(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=SHANGHAI) + timedelta(days=1)


def whole(moment: datetime) -> int:
    return int(moment.timestamp())


def fast(lines: list[Figures], by: By) -> dict[tuple[str, ...], dict[str, Any]]:
    kept = [name for name in Figures.__slots__ if name not in ("key", "name", "district", "street")]
    return {
        () if by is By.TOTAL else (line.name, line.street, line.district): {name: getattr(line, name) for name in kept}
        for line in lines
    }


def test_the_figures_are_those_of_the_timelines(house: House, lives: list[Life]) -> None:
    assert {life.state for life in lives} >= {State.PENDING, State.FURTHER, State.CLOSED, State.WITHDRAWN}
    months = [Month(2025, 12), Month(2026, 1), Month(2026, 3)]
    with house.store.reading() as tx:
        for span in (ALWAYS, *(month.until() for month in months), Span(None, END), Span(BEGIN + FIVE_DAYS)):
            for scope, mine in scopes(tx, lives):
                among = [life for life in mine if within(life.filed, span)]
                for by in By:
                    expected = slow(among, by, LATER)
                    assert fast(figures(tx, scope, by, span, LATER), by) == expected, (span, scope, by)


def within(moment: datetime, span: Span) -> bool:
    return (span.start is None or moment >= span.start) and (span.end is None or moment < span.end)


def scopes(tx: Tx, lives: list[Life]) -> Iterator[tuple[Scope, list[Life]]]:
    """Everybody's, and each person's own, with the lives that should be in it."""
    yield EVERYBODY, lives
    company = tx.connection.scalar(select(companies.c.id))
    yield Scope(company_id=company), lives
    people = dict(tx.connection.execute(select(staff.c.name, staff.c.id)).all())
    for phone, names in (("+8617712340002", "万和世家 春和景明 测试小区一"), ("+8617712340006", "万科翡翠")):
        officer = tx.directory.officer_by_phone(phone)
        assert officer is not None
        scope = scope_of(tx, None, officer.id)
        assert scope == Scope(district=officer.district, street=officer.street)
        yield scope, [life for life in lives if life.area.name in names.split()]
    for name, names in (("张益达", "万和世家"), ("吴发竹", "春和景明 万科翡翠")):
        scope = scope_of(tx, int(people[name]), None)
        assert scope is not None
        yield scope, [life for life in lives if life.area.name in names.split()]
    yield Scope(area_ids=()), []
    assert scope_of(tx, int(people["李斯"]), None) is None


def test_who_has_left_has_no_scope(house: House, lives: list[Life]) -> None:
    with house.store.writing() as tx:
        people = dict(tx.connection.execute(select(staff.c.name, staff.c.id)).all())
        tx.connection.execute(staff.update().values(left_at=END))
        assert scope_of(tx, int(people["张益达"]), None) is None
        assert scope_of(tx, None, None) is None


def test_months_without_complaints_are_there(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        add_complaint(tx, now, add_area(tx, now), add_contact(tx, now))
        lines = by_month(tx, EVERYBODY, Month.of(now), 3, now)
    assert [(line.name, line.filed) for line in lines] == [("2024-08", 0), ("2024-09", 0), ("2024-10", 1)]


def test_a_month_is_shanghais(store: Store) -> None:
    last, first = datetime(2026, 8, 31, 15, 59, 59, tzinfo=UTC), datetime(2026, 8, 31, 16, tzinfo=UTC)
    with store.writing() as tx:
        area_id, contact_id = add_area(tx, last), add_contact(tx, last)
        for at in (last, first):
            add_complaint(tx, at, area_id, contact_id)
        lines = figures(tx, EVERYBODY, By.MONTH, ALWAYS, first)
        august = figures(tx, EVERYBODY, By.TOTAL, Month(2026, 8).until(), first)[0]
    assert [(line.name, line.filed) for line in lines] == [("2026-08", 1), ("2026-09", 1)]
    assert august.filed == 1


def test_namesakes_and_estates_without_a_company(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        company_id = add_company(tx, now)
        for district, company in (("高新区", company_id), ("邛崃市", None)):
            add_complaint(tx, now, add_area(tx, now, district=district, company_id=company, scene=district))
        by_area = figures(tx, EVERYBODY, By.AREA, ALWAYS, now)
        by_company = figures(tx, EVERYBODY, By.COMPANY, ALWAYS, now)
    assert sorted((line.name, line.district, line.filed) for line in by_area) == [
        ("万和世家", "邛崃市", 1),
        ("万和世家", "高新区", 1),
    ]
    assert [(line.name, line.filed) for line in by_company] == [("", 1), ("金太阳物业服务有限公司", 1)]


def test_what_was_imported_answered_counts_in_no_response_rate(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        add_complaint(tx, now, add_area(tx, now), state=State.HANDLING, clock=None, deadline=None)
        line = figures(tx, EVERYBODY, By.TOTAL, ALWAYS, now + timedelta(days=99))[0]
    assert (line.filed, line.answers_due, line.answer_rate, line.solved_rate) == (1, 0, None, None)


MANY = 100_000
_FILL = """
INSERT INTO complaints (number, area_id, content, state, round, clock, deadline, answer_due, submitted_at, answered_at,
                        closed_at, refused_as, solved, stars)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)
SELECT '0040' || (10000000 + i), 1 + i % 200, :sealed, CASE WHEN i % 20 = 0 THEN 'PENDING' ELSE 'CLOSED' END, 1,
       CASE WHEN i % 20 = 0 THEN 'pending' END, CASE WHEN i % 20 = 0 THEN {then} END, {then}, {then},
       CASE WHEN i % 20 > 0 THEN {then} END, CASE WHEN i % 20 > 0 THEN {then} END,
       CASE WHEN i % 20 = 3 THEN '重复' END, 'solved', 1 + i % 5 FROM n"""
_THEN = {
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%f000+00:00', :now, '-' || (i * 10) || ' minutes')",
    "postgresql": "CAST(:now AS timestamptz) - i * interval '10 minutes'",
}


@pytest.fixture
def crowded(store: Store, now: datetime) -> Store:
    """100,000 complaints of two years in 200 estates of 20 streets."""
    with store.writing() as tx:
        company_id = add_company(tx, now)
        for at in range(200):
            street = f"{at % 20}街道"
            district = f"{at % 4}区"
            add_area(tx, now, f"小区{at}", street=street, district=district, company_id=company_id)
        sealed = store.cipher.seal("电梯坏了，关在里面半小时没有人管。", "complaints.content")
        fill = _FILL.format(then=_THEN[tx.connection.dialect.name])
        tx.connection.execute(text(fill), {"many": MANY, "now": utc_text(now), "sealed": sealed})
        tx.connection.execute(text("ANALYZE"))
    return store


def plan(tx: Tx, query: Select[Any]) -> str:
    """How the database would go about it."""
    postgres = tx.connection.dialect.name == "postgresql"
    dialect = postgresql.dialect() if postgres else sqlite.dialect()  # type: ignore[no-untyped-call]
    compiled = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    words = "EXPLAIN" if postgres else "EXPLAIN QUERY PLAN"
    rows = tx.connection.exec_driver_sql(f"{words} {str(compiled).replace('%', '%%') if postgres else compiled}")
    return "\n".join(str(row[0] if postgres else row[3]) for row in rows)


PEOPLE = (
    Scope(area_ids=(3, 5)),
    Scope(district="1区", street="1街道"),
    Scope(district="1区"),
    EVERYBODY,
)


@pytest.mark.parametrize("scope", PEOPLE, ids=["manager", "street", "district", "everybody"])
def test_a_month_is_found_by_index_among_100_000(crowded: Store, now: datetime, scope: Scope) -> None:
    month = Month.of(now).back(1).until()
    with crowded.reading() as tx:
        for by in By:
            for query in (counts_query(scope, by, month, now), *medians_queries(scope, by, month)):
                how = plan(tx, query)
                assert "complaints" in how
                assert "timeline" not in how
                assert "SCAN complaints" not in how, how
                assert "Seq Scan on complaints" not in how, how


def test_all_of_100_000_within_seconds(crowded: Store, now: datetime) -> None:
    with crowded.reading() as tx:
        begun = time.monotonic()
        lines = figures(tx, EVERYBODY, By.AREA, ALWAYS, now)
        took = time.monotonic() - begun
    assert (len(lines), sum(line.filed for line in lines)) == (200, MANY)
    assert took < 10
