"""Whatever comes in, the door answers 4xx or hears a message; it never breaks."""

from typing import Any
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webhooks.wechat_kit import CURRENT, NOW, message, phone, plain_query, safe_query, sign, words
from webhooks.wechat_parse import EVENTS, MESSAGES

SAFE = phone(CURRENT)
PLAIN = phone()
NAMES = st.sampled_from(["signature", "timestamp", "nonce", "encrypt_type", "msg_signature", "openid", "echostr", "x"])
FIELDS = st.sampled_from(
    (
        *("MsgType", "Event", "EventKey", "Content", "MsgId", "MediaId", "Location_X", "Location_Y", "Label"),
        *("Recognition", "Title", "Url", "bizmsgmenuid", "MsgID", "Status", "SubscribeMsgPopupEvent"),
        *("SubscribeMsgSentEvent", "List", "TemplateId", "ErrorCode"),
    )
)
KINDS = st.sampled_from((*MESSAGES, "event", "x"))
EVENT_NAMES = st.sampled_from((*EVENTS, "VIEW", "x"))


def _xml(value: Any) -> str:
    if isinstance(value, str):
        return "<![CDATA[" + value.replace("]]>", "") + "]]>"
    return "".join(f"<{name}>{_xml(inside)}</{name}>" for name, inside in value)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
TREES = st.recursive(WORDS, lambda inner: st.lists(st.tuples(FIELDS, inner), max_size=5), max_leaves=10)


@given(st.binary(max_size=2000), st.lists(st.tuples(NAMES, st.text(max_size=70)), max_size=10))
def test_noise_is_refused(body: bytes, pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs, errors="replace")
    for caller in (SAFE, PLAIN):
        assert caller.post(body, query).status_code == 403
        assert caller.client.get("/wechat", query_string=query).status_code == 403


@given(st.text(max_size=60).map(lambda text: text.encode(errors="replace").decode("latin-1")))
def test_raw_queries_are_refused(query: str) -> None:
    assert SAFE.client.get("/wechat", environ_overrides={"QUERY_STRING": query}).status_code == 403


@given(st.binary(max_size=500))
def test_noise_under_a_right_signature(body: bytes) -> None:
    """In plain mode the signature does not cover the body, so that anyone who saw one URL gets this far."""
    assert phone().post(body, plain_query()).status_code == 403


@given(st.text("ABCDEFabcdef0123456789+/=汉 ", max_size=200))
def test_noise_in_the_envelope(encrypt: str) -> None:
    query = safe_query(sign(str(NOW), "415670741", encrypt))
    assert SAFE.post(f"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>", query).status_code == 403


@given(st.text(max_size=200), st.integers(0, 10**9))
def test_noise_inside_the_envelope(xml: str, nonce: int) -> None:
    assert SAFE.push(xml.encode(errors="replace").decode(), nonce=str(nonce)).status_code == 403


@settings(max_examples=300)
@given(KINDS, EVENT_NAMES, TREES, st.integers(0, 10**9))
def test_any_tree_of_wechats_names(kind: str, event: str, tree: Any, nonce: int) -> None:
    xml = message(kind, f"<Event>{event}</Event>" + (_xml(tree) if isinstance(tree, list) else ""), number="")
    assert SAFE.push(xml, nonce=str(nonce)).status_code in (200, 403)


@given(st.data())
def test_a_real_push_with_one_byte_changed(data: st.DataObject) -> None:
    body, query = SAFE.seal(words("7栋负一楼排水沟堵了"))
    raw = bytearray(body.encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    assert SAFE.post(bytes(raw), query).status_code in (200, 403)
