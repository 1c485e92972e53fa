"""What each kind of push becomes. One row a kind, as WeChat documents it."""

from datetime import UTC, datetime

import pytest

from bot.messages import Consent, Kind, Receipt
from tests.webhooks.wechat_kit import ACCOUNT, CURRENT, NOW, OPENID, event, message, phone, words
from webhooks.wechat_parse import key, parse
from webhooks.wechat_xml import Malformed

POPUP = (
    "<SubscribeMsgPopupEvent>"
    "<List><TemplateId><![CDATA[T1]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString>"
    "<PopupScene>2</PopupScene></List>"
    "<List><TemplateId><![CDATA[T2]]></TemplateId><SubscribeStatusString><![CDATA[reject]]></SubscribeStatusString>"
    "<PopupScene>2</PopupScene></List></SubscribeMsgPopupEvent>"
)
CHANGE = (
    "<SubscribeMsgChangeEvent><List><TemplateId>T1</TemplateId>"
    "<SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>"
)
SENT = (
    "<SubscribeMsgSentEvent><List><TemplateId>T1</TemplateId><MsgID>1700827132819554304</MsgID>"
    "<ErrorCode>{code}</ErrorCode><ErrorStatus>{status}</ErrorStatus></List></SubscribeMsgSentEvent>"
)
JOB = "<MsgID>200163836</MsgID><Status><![CDATA[{}]]></Status>"
PLACE = "<Location_X>{}</Location_X><Location_Y>{}</Location_Y><Scale>20</Scale><Label><![CDATA[万和世家]]></Label>"

ROWS = [
    (words("7栋漏水"), Kind.TEXT, {"text": "7栋漏水"}),
    (words(""), Kind.TEXT, {"text": ""}),
    (message("text", "<Content>满意</Content><bizmsgmenuid>rate:5:1</bizmsgmenuid>"), Kind.TEXT, {"tap": "rate:5:1"}),
    (message("image", "<PicUrl>http://10.0.0.1/</PicUrl><MediaId>m1</MediaId>"), Kind.IMAGE, {"media": "m1"}),
    (
        message("voice", "<MediaId>m2</MediaId><Format>amr</Format><Recognition>电梯坏了</Recognition>"),
        Kind.VOICE,
        {"media": "m2", "text": "电梯坏了"},
    ),
    (message("video", "<MediaId>m3</MediaId><ThumbMediaId>t</ThumbMediaId>"), Kind.VIDEO, {"media": "m3"}),
    (message("shortvideo", "<MediaId>m4</MediaId><ThumbMediaId>t</ThumbMediaId>"), Kind.VIDEO, {"media": "m4"}),
    (
        message("location", PLACE.format("30.67", "104.06")),
        Kind.LOCATION,
        {"text": "万和世家", "place": (30.67, 104.06)},
    ),
    (message("location", PLACE.format("nan", "104.06")), Kind.LOCATION, {"text": "万和世家", "place": None}),
    (message("location", PLACE.format("here", "there")), Kind.LOCATION, {"place": None}),
    (message("location", PLACE.format("91", "0")), Kind.LOCATION, {"place": None}),
    (message("link", "<Title>通知</Title><Url>http://x.cn/</Url>"), Kind.LINK, {"text": "通知\nhttp://x.cn/"}),
    (message("miniprogrampage", "<Title>?</Title>"), Kind.OTHER, {"text": ""}),
    (event("subscribe", "<EventKey></EventKey>"), Kind.FOLLOW, {"scene": ""}),
    (event("subscribe", "<EventKey>qrscene_a1b2</EventKey><Ticket>t</Ticket>"), Kind.FOLLOW, {"scene": "a1b2"}),
    (event("subscribe", "<EventKey>qrscene_qrscene_x</EventKey>"), Kind.FOLLOW, {"scene": "qrscene_x"}),
    (event("subscribe", "<EventKey>last_trade_no_4200</EventKey>"), Kind.FOLLOW, {"scene": ""}),
    (event("SCAN", "<EventKey>a1b2</EventKey><Ticket>t</Ticket>"), Kind.SCAN, {"scene": "a1b2"}),
    (event("unsubscribe", "<EventKey></EventKey>"), Kind.UNFOLLOW, {}),
    (event("CLICK", "<EventKey>menu:mine</EventKey>"), Kind.CLICK, {"tap": "menu:mine"}),
    (event("VIEW", "<EventKey>https://x.cn</EventKey>"), Kind.SILENT, {"tap": ""}),
    (event("LOCATION", "<Latitude>1</Latitude>"), Kind.SILENT, {"place": None}),
    (event("something_new", "<A><B><C>1</C></B></A>"), Kind.SILENT, {}),
    (
        event("TEMPLATESENDJOBFINISH", JOB.format("success")),
        Kind.RECEIPT,
        {"receipts": (Receipt("200163836", True),)},
    ),
    (
        event("TEMPLATESENDJOBFINISH", JOB.format("failed:user block")),
        Kind.RECEIPT,
        {"receipts": (Receipt("200163836", False, "failed:user block"),)},
    ),
    (
        event("subscribe_msg_sent_event", SENT.format(code=0, status="success")),
        Kind.RECEIPT,
        {"receipts": (Receipt("1700827132819554304", True),)},
    ),
    (
        event("subscribe_msg_sent_event", SENT.format(code=43101, status="refused")),
        Kind.RECEIPT,
        {"receipts": (Receipt("1700827132819554304", False, "refused"),)},
    ),
    (
        event("subscribe_msg_popup_event", POPUP),
        Kind.CONSENT,
        {"consents": (Consent("T1", True), Consent("T2", False))},
    ),
    (event("subscribe_msg_change_event", CHANGE), Kind.CONSENT, {"consents": (Consent("T1", False),)}),
    (event("subscribe_msg_popup_event"), Kind.CONSENT, {"consents": ()}),
    *(
        (
            event("subscribe_msg_popup_event", POPUP.replace("[accept]", f"[{said}]")),
            *yes,
        )
        for said in ("acceptWithAlert", "acceptWithAudio", "acceptWithForcePush")
        for yes in [(Kind.CONSENT, {"consents": (Consent("T1", True), Consent("T2", False))})]
    ),
]


