"""Each sweep says in the log where the record of acts ends, and says it aloud where the record was cut."""

from typing import Any

from sqlalchemy import delete
from structlog.testing import capture_logs

from core.identity import SYSTEM
from core.log import masker
from core.store.anchor import End
from core.store.tables import audit
from tests.notify.worker_kit import House


def told(house: House) -> list[dict[str, Any]]:
    with capture_logs() as logs:
        assert house.worker().sweep(house.now) is not None
    return [dict(one) for one in logs if one["event"] == "audit_head" or one.get("what") == "audit_cut"]


def test_the_end_is_in_the_log_as_the_check_takes_it(house: House) -> None:
    with house.store.writing() as tx:
        for at in range(3):
            tx.audit.write(SYSTEM, "look", f"staff:{at}", house.now)
    (line,) = told(house)
    kept = End.read(f"{line['count']}:{line['hash']}")
    with house.store.reading() as tx:
        assert (kept.rows, tx.audit.broken(kept)) == (3, None)


def test_a_cut_is_told_aloud(house: House) -> None:
    with house.store.writing() as tx:
        tx.audit.write(SYSTEM, "look", "staff:1", house.now)
        tx.audit.settle()
        tx.connection.execute(delete(audit))
    assert [one.get("what") for one in told(house)] == [None, "audit_cut"]


def test_no_hash_is_masked_in_the_log(house: House) -> None:
    mask = masker(house.settings)
    for digits in ("13812345678", "510107199001011234", "8613812345678"):
        end = End(7, (digits * 4)[:40])
        assert mask(end.hash) == end.hash != mask(end.head)
