"""Controls for tests and for the switches of the page: ledgers, faults, network, token, estates."""

import dataclasses
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from simulator.faults import Fault
from simulator.quirks import HOSTILE
from simulator.world import Simulator

_FAULT_FIELDS = {field.name for field in dataclasses.fields(Fault)} - {"endpoint"}


def blueprint(sim: Simulator) -> Blueprint:
    door = Blueprint("control", __name__, url_prefix="/sim")
    _ledgers(door, sim)

    @door.post("/faults")
    def order() -> tuple[Response, int]:
        """Order one: `{"endpoint", "code" | "status" and "body" | "hang" | "drip", "times", "accept", "to"}`."""
        given = _given()
        endpoint = given.pop("endpoint", "")
        if not endpoint or not set(given) <= _FAULT_FIELDS:
            raise BadRequest(f"give an endpoint, and of the rest only {', '.join(sorted(_FAULT_FIELDS))}")
        return jsonify(dataclasses.asdict(sim.faults.order(endpoint, **given))), 201

    @door.delete("/faults")
    def clear() -> tuple[str, int]:
        sim.faults.clear()
        return "", 204

    @door.post("/network")
    def network() -> Response:
        """Change any of: timeout, tries, pause, slow (seconds), doubled, lost (answers)."""
        given = _given()
        known = {name: type(value) for name, value in vars(sim.network).items()}
        if not set(given) <= set(known):
            raise BadRequest(f"the network has only {', '.join(known)}")
        for name, value in given.items():
            setattr(sim.network, name, known[name](value))
        sim.feed.publish("network", dict(vars(sim.network)))
        return jsonify(vars(sim.network))

    @door.post("/quirks")
    def quirks() -> Response:
        """What real accounts are reported to do; see `simulator.quirks`. `{"profile": "hostile"}` is all at once."""
        given = _given()
        try:
            sim.quirks.switch(**(HOSTILE if given == {"profile": "hostile"} else given))
        except ValueError as error:
            raise BadRequest(str(error)) from None
        return jsonify(vars(sim.quirks))

    @door.post("/token/<what>")
    def token(what: str) -> tuple[str, int]:
        """`expire`: calls get 42001; `forget`: calls get 40001. A new stable_token mends either."""
        if what not in ("expire", "forget"):
            raise BadRequest("expire or forget")
        getattr(sim.tokens, what)()
        return "", 204

    @door.post("/people/<openid>/block")
    def block(openid: str) -> tuple[str, int]:
        """`{"blocked": true}`: templates to this person end as failed:user block."""
        sim.person(openid).refuses_templates = bool(_given().get("blocked", True))
        return "", 204

    @door.post("/estates/refresh")
    def refresh() -> Response:
        return jsonify(found=sim.estates.refresh(), estates=sim.estates.listed())

    return door


def _ledgers(door: Blueprint, sim: Simulator) -> None:
    @door.get("/faults")
    def faults() -> Response:
        return jsonify(sim.faults.listed())

    @door.get("/sms")
    def sms() -> Response:
        return jsonify(sim.sms.listed(request.args.get("phone", "")))

    @door.get("/calls")
    def calls() -> Response:
        endpoint = request.args.get("endpoint", "")
        return jsonify([call for call in list(sim.calls) if not endpoint or call["endpoint"] == endpoint])

    @door.get("/pushes")
    def pushes() -> Response:
        openid = request.args.get("openid", "")
        return jsonify([push for push in list(sim.pushes) if not openid or push["openid"] == openid])

    @door.get("/estates")
    def estates() -> Response:
        return jsonify(sim.estates.listed())


def _given() -> dict[str, Any]:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise BadRequest("send a JSON object")
    return given
