"""Workspaces as volumes, each attached to the session that runs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.decoding import ListReader
from mimiry_tui.clouds.mags.calls import WORKSPACES, Calls
from mimiry_tui.clouds.mags.wire import read_workspace, workspace_of
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus


class Workspaces:
    """The list of workspaces, and which of them a live session has."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._reader: ListReader[Volume] = ListReader(
            ("workspaces",), lambda raw: (read_workspace(raw),), lambda volume: volume.id
        )
        self._known: dict[str, tuple[Volume, str, Volume]] = {}
        """By name: the record of the list, who has it, and what it became with that."""
        self._page: Page[Volume] = Page(())

    @property
    def names(self) -> tuple[str, ...]:
        """Those that the last list held."""
        return tuple(item.id for item in self._page.items if isinstance(item, Volume))

    async def page(self, live: Iterable[Session]) -> Page[Volume]:
        """Every workspace; `live` are the sessions that may have one."""
        answer = await self._calls.get(WORKSPACES)
        listed = await self._reader.page([self._reader.listing(answer)])
        # Of two sessions on one workspace the newer one comes first in lists, and is the one to name.
        holders: dict[str, str] = {}
        for session in live:
            holders.setdefault(workspace_of(session), session.id)
        items = tuple(
            item if isinstance(item, Unreadable) else self._held(item, holders.get(item.id, ""))
            for item in listed.items
        )
        self._known = {name: kept for name, kept in self._known.items() if name in {one.id for one in items}}
        if len(items) != len(self._page.items) or any(
            new is not old for new, old in zip(items, self._page.items, strict=True)
        ):
            self._page = Page(items)
        return self._page

    def _held(self, listed: Volume, holder: str) -> Volume:
        known = self._known.get(listed.id)
        if known is not None and known[0] is listed and known[1] == holder:
            return known[2]
        volume = replace(listed, attached_to=holder, status=VolumeStatus.ATTACHED) if holder else listed
        self._known[listed.id] = listed, holder, volume
        return volume
