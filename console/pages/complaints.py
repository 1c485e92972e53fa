"""需求及建议: the list of question 13 with its filters, one complaint with its timeline, and what came with it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, render_template, request
from werkzeug.datastructures import MultiDict

from bot.wording import left, left_or_day, state
from console.pages.base import looking, now, pages
from console.pages.deeds import offered
from console.pages.paging import Pager
from console.pages.unmask import unmasked
from console.pages.visitor import allowed, visitor
from core import browsing
from core.accounts import Account, Kind
from core.browsing import Filter
from core.clocks import in_shanghai
from core.commands import REFUSAL_CATEGORIES
from core.complaint import Complaint
from core.kinds import LABELS, kind_named
from core.lifecycle import State
from core.plain import whole
from core.promises import FURTHEST
from core.queries import states_named
from core.store.engine import Tx

READERS = (Kind.COMPANY, Kind.MANAGER, Kind.OFFICER)
STATES = (State.PENDING, State.HANDLING, State.RATING, State.CLOSED, State.WITHDRAWN)
"""What the platform's filter offers; 处理中 is a group of four."""
WORDS = 60


@pages.get("/complaints")
@allowed(*READERS)
def complaints() -> Any:
    """The platform's list."""
    wanted, asked = read_filter(request.args), Pager.asked(request.args)
    with looking() as tx:
        found = browsing.page(tx, visitor().account, wanted, asked, now())
        estates = browsing.estates(tx, visitor().account)
    pager = Pager(asked, found.total)
    return render_template(
        "complaints.html",
        lines=found.lines,
        pager=pager,
        wanted=wanted,
        given=request.args,
        estates=estates,
        states=STATES,
        kinds=LABELS,
        all_searched=found.all_searched,
        searched=browsing.SEARCHED,
    )


@pages.get("/complaints/<number>")
@allowed(*READERS)
def complaint(number: str) -> Any:
    """One of them."""
    return _shown(number, {})


@pages.post("/complaints/<number>/unmask")
@allowed(*READERS)
def unmask_owner(number: str) -> Any:
    """The filer's phone, in this answer alone."""
    with looking() as tx:
        found = browsing.complaint(tx, visitor().account, number)
    if found is None:
        abort(404)
    return _shown(number, unmasked("owner", found.id))


def _shown(number: str, full: Mapping[str, str]) -> Any:
    with looking() as tx:
        found = browsing.complaint(tx, visitor().account, number)
        if found is None:
            abort(404)
        return render_template("complaint.html", full=full, **_facts(tx, visitor().account, found))


def _facts(tx: Tx, account: Account, found: Complaint) -> dict[str, Any]:
    """What the page of one complaint shows."""
    area, today = tx.directory.area(found.area_id), in_shanghai(now()).date()
    owner = tx.contacts.get(found.contact_id) if found.contact_id and not found.anonymous else None
    entries = tx.complaints.timeline(found.id)
    media = tx.media.of_complaint(found.id)
    undone = {entry.details["undone"] for entry in entries if entry.act == "undo"}
    people = {key: person.name for key in _staff(entries) if (person := tx.directory.staff(key))}
    return {
        "one": found,
        "area": area,
        "left": left(found, now()),
        "day": left_or_day(found, now()) if found.state is State.HANDLING and found.promise_ends_at else "",
        "day_over": found.promise_missed(now()),
        "first_day": today,
        "last_day": today + FURTHEST,
        "state": state(found),
        "overdue": found.overdue(now()),
        "managers": [one.name for one in tx.directory.in_charge(area, found.handler_id)] if area else [],
        "phone": owner.phone if owner else "",
        "entries": entries,
        "undone": undone,
        "deeds": offered(account.kind, found, account.street),
        "categories": REFUSAL_CATEGORIES,
        "name_of": lambda key: people.get(key, ""),
        "media": media,
    }


def _staff(entries: Any) -> set[int]:
    named = {entry.staff_id for entry in entries} | {entry.details.get("to_id") for entry in entries}
    return {key for key in named if key}


def read_filter(given: MultiDict[str, str]) -> Filter:
    """The filter an address asks for; what cannot be read is not asked for."""
    return Filter(
        states_named(given.get("state", "")),
        whole(given.get("area", "")),
        given.get("overdue") == "1",
        kind_named(given.get("kind", "")),
        given.get("words", "").strip()[:WORDS],
        _day(given.get("since", "")),
        _day(given.get("until", "")),
    )


def told(wanted: Filter) -> dict[str, str]:
    """What the record says of a filter: no words that somebody typed."""
    facts = {
        "state": "、".join(state.value for state in wanted.states),
        "area": str(wanted.area_id or ""),
        "overdue": "1" if wanted.overdue else "",
        "kind": LABELS[wanted.kind] if wanted.kind else "",
        "since": str(wanted.since or ""),
        "until": str(wanted.until or ""),
    }
    return {name: value for name, value in facts.items() if value}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None
