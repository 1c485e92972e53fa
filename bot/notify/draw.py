"""Pictures drawn when they leave: of what their reader may see at that moment."""

import threading
from datetime import datetime

from bot.account.codes import Codes
from bot.notify.channels import Fate, Outcome
from bot.notify.channels.wechat_api import WeChatError
from bot.notify.chart import Chart, draw
from bot.notify.media import Kept
from bot.posters import Size, laid_out, png, poster_of
from bot.reporting import title
from bot.texts import reports as texts
from core.clocks import durations, in_shanghai
from core.printing import lent_poster
from core.reports import By, Month, Scope
from core.services.printing import POSTER
from core.services.reports import CHART
from core.settings import Settings
from core.store import downloads
from core.store.downloads import Download
from core.store.engine import Store, Tx
from core.store.files import Files
from core.store.media import Medium
from core.store.reports import by_month, figures, names, scope_of

MONTHS = 6
DRAWN = (CHART, POSTER)
"""The kinds of media that are drawn, not fetched."""

_one_at_a_time = threading.Lock()
"""A font is not drawn with by two threads."""


class Drawing:
    """Draws and keeps what was asked for. Without `codes` no poster is drawn."""

    def __init__(self, store: Store, files: Files, settings: Settings, codes: Codes | None) -> None:
        self._store, self._files, self._settings, self._codes = store, files, settings, codes

    def draw(self, medium: Medium, now: datetime) -> tuple[Outcome, Kept | None]:
        """FAILED where its reader has no right to it any more."""
        try:
            content = self._chart(medium, now) if medium.kind == CHART else self._poster(medium, now)
            if content is None:
                return Outcome(Fate.FAILED, reason="rights_ended"), None
            return Outcome(Fate.SENT), Kept(self._files.put(content), "image/png", len(content))
        except WeChatError as error:
            return Outcome(Fate.RETRY, reason="not_reached", detail=error.detail), None
        except OSError as error:
            return Outcome(Fate.RETRY, reason="disk", detail=type(error).__name__), None

    def _chart(self, medium: Medium, now: datetime) -> bytes | None:
        with self._store.reading() as tx:
            asked = downloads.of_id(tx.connection, int(medium.provider_id))
            chart = _chart(tx, asked, now) if asked else None
        if chart is None:
            return None
        with _one_at_a_time:
            return draw(chart)

    def _poster(self, medium: Medium, now: datetime) -> bytes | None:
        with self._store.reading() as tx:
            asked = downloads.of_id(tx.connection, int(medium.provider_id))
            line = lent_poster(tx, asked) if asked else None
        if asked is None or line is None:
            return None
        assert self._codes is not None
        given = self._settings
        poster = poster_of(line, self._codes.url(line.area), durations(given), given.sms_number)
        return png(laid_out(poster, Size(asked.size)))


def _chart(tx: Tx, asked: Download, now: datetime) -> Chart | None:
    scope = scope_of(tx, asked.staff_id, asked.officer_id)
    if scope is None:
        return None
    this, by = Month.of(now), _groups(scope)
    months = by_month(tx, scope, this, MONTHS, now)
    groups = figures(tx, scope, by, this.until(), now)
    return Chart(title(names(tx, scope)), f"{in_shanghai(now):%Y-%m-%d %H:%M}", months, groups, texts.WHAT[by])


def _groups(scope: Scope) -> By:
    """A whole district is shown by its streets, everything else by its estates."""
    return By.STREET if scope.district and not scope.street else By.AREA
