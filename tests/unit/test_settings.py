"""Which key, which host, which folders: precedence and refusals."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from mimiry_tui.settings import (
    DEFAULT_API_BASE,
    Profile,
    SettingsError,
    account_dir,
    is_loopback,
    name_of,
    read_sdk_config,
    resolve_paths,
    resolve_profile,
)
from mimiry_tui.settings.paths import home_of


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path)}


def write_config(env: Mapping[str, str], text: str, mode: int = 0o600) -> Path:
    path = Path(env["HOME"]) / ".config" / "mimiry" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


def test_with_nothing_set_the_default_host_and_no_key(env: dict[str, str]) -> None:
    profile = resolve_profile(env=env)
    assert (profile.api_base, profile.api_base_source) == (DEFAULT_API_BASE, "default")
    assert profile.key_path is None
    assert profile.name == "softlaunch"
    assert profile.token_dir == Path(env["HOME"]) / ".cache" / "mimiry" / "tokens"
    assert profile.warnings == ()


def test_each_source_of_the_base_beats_the_next(env: dict[str, str]) -> None:
    path = write_config(env, 'api_base = "https://config.example.org/"')
    assert _base(resolve_profile(env=env)) == ("https://config.example.org", str(path))
    env["MIMIRY_API_BASE"] = "https://env.example.org"
    assert _base(resolve_profile(env=env)) == ("https://env.example.org", "MIMIRY_API_BASE")
    assert _base(resolve_profile(env=env, instance="Alpha")) == ("https://alpha.mimiry.com", "--instance")
    flagged = resolve_profile(env=env, instance="alpha", api_base="http://127.0.0.1:8080")
    assert _base(flagged) == ("http://127.0.0.1:8080", "--api-base")
    assert flagged.name == "127.0.0.1:8080"


def test_each_source_of_the_key_beats_the_next(env: dict[str, str]) -> None:
    path = write_config(env, 'ssh_key_path = "~/.ssh/from_config"')
    home = Path(env["HOME"])
    assert _key(resolve_profile(env=env)) == (home / ".ssh" / "from_config", str(path))
    env["MIMIRY_SSH_KEY"] = "~/.ssh/from_env.pub"
    assert _key(resolve_profile(env=env)) == (home / ".ssh" / "from_env.pub", "MIMIRY_SSH_KEY")
    assert _key(resolve_profile(env=env, key="/keys/k")) == (Path("/keys/k"), "--key")


def test_empty_values_are_absent(env: dict[str, str]) -> None:
    env |= {"MIMIRY_API_BASE": " ", "MIMIRY_SSH_KEY": "", "XDG_CACHE_HOME": ""}
    profile = resolve_profile(env=env, key="", api_base="", instance="")
    assert (profile.api_base, profile.key_path) == (DEFAULT_API_BASE, None)


def test_xdg_variables_move_the_sdk_files(env: dict[str, str], tmp_path: Path) -> None:
    env |= {"XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_CACHE_HOME": str(tmp_path / "k")}
    (tmp_path / "c" / "mimiry").mkdir(parents=True)
    (tmp_path / "c" / "mimiry" / "config.toml").write_text('ssh_key_path = "/k"')
    profile = resolve_profile(env=env)
    assert profile.key_path == Path("/k")
    assert profile.token_dir == tmp_path / "k" / "mimiry" / "tokens"


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_config_others_may_write_is_not_believed(env: dict[str, str], mode: int) -> None:
    write_config(env, 'api_base = "https://evil.example.org"\nssh_key_path = "/evil"', mode)
    profile = resolve_profile(env=env)
    assert (profile.api_base, profile.key_path) == (DEFAULT_API_BASE, None)
    assert "others may write" in profile.warnings[0]


@pytest.mark.parametrize("text", ["api_base = ", "\x00", "[[["])
def test_a_damaged_config_is_a_warning(env: dict[str, str], text: str) -> None:
    write_config(env, text)
    assert "not valid TOML" in read_sdk_config(env).warning


def test_a_config_in_other_bytes_is_a_warning(env: dict[str, str]) -> None:
    write_config(env, "").write_bytes(b'api_base = "\xff"')
    assert "UTF-8" in read_sdk_config(env).warning


def test_a_config_that_is_a_folder_is_a_warning(env: dict[str, str]) -> None:
    (Path(env["HOME"]) / ".config" / "mimiry" / "config.toml").mkdir(parents=True, mode=0o700)
    assert read_sdk_config(env).warning


def test_a_config_with_other_types_says_nothing(env: dict[str, str]) -> None:
    write_config(env, "api_base = 7\nssh_key_path = [1]")
    sdk = read_sdk_config(env)
    assert (sdk.api_base, sdk.key_path, sdk.warning) == ("", "", "")


@pytest.mark.parametrize(
    "base",
    [
        "ftp://x.org",
        "x.org",
        "https://",
        "https://user:secret@x.org",
        "https://secret@x.org",
        "https://x.org?secret=1",
        "https://x.org#secret",
        "https://x.org:port",
        "https://x.org/a b",
        "https://bücher.example",
        "https://[::1",
        "https://x.org/\x1b[31m",
    ],
)
def test_a_base_that_is_none_is_refused_with_its_source(env: dict[str, str], base: str) -> None:
    with pytest.raises(SettingsError, match="MIMIRY_API_BASE") as refused:
        resolve_profile(env=env | {"MIMIRY_API_BASE": base})
    if "@" in base:
        assert "secret" not in str(refused.value)


@pytest.mark.parametrize("instance", ["a.b", "a/b", "-a", "ä", "x@y", "a b"])
def test_an_instance_is_one_plain_word(env: dict[str, str], instance: str) -> None:
    with pytest.raises(SettingsError, match="--instance"):
        resolve_profile(env=env, instance=instance)


@pytest.mark.parametrize(
    ("base", "name"),
    [
        ("https://alpha.mimiry.com", "alpha"),
        ("https://x.org:8443/api", "x.org:8443"),
        ("http://[::1]:80", "[::1]:80"),
    ],
)
def test_names_for_the_header(base: str, name: str) -> None:
    assert name_of(base) == name


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "10.0.0.1", "localhost.example.org", "127.0.0.1.nip.io", "0.0.0.0", "::"]
)
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)


def test_xdg_variables_move_our_own_folders(env: dict[str, str], tmp_path: Path) -> None:
    env |= {"XDG_CONFIG_HOME": "~/c", "XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": "/k"}
    paths = resolve_paths(env)
    assert paths.config_dir == tmp_path / "c" / "mimiry-tui"
    assert (paths.state_dir, paths.cache_dir) == (Path("/s/mimiry-tui"), Path("/k/mimiry-tui"))


def test_without_them_the_system_decides(env: dict[str, str]) -> None:
    paths = resolve_paths(env | {"XDG_STATE_HOME": "/s"})
    assert paths.state_dir == Path("/s/mimiry-tui")
    assert paths.config_dir.name == paths.cache_dir.name == "mimiry-tui"


@pytest.mark.parametrize("told", ["", "relative"])
def test_a_home_that_names_no_place_is_what_the_system_says_or_the_root(
    told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home_of({"HOME": told}) == Path(pwd.getpwuid(os.getuid()).pw_dir)

    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setenv("HOME", told)
    for name in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    assert resolve_paths({"HOME": told}).state_dir == Path("/.local/state/mimiry-tui")


def test_nothing_heavy_is_imported_for_settings() -> None:
    code = (
        "import sys; from mimiry_tui.settings import resolve_profile;"
        "resolve_profile(env={'HOME': '/nowhere'});"
        "print([m for m in ('httpx','msgspec','platformdirs','tomllib','asyncssh') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _base(profile: Profile) -> tuple[str, str]:
    return profile.api_base, profile.api_base_source


def _key(profile: Profile) -> tuple[Path | None, str]:
    return profile.key_path, profile.key_source


def test_what_is_kept_of_an_account_lies_apart_for_each_host_and_key() -> None:
    state = Path("/state")
    alpha, key = "https://alpha.mimiry.com", Path("/keys/one")
    folders = {
        account_dir(state, alpha, key),
        account_dir(state, alpha, Path("/keys/two")),
        account_dir(state, alpha, None),
        account_dir(state, "https://beta.mimiry.com", key),
        account_dir(state, "http://127.0.0.1:8080/../../etc", key),
    }
    assert len(folders) == 5
    assert all(folder.parent == state / "accounts" for folder in folders)
    assert all(not folder.name.startswith(".") and ":" not in folder.name for folder in folders)
    assert account_dir(state, alpha, key).name.startswith("alpha-")


def test_a_key_is_the_same_with_and_without_pub() -> None:
    state, base = Path("/state"), "https://alpha.mimiry.com"
    assert account_dir(state, base, Path("/k/one")) == account_dir(state, base, Path("/k/one.pub"))


def test_read_only_is_kept_in_the_profile(env: dict[str, str]) -> None:
    assert resolve_profile(env=env, read_only=True).read_only
    assert not resolve_profile(env=env).read_only
