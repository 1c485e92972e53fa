"""What a row of the outbox has to say, as it is kept: sealed JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.messages import Choice, Say


@dataclass(frozen=True, slots=True)
class Payload:
    """`text` and `choices` are for channels that carry words; `wechat` and `sms` are the templates' fields; `asks`
    says that the choices are a question whose answer may be typed; `waits` that it waits for the end of the quiet
    hours."""

    text: str = ""
    choices: tuple[Choice, ...] = ()
    wechat: dict[str, str] = field(default_factory=dict)
    sms: dict[str, str] = field(default_factory=dict)
    asks: bool = False
    waits: bool = False

    @property
    def say(self) -> Say:
        """The words, and what may be chosen."""
        return Say(self.text, self.choices)

    def question(self, complaint_id: int) -> tuple[str, int]:
        """(verb, round) of what is asked about this complaint, by its first choice; ("", 0) where nothing is."""
        for choice in self.choices if self.asks else ():
            verb, about, answered, *_ = (*choice.id.split(":"), "", "", "")
            if about == str(complaint_id) and answered.isdecimal():
                return verb, int(answered)
        return "", 0

    @classmethod
    def load(cls, text: str) -> "Payload":
        """The payload kept as `text`. Raises ValueError where it is none."""
        kept = json.loads(text)
        if not isinstance(kept, dict):
            raise ValueError("a payload is an object")
        known: dict[str, Any] = {name: kept[name] for name in cls.__slots__ if name in kept}
        return cls(**known | {"choices": tuple(Choice(*one) for one in kept.get("choices", ()))})

    def dump(self) -> str:
        """The payload as text to keep."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
