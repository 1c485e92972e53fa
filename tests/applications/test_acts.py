"""What each act does, over both databases: what is kept, what it brings about, what stands against it."""

from datetime import timedelta

import pytest

from core import application_commands as c
from core.applications import REPORTED, Deed, Kind, Standing
from core.complaint import Refusal
from tests.applications.kit import APPLICANT_PHONE, CODE, CONTRACT, NEW_ESTATE, OTHER_CODE, VERIFICATION, Bureau
from tests.support.rows import add_complaint


def refused(bureau: Bureau, who: str, command: c.ApplicationCommand) -> Refusal:
    """Why it is not done."""
    with pytest.raises(Refusal) as caught:
        bureau.perform(who, command)
    return caught.value


# real-name verification


def test_an_approved_company_is_made_and_its_applicant_acts_for_it(bureau: Bureau) -> None:
    one = bureau.approved(bureau.apply("applicant", Kind.VERIFICATION, VERIFICATION))
    assert (one.state, one.operator_id, one.decided_at) == (
        Standing.APPROVED,
        bureau.people["operator"].operator_id,
        bureau.now,
    )
    with bureau.store.reading() as tx:
        company = tx.directory.company_by_code(OTHER_CODE)
        contact = tx.contacts.get(one.contact_id or 0)
        assert company
        assert contact
        assert (company.name, company.verified_at, company.phone) == (
            "蓝天物业服务有限公司",
            bureau.now,
            APPLICANT_PHONE,
        )
        acted_for = tx.directory.company_acted_for(contact.staff_id)
    assert acted_for == company


def test_a_known_company_is_completed_not_doubled(bureau: Bureau) -> None:
    content = VERIFICATION | {"company": "金太阳物业服务有限公司"}
    bureau.approved(bureau.apply("applicant", Kind.VERIFICATION, content))
    with bureau.store.reading() as tx:
        company = tx.directory.company(bureau.here)
    assert company
    assert (company.code, company.verified_at) == (OTHER_CODE, bureau.now)


def test_a_verified_company_is_not_verified_again(bureau: Bureau) -> None:
    bureau.approved(bureau.apply("applicant", Kind.VERIFICATION, VERIFICATION))
    again = c.Apply(Kind.VERIFICATION, VERIFICATION | {"company": "别的名字"})
    assert refused(bureau, "applicant", again).reason == "verified_already"


def test_name_and_code_of_two_companies_are_not_approved(bureau: Bureau) -> None:
    with bureau.store.writing() as tx:
        tx.registry.change_company(bureau.there, {"code": CODE})
    one = bureau.apply("applicant", Kind.VERIFICATION, VERIFICATION | {"company": "银月亮物业服务有限公司"})
    seen = bureau.view("operator", one)
    assert seen
    assert [tuple(caution) for caution in seen.cautions] == [("name_of_other", CODE)]
    before = bureau.everything()
    assert bureau.tried("operator", c.ApproveApplication(one.id)) == "company_differs"
    assert bureau.everything() == before


def test_one_application_of_a_code_at_a_time(bureau: Bureau) -> None:
    first = bureau.apply("applicant", Kind.VERIFICATION, VERIFICATION)
    with bureau.store.writing() as tx:
        tx.contacts.verified_phone(bureau.people["resident"].contact_id or 0, "+8617712340032", bureau.now)
    theirs = refused(bureau, "resident", c.Apply(Kind.VERIFICATION, VERIFICATION))
    assert (theirs.reason, theirs.facts["own"]) == ("applied_already", False)
    bureau.returned(first, person="请写全名")
    assert refused(bureau, "applicant", c.Apply(Kind.VERIFICATION, VERIFICATION)).reason == "returned_already"
    bureau.apply("resident", Kind.VERIFICATION, VERIFICATION)
    again = c.Resubmit(first.id, {"person": "刘大洋"})
    assert refused(bureau, "applicant", again).reason == "applied_already"


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"code": "91110000600037341I"}, "bad_code", "code"),
        ({"code": "911100006000373411"}, "bad_code", "code"),
        ({"company": " "}, "incomplete", "company"),
        ({"person": "刘" * 21}, "too_long", "person"),
    ],
)
def test_what_is_wrong_is_not_taken(bureau: Bureau, change: dict[str, str], reason: str, field: str) -> None:
    refusal = refused(bureau, "applicant", c.Apply(Kind.VERIFICATION, VERIFICATION | change))
    assert (refusal.reason, refusal.facts["field"].name) == (reason, field)


def test_a_phone_has_to_be_proved(bureau: Bureau) -> None:
    given = VERIFICATION | {"phone": APPLICANT_PHONE}
    assert refused(bureau, "resident", c.Apply(Kind.VERIFICATION, given)).reason == "unproved"


# contracts


