"""The doctor against every trouble the simulator knows: it names the cause, and no other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from mimiry_tui.clouds.mimiry.keys import KeyRing
from mimiry_tui.clouds.transport import Deadlines
from mimiry_tui.commands.doctor.examination import examine
from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.printing import as_json
from mimiry_tui.commands.doctor.service_check import check_service
from mimiry_tui.simulator.faults import Fault, FaultKind
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clients import new_key
from tests.support.doctor import PATIENT, ImpatientClock, profile_for, surroundings, the, troubles
from tests.support.simulator import simulator

HURRIED = Deadlines(connect=10.0, read=0.3, whole=20.0)
AVAILABILITY = ":/api/compute/v1/availability"
BALANCE = ":/api/compute/v1/balance"

CAUSES: dict[FaultKind, tuple[str, str, str, str]] = {
    FaultKind.NO_BALANCE: (BALANCE, "account.balance", "Out of credit: insufficient balance", "top up"),
    FaultKind.CONFLICT: (BALANCE, "account.balance", "Not possible now", "try again later"),
    FaultKind.INVALID: (AVAILABILITY, "network.http", "Request refused", "look for an update"),
    FaultKind.QUOTA: (BALANCE, "account.balance", "Quota reached: concurrent_sessions", "higher quota"),
    FaultKind.ERROR_500: ("", "network.http", "something broke (HTTP 500)", "on the service's side"),
    FaultKind.ERROR_502: (BALANCE, "account.balance", "upstream went away (HTTP 502)", "service's side"),
    FaultKind.ERROR_503: (BALANCE, "account.balance", "try again later (HTTP 503)", "service's side"),
    FaultKind.RATE_LIMIT: (":/api/v1/auth/token", "account.sign_in", "Too many requests", "wait"),
    FaultKind.MALFORMED: ("", "network.http", "JSON that breaks off or is damaged", "really the service"),
    FaultKind.TRUNCATED: ("", "network.http", "broke off in the middle", "cuts connections"),
    FaultKind.RESET: ("", "network.http", "hung up before its answer", "cuts connections"),
    FaultKind.LOST: ("", "network.http", "hung up before its answer", "cuts connections"),
    FaultKind.IGNORED: ("", "network.http", "did not answer in time", "overloaded"),
    FaultKind.SILENT: ("", "network.http", "did not answer in time", "overloaded"),
    FaultKind.HTML: ("", "network.http", "an HTML page: 502 Bad Gateway", "answers instead of the service"),
    FaultKind.SKEW: ("", "network.clock", "clock is 10 min 0 s behind the service's", "synchronise"),
    FaultKind.UNKNOWN_STATE: ("", "account.sessions", "in a state unknown here", "update"),
}
"""Where it strikes, which finding tells of it, in which words, and what helps."""
TWICE = {
    FaultKind.ERROR_500: "account.sign_in",
    FaultKind.SKEW: "account.sign_in",
}
"""Troubles of the whole service that show in a second place as well."""


async def findings(cloud: RunningSimulator, home: Path, deadlines: Deadlines = PATIENT) -> Sequence[Finding]:
    profile = profile_for(cloud.base_url, cloud.key_path)
    return await check_service(surroundings(home, profile, clock=ImpatientClock(), deadlines=deadlines))


async def test_every_fault_is_named_by_its_cause(tmp_path: Path) -> None:
    assert set(CAUSES) == set(FaultKind) - {FaultKind.LATENCY}
    async with simulator(speed=1, token_requests=1_000) as cloud:
        faults = cloud.service.faults
        assert troubles(await findings(cloud, tmp_path)) == {}
        for kind, (where, id, words, fix) in CAUSES.items():
            faults.order(Fault.parse(f"{kind}{where}"))
            is_slow = kind in {FaultKind.IGNORED, FaultKind.SILENT}
            found = await findings(cloud, tmp_path, HURRIED if is_slow else PATIENT)
            assert set(troubles(found)) == {id, TWICE.get(kind, id)}, kind
            assert words in the(found, id).words, kind
            assert fix in the(found, id).fix, kind


async def test_an_answer_that_takes_long_is_called_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with simulator(speed=1, faults=[f"latency{AVAILABILITY}"]) as cloud:
        monkeypatch.setattr(cloud.service.faults, "delay", lambda: 0.1)
        profile = profile_for(cloud.base_url, cloud.key_path)
        found = await check_service(surroundings(tmp_path, profile, clock=ImpatientClock(pace=11)))
    told = the(found, "network.http")
    assert told.level is Level.WARN
    assert told.words == "the service answers, with 18 offers, slowly"
    assert told.seconds is not None
    assert told.seconds > 1


async def test_a_clock_off_by_ten_minutes_is_told_at_both_places(tmp_path: Path) -> None:
    async with simulator(speed=1, faults=["skew"]) as cloud:
        found = await findings(cloud, tmp_path)
    assert troubles(found) == {"network.clock": Level.FAIL, "account.sign_in": Level.FAIL}
    assert "this machine's clock is 10 min 0 s behind" in the(found, "account.sign_in").words


async def test_a_key_nobody_knows_is_told_with_the_way_to_register_it(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    async with simulator(speed=1) as cloud:
        found = await check_service(surroundings(tmp_path, profile_for(cloud.base_url, key)))
    assert troubles(found) == {"account.sign_in": Level.FAIL}
    told = the(found, "account.sign_in")
    assert told.words == "SSH key not registered (HTTP 401)"
    assert told.fix.startswith("mimiry-tui setup registers it, or ")
    assert "SHA256:" in told.fix


async def test_the_fourth_sign_in_within_a_minute_is_called_a_rate_limit(tmp_path: Path) -> None:
    async with simulator(speed=1, token_requests=1) as cloud:
        first = await findings(cloud, tmp_path)
        second = await findings(cloud, tmp_path)
    assert troubles(first) == {"account.limits": Level.WARN}
    assert the(first, "account.limits").words == "0 of 1 token requests per 60 s left"
    told = the(second, "account.sign_in")
    assert told.words.startswith(
        "signing in: Too many requests: too many token requests (HTTP 429), again in "
    )


async def test_a_locked_key_is_a_warning_because_the_dashboard_asks(tmp_path: Path) -> None:
    key = new_key(tmp_path, passphrase="sesame")
    async with simulator(speed=1) as cloud:
        cloud.service.door.register(KeyRing(key).public().line)
        found = await check_service(surroundings(tmp_path, profile_for(cloud.base_url, key)))
    assert troubles(found) == {"account.sign_in": Level.WARN}
    assert "ssh-add" in the(found, "account.sign_in").fix


async def test_without_signing_in_no_token_is_asked_for_but_a_cached_one_is_used(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        profile = profile_for(cloud.base_url, cloud.key_path, token_dir=tmp_path / "mimiry" / "tokens")
        none = await check_service(surroundings(tmp_path, profile, may_sign_in=False))
        assert cloud.requests["POST /api/v1/auth/token"] == 0
        assert troubles(none) == {"account.sign_in": Level.WARN}
        new = await check_service(surroundings(tmp_path, profile))
        assert the(new, "account.sign_in").words == "signed in by a new token, good for 60 min"
        cached = await check_service(surroundings(tmp_path, profile, may_sign_in=False))
        assert the(cached, "account.sign_in").words == "signed in by the cached token, good for 60 min"
        assert troubles(cached) == {}
        assert cloud.requests["POST /api/v1/auth/token"] == 1


async def test_the_ssh_servers_of_ready_sessions_are_greeted_and_a_silent_one_is_told(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        well = await findings(cloud, tmp_path)
        cloud.scenarios.ready("ssh-refused")
        cloud.scenarios.ready("evil-host-dash")
        ill = await findings(cloud, tmp_path)
        assert not cloud.front.logins
    assert the(well, "account.ssh").words == f"ssh: 127.0.0.1:{cloud.ssh_port} answers"
    told = [finding for finding in ill if finding.id == "account.ssh"]
    assert sorted(finding.level for finding in told) == [Level.OK, Level.WARN, Level.WARN]
    words = " ".join(finding.words for finding in told)
    assert "does not answer" in words
    assert "is not a host name: it starts with a dash" in words
    assert "owned" not in words


async def test_nothing_in_the_report_is_nobodys_business(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        tokens = tmp_path / "mimiry" / "tokens"
        profile = profile_for(cloud.base_url, cloud.key_path, token_dir=tokens)
        cloud.service.faults.order(Fault.parse("error500:/api/compute/v1/quota"))
        report = as_json(await examine(surroundings(tmp_path, profile)), tmp_path)
        secrets = [*names_and_amounts(cloud), KeyRing(cloud.key_path).public().line.split()[1], str(tmp_path)]
        secrets += [json.loads(file.read_text())["access_token"] for file in tokens_in(tokens)]
    assert len(secrets) > 5
    assert [secret for secret in secrets if secret in report] == []
    assert all(f'"group": "{group}"' in report for group in Group)


def names_and_amounts(cloud: RunningSimulator) -> list[str]:
    state = cloud.world.state
    names = [session.launch.name for session in state.sessions.values()]
    return [*names, state.account_email, str(cloud.world.balance())]


def tokens_in(folder: Path) -> list[Path]:
    found = list(folder.iterdir())
    assert found
    return found
