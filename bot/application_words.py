"""How applications are worded: for chat, the console's pages and the command line alike."""

from collections.abc import Iterable

from bot.texts import business as texts
from bot.texts import refusals
from core.application_queries import ApplicationView, Caution, FieldLine, HistoryLine
from core.applications import Application
from core.clocks import spoken
from core.complaint import Refusal


def refusal_text(refusal: Refusal) -> str:
    """Why an act on an application was not done."""
    facts, one = refusal.facts, refusal.facts.get("application")
    reason = refusal.reason + ("_own" if refusal.reason == "applied_already" and facts.get("own") else "")
    values = {"name": facts.get("name", "")}
    if isinstance(one, Application):
        values |= {
            "id": one.id,
            "state": one.state.value,
            "round": one.round,
            "subject": one.subject,
            "until": spoken(one.due_at),
        }
    if company := facts.get("company"):
        values["company"] = company.name
    if field := facts.get("field"):
        values["label"] = field.label
    return refusals.TEXTS[reason].format_map(values)


def caution_text(caution: Caution) -> str:
    """What an operator has to look at before deciding."""
    return texts.CAUTIONS[caution.name].format(about=caution.about or texts.EMPTY)


def act_text(line: HistoryLine) -> str:
    """One act of an application's history."""
    return texts.ACTS.get(line.act, line.act)


def field_text(line: FieldLine) -> str:
    """`地址：天府大道1号`; of a change, what it was before as well."""
    if line.current is not None and line.value:
        return texts.CHANGED_LINE.format(label=line.label, current=line.current or texts.EMPTY, value=line.value)
    return texts.LINE.format(label=line.label, value=line.value or texts.EMPTY)


def reason_lines(lines: Iterable[FieldLine]) -> list[str]:
    """Why it was returned, field by field."""
    return [texts.REASON_LINE.format(label=line.label, reason=line.reason) for line in lines if line.reason]


def detail(view: ApplicationView, follow: bool = False) -> str:
    """One application in full; `follow`: its photos are sent after it."""
    one = view.application
    lines = [texts.LINE.format(label=texts.COMPANY_LINE, value=view.company)] if view.company else []
    lines += [field_text(line) for line in view.lines if line.value or not line.reason]
    reasons, cautions = (
        reason_lines(view.lines),
        [texts.CAUTION_LINE.format(text=caution_text(c)) for c in view.cautions],
    )
    there = [photo for photo in view.photos if not photo.reason]
    return texts.DETAIL.format(
        kind=one.kind.value,
        id=one.id,
        state=one.state.value,
        late=texts.LATE if view.late else "",
        lines="\n".join(lines),
        reasons="\n".join([texts.REASONS, *reasons]) if reasons else "",
        photos=texts.PHOTOS_COUNT.format(count=len(there)) + texts.PHOTOS_FOLLOW * follow if there else "",
        cautions="\n".join([texts.CAUTIONS_HEAD, *cautions]) if cautions else "",
        history="\n".join(texts.HISTORY_LINE.format(at=spoken(h.at), act=act_text(h)) for h in view.history),
    )
