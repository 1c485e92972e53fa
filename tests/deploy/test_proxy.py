"""The proxy's file: what it lets through, what it keeps from the web, and what it writes down."""

import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from tests.support.processes import PATIENCE, free_port
from tests.support.proxy import Proxy, proxied
from tests.support.slow import PROMISED, head

CANARY = "canary5c0ffee"


class Web(ThreadingHTTPServer):
    """Stands behind the proxy: keeps what it is asked, and holds back its answers while it is to."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.free = threading.Event()
        self.free.set()


class _Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Web

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.free.wait(PATIENCE)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Web, Proxy]]:
    web = Web()
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with proxied(tmp_path_factory.mktemp("proxy") / "nginx", [web.server_port]) as proxy:
        yield web, proxy
    web.shutdown()


@pytest.fixture
def web(served: tuple[Web, Proxy]) -> Web:
    served[0].asked.clear()
    return served[0]


@pytest.fixture
def proxy(served: tuple[Web, Proxy]) -> Proxy:
    return served[1]


def ask(proxy: Proxy, path: str, method: str = "GET", **how: object) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, proxy.url + path, verify=proxy.certificate, timeout=PATIENCE, **how)


def test_the_web_hears_who_asks_from_the_proxy_alone(web: Web, proxy: Proxy) -> None:
    told = {"X-Forwarded-For": "8.8.8.8", "Forwarded": "for=8.8.8.8", "X_Forwarded_For": "8.8.8.8"}
    assert ask(proxy, "/wechat?a=1", "POST", data=b"x", headers=told).status_code == 200
    ((path, heard),) = web.asked
    assert path == "/wechat?a=1"
    assert heard["X-Forwarded-For"] == "127.0.0.1"
    assert "8.8.8.8" not in str(heard)


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_what_is_for_those_inside_stays_inside(web: Web, proxy: Proxy, path: str) -> None:
    assert ask(proxy, path).status_code == 404
    assert web.asked == []


def test_too_long_a_body_stays_outside(web: Web, proxy: Proxy) -> None:
    assert ask(proxy, "/wechat", "POST", data=b"x" * (PROMISED + 6000)).status_code == 413
    assert ask(proxy, "/sms/aliyun/x/up", "POST", data=b"x" * (PROMISED + 6000)).status_code == 413
    assert ask(proxy, "/console/login", "POST", data=b"x" * 300_000).status_code == 413
    assert web.asked == []


def test_a_body_that_stops_coming_never_reaches_the_web(web: Web, proxy: Proxy) -> None:
    trusting = ssl.create_default_context(cafile=proxy.certificate)
    with (
        socket.create_connection(("127.0.0.1", proxy.port), PATIENCE) as plain,
        trusting.wrap_socket(plain, server_hostname="127.0.0.1") as line,
    ):
        line.sendall(head("/console/login") + b"x")
        assert line.recv(100)[9:12] in (b"408", b"")
    assert web.asked == []


def test_one_address_has_so_many_requests_under_way(web: Web, proxy: Proxy) -> None:
    web.free.clear()
    with ThreadPoolExecutor(60) as people:
        asking = as_completed([people.submit(ask, proxy, "/console/login") for _ in range(60)])
        refused = [next(asking).result().status_code for _ in range(10)]
        web.free.set()
        others = [one.result().status_code for one in asking]
    assert set(refused) == {429}
    assert others == [200] * 50


def test_the_logs_hold_no_signature_no_secret_and_no_token(tmp_path: Path) -> None:
    """The web is down: that is when a proxy tells most."""
    with proxied(tmp_path / "nginx", [free_port()]) as proxy:
        for path in (
            f"/wechat?signature={CANARY}&openid={CANARY}",
            f"/sms/aliyun/{CANARY}/up",
            f"/r/{CANARY}",
            f"/console/c/{CANARY}",
            f"/console/c/{CANARY}/files/1",
        ):
            assert ask(proxy, path).status_code == 502
        assert ask(proxy, f"/wechat?signature={CANARY}", "POST", data=b"x" * 70_000).status_code == 413
    assert proxy.logs().count(" 502 ") == 5
    assert CANARY not in proxy.logs()
