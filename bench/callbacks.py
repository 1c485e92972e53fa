"""What the SMS gateways post, under load, to the Procfile's web as it stands: receipts and texts, and meanwhile
somebody holds the database for longer than a gateway waits. What is not kept in time is refused in time, and posted
again.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from sqlalchemy import func, select

from bench import load
from bench.servers import free_port, running, wait_for
from bench.steady import PROCFILE
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import inbox, receipts

SLOWEST = 0.7
"""Seconds a gateway waits."""
HELD = 2.0
"""Seconds for which the database is held, in the middle."""
SECRET = "0123456789abcdef0123456789abcdef"
CONNECTIONS = 32


class Found(NamedTuple):
    """`slow` is the 99.9th percentile; `refused` were answered 503; `lost` were acknowledged and are not there."""

    slow: float
    refused: int
    lost: int


def measure(folder: Path, rate: int, seconds: int, hold: float = HELD) -> Found:
    """As many receipts as texts, `rate` a second in all."""
    folder = folder / f"callbacks-{hold}"
    folder.mkdir()
    with _web(folder) as port:
        store = Store.from_settings(Settings(database_url=f"sqlite:///{folder}/var/mashangban.db"))
        load.send(port, [_post(number, 10**6) for number in range(50)], 4)
        before = _kept(store)
        posts = [_post(number, 0) for number in range(rate * seconds)]
        holder = threading.Thread(target=_hold, args=(store, seconds / 2, hold))
        holder.start()
        report = load.send(port, posts, CONNECTIONS, rate)
        holder.join()
        assert {one.status for one in report.answers} <= {200, 503}
        acknowledged = sum(one.status == 200 for one in report.answers)
        lost = max(acknowledged - (_kept(store) - before), 0)
        again = [post for post, one in zip(posts, report.answers, strict=True) if one.status != 200]
        assert not again or {one.status for one in load.send(port, again, 2).answers} == {200}
        lost += abs(len(posts) - (_kept(store) - before))
        store.close()
    slow = quantiles([one.seconds for one in report.answers], n=1000, method="inclusive")[998]
    return Found(slow, len(again), lost)


def _post(number: int, base: int) -> bytes:
    """A receipt of a message nobody sent, which is kept until it is known, or a text: 50 phones write."""
    phone = f"177{number % 50:08d}"
    if number % 2:
        path, item = "report", {"biz_id": f"{base + number}^0", "success": True, "phone_number": phone}
    else:
        path, item = "up", {"phone_number": phone, "content": "帮助", "sequence_id": base + number}
    body = json.dumps([item]).encode()
    head = f"POST /sms/aliyun/{SECRET}/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _hold(store: Store, after: float, seconds: float) -> None:
    time.sleep(after)
    if seconds:
        with store.writing():
            time.sleep(seconds)


def _kept(store: Store) -> int:
    with store.reading() as tx:
        return sum(tx.connection.scalar(select(func.count()).select_from(table)) or 0 for table in (inbox, receipts))


@contextmanager
def _web(folder: Path) -> Iterator[int]:
    lines = dict(line.split(": ", 1) for line in PROCFILE.read_text().splitlines())
    port = free_port()
    given = {"PORT": str(port), "APP_ENV": "demo", "SMS_CALLBACK_SECRET": SECRET}
    with ExitStack() as stack:
        command = ["sh", "-c", lines["web"]]
        process = stack.enter_context(running(command, given, folder / "web.log", set()))
        wait_for(port, process)
        yield port
