"""登录网页: a link to the pages; by the digits a browser shows, or its code, that browser, after a question."""

from bot.dialogs.base import Ask, Data, Dialog, Do, Done, Go, Heard, Over, Turn, choices
from bot.messages import Say
from bot.texts import logging_in as texts
from bot.wording import heard_as
from core.login_commands import ConfirmLogin, DenyLogin, OpenConsole


class LogIn(Dialog):
    """`data`: digits, and a note to say before the question."""

    name = "log_in"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By 登录网页, or by 登录 and the digits."""
        digits = heard_as(heard.args.rest)
        if digits:
            return Go(self.confirm, {"digits": digits})
        return Do(OpenConsole(), lambda link: Done(Say(_link(link))))

    def scanned(self, heard: Heard, data: Data) -> Turn:
        """The code on the login page was scanned: it stands for the digits beside it."""
        digits = heard.look.login_scanned(heard.args.value, heard.now)
        if digits and not heard.known:
            return Over("bind", "start_login", {"login": digits}, heard.quiet())
        return self._onward(heard, {"digits": digits})

    def bound(self, heard: Heard, data: Data) -> Turn:
        """On after 绑定, to which the scan had led."""
        return self._onward(heard, data)

    def _onward(self, heard: Heard, data: Data) -> Turn:
        note = data.get("note", "")
        if not heard.look.login_waits(data["digits"], heard.now):
            return Done(Say(note + texts.EXPIRED))
        if not heard.look.has_account():
            return Done(Say(note + texts.NO_ACCOUNT))
        return Go(self.confirm, data)

    def confirm(self, heard: Heard, data: Data) -> Turn:
        """Is it you?"""
        match heard.chosen:
            case "yes":
                expired = Done(Say(texts.EXPIRED))
                return Do(ConfirmLogin(data["digits"]), lambda _: Done(Say(texts.DONE)), lambda _: expired)
            case "no":
                return Do(DenyLogin(data["digits"]), lambda _: Done(Say(texts.DENIED)))
        question = data.get("note", "") + texts.CONFIRM.format(digits=data["digits"])
        said = {"digits": data["digits"]}
        return Ask(Say(question, choices(("yes", texts.YES), ("no", texts.NO))), said)


def _link(link: str) -> str:
    home = link.partition("/console/")[0] + "/console"
    return texts.LINK.format(link=link, home=home) if link else texts.NO_ACCOUNT
