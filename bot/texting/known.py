"""Which complaints a text may be about: the phone's own, and what it was told of."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.notify.texted import LISTED
from bot.texting.deeds import DEEDS
from bot.texting.phrases import state_of
from bot.texts import texting as texts
from core.complaint import Complaint
from core.identity import Contact
from core.kinds import LABELS
from core.look import Look, Role
from core.naming import means
from core.store.codes import Open
from core.store.engine import Tx

OWN = 50
"""How many of a phone's own are looked at, the newest."""


class Known:
    """One phone's complaints and what it was told of lately, in the open transaction."""

    def __init__(self, tx: Tx, contact: Contact, look: Look, now: datetime) -> None:
        self._tx, self._contact, self._look, self._now = tx, contact, look, now
        self._told = tx.codes.of(contact.phone, now)

    def adopt(self) -> None:
        """Whoever the directory knows by this phone speaks as that person."""
        contact, directory = self._contact, self._tx.directory
        if contact.staff_id is None and (staff := directory.staff_by_phone(contact.phone)):
            contact.staff_id = staff[0].id
        if contact.officer_id is None and (officer := directory.officer_by_phone(contact.phone)):
            contact.officer_id = officer.id

    def named(self, number: str) -> list[Complaint]:
        """Which may be meant by a number: the phone's own, and what it was told of."""
        if not number:
            return []
        told = [one.complaint_id for one in self._told if means(number, one.number)]
        found = (*self._look.ending(number, Role.OWNER), *self._tx.complaints.several(told))
        return list({one.id: one for one in found}.values())

    def candidates(self, verb: str, role: Role) -> list[Complaint]:
        """Those that a verb without a number may mean."""
        fits = DEEDS[verb].fits
        if role is not Role.OWNER:
            return self.desk(fits, role)
        own = [one for one in self._look.mine(0, OWN)[0] if fits(one)]
        return own or (self.desk(fits) if verb == "state" else [])

    def desk(self, fits: Callable[[Complaint], bool], role: Role | None = None) -> list[Complaint]:
        """What this phone was told of, and has to do with as staff or officer."""
        if not self._told:
            return []
        self.adopt()
        roles = (role,) if role else (Role.MANAGER, Role.OFFICER)
        found: dict[int, Complaint] = {}
        for one in self._told:
            for each in roles:
                complaint = self._look.complaint(one.complaint_id, each)
                if complaint and fits(complaint):
                    found[complaint.id] = complaint
        return list(found.values())

    def asked(self, complaint_id: int) -> Open | None:
        """What this phone was told of a complaint, with what was asked last."""
        return next((one for one in self._told if one.complaint_id == complaint_id), None)

    def pending(self) -> list[Complaint]:
        """What this phone was asked to rate and may rate now."""
        asked = [one for one in self._told if one.asks == "rate"]
        found = [(one, self._look.complaint(one.complaint_id, Role.OWNER)) for one in asked]
        return [each for one, each in found if each and each.round == one.round and DEEDS["rate"].fits(each)]

    def listed(self, found: Sequence[Complaint], page: int = 1) -> dict[str, str]:
        """A page of them, by number, kind and state: the last is as full as the first."""
        most = texts.PAGE
        first = max(min((page - 1) * most, len(found) - most), 0)
        shown = [self._line(one) for one in self._numbers(found[first : first + most])]
        shown += texts.NO_OTHERS[len(found) - 1 :]
        return {"total": str(len(found))} | dict(zip(LISTED, shown, strict=False))

    def numbers(self, found: Sequence[Complaint]) -> dict[str, str]:
        """Their numbers alone."""
        return {"list": texts.BETWEEN.join(number for number, _ in self._numbers(found))}

    def _numbers(self, found: Sequence[Complaint]) -> list[tuple[str, Complaint]]:
        """All are told of before any is named: two that end alike are told apart."""
        names = self._tx.codes.names(self._contact.phone, [one.id for one in found], self._now)
        return [(names[one.id], one) for one in found]

    def _line(self, named: tuple[str, Complaint]) -> str:
        number, one = named
        return texts.LISTED.format(number=number, kind=LABELS[one.kind], state=state_of(one))