def test_an_approved_contract_makes_the_estate_with_a_code(bureau: Bureau) -> None:
    one = bureau.approved(bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE))
    with bureau.store.reading() as tx:
        area = tx.directory.area(one.area_id or 0)
    assert area
    kept = (area.name, area.district, area.street, area.community, area.address)
    assert kept == tuple(NEW_ESTATE.values())
    assert (area.company_id, area.filed, area.updated_at) == (bureau.here, True, bureau.now)
    assert area.scene
    assert area.code


def test_an_estate_of_another_company_changes_hands_and_managers(bureau: Bureau) -> None:
    with bureau.store.writing() as tx:
        manager = bureau.people["other_manager"].staff_id or 0
        add_complaint(tx, bureau.now, bureau.theirs)
        assert tx.directory.manages(manager, bureau.theirs)
    one = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | {"contract": REPORTED}, bureau.theirs)
    seen = bureau.view("operator", one)
    assert seen
    assert [tuple(caution) for caution in seen.cautions] == [
        ("linked_elsewhere", "银月亮物业服务有限公司"),
    ]
    bureau.approved(one)
    with bureau.store.reading() as tx:
        area = tx.directory.area(bureau.theirs)
        assert area
        assert area.company_id == bureau.here
        assert area.filed
        assert not tx.directory.manages(manager, bureau.theirs)
        lines = list(tx.audit.of(f"area:{bureau.theirs}"))
        left = [row for row in tx.outbox.listed() if row.template == "estate_left"]
    assert lines[-1].details == {"application": one.id, "company": bureau.here, "former": bureau.there}
    assert {row.company_id for row in left if row.audience == "company"} == {bureau.here}


def test_a_manager_of_the_company_keeps_the_estate_when_its_contract_is_renewed(bureau: Bureau) -> None:
    bureau.approved(bureau.apply("administrator", Kind.CONTRACT, CONTRACT, bureau.estate))
    with bureau.store.reading() as tx:
        assert tx.directory.manages(bureau.people["manager"].staff_id, bureau.estate)


def test_a_new_estate_that_is_known_is_not_made_twice(bureau: Bureau) -> None:
    again = c.Apply(Kind.CONTRACT, CONTRACT | NEW_ESTATE | {"estate": "万和世家"})
    assert refused(bureau, "administrator", again).reason == "estate_known"


def test_the_directory_may_have_got_it_meanwhile(bureau: Bureau) -> None:
    one = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    with bureau.store.writing() as tx:
        area_id = tx.registry.add_area("锦江花园", "高新区", {}, bureau.now)
    seen = bureau.view("operator", one)
    assert seen
    assert [caution.name for caution in seen.cautions] == ["estate_exists"]
    assert bureau.approved(one).area_id == area_id


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"begins": "2024-13-01"}, "bad_dates"),
        ({"ends": "2024-11-01"}, "bad_dates"),
        ({"contract": "口头约定"}, "incomplete"),
        ({"party": ""}, "incomplete"),
    ],
)
def test_a_contract_is_whole(bureau: Bureau, change: dict[str, str], reason: str) -> None:
    given = CONTRACT | NEW_ESTATE | change
    assert refused(bureau, "administrator", c.Apply(Kind.CONTRACT, given)).reason == reason


def test_a_contract_that_is_over_is_pointed_out(bureau: Bureau) -> None:
    given = CONTRACT | NEW_ESTATE | {"begins": "2020-01-01", "ends": "2023-12-31", "district": "锦江区"}
    seen = bureau.view("operator", bureau.apply("administrator", Kind.CONTRACT, given))
    assert seen
    assert [tuple(one) for one in seen.cautions] == [
        ("new_district", "锦江区"),
        ("contract_over", "2023-12-31"),
    ]


# changes of an estate


def test_an_approved_change_is_made(bureau: Bureau) -> None:
    given = {"street": "中和街道", "community": "和平社区", "address": "天府大道9号"}
    one = bureau.apply("administrator", Kind.AREA_CHANGE, given, bureau.estate)
    assert one.content == {"estate": "万和世家", "street": "中和街道", "address": "天府大道9号"}
    assert bureau.view("street", one)
    assert not bureau.view("elsewhere", one)
    bureau.approved(one)
    with bureau.store.reading() as tx:
        area = tx.directory.area(bureau.estate)
        line = list(tx.audit.of(f"area:{bureau.estate}"))[-1]
    assert area
    assert (area.street, area.community, area.address) == ("中和街道", "和平社区", "天府大道9号")
    assert (line.act, line.details["before"]) == ("change_area", {"street": "桂溪街道", "address": ""})


def test_a_change_that_changes_nothing_is_none(bureau: Bureau) -> None:
    same = c.Apply(Kind.AREA_CHANGE, {"community": "和平社区"}, bureau.estate)
    assert refused(bureau, "administrator", same).reason == "nothing_changed"


