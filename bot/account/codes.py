"""What the estates' codes hold: WeChat's own links, asked for once each and kept with the estate.

An account may have 100,000 permanent codes, so none is asked for twice. Commands and the worker ask, outside of any
transaction; never a web request.
"""

import time
from collections.abc import Callable

import structlog

from bot.notify.channels.wechat_api import Ambiguous, Unreached, WeChatApi, WeChatError
from core.directory import Area
from core.printing import without_code
from core.settings import Settings
from core.store.engine import Store

LONGEST = 200
"""Characters of a link that can be kept."""
PAUSE = 120.0
"""Seconds."""

log = structlog.get_logger()


def kept(area: Area, settings: Settings) -> str:
    """What the estate's code holds, for a web request, which asks nobody: empty where the worker has not asked yet. In
    the demonstration the scene itself will do, which the simulator's scanner reads as well."""
    return area.qr_url or (area.scene if settings.app_env == "demo" else "")


class Codes:
    """`alone` is the demonstration, where it may be that nobody plays WeChat: the code then holds the scene itself."""

    def __init__(
        self, api: WeChatApi, store: Store, alone: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._api, self._store, self._alone, self._clock = api, store, alone, clock
        self._again = clock()

    def url(self, area: Area) -> str:
        """What the estate's code holds. Raises WeChatError."""
        if area.qr_url:
            return area.qr_url
        try:
            return self._had(area)
        except Unreached:
            if self._alone:
                return area.scene
            raise

    def keep_ready(self, most: int = 20) -> None:
        """Ask for the links of estates that may be printed and have none yet: a page or a link that shows a poster
        cannot ask. After a failure nothing is asked for a while."""
        if self._clock() < self._again:
            return
        with self._store.reading() as tx:
            wanted = without_code(tx, most)
        try:
            for area in wanted:
                self._had(area)
        except WeChatError as error:
            self._again = self._clock() + PAUSE
            log.warning("codes_not_had", detail=error.detail)

    def _had(self, area: Area) -> str:
        url = self._created(area.scene)
        with self._store.writing() as tx:
            kept = tx.registry.keep_code(area.id, area.scene, url)
        if not kept:
            raise Ambiguous("rescened", "the scene was renewed meanwhile")
        return url

    def _created(self, scene: str) -> str:
        body = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
        url = self._api.post("/cgi-bin/qrcode/create", body).get("url")
        if not isinstance(url, str) or not url.startswith(("http://", "https://")) or len(url) > LONGEST:
            raise Ambiguous("bad_answer", "no url")
        return url
