"""What can be asked of the core about coming to the pages; the rest of its commands are in `core/commands.py`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SendLoginCode:
    """A code to the phone of whoever the directory knows by `typed`: an identity number, or a phone (+86…). `proved`:
    somebody at this browser has shown before that it is theirs."""

    typed: str
    proved: bool = False


@dataclass(frozen=True, slots=True)
class OpenConsole:
    """登录网页 in chat: a link that opens the pages once."""


@dataclass(frozen=True, slots=True)
class TakeLogin:
    """A browser comes by such a link."""

    token: str


@dataclass(frozen=True, slots=True)
class AskLogin:
    """A browser asks for digits to be said in chat and, with `code`, for one to scan instead if one is at hand."""

    code: bool = False


@dataclass(frozen=True, slots=True)
class ConfirmLogin:
    """Somebody bound says in chat that the browser which shows these digits is theirs."""

    digits: str


@dataclass(frozen=True, slots=True)
class DenyLogin:
    """Somebody in chat says that the browser which shows these digits is not theirs."""

    digits: str


@dataclass(frozen=True, slots=True)
class FinishLogin:
    """The browser looks whether its digits were confirmed."""


@dataclass(frozen=True, slots=True)
class ChooseAccount:
    """Go on as one of the accounts of the person at the browser: `kind` as in `core.accounts`, and the id of it."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class LogOut:
    """The browser's session is over."""


LoginCommand = (
    SendLoginCode | OpenConsole | TakeLogin | AskLogin | ConfirmLogin | DenyLogin | FinishLogin | ChooseAccount | LogOut
)
