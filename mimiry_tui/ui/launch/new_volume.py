"""A new volume from within the form: asked for, created, and mounted once there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.screen import Screen

from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.domain.launching.draft import Draft, MountWish
from mimiry_tui.domain.launching.mount_paths import suggest_path
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.volumes.task import Task
from mimiry_tui.ui.launch.desk import Desk
from mimiry_tui.ui.launch.storage_section import StorageSection
from mimiry_tui.ui.toned import toned

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account
    from mimiry_tui.ui.profile_mark import ProfileMark


class NewVolume:
    """What the form does about a volume that it asked for itself."""

    def __init__(self, screen: Screen[Any], account: Account, desk: Desk, profile: ProfileMark) -> None:
        self._screen = screen
        self._account = account
        self._desk = desk
        self._profile = profile
        self._wanted: str | None = None
        """The task whose volume is to be mounted."""
        self._refused: VolumeRequest | None = None
        """What came to nothing, to be mended rather than typed again."""

    def ask(self) -> None:
        """Ask for name and size of a volume where the session would run."""
        from mimiry_tui.ui.screens.volume_create import CreateVolumeScreen

        view, before = self._desk.view, self._refused
        place = view.preflight.place
        if before is not None and not place.location:
            place = replace(place, provider=before.provider, location=before.location)
        screen = CreateVolumeScreen(
            view.picture,
            profile=self._profile,
            provider=place.provider,
            location=place.location,
            name=before.name if before is not None else "",
            size_gb=before.size_gb if before is not None else 0,
        )
        self._screen.app.push_screen(screen, self._create)

    def _create(self, request: VolumeRequest | None) -> None:
        if request is None:
            return
        self._refused = None
        self._wanted = self._account.volume_work.create(request).id
        self.follow()

    def follow(self) -> None:
        """There is news of what was asked for."""
        task = self._account.volume_work.task(self._wanted) if self._wanted is not None else None
        if task is None:
            return
        if task.volume_id:
            self._wanted = None
            self._tell(Content())
            self._desk.change(lambda draft: with_volume(draft, task))
            return
        words = f"{task.name}: {task.words(self._desk.view.picture.now)}"
        if task.is_loud:
            # The dashboard behind tells it too, but only for a while.
            self._wanted = None
            self._refused = VolumeRequest(task.name, task.size_gb, task.provider, task.location)
        self._tell(toned(safe_text(words), "bad" if task.is_loud else "warn"))

    def _tell(self, words: Content) -> None:
        self._screen.query_one(StorageSection).say_of_new(words)


def with_volume(draft: Draft, task: Task) -> Draft:
    """The draft with the volume of that task mounted where its name suggests."""
    if any(mount.volume_id == task.volume_id for mount in draft.mounts):
        return draft
    wish = MountWish(task.volume_id, task.name, suggest_path(task.name))
    return replace(draft, mounts=(*draft.mounts, wish))
