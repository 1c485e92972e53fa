"""WeChat's server API over `requests`: token, calls, media. Every call is over within its time.

Errors never carry the app secret or a token: WeChat's words are scrubbed, and addresses are not repeated.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookiejar import DefaultCookiePolicy
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError
from urllib3.exceptions import SSLError as TlsError

from bot.notify.channels.http import CONNECT, OVERALL, BoundedAdapter, limits
from bot.notify.channels.wechat_token import TokenStore

BUSY = -1
"""The one errcode that does not say whether it was done."""

TOKEN_ERRORS = frozenset((40001, 40014, 42001))
MARGIN = timedelta(minutes=2)
"""A token is not used in its last minutes; stable_token gives a new one in the last five."""

FORCE_EVERY = 30.0
"""Seconds between forced refreshes, of which WeChat allows 20 a day."""

ANSWER_LIMIT = 1 << 20
"""Bytes of a JSON answer."""

WECHATS = ".qq.com"
"""How the names of the hosts end that WeChat keeps videos on."""

T = TypeVar("T")
_WORDS = ("application/json", "text/plain")
_OPENID = re.compile(r"\bo[A-Za-z0-9_-]{27}\b")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{60,}")
_CHUNK = 16 * 1024


class WeChatError(Exception):
    """A call that brought nothing. `detail` is free of secrets and personal data."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Declined(WeChatError):
    """WeChat answered with an `errcode`: it certainly did not do it (but see -1)."""

    def __init__(self, code: int, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Unreached(WeChatError):
    """No connection: nothing was sent."""


class Ambiguous(WeChatError):
    """Sent, but no readable answer: it may have been done. `reason` is `timeout`, `cut` or `bad_answer`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


class TooLarge(WeChatError):
    """A picture or a voice message beyond the limit."""


class Elsewhere(WeChatError):
    """A video that WeChat says lies at an address that is not its own: it is not asked for."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file people sent, and the type WeChat says it has."""

    content: bytes
    content_type: str


class Budget:
    """The seconds one letter may take, across all its calls."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Raises Unreached when nothing is left: what comes next was not begun."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise Unreached("no time left")
        return left


class WeChatApi:
    """One account's API. Safe to share between threads. `now` gives times with a zone."""

    def __init__(
        self,
        url: str,
        app_id: str,
        secret: str,
        tokens: TokenStore,
        *,
        connect: float = CONNECT,
        overall: float = OVERALL,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._url, self._app_id, self._secret, self._tokens = url.rstrip("/"), app_id, secret, tokens
        self._connect, self._overall, self._now = connect, overall, now
        self._forced = -FORCE_EVERY
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, BoundedAdapter(connect, overall))

    def budget(self) -> Budget:
        """A new budget, for callers that make several calls for one letter."""
        return Budget(self._overall)

    def post(self, path: str, body: Mapping[str, Any], budget: Budget | None = None) -> dict[str, Any]:
        r"""Call with a JSON body, in UTF-8: WeChat shows `\u4f60` as it stands. Raises WeChatError."""
        data = json.dumps(body, ensure_ascii=False).encode(errors="replace")
        return self._call("POST", path, budget, data=data, headers={"Content-Type": "application/json"})

    def get(self, path: str, params: Mapping[str, str] | None = None, budget: Budget | None = None) -> dict[str, Any]:
        """Raises WeChatError."""
        return self._call("GET", path, budget, params=params or {})

    def upload(self, kind: str, content: bytes, name: str, content_type: str, budget: Budget | None = None) -> str:
        """Keep a file at WeChat for three days; gives its media id. Raises WeChatError."""
        part = {"media": (name, content, content_type)}
        answer = self._call("POST", "/cgi-bin/media/upload", budget, params={"type": kind}, files=part)
        if not isinstance(answer.get("media_id"), str):
            raise Ambiguous("bad_answer", "no media_id")
        return str(answer["media_id"])

    def download(self, media_id: str, limit: int) -> Media:
        """A file someone sent, at most `limit` bytes of it. Raises WeChatError, TooLarge and Elsewhere among them.

        For a video WeChat answers where it lies; see docs/decisions/0005-videos.md.
        """

        def fetch(token: str, budget: Budget) -> Media:
            params = {"access_token": token, "media_id": media_id}
            url = f"{self._url}/cgi-bin/media/get"
            found = _media(*self._exchange("GET", url, budget, limit, params=params))
            if found.content_type not in _WORDS:
                return found
            film = self._read(found.content).get("video_url")
            if not isinstance(film, str):
                raise Ambiguous("bad_answer", "words instead of a file")
            return self._film(film, budget, limit)

        return self._with_token(fetch, self.budget())

    def _film(self, url: str, budget: Budget, limit: int) -> Media:
        """A video, without our token. Raises Elsewhere unless its address is WeChat's (or, played, the API's own)."""
        if not (is_wechats(url) or url.startswith(f"{self._url}/")):
            raise Elsewhere("video_url")
        found = _media(*self._exchange("GET", url, budget, limit))
        if found.content_type in _WORDS:
            raise Ambiguous("bad_answer", "words instead of a file")
        return found

    def _call(self, method: str, path: str, budget: Budget | None, **how: Any) -> dict[str, Any]:
        params = how.pop("params", {})

        def call(token: str, budget: Budget) -> dict[str, Any]:
            signed = {**params, "access_token": token}
            return self._read(self._exchange(method, self._url + path, budget, ANSWER_LIMIT, params=signed, **how)[1])

        return self._with_token(call, budget or self.budget())

    def _with_token(self, call: Callable[[str, Budget], T], budget: Budget) -> T:
        """Call; where the token is refused, get another and call once more, and no more than that."""
        token = self._token(budget)
        try:
            return call(token, budget)
        except Declined as error:
            if error.code not in TOKEN_ERRORS:
                raise
        return call(self._token(budget, refused=token), budget)

    def _token(self, budget: Budget, refused: str = "") -> str:
        """Raises Declined or Unreached: where the store fails too, nothing was sent to anyone."""
        try:
            if token := self._kept(refused):
                return token
            with self._tokens.lock(budget.left()):
                return self._kept(refused) or self._fetch(budget, refused)
        except WeChatError:
            raise
        except Exception as error:
            raise Unreached(f"the token's store: {type(error).__name__}") from error

    def _kept(self, refused: str) -> str:
        kept = self._tokens.read()
        return kept[0] if kept and kept[0] != refused and kept[1] - MARGIN > self._now() else ""

    def _fetch(self, budget: Budget, refused: str) -> str:
        """A new token, kept for all. Where WeChat still offers the refused one, it is made to change it."""
        token, seconds = self._ask_token(budget, force=False)
        if token == refused and time.monotonic() - self._forced >= FORCE_EVERY:
            self._forced = time.monotonic()
            with suppress(Declined):
                token, seconds = self._ask_token(budget, force=True)
        self._tokens.write(token, self._now() + timedelta(seconds=seconds))
        return token

    def _ask_token(self, budget: Budget, force: bool) -> tuple[str, int]:
        """`/cgi-bin/stable_token`. Whatever goes wrong here, nothing was sent to anyone: Declined or Unreached."""
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
            "force_refresh": force,
        }
        try:
            url = f"{self._url}/cgi-bin/stable_token"
            answer = self._read(self._exchange("POST", url, budget, ANSWER_LIMIT, json=body)[1])
            return str(answer["access_token"]), int(answer["expires_in"])
        except (KeyError, TypeError, ValueError):
            raise Unreached("no token in the answer") from None
        except Ambiguous as error:
            raise Unreached(f"token: {error.reason}") from None
        except Declined as error:
            if error.code != BUSY:
                raise
            raise Unreached(f"token: {error.detail}") from None

    def _exchange(
        self, method: str, url: str, budget: Budget, limit: int, **how: Any
    ) -> tuple[Mapping[str, str], bytes]:
        """One request, never repeated: the answer's headers, and its body up to `limit` bytes."""
        how["headers"] = {"Accept-Encoding": "identity", **how.get("headers", {})}
        timeout: Any = limits(budget.left(), self._connect)
        try:
            with self._session.request(
                method, url, timeout=timeout, stream=True, allow_redirects=False, **how
            ) as response:
                content = _limited(response, limit)
        except requests.RequestException as error:
            raise _unanswered(error) from None
        if response.status_code != requests.codes.ok:
            raise Ambiguous("bad_answer", f"HTTP {response.status_code}")
        return response.headers, content

    def _read(self, content: bytes) -> dict[str, Any]:
        """The JSON object in the answer. Raises Declined for an errcode, Ambiguous for anything else."""
        try:
            answer = json.loads(content)
        except ValueError:
            raise Ambiguous("bad_answer", "no JSON") from None
        if not isinstance(answer, dict):
            raise Ambiguous("bad_answer", "no JSON object")
        code = answer.get("errcode", 0)
        if not isinstance(code, int):
            raise Ambiguous("bad_answer", "errcode is no number")
        if code:
            raise Declined(code, f"{code} {self._scrub(str(answer.get('errmsg', '')))}")
        return answer

    def _scrub(self, words: str) -> str:
        words = words.replace(self._secret, "***") if self._secret else words
        return _OPENID.sub("openid", _TOKEN.sub("***", words))[:200]


def _media(headers: Mapping[str, str], content: bytes) -> Media:
    return Media(content, headers.get("Content-Type", "").partition(";")[0].strip().lower())


def is_wechats(url: str) -> bool:
    """An address of Tencent's by name, on the usual port, with nothing that misleads about the host."""
    try:
        place = urlsplit(url)
        plain = place.port is None and place.username is None and place.password is None
    except ValueError:
        return False
    return plain and place.scheme in ("http", "https") and (place.hostname or "").endswith(WECHATS)


def _limited(response: requests.Response, limit: int) -> bytes:
    content = bytearray()
    for chunk in response.iter_content(_CHUNK):
        content += chunk
        if len(content) > limit:
            raise TooLarge(f"more than {limit} bytes")
    return bytes(content)


def _unanswered(error: requests.RequestException) -> WeChatError:
    """Whether anything can have been sent. The error's own words hold the address, with the token in it."""
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else None
    untrusted = isinstance(reason, TlsError) and "certificate" in str(reason).lower()
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError) or untrusted:
        return Unreached(type(reason or error).__name__)
    if isinstance(error, requests.Timeout) or "timed out" in str(cause).lower():
        return Ambiguous("timeout")
    return Ambiguous("cut", type(error).__name__)
