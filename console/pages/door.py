"""Logging in and out (seed, question 1): a code by SMS, WeChat, or a link from chat; then the account."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, logout_user
from flask_wtf import FlaskForm
from stdnum.cn import ric
from wtforms import StringField
from wtforms.validators import ValidationError

from bot.texts.refusals import WAITS
from bot.wording import waited
from console import words
from console.pages import devices
from console.pages.base import house, looking, now, pages, perform
from console.pages.code import drawn
from console.pages.limits import knock, of_app
from console.pages.visitor import COMING, enter, visitor
from core import accounts, watch
from core.accounts import Account
from core.commands import Command
from core.complaint import Refusal
from core.identity import Actor, Contact, mobile
from core.login_commands import AskLogin, ChooseAccount, FinishLogin, LogOut, SendLoginCode, TakeLogin
from core.own_commands import CheckCode
from core.store.logins import LIFE, Login

NEXT = "next"
TYPED = "typed"
"""Under which name the cookie holds the mark of the number that was typed, until its code is."""


def _one_of_ours(form: FlaskForm, field: StringField) -> None:
    if not typed(field.data or ""):
        raise ValidationError("请输入18位身份证号，或11位手机号。")


def _six_digits(form: FlaskForm, field: StringField) -> None:
    field.data = "".join((field.data or "").split())
    if len(field.data) != 6 or not field.data.isascii() or not field.data.isdigit():
        raise ValidationError("请输入短信里的6位数字。")


class WhoForm(FlaskForm):
    """By which number the directory knows the person."""

    who = StringField("身份证号或手机号", [_one_of_ours])


class CodeForm(FlaskForm):
    """The code of the SMS."""

    code = StringField("短信验证码", [_six_digits])


def typed(text: str) -> str:
    """What was typed as the directory keeps it: an identity number, or a phone as +86…; nothing for neither."""
    compact = "".join(text.split())[:40].upper()
    if ric.is_valid(compact):
        return str(ric.compact(compact))
    return mobile(compact) or ""


@pages.get("", strict_slashes=False)
def home() -> Any:
    """Where the visitor's account begins."""
    if not current_user.is_authenticated:
        return redirect(url_for("pages.login"))
    return redirect(url_for(words.MENUS[visitor().account.kind][0][0]))


@pages.route("/login", methods=["GET", "POST"])
def login() -> Any:
    """Which person?"""
    if current_user.is_authenticated:
        return redirect(url_for("pages.home"))
    form = WhoForm()
    if request.method == "GET":
        _remember_where()
    if form.validate_on_submit():
        knock("code")
        person = typed(form.who.data or "")
        if not (fault := _not_sent(person)):
            session[TYPED] = devices.mark(person)
            return redirect(url_for("pages.login_code"))
        form.who.errors = [fault]
    return render_template("login.html", form=form), 422 if form.errors else 200


def _not_sent(person: str) -> str:
    """Have a code sent; why not, where it was too much. A stranger is told the same of any number."""
    proved = devices.proved(person)
    if not proved:
        asked = of_app().ask("typed", house().store.cipher.index(person, "limits.typed"))
        if not asked.allowed:
            watch.refused("too_many_codes", limit="typed")
            return words.TOO_OFTEN.format(wait=WAITS[asked.span])
    try:
        _coming(SendLoginCode(person, proved))
    except Refusal as refusal:
        return words.CODES_SPENT if refusal.reason == "codes_spent" else words.TOO_OFTEN.format(wait=waited(refusal))
    return ""


@pages.route("/login/code", methods=["GET", "POST"])
def login_code() -> Any:
    """The six digits of the SMS."""
    if COMING not in session:
        return redirect(url_for("pages.login"))
    form = CodeForm()
    if form.validate_on_submit():
        knock("try")
        checked = _as_coming(CheckCode(form.code.data or ""))
        if checked.state == "ok":
            return _known(checked.session)
        form.code.errors = [words.CODE_STATES[checked.state].format(left=checked.left)]
    return render_template("login_code.html", form=form), 422 if form.errors else 200


@pages.post("/login/wechat")
def begin_wechat() -> Any:
    """Digits to say in chat, and a code to scan instead if one is at hand."""
    knock("digits")
    ask = AskLogin(code=of_app().allows("scan", of_app().address()))
    if _waiting():
        _as_coming(ask)
    else:
        _coming(ask)
    return redirect(url_for("pages.login_wechat"))


