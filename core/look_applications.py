"""What somebody may see of applications, in chat: see `core/application_queries.py` for whose they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from core.application_queries import ApplicationView, application_view, applications_page, decides
from core.applications import Application, Kind, Standing
from core.identity import Actor, Contact
from core.store.engine import Tx


class CodeFound(NamedTuple):
    """What a 统一社会信用代码 leads to (seed, question 4). `own` is the looking person's application, with its
    reasons; others learn no more than the name and the state."""

    name: str
    verified: bool = False
    state: Standing | None = None
    own: Application | None = None


class OfApplications:
    """The open transaction, seen with one contact's rights at this moment."""

    def __init__(self, tx: Tx, contact: Contact) -> None:
        self._tx = tx
        self._contact = contact

    def page(self, states: Sequence[Standing], skip: int, take: int) -> tuple[list[Application], int]:
        """A page of what this person may see in these states, and the count."""
        return applications_page(self._tx, Actor.of(self._contact), states, skip, take)

    def view(self, application_id: int, now: datetime) -> ApplicationView | None:
        """One in full, if this person may see it."""
        return application_view(self._tx, Actor.of(self._contact), application_id, now)

    def own(self, states: Sequence[Standing]) -> list[Application]:
        """What this person, or the company they act for, applied for; the latest first."""
        company = self._tx.directory.company_acted_for(self._contact.staff_id)
        return self._tx.applications.of_person(self._contact.id, company.id if company else None, states)

    def decides(self) -> bool:
        """Whether this person reviews applications at this moment."""
        return decides(self._tx, Actor.of(self._contact))

    def with_code(self, code: str) -> CodeFound | None:
        """The company with this code: verified, or applied for; None where there is nothing to be found."""
        known = self._tx.directory.company_by_code(code)
        if known and known.verified_at:
            return CodeFound(known.name, verified=True)
        found = self._tx.applications.of_key(Kind.VERIFICATION, code)
        open_ones = [one for one in found if one.state in (Standing.WAITING, Standing.RETURNED)]
        mine = [one for one in open_ones if one.contact_id == self._contact.id]
        waiting = [one for one in open_ones if one.state is Standing.WAITING]
        one = next(iter([*mine, *waiting, *open_ones]), None)
        return CodeFound(one.subject, state=one.state, own=one if one in mine else None) if one else None

    def districts(self) -> list[str]:
        """The districts that have estates."""
        return self._tx.directory.districts()

    def streets(self, district: str) -> list[str]:
        """The streets of a district that have estates."""
        return self._tx.directory.streets(district)
