"""Whoever has everything of theirs deleted applies for nothing any more, and no application names them."""

import pytest

from core.applications import Application, Kind, Standing
from core.own_commands import EraseMe
from tests.applications.kit import APPLICANT_PHONE, VERIFICATION, Bureau

BEFORE = {
    "waiting": (lambda bureau, one: one, Standing.ENDED),
    "returned": (lambda bureau, one: bureau.returned(one, code="看不清"), Standing.ENDED),
    "approved": (lambda bureau, one: bureau.approved(one), Standing.APPROVED),
}


@pytest.mark.parametrize("before", BEFORE)
def test_the_applicant_is_gone(bureau: Bureau, before: str) -> None:
    act, state = BEFORE[before]
    one: Application = bureau.apply("applicant", Kind.VERIFICATION, VERIFICATION)
    assert (one.content["person"], one.content["phone"]) == ("刘洋", APPLICANT_PHONE)
    act(bureau, one)
    bureau.perform("applicant", EraseMe())
    kept = bureau.kept(one)
    assert (kept.state, kept.contact_id, kept.remind_at) == (state, None, None)
    assert (kept.content["person"], kept.content["phone"]) == ("刘*", "177****0031")
    assert kept.content["company"] == VERIFICATION["company"]
