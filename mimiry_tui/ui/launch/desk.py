"""What the launch form shows, kept in step with what is typed and with what the account knows by now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.launching.picture import KeyFacts
from mimiry_tui.domain.launching.preflight import preflight
from mimiry_tui.domain.launching.session_name import suggest_name
from mimiry_tui.live.picture import picture_of
from mimiry_tui.live.store import Store
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.ui.launch.section import Edit, View


class Keeper(Protocol):
    """Where a draft outlives the form."""

    def keep(self, draft: Draft) -> None: ...


@dataclass(frozen=True)
class Sources:
    """Where everything comes from that a draft is looked at against."""

    store: Store
    cloud: Cloud
    clock: Clock
    key: Callable[[], KeyFacts]
    past: Callable[[], tuple[ImagePast, ...]]
    """Images used before on this machine, the latest first."""
    guarded: Callable[[], str] = lambda: ""
    """What the settings end it by from here, in words."""
    keeper: Keeper | None = None
    """None: what is typed is kept nowhere."""


class Desk:
    """Holds the draft and the view of it. Every change of either is told to the subscribers."""

    def __init__(self, sources: Sources, draft: Draft) -> None:
        self._sources = sources
        self._subscribers: Subscribers[[]] = Subscribers()
        self._refused: tuple[Field | None, str] = (None, "")
        self._touched = False
        self._view = self._seen(draft)

    @property
    def draft(self) -> Draft:
        return self._view.draft

    @property
    def view(self) -> View:
        return self._view

    @property
    def is_touched(self) -> bool:
        """Whether anything was changed since it was opened."""
        return self._touched

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it at every change of the view; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    def change(self, edit: Edit) -> None:
        """Apply what the user did. What leaves the draft as it was is no change."""
        self.put(edit(self.draft))

    def put(self, draft: Draft) -> None:
        """Go on with that draft, and keep it."""
        if draft == self.draft:
            return
        self._touched = True
        self._refused = (None, "")
        if self._sources.keeper is not None:
            self._sources.keeper.keep(draft)
        self._show(draft)

    def restore(self, draft: Draft) -> bool:
        """Show a draft that is kept already, unless something was typed meanwhile; whether it is shown."""
        if self._touched or draft == self.draft:
            return False
        self._show(draft)
        return True

    def refuse(self, field: Field | None, words: str) -> None:
        """Say what the service has against the draft, until that is changed."""
        self._refused = (field, words)
        self._show(self.draft)

    def look_again(self) -> None:
        """Time has passed, or the account knows something else."""
        before, self._view = self._view, self._seen(self.draft)
        # The moment alone is no news: what ages says so in the checks.
        now = before.picture.now
        if replace(self._view, picture=replace(self._view.picture, now=now)) != before:
            self._subscribers.tell()

    def _show(self, draft: Draft) -> None:
        self._view = self._seen(draft)
        self._subscribers.tell()

    def _seen(self, draft: Draft) -> View:
        sources = self._sources
        picture = picture_of(sources.store, sources.cloud, sources.key(), sources.clock.now())
        name = suggest_name(draft, picture.sessions.value)
        hints, past = sources.cloud.image_hints, sources.past()
        field, words = self._refused
        return View(
            draft=draft,
            picture=picture,
            preflight=preflight(
                draft, picture, suggested_name=name, images=hints, past=past, guarded=sources.guarded()
            ),
            suggested_name=name,
            images=hints,
            past=past,
            refused_field=field,
            refused_words=words,
        )
