"""早报: at which hour the morning's list comes, or not at all."""

import re

from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Heard, Turn
from bot.messages import Choice, Say
from bot.texts import digest as texts
from core.own_commands import ChooseDigest

_HOUR = re.compile(r"(\d{1,2})\s*[点时]?")


class Digest(Dialog):
    """For managers and officers; each chooses for themselves."""

    name = "digest"

    def start(self, heard: Heard, data: Data) -> Turn:
        """早报, 早报 7, 早报 关."""
        return self._chosen(heard.args.rest) if heard.args.rest else self.hour(heard, data)

    def hour(self, heard: Heard, data: Data) -> Turn:
        """Which hour."""
        if said := heard.chosen or heard.words:
            return self._chosen(said)
        now = heard.look.digest_hour()
        told = texts.OFF_NOW if now is None else texts.NOW.format(hour=now)
        hours = tuple(Choice(f"at{hour}", texts.HOUR.format(hour=hour)) for hour in texts.HOURS)
        return Ask(Say(told + texts.ASK, (*hours, Choice("off", texts.OFF), CANCEL)))

    def _chosen(self, said: str) -> Turn:
        if said in ("off", texts.OFF):
            return Do(ChooseDigest(None), lambda _: Done(Say(texts.CHOSEN_OFF)))
        match = _HOUR.fullmatch(said.removeprefix("at").strip())
        if not match or int(match[1]) > 23:
            return Ask(Say(texts.WRONG, (CANCEL,)))
        hour = int(match[1])
        return Do(ChooseDigest(hour), lambda _: Done(Say(texts.CHOSEN.format(hour=hour))))
