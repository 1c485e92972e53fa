"""Filling in an application, one question a step; the answers are shown, changed and put forward.

company ─▶ company_code ─▶ person                 ┐
contract ─▶ estate ─▶ … ─▶ party ─▶ term ─▶ photo ├─▶ confirm ─▶ put forward
street, community, address                        ┘     │  ▲
                                                        ▼  │
                                                       change
"""

from dataclasses import replace

from bot.application_words import refusal_text
from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.dialogs.fields import Wrong, offered, read
from bot.messages import Choice, Say
from bot.messages import Kind as Sent
from bot.texts import business as texts
from bot.wording import refused
from core.application_commands import Apply, Resubmit
from core.applications import FIELDS, Application, Kind, asked
from core.clocks import spoken
from core.commands import KeepMedia
from core.complaint import Refusal

MOST_PHOTOS = 9
TERM = "term"
STEPS = {"code": "company_code", "begins": TERM, "ends": TERM}
"""The step that asks for a field, where it is not called as the field is."""


class Form(Dialog):
    """`data`: kind, content, area (the estate's id, where the directory has it), todo (steps to come), media, note (a
    remark for the confirmation); of what is corrected, id, round and what it was `before`."""

    def company(self, heard: Heard, data: Data) -> Turn:
        """企业名称."""
        return self._fill(heard, data, "company")

    def company_code(self, heard: Heard, data: Data) -> Turn:
        """统一社会信用代码."""
        return self._fill(heard, data, "code")

    def person(self, heard: Heard, data: Data) -> Turn:
        """申请人姓名."""
        return self._fill(heard, data, "person")

    def contract(self, heard: Heard, data: Data) -> Turn:
        """Which of the two contracts."""
        return self._fill(heard, data, "contract")

    def district(self, heard: Heard, data: Data) -> Turn:
        """行政区划 of a new estate."""
        return self._fill(heard, data, "district")

    def street(self, heard: Heard, data: Data) -> Turn:
        """所属街道."""
        return self._fill(heard, data, "street")

    def community(self, heard: Heard, data: Data) -> Turn:
        """社区."""
        return self._fill(heard, data, "community")

    def address(self, heard: Heard, data: Data) -> Turn:
        """地址."""
        return self._fill(heard, data, "address")

    def party(self, heard: Heard, data: Data) -> Turn:
        """合同对方."""
        return self._fill(heard, data, "party")

    def term(self, heard: Heard, data: Data) -> Turn:
        """From when to when."""
        return self._fill(heard, data, TERM)

    def photo(self, heard: Heard, data: Data) -> Turn:
        """Photos of the contract, or none."""
        media = data["media"]
        if heard.chosen == "done":
            return self._next(data)
        if heard.kind is Sent.IMAGE and heard.media and len(media) < MOST_PHOTOS:
            more = data | {"media": [*media, heard.media]}
            return Do(
                KeepMedia(heard.kind, heard.media),
                lambda _: Ask(_photos(len(more["media"])), more),
                lambda refusal: Ask(replace(_photos(len(media)), text=refused(refusal))),
            )
        if heard.kind is Sent.IMAGE and heard.media:
            full = texts.PHOTO_FULL.format(most=MOST_PHOTOS)
            return Ask(Say(full, (*choices(("done", texts.SENT_ALL)), CANCEL)))
        return Ask(_photos(len(media), data.get("first", "")))

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """What will be put forward, and the choices."""
        match heard.chosen:
            case "submit":
                return Do(_command(data), _submitted, _not_done)
            case "change":
                return Go(self.change)
        say = texts.CONFIRM.format(kind=_kind(data).value, lines=_summary(heard, data), note=data.get("note", ""))
        return Ask(Say(say, (*choices(("submit", texts.SUBMIT), ("change", texts.CHANGE)), CANCEL)))

    def change(self, heard: Heard, data: Data) -> Turn:
        """Which answer to change."""
        if heard.chosen:
            return self._next(data | {"todo": [heard.chosen]}, done=False)
        return Ask(Say(texts.CHANGE_WHAT, (*choices(*_changeable(data)), CANCEL)))

    def _fill(self, heard: Heard, data: Data, name: str) -> Turn:
        """Put a question, or take its answer."""
        may = (*choices(*((one, one) for one in offered(heard, data, name))), CANCEL)
        question = texts.QUESTIONS[name].format(**{"estate": ""} | data["content"])
        if heard.asking:
            return Ask(Say(data.get("first", "") + question, may))
        answer = read(heard, data, name)
        if isinstance(answer, Wrong):
            return Ask(Say(answer.text, may), data | {"unsure": answer.unsure})
        return self._next(data | {"content": data["content"] | answer, "first": ""})

    def _next(self, data: Data, done: bool = True) -> Turn:
        """On to the next question, or to the confirmation."""
        todo = data["todo"][1:] if done else data["todo"]
        return Go(getattr(self, todo[0]) if todo else self.confirm, data | {"todo": todo})


