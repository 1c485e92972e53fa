"""Photos, voice messages and videos of a complaint, for whoever may see the complaint at this moment."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, abort

from console.disposition import named
from console.pages.base import house, looking, pages
from console.pages.complaints import READERS
from console.pages.visitor import allowed, visitor
from core import browsing
from core.complaint import Complaint
from core.store.cipher import Unreadable
from core.store.engine import Tx
from core.store.files import Files
from core.store.media import Medium

SHOWN = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
"""What a browser may draw, by the type the worker found in the file itself, never by what a sender said."""
SAVED = {"audio/amr": "amr", "video/mp4": "mp4"}


@pages.get("/complaints/<number>/files/<id:media_id>")
@allowed(*READERS)
def photo(number: str, media_id: int) -> Any:
    """One file."""
    with looking() as tx:
        found = browsing.complaint(tx, visitor().account, number)
        return sent(tx, found, media_id)


def sent(tx: Tx, found: Complaint | None, media_id: int) -> Response:
    """The file, if it is this complaint's. Aborts with 404."""
    if found is None:
        abort(404)
    return medium_sent(tx.media.of_complaint(found.id), media_id, found.number)


def medium_sent(media: Sequence[Medium], media_id: int, name: str) -> Response:
    """The one of these media, called after `name`. Aborts with 404."""
    one = next((medium for medium in media if medium.id == media_id), None)
    if one is None or not one.file:
        abort(404)
    files = Files(house().settings.data_dir, house().store.cipher)
    content = files.read(one.file)
    try:
        length, first = files.length(one.file), next(content)
    except (OSError, Unreadable):
        abort(404)
    kind = one.mime if one.mime in SHOWN or one.mime in SAVED else "application/octet-stream"
    answer = Response(_all(first, content), mimetype=kind)
    answer.content_length = length
    ending = SHOWN.get(kind) or SAVED.get(kind) or "bin"
    how = "inline" if kind in SHOWN else "attachment"
    return named(answer, f"{name}-{one.id}.{ending}", how)


def _all(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
