"""Sealing anew under a new key, killed again and again while others write: nothing is lost, and the old key may go."""

import signal
import subprocess
import sys
from base64 import b64encode
from datetime import datetime
from threading import Event, Thread

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update

from core.settings import Settings
from core.store.engine import Store
from core.store.files import Files
from core.store.reseal import held, reseal
from core.store.tables import contacts, staff
from tests.support.rows import add_company, add_contact, add_staff

PEOPLE, PHOTOS = 150, 20
KEYS = {name: b64encode(name.encode() * 32).decode() for name in "on"}
RESEAL = """
import os, sys
from core.settings import Settings
from core.store import reseal
from core.store.engine import Store
from core.store.files import Files
reseal.BATCH = 5
settings = Settings()
store = Store.from_settings(settings)
for step in reseal.reseal(store, Files(settings.data_dir, store.cipher)):
    if step.done:
        print(step.where, flush=True)
"""


def keyed(settings: Settings, names: str) -> Settings:
    return settings.model_copy(update={"data_keys": tuple(SecretStr(KEYS[name]) for name in names)})


def killed_at(settings: Settings, where: str, times: int) -> None:
    """Run it, and kill it once it has done so many batches there."""
    given = {"DATABASE_URL": settings.database_url, "DATA_DIR": str(settings.data_dir)}
    given["DATA_KEYS"] = f"{KEYS['n']},{KEYS['o']}"
    run = subprocess.Popen([sys.executable, "-c", RESEAL], stdout=subprocess.PIPE, text=True, env=given)
    assert run.stdout is not None
    while times and (line := run.stdout.readline()):
        times -= line.strip() == where
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert (times, run.returncode) == (0, -signal.SIGKILL)


@pytest.fixture
def old(settings: Settings, now: datetime) -> Settings:
    """A house under the old key alone."""
    given = keyed(settings, "o")
    store = Store.from_settings(given)
    with store.writing() as tx:
        company = add_company(tx, now)
        for at in range(PEOPLE):
            add_staff(tx, now, company, name=f"张{at}", phone=f"+86177123{at:05}")
            add_contact(tx, now, f"oResident{at}")
    files = Files(given.data_dir, store.cipher)
    for at in range(PHOTOS):
        files.put(f"photo {at}".encode() * 20_000)
    store.close()
    return given


def test_it_goes_on_where_it_was_killed_and_overwrites_nothing(old: Settings, now: datetime) -> None:
    store = Store.from_settings(keyed(old, "no"))
    files, stop, said = Files(old.data_dir, store.cipher), Event(), [0]

    def write() -> None:
        while not stop.is_set():
            said[0] += 1
            with store.writing() as tx:
                words = update(contacts).where(contacts.c.id == 1 + said[0] % PEOPLE)
                tx.connection.execute(words.values(session=f"said {said[0]}"))
                person = update(staff).where(staff.c.id == 1 + said[0] % PEOPLE)
                tx.connection.execute(person.values(username=f"u{said[0]}"))

    writer = Thread(target=write)
    writer.start()
    try:
        killed_at(old, "staff.name", 7)
        killed_at(old, "staff.name", 7)
        killed_at(old, "contacts.address", 9)
    finally:
        stop.set()
        writer.join()
    killed_at(old, "files", 3)
    list(reseal(store, files))
    assert set(held(store, files)) == {store.cipher.newest.hex()}
    store.close()
    alone = Store.from_settings(keyed(old, "n"))
    with alone.reading() as tx:
        people = tx.connection.execute(select(staff.c.name, staff.c.phone, staff.c.username)).all()
        known = tx.connection.execute(select(contacts.c.address, contacts.c.session)).all()
    assert {row.name: row.phone for row in people} == {f"张{at}": f"+86177123{at:05}" for at in range(PEOPLE)}
    assert {row.address for row in known} == {f"oResident{at}" for at in range(PEOPLE)}
    last = max(int((row.session or "said 0").split()[1]) for row in known)
    assert last == said[0] == max(int((row.username or "u0")[1:]) for row in people)
    new = Files(old.data_dir, alone.cipher)
    photos = {new.get(name) for name, _ in new.sealed_by()}
    assert photos == {f"photo {at}".encode() * 20_000 for at in range(PHOTOS)}
    alone.close()
