"""After the first visit it is asked, once and for all, whether ssh may know the sessions by their names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mimiry_tui.ui.screens.aliases import AliasesScreen
from mimiry_tui.ui.screens.last_words import LastWordsScreen
from tests.support.keys_desk import KeysDesk, at_home, keys_desk, ssh_stands_in


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's home, with an ssh config of the user's own."""
    folder = tmp_path / "home"
    (folder / ".ssh").mkdir(mode=0o700, parents=True)
    (folder / ".ssh" / "config").write_text("Host mine\n")
    monkeypatch.setenv("HOME", str(folder))
    assert Path.home() == folder
    return folder


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    return ssh_stands_in(monkeypatch)


def files(home: Path) -> set[str]:
    return {path.name for path in (home / ".ssh").iterdir()}


async def visit(desk: KeysDesk, runs: list[list[str]], name: str = "train-llama") -> None:
    """One visit to that session, up to what comes after it."""
    before = len(runs)
    await desk.at(name)
    await desk.press("s")
    await desk.until(lambda: len(runs) == before + 1)


async def asked(desk: KeysDesk) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, AliasesScreen))


async def is_over(desk: KeysDesk) -> None:
    """Until the visit is done, whatever was asked after it."""
    services = desk.screen.services
    assert services is not None
    await desk.until(lambda: not services.shell.is_busy)


async def test_agreed_to_it_puts_one_line_into_sshs_config(
    home: Path, tmp_path: Path, runs: list[list[str]]
) -> None:
    async with keys_desk(change=at_home(tmp_path / "state")) as desk:
        await desk.filled()
        await visit(desk, runs)
        await asked(desk)
        assert desk.shows("ssh mimiry-train-llama")
        assert (home / ".ssh" / "config").read_text() == "Host mine\n", "nothing before the answer"
        await desk.press("right", "enter")
        await is_over(desk)
        assert desk.on_dashboard()
        config = (home / ".ssh" / "config").read_text()
        assert config.count("Include") == 1
        assert config.endswith("Host mine\n")
        assert (home / ".ssh" / "config.before-mimiry-tui").read_text() == "Host mine\n"
        names = (home / ".ssh" / "mimiry_config").read_text()
        assert "Host mimiry-train-llama\n" in names
        assert str(tmp_path / "state" / "known_hosts") in names
        assert any("ssh knows it as mimiry-train-llama" in words for words in desk.toasts)
        assert any("config.before-mimiry-tui" in words for words in desk.toasts)
        account = desk.app.account
        assert account is not None
        assert account.ssh_entries.alias(desk.one("train-llama").id) == "mimiry-train-llama"
        await visit(desk, runs)
        await is_over(desk)
        assert desk.on_dashboard(), "it is asked once"


@pytest.mark.parametrize("answer", ["enter", "escape"])
async def test_declined_nothing_is_touched_and_it_is_never_asked_again(
    home: Path, tmp_path: Path, runs: list[list[str]], answer: str
) -> None:
    async with keys_desk(change=at_home(tmp_path / "state")) as desk:
        await desk.filled()
        await visit(desk, runs)
        await asked(desk)
        await desk.press("y", "x", "q")
        assert isinstance(desk.app.screen, AliasesScreen), "no letter is an answer"
        await desk.press(answer)
        await is_over(desk)
        await visit(desk, runs, "notebook")
        await is_over(desk)
        assert desk.on_dashboard()
        assert files(home) == {"config"}
        assert (home / ".ssh" / "config").read_text() == "Host mine\n"
    async with keys_desk(change=at_home(tmp_path / "state")) as later:
        await later.filled()
        await visit(later, runs)
        await is_over(later)
        assert later.on_dashboard(), "not after a restart either"


async def test_a_config_that_cannot_be_written_is_told_and_the_dashboard_goes_on(
    home: Path, tmp_path: Path, runs: list[list[str]]
) -> None:
    async with keys_desk(change=at_home(tmp_path / "state")) as desk:
        await desk.filled()
        await visit(desk, runs)
        await asked(desk)
        (home / ".ssh" / "config.before-mimiry-tui").mkdir()
        (home / ".ssh" / "config").unlink()
        (home / ".ssh" / "config").symlink_to(home)
        await desk.press("right", "enter")
        await desk.until(lambda: any("ssh's config was not changed" in one for one in desk.toasts))
        await is_over(desk)
        assert desk.on_dashboard()
        assert not (home / ".ssh" / "mimiry_config").exists()


async def test_a_visit_that_failed_asks_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = ssh_stands_in(monkeypatch, exit_code=255)
    async with keys_desk(change=at_home(tmp_path / "state")) as desk:
        await desk.filled()
        await visit(desk, runs)
        await desk.until(lambda: isinstance(desk.app.screen, LastWordsScreen))
        await desk.press("escape")
        await is_over(desk)
        assert desk.on_dashboard()
        assert files(home) == {"config"}


async def test_a_demo_has_no_business_with_the_users_ssh(
    home: Path, tmp_path: Path, runs: list[list[str]]
) -> None:
    state = tmp_path / "state"
    async with keys_desk(change=lambda one: replace(one, state_dir=state, home=state)) as desk:
        await desk.filled()
        await visit(desk, runs)
        await is_over(desk)
        assert desk.on_dashboard()
        assert files(home) == {"config"}
