"""常用语: answers a manager has saved: offered where words are asked for, listed and deleted here."""

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.messages import Choice, Say
from bot.texts import manager as texts
from bot.texts import refusals
from bot.wording import excerpt
from core.commands import DropReply
from core.services.manager import MOST_REPLIES

LABEL = 16
"""Characters of a saved answer that a choice shows."""


class Canned(Dialog):
    """`data`: the answer that is looked at."""

    name = "canned"

    def list(self, heard: Heard, data: Data) -> Turn:
        """All of them, to look at one."""
        if heard.chosen:
            return Go(self.one, {"id": int(heard.chosen)})
        kept = sorted(heard.look.replies(), key=lambda one: (one[1], one[0]))
        if not kept:
            return Done(Say(texts.REPLIES_EMPTY))
        lines = "\n".join(
            texts.REPLY_LINE.format(key=key, act=texts.ACTS[act], words=excerpt(text, 40))
            for key, (_, act, text) in enumerate(kept, 1)
        )
        offered = choices(*((str(reply_id), excerpt(text, LABEL)) for reply_id, _, text in kept))
        return Ask(Say(texts.REPLIES.format(most=MOST_REPLIES, lines=lines), (*offered, CANCEL)))

    def one(self, heard: Heard, data: Data) -> Turn:
        """One in full, to delete."""
        match heard.chosen:
            case "drop":
                return Do(DropReply(data["id"]), lambda _: Done(Say(texts.DROPPED)))
            case "back":
                return Go(self.list, {})
        found = next((one for one in heard.look.replies() if one[0] == data["id"]), None)
        if found is None:
            return Done(Say(refusals.TEXTS["no_reply"]))
        text = texts.REPLY.format(act=texts.ACTS[found[1]], text=found[2])
        return Ask(Say(text, (*choices(("drop", texts.DROP), ("back", texts.BACK)), CANCEL)))


def offered(heard: Heard, act: str) -> tuple[Choice, ...]:
    """The saved answers for an act, as choices."""
    return choices(*((f"reply{key}", excerpt(text, LABEL)) for key, _, text in heard.look.replies(act)))


def picked(heard: Heard, act: str) -> str:
    """The saved answer that was chosen, or nothing."""
    return next((text for key, _, text in heard.look.replies(act) if heard.chosen == f"reply{key}"), "")


def saving(heard: Heard, act: str, text: str) -> tuple[Choice, ...]:
    """The choice to save what was written, where it is not saved and there is room."""
    kept = heard.look.replies(act)
    new = text not in [known for _, _, known in kept] and len(kept) < MOST_REPLIES
    return choices(("save", texts.KEEP_REPLY)) if new else ()
