"""What the commands and the operator's pages say to people is Chinese; JSON keeps the names."""

import pytest

from bot.notify.catalogue import NOTICES, Audience
from console import delivery_words as words
from core.store.outbox import Sending
from tests.console.kit import Cli

TOLD = {tell.template for tells in NOTICES.values() for tell in tells}


def chinese(text: str) -> bool:
    return not any("a" <= one.lower() <= "z" for one in text)


def test_every_notice_has_a_name_and_each_audience_and_state() -> None:
    assert TOLD
    assert [one for one in sorted(TOLD) if not chinese(words.notice(one))] == []
    assert all(chinese(words.audience(one)) for one in Audience)
    assert all(chinese(words.sending(one)) for one in Sending)
    assert words.notice("re_none") == "答复来信"


def test_the_sweep_is_told_in_words(cli: Cli) -> None:
    assert all(chinese(words.swept(name)) for name in cli.json("sweep"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("complaints", "--page", "0"), "--page 要写整数，最小1"),
        (("complaints", "--nothing"), "没有这个选项：--nothing"),
        (("complaint",), "少写了 编号或末几位"),
        (("complaint", "1", "2"), "多写了：2"),
        (("report", "--by", "火星"), "--by 只能写：area、company、street、district、month、kind"),
    ],
)
def test_a_mistake_in_the_arguments_is_told_in_words(cli: Cli, arguments: tuple[str, ...], said: str) -> None:
    assert cli.mistake(*arguments) == said
