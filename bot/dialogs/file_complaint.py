"""A resident says what is wrong. Two messages are enough: the words, and 提交.

arrive ─▶ write ─▶ confirm ─▶ filed          words, photos, voice and places may come in any order;
            │        │ ▲                     at `confirm` anything more is added, and `change` alters
            ▼        ▼ │                     what is there; words that say nothing are asked about
    clearer, where  change ─▶ rewrite, topic  once (`clearer`)
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.dialogs.estate_names import called, says_more
from bot.messages import Choice, Kind, Say
from bot.texts import filing as texts
from bot.wording import attachments, excerpt, refused, reserved, short, until
from core.clocks import in_shanghai, spoken
from core.commands import KeepMedia, ScanArea, Submit
from core.complaint import Complaint, Refusal
from core.directory import Area
from core.identity import masked_name
from core.kinds import LABELS, kind_named, proposed
from core.kinds import Kind as Topic
from core.likeness import building
from core.plain import LONGEST
from core.substance import says_something

MOST_MEDIA = 9
MOST_WORDS = 500
PAUSE = timedelta(hours=2)
"""A draft left for longer is asked about before it is gone on with."""
_MEDIA = (Kind.IMAGE, Kind.VOICE, Kind.VIDEO)


class FileComplaint(Dialog):
    """`data`: area, area_name, words (a list), media (channel ids), kinds (of those), place, topic (the kind of
    complaint, where one was chosen), clearer (asked already for words that say something), note (a remark to say
    once), was (id and name of the estate that had the code), moving (another estate is asked for), declined (the
    id of the one it is not)."""

    name = "file_complaint"
    keeps_draft = True

    def upgrade(self, step: str, data: Data) -> tuple[str, Data] | None:
        return ("confirm" if data.get("words") else "write"), data

    def arrive(self, heard: Heard, data: Data) -> Turn:
        """A code was scanned, or a code's link followed; or named in a text, with words."""
        data = {key: value for key, value in data.items() if key != "was"}
        if heard.args.rest:
            data = _with(data, replace(heard, words=heard.args.rest))
        area = heard.look.area_by_scene(heard.args.value, heard.now)
        if area is not None:
            return Do(ScanArea(area.id), lambda _: self._arrived(heard, data, area))
        if was := heard.look.area_of_old_scene(heard.args.value):
            return Go(self.was, data | {"was": [was.id, was.name]})
        onward = self.write if "area" in data else self.where
        return Go(onward, data | {"note": texts.UNKNOWN_CODE})

    def was(self, heard: Heard, data: Data) -> Turn:
        """The code is no longer good: is it about the estate that had it? Words said meanwhile are kept."""
        area_id, name = data["was"]
        onward = {key: value for key, value in data.items() if key != "was"}
        if heard.chosen:
            another = onward | {"moving": True, "declined": area_id}
            return self._settle(heard, onward, area_id) if heard.chosen == "yes" else Go(self.where, another)
        if heard.kind is Kind.TEXT and not heard.asking and (area := called(heard)):
            return self._settle(heard, onward, area.id)
        if not heard.asking:
            return self._take(heard, data)
        note, data = _note(data)
        question = texts.WAS_CODE_KEPT if data.get("words") or data.get("media") else texts.WAS_CODE
        offered = choices(("yes", texts.IT_IS.format(area=name)), ("no", texts.ANOTHER))
        return Ask(Say(note + question.format(area=name), (*offered, CANCEL)), data)

    def _arrived(self, heard: Heard, data: Data, area: Area) -> Turn:
        data = data | {"area": area.id, "area_name": area.name}
        if data.get("words"):
            return Go(self.confirm, data)
        staff = heard.look.manager_of(area.id)
        manager = texts.MANAGER.format(name=masked_name(staff.name)) if staff else texts.NO_MANAGER
        return Go(self.write, data | {"note": texts.ARRIVED.format(area=area.name, manager=manager)})

    def write(self, heard: Heard, data: Data) -> Turn:
        """The first words, or more of them."""
        if heard.asking:
            note, data = _note(data)
            return Ask(Say(note or (texts.MORE if data.get("words") else texts.WRITE)), data)
        nothing_yet = not (data.get("area") or data.get("words") or data.get("media"))
        if nothing_yet and heard.kind is Kind.TEXT and (area := called(heard)):
            return self._settle(heard, data, area.id)
        return self._take(heard, data)

    def _take(self, heard: Heard, data: Data) -> Turn:
        if heard.kind is Kind.TEXT and heard.paused and data.get("words") and heard.now - heard.paused > PAUSE:
            return Go(self.resume, data | {"since": spoken(heard.paused), "new": heard.words})
        data = _with(data, heard)
        if not data.get("clearer") and _empty(data):
            return Go(self.clearer, data)
        onward = self._onward(data)
        if heard.kind in _MEDIA and heard.media in data["media"]:
            return Do(
                KeepMedia(heard.kind, heard.media), lambda _: onward, lambda why: Go(onward.step, _unkept(data, why))
            )
        return onward

    def _onward(self, data: Data) -> Go:
        return Go(self.was if "was" in data else self.confirm if "area" in data else self.where, data)

    def clearer(self, heard: Heard, data: Data) -> Turn:
        """Words that say nothing yet: asked about once; whoever keeps to them may file them."""
        data = data | {"clearer": True}
        if heard.chosen == "keep":
            return self._onward(data)
        if not heard.asking:
            return self._take(heard, data | {"words": [] if heard.kind is Kind.TEXT else data["words"]})
        return Ask(Say(texts.CLEARER.format(words=excerpt(data["words"][-1])), _KEEP))

    def where(self, heard: Heard, data: Data) -> Turn:
        """Which estate: the one the contact scanned, one of several, or one found by its name."""
        if heard.chosen.startswith("area-"):
            return self._settle(heard, data, int(heard.chosen.removeprefix("area-")))
        if heard.asking:
            return self._offer_estates(heard, data)
        if heard.kind in _MEDIA or heard.kind is Kind.LOCATION:
            return self._take(heard, data)
        if area := called(heard):
            return self._settle(heard, data, area.id)
        found = heard.look.estates_like(heard.words)
        matter = says_more(heard.words, found)
        if not found and (matter or not data.get("words")):
            return self._take(heard, data)
        if not found:
            return Ask(Say(texts.NOT_FOUND.format(words=excerpt(heard.words, 12))))
        note, data = _note(_with(data, heard)) if matter else ("", data)
        return Ask(Say(note + texts.FOUND, (*(_area_choice(area) for area in found), CANCEL)), data)

    def _offer_estates(self, heard: Heard, data: Data) -> Turn:
        estates = [one for one in heard.look.my_estates() if one[0] != data.get("declined")]
        note, rest = _note(data)
        if note == texts.UNKNOWN_CODE:
            return Ask(Say(note), rest)
        if len(estates) == 1 and not data.get("moving"):
            return self._settle(heard, data, estates[0][0])
        if estates:
            offered = choices(*((f"area-{area_id}", name) for area_id, name in estates[:6]))
            asked = texts.WHERE_MOVE if data.get("moving") else texts.WHERE_KNOWN
            return Ask(Say(note + asked, (*offered, CANCEL)), rest)
        return Ask(Say(note + (texts.WHERE if data.get("words") or data.get("media") else texts.WHERE_FIRST)), rest)

    def _settle(self, heard: Heard, data: Data, area_id: int) -> Turn:
        area = heard.look.area(area_id)
        if area is None:
            return Ask(Say(texts.WHERE))
        settled = {key: value for key, value in data.items() if key not in ("moving", "declined")}
        settled |= {"area": area.id, "area_name": area.name}
        ready = settled.get("words") or settled.get("media")
        return Do(ScanArea(area_id), lambda _: Go(self.confirm if ready else self.write, settled))

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """What will be filed, and the choices."""
        match heard.chosen:
            case "submit" | "anonymous" | "join":
                return self._submit(heard, data)
            case "add":
                return Go(self.write, data)
            case "change":
                return Go(self.change, data)
        if not heard.asking:
            return self._take(heard, data)
        note, data = _note(data)
        if not data.get("words"):
            return Ask(Say(note + _summary(data), _WITHOUT_WORDS), data)
        like = heard.look.neighbour(data["area"], _topic(data), "\n".join(data["words"]), heard.now)
        if like is None:
            return Ask(Say(note + _summary(data), _CONFIRM), data)
        return Ask(Say(note + _summary(data) + _neighbours(like), _CONFIRM_OR_JOIN), data | {"lead": like.id})

    def _submit(self, heard: Heard, data: Data) -> Turn:
        if not data.get("words"):
            return Ask(Say(texts.NEED_WORDS, _WITHOUT_WORDS))
        command = Submit(
            data["area"],
            "\n".join(data["words"]),
            data.get("place", ""),
            tuple(data.get("media", ())),
            heard.chosen == "anonymous",
            data.get("lead") if heard.chosen == "join" else None,
            _topic(data),
        )

        def otherwise(refusal: Refusal) -> Turn:
            note = _danger(command.content) + refused(refusal) + "\n\n"
            return Go(self.confirm, {key: value for key, value in data.items() if key != "lead"} | {"note": note})

        return Do(command, lambda complaint: self._filed(heard, data, complaint), otherwise)

    def _filed(self, heard: Heard, data: Data, complaint: Complaint) -> Turn:
        managed = heard.look.manager_of(complaint.area_id) is not None
        days = (complaint.deadline - complaint.submitted_at).days if complaint.deadline else 0
        promise = texts.PROMISE if managed else texts.PROMISE_NO_MANAGER
        if complaint.deadline is None:
            promise = texts.PROMISE_IN_HAND
        text = texts.FILED.format(
            number=complaint.number,
            anonymous=texts.ANONYMOUS_NOTE if complaint.anonymous else "",
            promise=(texts.TOGETHER if complaint.lead_id else "")
            + promise.format(days=days, until=until(complaint), area=data["area_name"]),
            short=short(complaint),
        )
        if heard.who.phone:
            return Done(Say(text))
        return Done(Say(text + texts.OFFER_PHONE, (Choice("bind:::phone", texts.LEAVE_PHONE),)))

    def change(self, heard: Heard, data: Data) -> Turn:
        """Which part to alter."""
        match heard.chosen:
            case "words":
                return Go(self.rewrite, data)
            case "media":
                return Go(self.confirm, data | {"media": [], "kinds": [], "place": ""})
            case "area":
                return Go(self.where, data | {"moving": True})
            case "topic":
                return Go(self.topic, data)
        if not heard.asking:
            return self._take(heard, data)
        offered = [("words", texts.CHANGE_WORDS), ("area", texts.CHANGE_AREA), ("topic", texts.CHANGE_TOPIC)]
        if data.get("media") or data.get("place"):
            offered.insert(1, ("media", texts.CHANGE_MEDIA))
        return Ask(Say(texts.CHANGE_WHAT, (*choices(*offered), CANCEL)))

    def topic(self, heard: Heard, data: Data) -> Turn:
        """What it is about, where the words were taken for something else."""
        if chosen := kind_named(heard.chosen):
            return Go(self.confirm, data | {"topic": chosen})
        if not heard.asking:
            return self._take(heard, data)
        return Ask(Say(texts.TOPIC_WHICH, (*choices(*LABELS.items()), CANCEL)))

    def rewrite(self, heard: Heard, data: Data) -> Turn:
        """The words anew."""
        if heard.asking or not heard.words:
            return Ask(Say(texts.REWRITE))
        return self._take(heard, {key: value for key, value in data.items() if key != "topic"} | {"words": []})

    def resume(self, heard: Heard, data: Data) -> Turn:
        """A draft from some time ago: go on with it, or begin anew with what was just written."""
        new = data.get("new", "")
        old = {key: value for key, value in data.items() if key not in ("since", "new")}
        match heard.chosen:
            case "yes":
                return self._onward(_with(old, replace(heard, words=new)))
            case "no":
                kept: dict[str, Any] = {key: old[key] for key in ("area", "area_name", "was") if key in old}
                onward = _with(kept, replace(heard, words=new))
                return self._onward(onward) if new else Go(self.write, onward)
        asked = texts.RESUME.format(when=data["since"], words=excerpt("\n".join(data["words"]), 60))
        offered = choices(("yes", texts.RESUME_YES), ("no", texts.RESUME_NO))
        return Ask(Say(asked, (*offered, CANCEL)), data | {"new": f"{new}\n{heard.words}".strip()[:LONGEST]})