def test_an_estate_that_has_gone_is_not_changed(bureau: Bureau) -> None:
    one = bureau.apply("administrator", Kind.AREA_CHANGE, {"address": "天府大道9号"}, bureau.estate)
    with bureau.store.writing() as tx:
        tx.registry.change_area(bureau.estate, {"company_id": bureau.there})
    before = bureau.everything()
    assert bureau.tried("operator", c.ApproveApplication(one.id)) == "area_moved"
    assert bureau.everything() == before


# returned business


def test_returned_corrected_and_approved(bureau: Bureau) -> None:
    one = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    back = bureau.returned(one, address="门牌号不对", party="请写全称")
    assert (back.state, back.reasons) == (Standing.RETURNED, {"address": "门牌号不对", "party": "请写全称"})
    seen = bureau.view("administrator", back)
    assert seen
    assert [line.name for line in seen.lines if line.reason] == ["address", "party"]
    later = bureau.now + timedelta(days=1)
    again = bureau.perform("administrator", c.Resubmit(one.id, {"address": "天府大道2号"}, (), back.round), later)
    assert (again.state, again.round, again.reasons, again.submitted_at) == (Standing.WAITING, 2, {}, later)
    bureau.approved(again)
    seen = bureau.view("administrator", again)
    assert seen
    assert [(line.act, line.by) for line in seen.history] == [
        ("apply", "applicant"),
        ("return", "operator"),
        ("resubmit", "applicant"),
        ("approve", "operator"),
    ]
    returned = {"round": 1, "fields": ["address", "party"], "reason": "address 门牌号不对\nparty 请写全称"}
    assert seen.history[1].details == returned
    assert seen.history[2].details["fields"] == ["address"]


def test_the_estate_s_name_cannot_be_changed(bureau: Bureau) -> None:
    one = bureau.returned(
        bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE), estate="名称与合同不一致"
    )
    before = bureau.everything()
    assert bureau.tried("administrator", c.Resubmit(one.id, {"estate": "锦江花园二期"})) == "fixed_field"
    assert bureau.everything() == before
    assert bureau.tried("administrator", c.EndApplication(one.id)) == "done"
    bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE | {"estate": "锦江花园二期"})


@pytest.mark.parametrize(
    ("reasons", "said"),
    [({}, "no_reasons"), ({"party": " "}, "no_reasons"), ({"grade": "不对"}, "unknown_field")],
)
def test_a_return_needs_reasons(bureau: Bureau, reasons: dict[str, str], said: str) -> None:
    one = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    assert bureau.tried("operator", c.ReturnApplication(one.id, reasons)) == said
    assert bureau.kept(one).state is Standing.WAITING


# the table


def command(deed: Deed, one_id: int, answered: int | None = None) -> tuple[str, c.ApplicationCommand]:
    match deed:
        case Deed.APPROVE:
            return "operator", c.ApproveApplication(one_id, answered)
        case Deed.RETURN:
            return "operator", c.ReturnApplication(one_id, {"party": "请写全称"}, answered)
        case Deed.RESUBMIT:
            return "administrator", c.Resubmit(one_id, {"party": "全称"}, (), answered)
        case _:
            return "administrator", c.EndApplication(one_id, answered)


MAY_FOLLOW = {
    Standing.WAITING: {Deed.APPROVE, Deed.RETURN, Deed.END},
    Standing.RETURNED: {Deed.RESUBMIT, Deed.END},
    Standing.APPROVED: set[Deed](),
    Standing.ENDED: set[Deed](),
}
LEADS_TO = {Standing.RETURNED: Deed.RETURN, Standing.APPROVED: Deed.APPROVE, Standing.ENDED: Deed.END}


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("state", Standing)
def test_every_act_in_every_state(bureau: Bureau, state: Standing, deed: Deed) -> None:
    one = bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE)
    if state in LEADS_TO:
        bureau.perform(*command(LEADS_TO[state], one.id))
    before = bureau.everything()
    said = bureau.tried(*command(deed, one.id))
    assert said == ("done" if deed in MAY_FOLLOW[state] else "stale_application")
    assert (bureau.everything() == before) is (said != "done")


def test_a_button_of_an_earlier_round_does_nothing(bureau: Bureau) -> None:
    one = bureau.returned(bureau.apply("administrator", Kind.CONTRACT, CONTRACT | NEW_ESTATE), party="请写全称")
    bureau.perform("administrator", c.Resubmit(one.id, {"party": "全称"}))
    assert bureau.tried(*command(Deed.APPROVE, one.id, one.round)) == "stale_application"
    assert bureau.tried(*command(Deed.APPROVE, one.id, one.round + 1)) == "done"
