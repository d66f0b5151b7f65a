"""`launch` with words fills the form in; what cannot be meant is said before it opens."""

from __future__ import annotations

from typing import Any

import pytest

from mimiry_tui.domain.launching.draft import AutoTerminate, Draft, MountWish, Pick, Variable
from mimiry_tui.ui.command_line.command import CommandError, Given
from mimiry_tui.ui.command_line.launching import filled
from mimiry_tui.ui.command_line.naming import pick_named, session_candidates, session_named
from tests.support.ending_desk import a_session
from tests.support.launch_case import offer, volume

OFFERS = (
    offer("H100_80G_SXM", "verda/FIN-01", 2.1),
    offer("H100_80G_SXM", "acme/US-1", 1.9, stock=False),
    offer("H100_80G_PCIe", "acme/US-1", 2.0),
    offer("A100_80G_SXM", "verda/FIN-03", 1.3),
)
VOLUMES = (volume("ckpt"),)


def draft(*words: str, base: Draft | None = None, **options: str) -> Draft:
    """The form, each option given once; underscores stand for dashes."""
    given = Given(words, {f"--{name.replace('_', '-')}": (value,) for name, value in options.items()})
    return filled(base or Draft(), given, OFFERS, VOLUMES)


@pytest.mark.parametrize(
    ("word", "place", "pick"),
    [
        ("H100", ("", ""), Pick("H100_80G_PCIe", "acme", "US-1")),
        ("h100_80g_sxm", ("", ""), Pick("H100_80G_SXM", "verda", "FIN-01")),
        ("H100_80G_SXM", ("acme", ""), Pick("H100_80G_SXM", "acme", "US-1")),
        ("H100", ("", "fin-01"), Pick("H100_80G_SXM", "verda", "FIN-01")),
        ("A1", ("", ""), Pick("A100_80G_SXM", "verda", "FIN-03")),
    ],
)
def test_a_model_means_its_best_offer_in_stock_where_it_is_wanted(
    word: str, place: tuple[str, str], pick: Pick
) -> None:
    assert pick_named(word, OFFERS, provider=place[0], location=place[1]) == pick
    assert pick_named(word, (), provider=place[0], location=place[1]) == Pick(word, *place)


def test_everything_that_is_said_stands_in_the_form() -> None:
    made = draft(
        *("H100", "A100", "H100"),
        image="ubuntu:24.04",
        name="train",
        count="2",
        command="python train.py",
        env="TOKEN=a=b",
        volume="ckpt:/data",
        max_duration="8h",
        max_price="2.50",
        auto_terminate="on-success",
        location="FIN-03",
        no_ssh="",
    )
    assert [pick.model for pick in made.picks] == ["H100_80G_PCIe", "A100_80G_SXM"]
    assert (made.image, made.name, made.count, made.location) == ("ubuntu:24.04", "train", "2", "FIN-03")
    assert (made.has_command, made.command, made.ssh_enabled) == (True, "python train.py", False)
    assert made.environment == (Variable("TOKEN", "a=b"),)
    assert made.mounts == (MountWish(VOLUMES[0].id, "ckpt", "/data"),)
    assert (made.max_duration, made.max_price) == ("8h", "2.50")
    assert made.auto_terminate is AutoTerminate.ON_SUCCESS


def test_what_is_not_said_stays_as_the_template_has_it() -> None:
    base = Draft(image="kept", command="kept", has_command=True, environment=(Variable("A", "1"),))
    made = draft(name="new", env="B=2", base=base)
    assert (made.image, made.command, made.has_command, made.name) == ("kept", "kept", True, "new")
    assert [one.name for one in made.environment] == ["A", "B"]


def test_criteria_can_be_said_instead_of_names() -> None:
    made = draft(family="H100", min_vram="80")
    assert made.by_criteria
    assert (made.criteria.families, made.criteria.min_vram_gb) == (("H100",), "80")


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        (("B300",), {}, "no GPU on offer is called 'B300'"),
        (("H100",), {"family": "H100"}, "either GPUs by name, or"),
        ((), {"max_duration": "soon"}, "--max-duration: write it like"),
        ((), {"env": "1A=s3cret"}, "--env: a name does not start with a digit"),
        ((), {"volume": "gone"}, "no volume is called 'gone'"),
        ((), {"auto_terminate": "maybe"}, "--auto-terminate is one of"),
    ],
)
def test_what_cannot_be_meant_is_said(words: tuple[str, ...], options: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError) as caught:
        draft(*words, **options)
    assert said in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_session_is_known_by_name_id_and_the_beginning_of_its_name() -> None:
    one, other, old = (
        a_session(sid, name=name) for sid, name in (("1", "train"), ("2", "eval"), ("3", "train"))
    )
    sessions = (one, other, old)
    assert session_named("train", sessions) is one
    assert session_named("3", sessions) is old
    assert session_named("TR", sessions) is one
    assert [found.text for found in session_candidates(sessions)] == ["train", "eval", "3"]
    for word, said in (("gone", "no session is called 'gone'"), ("", "can be train, eval")):
        with pytest.raises(CommandError, match=said):
            session_named(word, sessions)
