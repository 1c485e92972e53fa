"""The web as it runs: what its front makes of HTTP, and what a process leaves on the disk."""

import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.support.processes import PATIENCE, Installation, running
from tests.support.slow import head
from webhooks.front import MOST_PARTS, PEOPLE


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    here = Installation(tmp_path_factory.mktemp("front"))
    with running(here.web):
        yield here


@pytest.fixture
def browser(here: Installation) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def raw(here: Installation, request: bytes) -> bytes:
    """All that comes back until the web hangs up."""
    with socket.create_connection(("127.0.0.1", urlsplit(here.url).port or 0), PATIENCE) as line:
        line.sendall(request)
        return b"".join(iter(lambda: line.recv(4096), b""))


def test_a_page_and_what_it_is_made_of(here: Installation, browser: requests.Session) -> None:
    page = browser.get(f"{here.url}/")
    assert (page.status_code, urlsplit(page.url).path) == (200, "/console/login")
    assert page.headers["Content-Security-Policy"]
    static = browser.get(f"{here.url}/console/static/console.css")
    assert (static.status_code, static.text) == (200, Path("console/pages/static/console.css").read_text("utf-8"))
    first = browser.head(f"{here.url}/console/login")
    assert (first.status_code, first.content) == (200, b"")
    assert int(first.headers["Content-Length"]) > 0


def test_a_form_arrives_whole_in_one_piece_or_in_many(here: Installation, browser: requests.Session) -> None:
    """Without its token it is turned away by Flask, which must have read it."""
    form = b"who=17712340001"
    for data in (form, iter([form[:5], form[5:]])):
        answer = browser.post(
            f"{here.url}/console/login", data=data, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert (answer.status_code, "页面放得太久了" in answer.text) == (400, True)


def test_what_is_too_long_is_told_before_it_is_there(here: Installation) -> None:
    told = raw(here, head("/console/login").replace(b"60000", str(PEOPLE.longest + 1).encode()))
    assert told.startswith(b"HTTP/1.1 413 ")
    assert "内容太长了".encode() in told
    told = raw(here, head(f"/sms/aliyun/{here.environment['SMS_CALLBACK_SECRET']}/up").replace(b"60000", b"65537"))
    assert told.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("chunk", [b"1\r\nx\r\n" * (MOST_PARTS + 1), b"10000\r\n" + b"x" * 65536 + b"\r\n"])
def test_a_body_of_untold_length_is_bounded(here: Installation, chunk: bytes) -> None:
    """Whatever length is told beside."""
    chunked = head("/console/login", "Transfer-Encoding: chunked").replace(b"60000", b"3")
    assert raw(here, chunked + chunk * 5).startswith(b"HTTP/1.1 413 ")


def test_one_connection_carries_no_hundred_requests(here: Installation) -> None:
    """HTTP/2 without TLS is not spoken."""
    settings_frame = bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
    assert settings_frame[3:] not in raw(here, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings_frame)


def test_what_is_for_those_inside(here: Installation, browser: requests.Session) -> None:
    for path in ("/readyz", "/metrics"):
        assert browser.get(here.url + path).status_code == 200
        assert browser.get(here.url + path, headers={"X_Forwarded_For": "8.8.8.8"}).status_code == 200
        for name in ("X-Forwarded-For", "Forwarded"):
            assert browser.get(here.url + path, headers={name: "for=8.8.8.8"}).status_code == 404
    assert browser.get(f"{here.url}/healthz", headers={"X-Forwarded-For": "8.8.8.8"}).text == "ok\n"


def test_it_listens_to_this_machine_alone(here: Installation) -> None:
    port = urlsplit(here.url).port or 0
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    assert {line[1] for line in listening if line[3] == "0A" and line[1].endswith(f":{port:04X}")} == {
        f"0100007F:{port:04X}"
    }


def test_what_it_writes_is_for_its_own_account(here: Installation) -> None:
    folder = here.data_dir.parent
    written = [one for one in folder.iterdir() if one.name.startswith("test.db")]
    assert len(written) >= 2
    assert {stat.S_IMODE(one.stat().st_mode) for one in written} == {0o600}
    assert stat.S_IMODE(here.data_dir.stat().st_mode) == 0o700
