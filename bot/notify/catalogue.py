"""Who is told what: event → audience → template, one table an operator could correct."""

from enum import StrEnum
from typing import NamedTuple

from bot.texts.rating import SAID
from core import events as e


class Audience(StrEnum):
    """Who hears of it. GUIDING are the officers, where they guide the complaint or have done so; ADVISING those whose
    guidance it waits for: the street's, or the district's once it was handed up; GIVER and TAKER the managers of whom
    one asks the other to take it over; WRITER whoever wrote the text that is answered. OPERATOR are all who decide an
    application, APPLICANT who put it forward, FORMER the company that an estate was taken from."""

    OWNER = "owner"
    MANAGER = "manager"
    STREET = "street"
    DISTRICT = "district"
    GUIDING = "guiding"
    ADVISING = "advising"
    COMPANY = "company"
    GIVER = "giver"
    TAKER = "taker"
    OPERATOR = "operator"
    APPLICANT = "applicant"
    FORMER = "former"
    WRITER = "writer"


class By(StrEnum):
    """By which channels: WECHAT_OR_SMS sends an SMS only where WeChat has definitely failed."""

    BOTH = "both"
    WECHAT_OR_SMS = "wechat_or_sms"
    WECHAT = "wechat"
    SMS = "sms"


class Tell(NamedTuple):
    """`offers` are choices to tap, as (verb, value, label), those left out that the complaint's state does not
    allow; `waits`: not in the quiet hours; `unmanaged`: only where the estate has no manager."""

    who: Audience
    template: str
    by: By = By.WECHAT_OR_SMS
    offers: tuple[tuple[str, str, str], ...] = ()
    media: bool = False
    waits: bool = False
    unmanaged: bool = False


FIELDS = {"thing1": "小区", "character_string2": "编号", "thing3": "状态", "time4": "时间"}
"""What every WeChat template carries: the field's name, and what it is called on the card."""

A = Audience
HANDLE = (("accept", "", "接收"), ("refuse", "", "拒绝"), ("manager_detail", "", "详情"))
FINISH = (("finish", "", "完成"), ("manager_detail", "", "详情"))
FINISH_OR_PROMISE = (("finish", "", "完成"), ("promise", "", "预计"), ("manager_detail", "", "详情"))
FINISH_OR_HELP = (("finish", "", "完成"), ("help_me", "", "求助"), ("manager_detail", "", "详情"))
GUIDE = (("guide", "", "指导"), ("officer_detail", "", "详情"))
GUIDE_OR_RAISE = (("guide", "", "指导"), ("escalate", "", "上报"), ("officer_detail", "", "详情"))
LOOK = (("officer_detail", "", "详情"),)
NUDGE = (("nudge", "", "催办"),)
TAKE = (("take_over", "", "接手"), ("not_taken", "", "不接手"))
REVIEW = (("approve", "", "通过"), ("give_back", "", "退回"), ("application", "", "详情"))
MEND = (("correct", "", "修改"), ("end_application", "", "终止任务"))
RATE = (("rate", "", "评价"),)
"""Which choices it stands for depends on what is rated (`bot.wording.rating_choices`)."""

ANSWERS = {label: ("rate", value) for label, value in SAID.items()}
"""Choices whose label, to its first comma, is no command by itself: what it stands for."""

