"""A complaint's own page for whoever filed it, opened from a notice without logging in."""

from typing import Any, NoReturn

from flask import render_template

from bot.wording import left, left_or_day, state
from console.pages.base import house, looking, now, pages
from console.pages.files import sent
from console.pages.limits import knock
from core import pagelink
from core.complaint import Complaint, for_owner
from core.lifecycle import State
from core.store.engine import Tx


class LinkOver(Exception):
    """The link opens nothing: whatever the reason, the answer is the same."""


@pages.get("/c/<token>")
def own(token: str) -> Any:
    """State, promise, what happened as the owner may know it, and the photos."""
    knock("page")
    with looking() as tx:
        one = _found(tx, token)
        area = tx.directory.area(one.area_id)
        entries = for_owner(tx.complaints.timeline(one.id))
        media = tx.media.of_complaint(one.id)
    facts = {"one": one, "area": area, "entries": entries, "undone": set(), "name_of": lambda key: "", "media": media}
    promise = one.deadline if one.open and one.state is not State.RATING else None
    late = promise is not None and promise <= now()
    shown = {"state": state(one), "left": left(one, now()), "promise": promise, "late": late}
    shown |= {"day": left_or_day(one, now()), "day_over": one.promise_missed(now())}
    return render_template("own.html", token=token, **shown, **facts)


@pages.get("/c/<token>/files/<id:media_id>")
def own_photo(token: str, media_id: int) -> Any:
    """One of the photos."""
    with looking() as tx:
        return sent(tx, _found(tx, token), media_id)


def _found(tx: Tx, token: str) -> Complaint:
    asked = pagelink.opened(house().settings, token, now())
    one = tx.complaints.get(asked.complaint_id) if asked else None
    if one is None or asked is None or one.contact_id != asked.contact_id:
        _over()
    return one


def _over() -> NoReturn:
    raise LinkOver


@pages.errorhandler(LinkOver)
def _said_over(_: LinkOver) -> tuple[str, int]:
    return render_template("own_over.html"), 404
