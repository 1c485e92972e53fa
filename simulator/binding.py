"""The staff's phones bind themselves at the start, by the real conversation."""

import logging
import re
import threading
import time

import requests

from simulator.people import PERSONAS
from simulator.person import Person
from simulator.world import Simulator

log = logging.getLogger("simulator")
TRIES = 5
CODE_WITHIN = 45.0  # seconds for the SMS with the code to arrive
AGAIN_AFTER = 65.0  # seconds; one code a minute and phone
BOUND, WAITING, FAILED = "bound", "waiting", "failed"


def start(sim: Simulator) -> None:
    """Wait for the bot in the background, then bind each of the staff."""
    threading.Thread(target=_bind_all, args=(sim,), name="binding", daemon=True).start()


def _bind_all(sim: Simulator) -> None:
    staff = [sim.person(persona.openid) for persona in PERSONAS if persona.staff]
    for person in staff:
        _tell(sim, person, WAITING)
    while not bot_lives(sim):
        time.sleep(1)
    for person in staff:
        threading.Thread(target=_patiently, args=(sim, person), daemon=True).start()


def bot_lives(sim: Simulator) -> bool:
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(f"{sim.config.bot_url}/healthz", timeout=3).ok
    except requests.RequestException:
        return False


def _patiently(sim: Simulator, person: Person) -> None:
    for tries in range(TRIES):
        if tries:
            time.sleep(AGAIN_AFTER)
        if bind(sim, person):
            _tell(sim, person, BOUND)
            return
    _tell(sim, person, FAILED)
    log.warning("%s could not bind: no code came by SMS, or the bot did not take it", person.openid)


def bind(sim: Simulator, person: Person, within: float = CODE_WITHIN) -> bool:
    """Follow, say 绑定, give the phone, give the code that comes by SMS. True when bound, also from before."""
    if not person.following:
        person.follows()
    if _says_bound(person.says("绑定")):
        person.says("取消")
        return True
    earlier = len(_codes(sim, person))
    if _says_bound(person.says(person.phone)):
        return True
    try:
        codes = sim.wait(lambda: _codes(sim, person)[earlier:] or None, within, "no code came")
    except TimeoutError:
        return False
    person.says(codes[-1])
    return not person.last.problem


def _says_bound(reply: str) -> bool:
    """From before: the bot then offers another phone, which nobody wants."""
    return "已绑定" in reply or "已经绑定" in reply


def _codes(sim: Simulator, person: Person) -> list[str]:
    found = (re.search(r"(?<!\d)\d{6}(?!\d)", sms["text"]) for sms in sim.sms.listed(person.phone))
    return [match[0] for match in found if match]


def _tell(sim: Simulator, person: Person, state: str) -> None:
    sim.binding[person.openid] = state
    sim.feed.publish("binding", {"person": person.openid, "state": state})