NOTICES: dict[type[e.ComplaintEvent | e.AreaEvent | e.ApplicationEvent | e.DigestReady], tuple[Tell, ...]] = {
    e.Submitted: (
        Tell(A.MANAGER, "new_complaint", offers=HANDLE, media=True),
        Tell(A.COMPANY, "no_manager", By.SMS, unmanaged=True),
        Tell(A.STREET, "no_manager", unmanaged=True),
    ),
    e.Joined: (Tell(A.MANAGER, "joined", media=True, offers=HANDLE[2:]),),
    e.LeadPassed: (Tell(A.MANAGER, "lead_passed", offers=HANDLE[:2] + FINISH),),
    e.Accepted: (Tell(A.OWNER, "accepted", By.BOTH),),
    e.Refused: (Tell(A.OWNER, "refused", By.BOTH, RATE),),
    e.Finished: (Tell(A.OWNER, "finished", By.BOTH, RATE, media=True), Tell(A.GUIDING, "finished_fyi", By.WECHAT)),
    e.Satisfied: (Tell(A.MANAGER, "satisfied"),),
    e.SentBack: (
        Tell(A.MANAGER, "sent_back", offers=FINISH_OR_HELP),
        Tell(A.STREET, "sent_back_fyi", By.WECHAT, waits=True),
    ),
    e.SentUp: (Tell(A.STREET, "sent_up", offers=GUIDE_OR_RAISE), Tell(A.MANAGER, "sent_up_manager")),
    e.GuidanceAsked: (Tell(A.STREET, "guidance_asked", offers=GUIDE_OR_RAISE), Tell(A.OWNER, "guidance_begun")),
    e.Escalated: (Tell(A.DISTRICT, "escalated", offers=GUIDE), Tell(A.OWNER, "escalated_owner")),
    e.Guided: (Tell(A.MANAGER, "guided_manager", offers=FINISH), Tell(A.OWNER, "guided")),
    e.ClosedUnsatisfied: (Tell(A.GUIDING, "closed_unsatisfied"), Tell(A.MANAGER, "closed_unsatisfied")),
    e.NearDue: (
        Tell(A.MANAGER, "near_due", offers=HANDLE[:2] + FINISH_OR_HELP, waits=True),
        Tell(A.COMPANY, "near_due", By.SMS, waits=True, unmanaged=True),
        Tell(A.STREET, "near_due", offers=LOOK, waits=True, unmanaged=True),
    ),
    e.Due: (
        Tell(A.MANAGER, "due", offers=HANDLE[:2] + FINISH_OR_HELP, waits=True),
        Tell(A.COMPANY, "due", By.SMS, waits=True),
        Tell(A.STREET, "due", offers=LOOK, waits=True, unmanaged=True),
    ),
    e.Overdue: (
        Tell(A.MANAGER, "overdue", offers=HANDLE[:2] + FINISH_OR_HELP, waits=True),
        Tell(A.COMPANY, "overdue", By.SMS, waits=True),
        Tell(A.STREET, "overdue", offers=LOOK, waits=True),
    ),
    e.GuidanceNear: (Tell(A.ADVISING, "guidance_near", offers=GUIDE, waits=True),),
    e.GuidanceDue: (Tell(A.ADVISING, "guidance_due", offers=GUIDE, waits=True),),
    e.GuidanceOverdue: (Tell(A.ADVISING, "guidance_overdue", offers=GUIDE, waits=True),),
    e.Silent: (
        Tell(A.OWNER, "still_handling", offers=NUDGE, waits=True),
        Tell(A.MANAGER, "silent", offers=FINISH, waits=True),
    ),
    e.SilentTogether: (Tell(A.OWNER, "still_handling", offers=NUDGE, waits=True),),
    e.DigestReady: (
        Tell(A.MANAGER, "digest", By.WECHAT, waits=True),
        Tell(A.ADVISING, "digest", By.WECHAT, waits=True),
    ),
    e.Promised: (Tell(A.OWNER, "promised"),),
    e.PromiseNear: (Tell(A.MANAGER, "promise_near", offers=FINISH_OR_PROMISE, waits=True),),
    e.PromiseMissed: (
        Tell(A.OWNER, "promise_missed", offers=NUDGE, waits=True),
        Tell(A.MANAGER, "promise_missed_manager", offers=FINISH_OR_PROMISE, waits=True),
    ),
    e.PromiseMissedTogether: (Tell(A.OWNER, "promise_missed", offers=NUDGE, waits=True),),
    e.RatingDue: (Tell(A.OWNER, "rate_reminder", offers=RATE, waits=True),),
    e.RatingExpired: (Tell(A.OWNER, "rating_expired", waits=True),),
    e.Withdrawn: (Tell(A.MANAGER, "withdrawn"), Tell(A.GUIDING, "withdrawn")),
    e.Urged: (
        Tell(A.MANAGER, "urged", offers=HANDLE[:2] + FINISH),
        Tell(A.COMPANY, "urged_company", By.SMS),
    ),
    e.WordsAdded: (Tell(A.MANAGER, "words_added", media=True), Tell(A.GUIDING, "words_added", media=True)),
    e.Nudged: (Tell(A.MANAGER, "nudged", offers=HANDLE[:2] + FINISH),),
    e.AreaTaken: (Tell(A.MANAGER, "estate_taken", offers=(("todo", "", "待办"),)),),
    e.AreaLost: (Tell(A.MANAGER, "estate_lost", By.WECHAT),),
    e.AreaLeft: (Tell(A.COMPANY, "estate_left", By.SMS), Tell(A.STREET, "estate_left")),
    e.ApplicationSubmitted: (Tell(A.OPERATOR, "application_submitted", offers=REVIEW, waits=True),),
    e.ApplicationWaiting: (Tell(A.OPERATOR, "application_waiting", offers=REVIEW, waits=True),),
    e.ApplicationApproved: (
        Tell(A.APPLICANT, "application_approved"),
        Tell(A.FORMER, "estate_moved", By.SMS),
    ),
    e.ApplicationReturned: (Tell(A.APPLICANT, "application_returned", offers=MEND),),
    e.ApplicationEnded: (),
    e.Extended: (Tell(A.OWNER, "extended"),),
    e.HandoverAsked: (Tell(A.TAKER, "handover_asked", offers=TAKE),),
    e.HandoverTaken: (Tell(A.GIVER, "handover_taken"),),
    e.HandoverDeclined: (Tell(A.GIVER, "handover_declined", offers=HANDLE[2:]),),
    e.Noted: (),
    e.Undone: (),
}
