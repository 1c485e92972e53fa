"""Who is in charge of which estate. Rights are looked up at each act, so they end and begin with the change itself;
open complaints follow the estate, their clocks unchanged. Whoever acts for a company changes its own people, the
system anybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from core import events as e
from core.complaint import Refusal
from core.identity import MANAGER_POST
from core.lifecycle import OPEN
from core.people_commands import Assign, Leave, Replace, Unassign
from core.services.leaving import close_doors
from core.services.work import Work, as_administrator, own_area, own_staff

SHOWN = 8
"""Open complaints named in the digest a new manager gets."""


def leave(work: Work, command: Leave) -> None:
    """离职: all rights end now. Raises Refusal `not_found`, `last_administrator`."""
    with changing(work, command.staff_id):
        _may_leave(work, [command.staff_id])
        _leave(work, command.staff_id)


def assign(work: Work, command: Assign) -> None:
    """Put an estate in somebody's care. Raises Refusal `not_found`, `no_area`."""
    with changing(work, command.staff_id, area_ids=[command.area_id]):
        _link(work, command.staff_id, command.area_id, True)


def unassign(work: Work, command: Unassign) -> None:
    """Take an estate out of somebody's care. Raises Refusal `not_found`, `no_area`."""
    with changing(work, command.staff_id, area_ids=[command.area_id]):
        _link(work, command.staff_id, command.area_id, False)


def replace(work: Work, command: Replace) -> None:
    """Put an estate in the care of these people alone. Raises Refusal `not_found`, `no_area`; `manager_changed` where
    others have it in theirs than the actor was shown; `not_a_manager` for whom the company has in another post."""
    with changing(work, *command.staff_ids, area_ids=[command.area_id]) as touched:
        old = {one.id for one in work.tx.directory.managers(command.area_id)}
        if command.instead_of is not None and set(command.instead_of) != old:
            raise Refusal("manager_changed")
        if work.actor.contact_id is not None:
            _only_managers(work, command.staff_ids)
        gone = _own(work, old - set(command.staff_ids)) if command.leaving else []
        _may_leave(work, gone)
        touched |= {staff_id: held(work, staff_id) for staff_id in old}
        for staff_id in command.staff_ids:
            _link(work, staff_id, command.area_id, True)
        for staff_id in old - set(command.staff_ids):
            _link(work, staff_id, command.area_id, False)
        for staff_id in gone:
            _leave(work, staff_id)


def _own(work: Work, staff_ids: Iterable[int]) -> list[int]:
    """Those of them whom the actor's company may send away: an estate may be in the care of another's, by an import."""
    if work.actor.contact_id is None:
        return sorted(staff_ids)
    company, people = as_administrator(work), map(work.tx.directory.staff, sorted(staff_ids))
    return [one.id for one in people if one and one.company_id == company.id]


def _only_managers(work: Work, staff_ids: Iterable[int]) -> None:
    people = [work.tx.directory.staff(staff_id) for staff_id in staff_ids]
    if any(one is None or one.post != MANAGER_POST for one in people):
        raise Refusal("not_a_manager")


def held(work: Work, staff_id: int) -> frozenset[int]:
    """The estates somebody is in charge of now."""
    return frozenset(work.tx.directory.managed_areas(staff_id))


def moved(work: Work, before: Mapping[int, frozenset[int]]) -> None:
    """Tell what has become of the estates that these people held before a change: of an estate with open complaints
    whoever had it is told, and who has it now is given a digest; where nobody has it any more, company and street are
    told."""
    after = {staff_id: held(work, staff_id) for staff_id in before}
    for staff_id, areas in before.items():
        if work.tx.directory.staff(staff_id):
            for area_id in sorted(areas - after[staff_id]):
                _tell(work, e.AreaLost, area_id, staff_id)
    lost = {area_id for staff_id, areas in before.items() for area_id in areas - after[staff_id]}
    for area_id in sorted(lost):
        if not work.tx.directory.managers(area_id):
            _tell(work, e.AreaLeft, area_id, None)
    for staff_id, areas in after.items():
        for area_id in sorted(areas - before[staff_id]):
            _tell(work, e.AreaTaken, area_id, staff_id)


@contextmanager
def changing(work: Work, *staff_ids: int, area_ids: Iterable[int] = ()) -> Iterator[dict[int, frozenset[int]]]:
    """Change people and their estates: for the system anybody, for whoever acts for a company its own alone. Then tell
    of the estates that changed hands among these people and whoever is added to what is handed out. Raises Refusal
    `not_yours`, `not_found`, `no_area`: another company's looks like none."""
    work.tx.registry.lock()
    company = as_administrator(work) if work.actor.contact_id is not None else None
    for staff_id in staff_ids:
        if work.tx.directory.staff(staff_id) is None:
            raise Refusal("not_found")
        if company:
            own_staff(work, company, staff_id)
    for area_id in area_ids:
        if work.tx.directory.area(area_id) is None:
            raise Refusal("no_area")
        if company:
            own_area(work, company, area_id)
    before = {staff_id: held(work, staff_id) for staff_id in staff_ids}
    yield before
    moved(work, before)


def _may_leave(work: Work, staff_ids: Iterable[int]) -> None:
    for person in filter(None, map(work.tx.directory.staff, staff_ids)):
        others = (one for one in work.tx.directory.administrators(person.company_id) if one.id != person.id)
        if work.actor.contact_id is not None and person.administers and not any(others):
            raise Refusal("last_administrator")


def _leave(work: Work, staff_id: int) -> None:
    work.tx.registry.change_staff(staff_id, {"left_at": work.now})
    areas = work.tx.registry.linked(staff_id)
    work.tx.registry.link(staff_id, (), work.now)
    close_doors(work, "staff_id", staff_id)
    work.tx.audit.write(work.actor, "staff_leave", f"staff:{staff_id}", work.now, areas=sorted(areas))


def _link(work: Work, staff_id: int, area_id: int, cares: bool) -> None:
    linked = set(work.tx.registry.linked(staff_id))
    if work.tx.registry.link(staff_id, linked | {area_id} if cares else linked - {area_id}, work.now):
        act = "area_assign" if cares else "area_unassign"
        work.tx.audit.write(work.actor, act, f"area:{area_id}", work.now, staff=staff_id)


def _tell(work: Work, kind: type[e.AreaEvent], area_id: int, staff_id: int | None) -> None:
    area = work.tx.directory.area(area_id)
    assert area is not None
    first, total = work.tx.complaints.todo([area_id], OPEN, 0, SHOWN)
    if total or kind is e.AreaLeft:
        work.events.append(kind(area, staff_id, tuple(first), total))