_CONFIRM = (
    *choices(("submit", texts.SUBMIT), ("add", texts.ADD), ("change", texts.CHANGE), ("anonymous", texts.ANONYMOUS)),
    CANCEL,
)
_CONFIRM_OR_JOIN = (*_CONFIRM[:-1], Choice("join", texts.JOIN), CANCEL)
_KEEP = (*choices(("keep", texts.KEEP_WORDS)), CANCEL)
_WITHOUT_WORDS = (*choices(("change", texts.CHANGE)), CANCEL)


def _with(data: Data, heard: Heard) -> Data:
    """The draft with what was just said."""
    words, media, kinds = list(data.get("words", [])), list(data.get("media", [])), list(data.get("kinds", []))
    note = ""
    if heard.kind in _MEDIA:
        if len(media) < MOST_MEDIA:
            media.append(heard.media)
            kinds.append(str(heard.kind))
        else:
            note = texts.FULL.format(most=MOST_MEDIA) + "\n\n"
    place = heard.words if heard.kind is Kind.LOCATION else data.get("place", "")
    said = "" if heard.kind is Kind.LOCATION or reserved(heard.words) else heard.words.strip()
    if said:
        room = MOST_WORDS - sum(map(len, words))
        note = texts.LONG.format(most=MOST_WORDS) + "\n\n" if len(said) > room else note
        said = said[: max(room, 0)]
        words += [texts.VOICE_WORDS.format(words=said) if heard.kind is Kind.VOICE else said] if said else []
    if heard.kind is Kind.VOICE and not said:
        note += texts.VOICE_KEPT if words else texts.VOICE_KEPT_ASK
    note = _danger(heard.words) + note
    return data | {"words": words, "media": media, "kinds": kinds, "place": place, "note": note}