def begun(kind: Kind, todo: list[str], **more: object) -> Data:
    """The data of a form that is begun."""
    return {"kind": kind.name, "content": {}, "area": None, "todo": todo, "media": [], "note": ""} | more


def steps(names: list[str]) -> list[str]:
    """The steps that ask for these fields, each once."""
    return list(dict.fromkeys(STEPS.get(name, name) for name in names))


def _kind(data: Data) -> Kind:
    return Kind[data["kind"]]


def _photos(count: int, first: str = "") -> Say:
    text = texts.PHOTO_TAKEN.format(count=count) if count else first + texts.PHOTO
    return Say(text, (*choices(("done", texts.SENT_ALL if count else texts.SKIP)), CANCEL))


def _summary(heard: Heard, data: Data) -> str:
    area = heard.look.area(data["area"]) if data["area"] and _kind(data) is Kind.AREA_CHANGE else None
    lines = []
    for field in FIELDS[_kind(data)]:
        value = data["content"].get(field.name, "")
        if value and area and not field.fixed:
            current = getattr(area, field.name) or texts.EMPTY
            lines.append(texts.CHANGED_LINE.format(label=field.label, current=current, value=value))
        elif value and field.name != "phone":
            lines.append(texts.LINE.format(label=field.label, value=value))
    if data["media"]:
        lines.append(texts.PHOTOS.format(count=len(data["media"])))
    return "\n".join(lines)


def _changeable(data: Data) -> list[tuple[str, str]]:
    """(step, label) of what may be changed: nothing that is fixed, once it was submitted."""
    kind, sent = _kind(data), "id" in data
    fields = [one for one in asked(kind, data["area"] is None) if not one.fixed or (not sent and kind is Kind.CONTRACT)]
    labels: dict[str, str] = {}
    for one in fields:
        step = STEPS.get(one.name, one.name)
        labels.setdefault(step, texts.TERM_LABEL if step == TERM else one.label)
    return list(labels.items())


def _command(data: Data) -> Apply | Resubmit:
    content, media = data["content"], tuple(data["media"])
    if "id" not in data:
        return Apply(_kind(data), content, data["area"], media)
    changes = {name: value for name, value in content.items() if data["before"].get(name) != value}
    return Resubmit(data["id"], changes, media, data["round"])


def _submitted(one: Application) -> Turn:
    text = texts.SUBMITTED.format(kind=one.kind.value, id=one.id, until=spoken(one.due_at))
    return Done(Say(text))


def _not_done(refusal: Refusal) -> Turn:
    one = refusal.facts.get("application")
    mend = refusal.reason == "returned_already" and isinstance(one, Application)
    ways = (Choice(f"correct:{one.id}:{one.round}", texts.CORRECT),) if mend and one else ()
    return Done(Say(refusal_text(refusal), ways))
