"""Unwelcome answers: which error, which words, how long to wait."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import Answer, error_of, json_of, told_wait, words_of
from tests.support.clock import EPOCH


def answer(status: int, body: object = b"", **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"error": "bad"}, errors.BadRequest),
        (422, {"detail": [{"msg": "field required"}]}, errors.BadRequest),
        (401, {"error": "Invalid SSH signature"}, errors.SignatureRefused),
        (401, {"message": "Timestamp expired"}, errors.ClockSkewed),
        (401, {"error": {"message": "SSH key not registered"}}, errors.KeyNotRegistered),
        (401, {"error": "token expired"}, errors.SignInFailed),
        (402, {"error": "insufficient_balance"}, errors.InsufficientBalance),
        (402, {"error": "no_balance"}, errors.InsufficientBalance),
        (404, {"error": "no_balance"}, errors.InsufficientBalance),
        (403, b"", errors.Forbidden),
        (404, {"error": "not_found"}, errors.NotFound),
        (405, b"", errors.BadRequest),
        (409, {"error": "invalid_state"}, errors.InvalidState),
        (418, b"", errors.Refused),
        (429, b"", errors.TooManyRequests),
        (500, b"", errors.ServerTrouble),
        (502, b"<html>", errors.ServerTrouble),
        (503, {"error": "vm_setup_in_progress"}, errors.StillBooting),
        (503, {"error": "maintenance"}, errors.ServerTrouble),
        (599, b"", errors.ServerTrouble),
        (301, b"", errors.UnreadableAnswer),
    ],
)
def test_each_status_has_its_error(status: int, body: object, kind: type[errors.CloudError]) -> None:
    error = error_of(answer(status, body), EPOCH)
    assert type(error) is kind
    assert error.status == status
    assert error.title


def test_hints_say_what_to_do() -> None:
    assert "admin" in error_of(answer(402, {"error": "no_balance"}), EPOCH).hint
    assert "top up" in error_of(answer(402, {"error": "insufficient_balance"}), EPOCH).hint
    quota = error_of(answer(429, {"error": "quota_exceeded", "message": "2 sessions at most"}), EPOCH)
    assert quota.title == "Quota reached"
    assert quota.detail == "2 sessions at most"
    assert "portal" in error_of(answer(401, {"error": "SSH key not registered"}), EPOCH).hint


@pytest.mark.parametrize(
    ("skew", "words"),
    [
        (timedelta(minutes=7, seconds=12), "7 min 12 s behind"),
        (timedelta(seconds=-400), "6 min 40 s ahead of"),
        (timedelta(seconds=9), "9 s behind"),
        (None, "Timestamp expired"),
    ],
)
def test_the_skew_in_words(skew: timedelta | None, words: str) -> None:
    assert words in error_of(answer(401, {"error": "Timestamp expired"}), EPOCH, skew).detail


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": "code", "message": "text"}, "text"),
        ({"error": "code"}, ""),
        ({"message": "text"}, "text"),
        ({"error": {"code": "c", "message": "inner"}}, "inner"),
        ({"detail": "fastapi"}, "fastapi"),
        ({"detail": [{"msg": "a"}, {"msg": "b"}]}, "a; b"),
        (b"<html><head><TITLE>502\nBad  Gateway</title>", "an HTML page: 502 Bad Gateway"),
        (b"<html><body>hello", "an HTML page"),
        (b"plain\n words", "plain words"),
        (b'{"cut', "JSON that breaks off or is damaged (5 bytes)"),
        (b"", "an empty answer"),
        (b"x" * 10_000, "x" * 400),
        ({"message": "y" * 10_000}, "y" * 400),
    ],
)
def test_the_words_of_an_answer(body: object, message: str) -> None:
    assert words_of(answer(500, body))[1] == message


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 1.5 ", 1.5),
        ("-3", 0.0),
        ("99999999", 3_600.0),
        (format_datetime(EPOCH + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(EPOCH - timedelta(seconds=90), usegmt=True), 0.0),
        ("soon", None),
        ("", None),
        ("NaN", None),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
    ],
)
def test_how_long_to_wait(header: str, seconds: float | None) -> None:
    assert told_wait(answer(429, b"", retry_after=header), EPOCH) == seconds


def test_the_body_may_say_it_instead() -> None:
    assert told_wait(answer(503, {"retry_after_seconds": "4"}), EPOCH) == 4.0
    assert told_wait(answer(503, {"retry_after_seconds": None}), EPOCH) is None


@given(st.integers(100, 599), st.binary(max_size=300), st.text(max_size=30))
def test_no_answer_at_all_breaks_the_reading(status: int, body: bytes, header: str) -> None:
    error = error_of(answer(status, body, retry_after=header, location=header), EPOCH)
    assert len(error.detail) <= 410
    assert error.retry_after is None or 0 <= error.retry_after <= 3_600


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner)))
def test_any_json_as_an_error(value: object) -> None:
    body = {"error": value, "message": value, "detail": value, "retry_after_seconds": value}
    assert isinstance(error_of(answer(503, body), EPOCH), errors.CloudError)


@pytest.mark.parametrize("body", [b"", b"<p>", b"{", b'"\xff"', b"[" * 100_000, b"NaN", b"nul", b"\x1c"])
def test_what_is_no_json_says_what_it_looks_like(body: bytes) -> None:
    with pytest.raises(errors.UnreadableAnswer) as unreadable:
        json_of(Answer(200, {}, body))
    assert unreadable.value.detail
