"""Mobile numbers in free text, however they are written, and text in which they are hidden."""

import re
import unicodedata

_APART = r"[\s\-\u2010-\u2015\u2212－_.．·・()（）]{0,2}"
"""What people put between the digits of a number."""
MOBILE = re.compile(r"(?<!\d)((?:86)?1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)")
"""A number as programs write it, for lines in which figures of all kinds stand."""
_WRITTEN = re.compile(rf"(?<!\d)(?:[+＋]?86{_APART})?1[3-9](?:{_APART}\d){{9}}(?!\d)")


def hidden(text: str, *known: str) -> str:
    """The text with `139****0077` for each mobile number; of a `known` one (+86…) no digit need be beside the next."""
    for number in known:
        digits = number.removeprefix("+86")
        spelt = _APART.join(f"[{digit}{chr(ord(digit) + 0xFEE0)}]" for digit in digits)
        text = re.sub(rf"(?<!\d)(?:[+＋]?86{_APART})?{spelt}(?!\d)", _masked, text) if digits else text
    return _WRITTEN.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    digits = "".join(one for one in unicodedata.normalize("NFKC", found[0]) if one.isdecimal())
    return f"{digits[-11:-8]}****{digits[-4:]}"
