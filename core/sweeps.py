"""What is due at a given time. Nothing here depends on a process having been alive: a sweep after days of
standstill finds everything that became due meanwhile, once."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from core.application_commands import RemindReview
from core.clocks import Durations
from core.commands import Command, Remind, SendDigest
from core.complaint import Refusal
from core.own_commands import EndStanding
from core.reminders import Word
from core.store.engine import Store, Tx
from core.store.files import Files
from core.store.reminders import Due
from core.store.texts import KEPT
from core.store.upkeep import BATCH, Upkeep

log = structlog.get_logger()

KEEP_INBOX = timedelta(days=7)
KEEP_VERIFICATIONS = timedelta(days=2)
KEEP_RECEIPTS = timedelta(days=2)
KEEP_DOWNLOADS = timedelta(days=2)
KEEP_LOGINS = timedelta(days=2)
KEEP_ERASURES = timedelta(days=2)
KEEP_SESSIONS = timedelta(days=7)
KEEP_LOOSE_MEDIA = timedelta(days=7)
KEEP_ANSWERS = timedelta(hours=1)
"""WeChat delivers a message again within seconds."""
KEEP_WORDS_OF_NOTICES = timedelta(days=30)
KEEP_NOTICES = timedelta(days=400)
KEEP_REASONS = timedelta(days=3 * 365)
KEEP_OLD_SCENES = timedelta(days=3 * 365)
"""A poster hangs for years; whoever scans it is asked whether they mean the estate it hung in."""
KEEP_CONVERSATION = timedelta(days=30)
KEEP_SILENT = timedelta(days=400)


class Perform(Protocol):
    """Carries a command out for the system itself and plans the notices of its events. Raises Refusal."""

    def __call__(self, tx: Tx, command: Command, now: datetime) -> Any: ...


def sweep(store: Store, files: Files, perform: Perform, now: datetime) -> dict[str, int]:
    """Do all that is due at `now` in short transactions; how many of each was done."""
    said = remind(store, perform, now)
    done = Counter({name: said[word] for word, name in _REMINDED.items()})
    done["digests_sent"] = _digests(store, perform, now)
    reviews = _pages(store, lambda tx, after: tx.upkeep.reviews_due(now, after))
    done["reviews_reminded"] = _each(store, perform, reviews, RemindReview, now)
    gone = _pages(store, lambda tx, after: tx.upkeep.bound_to_gone(after))
    done["standings_ended"] = _each(store, perform, gone, EndStanding, now)
    for name, drop in _DROPS.items():
        done[name] = _in_batches(store, drop, now)
    with store.writing() as tx:
        forgotten, left = tx.silence.step(now - KEEP_CONVERSATION, now - KEEP_SILENT, now)
    done.update(contacts_dropped=forgotten, conversations_dropped=left)
    done["media_dropped"] = _drop_media(store, files, now)
    return dict(done)


def ahead(store: Store, durations: Durations, now: datetime) -> dict[str, int]:
    """What a sweep at `now` would have to say, if nothing changed until then; how many of each. Changes nothing."""
    said, last = Counter[Word](), None
    while True:
        with store.reading() as tx:
            due = tx.reminders.due(now, last)
            found = tx.complaints.several([one.id for one in due])
        said.update(row.word for one in found if (row := one.reminder(now, durations)))
        if not due:
            break
        last = due[-1]
    found_due = Counter({name: said[word] for word, name in _REMINDED.items()})
    found_due["digests_sent"] = sum(1 for _ in _pages(store, lambda tx, after: tx.digests.due(now, after)))
    found_due["reviews_reminded"] = sum(1 for _ in _pages(store, lambda tx, after: tx.upkeep.reviews_due(now, after)))
    return dict(found_due)


_REMINDED: Mapping[Word, str] = {word: f"{word}_told" for word in Word} | {
    Word.RATING_NEAR: "ratings_reminded",
    Word.RATING_OVER: "ratings_expired",
}


def remind(store: Store, perform: Perform, now: datetime) -> Counter[Word]:
    """Say what time has to say at `now`, a batch of complaints in a transaction; how many of each word were said."""
    said, last = Counter[Word](), None
    while True:
        with store.reading() as tx:
            due = tx.reminders.due(now, last)
        if not due:
            return said
        said += _reminded(store, perform, due, now)
        last = due[-1]


def _reminded(store: Store, perform: Perform, due: Sequence[Due], now: datetime) -> Counter[Word]:
    """Where one of a batch cannot be done, each is tried by itself, so that it holds up no other."""
    ids = tuple(one.id for one in due)
    try:
        with store.writing() as tx:
            said: Counter[Word] = perform(tx, Remind(ids), now)
        return said
    except Exception:
        log.exception("sweep_failed", ids=ids, command="Remind")
    if len(due) == 1:
        return Counter()
    return sum((_reminded(store, perform, [one], now) for one in due), Counter[Word]())


def _digests(store: Store, perform: Perform, now: datetime) -> int:
    """Send the morning's lists whose hour has come; how many there were to send."""
    sent = 0
    for contact_id in _pages(store, lambda tx, after: tx.digests.due(now, after)):
        try:
            with store.writing() as tx:
                sent += perform(tx, SendDigest(contact_id), now)
        except Exception:
            log.exception("sweep_failed", id=contact_id, command="SendDigest")
    return sent


