"""What is heard: one page. A newcomer reads this first, then `core/lifecycle.py`, then `bot/notify/catalogue.py`.

A verb is what a tap carries (`verb:complaint:round:value`); the words are what may be typed instead. With `N` a
number may follow the word, with `N text` also free words. Words for staff are ordinary words from anybody else. The
first route that fits is taken: a word of the few stands before the same word of everybody.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from bot.dialogs.accept_all import AcceptAll
from bot.dialogs.add_staff import AddStaff
from bot.dialogs.add_words import AddWords
from bot.dialogs.base import Args, Dialog
from bot.dialogs.bind import Bind
from bot.dialogs.business import Business
from bot.dialogs.canned import Canned
from bot.dialogs.check_up import CheckUp
from bot.dialogs.company_desk import CompanyDesk
from bot.dialogs.company_facts import CompanyFacts
from bot.dialogs.company_people import CompanyPeople
from bot.dialogs.digest import Digest
from bot.dialogs.edit_staff import EditStaff
from bot.dialogs.faq import Faq
from bot.dialogs.file_complaint import FileComplaint
from bot.dialogs.hand_over import HandOver
from bot.dialogs.help import Help
from bot.dialogs.log_in import LogIn
from bot.dialogs.manager_desk import ManagerDesk
from bot.dialogs.manager_records import ManagerRecords
from bot.dialogs.my_complaints import MyComplaints
from bot.dialogs.my_data import MyData
from bot.dialogs.notify_settings import NotifySettings
from bot.dialogs.officer_desk import OfficerDesk
from bot.dialogs.print_code import PrintCode
from bot.dialogs.promise_day import PromiseDay
from bot.dialogs.prove import Prove
from bot.dialogs.rate import Rate
from bot.dialogs.replace_manager import ReplaceManager
from bot.dialogs.reports import Reports
from bot.dialogs.returned import Returned
from bot.dialogs.review import Review
from bot.dialogs.search import Search
from bot.dialogs.standing import Standing
from bot.texts.common import HELP_WORDS
from core.identity import Contact
from core.plain import whole

ANYONE, STAFF, OFFICER, COMPANY, WORK, OPERATOR = "anyone", "staff", "officer", "company", "work", "operator"
"""WORK is whoever has a desk here: staff and officers."""


class Route(NamedTuple):
    """`step` is where the dialog begins; `takes` is "", "N", "N text", "estate" (its name), "code", "id" (an
    application's number) or "words": free words, which for the company's own words only count from who acts for it.
    Names and free words stand after a blank, or at once where they name something there is."""

    verb: str
    words: tuple[str, ...]
    who: str
    dialog: type[Dialog]
    step: Callable[..., Any]
    takes: str = ""


ROUTES = (
    #     verb, words, who, dialog, the step it begins at, what may follow the words
    # the project manager
    Route("todo", ("待办",), STAFF, ManagerDesk, ManagerDesk.todo),
    Route("manager_detail", ("详情",), STAFF, ManagerDesk, ManagerDesk.detail, "N"),
    Route("accept", ("接收", "接收处理"), STAFF, ManagerDesk, ManagerDesk.accept, "N text"),
    Route("accept_all", ("接收全部", "接收 全部", "全部接收"), STAFF, AcceptAll, AcceptAll.start),
    Route("refuse", ("拒绝", "拒绝处理"), STAFF, ManagerDesk, ManagerDesk.refuse, "N text"),
    Route("finish", ("完成", "完成处理"), STAFF, ManagerDesk, ManagerDesk.finish, "N text"),
    Route("help_me", ("求助",), STAFF, ManagerDesk, ManagerDesk.help, "N text"),
    Route("note", ("备注",), STAFF, ManagerRecords, ManagerRecords.note, "N text"),
    Route("promise", ("预计",), STAFF, PromiseDay, PromiseDay.start, "N text"),
    Route("extend", ("延期",), STAFF, ManagerRecords, ManagerRecords.extend, "N text"),
    Route("hand_over", ("转派",), STAFF, HandOver, HandOver.start, "N text"),
    Route("take_over", ("接手",), STAFF, HandOver, HandOver.take, "N"),
    Route("not_taken", ("不接手",), STAFF, HandOver, HandOver.decline, "N"),
    Route("undo", ("撤回",), STAFF, ManagerRecords, ManagerRecords.undo),
    Route("canned", ("常用语",), STAFF, Canned, Canned.list),
    Route("digest", ("早报",), STAFF, Digest, Digest.start, "hour"),
    Route("report", ("报表",), STAFF, Reports, Reports.show),
    # the street's and the district's officers
    Route("to_guide", ("待办",), OFFICER, OfficerDesk, OfficerDesk.todo),
    Route("officer_detail", ("详情",), OFFICER, OfficerDesk, OfficerDesk.detail, "N"),
    Route("guide", ("指导",), OFFICER, OfficerDesk, OfficerDesk.guide, "N text"),
    Route("escalate", ("上报",), OFFICER, OfficerDesk, OfficerDesk.escalate, "N text"),
    Route("urge", ("督办",), OFFICER, OfficerDesk, OfficerDesk.urge, "N text"),
    Route("read_applications", ("申请",), OFFICER, Review, Review.list),
    Route("officer_digest", ("早报",), OFFICER, Digest, Digest.start, "hour"),
    Route("officer_report", ("报表",), OFFICER, Reports, Reports.show),
    # the operators
    Route("applications", ("审核", "待审核", "待办"), OPERATOR, Review, Review.list),
    Route("approve", ("通过",), OPERATOR, Review, Review.approve, "id"),
    Route("give_back", ("退回",), OPERATOR, Review, Review.give_back, "id"),
    # whoever acts for a company
    Route("estates", ("小区",), COMPANY, CompanyDesk, CompanyDesk.estates, "words"),
    Route("people", ("人员",), COMPANY, CompanyPeople, CompanyPeople.people, "words"),
    Route("add_staff", ("添加人员",), COMPANY, AddStaff, AddStaff.start, "words"),
    Route("edit_staff", (), COMPANY, EditStaff, EditStaff.start),
    Route("staff_leaves", ("离职",), COMPANY, CompanyPeople, CompanyPeople.leaves, "words"),
    Route("replace_manager", ("更换经理",), COMPANY, ReplaceManager, ReplaceManager.start, "words"),
    Route("company_report", ("报表",), COMPANY, Reports, Reports.show),
    # whoever has a desk
    Route("search", ("查询",), WORK, Search, Search.start, "words"),
    # anyone: filing, and one's own complaints
    Route("file", ("我要反映", "反映", "我要投诉"), ANYONE, FileComplaint, FileComplaint.write),
    Route("mine", ("我的", "我的反映", "进度", "查询"), ANYONE, MyComplaints, MyComplaints.list),
    Route("my", (), ANYONE, MyComplaints, MyComplaints.detail, "N"),
    Route("withdraw", ("撤销",), ANYONE, MyComplaints, MyComplaints.withdraw, "N"),
    Route("nudge", ("催办",), ANYONE, MyComplaints, MyComplaints.nudge, "N"),
    Route("add_words", ("补充",), ANYONE, AddWords, AddWords.start, "N text"),
    Route("rate", ("评价",), ANYONE, Rate, Rate.start, "N"),
    # anyone: oneself
    Route("bind", ("绑定", "绑定手机号"), ANYONE, Bind, Bind.start, "text"),
    Route("prove", ("实名核对",), ANYONE, Prove, Prove.start),
    Route("standing", ("我的身份",), ANYONE, Standing, Standing.show),
    Route("no_complaints", ("看不到投诉",), ANYONE, CheckUp, CheckUp.start, "words"),
    Route("my_data", ("我的信息", "个人信息", "我的资料"), ANYONE, MyData, MyData.show),
    Route("notify_settings", ("通知设置",), ANYONE, NotifySettings, NotifySettings.start),
    Route("open_console", ("登录网页", "登录", "网页"), ANYONE, LogIn, LogIn.start, "digits"),
    # anyone: business with the bureau, judged by who asks
    Route("apply_verification", ("实名认证", "企业实名"), ANYONE, Business, Business.verify),
    Route("file_contract", ("合同备案",), ANYONE, Business, Business.file_contract, "estate"),
    Route("change_area", ("信息变更",), ANYONE, Business, Business.change_area, "estate"),
    Route("returned", ("退回",), ANYONE, Returned, Returned.list, "id"),
    Route("application", (), ANYONE, Returned, Returned.one),
    Route("correct", (), ANYONE, Business, Business.correct),
    Route("end_application", (), ANYONE, Returned, Returned.end),
    Route("check_company", ("查企业",), ANYONE, CompanyFacts, CompanyFacts.check, "code"),
    Route("credit", ("信用",), ANYONE, CompanyFacts, CompanyFacts.credit),
    Route("print_code", ("打印码上办",), ANYONE, PrintCode, PrintCode.start, "estate"),
    # anyone: help
    Route("help", HELP_WORDS, ANYONE, Help, Help.show),
    Route("faq", ("常见问题", "faq"), ANYONE, Faq, Faq.list),
    Route("question", (), ANYONE, Faq, Faq.answer),
    Route("reach", (), ANYONE, Faq, Faq.person),
)

BY_VERB = {route.verb: route for route in ROUTES}
DIALOGS: dict[str, Dialog] = {route.dialog.name: route.dialog() for route in ROUTES}

_PUNCTUATION = " ,，:：。.、\n"
_APART = " \u3000\t\n:："
_NUMBER = r"(?P<number>\d{4,32}|\d{1,3}(?![^\s,，:：。.、!！])|[a-zａ-ｚ][\d][a-zａ-ｚ]?(?!\w))"
"""The end of a number (`core.naming`); one that is too short, or a letter and a digit, is told of as none."""
_SHAPES = {
    "": r"(?P<number>)(?P<rest>)",
    "hour": r"(?P<number>)\s*+(?P<rest>\d{1,2}\s*+[点时]?|关)?",
    "digits": r"(?P<number>)\s*+(?P<rest>\d{6})?",
    "N": rf"\s*+{_NUMBER}?(?P<rest>)",
    "text": r"(?P<number>)\s*+(?P<rest>[\d\s+-]{11,20})?",
    "estate": r"(?P<number>)(?:[\s:：]*+(?P<rest>\S.{0,59}))?",
    "words": r"(?P<number>)(?:[\s:：]*+(?P<rest>\S.*))?",
    "id": r"\s*+(?P<number>\d{1,9})?(?P<rest>)",
    "code": r"(?P<number>)[\s:：]*+(?P<rest>[0-9A-Za-z０-９Ａ-Ｚａ-ｚ][0-9A-Za-z０-９Ａ-Ｚａ-ｚ\s-]{0,40})?",
    "N text": rf"\s*+(?:{_NUMBER}(?P<rest>\D.*)?)?",
}


def _pattern(route: Route) -> re.Pattern[str] | None:
    if not route.words:
        return None
    words = "|".join(re.escape(word) for word in sorted(route.words, key=len, reverse=True))
    return re.compile(rf"(?:{words}){_SHAPES[route.takes]}[\s。.!！~]*+", re.DOTALL | re.IGNORECASE)


_PATTERNS = tuple((route, pattern) for route in ROUTES if (pattern := _pattern(route)))


def by_words(
    words: str,
    who: Contact,
    acts: Callable[[], bool] = lambda: False,
    names: Callable[[str], bool] = lambda words: False,
) -> tuple[Route, Args] | None:
    """The route that the whole of `words` (trimmed) names, for this person. Free words stay as they were written.
    `acts` tells whether the person acts for a company: whoever does not may mean their own estate by 小区. `names`
    tells whether words are the name of something: others that follow at once belong to a sentence."""
    for route, pattern in _PATTERNS:
        if may_hear(route, who) and (match := pattern.fullmatch(words)):
            if route.takes in ("words", "estate") and (rest := match["rest"]):
                if route.takes == "words" and route.who != WORK and not acts():
                    continue
                if words[match.start("rest") - 1] not in _APART and not names(rest.strip(_PUNCTUATION)):
                    continue
            number = unicodedata.normalize("NFKC", match["number"] or "")
            return route, Args(number=number, rest=(match["rest"] or "").strip(_PUNCTUATION))
    return None


def staff_word(words: str) -> tuple[str, str] | None:
    """The staff's word that the whole of `words` begins with, as nothing but a command would, and its verb."""
    for route, pattern in _PATTERNS:
        match = pattern.fullmatch(words) if route.who != ANYONE else None
        if match and not (route.takes in ("words", "estate") and match["rest"]):
            found = sorted(route.words, key=len, reverse=True)
            return next(word for word in found if words.startswith(word)), route.verb
    return None


def by_tap(tap: str) -> tuple[Route, Args] | None:
    """The route of a tap's id; None for one that nothing offers any more."""
    verb, *parts = tap.removeprefix("menu:").split(":")
    route = BY_VERB.get(verb)
    if route is None:
        return None
    complaint_id, number, value = (*parts, "", "", "")[:3]
    return route, Args(whole(complaint_id), whole(number), value=value)


def may_hear(route: Route, who: Contact) -> bool:
    """Whether the words and taps of a route are for such a person; what they may do is the service's to judge."""
    match route.who:
        case "staff":
            return who.staff_id is not None
        case "officer":
            return who.officer_id is not None
        case "operator":
            return who.operator_id is not None
        case "company" | "work":
            return bool(who.staff_id or who.officer_id)
    return True
