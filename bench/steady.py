"""The embedded default under a steady load: the Procfile's web and worker as they stand, residents who file.

WeChat's servers are played by one that takes everything at once, so that the worker sends all the while.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

from sqlalchemy import select

from bench import account, load
from bench.servers import free_port, running, wait_for
from bot.wiring import utc_now
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import areas, staff

TOGETHER = 50
"""Residents under way at the same time: at 50 messages a second, each says one thing a second."""
CONNECTIONS = 32
PROCFILE = Path(__file__).parent.parent / "Procfile"


def measure(folder: Path, rate: int, seconds: int) -> load.Report:
    """Scan, words, 提交, 我的: `rate` messages a second. Raises AssertionError where one is not answered."""
    with _house(folder) as port:
        store = Store.from_settings(Settings(database_url=f"sqlite:///{folder}/var/mashangban.db"))
        scene = _bind_managers(store)
        store.close()
        for warming in (True, False):
            said = _story(scene, 4 * TOGETHER if warming else rate * seconds, first=0 if warming else TOGETHER)
            report = load.send(port, [account.request(xml) for xml in said], CONNECTIONS, rate)
    for answer in report.answers:
        assert answer.status == 200, answer
    assert "已提交" in account.opened(report.answers[2 * TOGETHER].body)
    return report


def _story(scene: str, messages: int, first: int) -> list[str]:
    """What residents say, TOGETHER of them at a time: each does the next thing when the others have done theirs."""
    said: list[str] = []
    for group in count(first, TOGETHER):
        people = [account.openid(group + one) for one in range(TOGETHER)]
        said += [account.scan(one, scene) for one in people]
        for words in ("楼道灯不亮", "1", "我的"):
            said += [account.text(one, words) for one in people]
        if len(said) >= messages:
            return said[:messages]
    raise AssertionError


def _bind_managers(store: Store) -> str:
    """Let everybody of the demonstration's staff be known to the bot; the scene of an estate."""
    with store.writing() as tx:
        for staff_id in tx.connection.scalars(select(staff.c.id)).all():
            contact, _ = tx.inbox.claim("wechat", account.openid(10**9 + staff_id), "", utc_now())
            tx.contacts.bind(contact.id, staff_id, None)
        return str(tx.connection.scalar(select(areas.c.scene).order_by(areas.c.id).limit(1)))


@contextmanager
def _house(folder: Path) -> Iterator[int]:
    """Web and worker while the block lasts; the web's port."""
    lines = dict(line.split(": ", 1) for line in PROCFILE.read_text().splitlines())
    port = free_port()
    with ExitStack() as stack:
        wechat = stack.enter_context(_wechat())
        given = account.ENVIRONMENT | {"PORT": str(port), "WECHAT_API_URL": wechat}
        for name in ("web", "worker"):
            command = ["sh", "-c", lines[name]]
            process = stack.enter_context(running(command, given, folder / f"{name}.log", set()))
            if name == "web":
                wait_for(port, process)
        yield port


@contextmanager
def _wechat() -> Iterator[str]:
    """A server that gives tokens and takes messages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _WeChat)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class _WeChat(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    numbers = count(1)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        said = {
            "errcode": 0,
            "errmsg": "ok",
            "msgid": next(self.numbers),
            "access_token": "t" * 120,
            "expires_in": 7200,
        }
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