@pytest.mark.parametrize(("xml", "kind", "parts"), ROWS)
def test_kind(xml: str, kind: Kind, parts: dict[str, object]) -> None:
    account, heard = parse(xml.encode())
    assert account == ACCOUNT
    assert (heard.channel, heard.address, heard.kind) == ("wechat", OPENID, kind)
    assert heard.sent_at == datetime.fromtimestamp(NOW, UTC)
    assert {name: getattr(heard, name) for name in parts} == parts


def test_a_message_is_the_same_by_both_users_number_and_time() -> None:
    first = parse(words("一").encode()).inbound.key
    assert first == key(ACCOUNT, OPENID, "23456789012345678", str(NOW))
    assert len(first) == 32
    assert parse(words("一").encode()).inbound.key == first
    assert parse(words("一", created=NOW + 1).encode()).inbound.key != first
    assert parse(words("一", number="23456789012345679").encode()).inbound.key != first
    assert parse(words("一").replace(OPENID, "oOther").encode()).inbound.key != first
    assert parse(words("一").replace(ACCOUNT, "gh_other").encode()).inbound.key != first


def test_two_messages_without_number_in_one_second_are_two() -> None:
    one, two = (message("new", f"<A>{n}</A>", number="") for n in (1, 2))
    assert parse(one.encode()).inbound.key != parse(two.encode()).inbound.key
    assert parse(one.encode()).inbound.key == parse(one.encode()).inbound.key


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (event("SCAN", "<EventKey>a</EventKey>"), event("SCAN", "<EventKey>b</EventKey>")),
        (event("SCAN", "<EventKey>a</EventKey>"), event("CLICK", "<EventKey>a</EventKey>")),
        (event("SCAN", "<EventKey>a</EventKey>"), event("SCAN", "<EventKey>a</EventKey>", NOW + 1)),
        (
            event("TEMPLATESENDJOBFINISH", "<MsgID>1</MsgID><Status>success</Status>"),
            event("TEMPLATESENDJOBFINISH", "<MsgID>2</MsgID><Status>success</Status>"),
        ),
        (event("subscribe_msg_popup_event", POPUP), event("subscribe_msg_popup_event", POPUP.replace("T2", "T3"))),
    ],
)
def test_real_events_of_one_second_differ(one: str, two: str) -> None:
    assert parse(one.encode()).inbound.key != parse(two.encode()).inbound.key


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"{}",
        b"<xml/>",
        b"<xml>",
        b"\xff\xfe<\x00x\x00",
        words("一").replace(OPENID, "a b").encode(),
        words("一").replace(str(NOW), "soon").encode(),
        words("一").replace(str(NOW), "-1").encode(),
        words("一").replace(str(NOW), "9" * 40).encode(),
        words("一").replace("<MsgId>", "<MsgId>1</MsgId><MsgId>").encode(),
        words("一").replace("<![CDATA[一]]>", "<b>一</b>").encode(),
        words("一").replace("text", "").encode(),
        event("subscribe_msg_popup_event", "<SubscribeMsgPopupEvent><List>x</List></SubscribeMsgPopupEvent>").encode(),
        b'<?xml version="1.0" encoding="GBK"?>' + words("堵了").encode("gbk"),
        b"<!DOCTYPE xml [<!ENTITY a 'b'>]>" + words("&a;").encode(),
        b"<!DOCTYPE xml>" + words("a").encode(),
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
        words("一").replace("<![CDATA[一]]>", "&undefined;").encode(),
        b"<xml>" + b"<a>" * 1000 + b"</a>" * 1000 + b"</xml>",
        b"<xml>" + b"<a/>" * 1000 + b"</xml>",
    ],
)
def test_what_wechat_never_sends_is_malformed(xml: bytes) -> None:
    with pytest.raises(Malformed):
        parse(xml)


def test_entities_of_xml_itself_are_read() -> None:
    xml = words("x").replace("<![CDATA[x]]>", "1 &lt; 2 &amp; &#x4F60;")
    assert parse(xml.encode()).inbound.text == "1 < 2 & 你"


def test_what_needs_no_answer_is_not_passed_on() -> None:
    caller = phone(CURRENT)
    response = caller.push(event("VIEW", "<EventKey>https://x.cn</EventKey>"))
    assert (response.status_code, response.data, caller.house.heard) == (200, b"success", [])
