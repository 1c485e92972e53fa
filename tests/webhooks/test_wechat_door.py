"""The door as WeChat meets it: what it lets in, what it turns away, and how."""

import io

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bot.messages import SILENCE, Choice, Say
from bot.taps import number
from core import watch
from tests.webhooks.wechat_kit import (
    ACCOUNT,
    CURRENT,
    NOW,
    OPENID,
    PREVIOUS,
    Phone,
    message,
    phone,
    plain_query,
    safe_query,
    sign,
    words,
)
from webhooks.doors import LONGEST
from webhooks.wechat_query import CAPACITY, MEMORY, Query, Used

ECHO = "4375120948345356249"


def refused(caller: Phone, body: str | bytes, query: object) -> bool:
    """The one answer to everything wrong; nothing was heard."""
    before = len(caller.house.heard)
    response = caller.post(body, query)
    return response.status_code == 403 and response.data == b"" and len(caller.house.heard) == before


@pytest.mark.parametrize("keys", [(), (CURRENT,)])
def test_the_address_is_verified(keys: tuple[str, ...]) -> None:
    response = phone(*keys).client.get("/wechat", query_string=plain_query() | {"echostr": ECHO})
    assert (response.status_code, response.get_data(as_text=True), response.mimetype) == (200, ECHO, "text/plain")


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 40},
        {"signature": ""},
        {"signature": "签"},
        {"timestamp": str(NOW + 1)},
        {"timestamp": f"{NOW}x"},
        {"nonce": "x" * 65},
    ],
)
def test_another_hand_does_not_verify(change: dict[str, str]) -> None:
    response = phone(CURRENT).client.get("/wechat", query_string=plain_query() | {"echostr": ECHO} | change)
    assert (response.status_code, response.data) == (403, b"")


@pytest.mark.parametrize(("age", "status"), [(-301, 403), (-300, 200), (300, 200), (301, 403)])
def test_timestamps_within_five_minutes(age: int, status: int) -> None:
    then = str(NOW + age)
    response = phone().client.get("/wechat", query_string=plain_query(timestamp=then) | {"echostr": ECHO})
    assert response.status_code == status
    assert phone(CURRENT).push(words("一"), timestamp=then).status_code == status


def test_a_sealed_message_gets_a_sealed_answer() -> None:
    caller, tap = phone(CURRENT, say=Say("您好", (Choice("a:1", "提交", "1"),))), number("a:1")
    response = caller.push(words("7栋漏水"))
    assert caller.house.heard[0].text == "7栋漏水"
    assert response.mimetype == "text/xml"
    assert caller.opened(response) == (
        f"<xml><ToUserName><![CDATA[{OPENID}]]></ToUserName><FromUserName><![CDATA[{ACCOUNT}]]></FromUserName>"
        f"<CreateTime>{NOW}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[您好\n"
        f'<a href="weixin://bizmsgmenu?msgmenucontent=提交&msgmenuid={tap}">1 提交</a>]]></Content></xml>'
    )


def test_silence_is_success_and_not_sealed() -> None:
    response = phone(CURRENT, say=SILENCE).push(words("一"))
    assert (response.status_code, response.data) == (200, b"success")


def test_the_answer_uses_the_key_of_the_question() -> None:
    caller = phone(CURRENT, PREVIOUS)
    for caller.key in (CURRENT, PREVIOUS):
        assert "好的" in caller.opened(caller.push(words("一")))


def test_a_key_we_do_not_have() -> None:
    caller = phone(CURRENT)
    caller.key = PREVIOUS
    body, query = caller.seal(words("一"))
    assert refused(caller, body, query)


def test_delivered_again_it_is_heard_again_and_answered_the_same() -> None:
    """The inbox makes one effect of it; the door lets WeChat's own retry pass."""
    caller = phone(CURRENT)
    body, query = caller.seal(words("一"))
    first = caller.post(body, query)
    caller.clock[0] += 10
    second = caller.post(body, query)
    assert caller.opened(first) == caller.opened(second)
    assert caller.house.heard[0] == caller.house.heard[1]


def test_a_used_signature_carries_no_other_bytes() -> None:
    caller = phone()
    assert caller.post(words("一"), plain_query()).status_code == 200
    assert refused(caller, words("二"), plain_query())
    assert caller.post(words("一"), plain_query()).status_code == 200
    assert caller.post(words("二"), plain_query(nonce="other")).status_code == 200


