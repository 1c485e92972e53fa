"""Charts drawn when they leave: of what their reader may see at that moment."""

import threading
from datetime import datetime

from bot.notify.channels import Fate, Outcome
from bot.notify.chart import Chart, draw
from bot.notify.media import Kept
from bot.reporting import title
from bot.texts import reports as texts
from core.clocks import in_shanghai
from core.reports import By, Month, Scope
from core.store import downloads
from core.store.engine import Store, Tx
from core.store.files import Files
from core.store.media import Medium
from core.store.reports import by_month, figures, names, scope_of

MONTHS = 6

_one_at_a_time = threading.Lock()
"""A font is not drawn with by two threads."""


def draw_chart(store: Store, files: Files, medium: Medium, now: datetime) -> tuple[Outcome, Kept | None]:
    """Draw and keep a chart that was asked for. FAILED where its reader has no right to it any more."""
    with store.reading() as tx:
        chart = _chart(tx, int(medium.provider_id), now)
    if chart is None:
        return Outcome(Fate.FAILED, reason="rights_ended"), None
    with _one_at_a_time:
        content = draw(chart)
    try:
        return Outcome(Fate.SENT), Kept(files.put(content), "image/png", len(content))
    except OSError as error:
        return Outcome(Fate.RETRY, reason="disk", detail=type(error).__name__), None


def _chart(tx: Tx, download_id: int, now: datetime) -> Chart | None:
    asked = downloads.of_id(tx.connection, download_id)
    scope = scope_of(tx, asked.staff_id, asked.officer_id) if asked else None
    if scope is None:
        return None
    this, by = Month.of(now), _groups(scope)
    months = by_month(tx, scope, this, MONTHS, now)
    groups = figures(tx, scope, by, this.until(), now)
    return Chart(title(names(tx, scope)), f"{in_shanghai(now):%Y-%m-%d %H:%M}", months, groups, texts.WHAT[by])


def _groups(scope: Scope) -> By:
    """A whole district is shown by its streets, everything else by its estates."""
    return By.STREET if scope.district and not scope.street else By.AREA
