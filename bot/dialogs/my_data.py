"""我的信息: what is kept of somebody is shown, copied, corrected, or erased."""

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.messages import Choice, Say
from bot.texts import my_data as texts
from bot.wording import heard_as
from core.clocks import in_shanghai
from core.identity import masked_phone
from core.own_commands import CopyData, EraseMe, ForgetEstate, ForgetPhone

MOST_ESTATES = 8


class MyData(Dialog):
    """For anybody, of oneself alone."""

    name = "my_data"

    def show(self, heard: Heard, data: Data) -> Turn:
        """What is kept, and what can be done about it."""
        match heard.chosen:
            case "copy":
                return Do(CopyData(), lambda link: Done(Say(texts.COPIED.format(link=link))))
            case "drop":
                return Go(self.drop)
            case "estate":
                return Go(self.estate)
            case "erase":
                return Go(self.erase)
        return Ask(Say(_shown(heard), _offered(heard)))

    def drop(self, heard: Heard, data: Data) -> Turn:
        """Keep the phone no longer."""
        if not heard.who.phone:
            return Done(Say(texts.NONE_TO_DROP))
        if heard.chosen == "yes":
            return Do(ForgetPhone(), lambda _: Done(Say(texts.DROPPED)))
        asked = texts.DROP_ASK.format(phone=masked_phone(heard.who.phone))
        return Ask(Say(asked, (*choices(("yes", texts.DROP_YES)), CANCEL)))

    def estate(self, heard: Heard, data: Data) -> Turn:
        """Keep no longer that an estate's code was scanned."""
        if heard.chosen:
            return Do(ForgetEstate(int(heard.chosen)), lambda _: Done(Say(texts.FORGOTTEN)))
        offered = choices(*((str(area_id), name) for area_id, name in heard.look.my_estates()[:MOST_ESTATES]))
        return Ask(Say(texts.WHICH_ESTATE, (*offered, CANCEL)))

    def erase(self, heard: Heard, data: Data) -> Turn:
        """Everything, once the word is typed."""
        if heard_as(heard.words) == texts.ERASE_WORD:
            return Do(EraseMe(), _erased)
        if not heard.asking:
            return Ask(Say(texts.ERASE_AGAIN.format(word=texts.ERASE_WORD), (CANCEL,)))
        count = heard.look.open_ones()
        words = {
            "open": texts.ERASE_OPEN.format(count=count) if count else "",
            "staff": texts.ERASE_STAFF if _on_staff(heard) else "",
        }
        return Ask(Say(texts.ERASE_ASK.format(word=texts.ERASE_WORD, **words), (CANCEL,)))


def _erased(kept: int) -> Turn:
    return Done(Say(texts.ERASED.format(kept=texts.ERASED_KEPT.format(count=kept) if kept else "")))


def _shown(heard: Heard) -> str:
    held, phone = heard.look.held(), heard.who.phone
    return texts.SHOWN.format(
        phone=masked_phone(phone) if phone else texts.NO_PHONE,
        estates="、".join(name for _, name in heard.look.my_estates()) or texts.NO_ESTATES,
        filed=held.filed,
        since=f"{in_shanghai(held.since):%Y-%m-%d}",
        consent=f"{in_shanghai(held.consent_at):%Y-%m-%d}" if held.consent_at else texts.NO_CONSENT,
        staff=texts.STAFF if _on_staff(heard) else "",
    )


def _on_staff(heard: Heard) -> bool:
    return bool(heard.who.staff_id or heard.who.officer_id or heard.who.operator_id)


def _offered(heard: Heard) -> tuple[Choice, ...]:
    phone = heard.who.phone
    offered = [
        Choice("copy", texts.COPY),
        Choice("bind:::phone", texts.CHANGE_PHONE if phone else texts.LEAVE_PHONE),
        *choices(*([("drop", texts.DROP_PHONE), ("notify_settings:::", texts.NOTIFY)] if phone else [])),
        *choices(*([("estate", texts.FORGET_ESTATE)] if heard.look.my_estates() else [])),
        Choice("erase", texts.ERASE),
    ]
    return (*offered, CANCEL)
