"""查企业 (seed, question 4) and 信用 (question 14)."""

from bot.application_words import reason_lines
from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Done, Heard, Turn
from bot.dialogs.fields import code_wrong, half_width
from bot.messages import Choice, Say
from bot.texts import business as texts
from core.applications import Standing, plain_code
from core.look_applications import CodeFound


class CompanyFacts(Dialog):
    """Each answer is the whole conversation."""

    name = "company_facts"

    def check(self, heard: Heard, data: Data) -> Turn:
        """By 查企业: whether the company with this code is verified."""
        code = plain_code(half_width(heard.args.rest or heard.words))
        if not code:
            return Ask(Say(texts.ASK_CODE, (CANCEL,)))
        if wrong := code_wrong(code):
            return Ask(Say(wrong, (CANCEL,)))
        found = heard.look.applications.with_code(code)
        if found is None:
            return Done(
                Say(texts.FOUND_NOTHING.format(code=code), (Choice("apply_verification", texts.HOW_TO_VERIFY),))
            )
        return Done(_found(heard, found))

    def credit(self, heard: Heard, data: Data) -> Turn:
        """By 信用: the company's grade and score, or the steps where they are not known."""
        company = heard.look.company()
        if company is None:
            return Done(Say(texts.CREDIT_NOT_BOUND))
        if not company.grade and company.score is None:
            return Done(Say(texts.CREDIT_UNKNOWN.format(company=company.name)))
        score = texts.NO_VALUE if company.score is None else company.score
        return Done(Say(texts.CREDIT.format(company=company.name, grade=company.grade or texts.NO_VALUE, score=score)))


def _found(heard: Heard, found: CodeFound) -> Say:
    if found.verified:
        return Say(texts.FOUND_VERIFIED.format(name=found.name))
    if found.state is Standing.WAITING:
        return Say(texts.FOUND_WAITING.format(name=found.name))
    text = texts.FOUND_RETURNED.format(name=found.name)
    view = heard.look.applications.view(found.own.id, heard.now) if found.own else None
    if view is None:
        return Say(text)
    one = view.application
    ways = (f"correct:{one.id}:{one.round}", texts.CORRECT), (f"end_application:{one.id}:{one.round}", texts.END)
    return Say("\n".join([text, *reason_lines(view.lines)]), tuple(Choice(*way) for way in ways))
