"""Which image runs: suggestions, images used before, or any reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.launching.image_reference import reference_hint, why_not
from mimiry_tui.ui.launch.asking import Asked, asking
from mimiry_tui.ui.launch.form_input import DraftInput
from mimiry_tui.ui.launch.form_row import trouble_with
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.image_list import ImageList
from mimiry_tui.ui.launch.image_words import Suggestion, matching_images, short_image, suggestions
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.launch.words_line import Note, Words
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import Part


class ImageSection(FramedSection):
    """The image, with what is known of it."""

    NUMBER: ClassVar[int] = 2
    NAME: ClassVar[str] = "Image"
    FIELDS: ClassVar[tuple[Field, ...]] = (Field.IMAGE,)

    def __init__(self, *, id: str = "launch-image") -> None:
        super().__init__(id=id)
        self._known: tuple[Suggestion, ...] = ()
        self._sources: tuple[object, object] = ((), ())
        self._list = ImageList(id="images")
        self._input = ImageInput(self, self._list)
        self._note = Note()
        self._facts = Words(id="image-facts")

    def fields(self) -> ComposeResult:
        yield self._input
        yield self._note
        yield self._facts

    def compose(self) -> ComposeResult:
        for part in super().compose():
            if part is self.foot:
                yield self._list
            yield part

    def show(self, view: View) -> None:
        if (view.past, view.images) != self._sources:
            self._sources = (view.past, view.images)
            self._known = suggestions(view.past, view.images)
        self._input.show(view.draft.image)
        self.narrow(self._input.value)
        self._note.say(_note(view))
        self._facts.say(*_facts(view.draft.image, self._known))

    def focus_field(self, field: Field) -> bool:
        if field is Field.IMAGE:
            self.go(self._input)
        return field is Field.IMAGE

    def narrow(self, text: str) -> None:
        """Offer the images that fit what was typed, before the draft knows of it."""
        had_any = self._list.is_worth_opening
        self._list.offer(matching_images(self._known, text))
        if not had_any and not text and self._input.has_focus:
            self._list.open()  # what is known came after the cursor did

    def on_descendant_focus(self) -> None:
        self.say(key_hints(("↓", "suggestions")))

    def on_descendant_blur(self) -> None:
        self.say(Content(""))

    @on(ImageList.Picked)
    def _picked(self, event: ImageList.Picked) -> None:
        event.stop()
        self._input.take(event.uri)
        self.go(self._input)

    @on(Asked)
    def _asked(self, event: Asked) -> None:
        event.stop()
        self._input.take(event.what)


class ImageInput(DraftInput):
    """The reference, and the keys of the list below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "down", "look(1)", "images", id="image.down", show=False, tooltip="The images to choose from"
        ),
        Binding("up", "look(-1)", "back", id="image.up", show=False, tooltip="Back through the images"),
        Binding("enter", "submit", "take", id="image.take", show=False, tooltip="Take it, or go on"),
        Binding("escape", "close", "close", id="image.close", show=False, tooltip="Close the list of images"),
    ]

    def __init__(self, section: ImageSection, images: ImageList) -> None:
        super().__init__(
            section.edit,
            lambda draft, text: replace(draft, image=text),
            placeholder="any image, as registry/name:tag",
            id="image",
        )
        self._section = section
        self._list = images

    def watch_value(self, value: str) -> None:
        super().watch_value(value)
        if self.has_focus and not self._putting:
            self._section.narrow(value)
            self._list.open()

    def take(self, uri: str) -> None:
        """Put that image in, as if it had been typed."""
        self.value = uri
        self.cursor_position = len(uri)
        self._list.close()

    def on_focus(self) -> None:
        if not self.value:
            self._list.open()

    def on_blur(self) -> None:
        self._list.close()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._list.open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._list.is_open if action == "close" else True

    def action_look(self, step: int) -> None:
        if self._list.is_open:
            self._list.move(step)
        elif step > 0:
            self._list.open()
            self._list.move(1)

    def action_close(self) -> None:
        self._list.close()

    async def action_submit(self) -> None:
        if lit := self._list.lit:
            self.take(lit)
        else:
            await super().action_submit()


def _note(view: View) -> Content:
    """What is wrong with the image, or unwise about it."""
    trouble = trouble_with(view, Field.IMAGE)
    if trouble and not view.draft.image.strip() and view.refused_field is not Field.IMAGE:
        return Content("")  # nothing was said yet that could be wrong; the form's own list tells it
    hint = "" if trouble else reference_hint(view.draft.image)
    return toned(hint, "warn") if hint else trouble


def _facts(image: str, known: Sequence[Suggestion]) -> list[Part]:
    """What is known of the image, and the others that could be taken instead."""
    image = image.strip()
    mine = next((one for one in known if one.uri == image), None)
    if mine is not None:
        parts = [
            Part(toned(" · " if at else "", mine.tone) + toned(words, mine.tone))
            for at, words in enumerate(mine.words)
        ]
    else:
        parts = [Part(toned("never used here" if image and not why_not(image) else "", "dim"))]
    others = [one for one in known if one.uri != image]
    for at, one in enumerate(others):
        lead = " · " if at else ("   also " if parts[0].content else "suggested ")
        tone: Tone = "warn" if one.tone == "warn" else "text"
        doubt = toned(f" ({one.words[0]})", "dim") if tone == "warn" and one.words else Content("")
        parts.append(Part(toned(lead, "dim") + toned(short_image(one.uri), tone) + doubt, asking(one.uri)))
    return parts
