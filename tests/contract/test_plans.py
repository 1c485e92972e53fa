"""What is asked again and again, or while a person waits, walks through no table that grows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.limits import Asker
from core.queries_delivery import board
from core.services.limiting import REASONS
from core.store.counting import of_contact
from core.store.engine import Store, Tx
from core.store.joining import join_texts
from tests.support import sqlite_only
from tests.support.rows import add_area, add_complaint, add_contact

pytestmark = sqlite_only

GROWING = (
    "complaints",
    "timeline",
    "outbox",
    "inbox",
    "audit",
    "media",
    "contacts",
    "texts",
    "named",
    "reasons",
    "downloads",
)
PHONE = "+8617712340077"
ASKED: dict[str, Callable[[Tx, int, datetime], Any]] = {
    "texts to ask about": lambda tx, who, now: (tx.unclear.any_due(now), tx.unclear.claim(now, 9)),
    "pressing": lambda tx, who, now: tx.outbox.give_up_waiting(now, now, "pressing", now),
    "receipts": lambda tx, who, now: (tx.outbox.told_of("id", "key"), tx.outbox.parked()),
    "reviews": lambda tx, who, now: tx.upkeep.reviews_due(now),
    "old codes": lambda tx, who, now: tx.upkeep.drop_verifications(now),
    "old media": lambda tx, who, now: (tx.upkeep.drop_media(now), tx.upkeep.is_kept("sha")),
    "old browsers": lambda tx, who, now: tx.upkeep.drop_sessions(now),
    "old answers": lambda tx, who, now: tx.upkeep.blank_answers(now),
    "old notices": lambda tx, who, now: (tx.upkeep.blank_notices(now), tx.upkeep.drop_notices(now)),
    "old reasons": lambda tx, who, now: tx.upkeep.drop_reasons(now),
    "the silent": lambda tx, who, now: tx.silence.step(now, now + timedelta(days=1), now),
    "reasons": lambda tx, who, now: (
        tx.reasons.told(tx.audit.lines("contact:1", None, 9)),
        tx.reasons.forget(["contact:1"]),
    ),
    "leaving": lambda tx, who, now: (
        tx.contacts.bound_to("staff_id", 1),
        tx.contacts.bound_to_gone(who),
        tx.outbox.end_for("staff_id", 1, ["s1", "c1"], "rights_ended"),
    ),
    "old texts": lambda tx, who, now: tx.upkeep.drop_texts(now),
    "erasing": lambda tx, who, now: tx.own_data.erase(who, PHONE, now),
    "own data": lambda tx, who, now: (tx.own_data.held(who), list(tx.own_data.told(who))),
    "joining": lambda tx, who, now: join_texts(tx.connection, tx.cipher, who, "+8617712340078"),
    "the record": lambda tx, who, now: (tx.audit.of("contact:1"), tx.audit.acts(), tx.audit.listed("erase", 0, 9)),
    "limits": lambda tx, who, now: [of_contact(tx.connection, what, who, now) for what in REASONS],
    "limits of codes": lambda tx, who, now: tx.verifications.counted(who, PHONE, Asker.CHAT, now),
    "the board": lambda tx, who, now: board(tx, now),
}


@pytest.mark.parametrize("what", ASKED)
def test_an_index_answers(store: Store, now: datetime, what: str) -> None:
    with store.writing() as tx:
        who = add_contact(tx, now, "oPlan")
        add_complaint(tx, now, add_area(tx, now), contact_id=who)
        add_contact(tx, now, "+8617712340078", "sms")
        tx.contacts.verified_phone(who, PHONE, now)
    asked: list[str] = []
    with store.writing() as tx:
        raw: Any = tx.connection.connection.driver_connection
        raw.set_trace_callback(asked.append)
        ASKED[what](tx, who, now)
        raw.set_trace_callback(None)
        explained = [(one, _plan(tx, one)) for one in asked if not one.startswith("--")]
    assert explained
    for statement, plan in explained:
        walked = [line for line in plan if line.startswith("SCAN ") and line.split()[1] in GROWING]
        assert [line for line in walked if "USING" not in line] == [], statement


def _plan(tx: Tx, statement: str) -> list[str]:
    return [str(row[3]) for row in tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
