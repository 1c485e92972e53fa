"""Coming to the pages: by a code sent to one's phone, by a link said in chat, by digits confirmed in chat, typed or
scanned (seed, question 1), and choosing the account. Nothing here tells whether somebody exists."""

from core import accounts, watch
from core.complaint import Refusal
from core.identity import Actor
from core.limits import Asker
from core.login_commands import (
    AskLogin,
    ChooseAccount,
    ConfirmLogin,
    DenyLogin,
    FinishLogin,
    LogOut,
    OpenConsole,
    SendLoginCode,
    TakeLogin,
)
from core.services import codes
from core.services.work import Work, acting_contact
from core.store.engine import Tx


def send_login_code(work: Work, command: SendLoginCode) -> None:
    """Send a code, if the directory knows somebody by what was typed who has an account at the pages, and the number
    has not had too many. To strangers the answer is the same otherwise: a code that nobody gets and that cannot be
    guessed. Raises Refusal `codes_spent`, and, for a browser that proved the number before, `too_many_codes`."""
    asker = Asker.OWNER if command.proved else Asker.PAGES
    codes.any_left(work, asker)
    phone = _phone(work.tx, command.typed)
    if not phone:
        watch.refused("login_failed", why="unknown")
    if not (phone and _sent(work, phone, asker)):
        work.tx.verifications.add_nobodys(acting_contact(work), work.now)


def _sent(work: Work, phone: str, asker: Asker) -> bool:
    """Whether a code was sent; its owner is told why none was."""
    try:
        codes.send(work, phone, asker)
    except Refusal:
        if asker is Asker.OWNER:
            raise
        return False
    return True


def _phone(tx: Tx, typed: str) -> str:
    """The phone of whoever is meant and may come to the pages, or nothing."""
    if not typed.startswith("+"):
        found = tx.directory.staff_by_identity(typed)
        typed = found[0].phone if found else ""
    return typed if accounts.of_phone(tx, typed) else ""


def open_console(work: Work, _: OpenConsole) -> str:
    """The link for whoever is bound and has an account; nothing for others."""
    contact = work.tx.contacts.get(acting_contact(work))
    if contact is None or not accounts.of_chat(work.tx, contact):
        return ""
    token = work.tx.logins.link(contact.id, work.now)
    return f"{work.public_url.rstrip('/')}/console/in/{token}"


def take_login(work: Work, command: TakeLogin) -> str:
    """The session's new name, the person known. Raises Refusal `no_login` for a link that opens nothing."""
    login = work.tx.logins.waiting(command.token, work.now)
    if login is None or not work.tx.logins.use(login.id, work.now):
        raise Refusal("no_login")
    return _come_in(work, login.contact_id)


def ask_login(work: Work, command: AskLogin) -> str:
    """The digits to say in chat."""
    code = work.tx.login_codes.take(work.now) if command.code else None
    return work.tx.logins.digits(acting_contact(work), code, work.now)


def confirm_login(work: Work, command: ConfirmLogin) -> None:
    """Raises Refusal `no_login` where no browser shows these digits just now, or the person has no account."""
    contact = work.tx.contacts.get(acting_contact(work))
    login = work.tx.logins.waiting(command.digits, work.now)
    if contact is None or login is None or not accounts.of_chat(work.tx, contact):
        raise Refusal("no_login")
    if not work.tx.logins.confirm(login.id, contact.id):
        raise Refusal("no_login")


def deny_login(work: Work, command: DenyLogin) -> None:
    """Nobody comes in by these digits: who was asked says that the browser is not theirs."""
    login = work.tx.logins.waiting(command.digits, work.now)
    if login is None or not work.tx.logins.use(login.id, work.now):
        return
    watch.refused("login_denied")
    work.tx.audit.write(work.actor, "login_denied", f"contact:{acting_contact(work)}", work.now)


def finish_login(work: Work, _: FinishLogin) -> str:
    """The session's new name, the person known; nothing while nobody has confirmed."""
    login = work.tx.logins.confirmed(acting_contact(work), work.now)
    if login is None or login.confirmed_by is None or not work.tx.logins.use(login.id, work.now):
        return ""
    return _come_in(work, login.confirmed_by)


def _come_in(work: Work, as_contact: int) -> str:
    """The browser is the person whom `as_contact` is in chat. Raises Refusal `no_login`."""
    person = work.tx.contacts.get(as_contact)
    if person is None or not accounts.of_chat(work.tx, person):
        raise Refusal("no_login")
    return work.tx.sessions.known_as(acting_contact(work), person.phone, work.now)


def choose_account(work: Work, command: ChooseAccount) -> str:
    """Bind the browser to one account of the person's; the session's new name. Raises Refusal `not_found`."""
    contact = work.tx.contacts.get(acting_contact(work))
    found = accounts.of_phone(work.tx, contact.phone) if contact else []
    chosen = next((one for one in found if (one.kind, one.id) == (command.kind, command.id)), None)
    if contact is None or chosen is None:
        raise Refusal("not_found")
    bound = accounts.bound(chosen)
    work.tx.contacts.bind(contact.id, *bound)
    if chosen.kind is accounts.Kind.MANAGER:
        work.tx.directory.signed_in(chosen.id, work.now)
    staff_id, officer_id, operator_id = bound
    who = Actor(contact.id, staff_id, officer_id, contact.channel, operator_id)
    work.tx.audit.write(who, "log_in", f"contact:{contact.id}", work.now, account=chosen.kind.value)
    return work.tx.sessions.rename(contact.id, work.now)


def log_out(work: Work, _: LogOut) -> None:
    """Forget the session: its name opens nothing any more."""
    contact_id = acting_contact(work)
    work.tx.audit.write(work.actor, "log_out", f"contact:{contact_id}", work.now)
    work.tx.sessions.end(contact_id, work.now)
