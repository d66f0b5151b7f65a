"""The image of a launch: chosen among those that are known, or typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mimiry_tui.clouds.base import ImageHint
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.ui.launch.image_list import ImageList
from mimiry_tui.ui.launch.image_section import ImageSection
from mimiry_tui.ui.launch.image_words import matching_images, suggestions
from mimiry_tui.ui.launch.section import Edit
from tests.support.form_app import FormApp, FormScreen

WHEN = datetime(2026, 6, 1, tzinfo=UTC)
TORCH, TRAINER, CUDA = (
    "nvcr.io/nvidia/pytorch:24.01-py3",
    "ghcr.io/acme/trainer:1.4",
    "nvcr.io/nvidia/cuda:12",
)
PAST = (
    ImagePast(TORCH, 11, 0, timedelta(seconds=144), WHEN),
    ImagePast(TRAINER, 3, 2, None, WHEN),
    ImagePast("broken:1", 0, 2, None, WHEN),
)
HINTS = (
    ImageHint(TORCH, "PyTorch; suggested"),
    ImageHint(CUDA, "bare CUDA; was seen to fail", doubtful=True),
)


def form(image: str = "", past: tuple[ImagePast, ...] = PAST) -> FormApp:
    return FormApp(ImageSection(), draft=Draft(image=image), images=HINTS, past=past)


def is_open(app: FormApp) -> bool:
    return app.screen.query_one(ImageList).is_open


def test_what_is_known_of_an_image_is_how_its_boots_went_then_what_the_documents_say() -> None:
    known = {one.uri: one for one in suggestions(PAST, HINTS)}
    assert list(known) == [TORCH, TRAINER, CUDA, "broken:1"]
    assert (known[TORCH].words, known[TORCH].tone) == (("11 boots here, all fine", "median 2m24s"), "good")
    assert (known[TRAINER].words, known[TRAINER].tone) == (("3 of 5 boots here went well",), "warn")
    assert (known["broken:1"].words, known["broken:1"].tone) == (
        ("failed here 2 times, never came up",),
        "warn",
    )
    assert (known[CUDA].words, known[CUDA].tone) == (("was seen to fail", "bare CUDA"), "warn")


def test_typed_words_narrow_the_images_and_a_whole_one_offers_all_again() -> None:
    known = suggestions(PAST, HINTS)
    assert [one.uri for one in matching_images(known, "NVIDIA cuda")] == [CUDA]
    assert matching_images(known, "  ") == known
    assert matching_images(known, TRAINER) == known
    assert matching_images(known, "nowhere") == ()


async def test_an_empty_field_offers_what_is_known_and_arrows_and_enter_take_it() -> None:
    app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.IMAGE)
        await pilot.pause()
        assert f"{TORCH}  11 boots here, all fine · median 2m24s" in app.shown()
        assert f"{CUDA}  was seen to fail" in app.shown()
        await pilot.press("down", "down", "up", "down", "enter")
        assert app.draft.image == TRAINER
        assert not is_open(app)
        assert "3 of 5 boots here went well   also pytorch:24.01-py3" in app.shown()


async def test_any_reference_can_be_typed_and_enter_then_leads_on() -> None:
    app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.IMAGE)
        await pilot.press(*"cud")
        assert CUDA in app.shown()
        assert TRAINER not in app.shown()
        await pilot.press(*"dle/x:latest")
        assert app.draft.image == "cuddle/x:latest"
        assert not is_open(app), "nothing known is called so"
        assert "latest moves: pin a tag" in app.shown()
        assert "never used here" in app.shown()
        await pilot.press("enter")
        assert app.draft.image == "cuddle/x:latest"


async def test_what_is_no_reference_is_told_why() -> None:
    app = form("Acme/Trainer:1")
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        assert "no registry" in app.shown() or "lower-case" in app.shown()
        app.show(refused_field=Field.IMAGE, refused_words="image not found")
        await pilot.pause()
        assert "image not found" in app.shown()


async def test_nothing_is_said_against_a_field_in_which_nothing_was_typed() -> None:
    app = form()
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        await pilot.press("escape")
        assert app.view().preflight.problem(Field.IMAGE)
        assert app.view().preflight.problem(Field.IMAGE) not in app.shown()
        assert "suggested pytorch:24.01-py3" in app.shown()


async def test_escape_closes_the_list_and_is_left_to_the_form_otherwise() -> None:
    app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.IMAGE)
        await pilot.pause()
        field = app.screen.focused
        assert field is not None
        assert field.check_action("close", ())
        await pilot.press("escape")
        assert not is_open(app)
        assert not field.check_action("close", ())
        await pilot.press("down")
        assert is_open(app)


async def test_the_mouse_takes_images_from_the_list_and_from_the_line_below() -> None:
    app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.IMAGE)
        await pilot.pause()
        await pilot.click("#images", offset=(3, 1))
        assert app.draft.image == TRAINER
        assert not is_open(app)
        at = app.shown_at("pytorch:24.01", "also")
        await pilot.click("#image-facts", offset=(at - app.left_of("#image-facts"), 0))
        assert app.draft.image == TORCH


async def test_the_open_list_is_framed_as_its_section_and_in_sight_with_its_field() -> None:
    app = form(image="x:1")
    async with app.run_test(size=(60, 16)) as pilot:
        app.sections[0].focus_field(Field.IMAGE)
        await pilot.pause()
        await pilot.press(*["backspace"] * 3, "down")
        await pilot.pause()
        lines = app.shown().splitlines()
        first = next(at for at, line in enumerate(lines) if "pytorch:24.01-py3  11 boots" in line)
        above, last = lines[first - 1], lines[first + 4]
        assert above.startswith("│ suggested"), "the field and what is known of it stay in sight"
        for line in lines[first : first + 4]:
            assert (line[0], line.rstrip()[-1]) == ("│", "│"), line
        assert last.startswith("╰─")
        assert "esc closes ─╯" in last
        assert "was seen to fail" in app.line("cuda:12"), "a doubt is shown where there is little room"


def test_an_image_that_never_came_up_is_named_last_and_with_its_failure() -> None:
    latest = ImagePast("broken:1", 0, 1, None, WHEN + timedelta(days=1))
    known = suggestions((latest, *PAST[:2]), HINTS)
    assert known[-1].uri == "broken:1"
    assert (known[-1].words, known[-1].tone) == (("failed here",), "warn")


async def test_more_images_than_lines_move_with_the_cursor() -> None:
    many = tuple(ImagePast(f"acme/image-{number:02}:1", 1, 0, None, WHEN) for number in range(30))
    app = form(past=many)
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.IMAGE)
        await pilot.pause()
        assert "image-20" not in app.shown()
        await pilot.press(*["down"] * 21)
        assert "image-20" in app.shown()
        await pilot.press("enter")
        assert app.draft.image == "acme/image-20:1"


async def test_a_draft_that_is_behind_does_not_undo_what_was_typed_since() -> None:
    app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, FormScreen)
        heard: list[Edit] = []
        app.screen.heard = heard.append
        app.sections[0].focus_field(Field.IMAGE)
        await pilot.press(*"abc", "backspace", "d")
        for edit in heard:
            app.change(edit)
            await pilot.pause()
            assert "abd" in app.shown()
        assert app.draft.image == "abd"
        app.put(image="x:1")
        await pilot.pause()
        assert "abd" not in app.shown(), "a draft that is not behind counts"


async def test_a_foreign_image_cannot_reach_the_terminal() -> None:
    app = form("x\x1b[31m\u202e[bold]:1")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "x␛[31m�[bold]:1" in app.shown()
        assert "\x1b" not in app.shown()
