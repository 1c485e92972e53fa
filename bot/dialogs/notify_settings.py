"""通知设置: WeChat, SMS, or both."""

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.messages import Choice, Say
from bot.texts import settings as texts
from core.identity import masked_phone
from core.own_commands import ChooseChannel


class NotifySettings(Dialog):
    """For whoever has left a phone; the others are offered to."""

    name = "notify_settings"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By 通知设置."""
        if not heard.who.phone:
            return Done(Say(texts.NO_PHONE, (Choice("bind:::phone", texts.BIND),)))
        return Go(self.choose)

    def choose(self, heard: Heard, data: Data) -> Turn:
        """By which channel."""
        if heard.chosen:
            told = texts.CHOSEN.format(now=texts.TOLD[heard.chosen])
            return Do(ChooseChannel(heard.chosen), lambda _: Done(Say(told)))
        now = texts.TOLD[heard.look.notified_by()]
        text = texts.ASK.format(now=now, phone=masked_phone(heard.who.phone))
        return Ask(Say(text, (*choices(*texts.CHOICES), CANCEL)))
