"""What the form shows is what was typed, looked at against what is known by now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launching.checks import Mark
from mimiry_tui.domain.launching.draft import Draft, Field
from tests.support.clock import EPOCH
from tests.support.launch_stage import DRAFT, Stage, an_offer

OTHER = replace(DRAFT, image="example.org/tools/jax:1.0")


def test_an_edit_is_shown_and_kept() -> None:
    stage = Stage()
    stage.desk.change(lambda draft: replace(draft, image=OTHER.image))
    assert stage.desk.view.draft == OTHER
    assert stage.desk.view.preflight.request is not None
    assert stage.desk.view.preflight.request.image == OTHER.image
    assert stage.keeper.kept == [OTHER]
    assert stage.desk.is_touched
    assert stage.told == 1


def test_what_changes_nothing_is_neither_told_nor_kept() -> None:
    stage = Stage()
    stage.desk.change(lambda draft: draft)
    assert (stage.told, stage.keeper.kept, stage.desk.is_touched) == (0, [], False)


def test_what_a_form_opens_with_is_no_draft_before_it_is_changed() -> None:
    stage = Stage()
    stage.desk.look_again()
    assert stage.keeper.kept == []


def test_a_kept_draft_comes_back_but_not_over_what_was_typed_meanwhile() -> None:
    stage = Stage(Draft())
    assert stage.desk.restore(DRAFT)
    assert stage.desk.draft == DRAFT
    assert stage.keeper.kept == []
    stage.desk.put(OTHER)
    assert not stage.desk.restore(DRAFT)
    assert stage.desk.draft == OTHER


def test_a_refusal_stands_until_the_form_is_another() -> None:
    stage = Stage()
    stage.desk.refuse(Field.IMAGE, "no such image")
    assert (stage.desk.view.refused_field, stage.desk.view.refused_words) == (Field.IMAGE, "no such image")
    stage.desk.look_again()
    assert stage.desk.view.refused_words == "no such image"
    stage.desk.put(OTHER)
    assert (stage.desk.view.refused_field, stage.desk.view.refused_words) == (None, "")


def test_a_second_that_changes_no_word_is_not_told() -> None:
    stage = Stage()
    stage.clock.machine_slept(1)
    stage.desk.look_again()
    assert stage.told == 0
    assert stage.desk.view.picture.now == EPOCH + timedelta(seconds=1)


def test_what_grew_old_and_what_was_sold_is_told() -> None:
    stage = Stage()
    assert stage.desk.view.preflight.may_launch
    stage.clock.machine_slept(150)
    stage.desk.look_again()
    assert stage.told == 1, "nobody said that the figures are old"
    stage.offer(an_offer(available=False))
    stage.desk.look_again()
    assert stage.told == 2
    assert not stage.desk.view.preflight.may_launch


def test_what_is_known_of_images_reaches_the_form_and_the_checks() -> None:
    past = ImagePast(DRAFT.image, 11, 0, timedelta(minutes=2), EPOCH)
    stage = Stage(past=(past,))
    assert stage.desk.view.past == (past,)
    assert stage.desk.view.images == stage.cloud.image_hints
    image = next(check for check in stage.desk.view.preflight.checks if check.field is Field.IMAGE)
    assert image.mark is Mark.OK
    assert "11 boots" in image.reason