def test_a_swapped_timestamp_and_nonce_sign_the_same_but_are_refused() -> None:
    caller, nonce = phone(CURRENT), str(NOW + 5)
    body, query = caller.seal(words("一"), nonce=nonce)
    swapped = query | {"timestamp": nonce, "nonce": str(NOW)}
    assert caller.post(body, query).status_code == 200
    assert refused(caller, body, swapped)


def test_plain_mode_hears_plain_words() -> None:
    caller = phone()
    response = caller.post(words("一"), plain_query())
    assert caller.house.heard[0].text == "一"
    assert "<![CDATA[好的]]>" in response.get_data(as_text=True)
    assert caller.post(words("二"), plain_query(nonce="n2") | {"encrypt_type": "raw"}).status_code == 200


def test_plain_words_are_refused_where_there_are_keys() -> None:
    caller = phone(CURRENT)
    assert refused(caller, words("一"), plain_query())
    assert refused(caller, words("一"), plain_query() | {"encrypt_type": "raw"})
    assert refused(caller, words("一"), plain_query() | {"encrypt_type": "aes", "msg_signature": sign(str(NOW))})


def test_sealed_words_are_refused_where_there_is_no_key() -> None:
    sealed, query = phone(CURRENT).seal(words("一"))
    caller = phone()
    assert refused(caller, sealed, query | {"signature": sign(str(NOW), "415670741")})
    assert refused(caller, sealed, plain_query())


def test_compat_mode_believes_only_what_was_sealed() -> None:
    caller = phone(CURRENT)
    sealed, query = caller.seal(words("真"))
    encrypt = sealed[sealed.index("<Encrypt>") : sealed.index("</Encrypt>") + len("</Encrypt>")]
    both = words("假").replace("</xml>", encrypt + "</xml>").replace(OPENID, "oForged")
    assert caller.post(both, query).status_code == 200
    assert (caller.house.heard[0].text, caller.house.heard[0].address) == ("真", OPENID)


def test_two_encrypts_are_one_too_many() -> None:
    caller = phone(CURRENT)
    sealed, query = caller.seal(words("一"))
    assert refused(caller, sealed.replace("</xml>", "<Encrypt>AAAA</Encrypt></xml>"), query)


@pytest.mark.parametrize("name", ["timestamp", "nonce", "msg_signature", "encrypt_type", "openid"])
def test_a_parameter_given_twice_is_refused(name: str) -> None:
    caller = phone(CURRENT)
    body, query = caller.seal(words("一"))
    pairs = [*query.items(), (name, query[name])]
    assert refused(caller, body, "&".join(f"{key}={value}" for key, value in pairs))


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 40},
        {"signature": ""},
        {"msg_signature": "0" * 40},
        {"msg_signature": ""},
        {"timestamp": ""},
        {"timestamp": "１７１４１１２４４５"},
        {"timestamp": f" {NOW}"},
        {"timestamp": f"{NOW}\n"},
        {"nonce": ""},
        {"nonce": "a b"},
        {"nonce": "]]>"},
        {"nonce": "n" * 65},
        {"encrypt_type": "des"},
        {"encrypt_type": ""},
    ],
)
def test_a_query_that_is_wrong(change: dict[str, str]) -> None:
    caller = phone(CURRENT)
    body, query = caller.seal(words("一"))
    assert refused(caller, body, query | change)
    assert caller.post(body, query).status_code == 200


def test_a_changed_body_breaks_the_signature() -> None:
    caller = phone(CURRENT)
    body, query = caller.seal(words("一"))
    at = body.index("<Encrypt><![CDATA[") + 30
    changed = body[:at] + ("A" if body[at] != "A" else "B") + body[at + 1 :]
    assert refused(caller, changed, query)


def raw_post(
    caller: Phone, stream: io.BytesIO, query: dict[str, str] | None = None, **environ: object
) -> tuple[int, bytes]:
    """Status and body of a POST with this stream and this server environment; None takes a name out."""
    builder = EnvironBuilder("/wechat", method="POST", query_string=query or safe_query("0" * 40))
    whole = builder.get_environ() | {"wsgi.input": stream} | environ
    whole = {name: value for name, value in whole.items() if value is not None}
    chunks, status, _ = run_wsgi_app(caller.client.application, whole)
    return int(status.split()[0]), b"".join(chunks)


