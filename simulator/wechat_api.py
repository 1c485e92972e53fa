"""WeChat's server API: the token and every way to send. Source: WeChat's developer documentation."""

import json
import re
import secrets
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator import messages, templates
from simulator.guard import guard
from simulator.person import Bubble, Person, menu_bubble, text_bubble
from simulator.replies import TEXT_LIMIT
from simulator.wechat_push import new_message_id
from simulator.world import Simulator

TOKEN_PATH = "/cgi-bin/stable_token"  # noqa: S105 - a path
FINISH_DELAY = 0.3  # seconds until WeChat reports what became of a template
ERRORS = {
    -1: "system error",
    40002: "invalid grant_type",
    40001: "invalid credential, access_token is invalid or not latest",
    40003: "invalid openid",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid appid",
    40014: "invalid access_token",
    40037: "invalid template_id",
    40066: "invalid url",
    40125: "invalid appsecret",
    41001: "access_token missing",
    42001: "access_token expired",
    43004: "require subscribe",
    43101: "user refuse to accept the msg",
    43108: "concurrent send to the same user",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    46003: "menu no exist",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
}


class Errcode(Exception):
    """One of WeChat's error codes; `detail` stands after its text."""

    def __init__(self, code: int, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def error(code: int, detail: str = "") -> Response:
    """HTTP 200, `{"errcode", "errmsg"}` with a request id, as WeChat answers every error."""
    text = " ".join(part for part in (ERRORS.get(code, "error"), detail) if part)
    return jsonify(errcode=code, errmsg=f"{text} rid: {secrets.token_hex(4)}-{secrets.token_hex(4)}")


def ok(**more: Any) -> Response:
    return jsonify(errcode=0, errmsg="ok", **more)


def fault_body(code: str) -> Response:
    """An ordered fault in WeChat's shape; a code that is no number (Alibaba's, ordered for both) is -1."""
    return error(
        int(code) if code.lstrip("-").isdigit() else -1, "data.thing1.value invalid" if code == "47003" else ""
    )


def protect(door: Blueprint, sim: Simulator) -> None:
    """Faults, ledger, token check and error shape for one part of the API."""
    guard(door, sim, lambda: request.path, fault_body)

    @door.before_request
    def need_token() -> Response | None:
        if request.path == TOKEN_PATH:
            return None
        code = sim.tokens.check(request.args.get("access_token", ""))
        return error(code) if code else None

    @door.errorhandler(Errcode)
    def shaped(problem: Errcode) -> Response:
        return error(problem.code, problem.detail)


def asked(raw: bytes | None = None) -> dict[str, Any]:
    """The JSON object in the body. Raises Errcode 44002 or 47001."""
    raw = request.get_data() if raw is None else raw
    if not raw:
        raise Errcode(44002)
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Errcode(47001)
    return body


def blueprint(sim: Simulator) -> Blueprint:
    door = Blueprint("wechat_api", __name__)
    protect(door, sim)

    @door.post(TOKEN_PATH)
    def stable_token() -> Response:
        body = asked()
        if body.get("grant_type") != "client_credential":
            return error(40002)
        if body.get("appid") != sim.config.app_id:
            return error(40013)
        if body.get("secret") != sim.config.app_secret:
            return error(40125)
        granted = sim.tokens.stable(bool(body.get("force_refresh")))
        return jsonify(access_token=granted[0], expires_in=granted[1]) if granted else error(45009)

    @door.post("/wxa/sec/queryblocktmplmsg")
    def held_back() -> Response:
        body = asked()
        limit, template_id = body.get("limit"), str(body.get("tmpl_msg_id") or "")
        if not template_id or not isinstance(limit, int) or not 0 < limit <= 100 or "largest_id" not in body:
            return error(47001)
        words = sim.account.held_back.get(template_id)
        found = {"id": 1, "tmpl_msg_id": template_id, "title": "", "content": words, "send_timestamp": 0, "openid": ""}
        return ok(msginfo=[found] if words else [])

    @door.get("/wxaapi/newtmpl/getcategory")
    def categories() -> Response:
        return ok(data=[{"id": at, "name": name} for at, name in enumerate(sim.account.categories, 1)])

    @door.post("/cgi-bin/message/custom/send")
    def custom_send() -> Response:
        body = asked(_escapes_kept(request.get_data()))
        person = _follower(sim, body)
        bubble = _bubble(sim, body)
        if code := sim.quota.spend(person.openid):
            raise Errcode(code)
        person.hears(bubble)
        return ok()

    @door.post("/cgi-bin/message/template/send")
    def template_send() -> Response:
        body = asked()
        person, name = _follower(sim, body), _template(sim, body)
        message_id = new_message_id()
        if earlier := sim.quota.repeated(person.openid, str(body.get("client_msg_id") or ""), message_id):
            return ok(msgid=earlier)
        status = "failed:user block" if person.refuses_templates else "success"
        if status == "success":
            person.hears(_card(name, body, body.get("url") or ""))
        finished = messages.template_finished(message_id, status)
        sim.later.after(FINISH_DELAY, lambda: person.push(finished, silent=True))
        return ok(msgid=message_id)

    @door.post("/cgi-bin/message/subscribe/bizsend")
    def subscribe_send() -> Response:
        body = asked()
        person, name = _follower(sim, body), _template(sim, body)
        if not sim.quota.use_consent(person.openid, body["template_id"]):
            raise Errcode(43101)
        message_id = new_message_id()
        person.hears(_card(name, body, body.get("page") or ""))
        sent = messages.subscription_sent(body["template_id"], message_id)
        sim.later.after(FINISH_DELAY, lambda: person.push(sent, silent=True))
        return ok(msgid=message_id)

    return door


def _escapes_kept(raw: bytes) -> bytes:
    r"""This one call shows JSON's \uXXXX on the phone as it stands; send UTF-8."""
    return re.sub(rb"\\u([0-9a-fA-F]{4})", rb"\\\\u\1", raw)


def _follower(sim: Simulator, body: dict[str, Any]) -> Person:
    openid = str(body.get("touser") or "")
    if not sim.knows(openid):
        raise Errcode(40003)
    person = sim.follower(openid)
    if person is None:
        raise Errcode(43004)
    return person


def _bubble(sim: Simulator, body: dict[str, Any]) -> Bubble:
    kind = body.get("msgtype")
    part = body.get(str(kind))
    if not isinstance(part, dict):
        raise Errcode(40008)
    if kind == "text":
        return text_bubble(_limited(part.get("content")))
    if kind == "image":
        return {"kind": "image", "media": _kept(sim, part, "media_id", "image")}
    if kind == "voice":
        media_id = _kept(sim, part, "media_id", "audio")
        return {"kind": "voice", "media": media_id, "seconds": sim.media.seconds(media_id)}
    if kind == "video":
        _kept(sim, part, "thumb_media_id", "image")
        return {"kind": "video", "media": _kept(sim, part, "media_id", "video")}
    if kind == "msgmenu":
        if not sim.quirks.menus:
            raise Errcode(40200)
        return _menu(part)
    raise Errcode(40008)


def _kept(sim: Simulator, part: dict[str, Any], name: str, kind: str) -> str:
    """The id of something of this kind that was uploaded. Raises Errcode 40007."""
    item = sim.media.get(str(part.get(name)))
    if item is None or not item.mime.startswith(f"{kind}/"):
        raise Errcode(40007)
    return str(part[name])


def _menu(part: dict[str, Any]) -> Bubble:
    choices = part.get("list")
    if not isinstance(choices, list) or not all(isinstance(one, dict) and "id" in one for one in choices):
        raise Errcode(47001)
    head, tail = str(part.get("head_content") or ""), str(part.get("tail_content") or "")
    _limited(head + tail + "".join(str(one.get("content") or "") for one in choices))
    return menu_bubble(head, choices, tail)


def _limited(content: Any) -> str:
    if not isinstance(content, str) or not content:
        raise Errcode(44004)
    if len(content.encode()) > TEXT_LIMIT:
        raise Errcode(45002)
    return content


def _template(sim: Simulator, body: dict[str, Any]) -> str:
    """Our name of the template whose fields were checked. Raises Errcode 40037 or 47003."""
    name = next((ours for ours, theirs in sim.config.wechat_templates.items() if theirs == body.get("template_id")), "")
    if not name:
        raise Errcode(40037)
    data = body.get("data")
    if not isinstance(data, dict):
        raise Errcode(47001)
    if wrong := templates.breach(data):
        raise Errcode(47003, wrong)
    return name


def _card(name: str, body: dict[str, Any], href: str) -> Bubble:
    return {"kind": "template", "title": templates.title(name), "rows": templates.rows(body["data"]), "href": href}
