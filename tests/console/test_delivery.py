"""The delivery board and the dead letters, on the command line."""

from datetime import timedelta

import pytest

from core.complaint import Refusal
from core.console_commands import RetryNotice
from core.identity import Actor
from core.store.outbox import News, Sending
from tests.console.kit import Cli
from tests.support.rows import add_contact

HOUR = timedelta(hours=1)


def put(cli: Cli, *rows: tuple[str, str, Sending, str], fallback: str = "") -> None:
    """(key, channel, state, reason) each."""
    with cli.store.writing() as tx:
        for key, channel, state, reason in rows:
            what = key, key, channel, "accepted", "owner", "{}", cli.now - HOUR, fallback
            news = News(*what, state=state, reason=reason)
            tx.outbox.add([news], cli.now - HOUR)


def states(cli: Cli) -> list[tuple[str, str]]:
    return [(one["state"], one["reason"]) for one in cli.json("notifications")]


def acts(cli: Cli, notice: int) -> list[str]:
    with cli.store.reading() as tx:
        return [line.act for line in tx.audit.of(f"notice:{notice}")]


def test_the_board_counts_what_waits_and_what_is_dead(cli: Cli) -> None:
    put(cli, ("a", "wechat", Sending.SENT, ""), ("b", "wechat", Sending.SENT, ""), ("c", "sms", Sending.QUEUED, "busy"))
    put(cli, ("d", "sms", Sending.DEAD, "busy"), ("m", "media", Sending.DEAD, "disk"))
    board = cli.json("notifications", "board")
    assert board["counts"] == [
        {"template": "accepted", "channel": "sms", "state": "dead", "total": 1},
        {"template": "accepted", "channel": "sms", "state": "queued", "total": 1},
        {"template": "accepted", "channel": "wechat", "state": "sent", "total": 2},
    ]
    assert [(one["channel"], one["reason"]) for one in board["oldest"]] == [("sms", "busy")]
    assert [one["id"] for one in board["dead"]] == [4]
    assert "accepted" in cli.text("notifications", "board")


def test_a_dead_letter_is_sent_after_all(cli: Cli) -> None:
    put(cli, ("a", "sms", Sending.DEAD, "busy"), ("b", "sms", Sending.UNKNOWN, "timeout"))
    assert cli.text("notifications", "retry", "1") == "重新发送 1 条\n"
    assert states(cli) == [("queued", ""), ("unknown", "timeout")]
    assert acts(cli, 1) == ["retry_notice"]
    assert cli.json("notifications")[0]["attempts"] == 0


def test_all_dead_letters_but_those_gone_by_the_other_channel(cli: Cli) -> None:
    put(cli, ("a", "wechat", Sending.DEAD, "busy"), ("b", "wechat", Sending.DEAD, "busy"), fallback="sms")
    put(cli, ("b:sms", "sms", Sending.SENT, ""))
    assert cli.text("notifications", "retry", "--all-dead") == "重新发送 1 条\n"
    assert states(cli) == [("queued", ""), ("dead", "busy"), ("sent", "")]


def test_one_is_let_go(cli: Cli) -> None:
    put(cli, ("a", "sms", Sending.DEAD, "busy"))
    cli.text("notifications", "give-up", "1")
    assert states(cli) == [("skipped", "given_up")]
    assert cli.json("notifications", "board")["dead"] == []
    assert acts(cli, 1) == ["give_up_notice"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("retry", "9"), "没有序号为 9 的通知"),
        (("retry", "1", "2"), "通知 2 现在是 sent，不能这样做"),
        (("retry",), "写序号，或者写 --all-dead"),
        (("retry", "1", "--all-dead"), "写序号，或者写 --all-dead"),
        (("give-up", "2"), "通知 2 现在是 sent，不能这样做"),
    ],
)
def test_mistakes_change_nothing(cli: Cli, args: tuple[str, ...], words: str) -> None:
    put(cli, ("a", "sms", Sending.DEAD, "busy"), ("b", "sms", Sending.SENT, ""))
    assert cli.mistake("notifications", *args) == words
    assert states(cli) == [("dead", "busy"), ("sent", "")]


def test_nobody_but_an_operator(cli: Cli) -> None:
    put(cli, ("a", "sms", Sending.DEAD, "busy"))
    with cli.store.writing() as tx:
        contact_id = add_contact(tx, cli.now, "wang")
    with pytest.raises(Refusal, match="not_yours"), cli.store.writing() as tx:
        cli.house.perform(tx, Actor(contact_id, channel="console"), RetryNotice(1), cli.now)
    assert states(cli) == [("dead", "busy")]
