"""/metrics tells of the outbox as a whole, whoever drains it; over both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from core.store.figures import outbox_figures
from core.store.outbox import News, Sending
from webhooks import create_app


class Door:
    """The web's door, and an outbox behind it."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        self.store, self.now = store, now
        self.client: FlaskClient = create_app(House(settings, store, lambda: self.now)).test_client()
        self._count = 0

    def put(self, channel: str, state: Sending, reason: str = "", ago: timedelta = timedelta(0)) -> None:
        self._count += 1
        key, at = f"n{self._count}", self.now - ago
        row = News(key, key, channel, "accepted", "owner", "{}", at, state=state, reason=reason)
        with self.store.writing() as tx:
            tx.outbox.add([row], at)

    def figures(self) -> dict[str, float]:
        """Every line of the outbox's."""
        lines = self.client.get("/metrics").text.splitlines()
        told = [line.rpartition(" ") for line in lines if line.startswith(("outbox_", "database_"))]
        return {name: float(value) for name, _, value in told if "seconds_" not in name.partition("{")[0]}


@pytest.fixture
def door(store: Store, settings: Settings, now: datetime) -> Door:
    return Door(store, settings, now)


def test_an_empty_outbox_has_its_series_all_the_same(door: Door) -> None:
    figures = door.figures()
    for channel in ("wechat", "sms", "media", "account"):
        for name in ("outbox_waiting", "outbox_overdue_seconds", "outbox_dead"):
            assert figures[f'{name}{{channel="{channel}"}}'] == 0
    assert figures["database_up"] == 1


def test_what_waits_by_channel_and_since_when(door: Door) -> None:
    door.put("wechat", Sending.QUEUED, ago=timedelta(seconds=90))
    door.put("wechat", Sending.SENDING, ago=timedelta(seconds=30))
    door.put("sms", Sending.QUEUED, "quiet_hours", ago=timedelta(hours=-3))
    door.put("sms", Sending.SENT, ago=timedelta(hours=5))
    figures = door.figures()
    assert figures['outbox_waiting{channel="wechat"}'] == 2
    assert figures['outbox_overdue_seconds{channel="wechat"}'] == 90
    assert figures['outbox_waiting{channel="sms"}'] == 1
    assert figures['outbox_overdue_seconds{channel="sms"}'] == 0


def test_what_was_not_sent_and_why(door: Door) -> None:
    door.put("sms", Sending.SKIPPED, "no_phone")
    door.put("sms", Sending.SKIPPED, "no_phone", ago=timedelta(hours=23))
    door.put("sms", Sending.SKIPPED, "no_phone", ago=timedelta(hours=25))
    door.put("wechat", Sending.FAILED, "refused")
    door.put("wechat", Sending.DEAD, "unreachable")
    door.put("wechat", Sending.DEAD, "unreachable", ago=timedelta(days=9))
    figures = door.figures()
    unsent = {name: value for name, value in figures.items() if name.startswith("outbox_unsent")}
    assert unsent == {
        'outbox_unsent_last_day{channel="sms",reason="no_phone",state="skipped"}': 2,
        'outbox_unsent_last_day{channel="wechat",reason="refused",state="failed"}': 1,
        'outbox_unsent_last_day{channel="wechat",reason="unreachable",state="dead"}': 1,
    }
    assert figures['outbox_dead{channel="wechat"}'] == 2


def test_without_a_database_it_says_so_and_still_answers(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Store.from_settings(Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:9/none"))
    monkeypatch.setattr(door.store, "engine", broken.engine)
    assert door.client.get("/metrics").status_code == 200
    assert door.figures() == {"database_up": 0}


NEAR = {"10.1.2.3": 200, "100.64.0.9": 200, "::1": 200}
FAR = {"8.8.8.8": 404, "2001:4860:4860::8888": 404, "::ffff:8.8.8.8": 404}


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
@pytest.mark.parametrize(("address", "status"), (NEAR | FAR).items())
def test_only_who_is_near_is_answered(door: Door, path: str, address: str, status: int) -> None:
    assert door.client.get(path, environ_base={"REMOTE_ADDR": address}).status_code == status


def test_one_query_from_indexes_alone(store: Store, now: datetime) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    with store.reading() as tx:
        event.listen(tx.connection, "before_cursor_execute", note)
        outbox_figures(tx.connection, now)
        event.remove(tx.connection, "before_cursor_execute", note)
        ((statement, values),) = asked
        sqlite = tx.connection.dialect.name == "sqlite"
        if not sqlite:
            tx.connection.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        lines = [str(row) for row in tx.connection.exec_driver_sql(f"{explain} {statement}", values)]
    assert len([line for line in lines if "ix_outbox_unsent" in line]) >= 2
    whole = [line for line in lines if "Seq Scan" in line or ("outbox" in line and "ix_outbox" not in line)]
    if sqlite:
        assert whole == []
        assert [line for line in lines if "INDEX ix_outbox_due" in line]
    else:
        assert not [line for line in whole if "Seq Scan" in line]
