"""实名认证, 合同备案 and 信息变更: where each begins, and the correction of what was returned."""

from bot.application_words import refusal_text
from bot.dialogs.base import CANCEL, Ask, Data, Done, Go, Heard, Turn, choices
from bot.dialogs.fields import plain
from bot.dialogs.form import Form, begun, steps
from bot.dialogs.of_company import acting
from bot.dialogs.proves_phone import ProvesPhone
from bot.messages import Choice, Say
from bot.texts import business as texts
from core.applications import CHANGEABLE, FIELDS, Application, Kind, Standing
from core.clocks import spoken
from core.complaint import Refusal
from core.directory import Area
from core.look_company import OfCompany
from core.services import Checked

MOST_ESTATES = 8
VERIFICATION = ["company", "company_code", "person"]
CONTRACT = ["contract", "estate", "party", "term", "photo"]
NEW = ["district", "street", "community", "address"]


class Business(ProvesPhone, Form):
    """`data` beside the form's: typed, the estate's name as it was written."""

    name = "business"

    # 实名认证 (seed, question 2)

    def verify(self, heard: Heard, data: Data) -> Turn:
        """By 实名认证; whoever has no personal account yet proves the phone first."""
        company = heard.look.company()
        if company and company.verified_at:
            return Done(Say(texts.VERIFIED_HERE.format(company=company.name)))
        own = heard.look.applications.own((Standing.WAITING, Standing.RETURNED))
        open_one = next((one for one in own if one.kind is Kind.VERIFICATION), None)
        if open_one and open_one.state is Standing.WAITING:
            return Done(_waiting(open_one))
        if open_one:
            return self._mend(heard, open_one, open_one.round)
        data = begun(Kind.VERIFICATION, VERIFICATION, first=texts.VERIFY_BEGIN, phone="")
        return Go(self.company if heard.who.phone else self.phone, data)

    def _ask_phone(self, heard: Heard, data: Data) -> str:
        return texts.VERIFY_PHONE

    def _proved(self, heard: Heard, data: Data, checked: Checked) -> Turn:
        return Go(self.company, data)

    # 合同备案 (seed, question 8)

    def file_contract(self, heard: Heard, data: Data) -> Turn:
        """By 合同备案, for whoever acts for a company; the estate's name may come with the word."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        area = ours.estate(heard.args.id)
        return Go(self.contract, begun(Kind.CONTRACT, CONTRACT, typed=area.name if area else plain(heard.args.rest)))

    def estate(self, heard: Heard, data: Data) -> Turn:
        """One of the directory's, or a new one."""
        match heard.chosen.partition("-"):
            case ("area", _, area_id) if area := heard.look.area(int(area_id)):
                note = _link_note(heard, area)
                content = {"estate": area.name, **_without(data["content"], ("estate", *NEW))}
                todo = [one for one in data["todo"] if one not in NEW]
                return self._next(data | {"area": area.id, "content": content, "note": note, "todo": todo})
            case ("new", _, _):
                content = data["content"] | {"estate": data["typed"]}
                todo = ["estate", *NEW, *(one for one in data["todo"][1:] if one not in NEW)]
                return self._next(data | {"area": None, "content": content, "note": "", "todo": todo})
        typed = plain(heard.words)[: FIELDS[Kind.CONTRACT][1].most] or data.get("typed", "")
        if not typed or (heard.asking and data["content"].get("estate")):
            return Ask(Say(texts.ESTATE, (CANCEL,)))
        return Ask(_matching(heard, typed), data | {"typed": typed})

    # 信息变更 (seed, question 16)

    def change_area(self, heard: Heard, data: Data) -> Turn:
        """By 信息变更, with the estate's name or without: who acts for the company it is linked to files the change;
        anybody else is told who has to."""
        data = begun(Kind.AREA_CHANGE, [], typed=plain(heard.args.rest))
        area = heard.look.area(heard.args.id) if heard.args.id else None
        return self._of_estate(heard, data, area) if area else Go(self.which_estate, data)

    def which_estate(self, heard: Heard, data: Data) -> Turn:
        """Which estate's."""
        if heard.chosen and (area := heard.look.area(int(heard.chosen))):
            return self._of_estate(heard, data, area)
        ours = heard.look.of_company()
        typed = data.get("typed", "") if heard.asking else plain(heard.words)
        near = _near(heard, ours)
        if typed:
            found = heard.look.estates_like(typed)
            exact = [one for one in found if one.name == typed]
            if len(exact or found) == 1:
                return self._of_estate(heard, data, (exact or found)[0])
            text = texts.ESTATE_FOUND_ONLY if found else texts.CHANGE_NONE.format(name=typed)
            return Ask(Say(text, _estates(found or near)), data | {"typed": ""})
        if len(near) == 1:
            return self._of_estate(heard, data, near[0])
        or_choose = texts.OR_CHOOSE if near else ""
        return Ask(Say(texts.CHANGE_ESTATE.format(or_choose=or_choose), _estates(near)))

    def _of_estate(self, heard: Heard, data: Data, area: Area) -> Turn:
        ours = heard.look.of_company()
        if ours and area.company_id == ours.company.id:
            content = {"estate": area.name}
            return Go(self.what_of_it, data | {"area": area.id, "content": content, "typed": ""})
        return Done(_others(heard, area, ours))

    def what_of_it(self, heard: Heard, data: Data) -> Turn:
        """Street, community or address."""
        labels = [(one.name, one.label) for one in FIELDS[Kind.AREA_CHANGE] if not one.fixed]
        typed = plain(heard.words)
        meant = heard.chosen or next((name for name, label in labels if typed and typed in label), "")
        if meant:
            return self._next(data | {"todo": [meant]}, done=False)
        area = heard.look.area(data["area"])
        assert area is not None
        shown = {name: getattr(area, name) or texts.EMPTY for name in CHANGEABLE}
        if not area.street:
            shown["street"] = texts.NO_STREET_YET
        text = texts.CHANGE_FIELDS.format(estate=area.name, **shown)
        return Ask(Say(text, (*choices(*labels), CANCEL)))

    # 退回 (seed, question 11)

    def correct(self, heard: Heard, data: Data) -> Turn:
        """By 修改 of something that was returned: what was sent back is asked for again."""
        own = heard.look.applications.own(tuple(Standing))
        one = next((one for one in own if one.id == heard.args.id), None)
        if one is None:
            return Done(Say(texts.REFUSALS["application_not_found"]))
        return self._mend(heard, one, heard.args.round)

    def _mend(self, heard: Heard, one: Application, answered: int | None) -> Turn:
        if one.state is not Standing.RETURNED or answered not in (None, one.round):
            return Done(Say(refusal_text(Refusal("stale_application", application=one))))
        fields = [field for field in FIELDS[one.kind] if field.name in one.reasons]
        fixed = [field for field in fields if field.fixed]
        lines = [texts.REASON_LINE.format(label=field.label, reason=one.reasons[field.name]) for field in fields]
        remarks = [texts.NOT_CHANGEABLE.format(label=field.label) for field in fixed]
        end = Choice(f"end_application:{one.id}:{one.round}", texts.END)
        if len(fixed) == len(fields):
            return Done(Say("\n".join([*lines, *remarks]), (end,)))
        first = "\n".join([texts.SENT_BACK.format(kind=one.kind.value, id=one.id), *lines, *remarks]) + "\n\n"
        todo = steps([field.name for field in fields if not field.fixed])
        kept = {"content": one.content, "area": one.area_id, "id": one.id, "round": one.round, "before": one.content}
        return self._next(begun(one.kind, todo, first=first) | kept, done=False)


