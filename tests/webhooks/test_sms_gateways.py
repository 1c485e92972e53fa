"""The product as it runs, with either gateway: a code and news go out, receipts and texts come back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.settings import Settings
from core.store.engine import Store
from core.store.outbox import Sending
from core.store.tables import inbox
from simulator import Simulator, serving
from simulator.binding import bind
from simulator.config import from_environment
from tests.notify.worker_kit import until
from tests.support.processes import PATIENCE, Installation, running

RESIDENT = "sim_resident_1"
GATEWAYS = ("aliyun", "tencent")


@pytest.fixture(params=GATEWAYS)
def phones(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Simulator, Store, str]]:
    here = Installation(tmp_path, SMS_PROVIDER=request.param)
    phones = Simulator(from_environment(here.environment))
    with serving(phones, port=here.phones_port), running(here.web, here.worker):
        store = Store.from_settings(Settings(database_url=here.database_url))
        yield phones, store, request.param
        secret = phones.config.sms_callback_secret
        assert secret
        assert secret not in here.web.written() + here.worker.written()
        store.close()


def test_a_code_arrives_is_known_to_have_and_a_text_is_heard(phones: tuple[Simulator, Store, str]) -> None:
    sim, store, provider = phones
    resident = sim.person(RESIDENT)
    assert bind(sim, resident, PATIENCE)
    (taken,) = sim.sms.listed(resident.phone)
    assert taken["provider"] == provider

    def row() -> Any:
        with store.reading() as tx:
            return next(row for row in tx.outbox.listed() if row.template == "code")

    until(lambda: row().state == Sending.DELIVERED, PATIENCE)
    assert row().provider_id == taken["biz_id"]
    resident.texts("查")

    def heard() -> list[str]:
        with store.reading() as tx:
            return [key for key in tx.connection.scalars(select(inbox.c.key)) if key.startswith(f"{provider}:")]

    until(heard, PATIENCE)
    assert len(heard()) == 1
