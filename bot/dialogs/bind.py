"""绑定: prove a phone by a code sent to it; the directory then tells who the person is."""

from bot.dialogs.base import Data, Done, Go, Heard, Over, Turn
from bot.dialogs.proves_phone import ProvesPhone
from bot.messages import Choice, Say
from bot.texts import binding as texts
from bot.texts.logging_in import BIND_FIRST
from core.directory import Officer, Staff
from core.identity import MANAGER_POST, masked_phone, mobile
from core.services import Checked


class Bind(ProvesPhone):
    """`data`: phone, why (`phone` where a resident only leaves one), login: the digits of the browser that waits for
    this, if one does."""

    name = "bind"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By 绑定, or by the offer to leave a phone; the number may come with the word."""
        data = {"why": "phone" if heard.args.value == "phone" else ""}
        number = mobile(heard.args.rest) if heard.args.rest else None
        return Go(self.phone, data | {"phone": number or ""})

    def start_login(self, heard: Heard, data: Data) -> Turn:
        """By scanning the code of a login page, by somebody we do not know."""
        return Go(self.phone, {"why": "", "phone": "", "login": data["login"]})

    def _ask_phone(self, heard: Heard, data: Data) -> str:
        return _question(heard, data)

    def _proved(self, heard: Heard, data: Data, checked: Checked) -> Turn:
        said = _bound(heard, checked)
        if digits := data.get("login"):
            return Over("log_in", "bound", {"digits": digits, "note": f"{said.text}\n\n"}, heard.quiet())
        return Done(said)


def _bound(heard: Heard, checked: Checked) -> Say:
    staff, officer = heard.look.staff(), heard.look.officer()
    if staff:
        return _bound_staff(heard, staff)
    if officer:
        return Say(texts.BOUND_OFFICER.format(name=officer.name, office=office(officer)))
    if operator := heard.look.operator():
        return Say(texts.BOUND_OPERATOR.format(name=operator.name))
    return Say(texts.VERIFIED.format(phone=masked_phone(checked.phone)))


def office(officer: Officer) -> str:
    """Where an officer sits: the street, or the district."""
    text = texts.STREET_OFFICE if officer.street else texts.DISTRICT_OFFICE
    return text.format(district=officer.district, street=officer.street)


def _question(heard: Heard, data: Data) -> str:
    if data.get("login"):
        return BIND_FIRST + texts.ASK_PHONE
    staff, officer = heard.look.staff(), heard.look.officer()
    if staff:
        return texts.BOUND_ALREADY.format(who=f"{staff.name}({post(staff)})")
    if officer:
        return texts.BOUND_ALREADY.format(who=f"{officer.name}({office(officer)})")
    return texts.ASK_PHONE_RESIDENT if data["why"] == "phone" else texts.ASK_PHONE


def post(staff: Staff) -> str:
    """What somebody is to their company."""
    return texts.ADMINISTRATOR if staff.administers else staff.post


def _bound_staff(heard: Heard, staff: Staff) -> Say:
    text = _bound_as(heard, staff)
    if staff.registered_at or not staff.identity:
        return Say(text)
    return Say(text + texts.NOT_PROVED, (Choice("prove", texts.PROVE),))


def _bound_as(heard: Heard, staff: Staff) -> str:
    areas = "、".join(area.name for area_id in heard.look.managed_areas() if (area := heard.look.area(area_id)))
    company = heard.look.company()
    if company:
        also = texts.ALSO_MANAGER.format(areas=areas) if areas else ""
        return texts.BOUND_COMPANY.format(company=company.name) + also
    if staff.post != MANAGER_POST:
        return texts.BOUND_STAFF.format(name=staff.name, post=staff.post)
    if not areas:
        return texts.BOUND_MANAGER_NONE.format(name=staff.name)
    return texts.BOUND_MANAGER.format(name=staff.name, areas=areas)
