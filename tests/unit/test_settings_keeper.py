"""A settings file that changes under a running dashboard, also badly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from mimiry_tui.live.settings_keeper import SettingsKeeper
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.preferences import Density
from mimiry_tui.settings.settings import Settings
from tests.support.clock import ManualClock
from tests.support.turning import Turning

COMPACT = '# mine\n[look]\ndensity = "compact"\n'


class Keeping(Turning):
    """A keeper that runs on a file, and everything it told."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock()
        self.file = SettingsFile(folder)
        self.told: list[Settings] = []
        self.keeper = SettingsKeeper(self.file, self.file.load(), self.clock)
        self.keeper.subscribe(self.told.append)

    @property
    def density(self) -> Density:
        return self.keeper.now.preferences.look.density

    def write(self, text: str, mode: int = 0o600) -> None:
        self.file.path.parent.mkdir(exist_ok=True)
        self.file.path.write_text(text)
        self.file.path.chmod(mode)

    async def tells(self, change: Callable[[], object]) -> Settings:
        """What is told after that."""
        count = len(self.told)
        change()
        await self.until(lambda: len(self.told) > count)
        return self.told[-1]


@asynccontextmanager
async def keeping(folder: Path, text: str = COMPACT) -> AsyncIterator[Keeping]:
    SettingsFile(folder).path.write_text(text)
    SettingsFile(folder).path.chmod(0o600)
    kept = Keeping(folder)
    running = asyncio.create_task(kept.keeper.run())
    await kept.until(lambda: kept.clock.sleepers > 0)
    try:
        yield kept
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_a_change_is_told_and_a_file_that_goes_leaves_the_defaults(tmp_path: Path) -> None:
    async with keeping(tmp_path) as kept:
        await kept.tells(lambda: kept.write('[look]\ndensity = "comfortable"\ntheme = "nord"\n'))
        assert kept.keeper.now.preferences.look.theme == "nord"
        await kept.tells(kept.file.path.unlink)
        assert kept.keeper.now == Settings()


@pytest.mark.parametrize(
    ("text", "mode"), [("[look\n", 0o600), ("[look]\ndensity = 'comfortable'\n", 0o666)], ids=["slip", "open"]
)
async def test_a_file_that_cannot_be_used_leaves_what_was_set_before(
    tmp_path: Path, text: str, mode: int
) -> None:
    async with keeping(tmp_path) as kept:
        told = await kept.tells(lambda: kept.write(text, mode))
        assert kept.density is Density.COMPACT
        assert str(told.problems[0]).endswith("; what was set before stays in use")
        assert len(told.problems) == 1
        await kept.tells(lambda: kept.write(COMPACT))
        assert kept.keeper.now.problems == ()


async def test_a_file_that_is_broken_from_the_start_is_used_once_it_is_mended(tmp_path: Path) -> None:
    async with keeping(tmp_path, "[look\n") as kept:
        assert kept.keeper.now.is_unused
        await kept.tells(lambda: kept.write(COMPACT))
        assert kept.density is Density.COMPACT


async def test_a_file_that_is_still_being_written_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with keeping(tmp_path) as kept:
        stamp = kept.file.stamp

        def stamp_while_it_is_written() -> object:
            seen = stamp()
            if rest:
                kept.write(rest.pop(0))
            return seen

        rest = ["", COMPACT[:8], COMPACT + "title = false\n"]
        monkeypatch.setattr(kept.file, "stamp", stamp_while_it_is_written)
        await kept.until(lambda: bool(kept.told))
        assert [one.preferences.look.title for one in kept.told] == [False]
        assert kept.density is Density.COMPACT
