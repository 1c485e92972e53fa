"""What a text says of a notice beside where, which one and the state."""

from collections.abc import Mapping
from typing import Any

from bot.notify import texted
from bot.texting.deeds import offered
from bot.texts import brief
from bot.texts import notices as texts
from bot.texts.texting import WORDS_MOST
from bot.wording import excerpt
from core import events as e
from core.look import Role
from core.outward import outward
from core.store.engine import Tx


def more(tx: Tx, event: e.ComplaintEvent, template: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The state in few characters; what a manager may do now; and words to be told, where there are any."""
    said = {"brief": brief.STATES[template].format_map(values)} if template in brief.STATES else {}
    if "deeds" in texted.variables(template):
        said["deeds"] = offered(event.complaint, Role.MANAGER)
    if template in texts.OPENINGS and (words := _words(event, template)):
        said["opening"] = texts.OPENINGS[template].format_map(values)
        said[texted.WORDS] = excerpt(outward(tx, event.complaint, words), WORDS_MOST)
    return said


def _words(event: e.ComplaintEvent, template: str) -> str:
    """Of a new complaint, where in the estate it is; else what was answered."""
    return (event.complaint.place or "") if template == "new_complaint" else event.text
