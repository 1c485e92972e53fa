"""A video tells what it shows and nothing else, and no file, however it is made, holds up or breaks whoever looks."""

import random
import struct

import pytest

from bot.notify.media import Unfit, fit
from bot.notify.video import MOST_BOXES, NoVideo, stripped

PLACE = b"+30.5720+104.0668/"
PICTURES, SOUNDS = b"PICTURES" * 4, b"SOUNDS" * 4


def box(name: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), name) + inside


def full(name: bytes, *content: bytes, version: int = 0) -> bytes:
    return box(name, bytes([version, 0, 0, 0]), *content)


def times(name: bytes, rest: int, version: int = 0) -> bytes:
    return full(name, b"WHEN" * (4 if version else 2), bytes(rest), version=version)


def track(handler: bytes, offset: int, sizes: tuple[int, ...], chunks: int = 1) -> bytes:
    each = -(-len(sizes) // chunks)
    starts = [offset + sum(sizes[: each * at]) for at in range(chunks)]
    table = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), box(b"xxxx", bytes(8))),
        full(b"stts", struct.pack(">III", 1, len(sizes), 40)),
        full(b"stsc", struct.pack(">IIII", 1, 1, each, 1)),
        full(b"stsz", struct.pack(f">II{len(sizes)}I", 0, len(sizes), *sizes)),
        full(b"stco", struct.pack(f">I{chunks}I", chunks, *starts)),
    )
    reference = full(b"dref", struct.pack(">I", 1), full(b"url "))
    return box(
        b"trak",
        times(b"tkhd", 72),
        box(
            b"mdia",
            times(b"mdhd", 20, version=1),
            full(b"hdlr", bytes(4), handler, bytes(12), b"Somebody's phone\0"),
            box(b"minf", full(b"vmhd", bytes(8)), box(b"dinf", reference), table),
        ),
        box(b"meta", b"keys " + PLACE),
    )


def video(chunks: int = 1) -> bytes:
    """As phones make them: pictures, sound, a track that tells the place each second, and boxes that tell it, too."""
    start = box(b"ftyp", b"isom", bytes(4), b"isom")
    data = box(b"mdat", PICTURES, SOUNDS, PLACE, PLACE)
    first = len(start) + 8
    moov = box(
        b"moov",
        times(b"mvhd", 88),
        track(b"vide", first, (16, 16), chunks),
        track(b"soun", first + len(PICTURES), (12, 12), chunks),
        track(b"meta", first + len(PICTURES) + len(SOUNDS), (len(PLACE), len(PLACE)), chunks),
        box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE), bytes(4)),
    )
    return start + data + moov + box(b"uuid", b"XMP" + PLACE) + box(b"free", PLACE) + box(b"SEFH", PLACE)


@pytest.mark.parametrize("chunks", [1, 2])
def test_place_time_and_device_are_gone_and_all_else_stands_where_it_stood(chunks: int) -> None:
    given = video(chunks)
    assert given.count(PLACE) == 9
    kept = stripped(given)
    assert len(kept) == len(given)
    assert [one for one in (PLACE, b"WHEN", b"Somebody", b"\xa9xyz", b"XMP") if one in kept] == []
    for here in (PICTURES, SOUNDS, b"stsd", b"stco", b"vide", b"soun", b"url "):
        assert kept.index(here) == given.index(here)
    assert fit("video", given) == (kept, "video/mp4")
    assert stripped(kept) == kept


def test_a_file_whose_last_box_has_no_length_or_a_long_one_is_read() -> None:
    start = box(b"ftyp", b"isom", bytes(4))
    rest = struct.pack(">I4s", 0, b"mdat") + PICTURES
    assert stripped(start + rest) == start + rest
    rest = struct.pack(">I4sQ", 1, b"mdat", 16 + len(PICTURES)) + PICTURES
    assert stripped(start + rest) == start + rest


HOSTILE = {
    "a box longer than what holds it": box(b"ftyp") + box(b"moov", struct.pack(">I4s", 99, b"trak")),
    "a box of no length": box(b"ftyp") + box(b"moov", struct.pack(">I4s", 0, b"trak") + bytes(20)),
    "a length shorter than itself": box(b"ftyp") + struct.pack(">I4s", 3, b"moov") + bytes(20),
    "a long length of nothing": box(b"ftyp") + struct.pack(">I4sQ", 1, b"moov", 2) + bytes(20),
    "a long length cut off": box(b"ftyp") + struct.pack(">I4s", 1, b"moov"),
    "boxes without end": box(b"ftyp") + box(b"free") * (MOST_BOXES + 1),
    "a track without a handler": box(b"ftyp") + box(b"moov", box(b"trak", box(b"mdia"))),
    "a handler cut off": box(b"ftyp") + box(b"moov", box(b"trak", box(b"mdia", box(b"hdlr")))),
    "a hidden track in parts": box(b"ftyp") + box(b"moov", track(b"meta", 0, (1,))) + box(b"moof"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_not_made_as_videos_are_is_refused(what: str) -> None:
    with pytest.raises(Unfit, match="no_video"):
        fit("video", HOSTILE[what])


def hidden_track(**tables: bytes) -> bytes:
    """A track that tells the place, with tables of one's own."""
    known = {
        "stsc": struct.pack(">IIII", 1, 1, 1, 1),
        "stsz": struct.pack(">III", 0, 1, 1),
        "stco": struct.pack(">II", 1, 0),
    } | tables
    table = box(b"stbl", *(full(name.encode(), content) for name, content in known.items()))
    handler = full(b"hdlr", bytes(4), b"meta", bytes(12))
    return box(b"ftyp") + box(b"moov", box(b"trak", box(b"mdia", handler, box(b"minf", table))))


TABLES = {
    "more entries than there are": {"stco": struct.pack(">II", 2**32 - 1, 0)},
    "more sizes than there are": {"stsz": struct.pack(">III", 0, 2**32 - 1, 1)},
    "the same bytes a thousand times": {
        "stsz": struct.pack(">II", 2**31, 2**32 - 1),
        "stco": struct.pack(">I1000I", 1000, *[0] * 1000),
    },
}


@pytest.mark.parametrize("what", TABLES)
def test_tables_that_promise_too_much_are_refused(what: str) -> None:
    with pytest.raises(NoVideo):
        stripped(hidden_track(**TABLES[what]))


@pytest.mark.parametrize("tables", [{"stco": struct.pack(">II", 1, 2**32 - 1)}, {"stsc": struct.pack(">I", 0)}])
def test_tables_that_lead_nowhere_do_no_harm(tables: dict[str, bytes]) -> None:
    given = hidden_track(**tables)
    assert len(stripped(given)) == len(given)


def test_whatever_is_changed_in_a_video_nothing_breaks() -> None:
    given, chance = video(2), random.Random(7)
    for _ in range(3000):
        broken = bytearray(given)
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(broken))
            broken[at : at + chance.choice((1, 4))] = chance.randbytes(chance.choice((0, 1, 4)))
        try:
            assert len(stripped(bytes(broken))) == len(broken)
        except NoVideo:
            continue