@pages.get("/login/wechat")
def login_wechat() -> Any:
    """The code and the digits, shown until they are confirmed or over."""
    login = _waiting()
    if login is None:
        return render_template("login_wechat.html", digits="")
    code = drawn(login.url) if login.url else None
    to_paste = login.url if house().settings.app_env == "demo" else ""
    shown = {"digits": login.digits, "minutes": LIFE.seconds // 60, "code": code, "to_paste": to_paste}
    return render_template("login_wechat.html", **shown)


@pages.get("/login/wechat/state")
def wechat_state() -> Any:
    """For the page that waits: waiting, confirmed or over."""
    login = _waiting()
    return {"state": "over" if login is None else "confirmed" if login.confirmed_by else "waiting"}


@pages.post("/login/wechat/done")
def finish_wechat() -> Any:
    """Go on, if it was confirmed."""
    if COMING not in session:
        return redirect(url_for("pages.login"))
    try:
        name = _as_coming(FinishLogin())
    except Refusal:
        flash(words.NO_ACCOUNT)
        return redirect(url_for("pages.login"))
    return _known(name) if name else redirect(url_for("pages.login_wechat"))


@pages.route("/in/<token>", methods=["GET", "POST"])
def by_link(token: str) -> Any:
    """A link from chat. It is used by a press of the button: programs that only look at links use up none."""
    if request.method == "GET":
        return render_template("login_link.html")
    knock("link")
    try:
        return _known(_coming(TakeLogin(token)))
    except Refusal:
        flash(words.LINK_OVER)
        return redirect(url_for("pages.login"))


@pages.route("/accounts", methods=["GET", "POST"])
def choose() -> Any:
    """Which of the person's accounts?"""
    contact = visitor().contact if current_user.is_authenticated else _contact_coming()
    if contact is None:
        return redirect(url_for("pages.login"))
    with looking() as tx:
        found = accounts.of_phone(tx, contact.phone)
    if request.method == "GET":
        return render_template("accounts.html", accounts=found)
    wanted = request.form.get("account", "")
    return _enter(contact, next((one for one in found if f"{one.kind}:{one.id}" == wanted), None))


@pages.post("/logout")
def log_out() -> Any:
    """The session is forgotten here and there."""
    if current_user.is_authenticated:
        perform(visitor().actor, LogOut())
    logout_user()
    session.clear()
    flash(words.LOGGED_OUT)
    return redirect(url_for("pages.login"))


def _known(name: str) -> Any:
    """The browser's person is known: on to the account, chosen where there is no choice."""
    session[COMING] = name
    contact, typed_mark = _contact_coming(), session.pop(TYPED, "")
    assert contact is not None
    with looking() as tx:
        found = accounts.of_phone(tx, contact.phone)
    if not found:
        flash(words.NO_ACCOUNT)
        return redirect(url_for("pages.login"))
    answer = _enter(contact, found[0]) if len(found) == 1 else redirect(url_for("pages.choose"))
    return devices.remember(answer, devices.mark(contact.phone), typed_mark)


def _enter(contact: Contact, account: Account | None) -> Any:
    if account is None:
        abort(404)
    wanted = session.get(NEXT, "")
    name = perform(Actor.of(contact), ChooseAccount(account.kind, account.id))
    enter(name, account.kind)
    return redirect(wanted or url_for("pages.home"))


def _coming(command: Command) -> Any:
    """Begin a session that is on its way in, and carry out a command as its contact."""
    here, at = house(), now()
    with here.store.writing() as tx:
        name = tx.sessions.begin(at)
        found = tx.sessions.of(name, at)
        assert found is not None
        result = here.perform(tx, Actor.of(found[0]), command, at)
    if tx.has_news:
        here.bell.ring()
    wanted = session.get(NEXT)
    session.clear()
    session[COMING] = name
    if wanted:
        session[NEXT] = wanted
    return result


def _contact_coming() -> Contact | None:
    with looking() as tx:
        found = tx.sessions.of(session.get(COMING, ""), now())
    return found[0] if found else None


def _as_coming(command: Command) -> Any:
    contact = _contact_coming()
    if contact is None:
        session.clear()
        abort(redirect(url_for("pages.login")))
    return perform(Actor.of(contact), command)


def _waiting() -> Login | None:
    """What this browser shows."""
    contact = _contact_coming()
    if contact is None:
        return None
    with looking() as tx:
        return tx.logins.open(contact.id, now())


def _remember_where() -> None:
    """Where the visitor wanted to go: below our own address, or nowhere."""
    wanted = request.args.get("next", "")
    if wanted.startswith("/console/") and "\\" not in wanted and "//" not in wanted:
        session[NEXT] = wanted
