"""The doctor at services that take tokens: where the token is, and what it is good for."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mimiry_tui.commands.doctor.endpoints import is_unknown, look_at_all
from mimiry_tui.commands.doctor.examination import examine
from mimiry_tui.commands.doctor.findings import Finding, Level
from mimiry_tui.commands.doctor.key_check import check_key
from mimiry_tui.commands.doctor.printing import as_json
from mimiry_tui.commands.doctor.schema import SCHEMA
from mimiry_tui.commands.doctor.service_check import check_service
from mimiry_tui.commands.doctor.settings_check import check_settings
from mimiry_tui.settings import Profile
from mimiry_tui.simulator.faults import Fault, FaultKind
from tests.support.clock import ManualClock
from tests.support.doctor import PATIENT, profile_for, surroundings, the, troubles, without_proxies
from tests.support.fake_cloud import FakeCloud
from tests.support.kinds import running_kind, simulated_kind

NOWHERE = "http://127.0.0.1:1"
_HTTP, _SESSIONS = "network.http", "account.sessions"
CAUSES: dict[FaultKind, tuple[str, str, str]] = {
    FaultKind.NO_BALANCE: (_SESSIONS, "whatever is asked: Out of credit: insufficient", "alance"),
    FaultKind.CONFLICT: (_SESSIONS, "(HTTP 409)", ", or "),
    FaultKind.INVALID: (_SESSIONS, "whatever is asked: Request refused", "look for an update"),
    FaultKind.QUOTA: (_SESSIONS, "Too many requests: too many ", "wait"),
    FaultKind.ERROR_500: (_HTTP, "internal server error (HTTP 500)", "on the service's side"),
    FaultKind.ERROR_502: (_HTTP, "upstream went away (HTTP 502)", "on the service's side"),
    FaultKind.ERROR_503: (_HTTP, "try again later (HTTP 503)", "on the service's side"),
    FaultKind.RATE_LIMIT: (_SESSIONS, "rate limit exceeded (HTTP 429), again in 2 s", "wait"),
    FaultKind.MALFORMED: (_HTTP, "JSON that breaks off or is damaged", "really the service"),
    FaultKind.TRUNCATED: (_HTTP, "broke off in the middle", "cuts connections"),
    FaultKind.RESET: (_HTTP, "hung up before its answer", "cuts connections"),
    FaultKind.LOST: (_HTTP, "hung up before its answer", "cuts connections"),
    FaultKind.IGNORED: (_HTTP, "no answer within 0.05 s", "overloaded"),
    FaultKind.SILENT: (_HTTP, "no answer within 0.05 s", "overloaded"),
    FaultKind.HTML: (_HTTP, "an HTML page: 502 Bad Gateway", "answers instead of the service"),
    FaultKind.SKEW: ("network.clock", "clock is 10 min 0 s behind the service's", "synchronise"),
    FaultKind.UNKNOWN_STATE: (_SESSIONS, "in a state unknown here", "update"),
}
"""Which finding tells of it, in which words, and what helps."""


def account(kind: str, base: str = NOWHERE, token: str = "") -> Profile:
    return replace(profile_for(base), cloud=kind, token=token)


def token_file(folder: Path, text: str, mode: int = 0o600) -> str:
    path = folder / "token"
    path.write_text(text)
    path.chmod(mode)
    return f"file:{path}"


async def service(home: Path, kind: str, base: str, token: str) -> Sequence[Finding]:
    found = await check_service(surroundings(home, account(kind, base, token_file(home, token))))
    assert token not in repr(found)
    return found


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxies(monkeypatch)


async def test_a_token_is_told_by_its_place_and_never_by_itself(tmp_path: Path) -> None:
    found = await check_key(surroundings(tmp_path, account("mags"), env={"MAGS_TOKEN": "s3cret"}))
    assert [(one.id, one.words) for one in found] == [
        ("key.token", "the API token comes from env MAGS_TOKEN")
    ]
    (tmp_path / ".mags").mkdir()
    (tmp_path / ".mags" / "config.json").write_text('{"token": "s3cret"}')
    (tmp_path / ".mags" / "config.json").chmod(0o644)
    found = await check_key(surroundings(tmp_path, account("mags")))
    assert troubles(found) == {"key.permissions": Level.WARN}
    assert the(found, "key.permissions").fix == f"chmod 600 {tmp_path}/.mags/config.json"
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    ("content", "mode", "words", "fix"),
    [
        ("s3cret", 0o640, "others may read", "chmod 600 "),
        ("two s3crets", 0o600, "has signs that no token has", "mend that, or name another place"),
        ("", 0o600, "is empty", "put it there, or name another place"),
    ],
)
async def test_a_token_that_is_not_used_is_told_with_what_helps(
    content: str, mode: int, words: str, fix: str, tmp_path: Path
) -> None:
    profile = account("mags", token=token_file(tmp_path, content, mode))
    (found,) = await check_key(surroundings(tmp_path, profile))
    assert (found.id, found.level) == ("key.token", Level.FAIL)
    assert words in found.words
    assert found.fix.startswith(fix)
    assert "s3cret" not in repr(found)


async def test_without_a_token_every_place_is_named_and_the_service_is_not_asked(tmp_path: Path) -> None:
    around = surroundings(tmp_path, account("mags"))
    found = await check_key(around)
    assert troubles(found) == {"key.token": Level.FAIL}
    assert "env MAGS_API_TOKEN is not set" in the(found, "key.token").words
    assert "mimiry-tui setup --kind mags" in the(found, "key.token").fix
    away = surroundings(tmp_path, account("mimiry-jobs"), env={"MIMIRY_API_KEY": "s3cret_of_another"})
    assert "does not begin with mky_" in the(await check_key(away), "key.token").words
    async with running_kind("mimiry-jobs", demo=False) as (base, _):
        ids = [one.id for one in await check_service(surroundings(tmp_path, account("mimiry-jobs", base)))]
        assert ids == ["network.host", "network.tcp"]
    assert the(await check_settings(around), "settings.account").words == f"account test at {NOWHERE}, mags"


async def test_all_is_well_where_it_is(tmp_path: Path) -> None:
    async with running_kind("mimiry-jobs") as (base, token):
        around = surroundings(tmp_path, account("mimiry-jobs", base, token_file(tmp_path, token)))
        found = await examine(around)
    report = as_json(found, tmp_path)
    assert token not in report
    Draft202012Validator(SCHEMA).validate(json.loads(report))
    assert {one.id for one in found if one.group in {"network", "account"}} == {
        *("network.host", "network.tcp", "network.http"),
        *("account.sign_in", "account.offers", "account.sessions", "account.ended", "account.ssh_keys"),
    }
    assert not {id for id in troubles(found) if id.startswith(("network", "account", "key"))}


async def test_a_key_without_scopes_is_told_which_it_lacks(tmp_path: Path) -> None:
    async with running_kind("mimiry-jobs", scopes=("jobs:read",), demo=False) as (base, token):
        found = await service(tmp_path, "mimiry-jobs", base, token)
    assert troubles(found) == {"account.offers": Level.WARN, "account.ssh_keys": Level.WARN}
    assert "lacks the scope instances:read" in the(found, "account.offers").words
    assert "lacks the scope ssh_keys:read" in the(found, "account.ssh_keys").words


async def test_a_refused_token_is_one_failure_and_nothing_more_is_asked(tmp_path: Path) -> None:
    async with running_kind("mimiry-jobs", demo=False) as (base, _):
        found = await service(tmp_path, "mimiry-jobs", base, "mky_revoked_long_ago")
    assert troubles(found) == {"account.sign_in": Level.FAIL}


@pytest.mark.parametrize("kind", ["mimiry-jobs", "mags"])
async def test_every_fault_is_told_once_and_by_its_cause(tmp_path: Path, kind: str) -> None:
    assert set(CAUSES) == set(FaultKind) - {FaultKind.LATENCY}
    async with simulated_kind(kind) as running:
        token = token_file(tmp_path, running.token)
        for fault, (id, words, fix) in CAUSES.items():
            running.faults.order(Fault.parse(fault))
            is_slow = fault in {FaultKind.IGNORED, FaultKind.SILENT}
            deadlines = replace(PATIENT, whole=0.05) if is_slow else PATIENT
            around = surroundings(tmp_path, account(kind, running.base_url, token), deadlines=deadlines)
            found = await check_service(around)
            assert set(troubles(found)) == {id}, fault
            assert words.lower() in the(found, id).words.lower(), fault
            assert fix in the(found, id).fix, fault
            # A token is called good only where something was answered that needs one.
            is_fine = fault in {FaultKind.SKEW, FaultKind.UNKNOWN_STATE}
            assert any(one.id == "account.sign_in" for one in found) == is_fine, fault


async def test_trouble_at_one_endpoint_is_told_there(tmp_path: Path) -> None:
    async with simulated_kind("mags", demo=False) as running:
        running.faults.order(Fault.parse("error500:/api/v1/mags-jobs"))
        found = await service(tmp_path, "mags", running.base_url, running.token)
    assert the(found, "network.http").level is Level.OK
    assert the(found, "account.sign_in").level is Level.OK
    assert "internal server error (HTTP 500)" in the(found, "account.sessions").words
    assert the(found, "account.schedules").words == "schedules: 0 there"


async def test_nothing_waits_for_an_endpoint_that_is_silent() -> None:
    cloud = FakeCloud(ManualClock())
    cloud.hold("quotas")
    asked = await look_at_all(cloud, [], time.monotonic, seconds=0.0, with_offers=True, is_odd=is_unknown)
    found = [one.finding for one in asked]
    assert troubles(found) == {"account.quota": Level.WARN}
    assert the(found, "account.quota").words == "quota: Timed out: no answer within 0 s"
