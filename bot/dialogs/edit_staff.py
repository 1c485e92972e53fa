"""编辑: the post, phone, user name or estates of somebody of one's company (seed, questions 10, 17 and 18)."""

from bot.dialogs.add_staff import MOST_USERNAME, POST_CHOICES, phone_problem
from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Step, Turn, choices
from bot.dialogs.of_company import acting, masked_username, named
from bot.dialogs.pick_estates import pick
from bot.messages import Say
from bot.texts import company as texts
from core.directory import Staff
from core.identity import MANAGER_POST, POSTS, masked_phone, mobile
from core.look_company import OfCompany
from core.people_commands import EditStaff as Edit


class EditStaff(Dialog):
    """`data`: whose (id, name), which field, its new value; `areas` while estates are chosen."""

    name = "edit_staff"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By a tap that names the person and the field."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        person, steps = ours.person(heard.args.id), self._steps()
        if person is None or heard.args.value not in steps:
            return Done(Say(texts.NO_PERSON))
        areas = [one.id for one in ours.in_charge_of(person)]
        data = {"id": person.id, "name": person.name, "field": heard.args.value, "value": "", "areas": areas}
        return Go(steps[heard.args.value], data)

    def post(self, heard: Heard, data: Data) -> Turn:
        """岗位."""
        if heard.chosen:
            return Go(self.confirm, data | {"value": POSTS[int(heard.chosen)]})
        return Ask(Say(texts.ASK_POST.format(**data), (*POST_CHOICES, CANCEL)))

    def phone(self, heard: Heard, data: Data) -> Turn:
        """联系电话."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        if heard.asking:
            return Ask(Say(texts.ASK_PHONE.format(**data), (CANCEL,)))
        phone = mobile(heard.words)
        problem = phone_problem(ours, phone, ours.person(data["id"]))
        return Ask(Say(problem, (CANCEL,))) if problem else Go(self.confirm, data | {"value": phone})

    def username(self, heard: Heard, data: Data) -> Turn:
        """用户名."""
        if heard.asking or not heard.words.strip():
            return Ask(Say(texts.ASK_USERNAME.format(**data), (CANCEL,)))
        return Go(self.confirm, data | {"value": heard.words.strip()[:MOST_USERNAME]})

    def areas(self, heard: Heard, data: Data) -> Turn:
        """在管物业管理区域."""
        ours = acting(heard)
        return ours if isinstance(ours, Done) else pick(heard, data, ours, self.confirm)

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """Before and after, and what comes of it."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        person = ours.person(data["id"])
        if person is None:
            return Done(Say(texts.NO_PERSON))
        before, after = _worded(ours, person, data)
        if before == after:
            return Done(Say(texts.UNCHANGED))
        what = texts.FIELDS[data["field"]]
        if heard.chosen == "yes":
            rebind = texts.EDITED_REBIND if data["field"] == "phone" else ""
            done = texts.EDITED.format(name=person.name, what=what, after=after) + rebind
            return Do(_command(data), lambda _: Done(Say(done)))
        words = {"name": person.name, "what": what, "before": before, "after": after}
        text = texts.EDIT_CONFIRM.format(**words, note=_note(ours, person, data))
        return Ask(Say(text, (*choices(("yes", texts.CONFIRM)), CANCEL)))

    def _steps(self) -> dict[str, Step]:
        return {"post": self.post, "phone": self.phone, "username": self.username, "areas": self.areas}


def _command(data: Data) -> Edit:
    if data["field"] == "areas":
        return Edit(data["id"], area_ids=tuple(data["areas"]))
    return Edit(data["id"], **{data["field"]: data["value"]})


def _worded(ours: OfCompany, person: Staff, data: Data) -> tuple[str, str]:
    """The field before and after, as it is shown."""
    match data["field"]:
        case "areas":
            after = [one for one in ours.estates() if one.id in data["areas"]]
            return named(ours.in_charge_of(person)), named(after)
        case "phone":
            return masked_phone(person.phone), str(data["value"].removeprefix("+86"))
        case "username":
            return masked_username(person.username), str(data["value"])
    return person.post, str(data["value"])


def _note(ours: OfCompany, person: Staff, data: Data) -> str:
    """What the change brings about beyond itself."""
    field, alone = data["field"], ours.without(person)
    if field == "phone":
        return texts.NOTE_REBIND
    if field == "post" and person.post == MANAGER_POST:
        count = ours.open_in(ours.in_charge_of(person))
        stays = texts.NOTE_OPEN.format(count=count) if count else ""
        return texts.NOTE_NO_MANAGER + stays + (texts.NOTE_ALONE.format(areas=named(alone)) if alone else "")
    if field == "post" and data["value"] == MANAGER_POST:
        return texts.NOTE_MANAGER
    if field == "areas":
        left_alone = [one for one in alone if one.id not in data["areas"]]
        return texts.NOTE_AREAS + (texts.NOTE_ALONE.format(areas=named(left_alone)) if left_alone else "")
    return ""
