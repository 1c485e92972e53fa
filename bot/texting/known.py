"""Which complaints a text may be about: the phone's own, and what its codes name."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.texting.deeds import DEEDS
from bot.texting.phrases import state_of
from bot.texts import texting as texts
from core.complaint import Complaint
from core.identity import Contact
from core.look import Look, Role
from core.store.codes import Open, as_code
from core.store.engine import Tx


class Known:
    """One phone's complaints and live codes, in the open transaction."""

    def __init__(self, tx: Tx, contact: Contact, look: Look, now: datetime) -> None:
        self._tx, self._contact, self._look, self._now = tx, contact, look, now
        self._codes = tx.codes.of(contact.phone, now)

    def adopt(self) -> None:
        """Whoever the directory knows by this phone speaks as that person."""
        contact, directory = self._contact, self._tx.directory
        if contact.staff_id is None and (staff := directory.staff_by_phone(contact.phone)):
            contact.staff_id = staff[0].id
        if contact.officer_id is None and (officer := directory.officer_by_phone(contact.phone)):
            contact.officer_id = officer.id

    def named(self, number: str) -> Complaint | None:
        """By a code of this phone; by the end of its number an own one alone."""
        if as_code(number):
            found = next((one for one in self._codes if one.code == number), None)
            return self._tx.complaints.get(found.complaint_id) if found else None
        own = self._look.ending(number, Role.OWNER) if number else []
        return own[0] if len(own) == 1 else None

    def candidates(self, verb: str, role: Role) -> list[Complaint]:
        """Those that a verb without a number may mean."""
        fits = DEEDS[verb].fits
        if role is not Role.OWNER:
            return self.desk_codes(fits, role)
        own = [one for one in self._look.mine(0, 50)[0] if fits(one)]
        return own or (self.desk_codes(fits) if verb == "state" else [])

    def desk_codes(self, fits: Callable[[Complaint], bool], role: Role | None = None) -> list[Complaint]:
        """What this phone was told of by a code, and has to do with as staff or officer."""
        if not self._codes:
            return []
        self.adopt()
        roles = (role,) if role else (Role.MANAGER, Role.OFFICER)
        found: dict[int, Complaint] = {}
        for one in self._codes:
            for each in roles:
                complaint = self._look.complaint(one.complaint_id, each)
                if complaint and fits(complaint):
                    found[complaint.id] = complaint
        return list(found.values())

    def asked(self, complaint_id: int) -> Open | None:
        """The code of a complaint, with what was asked by it last."""
        return next((one for one in self._codes if one.complaint_id == complaint_id), None)

    def pending(self) -> list[Complaint]:
        """What this phone was asked to rate and may rate now."""
        asked = [one for one in self._codes if one.asks == "rate"]
        found = [(one, self._look.complaint(one.complaint_id, Role.OWNER)) for one in asked]
        return [each for one, each in found if each and each.round == one.round and DEEDS["rate"].fits(each)]

    def listed(self, found: Sequence[Complaint], item: str = texts.LISTED, allot: bool = True) -> str:
        """Codes and states, as many as there is room for; without `allot`, those that have a code."""
        shown = ""
        live = {one.complaint_id: one.code for one in self._codes}
        for one in found:
            code = self._tx.codes.allot(self._contact.phone, one.id, self._now) if allot else live[one.id]
            longer = shown + (texts.BETWEEN if shown else "") + item.format(code=code, state=state_of(one))
            if len(longer) > texts.LIST_MOST:
                break
            shown = longer
        return shown
