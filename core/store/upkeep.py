"""What sweeps look for: whose time has come, and what need not be kept any longer. Small batches, one at a time."""

from datetime import datetime

from sqlalchemy import Connection, delete, exists, or_, select, union, update

from core.store import downloads
from core.store.cipher import Cipher
from core.store.contacts import BOUND
from core.store.logins import Logins
from core.store.outbox import Sending
from core.store.sessions import Sessions
from core.store.tables import applications, contacts, inbox, media, outbox, receipts, short_codes, texts, verifications

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

    def drop_texts(self, before: datetime) -> int:
        """Forget texts that left before then, and short codes that ran out before then; how many."""
        old = select(texts.c.id).where(texts.c.at < before).limit(BATCH)
        out = select(short_codes.c.id).where(short_codes.c.expires_at < before).limit(BATCH)
        dropped = self._connection.execute(delete(short_codes).where(short_codes.c.id.in_(out))).rowcount
        return max(dropped, self._connection.execute(delete(texts).where(texts.c.id.in_(old))).rowcount)

    def drop_logins(self, before: datetime) -> int:
        """Forget ways into the console that were over before then; how many."""
        return Logins(self._connection, self._cipher).drop(before, BATCH)

    def drop_sessions(self, before: datetime) -> int:
        """Forget browsers that came last before then and of whom no record speaks; how many."""
        return Sessions(self._connection, self._cipher).drop(before, BATCH)

    def drop_verifications(self, before: datetime) -> int:
        """Forget codes sent before then, and what the outbox said of them; how many."""
        old = list(
            self._connection.scalars(select(verifications.c.id).where(verifications.c.created_at < before).limit(BATCH))
        )
        told = update(outbox).where(outbox.c.verification_id.in_(old))
        self._connection.execute(told.values(verification_id=None, payload="{}"))
        return self._connection.execute(delete(verifications).where(verifications.c.id.in_(old))).rowcount

    def drop_media(self, before: datetime) -> list[str | None]:
        """Forget media that came before then and were never joined to anything; the files' names."""
        waiting = exists().where(
            outbox.c.media_id == media.c.id, or_(outbox.c.state == Sending.QUEUED, outbox.c.state == Sending.SENDING)
        )
        joined_to_nothing = media.c.complaint_id.is_(None), media.c.application_id.is_(None)
        loose = select(media.c.id).where(*joined_to_nothing, media.c.created_at < before, ~waiting)
        old = list(self._connection.scalars(loose.limit(BATCH)))
        self._connection.execute(update(outbox).where(outbox.c.media_id.in_(old)).values(media_id=None))
        gone = delete(media).where(media.c.id.in_(old)).returning(media.c.file)
        return list(self._connection.scalars(gone))

    def is_kept(self, file: str) -> bool:
        """Whether any medium still names this file."""
        return self._connection.execute(select(media.c.id).where(media.c.file == file).limit(1)).first() is not None
