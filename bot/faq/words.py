"""What a text is about: its words brought to the meanings of `words.txt`, typing errors and all.

`登陆不上` and `登录不了` are the same to us, and so are `登路` (typed by its sound), `denglu` and `項目經理`. A word
is mended only where part of it means nothing as it stands, so that what is written correctly stays as it is.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import jieba
from rapidfuzz.distance import OSA

HERE = Path(__file__).parent
EMPTY, ELSEWHERE, TROUBLES = "~", "-", "!"
OURS, FOREIGN, STRANGE = "ours", "foreign", "strange"
LONGEST = 120
"""Characters of a text that are looked at: a question is short."""
MENDS = 4
"""Words of a text that are mended at most."""
MENDED = 0.85
"""How much a mended word counts, of 1."""
_FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_APART = re.compile(r"(?<=[a-z])\s+(?=[a-z])")
"""Blanks within pinyin."""
_LATIN = re.compile(r"[a-z]{3,}")


class Term(NamedTuple):
    """One thing a text speaks of. `kind` is OURS for a meaning of ours, FOREIGN for a word of other people's matters
    or of an estate's troubles, STRANGE for a character that means nothing to us; `sure` is less where the word had to
    be mended."""

    name: str
    kind: str = OURS
    sure: float = 1.0


class Lexicon:
    """The words of `words.txt`, ready for cutting texts."""

    def __init__(self) -> None:
        self.meaning = dict(_entries((HERE / "words.txt").read_text("utf-8")))
        self._cutter = jieba.Tokenizer()
        self._cutter.FREQ, self._cutter.total = _frequencies(self.meaning)
        self._cutter.initialized = True
        self._simple = dict(_pairs((HERE / "traditional.txt").read_text("utf-8")))
        self._sound = dict(_sounds((HERE / "sounds.txt").read_text("utf-8")))
        ours = [word for word, meaning in self.meaning.items() if meaning not in (EMPTY, ELSEWHERE, TROUBLES)]
        self._by_sound = {self._sounds(word): word for word in reversed(ours) if len(word) >= 2}
        self._by_loose_sound = {_folded(key): word for key, word in self._by_sound.items() if len(word) >= 3}
        self._spelled = {"".join(self._sounds(word)): word for word in reversed(self.meaning) if len(word) >= 2}
        self._by_ends: dict[str, list[str]] = defaultdict(list)
        for word in ours:
            if len(word) >= 4:
                self._by_ends[word[0] + word[-1]].append(word)
        self._most = max(map(len, ours))

    def terms(self, text: str) -> list[Term]:
        """What `text` speaks of, in its order; polite and empty words are left out."""
        plain, mended = self.plain(text), set()
        for _ in range(MENDS):
            cut = self._cut(plain)
            found = self._mend(plain, cut)
            if found is None:
                break
            start, end, word = found
            plain = plain[:start] + word + plain[end:]
            mended.add(word)
        return list(self._meant(self._cut(plain), mended))

    def troubled(self, text: str) -> bool:
        """Whether the text names one of an estate's troubles."""
        return any(self.meaning.get(word) == TROUBLES for word in self._cut(self.plain(text)))

    def plain(self, text: str) -> str:
        """The beginning of a text in half-width, simplified characters, without blanks and punctuation."""
        half = unicodedata.normalize("NFKC", text[: LONGEST * 2]).casefold().translate(self._simple)
        spelled = _LATIN.sub(lambda run: self._spell(run[0]), _APART.sub("", half))
        return "".join(one for one in spelled if one.isalnum())[:LONGEST]

    def _spell(self, run: str) -> str:
        """A run of letters that is wholly pinyin of ours, as the words it spells."""
        words, at = [], 0
        while at < len(run):
            end = next((end for end in range(len(run), at + 2, -1) if run[at:end] in self._spelled), None)
            if end is None:
                return run
            words.append(self._spelled[run[at:end]])
            at = end
        return "".join(words)

    def _cut(self, plain: str) -> list[str]:
        return list(self._cutter.cut(plain, HMM=False))

    def _meant(self, cut: Iterable[str], mended: set[str]) -> Iterator[Term]:
        for word in cut:
            meaning = self.meaning.get(word)
            if meaning is None:
                yield from (Term(one, STRANGE) for one in word)
            elif meaning in (ELSEWHERE, TROUBLES):
                yield Term(word, FOREIGN)
            elif meaning != EMPTY:
                yield Term(meaning, OURS, MENDED if word in mended else 1.0)

    # mending

    def _mend(self, plain: str, cut: list[str]) -> tuple[int, int, str] | None:
        """Where a word of ours was mistyped, and which: the longest such place, and of these the strangest."""
        strange = _strange_places(cut, self.meaning)
        if not strange:
            return None
        sounds = self._sounds(plain)
        folded = _folded(sounds)
        for size in range(min(self._most, len(plain)), 1, -1):
            starts = range(max(0, strange[0] - size + 1), min(strange[-1], len(plain) - size) + 1)
            holds = {start: bisect_left(strange, start + size) - bisect_left(strange, start) for start in starts}
            for start in sorted(filter(holds.get, holds), key=lambda start: -holds[start]):
                end = start + size
                written = plain[start:end]
                word = self._heard(written, sounds[start:end], folded[start:end])
                if word := word or self._seen(written, {at - start for at in strange}):
                    return start, end, word
        return None

    def _heard(self, written: str, sounds: tuple[str, ...], folded: tuple[str, ...]) -> str | None:
        if len(written) >= 3:
            return self._by_sound.get(sounds) or self._by_loose_sound.get(folded)
        word = self._by_sound.get(sounds, "")
        return word if any(map(str.__eq__, written, word)) else None

    def _seen(self, written: str, strange: set[int]) -> str | None:
        alike = self._by_ends.get(written[0] + written[-1], ())
        near = (word for word in alike if OSA.distance(written, word, score_cutoff=1) <= 1)
        return next((word for word in near if _slip(written, word, strange)), None)

    def _sounds(self, word: str) -> tuple[str, ...]:
        return tuple(self._sound.get(one, one) for one in word)


