"""Every route by every role: what is not one's own is the same 404 as what does not exist; nothing answers 500."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from core import browsing
from core import commands as c
from core.application_commands import Apply
from core.applications import Kind
from core.identity import Actor
from core.pagelink import link
from core.store.tables import applications, areas, companies, complaints, officers, operators, outbox, staff
from tests.pages.kit import Site, Visitor
from tests.support import sqlite_only
from tests.support.rows import add_area, add_company, add_officer, add_staff

pytestmark = [sqlite_only, pytest.mark.usefixtures("calls_nobody")]

OPEN_TO_ALL = ("/console/login", "/console/login/code", "/console/login/wechat", "/console/login/wechat/state")
COMPANY, MANAGER, OFFICER, OPERATOR = "王芳", "张益达", "周敏", "赵敏"
ROLES = (COMPANY, MANAGER, OFFICER, OPERATOR)
ALLOWED = {
    # what                     who finds it there
    "complaints": (COMPANY, MANAGER, OFFICER),
    "complaint": (COMPANY, MANAGER, OFFICER),
    "photo": (),
    "export": (COMPANY, MANAGER, OFFICER),
    "estates": (COMPANY, MANAGER, OFFICER),
    "estate": (COMPANY, MANAGER, OFFICER),
    "poster": (),
    "people": (COMPANY,),
    "person": (COMPANY,),
    "add_person": (COMPANY,),
    "edit_person": (COMPANY,),
    "leave": (COMPANY,),
    "applications": (COMPANY, OFFICER, OPERATOR),
    "application": (COMPANY, OFFICER, OPERATOR),
    "application_file": (),
    "apply": (COMPANY,),
    "correct": (),
    "reports": (COMPANY, MANAGER, OFFICER),
    "reports_file": (COMPANY, MANAGER, OFFICER),
    "companies": (OPERATOR,),
    "add_company": (OPERATOR,),
    "officers": (OPERATOR,),
    "add_officer": (OPERATOR,),
    "end_officer": (OPERATOR,),
    "operators": (OPERATOR,),
    "end_operator": (OPERATOR,),
    "delivery": (OPERATOR,),
    "settings": (OPERATOR,),
    "record": (OPERATOR,),
    # by post alone
    "unmask_owner": (COMPANY, MANAGER, OFFICER),
    "unmask_person": (COMPANY,),
    "unmask_application": (OPERATOR,),
    "approve": (OPERATOR,),
    "give_back": (OPERATOR,),
    "end": (COMPANY,),
    "deliver": (OPERATOR,),
    "do": (MANAGER,),
}
"""By endpoint. Of photos, posters and returned applications there are none here: nobody finds them."""
DOORS = ("home", "login", "login_code", "begin_wechat", "login_wechat", "wechat_state", "finish_wechat", "by_link")
BESIDE = ("choose", "log_out", "own", "own_photo", "nothing", "static")


@pytest.fixture
def site(site: Site) -> Site:
    """The town with a complaint, an application, and people of another company and another district."""
    with site.store.writing() as tx:
        other = add_company(tx, site.now, "星河物业服务有限公司")
        area = add_area(tx, site.now, "别家小区", district="邛崃市", street="文君街道", company_id=other)
        add_staff(tx, site.now, other, area, name="外人", phone="+8617712340055", administers=True)
        add_officer(tx, site.now, "+8617712340056", "邛崃市", "文君街道")
    site.files()
    staff_id = one_id(site, staff, "王芳")
    content = {"contract": "物业服务合同抄报", "party": "业委会", "begins": "2024-01-01", "ends": "2030-01-01"}
    actor = Actor(site.owner.contact_id, staff_id, channel="wechat")
    site.perform(actor, Apply(Kind.CONTRACT, content, one_id(site, areas, "万和世家")))
    return site


def one_id(site: Site, table: object, name: str) -> int:
    with site.store.reading() as tx:
        rows = tx.connection.execute(select(table.c.id, table.c.name))  # type: ignore[attr-defined]
        return next(row.id for row in rows if row.name == name)


def first(site: Site, column: object) -> object:
    with site.store.reading() as tx:
        return tx.connection.scalar(select(column).limit(1))  # type: ignore[call-overload]


def values(site: Site) -> dict[str, object]:
    """What stands in the addresses, of the company of 王芳."""
    return {
        "number": first(site, complaints.c.number),
        "media_id": 1,
        "ending": "csv",
        "area_id": one_id(site, areas, "万和世家"),
        "staff_id": one_id(site, staff, "张益达"),
        "key": first(site, applications.c.id),
        "what": "contract",
        "officer_id": first(site, officers.c.id),
        "operator_id": first(site, operators.c.id),
        "notice_id": first(site, outbox.c.id),
        "deed": "accept",
        "token": "x" * 32,
        "_": "x",
        "filename": "x",
    }


def routes(site: Site, method: str) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of each page that answers the method."""
    with site.app.test_request_context():
        for rule in site.app.url_map.iter_rules():
            name = rule.endpoint.removeprefix("pages.")
            if rule.endpoint.startswith("pages.") and method in (rule.methods or ()):
                filled = {key: values(site)[key] for key in rule.arguments}
                if name == "poster":
                    filled["ending"] = "png"
                yield name, site.app.url_map.bind("localhost").build(rule.endpoint, filled)


