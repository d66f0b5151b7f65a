"""After a refused sign-in `snapshot` asks for no token for a while, however often it is started."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from mimiry_tui.clouds.errors import CloudError, KeyLocked, KeyNotRegistered, ServerTrouble, TooManyRequests
from mimiry_tui.commands.snapshot.bar import Bar
from mimiry_tui.commands.snapshot.trouble import code_of
from tests.support.clock import EPOCH


def after(error: CloudError | None, folder: Path, key: Path | None = None) -> Bar:
    """What the next run finds."""
    Bar(folder, key).heed(error, EPOCH)
    return Bar(folder, key)


def test_a_refusal_stands_for_a_minute_across_runs(tmp_path: Path) -> None:
    bar = after(KeyNotRegistered("unknown key"), tmp_path)
    standing = bar.standing(EPOCH + timedelta(seconds=59))
    assert standing is not None
    assert (standing.title, standing.detail) == ("SSH key not registered", "unknown key")
    assert standing.retry_after == 1.0
    assert code_of(standing) == "key_not_registered"  # for scripts it is still the same
    assert bar.standing(EPOCH + timedelta(seconds=60)) is None


def test_a_longer_pause_that_the_service_asked_for_is_kept_up_to_an_hour(tmp_path: Path) -> None:
    bar = after(TooManyRequests(retry_after=600.0), tmp_path)
    assert bar.standing(EPOCH + timedelta(seconds=599)) is not None
    bar = after(TooManyRequests(retry_after=9e9), tmp_path)
    assert bar.standing(EPOCH + timedelta(minutes=59)) is not None
    assert bar.standing(EPOCH + timedelta(minutes=61)) is None


def test_signing_in_and_a_changed_key_lift_it(tmp_path: Path) -> None:
    after(KeyNotRegistered(), tmp_path)
    assert after(None, tmp_path).standing(EPOCH) is None
    key = tmp_path / "key"
    key.write_text("one")
    bar = after(KeyNotRegistered(), tmp_path, key)
    assert bar.standing(EPOCH) is not None
    os.utime(key, (1, 1))
    assert bar.standing(EPOCH) is None


def test_what_sent_nothing_or_says_nothing_about_the_key_is_not_kept(tmp_path: Path) -> None:
    for harmless in (KeyLocked(), ServerTrouble()):
        assert after(harmless, tmp_path).standing(EPOCH) is None
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_and_a_clock_set_back_hold_up_nobody(tmp_path: Path) -> None:
    bar = after(KeyNotRegistered(), tmp_path)
    assert bar.standing(EPOCH - timedelta(days=1)) is None
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    for text in ("", "{", "[]", '{"until": 7}', '{"until": "never", "key": ""}'):
        file.write_text(text)
        assert bar.standing(EPOCH) is None


def test_a_disk_that_refuses_costs_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert after(KeyNotRegistered(), tmp_path / "file" / "folder").standing(EPOCH) is None
    assert after(KeyNotRegistered(), tmp_path).standing(EPOCH) is not None
    assert Bar(None, None).standing(EPOCH) is None
