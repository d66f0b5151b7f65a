"""One section of the launch form on a screen of its own, over a draft that follows what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from mimiry_tui.clouds.base import ImageHint
from mimiry_tui.domain.account import Balance, Quota
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.picture import KeyFacts, Picture, Reading
from mimiry_tui.domain.launching.preflight import preflight
from mimiry_tui.domain.launching.session_name import suggest_name
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.launch.section import Edit, Edited, Section, View
from mimiry_tui.ui.theme import DARK
from tests.support.dialog_app import DialogApp

NOW = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
KEY = KeyFacts(
    path="~/.ssh/mimiry",
    fingerprint="SHA256:uJyAqf3vDBl5uV1tLDmZk8p1v7kS4JqkqjS8bXHSKGE",
    line="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEfake you@there",
    signed_in=True,
)


def a_picture(
    *,
    offers: tuple[Offer, ...] = (),
    sessions: tuple[Session, ...] = (),
    volumes: tuple[Volume, ...] = (),
    key: KeyFacts = KEY,
) -> Picture:
    """Everything known and a moment old."""
    balance: Reading[Balance | None] = Reading(None, NOW)
    quotas: Reading[tuple[Quota, ...]] = Reading((), NOW)
    return Picture(
        NOW, Reading(offers, NOW), Reading(sessions, NOW), Reading(volumes, NOW), balance, quotas, key
    )


class FormScreen(Screen[None]):
    """Where the launch screen stands: it hears what the sections say."""

    def __init__(self, sections: tuple[Section, ...], heard: Callable[[Edit], None]) -> None:
        super().__init__()
        self._sections, self.heard = sections, heard

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="form", can_focus=False):
            yield from self._sections

    @on(Edited)
    def _edited(self, event: Edited) -> None:
        event.stop()
        self.heard(event.edit)


class FormApp(DialogApp):
    """Applies what a section says to the draft, and shows it again."""

    def __init__(
        self,
        *sections: Section,
        draft: Draft | None = None,
        picture: Picture | None = None,
        images: tuple[ImageHint, ...] = (),
        past: tuple[ImagePast, ...] = (),
        theme: str = DARK,
    ) -> None:
        super().__init__(theme)
        self.sections = sections
        self.draft = draft or Draft()
        self.picture = picture or a_picture()
        self._images, self._past = images, past
        self.told: list[Draft] = []
        """What the draft became with each change."""

    async def on_mount(self) -> None:
        await self.push_screen(FormScreen(self.sections, self.change))
        self.show()

    def change(self, edit: Edit) -> None:
        """Do to the draft what a section said."""
        self.draft = edit(self.draft)
        self.told.append(self.draft)
        self.show()

    def put(self, **fields: Any) -> None:
        """Change the draft from outside, as a fix or a template does."""
        self.draft = replace(self.draft, **fields)
        self.show()

    def view(self, **fields: Any) -> View:
        """What there is to see of the draft as it is now."""
        name = suggest_name(self.draft, self.picture.sessions.value)
        looked_at = preflight(self.draft, self.picture, suggested_name=name)
        return View(
            self.draft,
            self.picture,
            looked_at,
            suggested_name=name,
            images=self._images,
            past=self._past,
            **fields,
        )

    def show(self, **fields: Any) -> None:
        """Draw the draft in every section."""
        for section in self.sections:
            section.show(self.view(**fields))

    def press_at_once(self, *keys: str) -> None:
        """As from a terminal whose reader was busy: all keys are there before the first one is looked at."""
        for key in keys:
            self.post_message(events.Key(key, key if len(key) == 1 else None))

    # Where things stand

    def line(self, words: str) -> str:
        """The first line on the screen with these words."""
        return next(line for line in self.shown().splitlines() if words in line)

    def shown_at(self, words: str, line: str = "") -> int:
        """The column at which they begin, on the first line that has those other words too."""
        found = next(one for one in self.shown().splitlines() if words in one and line in one)
        return cell_len(found[: found.index(words)])

    def left_of(self, selector: str) -> int:
        """The first column of that widget."""
        return self.screen.query_one(selector).region.x
