"""MP4 videos that tell nothing but what they show: boxes that say where, when and with what it was taken are emptied in
their place, so that every offset in the file still is right.

A box is a length, a name of four letters, and content. What is not known to be needed for playing is not kept.
"""

import struct
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

_TABLES = "stsd stts ctts cslg stsc stsz stco co64 stss stsh sdtp sbgp sgpd subs saiz saio padb stdp"
_KEPT = {
    "": "ftyp styp moov moof mdat sidx mfra",
    "moov": "mvhd trak mvex",
    "trak": "tkhd edts mdia tref",
    "edts": "elst",
    "mdia": "mdhd hdlr minf elng",
    "minf": "vmhd smhd nmhd dinf stbl",
    "stbl": _TABLES,
    "mvex": "mehd trex",
    "moof": "mfhd traf",
    "traf": "tfhd tfdt trun sdtp sbgp sgpd subs saiz saio",
    "mfra": "tfra mfro",
}
KEPT = {within.encode(): frozenset(name.encode() for name in names.split()) for within, names in _KEPT.items()}
"""What may stand in each box that holds others; "" is the file."""
SHOWN = (b"vide", b"soun")
"""Tracks that are seen and heard; others tell the place, second by second."""
MOST_BOXES = 20_000
MOST_ENTRIES = 200_000


class NoVideo(Exception):
    """Not made as an MP4 is, or with more parts than one has."""


class Box(NamedTuple):
    """Where a box stands: its first byte, its content's, and the end."""

    name: bytes
    start: int
    content: int
    end: int


def stripped(video: bytes) -> bytes:
    """The video without what it tells beside pictures and sound. Raises NoVideo."""
    return _Stripping(video).done()


class _Stripping:
    def __init__(self, video: bytes) -> None:
        self._data = bytearray(video)
        self._boxes = self._emptied = 0
        self._hidden = self._parts = False

    def done(self) -> bytes:
        try:
            self._clean(b"", 0, len(self._data))
        except (struct.error, IndexError) as error:
            raise NoVideo from error
        if self._hidden and self._parts:
            raise NoVideo  # where a hidden track's samples are is said in each part
        return bytes(self._data)

    def _clean(self, within: bytes, start: int, end: int) -> None:
        for box in self._in(start, end, outermost=not within):
            if box.name not in KEPT[within]:
                self._empty(box)
            elif box.name == b"trak" and self._handler(box) not in SHOWN:
                self._hidden = True
                self._forget_samples(box)
                self._empty(box)
            elif box.name in KEPT:
                self._parts |= box.name == b"moof"
                self._clean(box.name, box.content, box.end)
            elif box.name in (b"mvhd", b"tkhd", b"mdhd"):
                self._zero(box.content + 4, 16 if self._data[box.content] == 1 else 8, box.end)
            elif box.name == b"hdlr":
                self._zero(box.content + 24, box.end, box.end)

    def _in(self, start: int, end: int, outermost: bool = False) -> Iterator[Box]:
        while end - start >= 8:
            self._boxes += 1
            length, name = struct.unpack_from(">I4s", self._data, start)
            content = start + 8
            if length == 1:
                (length,) = struct.unpack_from(">Q", self._data, content)
                content += 8
            elif length == 0 and outermost:
                length = end - start
            stop = start + length
            if outermost and name == b"mdat":
                stop = min(stop, end)
            if stop < content or stop > end or self._boxes > MOST_BOXES:
                raise NoVideo
            yield Box(name, start, content, stop)
            start = stop
        self._zero(start, end - start, end)

    def _child(self, box: Box, *path: bytes) -> Box:
        for name in path:
            found = next((one for one in self._in(box.content, box.end) if one.name == name), None)
            if found is None:
                raise NoVideo
            box = found
        return box

    def _handler(self, trak: Box) -> bytes:
        at = self._child(trak, b"mdia", b"hdlr").content
        return bytes(self._data[at + 8 : at + 12])

    def _forget_samples(self, trak: Box) -> None:
        """Zero what a track has in the file: its chunks, each of so many samples of given sizes."""
        table = self._child(trak, b"mdia", b"minf", b"stbl")
        names = {one.name: one for one in self._in(table.content, table.end)}
        if b"stsz" not in names or b"stsc" not in names or not names.keys() & {b"stco", b"co64"}:
            raise NoVideo
        long = b"co64" in names
        chunks = self._numbers(names[b"co64" if long else b"stco"], 8, "Q" if long else "I")
        runs = self._numbers(names[b"stsc"], 8, "III")
        (same, many) = struct.unpack_from(">II", self._data, names[b"stsz"].content + 4)
        ends = [0, *accumulate(self._numbers(names[b"stsz"], 12, "I"))] if not same else []
        sample, run = 0, 0
        for number, offset in enumerate(chunks, 1):
            while (run + 1) * 3 < len(runs) and runs[(run + 1) * 3] <= number:
                run += 1
            before, sample = sample, min(sample + (runs[run * 3 + 1] if runs else 0), many)
            self._zero(offset, (sample - before) * same if same else ends[sample] - ends[before], len(self._data))

    def _numbers(self, box: Box, at: int, each: str) -> tuple[int, ...]:
        """The entries of a table whose count stands just before them."""
        (count,) = struct.unpack_from(">I", self._data, box.content + at - 4)
        width = struct.calcsize(f">{each}")
        if box.content + at + count * width > box.end or count > MOST_ENTRIES:
            raise NoVideo
        return struct.unpack_from(f">{count * len(each)}{each[0]}", self._data, box.content + at)

    def _empty(self, box: Box) -> None:
        self._data[box.start + 4 : box.start + 8] = b"free"
        self._zero(box.content, box.end - box.content, box.end)

    def _zero(self, start: int, length: int, end: int) -> None:
        """Nothing stands there any more. Raises NoVideo where more is emptied than there is: a file that names the
        same bytes again and again."""
        length = max(min(length, end - start), 0)
        self._emptied += length
        if self._emptied > 2 * len(self._data):
            raise NoVideo
        self._data[start : start + length] = bytes(length)
