"""A program for tests: visits a session in its own terminal, as the dashboard does, and tells how it went.

`ssh ARGV…` runs that command line, `asyncssh HOST PORT USER KEY KNOWN_HOSTS [PASSPHRASE]` goes without
a program. Meanwhile a task counts, for the proof that the event loop goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from pathlib import Path

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh.client import Ended, NoSshProgram, explain, run_asyncssh, run_ssh


async def visit(mode: str, arguments: list[str]) -> Ended:
    if mode == "ssh":
        return await run_ssh(arguments)
    host, port, user, key, known_hosts, *passphrase = arguments
    endpoint = SshEndpoint(host, int(port), user)
    return await run_asyncssh(endpoint, Path(key), Path(known_hosts), *passphrase)


async def main(mode: str, arguments: list[str]) -> int:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    visiting = asyncio.create_task(visit(mode, arguments))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, visiting.cancel)
    ticking = asyncio.create_task(tick())
    try:
        ended = await visiting
    except NoSshProgram as error:
        sys.stdout.write(f"NO PROGRAM {error}\n")
        return 1
    except asyncio.CancelledError:
        sys.stdout.write("CANCELLED\n")
        return 2
    finally:
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking
    said = {"code": ended.exit_code, "why": explain(ended), "words": ended.last_words, "lived": ticks > 5}
    sys.stdout.write(f"ENDED {json.dumps(said)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2:])))
