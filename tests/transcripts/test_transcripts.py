"""Every golden conversation, played over both databases; the words must come back exactly."""

from pathlib import Path

import pytest

from core.settings import Settings
from core.store.engine import Store
from tests.support import sqlite_only
from tests.support.stage import Stage

MAIN = ("01", "02", "03", "04", "05", "06", "08", "09", "13", "22", "23", "30", "50", "52", "55", "62", "231")
"""Stories of which every tap is also to be understood by its label alone."""
SCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.usefixtures("calls_nobody")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_transcript(path: Path, store: Store, settings: Settings, request: pytest.FixtureRequest) -> None:
    script = path.read_text("utf-8")
    unbound = next((line.split()[1:] for line in script.splitlines() if line.startswith("#未绑定")), [])
    given = (line.removeprefix("#设置 ").split("=") for line in script.splitlines() if line.startswith("#设置 "))
    changed = {"quiet_hours": ""} | {name: int(value) for name, value in given}
    played = Stage(store, settings.model_copy(update=changed), tuple(unbound)).play(script)
    if request.config.getoption("--bless"):
        path.write_text(played, "utf-8")
    assert played == path.read_text("utf-8")


@sqlite_only
@pytest.mark.parametrize("tap", ["0", "101", ""])
@pytest.mark.parametrize("path", [one for one in SCRIPTS if one.name.split("-")[0] in MAIN], ids=lambda path: path.stem)
def test_taps_of_an_account_that_keeps_no_ids(path: Path, tap: str, store: Store, settings: Settings) -> None:
    stage = Stage(store, settings.model_copy(update={"quiet_hours": ""}), brought_back=lambda _: tap)
    script = path.read_text("utf-8")
    assert stage.play(script) == script


def test_there_are_enough_of_them() -> None:
    assert len(SCRIPTS) >= 25
