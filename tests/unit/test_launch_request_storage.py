"""Volumes of one place only, free, and each at a path of its own; refused in place, with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.domain.launching.draft import Field, MountWish
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.placing import place_of
from mimiry_tui.domain.launching.request import problems_of
from mimiry_tui.domain.launching.storage import held_by, why_not_mountable
from mimiry_tui.domain.volumes import Volume
from tests.support.pictures import PLAIN, a_session, a_volume, known


def wish(name: str, path: str = "") -> MountWish:
    return MountWish(f"v-{name}", name, path or f"/{name}")


def told(picture: Picture, *wishes: MountWish) -> list[str]:
    draft = replace(PLAIN, mounts=wishes)
    found = problems_of(draft, picture, name="train", place=place_of(draft, picture))
    assert all(one.field is Field.STORAGE for one in found)
    return [one.words for one in found]


def with_volumes(*volumes: Volume) -> Picture:
    sessions = (a_session("train-llama"), a_session("over", "terminated"), a_session(""))
    return known(volumes=volumes, sessions=sessions)


def test_free_volumes_of_one_place_can_be_mounted_together() -> None:
    picture = with_volumes(a_volume("ckpt"), a_volume("data", "fin-03", provider=""))
    assert told(picture, wish("ckpt"), wish("data")) == []


def test_volumes_of_two_locations_are_refused() -> None:
    picture = with_volumes(a_volume("ckpt"), a_volume("data", "FIN-01"))
    assert told(picture, wish("ckpt"), wish("data")) == [
        "ckpt is in verda/FIN-03, data in verda/FIN-01: a session reaches only volumes of its own place"
    ]


def test_volumes_of_two_providers_are_refused() -> None:
    picture = with_volumes(a_volume("ckpt"), a_volume("data", provider="acme"))
    (words,) = told(picture, wish("ckpt"), wish("data"))
    assert words.startswith("ckpt is in verda/FIN-03, data in acme/FIN-03")


@pytest.mark.parametrize(
    ("volume", "words"),
    [
        (a_volume("ckpt", attached_to="s-train-llama"), "ckpt is held by train-llama until it ends"),
        (a_volume("ckpt", attached_to="s-"), "ckpt is held by session s- until it ends"),
        (a_volume("ckpt", attached_to="0123456789abc"), "ckpt is held by session 01234567 until it ends"),
        (a_volume("ckpt", operation="deleting__detaching_volume"), "ckpt is being deleted"),
        (a_volume("ckpt", state="deleted"), "ckpt is deleted"),
        (a_volume("ckpt", state="failed"), "ckpt has failed"),
    ],
)
def test_a_volume_that_cannot_be_had_is_refused(volume: Volume, words: str) -> None:
    assert told(with_volumes(volume), wish("ckpt")) == [words]


def test_a_volume_whose_session_has_ended_is_about_to_be_free() -> None:
    volume = a_volume("ckpt", attached_to="s-over")
    assert told(with_volumes(volume), wish("ckpt")) == []
    assert held_by(volume, with_volumes(volume)) == ""


def test_a_volume_in_a_list_can_say_why_it_cannot_be_chosen() -> None:
    held = a_volume("ckpt", attached_to="s-train-llama")
    picture = with_volumes(held)
    assert why_not_mountable(held, picture) == "held by train-llama until it ends"
    assert why_not_mountable(a_volume("data"), picture) == ""


def test_a_volume_that_is_gone_is_refused_only_while_the_list_is_good() -> None:
    assert told(with_volumes(), wish("ckpt")) == ["ckpt is gone"]
    assert told(known(volumes_trouble="timed out"), wish("ckpt")) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("data", "ckpt: a path starts with /"),
        ("/", "ckpt: / is the container's own disk"),
        ("", "ckpt: where to?"),
    ],
)
def test_a_path_that_will_not_do_is_told_with_its_volume(path: str, words: str) -> None:
    (said,) = told(with_volumes(a_volume("ckpt")), MountWish("v-ckpt", "ckpt", path))
    assert said.startswith(words)


def test_two_volumes_do_not_share_a_path() -> None:
    picture = with_volumes(a_volume("ckpt"), a_volume("data"))
    assert told(picture, wish("ckpt", "/x"), wish("data", "/x/")) == ["/x is used 2 times"]


def test_one_volume_is_not_mounted_twice() -> None:
    picture = with_volumes(a_volume("ckpt"))
    said = told(picture, wish("ckpt", "/a"), MountWish("", "ckpt", "/b"))
    assert said == ["ckpt is mounted 2 times"]


def test_a_volume_without_a_name_cannot_be_asked_for() -> None:
    unread = known(volumes_trouble="timed out")
    assert told(unread, MountWish("v-1", "", "/x")) == ["a volume without a name cannot be mounted"]
    assert told(unread, MountWish("v-1", "a\0", "/x")) == ["a volume's name cannot be sent"]
