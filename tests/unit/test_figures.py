"""The figures that are promised; whoever changes one knows that it was."""

from datetime import timedelta

from bot.notify.channels import http
from bot.notify.settle import TRIES, backoff
from bot.notify.wake import LOOK_OFTEN, LOOK_SELDOM
from bot.notify.worker import STOP_WITHIN, SWEEP_EVERY, SWEEP_LEASE
from core.identity import CODE_LIFE, CODE_TRIES
from core.store.outbox import LEASE
from core.store.tokens import HOLD
from webhooks import sms, wechat_query

MINUTE = timedelta(minutes=1)


def test_a_dead_workers_rows_are_taken_again_within_a_minute() -> None:
    assert max(LEASE, SWEEP_LEASE, HOLD) <= MINUTE
    assert timedelta(seconds=2 * http.OVERALL) < LEASE, "nobody's row is taken while they may still be at it"


def test_a_lost_ring_costs_ten_seconds_at_most() -> None:
    assert max(LOOK_OFTEN, LOOK_SELDOM) <= 10
    assert SWEEP_EVERY <= MINUTE


def test_a_call_is_over_after_ten_seconds_and_a_worker_ends_after_it() -> None:
    assert http.CONNECT <= http.OVERALL <= 10 < STOP_WITHIN <= 15


def test_eight_tries_within_a_few_minutes() -> None:
    assert TRIES <= 8
    assert sum((backoff(tries) for tries in range(1, TRIES)), timedelta(0)) < timedelta(minutes=10)


def test_gateways_wait_for_700_ms_and_wechats_time_is_believed_for_five_minutes() -> None:
    assert sms.WAIT + sms.STUCK <= 0.7
    assert wechat_query.WINDOW == 300


def test_codes() -> None:
    assert timedelta(minutes=10) >= CODE_LIFE
    assert CODE_TRIES <= 5
