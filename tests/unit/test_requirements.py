"""Nothing is fetched but what was pinned by its hash, and nothing is pinned that nobody needs."""

import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
IMPORTED = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)
BY_OTHER_WAYS = {
    "honcho": "make run",
    "tzdata": "Asia/Shanghai, where the system has no time zones",
    "uvloop": "the loop that granian runs on",
    "wechatpy": "a second pair of eyes for WeChat's envelope: the tests and the benchmark's peer",
}
"""Needed without being imported by a program."""
LOCKED = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")


def wanted() -> set[str]:
    lines = (HOME / "requirements.in").read_text("utf-8").splitlines()
    return {re.split(r"[\[=>]", line)[0].strip().lower() for line in lines if line and not line.startswith("#")}


def test_what_is_wanted_is_used() -> None:
    names = {
        name
        for folder in ("core", "bot", "console", "webhooks", "simulator")
        for file in (HOME / folder).rglob("*.py")
        for name in IMPORTED.findall(file.read_text("utf-8"))
    }
    owners = packages_distributions()
    used = {owner.lower().replace("_", "-") for name in names for owner in owners.get(name, ())}
    assert wanted() - used == set(BY_OTHER_WAYS)


@pytest.mark.parametrize("file", LOCKED)
def test_every_pin_has_its_hash(file: str) -> None:
    text = (HOME / file).read_text("utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line and not line.lstrip().startswith(("#", "--"))]
    assert pins
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_whatever_is_installed_is_held_to_its_hash() -> None:
    installs = re.findall(r"^\t.*pip install.*$", (HOME / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert len(installs) == len(LOCKED)
    assert [line for line in installs if "--require-hashes" not in line] == []
