"""Photos, voice and video follow the words of a notice, and the notice says truly what follows."""

from datetime import datetime
from typing import Any

import pytest

from bot.notify.channels import Fate, File, Outcome
from bot.notify.plan import plan
from core import events as e
from core.settings import Settings
from core.store.engine import Store
from core.store.files import Files
from core.store.tables import staff
from tests.notify.worker_kit import MANAGER_OPENID, SECOND, House

STORED = {
    "image": File("image/jpeg", b"a picture"),
    "voice": File("audio/amr", b"#!AMR\n a voice"),
    "video": File("video/mp4", b"\0\0\0\x18ftypmp42"),
}


class Filed(House):
    """A complaint filed with media; the manager has just written."""

    def file(self, *kinds: str, lost: tuple[str, ...] = ()) -> None:
        self.open_window(self.desk)
        with self.store.writing() as tx:
            wanted = [tx.media.want(self.owner, kind, f"m-{at}", self.now) or 0 for at, kind in enumerate(kinds)]
            for media_id, kind in zip(wanted, kinds, strict=True):
                if kind in lost:
                    tx.media.lost(media_id, "gone")
            area = tx.directory.area(self.area)
            assert area is not None
            event = e.Submitted(self.complaint, area, 1, "水管漏水", tuple(wanted))
            tx.outbox.add(plan(tx, [event], self.now), self.now)

    def fetched(self, media_id: int, file: File) -> None:
        name = Files(self.settings.data_dir, self.store.cipher).put(file.content)
        with self.store.writing() as tx:
            tx.media.stored(media_id, name, file.mime, len(file.content))

    def said(self) -> str:
        return next(letter.say.text for letter in self.wechat.letters if not letter.file)

    def files(self) -> list[tuple[str, str, File | None]]:
        return [(one.address, one.template, one.file) for one in self.wechat.letters if one.file]


@pytest.fixture
def filed(store: Store, settings: Settings, now: datetime) -> Filed:
    return Filed(store, settings, now)


def test_all_three_kinds_follow_in_order(filed: Filed) -> None:
    filed.file("image", "voice", "video")
    for media_id, file in enumerate(STORED.values(), 1):
        filed.fetched(media_id, file)
    filed.drain()
    assert "附件：1张照片、1段语音、1段视频，接着发给您" in filed.said()
    assert filed.files() == [
        (MANAGER_OPENID, "photo", STORED["image"]),
        (MANAGER_OPENID, "voice", STORED["voice"]),
        (MANAGER_OPENID, "video", STORED["video"]),
    ]


def test_what_is_lost_is_neither_promised_nor_sent(filed: Filed) -> None:
    filed.file("image", "voice", lost=("voice",))
    filed.fetched(1, STORED["image"])
    filed.drain()
    assert "附件：1张照片，接着" in filed.said()
    assert [template for _, template, _ in filed.files()] == ["photo"]


def test_without_anything_nothing_is_promised(filed: Filed) -> None:
    filed.file("voice", lost=("voice",))
    filed.drain()
    assert "附件" not in filed.said()
    assert filed.files() == []


def test_a_format_wechat_takes_no_more_has_its_reason(filed: Filed) -> None:
    filed.file("voice")
    filed.fetched(1, File("audio/silk", b"#!SILK"))
    filed.drain()
    assert filed.files() == []
    assert [end for key, end in filed.states().items() if ":voice:" in key] == [("skipped", "not_forwardable")]


def test_whoever_left_before_the_file_was_there_does_not_get_it(filed: Filed) -> None:
    filed.file("voice")
    filed.drain()
    filed.change(staff, filed.manager, left_at=filed.now)
    filed.fetched(1, STORED["voice"])
    filed.drain(filed.now + 3 * SECOND)
    assert filed.files() == []
    assert [end for key, end in filed.states().items() if ":voice:" in key] == [("skipped", "rights_ended")]


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        (Outcome(Fate.CLOSED, reason="window_closed"), ("skipped", "window_closed")),
        (Outcome(Fate.UNKNOWN, reason="timeout"), ("unknown", "timeout")),
        (Outcome(Fate.FAILED, reason="bad_media"), ("failed", "bad_media")),
    ],
)
def test_a_file_has_no_second_way(filed: Filed, answer: Any, end: tuple[str, str]) -> None:
    filed.file("voice")
    filed.fetched(1, STORED["voice"])
    filed.wechat.answers = [Outcome(Fate.SENT), answer]
    filed.drain()
    assert [found for key, found in filed.states().items() if ":voice:" in key] == [end]
    assert filed.sms.letters == []
