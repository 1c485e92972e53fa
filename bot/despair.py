"""Whether somebody speaks of ending their own life (signs: `bot/texts/despair.py`)."""

import re
import unicodedata

from bot.texts import despair as texts


def _any(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_CLAUSES = re.compile(r"[,.。!！?？;；、:：\n]+")
_BLANKS = re.compile(r"[ \t\u3000]+")
_NOT_SO = re.compile(_any(texts.NOT_SO))
_BARE = re.compile(rf"(?:{_any(texts.DEEDS)})了?")
_SIGN = re.compile(
    rf"(?<![不没别])(?:{_any(texts.WANTS)})(?!不|别)[^防避阻]{{0,4}}(?:{_any(texts.DEEDS)})"
    rf"|我.{{0,6}}去(?:{_any(texts.DEEDS)})|(?<![不没得])(?:{_any(texts.LIVES)})"
)
_DEGREE = re.compile(r"得(?:我|人|大家|我们|全家)?(?:都|快|真|也|就|实在|简直)*$")
"""`吵得我都` not be able to live: how bad it is, no wish."""
_OTHERS = re.compile(_any(texts.OTHERS))


def despairing(words: str) -> bool:
    """Whether the words are those of somebody in despair about their own life."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", words))
    return any(_own(_NOT_SO.sub(" ", clause)) for clause in _CLAUSES.split(plain))


def _own(clause: str) -> bool:
    if _BARE.fullmatch(clause):
        return True
    return any(_of_oneself(clause[: found.start()]) for found in _SIGN.finditer(clause))


def _of_oneself(before: str) -> bool:
    """Whether what stands before a sign leaves it the speaker's own."""
    others = [found.end() for found in _OTHERS.finditer(before)]
    return not _DEGREE.search(before) and (not others or "我" in before[others[-1] :])