def test_every_route_is_in_the_table(site: Site) -> None:
    known = {name for method in ("GET", "POST") for name, _ in routes(site, method)}
    assert known == set(ALLOWED) | set(DOORS) | set(BESIDE)


@pytest.mark.parametrize("who", ROLES)
def test_each_role_finds_its_own_pages_alone(site: Site, who: str) -> None:
    visitor = site.enter(who)
    found = {}
    for name, address in routes(site, "GET"):
        if name in ALLOWED:
            found[name] = visitor.client.get(address).status_code
    wanted = {name: 200 if who in ALLOWED[name] else 404 for name in found}
    assert found == wanted


def test_who_is_nobody_is_asked_to_log_in(site: Site) -> None:
    visitor = site.visitor()
    for name, address in routes(site, "GET"):
        if name in ALLOWED:
            answer = visitor.client.get(address)
            assert (name, answer.status_code) == (name, 302)
            assert answer.headers["Location"].startswith("/console/login")
    visitor.opens("/console/login")
    for name, address in routes(site, "POST"):
        if name in ALLOWED:
            visitor.opens("/console/login")
            token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.page)
            assert token
            answer = visitor.client.post(address, data={"csrf_token": token[1]})
            assert (name, answer.status_code) == (name, 302)


@pytest.mark.parametrize("who", ROLES)
def test_posts_without_a_token_are_refused_and_those_of_others_find_nothing(site: Site, who: str) -> None:
    visitor = site.enter(who)
    for name, address in routes(site, "POST"):
        assert (name, visitor.client.post(address, data={}).status_code) == (name, 400)
    before = state(site)
    for name, address in routes(site, "POST"):
        if name in ALLOWED and who not in ALLOWED[name]:
            visitor.opens("/console/accounts")
            assert (name, visitor.sends(address, reason="核对", text="好").status) == (name, 404)
    assert state(site) == before


@pytest.mark.parametrize(("who", "account"), [("17712340055", "物业企业"), ("17712340056", "")])
def test_those_of_elsewhere_find_nothing_of_it(site: Site, who: str, account: str) -> None:
    """Another company, and an officer of another district: each address with an id answers as one without anything."""
    visitor = site.visitor()
    visitor.logs_in(who, account)
    before = state(site)
    filled = values(site)
    named = ("complaint", "estate", "poster", "person", "edit_person", "leave", "application", "correct", "photo")
    for name, address in routes(site, "GET"):
        if name in named:
            assert (name, visitor.client.get(address).status_code) == (name, 404)
            nothing = address.replace(str(filled["number"]), "9" * 19)
            assert visitor.client.get(nothing).status_code == 404
    for name, address in routes(site, "POST"):
        if name in ("unmask_owner", "unmask_person", "unmask_application", "approve", "give_back", "end", "do"):
            visitor.opens("/console/accounts")
            assert (name, visitor.sends(address, reason="核对", text="好").status) == (name, 404)
    visitor.opens("/console/complaints").sees("共 0 件").misses("7栋电梯坏了")
    visitor.opens("/console/complaints", query_string={"area": filled["area_id"]}).sees("共 0 件")
    visitor.opens("/console/complaints.csv").misses("7栋电梯坏了")
    visitor.opens("/console/estates").misses("万和世家")
    visitor.opens("/console/applications").misses("万和世家")
    visitor.opens("/console/reports").misses("万和世家")
    assert state(site) == before


