"""The two steps by which a phone is proved: its number, and the code sent to it."""

from abc import abstractmethod

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Go, Heard, Turn, choices
from bot.messages import Choice, Say
from bot.texts import binding as texts
from bot.wording import heard_as, refused, waited
from core.complaint import Refusal
from core.identity import CODE_DIGITS, masked_phone, mobile
from core.limits import What
from core.own_commands import CheckCode, SendCode
from core.services import Checked


class ProvesPhone(Dialog):
    """`data`: phone, the number to be proved."""

    @abstractmethod
    def _ask_phone(self, heard: Heard, data: Data) -> str:
        """The question for the number."""

    @abstractmethod
    def _proved(self, heard: Heard, data: Data, checked: Checked) -> Turn:
        """What follows once the phone is the person's."""

    def phone(self, heard: Heard, data: Data) -> Turn:
        """Which number?"""
        if heard.asking and data.get("phone"):
            return self._send(data)
        if heard.asking:
            return Ask(Say(self._ask_phone(heard, data), (CANCEL,)))
        number = mobile(heard.words)
        return self._send(data | {"phone": number}) if number else Ask(Say(texts.NOT_A_PHONE, (CANCEL,)))

    def _send(self, data: Data, offered: tuple[Choice, ...] = (CANCEL,)) -> Turn:
        def otherwise(refusal: Refusal) -> Turn:
            return Ask(Say(_not_sent(refusal), offered), data)

        return Do(SendCode(data["phone"]), lambda _: Go(self.code, data), otherwise)

    def code(self, heard: Heard, data: Data) -> Turn:
        """The six digits."""
        match heard.chosen:
            case "again":
                return self._send(data, _CODE)
            case "other":
                return Go(self.phone, data | {"phone": ""})
        if heard.asking:
            return Ask(Say(texts.CODE_SENT.format(phone=masked_phone(data["phone"])), _CODE))
        digits = heard_as(heard.words).replace(" ", "")
        if len(digits) != CODE_DIGITS or not digits.isdigit():
            return Ask(Say(texts.NOT_A_CODE, _CODE))
        return Do(CheckCode(digits), lambda checked: self._checked(heard, data, checked))

    def _checked(self, heard: Heard, data: Data, checked: Checked) -> Turn:
        match checked.state:
            case "wrong":
                return Ask(Say(texts.WRONG.format(left=checked.left), _CODE))
            case "locked":
                return Ask(Say(texts.LOCKED, _CODE))
            case "expired":
                return Ask(Say(texts.EXPIRED, _CODE))
        return self._proved(heard, data, checked)


def _not_sent(refusal: Refusal) -> str:
    yours = refusal.facts.get("what") in (What.CODE_OF_CONTACT, What.NUMBER_OF_CONTACT)
    return texts.TOO_MANY_YOURS.format(wait=waited(refusal)) if yours else refused(refusal)


_CODE = (*choices(("again", texts.RESEND), ("other", texts.OTHER_PHONE)), CANCEL)
