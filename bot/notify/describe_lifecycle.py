"""The lifecycle and its clocks as a page for operators, made from the tables themselves."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.texts import describing as texts
from core.clocks import Clock
from core.lifecycle import RULES, START, Rule, State, diagram
from core.reminders import REMINDERS, Reminder
from core.settings import Settings


def lifecycle_page() -> str:
    """What may happen to a complaint, which clock runs when, and what each clock says."""
    return texts.LIFECYCLE_PAGE.format(
        diagram=diagram().strip(),
        rules=table(texts.RULE_HEADINGS, map(_rule, RULES)),
        clocks=table(texts.CLOCK_HEADINGS, map(_clock, Clock)),
        reminders=table(texts.REMINDER_HEADINGS, map(_reminder, REMINDERS)),
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def _states(states: Iterable[State]) -> str:
    return "、".join(state.value for state in states)


def _rule(rule: Rule) -> tuple[str, ...]:
    marks = [texts.CONDITIONS[rule.when.__name__]] if rule.when else []
    marks += [texts.SETS[name, value] for name, value in rule.sets]
    return (
        texts.ACTS[rule.act],
        texts.WHO[rule.who],
        _states(rule.source),
        rule.target.value,
        texts.NEEDS[rule.needs],
        f"`{_variable(rule.clock)}`" if rule.clock else texts.STOPS,
        "；".join(marks),
    )


def _variable(clock: Clock) -> str:
    return f"CLOCK_{clock.name}"


def _clock(clock: Clock) -> tuple[str, ...]:
    usual: timedelta = Settings.model_fields[_variable(clock).lower()].default
    runs = {rule.target for rule in RULES if rule.clock is clock} | ({START[0]} if START[1] is clock else set())
    return (
        f"`{_variable(clock)}`",
        _states(state for state in State if state in runs),
        texts.DAYS.format(days=usual.days),
    )


def _reminder(row: Reminder) -> tuple[str, ...]:
    return texts.WORDS[row.word], _states(row.states), _moment(row), _span(row.every) if row.every else texts.ONCE


def _moment(row: Reminder) -> str:
    if row.at is None:
        return texts.SINCE.format(span=_span(row.every)) if row.every else ""
    if row.promise:
        return texts.ON_DAY if row.at < timedelta(0) else texts.DAY_AFTER
    if not row.at:
        return texts.AT_DEADLINE
    return (texts.BEFORE if row.at < timedelta(0) else texts.AFTER).format(span=_span(abs(row.at)))


def _span(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    return texts.DAYS.format(days=span.days) if hours % 24 == 0 else texts.HOURS.format(hours=hours)
