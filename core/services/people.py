"""Who is in charge of which estate. Rights are looked up at each act, so they end and begin with the change itself;
open complaints follow the estate, their clocks unchanged. The company, or the system for it, makes the changes.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from core import commands as c
from core import events as e
from core.complaint import Refusal
from core.lifecycle import OPEN
from core.services.work import Work

SHOWN = 8
"""Open complaints named in the digest a new manager gets."""


def leave(work: Work, command: c.Leave) -> None:
    """离职: all rights end now. Raises Refusal `not_found`."""
    if work.tx.directory.staff(command.staff_id) is None:
        raise Refusal("not_found")
    with _telling(work, [command.staff_id]):
        work.tx.registry.change_staff(command.staff_id, {"left_at": work.now})
        work.tx.registry.link(command.staff_id, (), work.now)


def assign(work: Work, command: c.Assign) -> None:
    """Put an estate in somebody's care. Raises Refusal `not_found`, `no_area`."""
    _known(work, [command.staff_id], command.area_id)
    with _telling(work, [command.staff_id]):
        _link(work, command.staff_id, command.area_id, True)


def unassign(work: Work, command: c.Unassign) -> None:
    """Take an estate out of somebody's care. Raises Refusal `not_found`, `no_area`."""
    _known(work, [command.staff_id], command.area_id)
    with _telling(work, [command.staff_id]):
        _link(work, command.staff_id, command.area_id, False)


def replace(work: Work, command: c.Replace) -> None:
    """Put an estate in the care of these people alone. Raises Refusal `not_found`, `no_area`."""
    _known(work, command.staff_ids, command.area_id)
    old = {one.id for one in work.tx.directory.managers(command.area_id)} - set(command.staff_ids)
    with _telling(work, [*command.staff_ids, *old]):
        for staff_id in command.staff_ids:
            _link(work, staff_id, command.area_id, True)
        for staff_id in old:
            _link(work, staff_id, command.area_id, False)


def held(work: Work, staff_id: int) -> frozenset[int]:
    """The estates somebody is in charge of now."""
    return frozenset(work.tx.directory.managed_areas(staff_id))


def moved(work: Work, before: Mapping[int, frozenset[int]]) -> None:
    """Tell what has become of the estates that these people held before a change: the one who has an estate with open
    complaints now is given a digest, and where nobody has it any more, company and street are told."""
    after = {staff_id: held(work, staff_id) for staff_id in before}
    lost = {area_id for staff_id, areas in before.items() for area_id in areas - after[staff_id]}
    for area_id in sorted(lost):
        if not work.tx.directory.managers(area_id):
            _tell(work, e.AreaLeft, area_id, None)
    for staff_id, areas in after.items():
        for area_id in sorted(areas - before[staff_id]):
            _tell(work, e.AreaTaken, area_id, staff_id)


@contextmanager
def _telling(work: Work, staff_ids: Iterable[int]) -> Iterator[None]:
    if work.actor.contact_id is not None:
        raise Refusal("not_yours")
    work.tx.registry.lock()
    before = {staff_id: held(work, staff_id) for staff_id in staff_ids}
    yield
    moved(work, before)


def _known(work: Work, staff_ids: Iterable[int], area_id: int) -> None:
    if any(work.tx.directory.staff(staff_id) is None for staff_id in staff_ids):
        raise Refusal("not_found")
    if work.tx.directory.area(area_id) is None:
        raise Refusal("no_area")


def _link(work: Work, staff_id: int, area_id: int, cares: bool) -> None:
    linked = set(work.tx.registry.linked(staff_id))
    work.tx.registry.link(staff_id, linked | {area_id} if cares else linked - {area_id}, work.now)


def _tell(work: Work, kind: type[e.AreaEvent], area_id: int, staff_id: int | None) -> None:
    area = work.tx.directory.area(area_id)
    assert area is not None
    first, total = work.tx.complaints.todo([area_id], OPEN, 0, SHOWN)
    if total or kind is e.AreaLeft:
        work.events.append(kind(area, staff_id, tuple(first), total))
