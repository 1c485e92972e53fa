"""The platform's eighteen questions: which of them somebody asks, found on this machine and without a model.

`words.txt` says what people call things, `bot/texts/faq/` how they ask and what is answered, `strays.txt` what they
say that is none of the questions. To better an answer or the understanding, edit those.
"""

from functools import cache, lru_cache
from threading import Thread
from typing import TYPE_CHECKING

from core.plain import KEPT

if TYPE_CHECKING:
    from bot.faq.match import Match


@lru_cache(KEPT)
def asked(text: str) -> "Match":
    """Which question `text` asks. The first call makes the index, in about half a second."""
    from bot.faq.match import index  # jieba takes long to import: only who asks pays for it

    return index().match(text)


@cache
def prepare() -> None:
    """Make the index beside other work, once in a process, so that nobody waits for it."""
    Thread(target=asked, args=("",), name="faq", daemon=True).start()
