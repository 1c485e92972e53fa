"""Every tap by everybody, as it would be forged: what is not theirs is told as what does not exist."""

from datetime import datetime

import pytest

from bot.messages import Inbound, Kind
from bot.texts import business
from core.applications import Kind as Business
from core.applications import Standing
from tests.applications.kit import CONTRACT, NEW_ESTATE, Bureau
from tests.applications.test_rights import EVERYBODY

NOT_THEIRS = business.REFUSALS["application_not_found"]
OPERATORS = {"operator", "second"}
MAY = {
    "application": {"administrator", "street", "district", *OPERATORS},
    "approve": OPERATORS,
    "give_back": OPERATORS,
    "correct": {"administrator"},
    "end_application": {"administrator"},
}
PEOPLE = [who for who in EVERYBODY if who != "system"]


def tapped(bureau: Bureau, who: str, tap: str, now: datetime) -> str:
    """What is answered."""
    contact_id = bureau.people[who].contact_id
    with bureau.store.reading() as tx:
        address = tx.contacts.address(contact_id or 0)
    assert address
    inbound = Inbound(*address, f"{who} {tap}", Kind.TEXT, now, tap=tap)
    return bureau.house.receive(inbound).say.text


@pytest.mark.parametrize("verb", MAY)
def test_a_tap_on_a_company_s_application(bureau: Bureau, verb: str, now: datetime) -> None:
    one = bureau.apply("administrator", Business.CONTRACT, CONTRACT | NEW_ESTATE)
    if verb == "correct":
        bureau.returned(one, address="写到门牌")
    before = bureau.kept(one)
    said = {who: tapped(bureau, who, f"{verb}:{one.id}:{one.round}", now) for who in PEOPLE}
    assert {who for who, text in said.items() if text != NOT_THEIRS} == MAY[verb]
    assert bureau.kept(one) == before


@pytest.mark.parametrize("verb", MAY)
def test_a_number_that_is_none_is_answered_alike(bureau: Bureau, verb: str, now: datetime) -> None:
    said = {tapped(bureau, who, f"{verb}:{number}:1", now) for who in PEOPLE for number in (999, "x")}
    assert said <= {NOT_THEIRS, business.REVIEW_NONE}


def test_two_operators_the_second_is_told(bureau: Bureau, now: datetime) -> None:
    one = bureau.apply("administrator", Business.CONTRACT, CONTRACT | NEW_ESTATE)
    for who in sorted(OPERATORS):
        tapped(bureau, who, f"approve:{one.id}:1", now)
    told = [tapped(bureau, who, "q1.yes", now) for who in sorted(OPERATORS)]
    assert told[0] == business.APPROVED.format(kind="合同备案", id=one.id, subject="锦江花园")
    assert told[1].startswith(f"这一步已经过时：申请 {one.id} 现在是“已通过”")
    assert bureau.kept(one).state is Standing.APPROVED
