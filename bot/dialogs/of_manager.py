"""What the dialogs of the project manager's desk share."""

from collections.abc import Callable
from typing import ClassVar

from bot.dialogs.about import Deed, about
from bot.dialogs.base import Heard, Turn
from bot.dialogs.desk import Desk
from bot.texts import desk as texts
from core.complaint import Complaint
from core.lifecycle import Act
from core.look import Role


class OfManager(Desk):
    """Rights are looked up at every step, and once more where the act is done."""

    role = Role.MANAGER
    list_verb = "todo"
    deeds: ClassVar[tuple[tuple[Act, str, str], ...]] = ()

    def _page(self, heard: Heard, skip: int, take: int) -> tuple[list[Complaint], int]:
        return heard.look.todo(skip, take)

    def _which(
        self, heard: Heard, verb: str, label: str, fits: Callable[[Complaint], bool], strict: bool = True
    ) -> Complaint | Turn:
        """The complaint that is meant, of those that fit; `strict` refuses an old button."""

        def here() -> list[Complaint]:
            return self._page(heard, 0, 50)[0]

        deed = Deed(verb, fits, texts.NONE.format(verb=label), strict)
        return about(heard, self.role, deed, here, texts.NOT_FOUND, texts.WHICH)
