"""The doctor shaking hands: a certificate that will not do is told with the reason."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mimiry_tui.commands.doctor import stages
from mimiry_tui.commands.doctor.findings import Level
from mimiry_tui.commands.doctor.proxy import Stop
from mimiry_tui.commands.doctor.service_check import check_service
from tests.support.doctor import profile_for, surroundings, the, troubles, without_proxies

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@contextlib.asynccontextmanager
async def tls_server(
    folder: Path, *, name: str = "localhost", since: datetime = NOW - DAY, until: datetime = NOW + 90 * DAY
) -> AsyncIterator[tuple[int, Path]]:
    """A server with a certificate of its own, which only shakes hands; its port, and whom to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "trusted.pem", folder / "private.pem"
    trusted.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)

    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1], trusted


async def shaken(port: int, host: str = "localhost") -> stages.Encrypted:
    stop = Stop(host, port)
    connected = await stages.connect(stop, [(socket.AF_INET, ("127.0.0.1", port))], 10.0)
    return await stages.encrypt(stop, connected, 10.0)


async def test_a_trusted_certificate_is_told_with_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tls_server(tmp_path) as (port, trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        agreed = await shaken(port)
    assert agreed.protocol == "TLSv1.3"
    assert agreed.good_until == (NOW + 90 * DAY).replace(microsecond=0)


async def test_a_certificate_that_will_not_do_is_told_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(
        host: str = "localhost",
        *,
        trust: bool = True,
        since: datetime = NOW - DAY,
        until: datetime = NOW + DAY,
    ) -> str:
        async with tls_server(tmp_path, since=since, until=until) as (port, trusted):
            if trust:
                monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
            else:
                monkeypatch.delenv("SSL_CERT_FILE", raising=False)
            with pytest.raises(stages.Stuck) as stuck:
                await shaken(port, host)
        return f"{stuck.value.words} → {stuck.value.fix}"

    assert "is not trusted: self-signed certificate → a proxy may open" in await told(trust=False)
    assert "has expired → check this machine's date" in await told(since=NOW - 9 * DAY, until=NOW - DAY)
    assert "is not valid yet → check" in await told(since=NOW + DAY, until=NOW + 2 * DAY)
    assert "certificate of elsewhere is for another host" in await told("elsewhere")


async def test_certificates_that_cannot_be_read_are_this_machines_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.pem").touch()
    async with tls_server(tmp_path) as (port, _):
        for name in ("gone.pem", "empty.pem"):
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / name))
            with pytest.raises(stages.Stuck, match="the trusted certificates cannot be read") as stuck:
                await shaken(port)
            assert "SSL_CERT_FILE" in stuck.value.fix


async def test_a_server_without_tls_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxies(monkeypatch)

    async def speak_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(speak_plainly, "127.0.0.1", 0) as server:
        base = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        found = await check_service(surroundings(tmp_path, profile_for(base)))
    assert troubles(found) == {"network.tls": Level.FAIL}
    assert "does not speak TLS" in the(found, "network.tls").words
