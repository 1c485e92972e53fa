"""WECHAT_TEMPLATES and SMS_TEMPLATES: in the variable itself, or in a file."""

from pathlib import Path

import pytest

from core.settings import BadSettings, from_environment

NAMES = ("WECHAT_TEMPLATES", "SMS_TEMPLATES")
IDS = {"code": "SMS_471200001", "accepted": "SMS_471200002"}
JSON = '{"code": "SMS_471200001", "accepted": "SMS_471200002"}'
TOML = 'code = "SMS_471200001"  # 验证码\naccepted = "SMS_471200002"\n'


@pytest.mark.parametrize("name", NAMES)
def test_in_the_variable(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, JSON)
    assert getattr(from_environment(), name.lower()) == IDS
    monkeypatch.setenv(name, "")
    assert getattr(from_environment(), name.lower()) == {}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("file", "text"), [("ids.json", JSON), ("ids.toml", TOML), ("ids", JSON)])
def test_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, file: str, text: str) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    monkeypatch.setenv(name, f"@{tmp_path / file}")
    assert getattr(from_environment(), name.lower()) == IDS


@pytest.mark.parametrize(
    ("file", "text", "what"),
    [
        ("nowhere.json", None, "no_file"),
        ("ids.json", "\udcff", "no_file"),
        ("ids.json", TOML, "no_table"),
        ("ids.toml", JSON, "no_table"),
        ("ids.json", '["code"]', "no_table"),
        ("ids.json", '{"code": {"id": "SMS_471200001"}}', "no_table"),
        ("ids.toml", '[templates]\ncode = "SMS_471200001"\n', "no_table"),
    ],
)
def test_a_file_at_fault_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str, text: str | None, what: str
) -> None:
    if text is not None:
        (tmp_path / file).write_bytes(text.encode("utf-8", "surrogateescape"))
    monkeypatch.setenv("SMS_TEMPLATES", f"@{tmp_path / file}")
    with pytest.raises(BadSettings) as bad:
        from_environment()
    [fault] = bad.value.faults
    assert (fault.name, fault.what, fault.facts) == ("SMS_TEMPLATES", what, {"file": str(tmp_path / file)})
