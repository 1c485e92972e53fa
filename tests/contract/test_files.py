"""Files at rest: sealed, in flat memory, and given out only as they were kept."""

import hashlib
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from core.store.cipher import Cipher, Unreadable
from core.store.files import Files
from core.store.sealed_file import CHUNK

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32
BODY = CHUNK + 16
HEADER = 21


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path, Cipher([OLD], INDEX))


def lies(tmp_path: Path, name: str) -> Path:
    return tmp_path / "media" / name[:2] / name


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_what_is_kept_is_given_back(files: Files, size: int) -> None:
    content = os.urandom(size)
    name = files.put(content)
    assert (files.get(name), files.length(name)) == (content, size)
    assert {len(one) for one in list(files.read(name))[:-1]} <= {CHUNK}


def test_nothing_of_it_lies_readable_and_its_name_tells_nobody_what_it_is(files: Files, tmp_path: Path) -> None:
    content = b"JFIF, a face " * 9000
    name = files.put(content)
    assert b"a face" not in lies(tmp_path, name).read_bytes()
    assert name not in (hashlib.sha256(content).hexdigest(), hashlib.sha256(content).hexdigest()[:40])
    assert Files(tmp_path / "other", Cipher([OLD], b"another" * 5)).put(content) != name


def test_equal_contents_are_one_file(files: Files, tmp_path: Path) -> None:
    assert files.put(b"twice") == files.put(b"twice")
    assert len(list((tmp_path / "media").glob("*/*"))) == 1


def _flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda kept: kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :]


def _chunk(kept: bytes, at: int) -> bytes:
    return kept[HEADER + at * BODY : HEADER + (at + 1) * BODY]


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "a bit of the version": _flipped(0),
    "a bit of the key's id": _flipped(2),
    "a bit of the salt": _flipped(9),
    "a bit of the first chunk": _flipped(HEADER + 5),
    "a bit of the last": _flipped(-1),
    "cut between chunks": lambda kept: kept[: HEADER + 2 * BODY],
    "cut within a chunk": lambda kept: kept[:-3],
    "cut to the header": lambda kept: kept[:HEADER],
    "cut within the header": lambda kept: kept[:7],
    "emptied": lambda kept: b"",
    "lengthened": lambda kept: kept + b"x",
    "a chunk twice": lambda kept: kept[: HEADER + BODY] + kept[HEADER:],
    "reordered": lambda kept: (
        kept[:HEADER]
        + kept[HEADER + BODY : HEADER + 2 * BODY]
        + kept[HEADER : HEADER + BODY]
        + kept[HEADER + 2 * BODY :]
    ),
    "put there in clear": lambda kept: b"\xff\xd8\xff\xe0" + b"jpeg" * 9,
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_refused(files: Files, tmp_path: Path, how: str) -> None:
    name = files.put(os.urandom(2 * CHUNK + 99))
    place = lies(tmp_path, name)
    place.write_bytes(TAMPERED[how](place.read_bytes()))
    with pytest.raises(Unreadable):
        files.get(name)


def test_another_file_in_its_place_gives_out_nothing(files: Files, tmp_path: Path) -> None:
    mine, other = files.put(b"my photo"), files.put(b"another's photo")
    lies(tmp_path, mine).write_bytes(lies(tmp_path, other).read_bytes())
    with pytest.raises(Unreadable):
        next(files.read(mine))


def test_memory_stays_flat(files: Files) -> None:
    content = os.urandom(16 << 20)
    tracemalloc.start()
    name = files.put(content)
    assert sum(map(len, files.read(name))) == len(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_the_newest_key_writes_and_every_key_opens(files: Files, tmp_path: Path) -> None:
    old = files.put(b"under the old")
    both = Files(tmp_path, Cipher([NEW, OLD], INDEX))
    new = both.put(b"under the new")
    assert (both.get(old), both.get(new)) == (b"under the old", b"under the new")
    assert files.get(old) == b"under the old"
    with pytest.raises(Unreadable):
        files.get(new)


def test_sealing_anew_keeps_content_and_age_and_needs_the_old_key_no_more(files: Files, tmp_path: Path) -> None:
    content = os.urandom(3 * CHUNK)
    name = files.put(content)
    os.utime(lies(tmp_path, name), (1_000_000, 1_000_000))
    both, new = Files(tmp_path, Cipher([NEW, OLD], INDEX)), Files(tmp_path, Cipher([NEW], INDEX))
    both.reseal(name)
    assert (new.get(name), lies(tmp_path, name).stat().st_mtime) == (content, 1_000_000)
    assert [key_id for _, key_id in new.sealed_by()] == [Cipher([NEW], INDEX).newest]


def test_a_file_has_a_key_of_its_own(files: Files, tmp_path: Path) -> None:
    name = files.put(b"x")
    before = lies(tmp_path, name).read_bytes()
    files.put(b"x")
    assert lies(tmp_path, name).read_bytes()[HEADER:] != before[HEADER:]