def _slip(written: str, word: str, strange: set[int]) -> bool:
    """Whether `word` became `written` by one slip that left a character without meaning."""
    if len(written) > len(word):
        return any(written[:at] + written[at + 1 :] == word for at in strange if at >= 0)
    wrong = {at for at, (one, other) in enumerate(zip(written, word, strict=False)) if one != other}
    return len(written) < len(word) or len(wrong) > 1 or wrong <= strange


def _strange_places(cut: Iterable[str], meaning: dict[str, str]) -> list[int]:
    """Where characters stand that mean nothing to us, in order."""
    places: list[int] = []
    at = 0
    for word in cut:
        if word not in meaning:
            places.extend(range(at, at + len(word)))
        at += len(word)
    return places


def _folded(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """Sounds as somebody hears them who tells no zh from z and no -ng from -n."""
    folded = []
    for one in sounds:
        for sharp, flat in _FOLDED:
            one = one.replace(sharp, flat)
        folded.append(one)
    return tuple(folded)


def _frequencies(words: Iterable[str]) -> tuple[dict[str, int], int]:
    """The cutter's table: each word equally likely, each beginning of one known, so that few long words win."""
    table: dict[str, int] = {}
    for word in words:
        table[word] = 100
    for word in list(table):
        for end in range(1, len(word)):
            table.setdefault(word[:end], 0)
    return table, 100 * len(table)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            meaning, words = line.split(":", 1)
            yield from ((word.casefold(), meaning.strip()) for word in words.split())


def _pairs(text: str) -> Iterator[tuple[int, str]]:
    for pair in text.split():
        yield ord(pair[0]), pair[1]


def _sounds(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        sound, signs = line.split()
        yield from ((sign, sound) for sign in signs)
