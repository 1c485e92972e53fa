"""业务: contracts and changes a company puts forward (question 8 and 16), what was sent back (question 11), and their
review by operators."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from console import words
from console.pages.base import looking, now, pages
from console.pages.files import medium_sent
from console.pages.paging import Pager
from console.pages.unmask import unmasked
from console.pages.visitor import act, allowed, visitor
from core import browsing
from core.accounts import Kind as Account
from core.application_commands import Apply, ApproveApplication, EndApplication, Resubmit, ReturnApplication
from core.application_queries import PAGE, ApplicationView, application_view, applications_page, standing_named
from core.applications import CONTRACTS, PHOTO, Application, Field, Kind, Standing, asked
from core.complaint import Refusal
from core.plain import plain, whole
from core.store.engine import Tx

READERS = (Account.COMPANY, Account.OFFICER, Account.OPERATOR)
NEW = {"contract": Kind.CONTRACT, "change": Kind.AREA_CHANGE}
DATES = ("begins", "ends")


@pages.get("/applications")
@allowed(*READERS)
def applications() -> Any:
    """The list; an operator begins with what waits, a company with all of its own."""
    first = Standing.WAITING.value if visitor().account.kind is Account.OPERATOR else ""
    named = request.args.get("state", first)
    state, number = standing_named(named), Pager.asked(request.args)
    with looking() as tx:
        skip = (number - 1) * PAGE
        found, total = applications_page(tx, visitor().actor, (state,) if state else (), skip)
        names = {one.company_id: tx.directory.company_name(one.company_id) for one in found if one.company_id}
    return render_template(
        "applications.html",
        found=found,
        names=names,
        pager=Pager(number, total),
        named=named,
        states=tuple(Standing),
        now=now(),
        waiting=Standing.WAITING,
    )


@pages.get("/applications/<id:key>")
@allowed(*READERS)
def application(key: int) -> Any:
    """One of them."""
    return _shown(key)


@pages.post("/applications/<id:key>/unmask")
@allowed(Account.OPERATOR)
def unmask_application(key: int) -> Any:
    """The applicant's name and phone, in this answer alone."""
    return _shown(key, full=unmasked("application", key))


@pages.get("/applications/<id:key>/files/<id:media_id>")
@allowed(*READERS)
def application_file(key: int, media_id: int) -> Any:
    """A photo of the contract."""
    with looking() as tx:
        found = _found(tx, key)
        return medium_sent(list(found.photos), media_id, f"application-{key}")


@pages.post("/applications/<id:key>/approve")
@allowed(Account.OPERATOR)
def approve(key: int) -> Any:
    """通过."""
    return _decide(key, ApproveApplication(key, _round()), "已通过，申请人会收到通知。")


@pages.post("/applications/<id:key>/return")
@allowed(Account.OPERATOR)
def give_back(key: int) -> Any:
    """退回, with a reason for each field that is not right."""
    with looking() as tx:
        fields = _found(tx, key).application.fields()
    reasons = {one.name: text for one in fields if (text := plain(request.form.get(f"reason-{one.name}", "")))}
    return _decide(key, ReturnApplication(key, reasons, _round()), "已退回，申请人会看到每一项的理由。")


@pages.post("/applications/<id:key>/end")
@allowed(Account.COMPANY)
def end(key: int) -> Any:
    """终止任务."""
    return _decide(key, EndApplication(key, _round()), "这项业务已终止。需要时可以重新填写。")


@pages.route("/applications/<id:key>/edit", methods=["GET", "POST"])
@allowed(Account.COMPANY)
def correct(key: int) -> Any:
    """修改 what was returned; the estate's name stays."""
    with looking() as tx:
        one = _found(tx, key).application
    if one.state is not Standing.RETURNED:
        abort(404)
    given, fault = dict(one.content), ""
    if request.method == "POST":
        given |= _given([field for field in one.fields() if not field.fixed])
        try:
            act(Resubmit(key, given, (), _round()))
        except Refusal as refusal:
            fault = words.refused(refusal)
        else:
            flash("已重新提交，3天内审核，结果会告诉您。")
            return redirect(url_for("pages.application", key=key))
    return _form(one.kind, one.fields(), given, fault, one), 422 if fault else 200


@pages.route("/applications/new/<what>", methods=["GET", "POST"])
@allowed(Account.COMPANY)
def apply(what: str) -> Any:
    """合同备案, or 信息变更 of an estate."""
    kind = NEW.get(what)
    if kind is None:
        abort(404)
    area_id = whole(request.values.get("area", ""))
    with looking() as tx:
        mine = browsing.estates(tx, visitor().account)
        area = tx.directory.area(area_id) if area_id in dict(mine) and area_id else None
    if kind is Kind.AREA_CHANGE and area is None:
        return render_template("application_estate.html", estates=mine, what=what)
    fields = asked(kind, area is None)
    given = (
        {"estate": area.name, "street": area.street, "community": area.community, "address": area.address}
        if area
        else {}
    )
    fault = ""
    if request.method == "POST":
        given |= _given([one for one in fields if not (area and one.fixed)])
        try:
            made: Application = act(Apply(kind, given, area.id if area else None))
        except Refusal as refusal:
            fault = words.refused(refusal)
        else:
            flash("已提交，3天内审核，结果会告诉您。")
            return redirect(url_for("pages.application", key=made.id))
    return _form(kind, fields, given, fault, None, area, mine), 422 if fault else 200


def _form(
    kind: Kind,
    fields: tuple[Field, ...],
    given: dict[str, str],
    fault: str,
    one: Application | None,
    area: Any = None,
    mine: Any = (),
) -> str:
    shown = [field for field in fields if field.name != PHOTO]
    with looking() as tx:
        places = {"district": tx.directory.districts(), "street": tx.directory.streets(area.district if area else "")}
    facts = {"contracts": CONTRACTS, "dates": DATES, "one": one, "area": area, "mine": mine, "places": places}
    return render_template("application_form.html", kind=kind, fields=shown, given=given, fault=fault, **facts)


def _given(fields: list[Field]) -> dict[str, str]:
    return {one.name: plain(request.form.get(one.name, "")) for one in fields if one.name in request.form}


def _shown(key: int, full: dict[str, Any] | None = None) -> Any:
    with looking() as tx:
        found = _found(tx, key)
    fields = {one.name: one.label for one in found.application.fields()}
    states = {"waiting": Standing.WAITING, "returned": Standing.RETURNED}
    return render_template(
        "application.html", view=found, one=found.application, full=full or {}, fields=fields, **states
    )


def _found(tx: Tx, key: int) -> ApplicationView:
    found = application_view(tx, visitor().actor, key, now())
    if found is None:
        abort(404)
    return found


def _decide(key: int, command: Any, done: str) -> Any:
    try:
        act(command)
    except Refusal as refusal:
        if refusal.reason == "application_not_found":
            abort(404)
        flash(words.refused(refusal))
    else:
        flash(done)
    return redirect(url_for("pages.application", key=key))


def _round() -> int:
    return whole(request.form.get("round", "")) or 0
