"""Records as they came, laid out for people, without secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.raw_json import LONGEST, MASK, pretty
from tests.support.json_values import values

SECRET = "hunter2"


def shown(value: Any) -> Any:
    """What a record reads as once it was laid out."""
    return json.loads("\n".join(pretty(json.dumps(value).encode())))


def test_a_record_is_indented_with_its_keys_in_the_order_they_came() -> None:
    assert pretty(b'{"b":1,"a":[true,null],"name":"\xc3\xbc"}') == [
        "{",
        '  "b": 1,',
        '  "a": [',
        "    true,",
        "    null",
        "  ],",
        '  "name": "ü"',
        "}",
    ]


@pytest.mark.parametrize("name", ["environment_vars", "environment", "env", "ENV"])
def test_names_of_environment_variables_stay_and_values_go(name: str) -> None:
    assert shown({name: {"WANDB": SECRET, "EMPTY": "", "NESTED": {"A": [SECRET, 1]}}}) == {
        name: {"WANDB": MASK, "EMPTY": "", "NESTED": {"A": [MASK, MASK]}}
    }


def test_variables_listed_as_pairs_keep_nothing_but_their_structure() -> None:
    text = "\n".join(pretty(json.dumps({"env": [{"name": "A", "value": SECRET}, f"B={SECRET}"]}).encode()))
    assert SECRET not in text


@pytest.mark.parametrize(
    "name",
    ["token", "access_token", "ApiToken", "client_secret", "password", "PASSPHRASE", "private_key",
     "api_key", "Authorization", "apiKey", "x-api-key", "privateKey", "ssh-private-key"],
)  # fmt: skip
def test_what_is_named_like_a_secret_is_masked_at_any_depth(name: str) -> None:
    assert shown({"a": [{"b": {name: SECRET, "c": 1}}]}) == {"a": [{"b": {name: MASK, "c": 1}}]}


def test_a_public_key_and_ordinary_fields_are_shown() -> None:
    record = {"ssh_public_key": "ssh-ed25519 AAAA me", "name": "token-trainer", "events": [{"state": "x"}]}
    assert shown(record) == record


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"<html>\n502 Bad Gateway", ["<html>", "502 Bad Gateway"]),
        (b'{"id": "cut', ['{"id": "cut']),
        (b"\xff\xfe", ["��"]),
        (b"", [""]),
        (b"17", ["17"]),
        (b'"words"', ['"words"']),
        (b"null", ["null"]),
    ],
)
def test_what_is_no_record_is_shown_as_it_came(raw: bytes, lines: list[str]) -> None:
    assert pretty(raw) == lines


def test_what_is_nested_too_deeply_is_shown_or_given_up_but_never_raised() -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    assert pretty(deep)


def test_what_is_too_long_is_cut() -> None:
    record = json.dumps({"a": "x" * LONGEST}).encode()
    assert sum(map(len, pretty(record))) <= LONGEST


@pytest.mark.parametrize("longer", [0, LONGEST], ids=["cut off", "too long"])
def test_a_record_that_cannot_be_laid_out_tells_no_secret_either(longer: int) -> None:
    log = "x" * longer
    record = json.dumps({"environment_vars": {"A": SECRET}, "access_token": SECRET, "log": log}).encode()
    assert all(SECRET not in line for line in pretty(record[:-1]))


def test_what_is_cut_off_is_shown_up_to_the_first_secret() -> None:
    assert pretty(b'{"id": "x", "access_token" : "hunt') == [
        '{"id": "x", "access_token" : … the rest may hold secrets'
    ]


def test_a_value_draws_no_lines_of_its_own() -> None:
    assert len(pretty(json.dumps({"name": "a\u2028b\u0085c\nd\x0ce"}).encode())) == 3


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_have_lines(raw: bytes) -> None:
    lines = pretty(raw)
    assert lines
    assert all("\n" not in line for line in lines)


@given(values)
def test_any_json_is_laid_out(value: Any) -> None:
    assert pretty(json.dumps(value).encode())


@given(values)
def test_no_value_of_an_environment_survives(value: Any) -> None:
    def leaves(part: Any) -> list[Any]:
        if isinstance(part, dict):
            return [leaf for child in part.values() for leaf in leaves(child)]
        return [leaf for child in part for leaf in leaves(child)] if isinstance(part, list) else [part]

    masked = shown({"environment_vars": value})["environment_vars"]
    assert all(leaf in (MASK, None, "") for leaf in leaves(masked))