def _unkept(data: Data, refusal: Refusal) -> Data:
    """The draft without what was sent last, and why."""
    note = data["note"] + refused(refusal) + "\n\n"
    return data | {"media": data["media"][:-1], "kinds": data["kinds"][:-1], "note": note}


def _note(data: Data) -> tuple[str, Data]:
    """The remark to say once, and the draft without it."""
    return data.get("note", ""), {key: value for key, value in data.items() if key != "note"}


def _danger(words: str) -> str:
    calls = [number for number, signs in texts.DANGERS.items() if any(sign in words for sign in signs)]
    return texts.DANGER.format(calls=";".join(texts.CALLS[number] for number in calls)) if calls else ""


def _summary(data: Data) -> str:
    kinds = attachments(data.get("kinds", []))
    extras = texts.PLACE.format(place=data["place"]) if data.get("place") else ""
    extras += texts.PHOTOS.format(count=kinds) if kinds else ""
    words = "\n".join(data.get("words", [])) or texts.NO_WORDS_YET
    topic = texts.TOPIC.format(topic=LABELS[_topic(data)]) if data.get("words") else ""
    return texts.CONFIRM.format(area=data["area_name"], topic=topic, words=words, extras=extras)


def _empty(data: Data) -> bool:
    """Words alone, and none that say anything."""
    return bool(data["words"]) and not data["media"] and not says_something("\n".join(data["words"]))


def _topic(data: Data) -> Topic:
    """The kind that was chosen, or else the one the words speak of."""
    return kind_named(data.get("topic", "")) or proposed("\n".join(data["words"]))


def _neighbours(like: Complaint) -> str:
    """One line on a neighbour's complaint: when, of what kind, in which building (unless nobody may know whose it
    is), and where it stands; none of its words."""
    number = "" if like.anonymous else building(like.content)
    place = texts.NEIGHBOUR_BUILDING.format(number=number) if number else ""
    when = in_shanghai(like.submitted_at)
    told = {"topic": LABELS[like.kind], "place": place, "state": like.state.value}
    return texts.NEIGHBOUR.format(month=when.month, day=when.day, **told)


def _area_choice(area: Area) -> Choice:
    return Choice(f"area-{area.id}", texts.AREA_LABEL.format(name=area.name, district=area.district))
