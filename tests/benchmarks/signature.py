"""Signing a sign-in message: with the key loaded, against the SDK's two runs of ssh-keygen."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
import time
from pathlib import Path

from mimiry_tui.clouds.mimiry.keys import NAMESPACE, KeyRing
from tests.benchmarks.model import BenchRow
from tests.support.clients import new_key
from tests.support.tools import need

_MESSAGE = b"SHA256:abc\n1780920000\n00112233445566778899aabbccddeeff"
_TIMES = 50


def rows() -> list[BenchRow]:
    """One signature each way."""
    with tempfile.TemporaryDirectory() as folder:
        key = new_key(Path(folder))
        ours = asyncio.run(_ours(key))
        theirs = _theirs(key)
    return [
        BenchRow(
            "SSHSIG, key loaded",
            ours,
            "SDK: ssh-keygen twice",
            theirs,
            "ms",
            "≥ 20× faster",
            ours * 20 <= theirs,
        )
    ]


async def _ours(key: Path) -> float:
    ring = KeyRing(key)
    await ring.sign(_MESSAGE)
    started = time.perf_counter()
    for _ in range(_TIMES):
        await ring.sign(_MESSAGE)
    return (time.perf_counter() - started) / _TIMES * 1e3


def _theirs(key: Path) -> float:
    """What the SDK runs for one exchange: the fingerprint, then the signature through files."""
    with tempfile.TemporaryDirectory() as folder:
        message = Path(folder) / "msg"
        started = time.perf_counter()
        for _ in range(_TIMES):
            message.write_bytes(_MESSAGE)
            _run("-lf", f"{key}.pub")
            _run("-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(message))
            Path(f"{message}.sig").unlink()
        return (time.perf_counter() - started) / _TIMES * 1e3


def _run(*arguments: str) -> None:
    subprocess.run([need("ssh-keygen"), *arguments], capture_output=True, check=True)
