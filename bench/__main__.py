"""`python -m bench`: everything in one run, one table, non-zero where a floor is missed. `--quick` is rough."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import callbacks, growth, questions, race, servers, steady, steps, sweep
from tests.kinds import kit as kinds
from tests.support.databases import bare
from tests.support.postgres import postgresql

DURABLE = {"listen_addresses": "", "synchronous_commit": "on", "shared_buffers": "256MB", "max_wal_size": "4GB"}
"""PostgreSQL's own defaults otherwise: fsync and full_page_writes are on."""

RATE = 50
SLOWEST = 0.100
GROWTH = 1.2
FLOORS = {"SQLite": (0.40, 2.0), "PostgreSQL": (0.30, 1.5)}
"""Of the echo's rate, and of WeRoBot's."""
SLOWEST_MIXED = 0.060
"""Seconds, at p99, in the race on PostgreSQL."""
CPU = {"scan": 1.2, "words": 1.2, "提交": 2.8, "我的": 0.8}
"""Milliseconds of a step."""


class Finding(NamedTuple):
    """One line of the table; `holds` is None where nothing is demanded."""

    what: str
    measured: str
    demanded: str = ""
    holds: bool | None = None


def main() -> int:
    """Measure, print, and judge: 0 where all floors hold."""
    given = _arguments()
    here, rest = servers.cores()
    servers.stay_on(rest)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with postgresql(DURABLE) as url:
            findings = list(_race(folder, url, given, here))
            servers.stay_on(here | rest)
            findings += _steps(folder, url, given)
            findings += _growth(folder, url, given)
            findings += _sweep(folder, url, given)
        findings += _questions()
        findings += _steady(folder, given)
        findings += _callbacks(folder, given)
    _show(findings, time.monotonic() - began)
    return 1 if any(one.holds is False for one in findings) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about a minute; too short to judge by")
    parser.add_argument("--rounds", type=int, help="rounds of the race")
    parser.add_argument("--messages", type=int, help="messages to each contestant in a round")
    parser.add_argument("--small", type=int, default=10_000, help="complaints in the small database")
    parser.add_argument("--large", type=int, help="complaints in the large database")
    parser.add_argument("--open", type=int, help="open complaints in the sweep")
    parser.add_argument("--times", type=int, help="times each step is taken on each database")
    parser.add_argument("--seconds", type=int, help="seconds of steady load")
    given = parser.parse_args()
    usual = {
        "rounds": (9, 3),
        "messages": (800, 400),
        "large": (1_000_000, 100_000),
        "open": (sweep.OPEN, 10_000),
        "times": (150, 40),
    }
    for name, (full, quick) in (usual | {"seconds": (30, 8)}).items():
        if getattr(given, name) is None:
            setattr(given, name, quick if given.quick else full)
    return given


def _race(folder: Path, url: str, given: argparse.Namespace, core: set[int]) -> Iterator[Finding]:
    databases = {
        f"{kind}, {where}": f"sqlite:///{folder}/race-{where}.db" if kind == "SQLite" else bare(url, f"race_{where}")
        for where in ("city", "one")
        for kind in FLOORS
    }
    with race.runners(folder, databases, core) as contestants:
        race.race(contestants, given.rounds, given.messages)
    echo, werobot, *ours = contestants
    for one in contestants:
        yield Finding(f"{one.name}: {one.title}", f"{median(one.rates):,.0f}/s, p99 {median(one.slow) * 1000:.0f} ms")
    for one in ours:
        kind = one.name.split(",")[0]
        for other, floor in zip((echo, werobot), FLOORS[kind], strict=True):
            ratio = race.ratio(one, other)
            yield Finding(f"{one.name} / {other.name}", f"{ratio:.2f}", f"≥ {floor}", ratio >= floor)
        if kind == "PostgreSQL":
            slow = median(one.slow)
            demanded = f"≤ {SLOWEST_MIXED * 1000:.0f} ms"
            yield Finding(f"{one.name}: p99", f"{slow * 1000:.0f} ms", demanded, slow <= SLOWEST_MIXED)


def _steps(folder: Path, url: str, given: argparse.Namespace) -> Iterator[Finding]:
    for kind, where in (("SQLite", f"sqlite:///{folder}/steps.db"), ("PostgreSQL", bare(url, "steps"))):
        for one in steps.measure(where, given.times):
            measured = f"{one.cpu * 1000:.2f} ms of CPU, {one.passed * 1000:.2f} passed"
            most = CPU.get(one.name)
            demanded, holds = (f"≤ {most} ms of CPU", one.cpu * 1000 <= most) if most else ("", None)
            yield Finding(f"{kind}, {steps.NEIGHBOURS} neighbours: {one.name}", measured, demanded, holds)


