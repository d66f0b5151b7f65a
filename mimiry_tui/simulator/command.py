"""`mimiry-tui simulate`: its options, and running until told to stop."""

from __future__ import annotations

import argparse
import asyncio
import os
import shlex
import signal
import sys
import threading
from pathlib import Path

import asyncssh
import msgspec

from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.faults import Fault, FaultKind
from mimiry_tui.simulator.server import RunningSimulator, SimulatorConfig, running
from mimiry_tui.simulator.world import Rules

_READ_CACHE_SECONDS = 1.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Put the options of `simulate` on a parser."""
    parser.add_argument("--port", type=int, default=0, metavar="N", help="HTTP port (default: a free one)")
    parser.add_argument("--ssh-port", type=int, default=0, metavar="N", help="SSH port (default: a free one)")
    parser.add_argument(
        "--speed", type=_speed, default=1.0, metavar="X", help="how much faster things happen (default 1)"
    )
    parser.add_argument(
        "--dialect", type=Dialect, choices=list(Dialect), default=Dialect.DOCUMENTED, help="how it speaks"
    )
    parser.add_argument(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="NAME[=RATE][:PATH]",
        help=f"make trouble, repeatable: {', '.join(FaultKind)}",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which world (default 1)")
    parser.add_argument("--state", type=Path, metavar="DIR", help="keep the world in this folder")
    parser.add_argument(
        "--register-key",
        type=Path,
        action="append",
        default=[],
        metavar="PUB",
        help="let this public key file in too, repeatable",
    )
    parser.add_argument(
        "--die-with-parent", action="store_true", help="stop when the standard input is closed"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until a signal; returns the exit code. Everything but the two `export` lines goes to stderr."""
    try:
        return asyncio.run(_serve(_config(options), options.die_with_parent))
    except (OSError, asyncssh.KeyImportError, msgspec.DecodeError) as error:
        sys.stderr.write(f"mimiry-tui simulate: {error}\n")
        return 1


def _config(options: argparse.Namespace) -> SimulatorConfig:
    return SimulatorConfig(
        port=options.port,
        ssh_port=options.ssh_port,
        seed=options.seed,
        dialect=options.dialect,
        faults=tuple(options.fault),
        rules=Rules(speed=options.speed, read_cache_seconds=_READ_CACHE_SECONDS),
        state_dir=options.state,
        register_keys=tuple(path.read_text() for path in options.register_key),
    )


async def _serve(config: SimulatorConfig, die_with_parent: bool) -> int:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    if die_with_parent:
        threading.Thread(target=_await_orphanhood, args=(loop, stop), daemon=True).start()
    async with running(config) as simulator:
        _announce(simulator)
        await stop.wait()
    return 0


def _await_orphanhood(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    while os.read(0, 4096):
        pass
    loop.call_soon_threadsafe(stop.set)


def _announce(simulator: RunningSimulator) -> None:
    """The two lines, then no standard output any more, so that `eval "$(… &)"` gets its end of file."""
    sys.stdout.write(
        f"export MIMIRY_API_BASE={simulator.base_url}\n"
        f"export MIMIRY_SSH_KEY={shlex.quote(str(simulator.key_path.resolve()))}\n"
    )
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.01 <= speed <= 10_000:
        raise argparse.ArgumentTypeError("speed must be between 0.01 and 10000")
    return speed


def _fault(text: str) -> Fault:
    try:
        return Fault.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
