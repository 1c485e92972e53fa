"""登录网页: a link to the pages; with the digits a browser shows, that browser, after a question."""

from bot.dialogs.base import Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.messages import Say
from bot.texts import logging_in as texts
from bot.wording import heard_as
from core.login_commands import ConfirmLogin, OpenConsole


class LogIn(Dialog):
    """`data`: digits."""

    name = "log_in"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By 登录网页, or by 登录 and the digits."""
        digits = heard_as(heard.args.rest)
        if digits:
            return Go(self.confirm, {"digits": digits})
        return Do(OpenConsole(), lambda link: Done(Say(_link(link))))

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """Is it you?"""
        match heard.chosen:
            case "yes":
                expired = Done(Say(texts.EXPIRED))
                return Do(ConfirmLogin(data["digits"]), lambda _: Done(Say(texts.DONE)), lambda _: expired)
            case "no":
                return Done(Say(texts.DENIED))
        return Ask(Say(texts.CONFIRM.format(**data), choices(("yes", texts.YES), ("no", texts.NO))))


def _link(link: str) -> str:
    home = link.partition("/console/")[0] + "/console"
    return texts.LINK.format(link=link, home=home) if link else texts.NO_ACCOUNT
