"""What a poster says: of one estate, at this moment."""

from dataclasses import dataclass

from bot.texts import posters as texts
from core.clocks import Clock, Durations
from core.identity import masked_name
from core.printing import missing
from core.queries import AreaLine

_HOUR, _DAY = 3600, 86400


@dataclass(frozen=True, slots=True)
class Poster:
    """`url` is what the code holds; `manager` is masked; `within` spells the promise; `sms_number` is empty where no
    texts are received."""

    url: str
    name: str
    place: str
    manager: str
    within: str
    code: str = ""
    sms_number: str = ""


def poster_of(line: AreaLine, url: str, durations: Durations, sms_number: str = "") -> Poster:
    """The poster of an estate that may be printed."""
    area = line.area
    place = texts.PLACE.format(district=area.district, street=area.street) if area.street else area.district
    manager = masked_name(line.managers[0]) if line.managers else ""
    return Poster(url, area.name, place, manager, _within(durations), area.code or "", sms_number if area.code else "")


def told_missing(line: AreaLine) -> list[str]:
    """A sentence for each condition of printing that is missing, with the remedy; none where it may be printed."""
    manager = masked_name(line.managers[0]) if line.managers else ""
    return [texts.MISSING[one].format(area=line.area.name, manager=manager) for one in missing(line)]


def _within(durations: Durations) -> str:
    """The time for the first answer, in days where it is whole days."""
    seconds = int(durations[Clock.PENDING].total_seconds())
    if seconds % _DAY:
        return texts.HOURS.format(n=-(-seconds // _HOUR))
    return (texts.DAYS if durations.works is None else texts.WORKING_DAYS).format(n=seconds // _DAY)