def _waiting(one: Application) -> Say:
    values = {"kind": one.kind.value, "id": one.id, "subject": one.subject, "until": spoken(one.due_at)}
    end = Choice(f"end_application:{one.id}:{one.round}", texts.END)
    return Say(texts.STILL_WAITING.format(**values), (end,))


def _without(content: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in content.items() if name not in names}


def _link_note(heard: Heard, area: Area) -> str:
    company = heard.look.company()
    if area.company_id is None or company is None:
        return ""
    return texts.LINKED_HERE if area.company_id == company.id else texts.LINKED_ELSEWHERE


def _matching(heard: Heard, typed: str) -> Say:
    """The directory's estates of about this name, and the way to a new one."""
    found = heard.look.estates_like(typed, MOST_ESTATES)
    offers = [Choice(f"area-{area.id}", f"{area.name}({area.district})") for area in found]
    text = texts.ESTATE_FOUND if found else texts.ESTATE_NONE.format(name=typed)
    return Say(text, (*offers, Choice("new", texts.NEW_ESTATE_LABEL), CANCEL))


def _near(heard: Heard, ours: OfCompany | None) -> list[Area]:
    """The estates this person has to do with: the company's, those in charge, those scanned."""
    if ours:
        return ours.estates()[:MOST_ESTATES]
    ids = heard.look.managed_areas() or [area_id for area_id, _ in heard.look.my_estates()]
    return [area for area_id in ids[:MOST_ESTATES] if (area := heard.look.area(area_id))]


def _estates(areas: list[Area]) -> tuple[Choice, ...]:
    return (*choices(*((str(area.id), f"{area.name}({area.district})") for area in areas)), CANCEL)


def _others(heard: Heard, area: Area, ours: OfCompany | None) -> Say:
    """Who has to change it, where this person cannot."""
    state = texts.STREET_STATE.format(estate=area.name, street=area.street or texts.NO_STREET_YET)
    if area.company_id is None:
        return Say(state + texts.CHANGE_BY_OTHERS, _file_contract(ours))
    if ours:
        return Say(state + texts.CHANGE_NOT_OURS, _file_contract(ours))
    return Say(state + texts.CHANGE_BY_COMPANY.format(estate=area.name, company=area.company))


def _file_contract(ours: OfCompany | None) -> tuple[Choice, ...]:
    return (Choice("file_contract", texts.FILE_CONTRACT),) if ours else ()
