"""What every section of the launch form is: shows the whole state, says what should become of the draft."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.containers import Vertical
from textual.message import Message

from mimiry_tui.clouds.base import ImageHint
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launching.checks import Preflight
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.launching.picture import Picture

Edit = Callable[[Draft], Draft]


@dataclass(frozen=True)
class View:
    """Everything the form shows, at one moment."""

    draft: Draft
    picture: Picture
    preflight: Preflight
    suggested_name: str = ""
    images: tuple[ImageHint, ...] = ()
    """What the service's documents suggest."""
    past: tuple[ImagePast, ...] = ()
    """Images used before on this machine, the latest first."""
    refused_field: Field | None = None
    """Where the service's last refusal belongs; None for none, or where that cannot be told."""
    refused_words: str = ""
    """What the service said; foreign text."""


class Edited(Message):
    """The user changed something: apply this to the draft as it is by now."""

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self.edit = edit


class Section(Vertical):
    """One framed part of the form.

    `show` is called with every change of anything, also of what the section itself brought about: a
    field that already reads so is left alone, or the cursor in it would jump.
    """

    FIELDS: ClassVar[tuple[Field, ...]] = ()
    """What is decided here, in order."""
    NAME: ClassVar[str] = ""
    """The section's title."""

    def begin(self, view: View) -> None:
        """Before it is mounted: make what this state takes, to be mounted with the rest."""

    @abstractmethod
    def show(self, view: View) -> None:
        """Draw this state."""

    @abstractmethod
    def focus_field(self, field: Field) -> bool:
        """Put the cursor where that is decided, in view; False where it is not decided here."""

    def edit(self, change: Edit) -> None:
        """Tell the form what should become of the draft."""
        self.post_message(Edited(change))
