"""What a report is called and how its figures are put in words; used in chat, in the picture and in the file."""

from collections.abc import Iterator, Sequence

from bot.texts import reports as texts
from core.reports import Figures

MOST_KINDS = 3
"""Kinds of complaint named in chat."""


def title(names: Sequence[str]) -> str:
    """Whose figures these are: the estates, or the one jurisdiction; everybody's where none is named."""
    if len(names) > 1:
        return texts.MANY_AREAS.format(first=names[0], count=len(names))
    return names[0] if names else texts.EVERYWHERE


def told(name: str, one: Figures) -> str:
    """One month in a few lines."""
    if not one.filed:
        return texts.NOTHING.format(name=name)
    refused = [texts.CATEGORY.format(name=kind, count=count) for kind, count in one.refused.items() if count]
    told = texts.REFUSED.format(count=sum(one.refused.values()), which="、".join(refused)) if refused else ""
    counts = {"filed": one.filed, "open": one.open, "overdue": one.overdue}
    lines = [texts.MONTH.format(name=name, refused=told, **counts), *_rates(one)]
    if one.promised:
        kept = {"kept": one.promises_kept, "missed": one.promises_missed}
        lines.append(texts.PROMISED.format(promised=one.promised, **kept))
    medians = (texts.ANSWER_MEDIAN, one.answer_median), (texts.CLOSE_MEDIAN, one.close_median)
    known = [words.format(time=spell(seconds)) for words, seconds in medians if seconds is not None]
    return "\n".join([*lines, "，".join(known)] if known else lines)


def top(kinds: Sequence[Figures]) -> str:
    """What most complaints were about, in one line; nothing where there were none."""
    most = sorted(kinds, key=lambda one: -one.filed)[:MOST_KINDS]
    named = "、".join(texts.CATEGORY.format(name=one.name, count=one.filed) for one in most)
    return "\n" + texts.TOP_KINDS.format(which=named) if named else ""


def _rates(one: Figures) -> Iterator[str]:
    rate = one.answer_rate
    yield texts.NOT_ANSWERED if rate is None else _rate(texts.ANSWER_RATE, rate, one.answered_in_time, one.answers_due)
    if one.solved_rate is None or one.satisfied_rate is None:
        yield texts.NOT_RATED
        return
    yield _rate(texts.SOLVED_RATE, one.solved_rate, one.solved, one.rated)
    yield _rate(texts.SATISFIED_RATE, one.satisfied_rate, one.satisfied, one.rated)


def _rate(words: str, rate: float, part: int, whole: int) -> str:
    return words.format(rate=texts.RATE.format(rate=f"{rate:.0%}", part=part, whole=whole))


def spell(seconds: int) -> str:
    """How long something took, in the two largest units that matter."""
    hours, rest = divmod(seconds, 3600)
    if hours >= 24:
        return texts.DAYS.format(days=hours // 24, hours=hours % 24)
    minutes = rest // 60
    if hours:
        return texts.HOURS.format(hours=hours, minutes=minutes)
    return texts.MINUTES.format(minutes=minutes) if minutes else texts.AT_ONCE
