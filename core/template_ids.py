"""WECHAT_TEMPLATES and SMS_TEMPLATES: our template's name → the provider's id, as JSON, or as `@FILE` of JSON or
TOML."""

import json
import tomllib
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError


def template_ids(value: Any) -> Any:
    """The table a variable holds or names. Raises PydanticCustomError `no_file` or `no_table` with the file's name,
    `not_json` where there is none."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return {}
    if not value.startswith("@"):
        return _table(value, "")
    file = value[1:].strip()
    try:
        text = Path(file).read_text("utf-8")
    except (OSError, ValueError):
        raise PydanticCustomError("no_file", "the file cannot be read", {"file": file}) from None
    return _table(text, file)


def _table(text: str, file: str) -> dict[str, str]:
    try:
        found = tomllib.loads(text) if file.endswith(".toml") else json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise PydanticCustomError("no_table" if file else "not_json", "no table of names and ids", {"file": file})
    return found
