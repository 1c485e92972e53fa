"""How many parts a text is sent in, and paid for. ASCII counts the same as Chinese here."""

SIGNED = "【{sign}】{text}"
ONE = 70
EACH = 67
MOST = 2


def parts(text: str, sign: str = "") -> int:
    """The parts of a text with its signature: one up to 70 characters, beyond that one for each 67."""
    whole = len(SIGNED.format(sign=sign, text=text)) if sign else len(text)
    return 1 if whole <= ONE else -(-whole // EACH)
