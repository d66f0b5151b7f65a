"""Keys found and made, judged by OpenSSH and by the service's own client."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mimiry_tui.clouds.errors import KeyLocked, NoKey
from mimiry_tui.clouds.registry import open_signer
from mimiry_tui.settings import Profile, save_sdk_config
from mimiry_tui.ssh.key_finding import find_keys
from mimiry_tui.ssh.key_making import make_key, new_key_path
from tests.support.simulator import simulator
from tests.support.ssh_agent import ssh_agent
from tests.support.tools import need, run_program

KINDS = {
    "ed25519": ("-t", "ed25519"),
    "rsa 3072": ("-t", "rsa", "-b", "3072"),
    "ecdsa 384": ("-t", "ecdsa", "-b", "384"),
}


def profile_of(key: Path) -> Profile:
    return Profile("test", "https://a.example", "--api-base", key, "--key")


async def test_what_is_found_is_what_openssh_lists(tmp_path: Path) -> None:
    folder = tmp_path / ".ssh"
    folder.mkdir(mode=0o700)
    listed = {}
    for number, (kind, options) in enumerate(KINDS.items()):
        path = folder / f"id_{number}"
        passphrase = "secret" if number == 1 else ""
        made = await run_program(
            need("ssh-keygen"), "-q", *options, "-N", passphrase, "-C", "two words", "-f", str(path)
        )
        assert made.status == 0, made.err
        words = (await run_program(need("ssh-keygen"), "-lf", str(path))).out.split()
        listed[path] = (kind, words[1], "two words", number == 1, number == 2)
    async with ssh_agent(folder / "id_2") as socket:
        found = find_keys(tmp_path, socket)
    assert {
        key.path: (key.kind, key.fingerprint, key.comment, key.is_locked, key.in_agent) for key in found
    } == listed


async def test_a_new_key_is_one_that_openssh_takes(tmp_path: Path) -> None:
    made = make_key(new_key_path(tmp_path, "laptop"), passphrase="open sesame", comment="ada at home")
    listed = (await run_program(need("ssh-keygen"), "-lf", str(made.path))).out.split()
    assert listed == ["256", made.fingerprint, "ada", "at", "home", "(ED25519)"]
    derived = await run_program(need("ssh-keygen"), "-y", "-P", "open sesame", "-f", str(made.path))
    assert derived.out.split()[:2] == made.public_line.split()[:2]
    assert (await run_program(need("ssh-keygen"), "-y", "-P", "", "-f", str(made.path))).status != 0


async def test_a_locked_key_signs_with_its_passphrase_only(tmp_path: Path) -> None:
    made = make_key(tmp_path / "k", passphrase="open sesame", comment="")
    profile = profile_of(made.path)
    assert open_signer(profile).public_line == made.public_line
    assert open_signer(profile).fingerprint == made.fingerprint
    for passphrase in (None, "wrong"):
        with pytest.raises(KeyLocked):
            await open_signer(profile, passphrase).sign(b"data", "mimiry-key")
    assert b"SSH SIGNATURE" in await open_signer(profile, "open sesame").sign(b"data", "mimiry-key")


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoKey, match="gone"):
        open_signer(profile_of(tmp_path / "gone"))


async def test_the_services_own_client_works_with_what_was_saved(tmp_path: Path) -> None:
    made = make_key(new_key_path(tmp_path, "laptop"), passphrase=None, comment="")
    async with simulator(register_keys=[made.public_line]) as cloud:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }
        save_sdk_config(env, key_path=made.path, api_base=cloud.base_url)
        whoami = await run_program(sys.executable, "-m", "mimiry", "whoami", env=env)
        assert whoami.status == 0, whoami
        assert cloud.base_url in whoami.out
