"""The services run what the Procfile runs, for an account that can write to its own folder alone."""

from configparser import ConfigParser

import pytest

from tests.support.processes import HOME, procfile

PROGRAMS = "/srv/mashangban/.venv/bin/"


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_service_runs_the_procfiles_line(name: str) -> None:
    given = ConfigParser(interpolation=None)
    given.optionxform = str  # type: ignore[assignment,method-assign]
    given.read_string((HOME / f"deploy/mashangban-{name}.service").read_text("utf-8"))
    service = given["Service"]
    first, then = procfile()[name].split(" && exec ")
    assert (service["ExecStartPre"], service["ExecStart"]) == (PROGRAMS + first, PROGRAMS + then)
    assert {service[key] for key in ("NoNewPrivileges", "PrivateTmp", "ProtectHome")} == {"yes"}
    assert (service["UMask"], service["ProtectSystem"], service["StateDirectoryMode"]) == ("0077", "strict", "0700")
    assert service["User"] == "mashangban"
