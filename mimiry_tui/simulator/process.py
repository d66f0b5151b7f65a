"""The simulator as a process of its own: announces itself, serves, stops when told to."""

from __future__ import annotations

import argparse
import asyncio
import os
import shlex
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import asyncssh
import msgspec

from mimiry_tui.simulator.demo_copies import write_past_logs
from mimiry_tui.simulator.demo_past import build_past
from mimiry_tui.simulator.server import RunningSimulator, SimulatorConfig, running
from mimiry_tui.simulator.world import Rules

_READ_CACHE_SECONDS = 1.5


def serve(options: argparse.Namespace) -> int:
    """Serve by the options of `simulate` until a signal comes; returns the exit code."""
    try:
        return asyncio.run(_serve(config_of(options), options.die_with_parent, options.past_logs))
    except (OSError, asyncssh.KeyImportError, msgspec.DecodeError) as error:
        sys.stderr.write(f"mimiry-tui simulate: {error}\n")
        return 1


def config_of(options: argparse.Namespace) -> SimulatorConfig:
    """What the options of `simulate` ask for; raises OSError for a key file that cannot be read."""
    return SimulatorConfig(
        port=options.port,
        ssh_port=options.ssh_port,
        seed=options.seed,
        dialect=options.dialect,
        faults=tuple(options.fault),
        scenarios=tuple(options.scenario),
        rules=Rules(speed=options.speed, read_cache_seconds=_READ_CACHE_SECONDS),
        state_dir=options.state,
        registration=not options.no_registration,
        portal_email=options.portal_email,
        register_keys=tuple(path.read_text() for path in options.register_key),
    )


async def _serve(config: SimulatorConfig, die_with_parent: bool, past_logs: Path | None) -> int:
    stop = told_to_stop(die_with_parent=die_with_parent)
    async with running(config) as simulator:
        past = None if past_logs is None else simulator.key_path.parent / past_logs
        if past is not None and config.demo:
            # Before anybody looks: a dashboard asks at its start what happened since the last one.
            await asyncio.to_thread(_write_history, simulator, past)
        _announce(simulator)
        if past is not None:
            sessions = tuple(simulator.world.state.sessions.values())
            await asyncio.to_thread(write_past_logs, sessions, past)
        await stop.wait()
    return 0


def _write_history(simulator: RunningSimulator, folder: Path) -> None:
    from mimiry_tui.simulator.demo_memory import write_past  # brings sqlite3

    state = simulator.world.state
    write_past(build_past(state.seed, state.began), folder)


def told_to_stop(*, die_with_parent: bool) -> asyncio.Event:
    """Set by a signal, or when the standard input is closed where that is asked for."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    if die_with_parent:
        threading.Thread(target=_await_orphanhood, args=(loop, stop), daemon=True).start()
    return stop


def _await_orphanhood(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    while os.read(0, 4096):
        pass
    loop.call_soon_threadsafe(stop.set)


def _announce(simulator: RunningSimulator) -> None:
    announce(
        {
            "MIMIRY_API_BASE": simulator.base_url,
            "MIMIRY_SSH_KEY": str(simulator.key_path.resolve()),
        }
    )


def announce(exports: Mapping[str, str]) -> None:
    """A line for each, then no standard output any more, so that `eval "$(… &)"` gets its end of file."""
    sys.stdout.write("".join(f"export {name}={shlex.quote(value)}\n" for name, value in exports.items()))
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
