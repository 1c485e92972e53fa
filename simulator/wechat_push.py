"""WeChat's pushing side: seal a message, deliver it up to three times with identical bytes, judge the answer.

Load and fault tests use `seal` alone and post the bytes themselves.
"""

import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import requests
from urllib3.exceptions import HTTPError

from simulator import crypto, messages, replies
from simulator.config import Config
from simulator.replies import Answer, BadReply

HEADERS = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}
MAX_ANSWER = 1 << 20
_local = threading.local()


@dataclass
class Network:
    """How WeChat's lines behave now; everything may be changed while running. Durations in seconds.

    `slow` holds back what is to be shown on a phone; `doubled` delivers every push twice at the same time;
    `lost` answers yet to come are thrown away, so that WeChat asks again.
    """

    timeout: float = 5.0
    tries: int = 3
    pause: float = 1.0
    slow: float = 0.0
    doubled: bool = False
    lost: int = 0


@dataclass(frozen=True)
class Push:
    """One delivery, ready to POST with `HEADERS`: the same bytes at every try. `key` sealed it, or is empty."""

    url: str
    body: bytes
    openid: str
    key: str = ""


class Failed(Exception):
    """No usable answer from this try: time-out, refused connection or an HTTP error."""


def seal(
    config: Config,
    openid: str,
    fields: messages.Fields,
    *,
    mode: str = "",
    key: str = "",
    at: float | None = None,
    nonce: str = "",
) -> Push:
    """Make a push of `fields` (see simulator.messages); ids and times are added where they are missing.

    `mode` is plain, safe or compat (default: safe where there are AES keys); `key` another EncodingAESKey than
    the current one; `at` the time of the signature and message, in seconds since 1970.
    """
    now = int(config.clock() if at is None else at)
    mode = mode or ("safe" if config.aes_keys else "plain")
    key = "" if mode == "plain" else key or config.aes_keys[0]
    stamp, nonce = str(now), nonce or str(secrets.randbelow(9 * 10**9) + 10**9)
    message = _complete(config, openid, fields, now)
    query = {"signature": crypto.signature(config.token, stamp, nonce), "timestamp": stamp, "nonce": nonce}
    query["openid"] = openid
    body = messages.render(message)
    if key:
        encrypt = crypto.encrypt(key, config.app_id, body.encode())
        query |= {"encrypt_type": "aes", "msg_signature": crypto.signature(config.token, stamp, nonce, encrypt)}
        outer = {"ToUserName": config.account} if mode == "safe" else message
        body = messages.render({**outer, "Encrypt": encrypt})
    return Push(f"{config.bot_url}/wechat?{urlencode(query)}", body.encode(), openid, key)


def _complete(config: Config, openid: str, fields: messages.Fields, now: int) -> messages.Fields:
    whole = {"ToUserName": config.account, "FromUserName": openid, "CreateTime": now} | fields
    if whole["MsgType"] != "event":
        whole.setdefault("MsgId", new_message_id())
    return {name: value for name, value in whole.items() if value is not None}


def new_message_id() -> int:
    """A 64-bit id as WeChat's are: larger than 2**53, so that a float would spoil it."""
    return 1 << 54 | secrets.randbits(54)


def deliver(config: Config, push: Push, network: Network) -> Answer:
    """Deliver until it is answered, at most `network.tries` times; what WeChat would not show is a `problem`."""
    started, problem = time.monotonic(), ""
    for number in range(1, network.tries + 1):
        if number > 1:
            time.sleep(network.pause)
        try:
            answer = _one_round(config, push, network)
        except Failed as error:
            problem = str(error)
        except BadReply as error:
            return Answer(problem=str(error), tries=number, seconds=time.monotonic() - started)
        else:
            return replace(answer, tries=number, seconds=time.monotonic() - started)
    return Answer(problem=problem, tries=network.tries, seconds=time.monotonic() - started)


def _one_round(config: Config, push: Push, network: Network) -> Answer:
    copies = _post_twice(push, network.timeout) if network.doubled else [post(push, network.timeout)]
    if network.lost > 0:
        network.lost -= 1
        raise Failed("the answer was lost on the way")
    answers = [replies.read(config, body, push.openid, push.key) for body in copies]
    return replace(answers[0], agreed=len({answer.inner for answer in answers}) == 1)


def _post_twice(push: Push, timeout: float) -> list[bytes]:
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda _: post(push, timeout), range(2)))


def post(push: Push, timeout: float = 5.0) -> bytes:
    """One delivery: the body of an HTTP 200 that came whole within `timeout` seconds. Raises Failed."""
    deadline = time.monotonic() + timeout
    try:
        with _session().post(push.url, push.body, headers=HEADERS, timeout=timeout, stream=True) as response:
            if response.status_code != requests.codes.ok:
                raise Failed(f"HTTP {response.status_code}")
            return _whole(response, deadline)
    except (requests.RequestException, HTTPError) as error:
        raise Failed(type(error).__name__) from None


def _whole(response: requests.Response, deadline: float) -> bytes:
    body = b""
    while chunk := response.raw.read1(4096, decode_content=True):
        body += chunk
        if time.monotonic() > deadline:
            raise Failed("the answer did not come whole in time")
        if len(body) > MAX_ANSWER:
            raise Failed("the answer is too long")
    return body


def _session() -> requests.Session:
    """One session a thread; proxies of the environment are not asked."""
    if not hasattr(_local, "session"):
        _local.session = requests.Session()
        _local.session.trust_env = False
    session: requests.Session = _local.session
    return session
