"""What is refused because it is too much (`core/limits.py`), and told to those who watch."""

from collections.abc import Sequence

from core import watch
from core.complaint import Refusal
from core.limits import What, reached
from core.services.work import Work, acting_contact
from core.store.counting import of_contact

REASONS = {
    What.COMPLAINT: "too_many_complaints",
    What.WORDS: "too_many_words",
    What.MEDIUM: "too_many_media",
    What.FILE: "too_many_files",
}


def one_more(work: Work, what: What) -> None:
    """Raises Refusal by REASONS, with how long to `wait` at most, where who acts has had enough of `what`."""
    hold(what, of_contact(work.tx.connection, what, acting_contact(work), work.now), REASONS[what])


def hold(what: What, counted: Sequence[int], reason: str) -> None:
    """Raises Refusal `reason`, with `what` and how long to `wait` at most, where `counted` has reached a limit."""
    wait = reached(what, counted)
    if wait is not None:
        watch.refused(reason, limit=what.value)
        raise Refusal(reason, what=what, wait=wait)
