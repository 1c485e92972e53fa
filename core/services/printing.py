"""打印码上办: the poster of an estate, drawn by the worker, and lent as a PDF by a link."""

from core import commands as c
from core import events as e
from core.complaint import Refusal
from core.limits import What
from core.printing import line_to_print, missing
from core.services.limiting import one_more
from core.services.work import Work, acting_contact
from core.store import downloads

POSTER = "poster"
"""The kind of a medium that is drawn, not fetched; its provider's id is that of the link it was asked with."""


def print_code(work: Work, command: c.PrintCode) -> str:
    """Have the poster sent to who asks; the link to the PDF. Raises Refusal `no_area` where it is not theirs to print,
    `not_printable` where a condition is missing, `too_many_files` with `wait`."""
    actor, contact_id = work.actor, acting_contact(work)
    line = line_to_print(work.tx, actor.staff_id, command.area_id)
    if line is None:
        raise Refusal("no_area")
    if missing(line):
        raise Refusal("not_printable")
    one_more(work, What.FILE)
    role = contact_id, actor.staff_id, None
    link, token = downloads.make(work.tx.connection, *role, work.now, line.area.id, command.size)
    media_id = work.tx.media.want(contact_id, POSTER, str(link), work.now)
    if media_id is not None:
        work.events.append(e.PictureAsked(contact_id, media_id, actor.staff_id, None))
    work.tx.audit.write(actor, "print_code", f"area:{line.area.id}", work.now, size=command.size)
    return f"{work.public_url.rstrip('/')}/r/{token}"