@pytest.mark.parametrize(
    "query",
    [
        {},
        safe_query("0" * 40) | {"signature": "0" * 40},
        safe_query("0" * 40) | {"timestamp": str(NOW + 1)},
        safe_query("0" * 40, timestamp=str(NOW - 400)),
        plain_query(),
        plain_query() | {"encrypt_type": "raw"},
    ],
)
def test_a_stranger_is_refused_before_reading(query: dict[str, str]) -> None:
    unread = io.BytesIO(b"<xml>")
    assert raw_post(phone(CURRENT), unread, query or {"x": "y"}, CONTENT_LENGTH="5") == (403, b"")
    assert unread.tell() == 0


def test_too_long_is_told_before_reading() -> None:
    unread = io.BytesIO(b"x")
    assert raw_post(phone(CURRENT), unread, CONTENT_LENGTH=str(LONGEST + 2)) == (413, b"")
    assert unread.tell() == 0


def test_just_short_enough_is_read() -> None:
    stream = io.BytesIO(b"x" * LONGEST)
    assert raw_post(phone(CURRENT), stream, CONTENT_LENGTH=str(LONGEST)) == (403, b"")
    assert stream.tell() == LONGEST


def test_a_stream_without_length_is_cut_too() -> None:
    endless = io.BytesIO(b"x" * (LONGEST * 40))
    environ = {"wsgi.input_terminated": True, "CONTENT_LENGTH": None}
    assert raw_post(phone(CURRENT), endless, **environ) == (413, b"")
    assert endless.tell() <= LONGEST * 2


@pytest.mark.parametrize(("length", "status"), [("500", 400), ("many", 403), ("-1", 403), ("", 403)])
def test_a_body_of_another_length_than_told(length: str, status: int) -> None:
    assert raw_post(phone(CURRENT), io.BytesIO(b"<xml>"), CONTENT_LENGTH=length) == (status, b"")


@pytest.mark.parametrize(
    "error", [OperationalError("insert 13800001234", {}, Exception("locked")), KeyError("13800001234")]
)
def test_what_fails_inside_is_asked_again_and_leaves_no_words_in_the_log(error: Exception) -> None:
    caller = phone(CURRENT)
    caller.house.breaks = error
    with capture_logs() as logs:
        response = caller.push(words("我的电话13800001234"))
    assert (response.status_code, response.data) == (503, b"")
    assert [(line["event"], line["error"]) for line in logs] == [("wechat_push_failed", type(error).__name__)]
    assert "13800001234" not in str(logs)


def test_of_rejected_bodies_the_log_tells_that_they_were() -> None:
    caller = phone(CURRENT)
    with capture_logs() as logs:
        assert refused(caller, words("13800001234"), plain_query())
        assert refused(caller, words("13800001234"), safe_query("0" * 40))
        watch.THIS_PROCESS.tell()
    told = [(line["event"], line["what"], line.get("times")) for line in logs]
    assert told == [("refused", "push_signature", None), ("refused_again", "push_signature", 1)]
    assert "13800001234" not in str(logs)


def test_other_methods_are_not_for_this_door() -> None:
    assert phone(CURRENT).client.put("/wechat").status_code == 405


def test_an_unknown_kind_is_heard_and_answered() -> None:
    caller = phone(CURRENT)
    assert "好的" in caller.opened(caller.push(message("hologram", "<X>1</X>")))


def _query(nonce: str) -> Query:
    return Query(str(NOW), nonce, "", "", True, "")


def test_used_signatures_are_forgotten_after_their_time_and_no_earlier() -> None:
    used = Used()
    assert used.admit("s", _query("n"), b"1", NOW)
    assert not used.admit("s", _query("n"), b"2", NOW + MEMORY)
    used.admit("t", _query("n"), b"1", NOW + MEMORY + 1)
    assert not used.admit("s", _query("n"), b"2", NOW + MEMORY + 1)
    used.admit("u", _query("n"), b"1", NOW + 3 * MEMORY)
    assert used.admit("s", _query("n"), b"2", NOW + 3 * MEMORY)


def test_used_signatures_are_bounded() -> None:
    used = Used()
    for one in range(3 * CAPACITY):
        used.admit(str(one), _query("n"), b"", NOW)
    assert len(used._new) + len(used._old) <= 2 * CAPACITY
    assert not used.admit(str(3 * CAPACITY - 1), _query("n"), b"other", NOW)


def test_the_house_is_asked_once_a_push() -> None:
    caller = phone(CURRENT)
    caller.push(words("一"))
    assert len(caller.house.heard) == 1
