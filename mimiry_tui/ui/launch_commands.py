"""Launching, by the same keys wherever something that a launch can begin with is shown."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.ui.keymap import keys_of
from mimiry_tui.ui.launch_opening import load_form
from mimiry_tui.ui.own_keys import takes_key
from mimiry_tui.ui.watch_actions import WATCH_BINDINGS, WatchActions

_LAUNCHING = frozenset({"launch", "copy_session", "copy_to_next_best"})
"""What opens the form."""


class LaunchCommands(WatchActions):
    """A screen from which the launch form is opened, filled by what is under its cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before all else, so that what is typed right after them lands in the form.
        Binding("n", "launch", "launch", id="launch", priority=True, tooltip="Launch a session"),
        Binding(
            "c",
            "copy_session",
            "again",
            id="launch.copy",
            show=False,
            priority=True,
            tooltip="Launch a copy of the session",
        ),
        Binding(
            "C",
            "copy_to_next_best",
            "again elsewhere",
            id="launch.copy.elsewhere",
            show=False,
            priority=True,
            tooltip="Launch a copy with the next-best offer",
        ),
        *WATCH_BINDINGS,
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        services = self.services
        if action in _LAUNCHING:
            if services is None or services.account.cloud.read_only:
                return False
            focused = self.focused
            if focused is not None and any(takes_key(focused, key, self) for key in keys_of(self, action)):
                return False
            if action == "launch":
                return True
            if action == "copy_to_next_best" and not self.launches_by_draft:
                return False
            held_out = action == "copy_to_next_best" and services.launch_news.offered is not None
            return held_out or isinstance(self.record, Session)
        return super().check_action(action, parameters)

    async def action_launch(self) -> None:
        """Open the form: with the offer or the volume under the cursor, as a session's copy once that
        has ended, else as it was left.
        """
        record = self.record
        if isinstance(record, Session) and record.phase.is_ended:
            await self.action_copy_session()
            return
        if not self.may_launch():
            return
        if not self.launches_by_draft:
            await self.open_own_form(record)
            return
        await load_form()
        from mimiry_tui.domain.launching.draft_copy import from_offer, from_volume

        if isinstance(record, Offer) and record.has_gpu:
            await self.open_draft(adapt=lambda base: from_offer(record, base))
        elif isinstance(record, Volume) and record.status is not VolumeStatus.DELETED:
            await self.open_draft(adapt=lambda base: from_volume(record, base))
        else:
            await self.open_draft()

    async def action_copy_session(self) -> None:
        """Open the form filled so that it launches this session again."""
        record = self.record
        if not self.may_launch():
            return
        if not self.launches_by_draft:
            await self.open_own_form(record, copy=True)
            return
        await load_form()
        if self.services is not None and isinstance(record, Session):
            await self.open_draft(start=self.copy_of(record))

    async def action_copy_to_next_best(self) -> None:
        """The same with the best offer in stock other than the one it had.

        What found no machine a moment ago, and for which that was held out, is meant before all else.
        """
        if self.services is None:
            return
        news = self.services.launch_news
        record = news.offered or self.record
        news.take_offered()
        if not isinstance(record, Session):
            return
        await load_form()
        from mimiry_tui.domain.launching.next_best import with_next_best

        copied = self.copy_of(record)
        elsewhere = with_next_best(copied, record, self.known_offers())
        if elsewhere == copied:
            self.notify("no other offer like it is in stock: the form has its own", markup=False)
        await self.open_draft(start=elsewhere)
