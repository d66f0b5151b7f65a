"""The token cache against the real SDK: what either stores the other uses, and both guard alike."""

from __future__ import annotations

import os
import time
from importlib import import_module
from pathlib import Path

import pytest

from mimiry_tui.clock import SystemClock
from mimiry_tui.clouds.mimiry.keys import KeyRing
from mimiry_tui.clouds.mimiry.token_cache import Token, TokenCache
from mimiry_tui.settings import resolve_profile
from tests.support.clients import client, new_key
from tests.support.scripted_server import Reply, scripted_server

_auth = import_module("mimiry._auth")  # untyped: imported so that its names are Any
_token_cache = import_module("mimiry._token_cache")

BASE = "https://softlaunch.mimiry.com"
FINGERPRINT = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"


@pytest.fixture(autouse=True)
def cache_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(root))
    return root


def ours(base: str = BASE) -> TokenCache:
    return TokenCache(resolve_profile(api_base=base).token_dir, base)


def test_the_sdk_reads_what_we_store() -> None:
    expires_at = time.time() + 3_600
    ours().store(FINGERPRINT, Token("token-1", expires_at))
    assert _token_cache.load(FINGERPRINT, BASE) == ("token-1", expires_at)


def test_we_read_what_the_sdk_stores() -> None:
    expires_at = time.time() + 3_600
    _token_cache.store(FINGERPRINT, BASE + "/", "token-2", expires_at)
    assert ours().load(FINGERPRINT, time.time()) == Token("token-2", expires_at)


def test_we_keep_our_files_as_private_as_the_sdk(cache_root: Path) -> None:
    old = os.umask(0o002)
    try:
        ours().store(FINGERPRINT, Token("token-1", time.time() + 3_600))
    finally:
        os.umask(old)
    path = _token_cache.cache_path(FINGERPRINT, BASE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path], "no temporary file is left"
    assert path.is_relative_to(cache_root)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_an_exposed_token_is_deleted_not_used(mode: int) -> None:
    path = _token_cache.store(FINGERPRINT, BASE, "token", time.time() + 3_600)
    assert path is not None
    path.chmod(mode)
    assert ours().load(FINGERPRINT, time.time()) is None
    assert not path.exists()


def test_a_folder_others_may_write_makes_its_tokens_unusable() -> None:
    path = _token_cache.store(FINGERPRINT, BASE, "token", time.time() + 3_600)
    assert path is not None
    path.parent.chmod(0o770)
    assert ours().load(FINGERPRINT, time.time()) is None
    assert not path.exists()


@pytest.mark.parametrize(("left", "usable"), [(301, True), (299, False), (-1, False)])
def test_the_margin_is_that_of_the_sdk(left: float, usable: bool) -> None:
    now = time.time()
    for store in (_ours, _theirs):
        store(now + left)
        assert (ours().load(FINGERPRINT, now) is not None) is usable
        store(now + left)
        assert (_token_cache.load(FINGERPRINT, BASE, now=now) is not None) is usable


def _ours(expires_at: float) -> None:
    ours().store(FINGERPRINT, Token("token", expires_at))


def _theirs(expires_at: float) -> None:
    _token_cache.store(FINGERPRINT, BASE, "token", expires_at)


def test_another_key_or_host_gets_nothing() -> None:
    now = time.time()
    _ours(now + 3_600)
    assert ours().load(FINGERPRINT[:-1] + "V", now) is None
    assert ours("https://alpha.mimiry.com").load(FINGERPRINT, now) is None
    mine = _token_cache.cache_path(FINGERPRINT, BASE)
    theirs = _token_cache.cache_path(FINGERPRINT, "https://alpha.mimiry.com")
    theirs.write_bytes(mine.read_bytes())
    theirs.chmod(0o600)
    assert ours("https://alpha.mimiry.com").load(FINGERPRINT, now) is None, "a copied file is not believed"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"access_token": 5}', b'{"access_token": "a\\nb", "expires_at": 9e12}'],
)
def test_a_damaged_file_is_deleted(content: bytes) -> None:
    path = _token_cache.store(FINGERPRINT, BASE, "token", time.time() + 3_600)
    assert path is not None
    path.write_bytes(content)
    assert ours().load(FINGERPRINT, time.time()) is None
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_no_error(cache_root: Path) -> None:
    cache_root.write_text("a file where a folder should be")
    _ours(time.time() + 3_600)
    assert ours().load(FINGERPRINT, time.time()) is None


def test_orphans_of_a_crash_are_swept() -> None:
    path = _token_cache.store(FINGERPRINT, BASE, "token", time.time() + 3_600)
    assert path is not None
    old, young = path.parent / ".tok-old.tmp", path.parent / ".tok-young.tmp"
    old.write_text("{}")
    young.write_text("{}")
    os.utime(old, (time.time() - 120, time.time() - 120))
    _ours(time.time() + 3_600)
    assert not old.exists()
    assert young.exists()


async def test_one_exchange_serves_both_clients(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    async with scripted_server() as server:
        server.give(Reply.of({"access_token": "shared", "expires_in": 3600, "balance": 1}))
        cloud = client(
            server.url, SystemClock(), key, token_dir=resolve_profile(api_base=server.url).token_dir
        )
        await cloud.balance()
        sdk = _auth.get_token(key, server.url)
        assert sdk.access_token == "shared"
        assert sdk.fingerprint == KeyRing(key).public().fingerprint
        assert len(server.asked("/api/v1/auth/token")) == 1
        await cloud.aclose()
