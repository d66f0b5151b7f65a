"""The simulated services that sign in with a token, by the name of their kind. Light to import."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mimiry_tui.simulator.kind_config import KindConfig, RunningKind

MIMIRY = "mimiry"
SCOPES = ("jobs:read", "jobs:write", "instances:read", "ssh_keys:read", "ssh_keys:write")
"""What an API key of the job API may be allowed to do."""


class Exports(NamedTuple):
    """The environment variables under which a simulated service tells where it is."""

    base: str
    token: str
    token_file: str


EXPORTS = {
    "mimiry-jobs": Exports("MIMIRY_JOBS_API_BASE", "MIMIRY_API_KEY", "MIMIRY_API_KEY_FILE"),
    "mags": Exports("MAGS_API_URL", "MAGS_API_TOKEN", "MAGS_API_TOKEN_FILE"),
}
TOKEN_KINDS = tuple(EXPORTS)
KINDS = (MIMIRY, *TOKEN_KINDS)


@contextlib.asynccontextmanager
async def running_kind(kind: str, config: KindConfig) -> AsyncIterator[RunningKind]:
    """Serve one of `TOKEN_KINDS` until the block is left; raises OSError for a taken port."""
    if kind == "mags":
        from mimiry_tui.simulator.mags.server import running_mags as running
    else:
        from mimiry_tui.simulator.jobs.server import running_jobs as running
    async with running(config) as started:
        yield started
