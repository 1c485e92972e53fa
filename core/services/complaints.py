"""What is done to a complaint: look, check the right to do it at this moment, change, write the timeline, tell."""

from typing import Any

from core import commands as c
from core import events as e
from core import kinds
from core.clocks import in_shanghai
from core.complaint import UNSATISFIED_STARS, Complaint, Refusal, unsatisfied
from core.lifecycle import Act, State, Who
from core.limits import What
from core.services import neighbours
from core.services.limiting import one_more
from core.services.neighbours import answer_together
from core.services.work import Work, acting_contact, as_manager, as_officer, as_owner, keep, needed


def submit(work: Work, command: c.Submit) -> Complaint:
    """File a complaint (lifecycle row 1), alone or joined to a neighbour's. Raises Refusal `no_area`, `no_words`,
    `lead_gone`, `too_many_complaints` with `wait`."""
    area = work.tx.directory.area(command.area_id)
    if area is None:
        raise Refusal("no_area")
    if not command.content.strip():
        raise Refusal("no_words")
    contact_id = acting_contact(work)
    one_more(work, What.COMPLAINT)
    lead = neighbours.lead_of(work, command.lead_id, area, contact_id) if command.lead_id else None
    before = neighbours.taken_up_again(work, area, contact_id, command.content)
    number = work.tx.complaints.next_number(work.number_prefix, work.now)
    complaint = Complaint(
        0, number, area.id, contact_id, command.content, work.now, anonymous=command.anonymous, place=command.place
    )
    complaint.kind = command.kind or kinds.proposed(command.content)
    complaint.lead_id = lead.id if lead else None
    complaint.follows_id = before.id if before else None
    complaint.start(work.now, work.durations)
    work.tx.contacts.consented(contact_id, work.now)
    links = {"lead": lead and lead.number, "follows": before and before.number}
    kind = e.Joined if lead else e.Submitted
    known = {name: value for name, value in links.items() if value}
    keep(work, kind, complaint, area, "submit", Who.OWNER, command.content, command.media, **known)
    if lead:
        neighbours.catch_up(work, lead, complaint, area)
    return complaint


def accept(work: Work, command: c.Accept) -> Complaint:
    """接收处理 (row 2). Raises Refusal as `Complaint.promise` does."""
    complaint, area = as_manager(work, command.complaint_id)
    before = complaint.state
    complaint.step(Act.ACCEPT, command.round, work.now, work.durations)
    named: dict[str, Any] = {}
    if command.day:
        complaint.promise(command.day, None, work.now)
        named = {"day": command.day.isoformat()}
    keep(work, e.Accepted, complaint, area, Act.ACCEPT, Who.MANAGER, **named)
    answer_together(work, complaint, area, before, Act.ACCEPT, e.Accepted, **named)
    return complaint


def refuse(work: Work, command: c.Refuse) -> Complaint:
    """拒绝处理 (row 3). Raises Refusal `no_words` without a reason."""
    complaint, area = as_manager(work, command.complaint_id)
    reason = needed(command.reason)
    category = command.category if command.category in c.REFUSAL_CATEGORIES else c.REFUSAL_CATEGORIES[-1]
    before = complaint.state
    complaint.step(Act.REFUSE, command.round, work.now, work.durations)
    complaint.refused_as = category
    keep(work, e.Refused, complaint, area, Act.REFUSE, Who.MANAGER, reason, category=category)
    answer_together(work, complaint, area, before, Act.REFUSE, e.Refused, reason, category=category)
    return complaint


def finish(work: Work, command: c.Finish) -> Complaint:
    """完成处理 (rows 4, 7, 11). Raises Refusal `no_words` without a result."""
    complaint, area = as_manager(work, command.complaint_id)
    result = needed(command.result)
    before = complaint.state
    complaint.step(Act.FINISH, command.round, work.now, work.durations)
    keep(work, e.Finished, complaint, area, Act.FINISH, Who.MANAGER, result, media=command.media)
    answer_together(work, complaint, area, before, Act.FINISH, e.Finished, result)
    return complaint


def rate(work: Work, command: c.Rate) -> Complaint:
    """The owner's rating (rows 5, 6, 9, 12), once a round. Many stars for what is not solved are not kept."""
    complaint, area = as_owner(work, command.complaint_id)
    bad = unsatisfied(command.solved, command.stars)
    complaint.step(Act.UNSATISFIED if bad else Act.SATISFIED, command.round, work.now, work.durations)
    contradicted = command.solved == "unsolved" and command.stars > UNSATISFIED_STARS
    stars = 0 if contradicted else command.stars
    complaint.solved, complaint.stars = command.solved, stars
    kind: type[e.ComplaintEvent] = e.Satisfied
    if bad:
        neighbours.go_own_way(complaint)
        by_state = {State.FURTHER: e.SentBack, State.GUIDANCE: e.SentUp, State.CLOSED: e.ClosedUnsatisfied}
        kind = by_state[complaint.state]
    keep(work, kind, complaint, area, "rate", Who.OWNER, command.reason, solved=command.solved, stars=stars)
    return complaint


def withdraw(work: Work, command: c.Withdraw) -> Complaint:
    """撤销 (row 14)."""
    complaint, area = as_owner(work, command.complaint_id)
    guiding = complaint.state is State.GUIDANCE
    complaint.step(Act.WITHDRAW, command.round, work.now, work.durations)
    keep(work, e.Withdrawn, complaint, area, Act.WITHDRAW, Who.OWNER, guiding=guiding)
    neighbours.pass_on(work, complaint, area)
    return complaint


def nudge(work: Work, command: c.Nudge) -> Complaint:
    """催办: once a day, moving no deadline. Raises Refusal `nudged_today`, `not_now`."""
    complaint, area = as_owner(work, command.complaint_id)
    if complaint.state in (State.RATING, State.CLOSED, State.WITHDRAWN):
        raise Refusal("not_now", complaint=complaint)
    last = complaint.nudged_at
    if last and in_shanghai(last).date() == in_shanghai(work.now).date():
        raise Refusal("nudged_today", complaint=complaint)
    complaint.nudged_at = work.now
    keep(work, e.Nudged, complaint, area, "nudge", Who.OWNER)
    return complaint


def ask_guidance(work: Work, command: c.AskGuidance) -> Complaint:
    """求助 (row 8). Raises Refusal `no_words` without a reason."""
    complaint, area = as_manager(work, command.complaint_id)
    reason = needed(command.reason)
    complaint.step(Act.ASK_GUIDANCE, command.round, work.now, work.durations)
    keep(work, e.GuidanceAsked, complaint, area, Act.ASK_GUIDANCE, Who.MANAGER, reason)
    return complaint


def guide(work: Work, command: c.Guide) -> Complaint:
    """指导 (row 10). Raises Refusal `no_words` without a text."""
    complaint, area = as_officer(work, command.complaint_id)
    text = needed(command.text)
    complaint.step(Act.GUIDE, command.round, work.now, work.durations)
    keep(work, e.Guided, complaint, area, Act.GUIDE, Who.OFFICER, text)
    return complaint


def escalate(work: Work, command: c.Escalate) -> Complaint:
    """上报 (row 10b): from the street to the district. Raises Refusal `no_words` without a reason."""
    complaint, area = as_officer(work, command.complaint_id)
    reason = needed(command.reason)
    complaint.step(Act.ESCALATE, command.round, work.now, work.durations)
    keep(work, e.Escalated, complaint, area, Act.ESCALATE, Who.OFFICER, reason)
    return complaint
