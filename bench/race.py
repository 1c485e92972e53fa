"""The race: the same messages to each contestant in turn, round after round, so that noise meets all alike."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tqdm import tqdm

from bench import account, load, town
from bench.servers import serving

CONNECTIONS = 16
EACH = 4
"""Messages a resident sends in one round."""
CHECKED = 20
"""Answers of a round that are opened and read; of all of them the status and the form are looked at."""


@dataclass
class Runner:
    """A server, and whether its opened answer is right for the words that were sent."""

    name: str
    title: str
    port: int
    right: Callable[[str, str], bool]
    rates: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)


@contextmanager
def runners(folder: Path, postgresql_url: str, residents: int, core: set[int]) -> Iterator[list[Runner]]:
    """Everybody, ready to run."""
    sqlite_url = f"sqlite:///{folder}/race.db"
    for url in (sqlite_url, postgresql_url):
        town.build(url, residents).close()
    with ExitStack() as stack:

        def start(
            name: str,
            title: str,
            factory: str,
            right: Callable[[str, str], bool],
            threads: int = 8,
            **environment: str,
        ) -> Runner:
            given = account.ENVIRONMENT | {"DATA_DIR": str(folder)} | environment
            return Runner(name, title, stack.enter_context(serving(factory, given, folder, core, threads)), right)

        yield [
            start("c", "Flask and wechatpy, an echo", "bench.peers.echo:create_app", _is_echo),
            start(
                "d",
                "WeRoBot with its SQLite sessions",
                "bench.peers.werobot_app:create_app",
                _is_counted,
                threads=1,  # its sessions share one connection, which two threads at once break
                WEROBOT_SESSIONS=f"{folder}/werobot.db",
            ),
            start(
                "sqlite",
                "a draft goes on, SQLite synchronous=FULL",
                "webhooks",
                _is_summary,
                DATABASE_URL=sqlite_url,
            ),
            start(
                "postgresql",
                "a draft goes on, PostgreSQL synchronous_commit=on",
                "webhooks",
                _is_summary,
                DATABASE_URL=postgresql_url,
            ),
        ]


def _is_echo(words: str, answer: str) -> bool:
    return answer == words


def _is_counted(words: str, answer: str) -> bool:
    return answer.endswith(f": {words}")


def _is_summary(words: str, answer: str) -> bool:
    return answer.startswith("请核对") and words in answer


def race(contestants: Sequence[Runner], rounds: int, messages: int) -> None:
    """Run; the first round warms up and does not count."""
    for number in tqdm(range(rounds + 1), desc="race", unit="round", leave=False):
        for runner in contestants:
            report = _run(runner, number, messages)
            if number:
                runner.rates.append(report.rate)
                runner.slow.append(report.percentile(99))


def _run(runner: Runner, number: int, messages: int) -> load.Report:
    people = messages // EACH
    said = [(account.openid(number * people + one % people), f"{number}栋{one}号也是") for one in range(messages)]
    report = load.send(runner.port, [account.request(account.text(*one)) for one in said], CONNECTIONS)
    for answer in report.answers:
        if answer.status != 200 or not answer.body.startswith(b"<xml>"):
            raise AssertionError(f"{runner.name} answers {answer.status}: {answer.body[:80]!r}")
    for at in range(0, messages, max(1, messages // CHECKED)):
        words, answer = said[at][1], account.opened(report.answers[at].body)
        if not runner.right(words, answer):
            raise AssertionError(f"{runner.name} answers {answer!r} to {words!r}")
    return report


def ratio(runner: Runner, other: Runner) -> float:
    """The median, over the rounds, of how many times the other's rate this one has."""
    return median(mine / theirs for mine, theirs in zip(runner.rates, other.rates, strict=True))
