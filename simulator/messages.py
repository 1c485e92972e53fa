"""The XML of everything WeChat may push, as plain fields. Source: WeChat's message push guide."""

from collections.abc import Mapping
from typing import Any

Fields = dict[str, Any]


def render(fields: Mapping[str, Any]) -> str:
    """`{"Content": "你好", "MsgId": 1}` as WeChat writes it: text in CDATA, numbers bare, lists repeated."""
    return f"<xml>{_inside(fields)}</xml>"


def _inside(fields: Mapping[str, Any]) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    if isinstance(value, Mapping):
        return f"<{name}>{_inside(value)}</{name}>"
    if isinstance(value, int | float):
        return f"<{name}>{value}</{name}>"
    return f"<{name}><![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def text(content: str, tap: str = "") -> Fields:
    """Typed words, or (with `tap`) a tapped choice of a menu message: its label and its id."""
    return {"MsgType": "text", "Content": content} | ({"bizmsgmenuid": tap} if tap else {})


def image(media_id: str, url: str) -> Fields:
    return {"MsgType": "image", "PicUrl": url, "MediaId": media_id}


def voice(media_id: str, recognition: str = "") -> Fields:
    return {"MsgType": "voice", "MediaId": media_id, "Format": "amr"} | (
        {"Recognition": recognition} if recognition else {}
    )


def video(media_id: str, thumb_media_id: str) -> Fields:
    return {"MsgType": "video", "MediaId": media_id, "ThumbMediaId": thumb_media_id}


def location(latitude: float, longitude: float, label: str) -> Fields:
    """Degrees; WeChat's X is the latitude."""
    return {"MsgType": "location", "Location_X": latitude, "Location_Y": longitude, "Scale": 16, "Label": label}


def link(title: str, description: str, url: str) -> Fields:
    return {"MsgType": "link", "Title": title, "Description": description, "Url": url}


def subscribe(scene: str = "", ticket: str = "") -> Fields:
    """Following the account, by a scanned code where there is a `scene`."""
    if not scene:
        return {"MsgType": "event", "Event": "subscribe", "EventKey": ""}
    return {"MsgType": "event", "Event": "subscribe", "EventKey": f"qrscene_{scene}", "Ticket": ticket}


def unsubscribe() -> Fields:
    return {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""}


def scan(scene: str, ticket: str = "") -> Fields:
    """A scan by one who follows already: the key has no prefix."""
    return {"MsgType": "event", "Event": "SCAN", "EventKey": scene, "Ticket": ticket}


def click(key: str) -> Fields:
    return {"MsgType": "event", "Event": "CLICK", "EventKey": key}


def view(url: str) -> Fields:
    return {"MsgType": "event", "Event": "VIEW", "EventKey": url}


def template_finished(message_id: int, status: str = "success") -> Fields:
    """`status`: success, failed:user block, or failed: system failed."""
    return {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "MsgID": message_id, "Status": status}


def consent_given(template_ids: list[str], status: str = "accept") -> Fields:
    """The pop-up that asks for subscription messages was answered: accept or reject."""
    rows = [{"TemplateId": one, "SubscribeStatusString": status, "PopupScene": 0} for one in template_ids]
    return {"MsgType": "event", "Event": "subscribe_msg_popup_event", "SubscribeMsgPopupEvent": {"List": rows}}


def consent_changed(template_ids: list[str], status: str = "reject") -> Fields:
    """The person changed the consent in the account's settings."""
    rows = [{"TemplateId": one, "SubscribeStatusString": status} for one in template_ids]
    return {"MsgType": "event", "Event": "subscribe_msg_change_event", "SubscribeMsgChangeEvent": {"List": rows}}


def subscription_sent(template_id: str, message_id: int, error: int = 0, status: str = "success") -> Fields:
    row = {"TemplateId": template_id, "MsgID": message_id, "ErrorCode": error, "ErrorStatus": status}
    return {"MsgType": "event", "Event": "subscribe_msg_sent_event", "SubscribeMsgSentEvent": {"List": [row]}}
