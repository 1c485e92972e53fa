"""A code is renewed: the posters that hang there are good for another thirty days, unless it has leaked."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.look import Look
from core.sweeps import KEEP_OLD_SCENES
from tests.console.kit import Cli
from tests.support.rows import add_area, add_contact, everything

AREA = "万和世家"
MONTH, INSTANT = timedelta(days=30), timedelta(microseconds=1)
Leads = Callable[[str], tuple[str, str]]


@pytest.fixture
def leads(cli: Cli) -> Leads:
    """Where a code leads at this moment, and where it led once."""
    with cli.store.writing() as tx:
        add_area(tx, cli.now, AREA, scene="a-old")
        key = add_contact(tx, cli.now)

    def to(scene: str) -> tuple[str, str]:
        with cli.store.reading() as tx:
            contact = tx.contacts.get(key)
            assert contact
            look = Look(tx, contact)
            now, once = look.area_by_scene(scene, cli.now), look.area_of_old_scene(scene)
        return now.name if now else "", once.name if once else ""

    return to


def renewed(cli: Cli, *more: str) -> str:
    return str(cli.json("area", "rescene", AREA, "--yes", *more)["scene"])


def test_the_old_code_is_good_for_thirty_days(cli: Cli, leads: Leads) -> None:
    begun = cli.now
    scene = renewed(cli)
    assert (len(scene), scene[0], cli.json("areas")[0]["scene"]) == (16, "a", scene)
    assert (leads(scene), leads("a-old")) == ((AREA, ""), (AREA, AREA))
    cli.now = begun + MONTH - INSTANT
    assert leads("a-old") == (AREA, AREA)
    cli.now = begun + MONTH
    assert (leads("a-old"), leads("a-none")) == (("", AREA), ("", ""))


def test_one_that_leaked_is_good_no_longer(cli: Cli, leads: Leads) -> None:
    second = renewed(cli)
    third = renewed(cli, "--at-once")
    assert [leads(one) for one in ("a-old", second, third)] == [("", AREA), ("", AREA), (AREA, "")]


def test_the_second_renewal_gives_the_first_no_more_time(cli: Cli, leads: Leads) -> None:
    second = renewed(cli)
    cli.now += MONTH / 2
    renewed(cli)
    cli.now += MONTH / 2
    assert [leads(one) for one in ("a-old", second)] == [("", AREA), (AREA, AREA)]


def test_it_asks_and_says_what_becomes_of_the_posters(cli: Cli, leads: Leads) -> None:
    before = everything(cli.store)
    result = cli.run("area", "rescene", AREA)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "贴着的海报上的旧码用到 2024-11-16 17:23:00" in result.stderr
    assert cli.at_terminal("", "area", "rescene", AREA).exit_code == 4
    assert "旧码马上失效" in cli.at_terminal("n", "area", "rescene", AREA, "--at-once").stderr
    assert everything(cli.store) == before
    assert "重新打印" in cli.at_terminal("y", "area", "rescene", AREA).stdout
    assert leads("a-old") == (AREA, AREA)
    assert cli.mistake("area", "rescene", "野雅") == "没有名为 野雅 的物业管理区域"
    assert "换小区的码  小区 1  旧码用到 2024-11-16 17:23:00" in cli.text("audit")


def test_after_years_it_is_forgotten(cli: Cli, leads: Leads) -> None:
    renewed(cli)
    cli.now += MONTH + KEEP_OLD_SCENES
    assert cli.json("sweep")["scenes_dropped"] == 0
    cli.now += INSTANT
    assert cli.json("sweep")["scenes_dropped"] == 1
    assert leads("a-old") == ("", "")
