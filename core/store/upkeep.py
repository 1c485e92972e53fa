"""What sweeps look for: whose time has come, and what need not be kept any longer. Small batches, one at a time."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, text, union, update

from core.store import downloads, erasures
from core.store.cipher import Cipher
from core.store.contacts import BOUND
from core.store.leases import AHEAD
from core.store.logins import Logins
from core.store.outbox import Sending, waiting
from core.store.scenes import OldScenes
from core.store.sessions import Sessions
from core.store.tables import (
    applications,
    contacts,
    inbox,
    logins,
    media,
    named,
    outbox,
    reasons,
    receipts,
    texts,
    verifications,
    wrong_codes,
)
from core.store.tables.mail import OVER

BATCH = 200


class Upkeep:
    """Finds and removes within the caller's transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def bound_to_gone(self, after: int = 0) -> list[int]:
        """Ids beyond `after` of contacts bound to people of the directory who have left."""
        halves = [
            select(contacts.c.id).where(
                contacts.c.id > after, bound.in_(select(people.c.id).where(people.c.left_at.is_not(None)))
            )
            for bound, people in BOUND
        ]
        return sorted(self._connection.scalars(union(*halves)))[:BATCH]

    def reviews_due(self, now: datetime, after: int = 0) -> list[int]:
        """Ids beyond `after` of applications of which the operators are to be reminded at `now`."""
        due = applications.c.remind_at <= now, applications.c.id > after
        query = select(applications.c.id).where(*due).order_by(applications.c.id)
        return list(self._connection.scalars(query.limit(BATCH)))

    def blank_answers(self, before: datetime) -> int:
        """Forget what messages were answered before then; how many. That they came is still known."""
        old = select(inbox.c.key).where(inbox.c.answer.is_not(None), inbox.c.at < before).limit(BATCH)
        return self._connection.execute(update(inbox).where(inbox.c.key.in_(old)).values(answer=None)).rowcount

    def blank_notices(self, before: datetime) -> int:
        """Forget what notices said that were made before then and wait no longer; how many."""
        old = select(outbox.c.id).where(text(OVER), outbox.c.created_at < before).limit(BATCH)
        return self._connection.execute(update(outbox).where(outbox.c.id.in_(old)).values(payload=None)).rowcount

    def drop_notices(self, before: datetime) -> int:
        """Forget notices made before then that wait no longer; how many."""
        old = select(outbox.c.id).where(outbox.c.created_at < before, ~waiting(outbox)).limit(BATCH)
        return self._connection.execute(delete(outbox).where(outbox.c.id.in_(old))).rowcount

    def drop_reasons(self, before: datetime) -> int:
        """Forget the words of reasons written before then; how many."""
        old = select(reasons.c.digest).where(reasons.c.at < before).limit(BATCH)
        return self._connection.execute(delete(reasons).where(reasons.c.digest.in_(old))).rowcount

    def drop_inbox(self, before: datetime) -> int:
        """Forget messages answered before then; how many."""
        old = select(inbox.c.key).where(inbox.c.at < before).limit(BATCH)
        return self._connection.execute(delete(inbox).where(inbox.c.key.in_(old))).rowcount

    def drop_receipts(self, before: datetime) -> int:
        """Forget receipts that came before then and belong to no message of ours; how many."""
        old = select(receipts.c.provider_id).where(receipts.c.at < before).limit(BATCH)
        return self._connection.execute(delete(receipts).where(receipts.c.provider_id.in_(old))).rowcount

    def drop_downloads(self, before: datetime) -> int:
        """Forget links to files that were over before then; how many."""
        return downloads.drop(self._connection, before, BATCH)

    def drop_scenes(self, before: datetime) -> int:
        """Forget estates' old codes that were good until before then; how many."""
        return OldScenes(self._connection).drop(before, BATCH)

    def drop_erasures(self, before: datetime) -> int:
        """Forget who was erased before then; how many."""
        return erasures.drop(self._connection, before, BATCH)

    def drop_texts(self, before: datetime) -> int:
        """Forget texts that left before then, wrong codes that came, and what phones may answer no more since before
        then; how many."""
        since = (texts, texts.c.at), (wrong_codes, wrong_codes.c.at), (named, named.c.expires_at)
        old = [(table, select(table.c.id).where(at < before).limit(BATCH)) for table, at in since]
        return max(self._connection.execute(delete(table).where(table.c.id.in_(ids))).rowcount for table, ids in old)

    def drop_logins(self, before: datetime) -> int:
        """Forget ways into the console that were over before then; how many."""
        return Logins(self._connection, self._cipher).drop(before, BATCH)

    def drop_sessions(self, before: datetime) -> int:
        """Forget browsers that came last before then; how many."""
        return Sessions(self._connection, self._cipher).drop(before, BATCH)

    def drop_verifications(self, before: datetime) -> int:
        """Forget codes sent before then, and what the outbox said of them; how many."""
        return self._forget_codes(verifications.c.created_at < before)

    def drop_ahead(self, now: datetime) -> int:
        """Forget what a clock that was ahead has left and that would bind people until its time comes: codes, ways
        into the console, texts that were counted; and let wait no longer what it has put into the outbox. How many."""
        late, run = now + AHEAD, self._connection.execute
        waits = waiting(outbox) & (outbox.c.created_at > late) & (outbox.c.due_at > late)
        counted = select(texts.c.id).where(texts.c.at > late).limit(BATCH)
        return max(
            self._forget_codes(verifications.c.created_at > late),
            run(delete(logins).where(logins.c.created_at > late)).rowcount,
            run(delete(texts).where(texts.c.id.in_(counted))).rowcount,
            run(update(outbox).where(waits).values(due_at=now)).rowcount,
        )

    def _forget_codes(self, where: ColumnElement[bool]) -> int:
        old = list(self._connection.scalars(select(verifications.c.id).where(where).limit(BATCH)))
        told = update(outbox).where(outbox.c.verification_id.in_(old))
        self._connection.execute(told.values(verification_id=None, payload=None))
        return self._connection.execute(delete(verifications).where(verifications.c.id.in_(old))).rowcount

    def drop_media(self, before: datetime) -> list[str | None]:
        """Forget media that came before then and were never joined to anything; the files' names."""
        to_be_sent = exists().where(
            outbox.c.media_id == media.c.id, or_(outbox.c.state == Sending.QUEUED, outbox.c.state == Sending.SENDING)
        )
        joined_to_nothing = media.c.complaint_id.is_(None), media.c.application_id.is_(None)
        loose = select(media.c.id).where(*joined_to_nothing, media.c.created_at < before, ~to_be_sent)
        old = list(self._connection.scalars(loose.limit(BATCH)))
        self._connection.execute(update(outbox).where(outbox.c.media_id.in_(old)).values(media_id=None))
        gone = delete(media).where(media.c.id.in_(old)).returning(media.c.file)
        return list(self._connection.scalars(gone))

    def is_kept(self, file: str) -> bool:
        """Whether any medium still names this file."""
        return self._connection.execute(select(media.c.id).where(media.c.file == file).limit(1)).first() is not None
