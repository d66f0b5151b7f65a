"""The trial at the end of the set-up: what counts as signed in, and what is said where it does not."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.clock import SystemClock
from mimiry_tui.clouds import errors
from mimiry_tui.live.setup.trial import Trial, sign_in
from mimiry_tui.settings import Profile
from mimiry_tui.simulator.faults import Fault
from mimiry_tui.ssh.key_making import make_key
from tests.support.simulator import simulator


async def test_a_locked_key_is_tried_with_its_passphrase(tmp_path: Path) -> None:
    made = make_key(tmp_path / "k", passphrase="open sesame", comment="")
    async with simulator(register_keys=[made.public_line]) as cloud:
        profile = Profile("test", cloud.base_url, "--api-base", made.path, "--key")

        async def tried(passphrase: str | None) -> Trial:
            return await sign_in(profile, SystemClock(), passphrase=passphrase)

        locked, wrong, right = [await tried(word) for word in (None, "wrong", "open sesame")]
        assert [type(trial.error) for trial in (locked, wrong, right)] == [errors.KeyLocked] * 2 + [
            type(None)
        ]
        assert [trial.ok for trial in (locked, wrong, right)] == [False, False, True]
        assert {trial.fingerprint for trial in (locked, wrong, right)} == {made.fingerprint}
        assert cloud.requests["POST /api/v1/auth/token"] == 1


async def test_an_account_without_money_is_signed_in(tmp_path: Path) -> None:
    async with simulator(demo=False) as cloud:
        profile = Profile("test", cloud.base_url, "--api-base", cloud.key_path, "--key")
        trial = await sign_in(profile, SystemClock())
        assert (trial.ok, trial.balance) == (True, None)
        assert isinstance(trial.error, errors.InsufficientBalance)
        cloud.service.faults.order(Fault.parse("rate429:POST /api/v1/auth"))
        refused = await sign_in(profile, SystemClock())
        assert (refused.ok, refused.until) == (False, None)
        assert isinstance(refused.error, errors.TooManyRequests)
        assert refused.error.retry_after is not None


async def test_a_missing_key_is_said(tmp_path: Path) -> None:
    profile = Profile("test", "http://127.0.0.1:9", "--api-base", tmp_path / "gone", "--key")
    trial = await sign_in(profile, SystemClock())
    assert (trial.ok, trial.fingerprint) == (False, "")
    assert isinstance(trial.error, errors.NoKey)