def _growth(folder: Path, url: str, given: argparse.Namespace) -> Iterator[Finding]:
    sizes = given.small, given.large
    for kind, urls in (
        ("SQLite", (f"sqlite:///{folder}/small.db", f"sqlite:///{folder}/large.db")),
        ("PostgreSQL", (bare(url, "small"), bare(url, "large"))),
    ):
        for one in growth.measure(urls, sizes, given.times):
            measured = f"{one.ratio:.2f} ({one.small * 1000:.1f} → {one.large * 1000:.1f} ms)"
            what = f"{kind}, {given.large:,} / {given.small:,} complaints: {one.step}"
            yield Finding(what, measured, f"≤ {GROWTH}", one.ratio <= GROWTH)


def _sweep(folder: Path, url: str, given: argparse.Namespace) -> Iterator[Finding]:
    for kind, where in (("SQLite", f"sqlite:///{folder}/sweep.db"), ("PostgreSQL", bare(url, "sweep"))):
        one = sweep.measure(where, given.open)
        assert one.said == given.open, one
        what = f"{kind}, {given.open:,} open complaints swept, each with something to say"
        yield Finding(what, f"{one.seconds:.1f} s", f"< {sweep.SLOWEST:.0f} s", one.seconds < sweep.SLOWEST)
        yield Finding(
            f"{kind}, memory grown meanwhile", f"{one.growth:.0f} MiB", f"< {sweep.GROWTH}", one.growth < sweep.GROWTH
        )


def _questions() -> Iterator[Finding]:
    for one in questions.measure():
        what, judged = f"the eighteen questions, {one.name}", one.judged
        top1, strays = f"{judged.top1:.1%} of {judged.questions}", f"{judged.strays_answered} of {judged.strays}"
        yield Finding(f"{what}: answered rightly", top1, f"≥ {questions.TOP1:.0%}", judged.top1 >= questions.TOP1)
        yield Finding(f"{what}: strays answered", strays, "0", judged.strays_answered == 0)
        fast = one.seconds < questions.SLOWEST
        yield Finding(
            f"{what}: a sentence", f"{one.seconds * 1000:.2f} ms", f"< {questions.SLOWEST * 1000:.0f} ms", fast
        )
    yield Finding("the eighteen questions: a process's first answer", f"{questions.first():.1f} s")
    yield Finding("kinds of complaint: proposed rightly, no examples", f"{kinds.share(kinds.UNTOUCHED):.1%}")


def _steady(folder: Path, given: argparse.Namespace) -> list[Finding]:
    report = steady.measure(folder, RATE, given.seconds)
    slow = report.percentile(99)
    measured = f"{slow * 1000:.0f} ms (median {report.percentile(50) * 1000:.0f})"
    what = f"embedded default, web and worker, {RATE} messages/s for {given.seconds} s: p99"
    return [Finding(what, measured, f"< {SLOWEST * 1000:.0f} ms", slow < SLOWEST)]


def _callbacks(folder: Path, given: argparse.Namespace) -> Iterator[Finding]:
    for hold in (0.0, callbacks.HELD):
        found = callbacks.measure(folder, 2 * RATE, given.seconds, hold)
        what = f"{2 * RATE} SMS callbacks/s for {given.seconds} s" + (f", database held {hold:.0f} s" if hold else "")
        measured = f"{found.slow * 1000:.0f} ms ({found.refused} refused, to be posted again)"
        demanded = f"≤ {callbacks.SLOWEST * 1000:.0f} ms"
        yield Finding(f"{what}: p99.9", measured, demanded, found.slow <= callbacks.SLOWEST)
        yield Finding(f"{what}: lost or kept twice", str(found.lost), "0", found.lost == 0)


def _show(findings: list[Finding], seconds: float) -> None:
    marks = {True: "holds", False: "MISSED", None: ""}
    rows = [(one.what, one.measured, one.demanded, marks[one.holds]) for one in findings]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(f"{seconds:.0f} s in all; medians of interleaved rounds; servers on one core, load and PostgreSQL on another")


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return len(text) + sum("\u2e80" <= one <= "\uffef" for one in text)


if __name__ == "__main__":
    sys.exit(main())
