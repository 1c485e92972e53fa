"""The closed list of what a text may do: a text may come from anybody who pretends to have the number.

Beyond it a text files a complaint, says how notices come (退订, 恢复, 通知设置), and answers the questions of
`phrases.ASKED`. Whatever is not listed is done in WeChat.
"""

from collections.abc import Callable
from typing import NamedTuple

from bot.texts import texting as texts
from core.complaint import Complaint
from core.lifecycle import Act, State, possible
from core.look import Role

NUDGEABLE = (State.PENDING, State.HANDLING, State.FURTHER, State.SUPPLEMENT, State.GUIDANCE)


class Deed(NamedTuple):
    """`fits` tells which complaints it may mean. A desk's names its complaint, always, and one that this phone was told
    of by text; `guarded`: wrong numbers count, and after too many none is looked at; `at_once`: WeChat does it by one
    tap, so that what a text asks before is asked here."""

    role: Role
    fits: Callable[[Complaint], bool]
    guarded: bool = True
    at_once: bool = False

    @property
    def numbered(self) -> bool:
        """Whether the number may never be left out."""
        return self.role is not Role.OWNER


def _may(act: Act) -> Callable[[Complaint], bool]:
    return lambda one: possible(one, act)


def _open(complaint: Complaint) -> bool:
    return complaint.open


DEEDS = {
    # one's own complaints
    "state": Deed(Role.OWNER, _open, guarded=False),
    "nudge": Deed(Role.OWNER, lambda one: one.state in NUDGEABLE, guarded=False),
    "add_words": Deed(Role.OWNER, _open, guarded=False),
    "rate": Deed(Role.OWNER, _may(Act.SATISFIED)),
    "withdraw": Deed(Role.OWNER, _open),
    # what this phone was told of
    "accept": Deed(Role.MANAGER, _may(Act.ACCEPT), at_once=True),
    "refuse": Deed(Role.MANAGER, _may(Act.REFUSE)),
    "finish": Deed(Role.MANAGER, _may(Act.FINISH)),
    "help_me": Deed(Role.MANAGER, _may(Act.ASK_GUIDANCE)),
    "guide": Deed(Role.OFFICER, _may(Act.GUIDE)),
}
"""By the verb of `bot/routes.py`."""


def offered(complaint: Complaint, role: Role) -> str:
    """The words for what may be done by text about a complaint now, in at most six characters: `接收或拒绝`."""
    fitting = (word for verb, word in texts.WORDS.items() if DEEDS[verb].role is role and DEEDS[verb].fits(complaint))
    return texts.OR.join(fitting) or texts.DETAIL
