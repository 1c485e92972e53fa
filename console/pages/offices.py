"""What operators keep in order: companies, officers, how notices leave the house, the settings' state, the record."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from console import delivery_words, words
from console.pages.base import house, looking, now, pages
from console.pages.forms import REQUIRED, Line, SureForm, is_phone, phone_or_nothing
from console.pages.paging import Pager
from console.pages.visitor import act, allowed, visitor
from console.settings_state import settings_state
from core import offices as listed
from core.accounts import Kind
from core.commands import Command
from core.complaint import Refusal
from core.console_commands import AddCompany, AddOfficer, EndOfficer, EndOperator, GiveUpNotice, RetryNotice
from core.identity import mobile
from core.queries_delivery import board


class OfficerForm(FlaskForm):
    """Somebody at a street or a district."""

    name = Line("姓名", [InputRequired(REQUIRED), Length(max=20, message="最多20个字。")])
    phone = StringField("手机号", [InputRequired(REQUIRED), is_phone])
    district = Line("行政区划", [InputRequired(REQUIRED), Length(max=40, message="最多40个字。")])
    street = Line("街道", [Length(max=40, message="最多40个字。")])
    new = BooleanField("目录里还没有，就照这样添加")


class CompanyForm(FlaskForm):
    """A company, and who acts for it."""

    name = Line("企业名称", [InputRequired(REQUIRED), Length(max=120, message="最多120个字。")])
    code = StringField("统一社会信用代码", [Length(max=24, message="最多18位。")])
    phone = StringField("企业账号的手机号", [phone_or_nothing])


@pages.get("/companies")
@allowed(Kind.OPERATOR)
def companies() -> Any:
    """All of them, found by name or code."""
    text, number = request.args.get("words", "").strip()[:60], Pager.asked(request.args)
    with looking() as tx:
        lines, total = listed.companies_page(tx, text, number)
    return render_template("companies.html", lines=lines, pager=Pager(number, total), words=text)


@pages.route("/companies/add", methods=["GET", "POST"])
@allowed(Kind.OPERATOR)
def add_company() -> Any:
    """A new one, or what was missing of a known one."""
    form = CompanyForm()
    if form.validate_on_submit():
        phone = mobile(form.phone.data or "") or ""
        done = _did(form, AddCompany(form.name.data or "", form.code.data or "", phone))
        if done:
            flash("已保存。有手机号的可以登录企业账号了。")
            return redirect(url_for("pages.companies"))
    return render_template("company_form.html", form=form), 422 if form.errors else 200


@pages.get("/officers")
@allowed(Kind.OPERATOR)
def officers() -> Any:
    """Those in office."""
    number = Pager.asked(request.args)
    with looking() as tx:
        lines, total = listed.officers_page(tx, number)
    return render_template("officers.html", lines=lines, pager=Pager(number, total))


@pages.route("/officers/add", methods=["GET", "POST"])
@allowed(Kind.OPERATOR)
def add_officer() -> Any:
    """A new one."""
    form = OfficerForm()
    if form.validate_on_submit():
        where = form.district.data or "", form.street.data or "", bool(form.new.data)
        if _did(form, AddOfficer(form.name.data or "", mobile(form.phone.data or "") or "", *where)):
            flash(f"已添加{form.name.data}。请本人在微信里回复“绑定”，或在网页用短信登录。")
            return redirect(url_for("pages.officers"))
    with looking() as tx:
        places = {"districts": tx.directory.districts(), "streets": tx.directory.streets("")}
    return render_template("officer_form.html", form=form, **places), 422 if form.errors else 200


@pages.route("/officers/<id:officer_id>/leave", methods=["GET", "POST"])
@allowed(Kind.OPERATOR)
def end_officer(officer_id: int) -> Any:
    """Out of office, asked about once."""
    with looking() as tx:
        found = tx.directory.officer(officer_id)
    if found is None:
        abort(404)
    form = SureForm()
    if form.validate_on_submit() and _did(form, EndOfficer(officer_id)):
        flash(f"{found.name}的权限已经停止。")
        return redirect(url_for("pages.officers"))
    return render_template("officer_leave.html", form=form, officer=found), 422 if form.errors else 200


@pages.get("/operators")
@allowed(Kind.OPERATOR)
def operators() -> Any:
    """Those in office."""
    with looking() as tx:
        found = tx.directory.operators()
    return render_template("operators.html", lines=found, me_id=visitor().account.id)


@pages.route("/operators/<id:operator_id>/leave", methods=["GET", "POST"])
@allowed(Kind.OPERATOR)
def end_operator(operator_id: int) -> Any:
    """Out of office, asked about once: oneself, too."""
    with looking() as tx:
        found = tx.directory.operator(operator_id)
    if found is None:
        abort(404)
    oneself, form = visitor().account.id == operator_id, SureForm()
    if form.validate_on_submit() and _did(form, EndOperator(operator_id)):
        flash(f"{found.name}的权限已经停止。")
        return redirect(url_for("pages.login" if oneself else "pages.operators"))
    shown = {"form": form, "operator": found, "oneself": oneself}
    return render_template("operator_leave.html", **shown), 422 if form.errors else 200


@pages.get("/delivery")
@allowed(Kind.OPERATOR)
def delivery() -> Any:
    """The delivery board."""
    given = house().settings
    with looking() as tx:
        found = board(tx, now(), given.sms_daily_budget, given.code_daily_budget)
    return render_template("delivery.html", board=found)


@pages.post("/delivery/<id:notice_id>/<deed>")
@allowed(Kind.OPERATOR)
def deliver(notice_id: int, deed: str) -> Any:
    """Send a dead letter after all, or let it go."""
    commands: dict[str, Command] = {"retry": RetryNotice(notice_id), "give_up": GiveUpNotice(notice_id)}
    if deed not in commands:
        abort(404)
    try:
        act(commands[deed])
    except Refusal as refusal:
        flash(words.refused(refusal))
    else:
        flash("已放回去，马上再发。" if deed == "retry" else "已放弃，不再发送。")
    return redirect(url_for("pages.delivery"))


@pages.get("/settings")
@allowed(Kind.OPERATOR)
def settings() -> Any:
    """What is set, never a secret's value."""
    return render_template("settings.html", groups=settings_state(house().settings))


@pages.get("/record")
@allowed(Kind.OPERATOR)
def record() -> Any:
    """Who did what, when, from where; and whether the record is whole."""
    number, what = Pager.asked(request.args), request.args.get("act", "")[:24]
    with looking() as tx:
        found, total = tx.audit.listed(what, (number - 1) * listed.RECORD, listed.RECORD)
        lines, checked = tx.reasons.told(found), request.args.get("check") == "1"
        acts, broken = tx.audit.acts(), tx.audit.broken() if checked else None
        people = listed.names(tx, [line.actor for line in lines])
    pager = Pager(number, total, listed.RECORD)
    said = delivery_words.broken(broken) if broken else "核对过了：记录完整，没有被改动" if checked else ""
    shown = {"checked": checked, "broken": broken is not None, "found": said}
    return render_template("record.html", lines=lines, pager=pager, acts=acts, what=what, people=people, **shown)


def _did(form: FlaskForm, command: Command) -> bool:
    try:
        act(command)
    except Refusal as refusal:
        form.form_errors.append(words.refused(refusal))
        return False
    return True
