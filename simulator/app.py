"""The simulator's doors in one Flask application, and a server to run it in-process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, redirect, render_template
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response as Redirect

from simulator import control, pages_api, sms_door, wechat_account, wechat_api
from simulator.config import Config
from simulator.world import Simulator

CSP = "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def create_app(world: Simulator | Config | None = None) -> Flask:
    """The application around `world` (or around a new one for a Config); it is `app.extensions["simulator"]`."""
    sim = world if isinstance(world, Simulator) else Simulator(world)
    app = Flask(__name__, template_folder="pages")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["simulator"] = sim
    for part in (sms_door, wechat_api, wechat_account, pages_api, control):
        app.register_blueprint(part.blueprint(sim))

    @app.get("/")
    def home() -> Redirect:
        return redirect("/phones")

    @app.get("/phones")
    def phones() -> Response:
        page = Response(render_template("phones.html"))
        page.headers["Content-Security-Policy"] = CSP
        page.headers["Cache-Control"] = "no-store"
        return page

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app


class _Quiet(WSGIRequestHandler):
    """No line a request: addresses and queries hold openids and phones."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def serving(sim: Simulator, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve `sim` from a thread for as long as the block runs; gives its URL. Port 0 takes any free one."""
    server = make_server(host, port, create_app(sim), threaded=True, request_handler=_Quiet)
    sim.base_url = f"http://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield sim.base_url
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
        sim.close()
