"""What real accounts are reported to do, beside what is documented: each may be switched while running."""

from dataclasses import dataclass

LARGEST_ID = 2**31 - 1
FIRST_MADE_UP = 101
KEPT, ZERO, NUMBERED, NONE = "kept", "zero", "numbered", "none"
TAPS = (KEPT, ZERO, NUMBERED, NONE)


@dataclass
class Quirks:
    """`taps`: the id of a tapped choice comes back as it was given (kept), as 0 (zero), as 101, 102 … (numbered) or not
    at all (none); one that is no whole number of 31 bits is never kept. `msgid`: a tap has a MsgId. `menus`: messages
    of type msgmenu are taken, else declined with 40200. `recognition`: voice comes with its words, as before 2023.
    `repeats`: how many times more an SMS cloud posts a receipt or a text that was answered well."""

    taps: str = KEPT
    msgid: bool = True
    menus: bool = True
    recognition: bool = False
    repeats: int = 0

    def switch(self, **changes: str | bool | int) -> None:
        """Change some. Raises ValueError for what there is not."""
        for name, value in changes.items():
            if name == "taps" and value not in TAPS:
                raise ValueError(f"taps is one of {', '.join(TAPS)}")
            if name not in vars(self) or type(value) is not type(getattr(self, name)):
                raise ValueError(f"quirks are {', '.join(vars(self))}")
            setattr(self, name, value)

    def brought_back(self, tap: str, place: int) -> str:
        """The id with which a tap on the choice at this place (from 0) comes back."""
        if self.taps == KEPT and tap.isascii() and tap.isdecimal() and int(tap) <= LARGEST_ID:
            return tap
        return {ZERO: "0", NONE: ""}.get(self.taps, str(FIRST_MADE_UP + place))


HOSTILE = {"taps": NUMBERED, "msgid": False, "menus": False, "recognition": False, "repeats": 10}
"""All of them at once, as far as they go together."""
