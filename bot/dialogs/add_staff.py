"""添加人员: one question a column of the platform's own form (seed, question 5), then all of it once more."""

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent, InvalidLength, ValidationError

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Step, Turn, choices
from bot.dialogs.of_company import acting, masked_username, named
from bot.dialogs.pick_estates import pick
from bot.messages import Choice, Say
from bot.texts import company as texts
from bot.texts import refusals
from bot.wording import heard_as
from core.complaint import Refusal
from core.directory import Staff
from core.identity import MANAGER_POST, POSTS, masked_identity, masked_phone, mobile
from core.look_company import OfCompany
from core.people_commands import AddStaff as Add

NAME_LENGTH = range(2, 21)
MOST_USERNAME = 60


class AddStaff(Dialog):
    """`data`: what was filled in so far, and the estate that waits for a new manager (`wanted`), if any."""

    name = "add_staff"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By 添加人员, or on the way to another manager for an estate; a name may come with the word."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        wanted = ours.estate(heard.args.id)
        data = {"name": "", "phone": "", "identity": "", "post": "", "areas": None, "username": None}
        data |= {"wanted": wanted.id, "post": MANAGER_POST, "areas": []} if wanted else {"wanted": None}
        if len(heard.args.rest) in NAME_LENGTH:
            data |= {"name": heard.args.rest}
        return self._filled(data)

    def name_of(self, heard: Heard, data: Data) -> Turn:
        """姓名."""
        if heard.asking:
            return Ask(Say(texts.ASK_NAME, (CANCEL,)))
        name = "".join(heard.words.split())
        if len(name) not in NAME_LENGTH:
            return Ask(Say(texts.BAD_NAME, (CANCEL,)))
        return self._filled(data | {"name": name})

    def phone(self, heard: Heard, data: Data) -> Turn:
        """联系电话: a mobile, nobody else's."""
        if heard.asking:
            return Ask(Say(texts.ASK_PHONE.format(**data), (CANCEL,)))
        phone = mobile(heard.words)
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        problem = phone_problem(ours, phone)
        return Ask(Say(problem, (CANCEL,))) if problem else self._filled(data | {"phone": phone})

    def identity(self, heard: Heard, data: Data) -> Turn:
        """身份证号, checked."""
        if heard.asking:
            return Ask(Say(texts.ASK_IDENTITY.format(**data), (CANCEL,)))
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        identity = heard_as(heard.words).replace(" ", "").upper()
        if problem := identity_problem(identity):
            return Ask(Say(problem, (CANCEL,)))
        known = next((one for one in ours.people() if one.identity == identity), None)
        if known:
            return Ask(Say(texts.IDENTITY_KNOWN.format(name=known.name), (CANCEL,)))
        return self._filled(data | {"identity": identity})

    def post(self, heard: Heard, data: Data) -> Turn:
        """岗位."""
        if heard.chosen:
            return self._filled(data | {"post": POSTS[int(heard.chosen)]})
        return Ask(Say(texts.ASK_POST.format(**data), (*POST_CHOICES, CANCEL)))

    def areas(self, heard: Heard, data: Data) -> Turn:
        """在管物业管理区域."""
        ours = acting(heard)
        return ours if isinstance(ours, Done) else pick(heard, data, ours, self._next(data | {"areas": []}))

    def username(self, heard: Heard, data: Data) -> Turn:
        """用户名, where it is known."""
        if heard.chosen == "skip" or (heard.words and not heard.asking):
            return self._filled(data | {"username": "" if heard.chosen else heard.words.strip()[:MOST_USERNAME]})
        return Ask(Say(texts.ASK_USERNAME.format(**data), (*choices(("skip", texts.SKIP)), CANCEL)))

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """All of it, to be changed or confirmed."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        if heard.chosen in texts.ADD_EDITS:
            return Go(self._steps()[heard.chosen], data)
        question = _question(ours, data)
        if heard.chosen != "yes":
            return Ask(question, data)
        asked = ("name", "phone", "identity", "post", "username")
        command = Add(**{name: data[name] for name in asked}, area_ids=tuple(data["areas"]))

        def otherwise(refusal: Refusal) -> Turn:
            return Ask(Say(f"{refusals.TEXTS[refusal.reason]}\n\n{question.text}", question.choices), data)

        return Do(command, lambda person: Done(_added(ours, person, data["wanted"])), otherwise)

    def _filled(self, data: Data) -> Turn:
        return Go(self._next(data), data)

    def _next(self, data: Data) -> Step:
        """The first question that is not answered yet."""
        missing = (step for name, step in self._steps().items() if data[name] in ("", None) and name != "username")
        step = next(missing, None)
        return step or (self.username if data["username"] is None else self.confirm)

    def _steps(self) -> dict[str, Step]:
        return {
            "name": self.name_of,
            "phone": self.phone,
            "identity": self.identity,
            "post": self.post,
            "areas": self.areas,
            "username": self.username,
        }


POST_CHOICES = choices(*((str(at), post) for at, post in enumerate(POSTS)))


def phone_problem(ours: OfCompany, phone: str | None, person: Staff | None = None) -> str:
    """What is wrong with a phone, as far as the company may know."""
    if phone is None:
        return texts.BAD_PHONE
    if person and person.phone == phone:
        return texts.SAME_PHONE
    other = next((one for one in ours.people() if one.phone == phone), None)
    return texts.PHONE_TAKEN.format(phone=masked_phone(phone), name=other.name) if other else ""


def identity_problem(identity: str) -> str:
    """What is wrong with an identity number."""
    try:
        ric.validate(identity)
    except InvalidLength:
        return texts.BAD_IDENTITY["length"]
    except InvalidComponent:
        return texts.BAD_IDENTITY["date"]
    except ValidationError:
        return texts.BAD_IDENTITY["other"]
    return ""


def _question(ours: OfCompany, data: Data) -> Say:
    text = texts.ADD_CONFIRM.format(
        name=data["name"],
        phone=data["phone"].removeprefix("+86"),
        identity=masked_identity(data["identity"]),
        post=data["post"],
        areas=named([one for one in ours.estates() if one.id in data["areas"]]),
        username=masked_username(data["username"]),
    )
    return Say(text, (*choices(("yes", texts.CONFIRM), *texts.ADD_EDITS.items()), CANCEL))


def _added(ours: OfCompany, person: Staff, wanted: int | None) -> Say:
    """What was done, and what is missing next (seed, question 5)."""
    text = texts.ADDED.format(name=person.name, post=person.post)
    area = ours.estate(wanted)
    if person.post != MANAGER_POST:
        return Say(text + texts.ADDED_OTHER)
    if not ours.in_charge_of(person) and area is None:
        text += texts.ADDED_NO_AREAS
    text += texts.ADDED_NEXT.format(phone=masked_phone(person.phone))
    if area is None:
        return Say(text)
    way = Choice(f"replace_manager:{area.id}::{person.id}", texts.REPLACE_FOR.format(area=area.name))
    return Say(text + texts.ADDED_FOR.format(area=area.name), (way,))
