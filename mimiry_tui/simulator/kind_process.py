"""A simulated service that signs in with a token, as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mimiry_tui.simulator.kind_config import KindConfig
from mimiry_tui.simulator.kinds import EXPORTS, running_kind
from mimiry_tui.simulator.process import announce, told_to_stop

_TOKEN_FILE = "token"


def serve(options: argparse.Namespace) -> int:
    """Serve by the options of `simulate` until a signal comes; returns the exit code."""
    try:
        with _folder() as folder:
            return asyncio.run(_serve(options, folder))
    except OSError as error:
        sys.stderr.write(f"mimiry-tui simulate: {error}\n")
        return 1


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="mimiry-tui-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _serve(options: argparse.Namespace, folder: Path) -> int:
    config = KindConfig(
        folder=folder,
        port=options.port,
        ssh_port=options.ssh_port,
        seed=options.seed,
        speed=options.speed,
        faults=tuple(options.fault),
        scopes=options.scopes,
    )
    stop = told_to_stop(die_with_parent=options.die_with_parent)
    async with running_kind(options.kind, config) as running:
        token_file = folder / _TOKEN_FILE
        _write_secret(token_file, running.token)
        if options.past_logs is not None:
            # Before anybody looks: a dashboard asks at its start what happened since the last one.
            await asyncio.to_thread(running.remember, folder / options.past_logs)
        names = EXPORTS[options.kind]
        announce(
            {names.base: running.base_url, names.token: running.token, names.token_file: str(token_file)}
        )
        await stop.wait()
    return 0


def _write_secret(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{text}\n")
