"""Where API tokens are read from, what is refused, and that no token is ever in words."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import keyring
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked

from mimiry_tui.clouds.jobs.kind import KIND as JOBS
from mimiry_tui.clouds.mags.kind import KIND as MAGS
from mimiry_tui.settings.token_places import place_of, references_of, sign_in_words
from mimiry_tui.settings.tokens import FoundToken, TokenTrouble, read_token
from tests.support.examples import examples

SECRET = "mky_s3cret"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path)}


def kept(folder: Path, text: str, *, name: str = "token", mode: int = 0o600) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return f"file:{path}"


def trouble(reference: str, env: dict[str, str], prefix: str = "") -> str:
    with pytest.raises(TokenTrouble) as refused:
        read_token((reference,), env, prefix=prefix)
    assert "s3cret" not in str(refused.value)
    return str(refused.value)


def test_the_first_place_that_has_a_token_is_where_it_comes_from(env: dict[str, str], tmp_path: Path) -> None:
    env["MAGS_TOKEN"] = " second \n"
    found = read_token(MAGS.token_sources, env)
    assert (found.token, found.source) == ("second", "env MAGS_TOKEN")
    env["MAGS_API_TOKEN"] = "first"
    assert read_token(MAGS.token_sources, env) == FoundToken("first", "env MAGS_API_TOKEN")
    assert "first" not in repr(read_token(MAGS.token_sources, env))


def test_without_one_every_place_that_was_looked_at_is_named(env: dict[str, str]) -> None:
    with pytest.raises(TokenTrouble) as refused:
        read_token(MAGS.token_sources, env)
    assert (
        str(refused.value)
        == "env MAGS_API_TOKEN is not set; env MAGS_TOKEN is not set; there is no ~/.mags/config.json"
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"token": "mine"}',
        '{"api_token": " mine "}',
        '{"apiToken": "mine", "email": "x"}',
        '{"token": 7, "auth": {"token": "mine"}}',
        '\ufeff{"token": "mine"}',
    ],
)
def test_the_file_of_mags_own_program_is_read_in_whichever_shape(env: dict[str, str], text: str) -> None:
    kept(Path(env["HOME"]) / ".mags", text, name="config.json", mode=0o644)
    assert read_token(MAGS.token_sources, env) == FoundToken("mine", "~/.mags/config.json")


@settings(max_examples=examples(50))
@given(st.binary(max_size=200) | st.sampled_from([b"[" * 90_000, b'{"token": {"token": {"token": null}}}']))
def test_whatever_is_in_that_file_is_a_token_or_none(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "config.json").write_bytes(content)
        with pytest.raises(TokenTrouble):
            read_token((f"json:{folder}/config.json",), {})


def test_a_file_is_used_only_if_nobody_else_may_read_it(env: dict[str, str], tmp_path: Path) -> None:
    reference = kept(tmp_path, f"{SECRET}\n")
    assert read_token((reference,), env) == FoundToken(SECRET, str(tmp_path / "token"))
    assert read_token(("file:~/token",), env).source == "~/token"
    for mode in (0o640, 0o604, 0o660):
        (tmp_path / "token").chmod(mode)
        assert "chmod 600" in trouble(reference, env)
    (tmp_path / "link").symlink_to(tmp_path / "token")
    (tmp_path / "token").chmod(0o600)
    assert read_token(("file:~/link",), env).token == SECRET


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{SECRET}\nmky_s3cret2\n", "more than one line"),
        ("mky_s3 cret s3cret", "signs that no token has"),
        ("mky_s3cret\x1b[2J", "signs that no token has"),
        ("mky_s3cret\u00e9", "signs that no token has"),
        ("s3cret_of_another_service", "does not begin with mky_"),
        ("mky_" + "s3cret" * 900, "too long"),
        ("  \n", "is empty"),
        ("s3cret" * 20_000, "too large"),
    ],
)
def test_what_can_be_no_token_is_refused_and_not_repeated(
    env: dict[str, str], tmp_path: Path, text: str, words: str
) -> None:
    assert words in trouble(kept(tmp_path, text), env, prefix="mky_")


def test_a_place_that_is_no_file_keeps_nobody_waiting(env: dict[str, str], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file" in trouble("file:~/pipe", env)
    assert "is a directory" in trouble("file:~", env)
    assert trouble("file:~/none/at/all", env) == "there is no ~/none/at/all"
    assert "not the name of a file" in trouble("file:~/a\0b", env)


def test_a_token_in_place_of_its_place_is_not_repeated(env: dict[str, str]) -> None:
    assert "has to be a place" in trouble(SECRET, env)
    assert place_of(SECRET) == "no known place"
    assert "s3cret" not in sign_in_words(SECRET, JOBS, env)


def test_how_an_account_signs_in_is_told_without_looking_at_the_disk(env: dict[str, str]) -> None:
    assert sign_in_words("", JOBS, env) == "token from env MIMIRY_API_KEY"
    assert sign_in_words("", MAGS, env) == "token from ~/.mags/config.json"
    assert sign_in_words("", MAGS, env | {"MAGS_TOKEN": "x"}) == "token from env MAGS_TOKEN"
    assert sign_in_words("keyring:work", MAGS, env | {"MAGS_TOKEN": "x"}) == "token from keyring work"
    assert references_of("keyring:work", MAGS) == ("keyring:work",)


class BusError(Exception):
    """As what is behind a keyring may raise."""


class Kept(KeyringBackend):
    """A keyring of this process."""

    priority = 1.0

    def __init__(self, secret: str | None, *, fault: Exception | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secret, self.fault = secret, fault

    def get_password(self, service: str, username: str) -> str | None:
        if self.fault is not None:
            raise self.fault
        return self.secret if (service, username) == ("mimiry-tui", "work") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("nothing is written")


def test_the_systems_keyring_is_asked_by_name(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = keyring.core._keyring_backend
    monkeypatch.setattr(keyring.core, "_keyring_backend", before)  # put back whatever the test sets
    keyring.set_keyring(Kept(SECRET))
    assert read_token(("keyring:work",), env, prefix="mky_") == FoundToken(SECRET, "keyring work")
    assert trouble("keyring:other", env) == "keyring other holds no token: keyring set mimiry-tui other"
    bus = SimpleNamespace(SecretStorageException=BusError)
    monkeypatch.setitem(sys.modules, "secretstorage.exceptions", bus)
    for fault in (KeyringLocked("s3cret words"), BusError("s3cret words"), TimeoutError("s3cret words")):
        keyring.set_keyring(Kept(None, fault=fault))
        assert "locked or refuses" in trouble("keyring:work", env)
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    assert "this system has no keyring" in trouble("keyring:work", env)


def test_without_the_extra_the_keyring_is_told_to_need_it(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert 'pip install "mimiry-tui[keyring]"' in trouble("keyring:work", env)
