"""Opening a page: only where a person sees it, and the address is all that is handed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.ui.browser import browse, opener_for


@pytest.mark.parametrize(
    ("environ", "platform", "opener"),
    [
        ({}, "darwin", "open"),
        ({"DISPLAY": ":0"}, "linux", "xdg-open"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", "xdg-open"),
        ({"WSL_INTEROP": "/run/x"}, "linux", "wslview"),
        ({}, "linux", None),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "1 2 3 4"}, "linux", None),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", None),
    ],
)
def test_a_browser_is_opened_only_where_the_person_sits(
    environ: dict[str, str], platform: str, opener: str | None
) -> None:
    assert opener_for(environ, platform) == opener


@pytest.fixture
def screen(tmp_path: Path) -> dict[str, str]:
    """A machine with a screen, whose opener writes down what it was given and takes only https."""
    opener = tmp_path / "xdg-open"
    opener.write_text(
        f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/asked\ncase "$1" in https:*) ;; *) exit 3;; esac\n'
    )
    opener.chmod(0o755)
    return {"DISPLAY": ":0", "PATH": str(tmp_path)}


async def test_the_opener_gets_the_address_as_one_argument(screen: dict[str, str], tmp_path: Path) -> None:
    assert await browse("https://mimiry.example/a b;id", screen, "linux")
    assert (tmp_path / "asked").read_text() == "https://mimiry.example/a b;id|"


async def test_an_opener_that_fails_opened_nothing(screen: dict[str, str]) -> None:
    assert not await browse("http://mimiry.example", screen, "linux")


async def test_only_web_addresses_are_opened(screen: dict[str, str], tmp_path: Path) -> None:
    assert not await browse("file:///etc/passwd", screen, "linux")
    assert not (tmp_path / "asked").exists()


async def test_without_an_opener_nothing_is_opened(tmp_path: Path) -> None:
    assert not await browse("https://mimiry.example", {"DISPLAY": ":0", "PATH": str(tmp_path)}, "linux")
