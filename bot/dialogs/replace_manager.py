"""更换经理: an estate gets another manager; the old one has left, or has not (seed, question 10)."""

from collections.abc import Sequence

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.dialogs.of_company import acting, named, one_estate
from bot.messages import Choice, Say
from bot.texts import common
from bot.texts import company as texts
from bot.wording import page_note
from core.directory import Area, Staff
from core.look_company import OfCompany
from core.people_commands import Replace
from core.plain import whole

AT_ONCE = 8


class ReplaceManager(Dialog):
    """`data`: the estate (area), who is to have it (to), whether the old ones leave, and who those were (old)."""

    name = "replace_manager"

    def start(self, heard: Heard, data: Data) -> Turn:
        """Which estate? By its name, by a complaint of it, by a tap; who is to have it may come with the tap."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        area = ours.estate_of(heard.args.rest) or one_estate(heard, ours, "replace_manager", texts.REPLACE)
        if isinstance(area, Done):
            return area
        old = [one.id for one in ours.managers([area])[area.id]]
        data = {"area": area.id, "old": old, "to": None, "leaving": False, "page": 0, "like": ""}
        new = whole(heard.args.value)
        if heard.args.id is not None and new is not None and ours.person(new):
            return Go(self.old_one if old else self.confirm, data | {"to": new})
        return Go(self.by_whom, data)

    def by_whom(self, heard: Heard, data: Data) -> Turn:
        """One of the company's other managers, chosen or named; or somebody new."""
        at = _at(heard, data)
        if isinstance(at, Done):
            return at
        ours, area, old = at
        match heard.chosen:
            case "more":
                data = data | {"page": data["page"] + 1}
            case "":
                data = data | {"page": 0, "like": heard.words.strip()} if heard.words else data
            case staff_id if ours.person(int(staff_id)):
                return Go(self.old_one if old else self.confirm, data | {"to": int(staff_id)})
        return _offering(ours, area, old, data)

    def old_one(self, heard: Heard, data: Data) -> Turn:
        """Has whoever had it until now left the company?"""
        at = _at(heard, data)
        if isinstance(at, Done):
            return at
        ours, area, old = at
        if heard.chosen in ("left", "stays"):
            return Go(self.confirm, data | {"leaving": heard.chosen == "left"})
        others = [one for person in old for one in ours.without(person) if one.id != area.id]
        also = texts.OLD_OTHERS.format(areas=named(others)) if others else ""
        text = texts.OLD_STAYS.format(old=_names(old), area=area.name, others=also)
        return Ask(Say(text, (*choices(("left", texts.HAS_LEFT), ("stays", texts.HAS_NOT_LEFT)), CANCEL)))

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """Who has it then, and what becomes of what is open."""
        at = _at(heard, data)
        if isinstance(at, Done):
            return at
        ours, area, old = at
        new = ours.person(data["to"])
        if new is None:
            return Done(Say(texts.NO_PERSON))
        if [one.id for one in old] == [new.id]:
            return Done(Say(texts.SAME_MANAGER.format(name=new.name, area=area.name)))
        words = {"area": area.name, "old": _names(old), "new": new.name, "count": ours.open_in([area])}
        if heard.chosen == "yes":
            command = Replace(area.id, (new.id,), data["leaving"], tuple(data["old"]))
            return Do(command, lambda _: Done(Say(_done(words, new, data["leaving"]))))
        text = texts.REPLACE_CONFIRM.format(
            change=(texts.CHANGE if old else texts.CHANGE_NONE).format(**words),
            open=texts.REPLACE_OPEN.format(**words) if words["count"] else "",
            leaving=texts.WILL_LEAVE.format(**words) if data["leaving"] else "",
        )
        return Ask(Say(text, (*choices(("yes", texts.CONFIRM)), CANCEL)))


def _at(heard: Heard, data: Data) -> tuple[OfCompany, Area, Sequence[Staff]] | Done:
    """The company, the estate, and who was shown to have it: those of them who still work there."""
    ours = acting(heard)
    if isinstance(ours, Done):
        return ours
    area = ours.estate(data["area"])
    if area is None:
        return Done(Say(texts.NO_ESTATE))
    return ours, area, [one for key in data["old"] if (one := ours.person(key))]


def _offering(ours: OfCompany, area: Area, old: Sequence[Staff], data: Data) -> Turn:
    everybody = [one for one in ours.project_managers() if one.id not in data["old"]]
    add = Choice(f"add_staff:{area.id}", texts.ADD_ONE)
    if not everybody:
        return Done(Say(texts.NO_OTHERS.format(area=area.name), (add,)))
    like = [one for one in everybody if data["like"] in one.name]
    shown, page = like or everybody, data["page"]
    page = page if page * AT_ONCE < len(shown) else 0
    here = shown[page * AT_ONCE : (page + 1) * AT_ONCE]
    offered = [Choice(str(one.id), one.name) for one in here]
    if len(shown) > (page + 1) * AT_ONCE:
        offered.append(Choice("more", common.MORE))
    note = page_note(page, len(shown), AT_ONCE, common.PAGE)
    text = texts.REPLACE_BY.format(area=area.name, old=_names(old), page=note)
    if not like:
        text = texts.REPLACE_NOBODY.format(like=data["like"][:AT_ONCE])
    return Ask(Say(text, (*offered, add, CANCEL)), data | {"page": page})


def _names(people: Sequence[Staff]) -> str:
    return "、".join(one.name for one in people) or texts.NOBODY


def _done(words: dict[str, object], new: Staff, leaving: bool) -> str:
    told = [texts.REPLACED.format(**words)]
    told += [texts.REPLACED_OPEN.format(**words)] if words["count"] else []
    told += [texts.REPLACED_LEFT.format(**words)] if leaving else []
    told += [] if new.signed_in_at else [texts.REPLACED_UNBOUND.format(**words)]
    return "".join(told)
