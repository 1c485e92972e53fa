"""What the estates' codes hold: WeChat's own links, asked for once each and kept with the estate.

An account may have 100,000 permanent codes, so none is asked for twice. Commands and the worker ask, outside of any
transaction; never a web request.
"""

from bot.notify.channels.wechat_api import Ambiguous, Unreached, WeChatApi
from core.directory import Area
from core.store.engine import Store

LONGEST = 200
"""Characters of a link that can be kept."""


class Codes:
    """`alone` is the demonstration, where it may be that nobody plays WeChat: the code then holds the scene itself,
    which the simulator's scanner reads as well."""

    def __init__(self, api: WeChatApi, store: Store, alone: bool = False) -> None:
        self._api, self._store, self._alone = api, store, alone

    def url(self, area: Area) -> str:
        """What the estate's code holds. Raises WeChatError."""
        if area.qr_url:
            return area.qr_url
        try:
            url = self._created(area.scene)
        except Unreached:
            if self._alone:
                return area.scene
            raise
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
