"""Where a volume may be mounted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.launching.mount_paths import normal_path, path_trouble, suggest_path


@pytest.mark.parametrize(
    "path", ["/data", "/data/", " /data ", "/mnt/a b", "/a/b/c", "/.cache", "/процессы", "/devices"]
)
def test_an_absolute_path_will_do(path: str) -> None:
    assert path_trouble(path) == ""


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "where to?"),
        ("   ", "where to?"),
        ("data", "starts with /"),
        ("./data", "starts with /"),
        ("/", "the container's own disk"),
        ("//", "the container's own disk"),
        ("/a/..", "the container's own disk"),
        ("/a/../b", "write it plainly: /b"),
        ("/a//b", "write it plainly: /a/b"),
        ("//data", "write it plainly: /data"),
        ("/a/./b", "write it plainly: /a/b"),
        ("/proc", "belongs to the system"),
        ("/dev/shm", "/dev belongs to the system"),
        ("/a\nb", "control characters"),
        ("/\ud800", "control characters"),
        ("/" + "x" * 2000, "too long"),
    ],
)
def test_what_is_no_place_for_a_volume_is_refused(path: str, reason: str) -> None:
    assert reason in path_trouble(path)


def test_two_spellings_of_one_place_are_the_same() -> None:
    assert normal_path("/data/") == normal_path(" /data") == "/data"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("ckpt", "/ckpt"),
        ("my data!", "/my-data"),
        ("", "/data"),
        ("../..", "/data"),
        ("etc", "/mnt/etc"),
        ("TMP", "/mnt/TMP"),
    ],
)
def test_a_path_is_suggested_from_the_name(name: str, path: str) -> None:
    assert suggest_path(name) == path


def test_a_suggested_path_is_free() -> None:
    assert suggest_path("ckpt", ["/ckpt/", "/ckpt-2", ""]) == "/ckpt-3"


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_name_leads_to_a_path_that_will_do(name: str, taken: list[str]) -> None:
    path = suggest_path(name, taken)
    assert path_trouble(path) == ""
    assert normal_path(path) == path
