"""WeChat's server API, the account's own part: menus, tags, QR codes, media, the list of templates."""

import time
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator import templates
from simulator.account import menu_fault
from simulator.media import LIMITS
from simulator.people import PERSONAS
from simulator.wechat_api import Errcode, asked, error, ok, protect
from simulator.world import Simulator

LONGEST_QR = 2_592_000  # seconds


def blueprint(sim: Simulator) -> Blueprint:
    door = Blueprint("wechat_account", __name__, url_prefix="/cgi-bin")
    protect(door, sim)
    _menus(door, sim)
    _tags(door, sim)
    _codes_and_media(door, sim)

    @door.get("/template/get_all_private_template")
    def all_templates() -> Response:
        listed = [
            {"template_id": theirs, "title": templates.title(ours), "content": templates.content(), "example": ""}
            for ours, theirs in sim.config.wechat_templates.items()
        ]
        return jsonify(template_list=listed)

    @door.route("/<path:_>", methods=["GET", "POST"])
    def unknown(_: str) -> Response:
        return error(40066)

    return door


def _menus(door: Blueprint, sim: Simulator) -> None:
    account = sim.account

    @door.post("/menu/create")
    def create_menu() -> Response:
        account.set_menu(_buttons())
        show_menus(sim)
        return ok()

    @door.post("/menu/addconditional")
    def add_conditional_menu() -> Response:
        buttons = _buttons()
        if not account.menu:
            raise Errcode(65303, "there is no selfmenu, please create selfmenu first")
        tag = str((asked().get("matchrule") or {}).get("tag_id") or "")
        if not tag.isdigit() or int(tag) not in account.tags:
            raise Errcode(65306, "invalid matchrule tag_id")
        number = account.add_conditional(buttons, int(tag))
        show_menus(sim)
        return jsonify(menuid=str(number))

    @door.post("/menu/delconditional")
    def drop_conditional_menu() -> Response:
        number = str(asked().get("menuid", ""))
        if not number.isdigit() or not account.drop_conditional(int(number)):
            raise Errcode(65301, "menuid not exist")
        show_menus(sim)
        return ok()

    @door.route("/menu/delete", methods=["GET", "POST"])
    def delete_menus() -> Response:
        account.drop_menus()
        show_menus(sim)
        return ok()

    @door.get("/menu/get")
    def get_menu() -> Response:
        if not account.menu:
            raise Errcode(46003)
        answer: dict[str, Any] = {"menu": {"button": account.menu, "menuid": account.menu_id}}
        special = [
            {"button": buttons, "matchrule": {"tag_id": str(tag)}, "menuid": number}
            for number, (tag, buttons) in account.conditional.items()
        ]
        return jsonify(answer | ({"conditionalmenu": special} if special else {}))

    @door.get("/get_current_selfmenu_info")
    def current_menu() -> Response:
        shown = [_listed(button) for button in account.menu]
        return jsonify(is_menu_open=int(bool(shown)), selfmenu_info={"button": shown})


def _buttons() -> list[dict[str, Any]]:
    buttons = asked().get("button")
    if fault := menu_fault(buttons):
        raise Errcode(fault, "invalid button")
    assert isinstance(buttons, list)
    return buttons


def _listed(button: dict[str, Any]) -> dict[str, Any]:
    below = button.get("sub_button")
    return {"name": button["name"], "sub_button": {"list": below}} if below else button


def show_menus(sim: Simulator) -> None:
    """Tell each phone on the table the menu it shows now."""
    for persona in PERSONAS:
        person = sim.person(persona.openid)
        person.tell({"menu": sim.account.menu_for(person.tags)})


def _tags(door: Blueprint, sim: Simulator) -> None:
    account = sim.account

    @door.post("/tags/create")
    def create_tag() -> Response:
        name = str((asked().get("tag") or {}).get("name") or "")
        if not 0 < len(name) <= 30:
            raise Errcode(45158, "invalid tag name length")
        number = account.add_tag(name)
        if number is None:
            raise Errcode(45157, "invalid tag name")
        return jsonify(tag={"id": number, "name": name})

    @door.get("/tags/get")
    def get_tags() -> Response:
        listed = [{"id": number, "name": name, "count": _count(number)} for number, name in account.tags.items()]
        return jsonify(tags=listed)

    @door.post("/tags/members/batchtagging")
    def tag_people() -> Response:
        for person, number in _tagged():
            person.tags.add(number)
        show_menus(sim)
        return ok()

    @door.post("/tags/members/batchuntagging")
    def untag_people() -> Response:
        for person, number in _tagged():
            person.tags.discard(number)
        show_menus(sim)
        return ok()

    @door.post("/tags/getidlist")
    def tags_of_person() -> Response:
        body = asked()
        return jsonify(tagid_list=sorted(sim.person(str(body.get("openid"))).tags))

    def _count(number: int) -> int:
        return sum(number in sim.person(persona.openid).tags for persona in PERSONAS)

    def _tagged() -> list[Any]:
        body = asked()
        if body.get("tagid") not in account.tags:
            raise Errcode(45159, "invalid tag id")
        people = body.get("openid_list") or []
        if not isinstance(people, list) or not people or len(people) > 50:
            raise Errcode(40032, "invalid openid list size")
        if any(sim.follower(str(openid)) is None for openid in people):
            raise Errcode(40003)
        return [(sim.person(openid), body["tagid"]) for openid in people]


def _codes_and_media(door: Blueprint, sim: Simulator) -> None:
    @door.post("/qrcode/create")
    def create_code() -> Response:
        body = asked()
        scene, lasts = _scene(body), "LIMIT" not in str(body.get("action_name"))
        answer = {"ticket": sim.account.ticket_of(scene), "url": sim.account.url_of(scene, not lasts)}
        seconds = min(int(body.get("expire_seconds") or 60), LONGEST_QR)
        return jsonify(answer | ({"expire_seconds": seconds} if lasts else {}))

    @door.post("/media/upload")
    def upload_media() -> Response:
        kind, sent = request.args.get("type", ""), request.files.get("media")
        if kind not in LIMITS:
            raise Errcode(40004, "invalid media type")
        if sent is None:
            raise Errcode(41005, "media data missing")
        data = sent.read()
        if not data or len(data) > LIMITS[kind]:
            raise Errcode(40006, "invalid media size")
        media_id = sim.media.keep(data, sent.mimetype or "application/octet-stream")
        return jsonify(type=kind, media_id=media_id, created_at=int(time.time()))

    @door.get("/media/get")
    def get_media() -> Response:
        item = sim.media.get(request.args.get("media_id", ""))
        if item is None:
            raise Errcode(40007)
        if item.mime.startswith("video/"):
            return jsonify(video_url=sim.media_url(request.args["media_id"]))
        kind = item.mime.partition("/")[2]
        headers = {"Content-disposition": f'attachment; filename="media.{kind}"'}
        return Response(item.data, content_type=item.mime, headers=headers)


def _scene(body: dict[str, Any]) -> str:
    """The text or number a code is to hold. Raises Errcode 40053 or 40054 (WeChat: 1 to 64 characters)."""
    inside = (body.get("action_info") or {}).get("scene") or {}
    match body.get("action_name"):
        case "QR_STR_SCENE" | "QR_LIMIT_STR_SCENE":
            scene = str(inside.get("scene_str") or "")
        case "QR_SCENE" | "QR_LIMIT_SCENE":
            scene = str(inside.get("scene_id") or "")
        case _:
            raise Errcode(40053, "invalid action info")
    if not 1 <= len(scene) <= 64:
        raise Errcode(40054, "invalid scene")
    return scene
