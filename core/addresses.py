"""Where an address leads: to this machine and its own network, or out to where others are."""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

_HERE = ("localhost", "local", "localdomain", "ip6-localhost", "ip6-loopback")
"""Last parts of names that mean this machine, or what stands beside it."""
_PART = re.compile(r"[\w-]+")


def outside(url: str) -> bool:
    """Whether it is an https address of a machine elsewhere, with nobody's password in it. A name that only an office
    knows is fine; a number has to be one of the internet's."""
    host = _host(url)
    return bool(host) and url.lower().startswith("https://") and "@" not in url and not _here(host)


def local(url: str) -> bool:
    """Whether it is an address of this machine or its own network, or none."""
    host = _host(url)
    return not host or _here(host)


def _host(url: str) -> str:
    """Nothing where it cannot be read."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    return (parts.hostname or "").rstrip(".") if port != 0 else ""


def _here(host: str) -> bool:
    number = _number(host)
    if number is None:
        parts = host.split(".")
        return parts[-1] in _HERE or not all(map(_PART.fullmatch, parts))
    return not number.is_global or number.is_multicast


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host given as a number means, in whatever form a system call takes it (127.1, 0x7f000001)."""
    try:
        number = ip_address(host.partition("%")[0])
    except ValueError:
        try:
            return IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    return number.ipv4_mapped or number if isinstance(number, IPv6Address) else number
