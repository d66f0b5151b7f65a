"""The documented recipe: sign with ssh-keygen, encode with openssl, call with curl."""

from __future__ import annotations

import json
import time
from pathlib import Path

from mimiry_tui.simulator.server import RunningSimulator
from tests.support.simulator import simulator
from tests.support.tools import need, run_program


async def _printed(*argv: str, stdin: str = "") -> str:
    finished = await run_program(*argv, stdin=stdin)
    assert finished.status == 0, finished
    return finished.out


async def _bearer(cloud: RunningSimulator, folder: Path) -> str:
    keygen, openssl, curl = need("ssh-keygen"), need("openssl"), need("curl")
    fingerprint = (await _printed(keygen, "-lf", f"{cloud.key_path}.pub")).split()[1]
    nonce = (await _printed(openssl, "rand", "-hex", "16")).strip()
    timestamp = str(int(time.time()))
    message = folder / "message"
    message.write_bytes(f"{fingerprint}\n{timestamp}\n{nonce}".encode())
    await _printed(keygen, "-Y", "sign", "-f", str(cloud.key_path), "-n", "mimiry-auth", str(message))
    signature = await _printed(openssl, "base64", "-A", "-in", f"{message}.sig")
    answer = await _printed(
        *(curl, "-sS", "-X", "POST", f"{cloud.base_url}/api/v1/auth/token"),
        *("-H", f"X-SSH-Fingerprint: {fingerprint}", "-H", f"X-SSH-Signature: {signature}"),
        *("-H", f"X-SSH-Timestamp: {timestamp}", "-H", f"X-SSH-Nonce: {nonce}"),
        *("-H", "Content-Type: application/json", "-d", '{"expires_in": 3600}'),
    )
    token = json.loads(answer)
    assert token["expires_in"] == 3600
    return str(token["access_token"])


async def test_availability_without_a_key() -> None:
    async with simulator(speed=1) as cloud:
        models = json.loads(
            await _printed(need("curl"), "-sS", f"{cloud.base_url}/api/compute/v1/availability")
        )["gpu_models"]
        offers = [
            (m["name"], p["provider"], at) for m in models for p in m["providers"] for at in p["locations"]
        ]
        assert len(offers) >= 12
        assert len({provider for _, provider, _ in offers}) >= 3


async def test_balance_with_a_signed_token(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        token = await _bearer(cloud, tmp_path)
        url = f"{cloud.base_url}/api/compute/v1/balance"
        header = f"Authorization: Bearer {token}"
        balance = json.loads(await _printed(need("curl"), "-sS", "--compressed", url, "-H", header))
        assert balance["currency"] == "EUR"


async def test_a_launch_by_curl_is_accepted(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        token = await _bearer(cloud, tmp_path)
        body = {
            "name": "by-curl",
            "image": {"uri": "nvcr.io/nvidia/pytorch:24.01-py3"},
            "gpu": {"types": ["T4"], "count": 1},
            "ssh_enabled": True,
            "ssh_public_key": (await _printed(need("cat"), f"{cloud.key_path}.pub")).strip(),
            "auto_terminate": False,
        }
        out = await _printed(
            *(need("curl"), "-sS", "-w", "\n%{http_code}", f"{cloud.base_url}/api/compute/v1/sessions"),
            *("-H", f"Authorization: Bearer {token}", "-H", "Content-Type: application/json"),
            *("-d", json.dumps(body)),
        )
        answer, status = out.rsplit("\n", 1)
        assert status == "202"
        assert json.loads(answer)["state"] == "submitted"
        assert json.loads(answer)["operation"] == "provisioning"
