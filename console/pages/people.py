"""从业人员: the table of question 17, adding, editing, printing, 离职 (questions 5, 10 and 18)."""

from collections.abc import Iterable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from console import words
from console.pages.base import looking, pages
from console.pages.forms import REQUIRED, Line, SureForm, Ticks, is_identity, is_phone, phone_or_nothing
from console.pages.paging import Pager
from console.pages.unmask import unmasked
from console.pages.visitor import act, allowed, visitor
from core import browsing
from core.accounts import Kind
from core.complaint import Refusal
from core.directory import Staff
from core.identity import POSTS, mobile
from core.people_commands import AddStaff, EditStaff, Leave
from core.plain import whole
from core.queries import PAGE
from core.store.engine import Tx

HELD = "held"
"""In a form: the estates that were ticked when it was shown. Who leaves those as they are does not undo what somebody
else has changed of them meanwhile."""


class EditForm(FlaskForm):
    """What may be changed of somebody."""

    post = SelectField("岗位", choices=list(POSTS))
    phone = StringField("联系电话", [phone_or_nothing])
    username = Line("用户名", [Length(max=60, message="最多60个字。")])
    estates = Ticks("在管物业管理区域", coerce=int)


class AddForm(EditForm):
    """Somebody new."""

    name = Line("姓名", [InputRequired(REQUIRED), Length(max=20, message="最多20个字。")])
    phone = StringField("联系电话", [InputRequired(REQUIRED), is_phone])
    identity = StringField("身份证号", [InputRequired(REQUIRED), is_identity])


@pages.get("/people")
@allowed(Kind.COMPANY)
def people() -> Any:
    """Everybody at work, found by name or phone's end, post and estate."""
    given, asked = request.args, Pager.asked(request.args)
    with looking() as tx:
        found = _matching(tx, given.get("words", "").strip()[:30], given.get("post", ""), given.get("area", ""))
        pager = Pager(asked, len(found))
        shown = [(one, browsing.in_care(tx, one.id)) for one in found[pager.before : pager.before + PAGE]]
        estates = browsing.estates(tx, visitor().account)
    company = visitor().account.place
    return render_template(
        "people.html", shown=shown, pager=pager, given=given, posts=POSTS, estates=estates, company=company
    )


@pages.route("/people/add", methods=["GET", "POST"])
@allowed(Kind.COMPANY)
def add_person() -> Any:
    """添加从业人员."""
    form = _with_estates(AddForm(), ())
    if form.validate_on_submit():
        phone = mobile(form.phone.data or "") or ""
        chosen = tuple(form.estates.data or ())
        command = AddStaff(form.name.data, phone, form.identity.data, form.post.data, chosen, form.username.data or "")
        try:
            person = act(command)
        except Refusal as refusal:
            form.form_errors.append(words.refused(refusal))
        else:
            flash(f"已添加{person.name}。请本人在微信里回复“绑定”，用登记的手机号验证。")
            return redirect(url_for("pages.person", staff_id=person.id))
    return render_template("person_form.html", form=form, person=None), 422 if form.errors else 200


@pages.get("/people/<id:staff_id>")
@allowed(Kind.COMPANY)
def person(staff_id: int) -> Any:
    """One person."""
    return _shown(staff_id, {})


@pages.post("/people/<id:staff_id>/unmask")
@allowed(Kind.COMPANY)
def unmask_person(staff_id: int) -> Any:
    """The full numbers, in this answer alone."""
    return _shown(staff_id, unmasked("staff", staff_id))


@pages.route("/people/<id:staff_id>/edit", methods=["GET", "POST"])
@allowed(Kind.COMPANY)
def edit_person(staff_id: int) -> Any:
    """编辑."""
    with looking() as tx:
        found = _own(tx, staff_id)
        linked = [one.id for one in browsing.in_care(tx, staff_id)]
    held = request.form.get(HELD, _told(linked))
    form = EditForm(data={"post": found.post, "username": found.username, "estates": linked})
    form = _with_estates(form, linked)
    if found.post not in POSTS:
        form.post.choices = [found.post, *POSTS]
    if form.validate_on_submit():
        phone = mobile(form.phone.data) if form.phone.data else None
        post = form.post.data if form.post.data != found.post else None
        chosen = None if _told(form.estates.data or ()) == held else tuple(form.estates.data or ())
        try:
            act(EditStaff(staff_id, post, phone, form.username.data or "", chosen))
        except Refusal as refusal:
            form.form_errors.append(words.refused(refusal))
        else:
            flash("已保存。")
            return redirect(url_for("pages.person", staff_id=staff_id))
    page = render_template("person_form.html", form=form, person=found, held=held)
    return page, 422 if form.errors else 200


@pages.route("/people/<id:staff_id>/leave", methods=["GET", "POST"])
@allowed(Kind.COMPANY)
def leave(staff_id: int) -> Any:
    """离职, asked about once."""
    with looking() as tx:
        found = _own(tx, staff_id)
        estates = browsing.in_care(tx, staff_id)
    form = SureForm()
    if form.validate_on_submit():
        try:
            act(Leave(staff_id))
        except Refusal as refusal:
            form.form_errors.append(words.refused(refusal))
        else:
            flash(f"{found.name}已离职，权限已经停止。")
            return redirect(url_for("pages.people"))
    return render_template("person_leave.html", form=form, person=found, estates=estates), 422 if form.errors else 200


def _shown(staff_id: int, full: Any) -> Any:
    with looking() as tx:
        found = _own(tx, staff_id)
        estates = browsing.in_care(tx, staff_id)
    company = visitor().account.place
    return render_template("person.html", person=found, estates=estates, full=full, company=company)


def _own(tx: Tx, staff_id: int) -> Staff:
    found = tx.directory.staff(staff_id)
    if found is None or found.company_id != visitor().account.company_id:
        abort(404)
    return found


def _told(estates: Iterable[int]) -> str:
    return ",".join(map(str, sorted(estates)))


def _matching(tx: Tx, text: str, post: str, area: str) -> list[Staff]:
    found = tx.directory.staff_of(visitor().account.company_id or 0)
    if post:
        found = [one for one in found if one.post == post]
    if text:
        found = [one for one in found if text in one.name or (text.isdigit() and one.phone.endswith(text))]
    if (area_id := whole(area)) is not None:
        found = [one for one in found if area_id in {own.id for own in browsing.in_care(tx, one.id)}]
    return found


def _with_estates(form: Any, linked: Any) -> Any:
    with looking() as tx:
        form.estates.choices = [SelectChoice(*one) for one in browsing.estates(tx, visitor().account)]
    return form
