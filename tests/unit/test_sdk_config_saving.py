"""Saving key and host where the SDK looks for them, without spoiling anything that is there."""

from __future__ import annotations

import os
import stat
from importlib import import_module
from pathlib import Path

import pytest

from mimiry_tui.settings import SettingsError, read_sdk_config, resolve_profile, save_sdk_config

sdk = import_module("mimiry._config")  # untyped: imported so that its names are Any
KEY = Path("/home/ada/.ssh/mimiry_laptop")
BASE = "https://alpha.mimiry.com"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}


@pytest.fixture
def path(env: dict[str, str]) -> Path:
    """Where the file belongs; its folder is there."""
    path = Path(env["XDG_CONFIG_HOME"]) / "mimiry" / "config.toml"
    path.parent.mkdir(mode=0o700, parents=True)
    return path


def save(env: dict[str, str]) -> Path:
    return save_sdk_config(env, key_path=KEY, api_base=f"{BASE}/")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_sdk_and_the_next_start_find_it(env: dict[str, str]) -> None:
    path = save(env)
    assert (sdk.read_key_path(path), sdk.read_api_base(path)) == (KEY, BASE)
    profile = resolve_profile(env=env)
    assert (profile.key_path, profile.api_base, profile.warnings) == (KEY, BASE, ())
    assert (mode_of(path), mode_of(path.parent)) == (0o600, 0o700)
    assert [file.name for file in path.parent.iterdir()] == ["config.toml"]


def test_what_else_is_there_stays(env: dict[str, str], path: Path) -> None:
    path.write_text('# mine\nssh_key_path = "/old"  # the old one\nother = 3\n\n[table]\nkey = "v" # why\n')
    path.chmod(0o644)
    save(env)
    assert path.read_text() == (
        f'# mine\nssh_key_path = "{KEY}"  # the old one\nother = 3\napi_base = "{BASE}"\n\n'
        '[table]\nkey = "v" # why\n'
    )
    assert mode_of(path) == 0o600


@pytest.mark.parametrize(
    ("mode", "of_folder"), [(0o620, False), (0o602, False), (0o770, True), (0o707, True)]
)
def test_what_others_may_write_is_refused(
    env: dict[str, str], path: Path, mode: int, of_folder: bool
) -> None:
    path.write_text("other = 3\n")
    (path.parent if of_folder else path).chmod(mode)
    with pytest.raises(SettingsError, match="group or others may write"):
        save(env)
    assert path.read_text() == "other = 3\n"


def test_a_link_to_ones_own_file_stays_a_link(env: dict[str, str], path: Path, tmp_path: Path) -> None:
    mine = tmp_path / "dotfiles.toml"
    mine.write_text("other = 3\n")
    path.symlink_to(mine)
    save(env)
    assert path.is_symlink()
    assert BASE in mine.read_text()


def test_a_link_into_a_shared_folder_is_refused(env: dict[str, str], path: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    path.symlink_to(shared / "config.toml")
    with pytest.raises(SettingsError, match=r"group or others may write .*shared"):
        save(env)
    assert list(shared.iterdir()) == []


def test_a_link_to_itself_is_refused(env: dict[str, str], path: Path) -> None:
    path.symlink_to(path)
    with pytest.raises(SettingsError, match="cannot be written"):
        save(env)


def test_somebody_elses_file_is_refused(
    env: dict[str, str], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("other = 3\n")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(SettingsError, match="belongs to somebody else"):
        save(env)


@pytest.mark.parametrize("content", [b"not = = toml", b"\xff\xfe"])
def test_what_is_no_toml_is_not_replaced(env: dict[str, str], path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="mend it or move it away"):
        save(env)
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_named(env: dict[str, str], path: Path) -> None:
    path.mkdir(mode=0o700)
    with pytest.raises(SettingsError, match="is no file"):
        save(env)


def test_a_full_disk_leaves_the_old_one(
    env: dict[str, str], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text('ssh_key_path = "/old"\n')

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsError, match="no space left"):
        save(env)
    assert read_sdk_config(env).key_path == "/old"
    assert len(list(path.parent.iterdir())) == 1


def test_a_base_that_is_none_is_never_saved(env: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="the host: not an"):
        save_sdk_config(env, key_path=KEY, api_base="ftp://x")
    assert read_sdk_config(env).api_base == ""


@pytest.mark.parametrize("name", ['quo"te', "back\\slash", "ä b"])
def test_any_path_comes_back_as_it_was(env: dict[str, str], name: str) -> None:
    path = save_sdk_config(env, key_path=Path("/keys") / name, api_base=BASE)
    assert sdk.read_key_path(path) == Path("/keys") / name