@pytest.mark.parametrize(("who", "code"), [(COMPANY, 200), (MANAGER, 200), (OFFICER, 404), (OPERATOR, 404)])
def test_who_is_responsible_for_an_estate_prints_its_code(site: Site, who: str, code: int) -> None:
    with site.store.writing() as tx:
        tx.connection.execute(update(areas).values(qr_url="http://weixin.qq.com/q/02abc"))
        tx.connection.execute(update(staff).values(registered_at=site.now, signed_in_at=site.now))
    visitor = site.enter(who)
    address = f"/console/estates/{one_id(site, areas, '万和世家')}"
    assert visitor.client.get(f"{address}/poster.png?size=a5").status_code == code
    with site.store.reading() as tx:
        noted = [line.details for line in tx.audit.lines("", None, 0) if line.act == "export"]
    assert [one["what"] for one in noted] == (["poster.png"] if code == 200 else [])
    if who != OPERATOR:
        assert ("poster.png" in visitor.client.get(address).text) == (code == 200)


def test_a_company_cannot_put_its_people_in_charge_of_anothers_estate(site: Site) -> None:
    visitor = site.enter(COMPANY)
    foreign, staff_id = one_id(site, areas, "别家小区"), one_id(site, staff, "张益达")
    visitor.opens(f"/console/people/{staff_id}/edit")
    visitor.sends(f"/console/people/{staff_id}/edit", post="项目负责人", estates=str(foreign), username="")
    assert visitor.status == 422
    with site.store.reading() as tx:
        assert [one.name for one in browsing.in_care(tx, staff_id)] == ["万和世家"]
    assert visitor.opens(f"/console/applications/new/change?area={foreign}").sees("小区信息变更").misses("别家小区")


def test_a_manager_sees_what_lies_with_them_alone(site: Site) -> None:
    elsewhere = site.files("春和景明", "水管漏水")
    visitor = site.enter(MANAGER)
    visitor.opens("/console/complaints").sees("7栋电梯坏了").misses("水管漏水")
    assert visitor.opens(f"/console/complaints/{elsewhere.number}").status == 404
    visitor.opens("/console/estates").sees("万和世家").misses("春和景明")


def test_a_residents_page_is_theirs_for_a_month(site: Site) -> None:
    with site.store.reading() as tx:
        one = tx.complaints.by_number(str(first(site, complaints.c.number)))
    assert one
    assert one.contact_id
    site.perform(Actor(staff_id=one_id(site, staff, "张益达"), channel="wechat"), c.Accept(one.id))
    site.perform(Actor(staff_id=one_id(site, staff, "张益达"), channel="wechat"), c.Note(one.id, "只给同事看"))
    address = link(site.settings, one.id, one.contact_id, site.now).partition("8000")[2]
    visitor = site.visitor().opens(address)
    visitor.sees("7栋电梯坏了", "处理中", "项目经理接收").misses("只给同事看", "张益达")
    for wrong in (address[:-1], address + "x", "/console/c/x", link(site.settings, one.id, 99, site.now)[21:]):
        visitor.opens(wrong)
        assert visitor.status == 404
        visitor.sees("链接已失效", "我的")
    site.now = site.now.replace(year=site.now.year + 1)
    assert visitor.opens(address).status == 404


def state(site: Site) -> list[object]:
    """What the pages could change."""
    with site.store.reading() as tx:
        return [
            tx.connection.execute(select(table)).all()
            for table in (complaints, applications, staff, officers, operators, companies)
        ]


