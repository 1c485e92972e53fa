"""For machines that watch: does the process live, can it work, and what has it counted."""

import shutil
from ipaddress import ip_address
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from redis import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.notify.metrics import OutboxFigures
from bot.wiring import House
from core import broker
from core.watch import refused
from webhooks.doors import NOT_ALLOWED, Asked, Reply, put

ROOM = 50 * 1024 * 1024
"""Bytes that must be free: below it somebody has to act before nothing can be kept any more."""

routes = Blueprint("health", __name__)


def install(app: Flask) -> None:
    """`/healthz` at once, whatever else there is to do; `/readyz` and `/metrics` for those inside alone."""
    put(app, "/healthz", alive)
    app.register_blueprint(routes)


def alive(asked: Asked) -> Reply:
    """The process lives."""
    return Reply(200, b"ok\n") if asked.method in ("GET", "HEAD") else NOT_ALLOWED


@routes.before_request
def inside() -> None:
    """Aborts with 404 for whoever comes from the internet or through the proxy."""
    through = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded"))
    address = ip_address(request.remote_addr or "::1")
    if through or (getattr(address, "ipv4_mapped", None) or address).is_global:
        refused("inside_only")
        abort(404)


@routes.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Database and broker answer and the disks have room; 503 where not. An embedded set-up has no broker to ask."""
    house: House = current_app.extensions["mashangban"]
    parts = {"database": _database(house), "broker": _broker(house), "disk": _disk(house)}
    ready = all(state in ("ok", "embedded") for state in parts.values())
    return jsonify(ready=ready, **parts), 200 if ready else 503


@routes.get("/metrics")
def metrics() -> Response:
    """For Prometheus: what this process counted, and what the database tells of the outbox."""
    house: House = current_app.extensions["mashangban"]
    whole = CollectorRegistry()
    whole.register(OutboxFigures(house.store, house.now))
    return Response(generate_latest() + generate_latest(whole), content_type=CONTENT_TYPE_LATEST)


def _disk(house: House) -> str:
    """Whether there is room where files are kept, and where SQLite keeps its own."""
    url, folders = house.store.engine.url, [house.settings.data_dir]
    if url.get_backend_name() == "sqlite":
        folders.append(Path(url.database or "").parent)
    return "full" if any(shutil.disk_usage(_there(one)).free < ROOM for one in folders) else "ok"


def _there(folder: Path) -> Path:
    """The folder, or where it will be made."""
    return next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))


def _database(house: House) -> str:
    try:
        with house.store.reading() as tx:
            tx.connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "down"
    return "ok"


def _broker(house: House) -> str:
    if not house.settings.redis_url:
        return "embedded"
    try:
        with broker.client(house.settings.redis_url) as asked:
            asked.ping()
    except RedisError:
        return "down"
    return "ok"
