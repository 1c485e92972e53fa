"""What is put on record beside a complaint's course: 督办 by an officer, words and photos added by its owner."""

from core import commands as c
from core import events as e
from core.clocks import in_shanghai
from core.complaint import Complaint, Refusal
from core.lifecycle import State, Who
from core.limits import What
from core.services.limiting import one_more
from core.services.work import Work, as_owner, found, guiding_officer, keep


def urge(work: Work, command: c.Urge) -> Complaint:
    """督办 what is overdue with the manager, once a day; the manager and the company are told. Raises Refusal
    `not_overdue`, `urged_today`."""
    complaint, area = found(work, command.complaint_id)
    officer = guiding_officer(work, area)
    if officer is None:
        raise Refusal("not_found")
    if not complaint.overdue(work.now):
        raise Refusal("not_overdue", complaint=complaint)
    today = in_shanghai(work.now).date()
    entries = work.tx.complaints.timeline(complaint.id)
    if any(one.act == "urge" and in_shanghai(one.at).date() == today for one in entries):
        raise Refusal("urged_today", complaint=complaint)
    keep(
        work,
        e.Urged,
        complaint,
        area,
        "urge",
        Who.OFFICER,
        command.text.strip(),
        office=officer.street or officer.district,
    )
    return complaint


def add_words(work: Work, command: c.AddWords) -> Complaint:
    """补充: the owner adds words or photos to an open complaint; it stays where it is. Raises Refusal `no_words`,
    `not_now`, `too_many_words` with `wait`."""
    complaint, area = as_owner(work, command.complaint_id)
    if not command.text.strip() and not command.media:
        raise Refusal("no_words")
    if not complaint.open:
        raise Refusal("not_now", complaint=complaint)
    one_more(work, What.WORDS)
    guiding = complaint.state is State.GUIDANCE
    words = command.text.strip()
    keep(work, e.WordsAdded, complaint, area, "add_words", Who.OWNER, words, command.media, guiding=guiding)
    return complaint
