"""Every act by everybody: who may, does; to anybody else there is nothing, and nothing changes."""

from collections.abc import Callable

import pytest

from core import application_commands as c
from core.application_queries import applications_page
from core.applications import Application, Kind
from core.commands import Command
from tests.applications.kit import CONTRACT, NEW_ESTATE, VERIFICATION, Bureau

EVERYBODY = (
    "administrator",
    "manager",
    "stranger",
    "other_manager",
    "gone",
    "street",
    "elsewhere",
    "district",
    "operator",
    "second",
    "applicant",
    "resident",
    "system",
)
OPERATORS = {"operator", "second", "system"}
Made = Callable[[Application], Command]
ACTS: dict[str, Made] = {
    "approve": lambda one: c.ApproveApplication(one.id),
    "return": lambda one: c.ReturnApplication(one.id, {"community": "社区与登记的不一致"}),
    "resubmit": lambda one: c.Resubmit(one.id, {"community": "三瓦房社区"}),
    "end": lambda one: c.EndApplication(one.id),
}
MAY = {"approve": OPERATORS, "return": OPERATORS, "resubmit": {"administrator"}, "end": {"administrator"}}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("act", ACTS)
def test_a_company_s_application(bureau: Bureau, act: str, who: str) -> None:
    one = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    if act == "resubmit":
        bureau.returned(one, community="写错了")
    before = bureau.everything()
    said = bureau.tried(who, ACTS[act](one))
    if who in MAY[act]:
        assert said == "done"
        assert bureau.everything() != before
    else:
        assert said in ("application_not_found", "not_yours")
        assert bureau.everything() == before


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("act", ["resubmit", "end"])
def test_a_verification_is_its_applicant_s(bureau: Bureau, act: str, who: str) -> None:
    one = bureau.apply("applicant", Kind.VERIFICATION, VERIFICATION)
    bureau.returned(one, person="请写全名")
    command: Command = c.Resubmit(one.id, {"person": "刘大洋"}) if act == "resubmit" else c.EndApplication(one.id)
    assert (bureau.tried(who, command) == "done") is (who == "applicant")


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_apply_for_a_company(bureau: Bureau, who: str) -> None:
    filed = bureau.tried(who, c.Apply(Kind.CONTRACT, CONTRACT | NEW_ESTATE))
    changed = bureau.tried(who, c.Apply(Kind.AREA_CHANGE, {"street": "中和街道"}, bureau.estate))
    assert (filed == "done") is (who in ("administrator", "stranger"))
    assert (changed == "done") is (who == "administrator")
    if who == "stranger":
        assert changed == "no_area"


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (Kind.CONTRACT, {"administrator", "street", "district", *OPERATORS}),
        (Kind.VERIFICATION, {"applicant", *OPERATORS}),
    ],
)
def test_who_sees_it(bureau: Bureau, kind: Kind, who: set[str]) -> None:
    by, content = ("applicant", VERIFICATION) if kind is Kind.VERIFICATION else ("administrator", CONTRACT | NEW_ESTATE)
    one = bureau.apply(by, kind, content)
    assert {name for name in EVERYBODY if bureau.view(name, one)} == who
    with bureau.store.reading() as tx:
        pages = {name: applications_page(tx, bureau.people[name]) for name in EVERYBODY}
    assert {name for name, (found, total) in pages.items() if found and total} == who


def test_nobody_decides_who_has_left(bureau: Bureau) -> None:
    one = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    operator_id = bureau.people["operator"].operator_id
    with bureau.store.writing() as tx:
        tx.connection.exec_driver_sql(f"UPDATE operators SET left_at = created_at WHERE id = {operator_id}")
    assert bureau.tried("operator", c.ApproveApplication(one.id)) == "application_not_found"
    assert bureau.view("operator", one) is None


def test_name_and_phone_of_an_applicant_are_masked(bureau: Bureau) -> None:
    one = bureau.apply("applicant", Kind.VERIFICATION, VERIFICATION)
    seen = bureau.view("operator", one)
    assert seen
    assert {line.name: line.value for line in seen.lines} == {
        "company": VERIFICATION["company"],
        "code": VERIFICATION["code"],
        "person": "刘*",
        "phone": "177****0031",
    }
