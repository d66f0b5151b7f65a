"""The declarations of settings: complete, and each value comes back from words, TOML and records."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.applying import value_of, with_value
from mimiry_tui.settings.options import OPTIONS, PANES, PROFILE, TABLES, option
from mimiry_tui.settings.preferences import AutoTerminate, Density, Preferences
from mimiry_tui.settings.profile_options import PROFILE_OPTIONS
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.toml_text import parse_toml
from mimiry_tui.settings.values import Option, Value

EVERY = (*OPTIONS, *PROFILE_OPTIONS, PROFILE)
OTHERS: dict[str, Any] = {
    "refresh.sessions": 2.5,
    "look.density": Density.COMPACT,
    "look.title": False,
    "confirm.countdown": 9,
    "ssh.options": ("ServerAliveInterval=30", 'SetEnv=A="b \\ c"'),
    "guards.max_duration": timedelta(hours=1, minutes=30),
    "guards.auto_terminate": AutoTerminate.NEVER,
    "guards.max_hourly_rate": Decimal("4.50"),
    "guards.end_after": timedelta(hours=12),
    "guards.end_at_cost": Decimal(20),
    "guards.balance_floor": Decimal("5.50"),
    "alarms.balance": Decimal(10),
    "alarms.runway": timedelta(),
    "alarms.flat_days": 0,
    "alarms.price_change": Decimal("2.5"),
    "billing.minimum_block": timedelta(minutes=10),
    "columns.gpus": ("model", "rate"),
    "keys.offer.watch": "f5,w",
}


def test_every_preference_is_an_option_and_every_option_a_preference() -> None:
    declared = {each.name for each in OPTIONS}
    preferences = Preferences()
    held = {
        f"{table.name}.{field.name}"
        for table in fields(preferences)
        if table.name not in {"columns", "keys"}
        for field in fields(getattr(preferences, table.name))
    }
    assert declared == held | {f"columns.{pane}" for pane in PANES}
    assert {table.name for table in fields(preferences)} == set(TABLES)


def test_every_part_of_a_profile_but_its_name_is_an_option() -> None:
    assert {each.key for each in PROFILE_OPTIONS} == {field.name for field in fields(ProfileEntry)} - {"name"}


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.name)
def test_a_default_is_a_value_that_can_be_read_back(each: Option) -> None:
    assert _ways_back(each, each.default) == [each.default] * 3
    assert each.help.endswith(".")
    assert "\n" not in each.help


@pytest.mark.parametrize("name", OTHERS)
def test_another_value_comes_back_from_words_toml_and_preferences(name: str) -> None:
    each, value = option(name), OTHERS[name]
    assert _ways_back(each, value) == [value] * 3
    changed = with_value(Preferences(), name, value)
    assert value_of(changed, name) == value
    assert value_of(Preferences(), name) == each.default != value
    assert with_value(changed, name, each.default) == Preferences()


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("refresh.sessions", 0.5, "at least 2 s"),
        ("refresh.sessions", 10**400, "at most 3600 s"),
        ("refresh.sessions", float("nan"), "a number"),
        ("refresh.sessions", Decimal("NaN"), "a number"),
        ("refresh.sessions", True, "a number"),
        ("confirm.countdown", 2.5, "a whole number"),
        ("confirm.countdown", Decimal(5), "a whole number"),
        ("look.title", 1, "true or false"),
        ("look.density", "tight", "one of comfortable, compact"),
        ("look.theme", "a\nb", "invisible"),
        ("look.theme", "a" * 401, "at most 400"),
        ("guards.max_duration", 8, "in quotes"),
        ("guards.max_duration", "0s", "too short"),
        ("guards.max_duration", "soon", "write it like"),
        ("billing.minimum_block", "2d", "at most 1d"),
        ("guards.max_hourly_rate", "much", "an amount"),
        ("guards.max_hourly_rate", Decimal("-Infinity"), "a number"),
        ("guards.max_hourly_rate", 0, "at least 0.01"),
        ("guards.end_at_cost", "nan", "a number"),
        ("guards.end_at_cost", -1, "at least 0.01"),
        ("guards.end_after", "0", "too short"),
        ("alarms.runway", "", "write it like"),
        ("alarms.flat_days", -1, "at least 0 days"),
        ("ssh.options", "ServerAliveInterval=30", "a list"),
        ("ssh.options", ["ServerAliveInterval 30"], "Key=value"),
        ("ssh.options", ["ServerAliveInterval=30\nForwardAgent=yes"], "invisible"),
        ("ssh.options", [""], "empty texts"),
        ("columns.gpus", ["a b"], "the name of a column"),
        ("columns.gpus", ["a"] * 65, "at most 64"),
        ("keys.launch", "n,,m", "commas between"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(name: str, given: object, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        option(name).read(given)


@pytest.mark.parametrize(
    "key",
    [
        "UserKnownHostsFile",
        "StrictHostKeyChecking",
        "forwardagent",
        "IdentitiesOnly",
        "IDENTITYFILE",
        "User",
        "ControlPath",
    ],
)
def test_ssh_options_cannot_undo_whom_ssh_talks_to_and_what_it_trusts(key: str) -> None:
    with pytest.raises(SettingsError, match=f"{key} is not up to settings"):
        option("ssh.options").read([f"{key}=x"])


@pytest.mark.parametrize(("typed", "value"), [("on", True), ("No", False), (" true ", True), ("0", False)])
def test_a_switch_is_typed_in_several_words(typed: str, value: bool) -> None:
    assert option("look.title").parse(typed) is value


def test_numbers_lists_and_nothing_at_all_can_be_typed() -> None:
    assert option("refresh.sessions").parse("2.5") == 2.5
    assert option("columns.gpus").parse(" model, rate ,") == ("model", "rate")
    assert option("guards.max_hourly_rate").parse(" ") is None
    assert [option(f"guards.{key}").parse("") for key in ("end_after", "end_at_cost", "balance_floor")] == (
        [None] * 3
    )
    for name, typed in (("look.title", "maybe"), ("confirm.countdown", "five"), ("confirm.countdown", "")):
        with pytest.raises(SettingsError):
            option(name).parse(typed)


def test_an_unknown_name_is_met_with_a_proposal() -> None:
    with pytest.raises(SettingsError, match=r"did you mean look\.theme\?"):
        option("look.teme")
    with pytest.raises(SettingsError, match=r"no such setting$"):
        option("zzz")
    with pytest.raises(SettingsError, match="not one of the preferences"):
        with_value(Preferences(), "profile", "work")


def test_a_refusal_never_repeats_what_was_given() -> None:
    secret = "sk-secret\n0815"
    words = [_refusal(each, given) for each in EVERY for given in (secret, [secret], "sk:0815=")]
    assert any(words)
    assert "0815" not in " ".join(words)


def _refusal(each: Option, given: object) -> str:
    try:
        each.read(given)
    except SettingsError as error:
        return str(error)
    return ""


def _ways_back(each: Option, value: Value) -> list[Value]:
    toml = parse_toml(f"x = {each.literal(value)}")["x"]
    return [each.read(value), each.parse(each.show(value)), each.read(toml)]
