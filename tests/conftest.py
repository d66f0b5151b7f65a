"""No test sees the machine it runs on: not its home, its time zone, its keys or its colour wishes."""

from __future__ import annotations

import gc
import itertools
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.examples import QUICK
from tests.support.quick_textual import quicken

settings.register_profile("suite", max_examples=60, deadline=None)
settings.register_profile(QUICK, max_examples=20, deadline=None)
settings.load_profile("suite")

_FOREIGN_PREFIXES = ("MIMIRY_", "TEXTUAL_", "XDG_")
_FOREIGN = (
    *("NO_COLOR", "FORCE_COLOR", "COLORTERM", "SSH_AUTH_SOCK", "SSH_TTY", "SSH_CONNECTION", "TMUX", "STY"),
    *("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "WSL_INTEROP"),
    *("TERM_PROGRAM", "LC_TERMINAL", "VTE_VERSION"),
    *("KITTY_WINDOW_ID", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR", "ITERM_SESSION_ID"),
)
_OF_THE_RUNNER = frozenset({"TEXTUAL_SNAPSHOT_TEMPDIR", "TEXTUAL_SNAPSHOT_FILE_OPEN_PREFIX"})
"""Where the snapshot plugin keeps its own notes."""


_numbers = itertools.count()

quicken()

gc.set_threshold(200_000, 10, 10)
"""A tenth of the time would go into looking through hundreds of apps that were made and dropped."""


def pytest_configure(config: pytest.Config) -> None:
    """What leaves the longest tests to others leaves them most of the examples, too."""
    if config.option.markexpr == "not thorough":
        settings.load_profile(QUICK)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest go first, as all wait for what begins last: whole programs, on every second worker."""
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        long = [item for item in items if "e2e" in item.path.parts]
        others = [item for item in items if "e2e" not in item.path.parts]
        lanes, share = (workers + 1) // 2, len(items) // workers
        items.clear()
        for lane in range(lanes):  # two workers each: the first tests are handed out in equal shares
            first = long[lane::lanes]
            rest = max(2 * share - len(first), 0) if lane < lanes - 1 else len(others)
            items += [*first, *others[:rest]]
            del others[:rest]


@pytest.fixture(autouse=True, scope="session")
def nothing_stays_for_good() -> Iterator[None]:
    """A program puts what it has loaded out of the collector's sight; here that would keep every app."""
    gc.freeze()  # once, with no app yet: all that was collected stays to the end
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "freeze", lambda: None)
        yield


@pytest.fixture(autouse=True)
def hermetic_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A home of its own, and nothing of the user's settings."""
    for name in tuple(os.environ):
        foreign = name in _FOREIGN or name.startswith(_FOREIGN_PREFIXES)
        if foreign and name not in _OF_THE_RUNNER:
            monkeypatch.delenv(name)
    home = _next_folder(tmp_path_factory.getbasetemp() / "homes")
    monkeypatch.setenv("HOME", str(home))
    for variable, folder in _xdg_folders(home):
        monkeypatch.setenv(variable, str(folder))


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As pytest's own, which looks for its number through the folders of all tests before."""
    name = re.sub(r"\W", "_", request.node.name)[:24]
    return _next_folder(tmp_path_factory.getbasetemp(), name)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The reader of every clock lives in UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def _next_folder(where: Path, name: str = "") -> Path:
    """One that no test of this process has had."""
    folder = where / f"{name}{next(_numbers)}"
    folder.mkdir(mode=0o700, parents=True)
    return folder


def _xdg_folders(home: Path) -> tuple[tuple[str, Path], ...]:
    return (
        ("XDG_CONFIG_HOME", home / ".config"),
        ("XDG_CACHE_HOME", home / ".cache"),
        ("XDG_STATE_HOME", home / ".local" / "state"),
        ("XDG_DATA_HOME", home / ".local" / "share"),
    )
