"""The three days that an applicant is promised: operators are reminded, once a day, of what still waits."""

from datetime import datetime, timedelta

from core import application_commands as c
from core.applications import REMIND, REVIEW, Kind
from core.store.files import Files
from core.sweeps import sweep
from tests.applications.kit import CONTRACT, NEW_ESTATE, Bureau

HOUR = timedelta(hours=1)


def reminded(bureau: Bureau, at: datetime) -> int:
    """How many notices a sweep at that time makes; there are two operators."""
    with bureau.store.reading() as tx:
        before = len([row for row in tx.outbox.listed() if row.template == "application_waiting"])
    sweep(bureau.store, Files(bureau.house.settings.data_dir, bureau.store.cipher), bureau.house.by_itself, at)
    with bureau.store.reading() as tx:
        return len([row for row in tx.outbox.listed() if row.template == "application_waiting"]) - before


def test_from_a_day_before_and_each_day_after(bureau: Bureau) -> None:
    bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    near = bureau.now + REVIEW - REMIND
    assert [reminded(bureau, at) for at in (near - HOUR, near, near + HOUR, near + REMIND)] == [0, 2, 0, 2]


def test_after_a_standstill_once(bureau: Bureau) -> None:
    bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    late = bureau.now + REVIEW + timedelta(days=5, hours=3)
    assert [reminded(bureau, at) for at in (late, late + HOUR, late + REMIND)] == [2, 0, 2]


def test_of_what_was_decided_never_and_of_what_came_back_anew(bureau: Bureau) -> None:
    one = bureau.returned(bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE), party="请写全称")
    later = bureau.now + timedelta(days=10)
    assert reminded(bureau, later) == 0
    bureau.perform("administrator", c.Resubmit(one.id, {"party": "全称"}), later)
    assert [reminded(bureau, at) for at in (later + REMIND, later + REVIEW - REMIND)] == [0, 2]
    bureau.approved(one)
    assert reminded(bureau, later + REVIEW) == 0
