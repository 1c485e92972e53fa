"""报表: asked for by somebody who answers for complaints, drawn by the worker, and lent as a file by a link."""

from core import commands as c
from core import events as e
from core.complaint import Refusal
from core.limits import What
from core.services.limiting import one_more
from core.services.work import Work, acting_contact
from core.store import downloads
from core.store.reports import scope_of

CHART = "chart"
"""The kind of a medium that is drawn, not fetched; its provider's id is that of the link it was asked with."""


def ask_report(work: Work, command: c.AskReport) -> str:
    """Have the chart sent to who asks; returns the link to the file. Raises Refusal `no_report`,
    `too_many_files` with `wait`."""
    actor, contact_id = work.actor, acting_contact(work)
    staff_id = actor.staff_id if scope_of(work.tx, actor.staff_id, None) else None
    officer_id = None if staff_id else actor.officer_id
    if scope_of(work.tx, staff_id, officer_id) is None:
        raise Refusal("no_report")
    one_more(work, What.FILE)
    download_id, token = downloads.make(work.tx.connection, contact_id, staff_id, officer_id, work.now)
    work.tx.audit.write(actor, "ask_report", f"download:{download_id}", work.now)
    media_id = work.tx.media.want(contact_id, CHART, str(download_id), work.now)
    if media_id is not None:
        work.events.append(e.PictureAsked(contact_id, media_id, staff_id, officer_id))
    return f"{work.public_url.rstrip('/')}/r/{token}"
