"""What a choice is called in WeChat: a whole number, which is a hint and no more.

Accounts are reported to bring a tap back with another id than the one it was given (0, or 101, 102 …), with none at
all, or to ignore ids that are words. So a tap also says its label, and whatever is not known by its number is
understood by that label as if it had been typed. Numbers lie within 31 bits and far above those that WeChat makes up.
"""

from hashlib import blake2b

FIRST = 1_000_000_000
_MANY = 2**31 - FIRST


def number(choice_id: str) -> str:
    """The number that stands for the id of a choice, in digits."""
    return str(FIRST + int.from_bytes(blake2b(choice_id.encode(), digest_size=8).digest()) % _MANY)


def is_ours(tap: str) -> bool:
    """Whether a tap brings back a number that we gave a choice, of whatever question."""
    return len(tap) == len(str(FIRST)) and tap.isascii() and tap.isdecimal() and int(tap) >= FIRST
