"""The default file, the JSON schema and the documentation's table: all say the same."""

from __future__ import annotations

import re

import pytest
from jsonschema import Draft202012Validator

from mimiry_tui.settings.default_file import default_file
from mimiry_tui.settings.options import OPTIONS
from mimiry_tui.settings.profile_options import PROFILE_OPTIONS
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.reading import read_settings
from mimiry_tui.settings.schema import docs_table, json_schema
from mimiry_tui.settings.settings import Settings
from mimiry_tui.settings.toml_text import parse_toml

UNCOMMENTED = re.sub(r"(?m)^#(?=[a-z\[])", "", default_file())
VALIDATOR = Draft202012Validator(json_schema())


def test_the_default_file_says_nothing() -> None:
    assert read_settings(default_file()) == Settings()
    assert max(map(len, default_file().split("\n"))) <= 110


def test_uncommented_it_says_every_setting_with_its_default() -> None:
    assert read_settings(UNCOMMENTED) == Settings(profiles=(ProfileEntry("work"),))
    data = parse_toml(UNCOMMENTED)
    names = {f"{table}.{key}" for table, held in data.items() if isinstance(held, dict) for key in held}
    assert names == {option.name for option in OPTIONS} | {"profiles.work"}
    assert set(data["profiles"]["work"]) == {option.key for option in PROFILE_OPTIONS}


def test_the_schema_is_one_and_takes_the_default_file_uncommented() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert list(VALIDATOR.iter_errors(parse_toml(UNCOMMENTED))) == []
    assert list(VALIDATOR.iter_errors(parse_toml(default_file()))) == []


@pytest.mark.parametrize(
    "text",
    [
        "surprise = 1",
        "[refresh]\nsessions = 1",
        "[refresh]\nofers = 30",
        '[look]\ndensity = "tight"',
        "[ssh]\noptions = 5",
        "[profiles.a]\nreadonly = true",
        '[profiles.a]\ncolour = "pink"',
        "[keys]\nlaunch = 5",
    ],
)
def test_the_schema_refuses_what_the_program_names(text: str) -> None:
    assert not VALIDATOR.is_valid(parse_toml(text))
    assert read_settings(text).problems


@pytest.mark.parametrize(
    "text",
    [
        '[keys]\nlaunch = "f5,n"\noffer.watch = "w"',
        '[guards]\nmax_hourly_rate = "4.50"\nmax_duration = "8h"\nauto_terminate = "never"',
        '[profiles.a]\ninstance = "alpha"\ntoken = "env:A"\nread_only = true',
    ],
)
def test_the_schema_takes_what_the_program_takes(text: str) -> None:
    assert VALIDATOR.is_valid(parse_toml(text))
    assert read_settings(text).problems == ()


def test_the_defaults_of_the_schema_keep_to_it() -> None:
    properties = json_schema()["properties"]
    for option in OPTIONS:
        declared = properties[option.table]["properties"][option.key]
        assert Draft202012Validator(declared).is_valid(declared["default"]), option.name
        assert declared["default"] == parse_toml(UNCOMMENTED)[option.table][option.key]


def test_the_table_has_a_row_for_every_setting() -> None:
    table = docs_table()
    for option in OPTIONS:
        assert f"| `{option.name}` | `{option.literal(option.default)}` | " in table
    assert {line.replace("\\|", "").count("|") for line in table.splitlines()} == {4}
