"""Asking for what is masked."""

from typing import Any

from flask import abort, flash, request

from console import words
from console.pages.visitor import act
from core.complaint import Refusal
from core.console_commands import Unmask
from core.plain import plain


def unmasked(kind: str, key: int) -> dict[str, Any]:
    """The full values, for the reason that came with the form; nothing, and why, without one. Aborts with 404."""
    try:
        found: dict[str, Any] = act(Unmask(kind, key, plain(request.form.get("reason", ""))))
    except Refusal as refusal:
        if refusal.reason != "no_words":
            abort(404)
        flash(words.REASON_NEEDED)
        return {}
    return found
