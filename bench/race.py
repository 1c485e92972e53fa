"""The race: what residents really say, to each contestant in turn, round after round, so that noise meets all alike."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sqlalchemy import func, select
from tqdm import tqdm

from bench import account, city, load
from bench.city import FILE, MINE, SCAN, WORDS, Talks
from bench.servers import serving
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import complaints

CONNECTIONS = 16
CHECKED = 40
"""Answers of a round that are opened and read; of all of them the status and the form are looked at."""
CITY, ONE = 300, 1
"""Estates: in a city, and on the day of an outage."""
_OURS = {SCAN: "哪里有问题", WORDS: "请核对", FILE: "已提交", MINE: "您"}
"""What is in our answer to each step."""


@dataclass
class Runner:
    """A server, and what is in its opened answer to each step; `database` is counted afterwards, where it keeps one."""

    name: str
    title: str
    port: int
    talks: Talks
    right: Mapping[str, str]
    database: str = ""
    rates: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)


@contextmanager
def runners(folder: Path, databases: Mapping[str, str], core: set[int]) -> Iterator[list[Runner]]:
    """Everybody, ready to run: the peers, and we on each of the named databases, which are empty, in one estate and in
    a city."""
    with ExitStack() as stack:

        def start(factory: str, threads: int = 8, **environment: str) -> int:
            given = account.ENVIRONMENT | {"DATA_DIR": str(folder)} | environment
            return stack.enter_context(serving(factory, given, folder, core, threads))

        echo = start("bench.peers.echo:create_app")
        sessions = f"{folder}/werobot.db"
        # its sessions share one connection, which two threads at once break
        werobot = start("bench.peers.werobot_app:create_app", threads=1, WEROBOT_SESSIONS=sessions)
        contestants = [
            Runner("c", "Flask and wechatpy, an echo", echo, Talks(CITY), {SCAN: "scan", FILE: "1", MINE: MINE}),
            Runner("d", "WeRoBot with its SQLite sessions", werobot, Talks(CITY), {SCAN: "scan", MINE: f": {MINE}"}),
        ]
        for name, url in databases.items():
            estates = CITY if name.endswith("city") else ONE
            city.build(url, estates).close()
            port = start("webhooks", DATABASE_URL=url)
            contestants.append(Runner(name, "scan, words, 提交, 我的", port, Talks(estates), _OURS, url))
        yield contestants


def race(contestants: Sequence[Runner], rounds: int, messages: int) -> None:
    """Run; the first round warms up and does not count. Raises AssertionError where an answer is wrong, or where not
    everything that was filed is there afterwards, once."""
    for number in tqdm(range(rounds + 1), desc="race", unit="round", leave=False):
        for runner in contestants:
            report = _run(runner, messages)
            if number:
                runner.rates.append(report.rate)
                runner.slow.append(report.percentile(99))
    for runner in contestants:
        if runner.database:
            kept = _filed(runner.database)
            assert kept == runner.talks.filed, f"{runner.name} keeps {kept} complaints of {runner.talks.filed}"


def _run(runner: Runner, messages: int) -> load.Report:
    said = runner.talks.take(messages)
    report = load.send(runner.port, [account.request(one.xml) for one in said], CONNECTIONS)
    for answer in report.answers:
        if answer.status != 200 or not answer.body.startswith(b"<xml>"):
            raise AssertionError(f"{runner.name} answers {answer.status}: {answer.body[:80]!r}")
    for at in range(0, messages, max(1, messages // CHECKED) | 1):
        step, answer = said[at].step, account.opened(report.answers[at].body)
        if runner.right.get(step, "") not in answer:
            raise AssertionError(f"{runner.name} answers {answer!r} to {step!r}")
    return report


def _filed(url: str) -> int:
    store = Store.from_settings(Settings(database_url=url))
    with store.reading() as tx:
        found = tx.connection.scalar(select(func.count()).select_from(complaints))
    store.close()
    return int(found or 0)


def ratio(runner: Runner, other: Runner) -> float:
    """The median, over the rounds, of how many times the other's rate this one has."""
    return median(mine / theirs for mine, theirs in zip(runner.rates, other.rates, strict=True))
