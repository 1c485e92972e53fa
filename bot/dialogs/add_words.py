"""补充: a resident adds words or photos to an open complaint, and sees them once more before they go."""

from bot.dialogs.about import Deed, about
from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.messages import Kind, Say
from bot.texts import adding as texts
from bot.texts import mine
from bot.wording import attachments, deed, refused, short
from core.commands import AddWords as Add
from core.commands import KeepMedia
from core.complaint import Complaint, Refusal
from core.lifecycle import State
from core.look import Role

MOST_WORDS = 500
MOST_MEDIA = 9
_MEDIA = (Kind.IMAGE, Kind.VOICE, Kind.VIDEO)


class AddWords(Dialog):
    """`data`: the complaint (id, short), the words, the channel's ids of what was sent (media) and its kinds."""

    name = "add_words"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By 补充 N, or from 我的."""

        def mine_open() -> list[Complaint]:
            return heard.look.mine(0, 50)[0]

        found = about(heard, Role.OWNER, _ADD, mine_open, mine.NOT_FOUND, mine.WHICH)
        if not isinstance(found, Complaint):
            return found
        begun: Data = {"id": found.id, "short": short(found), "words": "", "media": [], "kinds": []}
        begun["words"] = heard.args.rest[:MOST_WORDS]
        return Go(self.confirm if begun["words"] else self.words, begun)

    def words(self, heard: Heard, data: Data) -> Turn:
        """What is to be added."""
        if heard.asking:
            return Ask(Say(texts.WORDS.format(**data), (CANCEL,)))
        return self._gather(heard, data)

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """What will go to the manager; more may be added."""
        if heard.chosen == "send":
            said = Add(data["id"], data["words"], tuple(data["media"]))
            return Do(said, _added, lambda refusal: _not_added(refusal, data))
        if not heard.asking:
            return self._gather(heard, data)
        kinds = attachments(data["kinds"])
        text = texts.CONFIRM.format(
            short=data["short"],
            words=data["words"] or texts.NO_WORDS,
            photos=texts.PHOTOS.format(count=kinds) if kinds else "",
        )
        note = texts.FULL.format(most=MOST_MEDIA) if data.get("full") else ""
        return Ask(Say(note + text, _SEND), data | {"full": False})

    def _gather(self, heard: Heard, data: Data) -> Turn:
        said = heard.words.strip()
        gathered = data | {"words": "\n".join(filter(None, (data["words"], said)))[:MOST_WORDS]}
        if heard.kind not in _MEDIA:
            return Go(self.confirm, gathered)
        if len(data["media"]) >= MOST_MEDIA:
            return Go(self.confirm, gathered | {"full": True})
        gathered |= {"media": [*data["media"], heard.media], "kinds": [*data["kinds"], str(heard.kind)]}
        return Do(
            KeepMedia(heard.kind, heard.media),
            lambda _: Go(self.confirm, gathered),
            lambda refusal: Ask(Say(refused(refusal), _SEND if data["words"] or data["media"] else (CANCEL,))),
        )


_ADD = Deed("add_words", lambda one: one.open, texts.NONE_OPEN, strict=False)
_SEND = (*choices(("send", texts.SEND)), CANCEL)


def _not_added(refusal: Refusal, data: Data) -> Turn:
    """What can be sent later is kept; everything else is over."""
    say = Say(refused(refusal), _SEND if "wait" in refusal.facts else ())
    return Ask(say, data) if say.choices else Done(say)


def _added(complaint: Complaint) -> Turn:
    if complaint.state is not State.RATING:
        return Done(Say(texts.SENT.format(short=short(complaint))))
    rate = deed("rate", mine.RATE, complaint)
    return Done(Say(texts.SENT_RATING.format(short=short(complaint)), (rate,)))
