"""The report a crash leaves: what happened, and nothing that must stay secret."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.crash import HIDDEN, redact, report_text, write_report
from tests.support.clock import EPOCH

JWT = "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1LTEifQ.c2lnbmF0dXJl-_x"
PEM_BODY = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE\nbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQy"
PRIVATE_KEY = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{PEM_BODY}\n-----END OPENSSH PRIVATE KEY-----"
SIGNATURE = f"-----BEGIN SSH SIGNATURE-----\n{PEM_BODY}\n-----END SSH SIGNATURE-----"


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        (JWT, "token {} refused"),
        (JWT.split(".")[0], "token {} cut short"),
        (f"Bearer {JWT}", "authorization: {}"),
        ("bearer opaque/token+of=another~kind", "sent '{}"),
        ("mky_live_0123456789abcdef", "api key {} refused"),
        (PRIVATE_KEY, "key:\n{}\nwas not accepted"),
        (SIGNATURE, "signature {} is wrong"),
        (PRIVATE_KEY.partition("-----END")[0], "cut off: {}"),
    ],
)
def test_a_secret_is_hidden_and_what_is_around_it_stays(secret: str, told: str) -> None:
    before, after = told.split("{}")
    assert redact(told.format(secret)) == before + HIDDEN + after


def test_every_one_of_several_secrets_is_hidden() -> None:
    text = redact(f"{PRIVATE_KEY} and {JWT} and {SIGNATURE}")
    assert text == f"{HIDDEN} and {HIDDEN} and {HIDDEN}"


@pytest.mark.parametrize(
    "text", ["eye eyJ", "the bearer", "GET /sessions/4ed5acf3-b78f-4e5a-bd37-362c418b64fa → 404", "mky"]
)
def test_plain_words_stay(text: str) -> None:
    assert redact(text) == text


@given(st.text(), st.text())
def test_a_key_is_hidden_whatever_is_around_it(before: str, after: str) -> None:
    assert PEM_BODY not in redact(before + PRIVATE_KEY + after)


def test_the_report_tells_the_way_without_values() -> None:
    report = report_text(_error(JWT), EPOCH)
    assert "in _error" in report
    assert f"ValueError: refused {HIDDEN}" in report
    assert "2026-06-08T12:00:00+00:00" in report
    assert JWT not in report
    assert "value-of-a-variable" not in report


def test_the_report_of_a_chain_hides_the_secret_of_every_link() -> None:
    first, second = _error(JWT), RuntimeError(f"with {PRIVATE_KEY}")
    second.__cause__ = first
    report = report_text(ExceptionGroup("polling", [second]), EPOCH)
    assert report.count(HIDDEN) == 2
    assert JWT not in report
    assert PEM_BODY.split("\n")[1] not in report


def test_the_report_cannot_steer_the_terminal_it_is_shown_in() -> None:
    report = report_text(ValueError("\x1b]0;title\x07\x1b[2J\u202e"), EPOCH)
    assert not set("\x1b\x07\u202e") & set(report)


def test_the_report_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    umask = os.umask(0)
    try:
        path = write_report(_error("x"), EPOCH, folder)
    finally:
        os.umask(umask)
    assert path == folder / "crash-20260608-120000.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert path.read_text() == report_text(_error("x"), EPOCH)


def test_where_nothing_can_be_written_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert write_report(_error("x"), EPOCH, in_the_way) is None
    assert "no crash report could be written" in capsys.readouterr().err


def _error(secret: str) -> ValueError:
    local = "value-of-a-variable"
    try:
        raise ValueError(f"refused {secret}") if local else AssertionError
    except ValueError as error:
        return error
