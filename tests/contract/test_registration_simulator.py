"""A key registered by the guided way at the simulated service: from nothing to a balance."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.clouds.errors import KeyNotRegistered
from mimiry_tui.clouds.registration import Registrar
from mimiry_tui.clouds.registry import open_registrar, open_signer
from mimiry_tui.live.setup.registering import Registering
from mimiry_tui.live.setup.steps import Step, StepKind
from mimiry_tui.live.setup.trial import sign_in
from mimiry_tui.settings import Profile
from mimiry_tui.simulator.faults import FaultKind
from mimiry_tui.simulator.server import RunningSimulator
from mimiry_tui.ssh.key_making import make_key
from tests.support.clock import ManualClock
from tests.support.simulator import simulator

_PATIENCE_SECONDS = 30


class ImpatientClock(SystemClock):
    """Does not wait between questions, so that no test does."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


@dataclass
class Stage:
    """A new key, a service that does not know it, and the two of them talking."""

    cloud: RunningSimulator
    registrar: Registrar
    profile: Profile

    def registering(self, *, pairing_code: str = "", email: str = "") -> Registering:
        signer = open_signer(self.profile)
        return Registering(
            self.registrar,
            signer.sign,
            signer.public_line,
            "mimiry-tui on <laptop>",
            ImpatientClock(),
            pairing_code=pairing_code,
            email=email,
        )

    async def decide(self, url: str, action: str = "approve") -> str:
        """What the person's browser does: open the page, press a button."""
        async with httpx.AsyncClient(verify=False) as browser:
            page = await browser.get(url)
            assert page.status_code == 200
            await browser.post(url, data={"action": action})
        return page.text

    async def run(self, one: Registering, action: str = "approve", *, confirms: bool = True) -> Step:
        """Until its end, with a person who does that at the portal and then says yes or no."""
        arrived: asyncio.Queue[Step] = asyncio.Queue()
        one.subscribe(arrived.put_nowait)
        async with asyncio.timeout(_PATIENCE_SECONDS):
            running = asyncio.create_task(one.run())
            while not (step := await arrived.get()).is_final:
                if step.kind is StepKind.AT_PORTAL:
                    await self.decide(step.verify_url, action)
                elif step.kind is StepKind.CONFIRM_ACCOUNT:
                    (one.confirm if confirms else one.refuse)()
            return await running


@contextlib.asynccontextmanager
async def stage(
    folder: Path, *, registration: bool = True, portal_email: str = "", clock: Clock | None = None
) -> AsyncIterator[Stage]:
    made = make_key(folder / "keys" / "mimiry_test", passphrase=None, comment="tests")
    async with simulator(registration=registration, portal_email=portal_email, clock=clock) as cloud:
        profile = Profile("test", cloud.base_url, "--api-base", made.path, "--key", folder / "tokens")
        registrar = open_registrar(profile, ImpatientClock())
        try:
            yield Stage(cloud, registrar, profile)
        finally:
            await registrar.aclose()


async def test_from_a_new_key_to_the_balance(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with stage(tmp_path) as at:
        before = await sign_in(at.profile, SystemClock())
        assert isinstance(before.error, KeyNotRegistered)
        assert (before.ok, before.balance, before.until) == (False, None, None)
        one = at.registering()
        assert await at.run(one) == Step(StepKind.DONE, email="demo@mimiry.example")
        after = await sign_in(at.profile, SystemClock())
        assert after.ok
        assert after.balance is not None
        assert after.balance.money.currency == "EUR"
        assert after.fingerprint == before.fingerprint == open_signer(at.profile).fingerprint
        assert after.until is not None
        assert (await at.run(at.registering())).kind is StepKind.ALREADY_REGISTERED
        assert at.cloud.service.registration is not None
        secrets = list(at.cloud.service.registration.registrations)
        assert len(secrets) == 2
        logged = [record.getMessage() for record in caplog.records if record.name.startswith("mimiry_tui")]
        assert any("ssh-keys/register/[hidden]/status" in line for line in logged)
        assert not any(secret in line for line in logged for secret in secrets)
        assert at.cloud.requests["DELETE /api/auth/v1/ssh-keys/register/{id}"] == 1


async def test_each_trial_is_a_real_exchange_that_the_dashboard_can_use(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        profile = replace(at.profile, key_path=at.cloud.key_path)
        for _ in range(2):
            assert (await sign_in(profile, SystemClock())).ok
        assert at.cloud.requests["POST /api/v1/auth/token"] == 2
        assert len(list((tmp_path / "tokens").iterdir())) == 1


async def test_a_pairing_code_asks_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        async with httpx.AsyncClient(verify=False) as browser:
            page = await browser.get(f"{at.cloud.base_url}/portal/pairing-code")
        code = page.text.partition("<code>")[2].partition("</code>")[0]
        assert (await at.run(at.registering(pairing_code=code), confirms=False)).kind is StepKind.DONE
        again = await at.run(at.registering(pairing_code=code))
        assert (again.kind, again.words) == (
            StepKind.FAILED,
            "Request refused: unknown or expired pairing code",
        )


async def test_another_account_at_the_portal_gets_no_key(tmp_path: Path) -> None:
    async with stage(tmp_path, portal_email="eve@mimiry.example") as at:
        keys = list(at.cloud.world.state.registered_keys)
        wrong = Step(StepKind.WRONG_ACCOUNT, email="eve@mimiry.example")
        assert await at.run(at.registering(), confirms=False) == wrong
        assert await at.run(at.registering(email="demo@mimiry.example")) == wrong
        assert at.cloud.world.state.registered_keys == keys
        assert at.cloud.requests["POST /api/auth/v1/ssh-keys/register/{id}/submit-key"] == 0
        assert at.cloud.requests["DELETE /api/auth/v1/ssh-keys/register/{id}"] == 2


async def test_a_refusal_in_the_portal_is_told(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        step = await at.run(at.registering(), "refuse")
        assert (step.kind, step.words) == (StepKind.FAILED, "refused in the portal")


async def test_a_registration_runs_out_by_the_services_clock(tmp_path: Path) -> None:
    clock = ManualClock()
    async with stage(tmp_path, clock=clock) as at:
        one = at.registering()
        one.subscribe(lambda step: clock.machine_slept(600))
        async with asyncio.timeout(_PATIENCE_SECONDS):
            assert (await one.run()).kind is StepKind.EXPIRED


async def test_an_older_deployment_has_no_such_flow(tmp_path: Path) -> None:
    async with stage(tmp_path, registration=False) as at:
        step = await at.run(at.registering())
        assert step.kind is StepKind.UNSUPPORTED


@pytest.mark.parametrize("fault", [FaultKind.LOST, FaultKind.ERROR_502])
@pytest.mark.parametrize("deed", ["submit-key", "prove-ownership"])
async def test_a_lost_answer_is_got_over(
    tmp_path: Path, deed: str, fault: FaultKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [fault]

    def strike(path: str, _method: str) -> list[FaultKind]:
        return [left.pop()] if left and path.endswith(deed) else []

    async with stage(tmp_path) as at:
        monkeypatch.setattr(at.cloud.service.faults, "strike", strike)
        assert (await at.run(at.registering())).kind is StepKind.DONE
        assert left == []
        assert at.cloud.requests["DELETE /api/auth/v1/ssh-keys/register/{id}"] == 0
