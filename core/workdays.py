"""Which days are worked in China: holidays and the weekends worked in their stead, as the State Council announces
them each year (the chinesecalendar package); Monday to Friday in years it has not heard of."""

from datetime import date
from functools import lru_cache

import structlog
from chinese_calendar import is_workday

log = structlog.get_logger()

SATURDAY = 5


def works(day: date) -> bool:
    """Whether `day` is a 工作日. A year whose holidays are not known is noted in the log, once a process."""
    if _known(day.year):
        return bool(is_workday(day))
    return day.weekday() < SATURDAY


@lru_cache
def _known(year: int) -> bool:
    try:
        is_workday(date(year, 1, 1))
    except NotImplementedError:
        log.warning("holidays_unknown", year=year, counted="Monday to Friday")
        return False
    return True