def fuzz() -> tuple[str, ...]:
    return (
        *(
            "",
            "0",
            "-1",
            "9" * 40,
            "１２",
            "null",
            "' OR 1=1 --",
            "../../etc/passwd",
            "%00",
            "\x00",
            "<script>alert(1)</script>",
        ),
        *("a" * 5000, "\ud7ff", "😀", "2026-13-45", "0000-00-00", "9999-12-31", "{{7*7}}", "%s%s%n", "\r\nX-Evil: 1"),
    )


@pytest.mark.parametrize("who", ROLES)
def test_a_number_longer_than_any_id_is_no_address(site: Site, who: str) -> None:
    visitor = site.enter(who)
    rules = [rule for rule in site.app.url_map.iter_rules() if "<id:" in rule.rule]
    assert rules
    for rule in rules:
        address = re.sub(r"<id:\w+>", "9" * 20, rule.rule)
        assert visitor.client.get(re.sub(r"<\w+>", "x", address)).status_code == 404, address


def test_what_no_database_keeps_is_not_looked_for(site: Site) -> None:
    visitor = site.enter(COMPANY)
    assert visitor.client.get("/console/estates?words=%00").status_code == 400
    assert visitor.client.get("/console/complaints/%00").status_code == 400


@pytest.mark.parametrize("who", ROLES)
def test_whatever_is_asked_nothing_breaks(site: Site, who: str) -> None:
    visitor = site.enter(who)
    names = (
        "state",
        "area",
        "kind",
        "words",
        "since",
        "until",
        "overdue",
        "page",
        "month",
        "size",
        "act",
        "check",
        "post",
        "next",
    )
    for name, address in routes(site, "GET"):
        if name in ("choose", "static"):
            continue
        for hostile in fuzz():
            query = dict.fromkeys(names, hostile)
            assert visitor.client.get(address, query_string=query).status_code < 500, (address, hostile)


@pytest.mark.parametrize("who", ROLES)
def test_whatever_is_sent_nothing_breaks(site: Site, who: str) -> None:
    visitor = site.enter(who)
    fields = ("who", "code", "account", "reason", "text", "round", "category", "name", "phone", "identity", "post")
    fields += (
        "username",
        "estates",
        "sure",
        "district",
        "street",
        "contract",
        "estate",
        "party",
        "begins",
        "ends",
        "area",
    )
    for name, address in routes(site, "POST"):
        if name in ("log_out", "choose"):
            continue
        for hostile in fuzz():
            visitor.opens("/console/complaints" if who != OPERATOR else "/console/applications").opens(
                "/console/accounts"
            )
            sent = visitor.sends(address, **dict.fromkeys(fields, hostile))
            assert sent.status < 500, (address, hostile)


HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'`"


def test_hostile_words_are_shown_as_words(site: Site) -> None:
    one = site.files("万和世家", HOSTILE)
    with site.store.writing() as tx:
        tx.connection.execute(update(areas).where(areas.c.name == "春和景明").values(name=HOSTILE))
        tx.registry.change_staff(one_id(site, staff, "李斯"), {"name": HOSTILE[:20]})
        tx.connection.execute(update(companies).values(name=HOSTILE[:60]).where(companies.c.name.like("金太阳%")))
    visitor = site.enter(COMPANY)
    for address in ("complaints", f"complaints/{one.number}", "estates", "people", "reports", "people/add", "accounts"):
        visitor.opens(f"/console/{address}").misses("<script>alert", "<img src=x")
        assert visitor.status == 200
    visitor.opens("/console/complaints", query_string={"words": HOSTILE}).misses("<script>alert").sees("共 1 件")
    own = link(site.settings, one.id, one.contact_id or 0, site.now).partition("8000")[2]
    visitor.opens(own).sees("&lt;script&gt;").misses("<script>alert")
    operator: Visitor = site.enter(OPERATOR)
    operator.opens("/console/companies").misses("<script>alert")
    operator.opens("/console/record").misses("<script>alert")
