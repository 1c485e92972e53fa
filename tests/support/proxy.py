"""nginx with the file of `deploy/`, on free ports of this machine, with a certificate of its own."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.processes import HOME, PATIENCE, free_port

AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
{user}
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


WEB = "server 127.0.0.1:{} max_fails=0;"


class Proxy(NamedTuple):
    """`certificate` is what a client has to trust; `folder` holds the logs."""

    url: str
    port: int
    certificate: str
    folder: Path

    def logs(self) -> str:
        """All it wrote."""
        return "".join(one.read_text() for one in self.folder.glob("*.log"))


@contextmanager
def proxied(folder: Path, webs: Sequence[int]) -> Iterator[Proxy]:
    """The proxy before the webs on these ports, while the block lasts. Raises RuntimeError where it does not serve."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise RuntimeError("these tests need nginx")
    folder.mkdir()
    port = free_port()
    (folder / "site.conf").write_text(_site(folder, webs, port))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    _certificate(folder)
    process = subprocess.Popen([program, "-p", folder, "-e", folder / "nginx.log", "-c", folder / "nginx.conf"])
    try:
        _wait_for(folder / "nginx.pid", process)
        yield Proxy(f"https://127.0.0.1:{port}", port, str(folder / "mashangban.pem"), folder)
    finally:
        process.terminate()
        process.wait(30)


def _site(folder: Path, webs: Sequence[int], port: int) -> str:
    """The file as it is shipped, but for ports, names and folders."""
    text = (HOME / "deploy/nginx.conf").read_text("utf-8")
    for ours, theirs in (
        (WEB.format(8000), " ".join(map(WEB.format, webs))),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("server_name msb.example.gov.cn;", "server_name 127.0.0.1;"),
        ("/etc/nginx/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        assert ours in text, ours
        text = text.replace(ours, theirs)
    return text


def _certificate(folder: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    known = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = made.add_extension(known, critical=False).sign(key, hashes.SHA256())
    (folder / "mashangban.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "mashangban.key").write_bytes(private)


def _wait_for(pid: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while not pid.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("nginx does not serve with deploy/nginx.conf")
        time.sleep(0.05)
