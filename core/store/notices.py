"""What is left of a notice that must say nothing of what anybody wrote."""

import json

LISTS = ("digest", "estate_taken", "estate_left")
"""Templates that tell of several complaints at once: nobody finds them by one of these."""


def brief(payload: str) -> str:
    """The notice reduced to its card: where, which one, what has become of it. What may be chosen stays."""
    kept = json.loads(payload)
    kept.get("sms", {}).pop("words", None)
    return json.dumps(kept | {"text": "，".join(kept.get("wechat", {}).values())}, ensure_ascii=False)
