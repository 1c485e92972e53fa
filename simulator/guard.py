"""Before and after each call of a cloud's door: ordered faults, and the ledger."""

import json
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request

from simulator.world import Simulator

LOOKED_THROUGH = 64 << 10  # bytes
_SECRETS = ("secret", "access_token")


def guard(door: Blueprint, sim: Simulator, endpoint: Callable[[], str], error: Callable[[str], Response]) -> None:
    """Let ordered faults strike at every call of `door`, and note each call in the ledger.

    `endpoint` names the call at hand as Fault does; `error` shapes an error code as the cloud does.
    """

    @door.before_request
    def strike() -> Response | None:
        g.asked, g.fault = _asked(), sim.faults.take(endpoint(), _searchable())
        if g.fault is None or g.fault.accept:
            return None
        g.fault.pause()
        return None if g.fault.passes else Response()

    @door.after_request
    def finish(response: Response) -> Response:
        if fault := g.fault:
            if fault.accept:
                fault.pause()
            response = fault.shape(error(fault.code) if fault.code else response)
        sim.calls.append(_entry(endpoint(), response))
        return response


def _searchable() -> str:
    """Where a fault may look for the person it is meant for; uploads are not looked through."""
    body = request.get_data() if (request.content_length or 0) <= LOOKED_THROUGH else b""
    return request.query_string.decode(errors="replace") + body.decode(errors="replace")


def _asked() -> dict[str, Any]:
    """What was asked, without secrets."""
    body = request.get_json(force=True, silent=True) if request.is_json or request.data else None
    asked = {**request.args.to_dict(), **(body if isinstance(body, dict) else {})}
    return {name: value for name, value in asked.items() if name not in _SECRETS}


def _entry(endpoint: str, response: Response) -> dict[str, Any]:
    answer = _answered(response)
    return {
        "at": time.time(),
        "endpoint": endpoint,
        "action": request.headers.get("x-acs-action") or request.headers.get("x-tc-action", ""),
        "status": response.status_code,
        "errcode": answer.get("errcode", answer.get("Code", 0)),
        "asked": g.asked,
    }


def _answered(response: Response) -> dict[str, Any]:
    if not response.is_json or response.is_streamed:
        return {}
    try:
        answer = json.loads(response.get_data())
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
