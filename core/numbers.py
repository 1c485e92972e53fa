"""Mobile numbers in free text, however they are written, and text in which they are hidden; and identity numbers."""

import re
import unicodedata

_APART = r"[\s\-\u2010-\u2015\u2212－_.．·・()（）]{0,2}"
"""What people put between the digits of a number."""
MOBILE = re.compile(r"(?<!\d)((?:86)?1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)")
"""A number as programs write it, for lines in which figures of all kinds stand."""
IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx](?!\d)")
_SPREAD = re.compile(rf"(?<!\d)(?=((?:[+＋]?86{_APART})?\d(?:{_APART}\d){{10}}(?!\d)))")
"""Eleven digits, wherever they may begin."""
_WRITTEN = re.compile(rf"(?<!\d)(?:[+＋]?86{_APART})?1[3-9](?:{_APART}\d){{9}}(?!\d)")


def hidden(text: str, *known: str) -> str:
    """The text with `139****0077` for each mobile number; of a `known` one (+86…) no digit need be beside the next."""
    mine = {number.removeprefix("+86") for number in known if number}
    for found in reversed(list(_SPREAD.finditer(text)) if mine else []):
        if _digits(found[1])[-11:] in mine:
            text = text[: found.start()] + _masked(found[1]) + text[found.end(1) :]
    return _WRITTEN.sub(lambda found: _masked(found[0]), text)


def _masked(written: str) -> str:
    digits = _digits(written)
    return f"{digits[-11:-8]}****{digits[-4:]}"


def _digits(written: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", written) if one.isdecimal())
