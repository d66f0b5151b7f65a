"""The whole dashboard over a fake cloud of one kind, within the test's own event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mimiry_tui.app import MimiryApp
from mimiry_tui.clouds import registry
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.settings import Profile
from tests.support.clock import ManualClock
from tests.support.dashboard import choice_of
from tests.support.kind_clouds import KindCloud
from tests.support.running_app import RunningApp


@asynccontextmanager
async def kind_app(
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
    state: Path,
    size: tuple[int, int] = (140, 40),
    *,
    failing: CloudError | None = None,
) -> AsyncIterator[tuple[RunningApp, KindCloud]]:
    """The whole dashboard over a service of that kind, with everything read; or each answer is that error."""
    clock = ManualClock()
    cloud = KindCloud(kind, clock)
    for name in ("live_sessions", "ended_sessions", "offers", "volumes", "quotas") if failing else ():
        cloud.answer(name, failing)
    monkeypatch.setattr(registry, "open_cloud", lambda *_, **__: cloud)
    profile = Profile(
        name="work",
        api_base=cloud.origin,
        api_base_source="the test",
        key_path=None,
        key_source="",
        cloud=kind,
        state_dir=state,
    )
    app = MimiryApp(choice_of(profile), clock=clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        running = RunningApp(app, pilot, clock)
        await running.opened()
        expected = 0 if failing else len(cloud.live) + len(cloud.ended)
        await running.until(lambda: len(running.store.sessions) == expected)
        yield running, cloud
