"""Photos, voice and video: fetched, checked, stripped and stored; or lost, with the reason."""

import io
import json
import stat
import struct
import zlib
from datetime import timedelta

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.notify.channels.wechat_api import Ambiguous, Declined, Elsewhere, TooLarge, Unreached
from bot.notify.media import PIXELS, Unfit, fit
from core.store.files import Files
from core.store.outbox import News
from tests.notify.worker_kit import House

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
CANARY = "CANARYCAMERA"


def jpeg(size: tuple[int, int] = (40, 20), orientation: int = 6) -> bytes:
    """A photo as phones make them: turned by its EXIF, saying where and with what it was taken."""
    image = Image.new("RGB", size, "red")
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = CANARY
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=CANARY)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG of very few bytes that says it is that large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def want(house: House, kind: str = "image") -> int:
    with house.store.writing() as tx:
        medium = tx.media.want(house.owner, kind, "m1", house.now)
        assert medium is not None
        row = News("media:1", "m1", "media", "fetch", "", json.dumps({}), house.now, media_id=medium)
        tx.outbox.add([row], house.now)
    return medium


def test_a_photo_is_kept_upright_and_tells_nothing(house: House) -> None:
    medium_id = want(house)
    house.shelf.files["m1"] = jpeg()
    house.drain()
    with house.store.reading() as tx:
        medium = tx.media.get(medium_id)
    assert medium is not None
    assert medium.file
    assert medium.mime == "image/jpeg"
    content = Files(house.settings.data_dir, house.store.cipher).get(medium.file)
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (20, 40)
        assert not image.getexif()
        assert image.getpixel((5, 5)) == (254, 0, 0)
    assert CANARY.encode() not in content
    assert house.states() == {"media:1": ("sent", "")}
    path = house.settings.data_dir / "media" / medium.file[:2] / medium.file
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_png_stays_png_without_its_texts() -> None:
    out, told = io.BytesIO(), PngInfo()
    told.add_text("Author", CANARY)
    Image.new("RGBA", (3, 3), (0, 0, 255, 100)).save(out, "PNG", pnginfo=told)
    content, mime = fit("image", out.getvalue())
    assert mime == "image/png"
    assert CANARY.encode() not in content
    with Image.open(io.BytesIO(content)) as image:
        assert image.getpixel((1, 1)) == (0, 0, 255, 100)


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_every_kind_of_jpeg_can_be_kept(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, "JPEG")
    assert fit("image", out.getvalue())[1] == "image/jpeg"


@pytest.mark.parametrize("size", [(PIXELS // 1000 + 1, 1000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(Unfit, match="too_many_pixels"):
        fit("image", png_of(*size))


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"<svg/>", b"%!PS-Adobe", jpeg()[:400], png_of(10, 10)], ids=len
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit, match="no_picture"):
        fit("image", content)


@pytest.mark.parametrize(
    ("kind", "content", "mime"),
    [
        ("voice", b"#!AMR\n...", "audio/amr"),
        ("voice", b"ID3....", "audio/mpeg"),
        ("voice", b"OggS....Speex", "audio/ogg"),
        ("video", b"\0\0\0\x0cftypmp42", "video/mp4"),
    ],
)
def test_recordings_are_kept_as_they_are(kind: str, content: bytes, mime: str) -> None:
    assert fit(kind, content) == (content, mime)


@pytest.mark.parametrize("kind", ["voice", "video"])
def test_what_is_no_recording_is_refused(kind: str) -> None:
    with pytest.raises(Unfit, match=f"no_{kind}"):
        fit(kind, b"MZ program")


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (Declined(40007, "40007 invalid media_id"), "gone"),
        (TooLarge("more"), "too_large"),
        (Elsewhere("video_url"), "elsewhere"),
        (b"not a picture", "no_picture"),
        (png_of(60_000, 60_000), "too_many_pixels"),
    ],
)
def test_what_will_never_be_had_is_lost_with_its_reason(house: House, found: bytes | Exception, reason: str) -> None:
    medium = want(house)
    house.shelf.files["m1"] = found
    house.drain()
    with house.store.reading() as tx:
        kept = tx.media.get(medium)
    assert kept is not None
    assert (kept.file, kept.reason) == (None, reason)
    assert house.states() == {"media:1": ("failed", reason)}


@pytest.mark.parametrize("error", [Unreached("no route"), Ambiguous("timeout"), Declined(-1, "-1 busy")])
def test_what_fails_for_now_is_tried_for_two_days(house: House, error: Exception) -> None:
    medium = want(house)
    house.shelf.files["m1"] = error
    for minutes in range(12):
        house.drain(house.now + timedelta(minutes=10 * minutes))
    assert house.states()["media:1"][0] == "queued"
    assert len(house.shelf.asked) == 12
    house.drain(house.now + timedelta(days=2))
    assert house.states()["media:1"][0] == "dead"
    with house.store.reading() as tx:
        kept = tx.media.get(medium)
    assert kept is not None
    assert kept.reason == "not_fetched"


def test_a_file_is_fetched_once(house: House) -> None:
    medium = want(house)
    house.shelf.files["m1"] = jpeg()
    house.drain()
    house.put(News("media:again", "m1", "media", "fetch", "", "{}", house.now, media_id=medium))
    house.drain()
    assert house.shelf.asked == ["m1"]
    assert house.states()["media:again"] == ("skipped", "nothing_to_fetch")
