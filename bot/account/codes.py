"""What codes hold: WeChat's own links. An estate's is asked for once and kept with the estate, since an account may
have 100,000 permanent codes; those of the login page are temporary, and some are kept ready.

Commands and the worker ask, outside of any transaction; never a web request.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.notify.channels.wechat_api import Ambiguous, Declined, Unreached, WeChatApi, WeChatError
from core.directory import Area
from core.printing import without_code
from core.settings import Settings
from core.store.engine import Store
from core.store.login_codes import LASTS, LoginCode, new_scene

LONGEST = 200
"""Characters of a link that can be kept."""
PAUSE = 120.0
"""Seconds after a failure; where nobody was reached the next sweep may try."""
LONG_PAUSE = 3600.0
"""Seconds after errcode 45009: the day's calls are used up."""
AT_ONCE = 10
"""Codes for the login page asked for after one sweep: whoever opens that page for nothing costs under a third of the
day's 100,000 calls."""

log = structlog.get_logger()


def kept(area: Area, settings: Settings) -> str:
    """What the estate's code holds, for a web request, which asks nobody: empty where the worker has not asked yet. In
    the demonstration the scene itself will do, which the simulator's scanner reads as well."""
    return area.qr_url or (area.scene if settings.app_env == "demo" else "")


class Codes:
    """`alone` is the demonstration, where it may be that nobody plays WeChat: the code then holds the scene itself."""

    def __init__(
        self,
        api: WeChatApi,
        store: Store,
        alone: bool = False,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api, self._store, self._alone, self._clock, self._now = api, store, alone, clock, now
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
        """Ask for the links that a page will show, which cannot ask: of estates that may be printed and have none yet,
        and of the login page. After a failure nothing is asked for a while."""
        if self._clock() < self._again:
            return
        with self._store.reading() as tx:
            wanted = without_code(tx, most)
        try:
            for area in wanted:
                self._had(area)
            self._ready_for_logins()
        except WeChatError as error:
            self._again = self._clock() + _pause(error)
            log.warning("codes_not_had", detail=error.detail)

    def _had(self, area: Area) -> str:
        url, _ = self._created("QR_LIMIT_STR_SCENE", area.scene)
        with self._store.writing() as tx:
            kept = tx.registry.keep_code(area.id, area.scene, url)
        if not kept:
            raise Ambiguous("rescened", "the scene was renewed meanwhile")
        return url

    def _ready_for_logins(self) -> None:
        with self._store.reading() as tx:
            lacking = tx.login_codes.lacking(self._now())
        for _ in range(min(lacking, AT_ONCE)):
            scene, at = new_scene(), self._now()
            url, answer = self._created("QR_STR_SCENE", scene, expire_seconds=int(LASTS.total_seconds()))
            seconds = answer.get("expire_seconds")
            if not isinstance(seconds, int):
                raise Ambiguous("bad_answer", "no expire_seconds")
            with self._store.writing() as tx:
                tx.login_codes.add(LoginCode(scene, url), at + min(timedelta(seconds=seconds), LASTS), at)

    def _created(self, kind: str, scene: str, **more: int) -> tuple[str, dict[str, Any]]:
        body = {"action_name": kind, "action_info": {"scene": {"scene_str": scene}}, **more}
        answer = self._api.post("/cgi-bin/qrcode/create", body)
        url = answer.get("url")
        if not isinstance(url, str) or not url.startswith(("http://", "https://")) or len(url) > LONGEST:
            raise Ambiguous("bad_answer", "no url")
        return url, answer


def _pause(error: WeChatError) -> float:
    match error:
        case Unreached():
            return 0.0
        case Declined(code=45009):
            return LONG_PAUSE
    return PAUSE
