"""Where a launch asks to run: a volume settles it, then the user, then what was picked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.domain.launching.checks import Place
from mimiry_tui.domain.launching.draft import Draft, MountWish, Pick
from mimiry_tui.domain.launching.picture import Reading
from mimiry_tui.domain.launching.placing import place_of, volume_of
from tests.support.pictures import PLAIN, a_volume, known

VOLUME = a_volume("ckpt", "FIN-01")
WISH = MountWish("v-ckpt", "ckpt", "/ckpt")
HERE, THERE = Pick("A", "verda", "FIN-03"), Pick("B", "verda", "FIN-01")
ACME = Pick("A", "acme", "US-1")


@pytest.mark.parametrize(
    ("draft", "place"),
    [
        (Draft(), Place()),
        (Draft(picks=(HERE,)), Place("verda", "FIN-03", "the offer")),
        (Draft(picks=(HERE, THERE)), Place("verda", "", "the offers")),
        (Draft(picks=(HERE, ACME)), Place()),
        (Draft(picks=(HERE,), by_criteria=True), Place()),
        (Draft(picks=(HERE,), location=""), Place("verda", "", "you")),
        (Draft(picks=(HERE,), provider="", location=""), Place("", "", "you")),
        (Draft(picks=(HERE,), location=" FIN-02 "), Place("", "FIN-02", "you")),
        (Draft(picks=(HERE, ACME), provider="ACME"), Place("ACME", "US-1", "you")),
        (Draft(picks=(HERE, ACME), location="fin-03"), Place("verda", "fin-03", "you")),
    ],
)
def test_what_was_typed_counts_and_else_what_the_picks_share(draft: Draft, place: Place) -> None:
    found = place_of(draft, known())
    assert (found.provider, found.location) == (place.provider, place.location)
    assert found.because == place.because


@pytest.mark.parametrize("hint", [None, "", "FIN-03"])
def test_a_volume_settles_the_place_whatever_was_typed(hint: str | None) -> None:
    draft = replace(PLAIN, mounts=(WISH,), location=hint)
    assert place_of(draft, known(volumes=(VOLUME,))) == Place("verda", "FIN-01", "the volume ckpt")


def test_a_volume_that_tells_only_its_location_leaves_the_provider_open() -> None:
    volume = a_volume("ckpt", "FIN-03", provider="")
    draft = replace(PLAIN, mounts=(WISH,))
    assert place_of(draft, known(volumes=(volume,))) == Place("verda", "FIN-03", "the volume ckpt")


def test_while_volumes_are_unknown_the_rest_counts() -> None:
    picture = replace(known(), volumes=Reading((), None, "timed out"))
    assert place_of(replace(PLAIN, mounts=(WISH,)), picture).location == "FIN-03"


def test_a_volume_is_found_by_its_id_and_else_by_its_name() -> None:
    namesake = replace(VOLUME, id="v-other")
    assert volume_of(WISH, [namesake, VOLUME]) is VOLUME
    assert volume_of(MountWish("", "ckpt", "/x"), [VOLUME]) is VOLUME
    assert volume_of(MountWish("v-gone", "nothing", "/x"), [VOLUME]) is None


def test_a_name_means_the_volume_that_still_exists() -> None:
    deleted = a_volume("ckpt", state="deleted")
    alive = replace(VOLUME, id="v-new")
    assert volume_of(MountWish("", "ckpt", "/x"), [deleted, alive]) is alive
    assert volume_of(MountWish("", "ckpt", "/x"), [deleted]) is deleted
