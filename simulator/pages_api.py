"""What the phones page and tests over HTTP call: state, changes as they come, and each person's acts."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest, NotFound

from simulator import pictures
from simulator.people import PERSONAS, PLACES
from simulator.person import NotFollowing, Person
from simulator.world import Simulator

UPLOAD_LIMIT = 10 << 20  # bytes, as WeChat's for pictures


def blueprint(sim: Simulator) -> Blueprint:
    door = Blueprint("sim", __name__, url_prefix="/sim")
    door.register_error_handler(NotFollowing, lambda error: (jsonify(error=str(error)), 409))
    door.register_error_handler(LookupError, lambda error: (jsonify(error=str(error)), 404))

    @door.get("/state")
    def state() -> Response:
        return jsonify(snapshot(sim))

    @door.get("/stream")
    def stream() -> Response:
        since = int(request.headers.get("Last-Event-ID") or request.args.get("since") or sim.feed.last)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(sim.feed.stream(since), content_type="text/event-stream; charset=utf-8", headers=headers)

    @door.post("/people/<openid>/<act>")
    def act(openid: str, act: str) -> tuple[Response, int]:
        """Do it and answer what was replied; with `?wait=0` at once, without waiting for the reply."""
        person = sim.person(openid)
        todo = _todo(person, act)
        if request.args.get("wait") == "0":
            if act not in ("follow", "scan", "sms") and not person.following:
                raise NotFollowing(f"{openid} does not follow the account")
            threading.Thread(target=todo, daemon=True).start()
            return jsonify(accepted=True), 202
        return jsonify(reply=todo() or "", **_judged(person)), 200

    @door.get("/people/<openid>/transcript")
    def transcript(openid: str) -> Response:
        return jsonify(list(sim.person(openid).bubbles))

    @door.get("/media/<media_id>")
    def media(media_id: str) -> Response:
        item = sim.media.get(media_id)
        if item is None:
            raise NotFound
        return Response(item.data, content_type=item.mime, headers={"Cache-Control": "max-age=86400"})

    @door.get("/samples/<int:number>.jpg")
    def sample(number: int) -> Response:
        return Response(_sample(number), content_type="image/jpeg")

    return door


def snapshot(sim: Simulator) -> dict[str, Any]:
    """All a page needs to draw itself; `seq` is where its stream of changes goes on from."""
    seq = sim.feed.last
    return {
        "seq": seq,
        "people": [_phone(sim, sim.person(persona.openid)) for persona in PERSONAS],
        "places": [{"label": label, "latitude": x, "longitude": y} for label, x, y in PLACES],
        "samples": [f"/sim/samples/{number}.jpg" for number in range(len(pictures.SAMPLES))],
        "estates": sim.estates.listed(),
        "network": vars(sim.network),
        "faults": sim.faults.listed(),
        "binding": sim.binding,
    }


def _phone(sim: Simulator, person: Person) -> dict[str, Any]:
    persona = person.persona
    assert persona is not None
    return {
        "openid": person.openid,
        "name": persona.name,
        "role": persona.role,
        "phone": persona.phone,
        "initial": persona.initial,
        "colour": persona.colour,
        "following": person.following,
        "menu": sim.account.menu_for(person.tags),
        "bubbles": list(person.bubbles),
        "sms": sim.sms.shown(person.phone),
    }


def _todo(person: Person, act: str) -> Callable[[], Any]:
    """The act with its arguments read from the request, ready to be done in any thread. Raises BadRequest."""
    given: dict[str, Any] = request.get_json(silent=True) or request.form.to_dict()
    if act == "image":
        data, mime = _picture(given)
        return lambda: person.sends_picture(data, mime)
    acts: dict[str, Callable[[], Any]] = {
        "follow": person.follows,
        "unfollow": person.unfollows,
        "text": lambda: person.says(given["text"], given.get("tap", "")),
        "tap": lambda: person.taps(given["choice"]),
        "click": lambda: person.clicks(given["key"]),
        "scan": lambda: person.scans(given["code"]),
        "voice": lambda: person.sends_voice(given.get("text", "")),
        "video": lambda: person.sends_video(pictures.FILM, _sample(0)),
        "location": lambda: person.sends_place(float(given["latitude"]), float(given["longitude"]), given["label"]),
        "link": lambda: person.sends_link(given["title"], given.get("description", ""), given["url"]),
        "sms": lambda: person.texts(given["text"]),
        "consent": lambda: person.answers_consent(given["templates"], given.get("status", "accept")),
        "withdraw_consent": lambda: person.withdraws_consent(given["templates"]),
        "push": lambda: person.push(given["fields"]).text,
    }
    if act not in acts:
        raise NotFound
    needs = {"text": "text", "tap": "choice", "click": "key", "scan": "code", "sms": "text", "push": "fields"}
    if act in needs and not given.get(needs[act]):
        raise BadRequest(f"{needs[act]} is missing")
    return acts[act]


def _picture(given: dict[str, Any]) -> tuple[bytes, str]:
    if "file" in request.files:
        sent = request.files["file"]
        data = sent.read(UPLOAD_LIMIT + 1)
        if len(data) > UPLOAD_LIMIT:
            raise BadRequest("the picture is larger than 10 MB")
        return data, sent.mimetype or "image/jpeg"
    return _sample(int(given.get("sample", 0))), "image/jpeg"


def _sample(number: int) -> bytes:
    if not 0 <= number < len(pictures.SAMPLES):
        raise NotFound
    return pictures.sample(number)


def _judged(person: Person) -> dict[str, Any]:
    answer = person.last
    return {
        "kind": answer.kind,
        "problem": answer.problem,
        "tries": answer.tries,
        "seconds": round(answer.seconds, 4),
        "agreed": answer.agreed,
    }
