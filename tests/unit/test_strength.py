"""What can be guessed, and where an address leads."""

import base64
import secrets

import pytest

from core.addresses import local, outside
from core.strength import raw, simple

WAYS = {
    "openssl rand -hex": bytes.hex,
    "openssl rand -base64": lambda key: base64.b64encode(key).decode(),
    "secrets.token_urlsafe": lambda key: base64.urlsafe_b64encode(key).decode().rstrip("="),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("count", [16, 32, 48])
def test_what_a_random_source_gives_is_never_simple(way: str, count: int) -> None:
    for _ in range(1_000):
        key = secrets.token_bytes(count)
        written = WAYS[way](key)
        assert raw(written) == key
        assert not simple(written), written


@pytest.mark.parametrize(
    "secret",
    [
        "a" * 44,
        "ab" * 32,
        "Abc123" * 8,
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
        "zyxwvutsrqponmlkjihgfedcbaZYXWVUTSRQPONMLKJI",
        base64.b64encode(bytes(range(0, 96, 3))).decode(),
        base64.b64encode(b"mashangban" * 4).decode(),
        "onlysmalllettersandnotanydigitsatallhere",
        "my Password is long but it is one all the same 1",
    ],
)
def test_what_somebody_could_have_thought_of_is_simple(secret: str) -> None:
    assert simple(secret)


OUT = [
    "https://msb.example.gov.cn",
    "HTTPS://MSB.example.gov.cn:8443/",
    "https://msb",
    "https://msb.oa.lan",
    "https://8.8.8.8",
]
HERE = [
    "https://localhost",
    "https://LOCALHOST.",
    "https://web.localhost",
    "https://printer.local",
    "https://127.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://0x7f.1",
    "https://0.0.0.0",
    "https://[::]",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://[fe80::1]",
    "https://10.0.0.8",
    "https://192.168.1.1",
    "https://169.254.169.254",
    "https://224.0.0.1",
    "https://",
    "https:///path",
    "https://msb .cn",
    "",
    "javascript:alert(1)",
]
NOT_FOR_OTHERS = ["http://msb.example.gov.cn", "https://user:word@msb.example.gov.cn", "ftp://msb.example.gov.cn"]


@pytest.mark.parametrize("url", OUT)
def test_an_address_out_there(url: str) -> None:
    assert (outside(url), local(url)) == (True, False)


@pytest.mark.parametrize("url", HERE)
def test_an_address_that_leads_nowhere_but_here(url: str) -> None:
    assert (outside(url), local(url)) == (False, True)


@pytest.mark.parametrize("url", [*NOT_FOR_OTHERS, "https://msb.example.gov.cn:99999", "https://msb.cn:x"])
def test_an_address_that_nobody_is_given(url: str) -> None:
    assert not outside(url)
