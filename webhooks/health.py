"""For machines that watch: does the process live, can it work, and what has it counted."""

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from redis import Redis, RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.notify.metrics import OutboxFigures
from bot.wiring import House

routes = Blueprint("health", __name__)


@routes.get("/healthz")
def healthz() -> Response:
    """The process lives."""
    return Response("ok\n", mimetype="text/plain")


@routes.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Database and broker answer; 503 where one does not. An embedded set-up has no broker to ask."""
    house: House = current_app.extensions["mashangban"]
    parts = {"database": _database(house), "broker": _broker(house)}
    ready = all(state in ("ok", "embedded") for state in parts.values())
    return jsonify(ready=ready, **parts), 200 if ready else 503


@routes.get("/metrics")
def metrics() -> Response:
    """For Prometheus: what this process counted, and what the database tells of the outbox."""
    house: House = current_app.extensions["mashangban"]
    whole = CollectorRegistry()
    whole.register(OutboxFigures(house.store, house.now))
    return Response(generate_latest() + generate_latest(whole), content_type=CONTENT_TYPE_LATEST)


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
        Redis.from_url(house.settings.redis_url, socket_timeout=2, socket_connect_timeout=2).ping()
    except RedisError:
        return "down"
    return "ok"
