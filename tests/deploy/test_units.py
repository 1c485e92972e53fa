"""The services run what the Procfile runs, for an account that can write to its own folder alone; the timers run
commands that there are; and a command at the shell sees the same settings."""

import os
import subprocess
from configparser import ConfigParser, SectionProxy
from pathlib import Path

import pytest

from console.commands import COMMANDS, Later
from tests.support.processes import HOME, procfile

PROGRAMS = "/srv/mashangban/.venv/bin/"
NAMES = ("web", "worker", "backup", "check")


def unit(name: str) -> ConfigParser:
    given = ConfigParser(interpolation=None)
    given.optionxform = str  # type: ignore[assignment,method-assign]
    given.read_string((HOME / f"deploy/mashangban-{name}").read_text("utf-8"))
    return given


def service(name: str) -> SectionProxy:
    return unit(f"{name}.service")["Service"]


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_service_runs_the_procfiles_line(name: str) -> None:
    first, then = procfile()[name].split(" && exec ")
    assert (service(name)["ExecStartPre"], service(name)["ExecStart"]) == (PROGRAMS + first, PROGRAMS + then)


@pytest.mark.parametrize("name", NAMES)
def test_a_service_can_write_to_its_own_folder_alone(name: str) -> None:
    one = service(name)
    assert {one[key] for key in ("NoNewPrivileges", "PrivateTmp", "ProtectHome")} == {"yes"}
    assert (one["UMask"], one["ProtectSystem"], one["StateDirectoryMode"]) == ("0077", "strict", "0700")
    assert (one["User"], one["EnvironmentFile"]) == ("mashangban", "/etc/mashangban.env")
    assert one.get("ReadWritePaths", "") == ("/var/backups/mashangban" if name == "backup" else "")


@pytest.mark.parametrize("name", ["backup", "check"])
def test_a_timer_starts_a_command_that_there_is(name: str) -> None:
    program, _, words = service(name)["ExecStart"].removeprefix(PROGRAMS).partition(" --app webhooks ")
    first, *rest = words.split()
    command = Later(first, COMMANDS[first]).read()
    assert (program, service(name)["Type"]) == ("flask", "oneshot")
    assert rest == ["/var/backups/mashangban"] or rest[0] in command.commands  # type: ignore[attr-defined]
    timer = unit(f"{name}.timer")
    assert (timer["Timer"]["Persistent"], timer["Install"]["WantedBy"]) == ("true", "timers.target")
    assert timer["Timer"]["OnCalendar"].startswith("*-*-* ")


def test_a_command_at_the_shell_sees_the_services_settings(tmp_path: Path) -> None:
    """From any folder, by the account's own name; relative names of files mean this folder's."""
    settings, user = tmp_path / "settings.env", subprocess.check_output(["id", "-un"], text=True).strip()
    settings.write_text(f"DATABASE_URL=sqlite:///{tmp_path}/shell.db\nDATA_DIR='{tmp_path}/kept'\n")
    given = {"MSB_HOME": str(HOME), "MSB_SETTINGS": str(settings), "MSB_USER": user, "PATH": os.environ["PATH"]}

    def msb(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [HOME / "deploy/msb", *words], cwd=tmp_path, env=given, capture_output=True, text=True, timeout=120
        )

    assert msb("init").returncode == 0
    assert (tmp_path / "shell.db").stat().st_mode & 0o077 == 0
    (tmp_path / "表.csv").write_text("物业管理区域名称,行政区划\n锦江花园,锦江区\n")
    told = msb("import", "areas", "表.csv", "--dry-run")
    assert "锦江区/锦江花园" in told.stdout, told.stderr
