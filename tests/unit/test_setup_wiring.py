"""What the set-up does outside of its screen."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from mimiry_tui.settings import Profile
from mimiry_tui.ssh.key_finding import FoundKey, look_at_key
from mimiry_tui.ssh.key_making import KeyMakingError
from mimiry_tui.ui.setup.wiring import wired
from tests.support.clock import ManualClock


@pytest.fixture
def key(tmp_path: Path) -> FoundKey:
    """One whose public half has no file."""
    path = tmp_path / "id"
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(path)
    path.chmod(0o600)
    found = look_at_key(path)
    assert found is not None
    return found


async def test_a_key_that_is_taken_twice_in_a_row_has_its_public_half_written_once(key: FoundKey) -> None:
    services = wired(Profile("", "https://one.example", "", None, ""), ManualClock(), {})
    first, second = await asyncio.gather(services.ready_key(key), services.ready_key(replace(key)))
    assert first == second == replace(key, public_line="")
    assert key.path.with_name("id.pub").read_text() == f"{key.public_line}\n"


async def test_a_key_that_is_another_one_by_now_is_not_taken_for_it(key: FoundKey) -> None:
    services = wired(Profile("", "https://one.example", "", None, ""), ManualClock(), {})
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(key.path)
    with pytest.raises(KeyMakingError, match="is another key by now"):
        await services.ready_key(key)
    assert not key.path.with_name("id.pub").exists()
