"""The doctor at services that take tokens: where the token is, and what it is good for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mimiry_tui.commands.doctor.examination import examine
from mimiry_tui.commands.doctor.findings import Finding, Level
from mimiry_tui.commands.doctor.key_check import check_key
from mimiry_tui.commands.doctor.printing import as_json
from mimiry_tui.commands.doctor.schema import SCHEMA
from mimiry_tui.commands.doctor.service_check import check_service
from mimiry_tui.commands.doctor.settings_check import check_settings
from mimiry_tui.settings import Profile
from tests.support.doctor import profile_for, surroundings, the, troubles, without_proxies
from tests.support.kinds import running_kind

NOWHERE = "http://127.0.0.1:1"


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


async def test_without_a_token_every_place_is_named_and_the_service_is_not_asked(tmp_path: Path) -> None:
    around = surroundings(tmp_path, account("mags"))
    found = await check_key(around)
    assert troubles(found) == {"key.token": Level.FAIL}
    assert "env MAGS_API_TOKEN is not set" in the(found, "key.token").words
    assert "mimiry-tui setup --kind mags" in the(found, "key.token").fix
    away = surroundings(tmp_path, account("mimiry-jobs"), env={"MIMIRY_API_KEY": "s3cret_of_another"})
    assert "does not begin with mky_" in the(await check_key(away), "key.token").words
    async with running_kind("mimiry-jobs") as (base, _):
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
    async with running_kind("mimiry-jobs", scopes=("jobs:read",)) as (base, token):
        found = await service(tmp_path, "mimiry-jobs", base, token)
    assert troubles(found) == {"account.offers": Level.WARN, "account.ssh_keys": Level.WARN}
    assert "lacks the scope instances:read" in the(found, "account.offers").words
    assert "lacks the scope ssh_keys:read" in the(found, "account.ssh_keys").words


async def test_a_refused_token_is_one_failure_and_nothing_more_is_asked(tmp_path: Path) -> None:
    async with running_kind("mimiry-jobs") as (base, _):
        found = await service(tmp_path, "mimiry-jobs", base, "mky_revoked_long_ago")
    assert troubles(found) == {"account.sign_in": Level.FAIL}


@pytest.mark.parametrize("kind", ["mimiry-jobs", "mags"])
async def test_a_service_that_fails_is_told_once(tmp_path: Path, kind: str) -> None:
    async with running_kind(kind, faults=("html",)) as (base, token):
        found = await service(tmp_path, kind, base, token)
    assert troubles(found) == {"network.http": Level.FAIL}
    assert "answers instead of the service" in the(found, "network.http").fix