_DROPS: Mapping[str, Callable[[Upkeep, datetime], int]] = {
    "answers_blanked": lambda upkeep, now: upkeep.blank_answers(now - KEEP_ANSWERS),
    "notices_blanked": lambda upkeep, now: upkeep.blank_notices(now - KEEP_WORDS_OF_NOTICES),
    "notices_dropped": lambda upkeep, now: upkeep.drop_notices(now - KEEP_NOTICES),
    "reasons_dropped": lambda upkeep, now: upkeep.drop_reasons(now - KEEP_REASONS),
    "inbox_dropped": lambda upkeep, now: upkeep.drop_inbox(now - KEEP_INBOX),
    "verifications_dropped": lambda upkeep, now: upkeep.drop_verifications(now - KEEP_VERIFICATIONS),
    "downloads_dropped": lambda upkeep, now: upkeep.drop_downloads(now - KEEP_DOWNLOADS),
    "texts_dropped": lambda upkeep, now: upkeep.drop_texts(now - KEPT),
    "logins_dropped": lambda upkeep, now: upkeep.drop_logins(now - KEEP_LOGINS),
    "erasures_dropped": lambda upkeep, now: upkeep.drop_erasures(now - KEEP_ERASURES),
    "scenes_dropped": lambda upkeep, now: upkeep.drop_scenes(now - KEEP_OLD_SCENES),
    "sessions_dropped": lambda upkeep, now: upkeep.drop_sessions(now - KEEP_SESSIONS),
    "ahead_dropped": lambda upkeep, now: upkeep.drop_ahead(now),
    "receipts_dropped": lambda upkeep, now: upkeep.drop_receipts(now - KEEP_RECEIPTS),
}


def _pages(store: Store, find: Callable[[Tx, int], list[int]]) -> Iterator[int]:
    """All ids that `find` gives a page at a time, each beyond the last."""
    last = 0
    while True:
        with store.reading() as tx:
            found = find(tx, last)
        if not found:
            return
        yield from found
        last = found[-1]


def _each(store: Store, perform: Perform, ids: Iterator[int], command: Callable[[int], Command], now: datetime) -> int:
    done = 0
    for one in ids:
        try:
            with store.writing() as tx:
                perform(tx, command(one), now)
            done += 1
        except Refusal:
            continue  # somebody was faster: rated, withdrawn, or swept by another worker
        except Exception:
            log.exception("sweep_failed", id=one, command=getattr(command, "__name__", ""))
    return done


def _in_batches(store: Store, drop: Callable[[Upkeep, datetime], int], now: datetime) -> int:
    done = 0
    while True:
        with store.writing() as tx:
            dropped = drop(tx.upkeep, now)
        done += dropped
        if dropped < BATCH:
            return done


def _drop_media(store: Store, files: Files, now: datetime) -> int:
    done = 0
    while True:
        with store.writing() as tx:
            dropped = tx.upkeep.drop_media(now - KEEP_LOOSE_MEDIA)
            orphans = {name for name in dropped if name and not tx.upkeep.is_kept(name)}
        for name in orphans:
            files.remove(name)
        done += len(dropped)
        if len(dropped) < BATCH:
            files.remove_unfinished()
            return done
