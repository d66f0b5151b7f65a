"""The watches of a dashboard kept in step with the file that all dashboards of the account share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from uuid import uuid4

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.watching.machine import Standing
from mimiry_tui.domain.watching.rule import Arming, Watch
from mimiry_tui.live.off_loop import OffLoop
from mimiry_tui.live.watches.claims import Claims
from mimiry_tui.live.watches.entry import Entry, NewsKind, WatchNews
from mimiry_tui.live.watches.fields import Kept
from mimiry_tui.live.watches.file import WatchFile
from mimiry_tui.settings.private_file import reason

ELSEWHERE = "another dashboard has it armed"
_UNREADABLE = "watches.json cannot be read, and is left as it is"


class Shelf:
    """Changes are made in memory at once and on disk soon. Arming and spending wait for the disk."""

    def __init__(
        self, file: WatchFile, claims: Claims, off_loop: OffLoop, tell: Callable[[WatchNews], None]
    ) -> None:
        self.trouble = ""
        """Why the file could not be read or written, in words; empty while all is well."""
        self.wanted = asyncio.Event()
        """Set while the file is to be brought up to date."""
        self._file = file
        self._claims = claims
        self._off_loop = off_loop
        self._tell = tell
        self._entries: dict[str, Entry] = {}
        self._changes: dict[str, Kept | None] = {}
        """What is to be in the file by id, disarmed; None for nothing."""
        self._matched: dict[str, bool] = {}
        """Whether something would do, by id, for the file."""
        self._disk = asyncio.Lock()

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries.values()))

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, watch_id: str) -> Entry | None:
        return self._entries.get(watch_id)

    def put(self, entry: Entry) -> None:
        """Have it as it is now, in memory and soon on disk. It is not armed."""
        self._entries[entry.rule.id] = entry
        self._changes[entry.rule.id] = Kept(entry.rule, entry.standing.matched)
        self.wanted.set()

    def note(self, entry: Entry) -> None:
        """Have it on disk soon whether something would do; whoever has it armed there keeps it so."""
        self._matched[entry.rule.id] = entry.standing.matched
        self.wanted.set()

    def drop(self, watch_id: str) -> None:
        """Have it no more."""
        entry = self._entries.pop(watch_id, None)
        if entry is not None:
            entry.lay_down("")
            self._claims.release(watch_id)
            self._changes[watch_id] = None
            self.wanted.set()

    def lay_down(self, entry: Entry, why: str, *, quietly: bool = False) -> None:
        """Disarm it; it is told unless that was asked for here."""
        watch = entry.watch
        entry.lay_down(why)
        entry.elsewhere = None
        if not entry.launch_id:
            self._claims.release(entry.rule.id)
        if entry.rule.id in self._entries:
            self.put(entry)
        if not quietly:
            self._tell(WatchNews(NewsKind.DISARMED, watch, words=why))

    def let_go(self, entry: Entry) -> None:
        """Another dashboard may arm it, unless it is armed here still."""
        if not entry.holder:
            self._claims.release(entry.rule.id)

    def close(self) -> None:
        """Hold nothing any more: what was armed is to be asked about when the next run begins."""
        self._claims.release_all()

    # With the disk

    async def sync(self) -> None:
        """Write what has changed here and take in what has changed there. Raises nothing of the disk's."""
        self.wanted.clear()
        async with self._disk:
            changes, self._matched, matched = dict(self._changes), {}, self._matched
            try:
                kept = await self._off_loop(partial(self._file.apply, changes, matched))
                armed = [one.watch.id for one in kept if one.holder]
                taken = await self._off_loop(partial(self._taken, armed))
            except OSError as error:
                self.trouble = f"watches: {reason(error)}"
            except ValueError:
                self.trouble = _UNREADABLE
            else:
                self.trouble = ""
                for watch_id, change in changes.items():
                    if self._changes.get(watch_id) == change:
                        self._changes.pop(watch_id, None)
                self._adopt(kept, taken)

    async def arm(self, entry: Entry, arming: Arming, draft: Draft) -> str:
        """Hold it alone and write down what was agreed to; why that failed, or ""."""
        watch_id, rule = entry.rule.id, entry.rule
        async with self._disk:
            try:
                if not await self._off_loop(partial(self._claims.take, watch_id)):
                    return ELSEWHERE
            except OSError as error:
                return f"it cannot be held alone: {reason(error)}"
            holder = uuid4().hex
            kept = Kept(replace(rule, armed=arming), entry.standing.matched, holder)
            try:
                await self._off_loop(partial(self._file.apply, {watch_id: kept}))
            except (OSError, ValueError) as error:
                self.let_go(entry)
                why = reason(error) if isinstance(error, OSError) else _UNREADABLE
                return f"it cannot be written down: {why}"
            if self._entries.get(watch_id) is not entry or entry.rule != rule:
                self._claims.release(watch_id)
                self.wanted.set()
                return "it was changed meanwhile"
            self._changes.pop(watch_id, None)
            entry.standing = replace(entry.standing, armed=arming, has_fired=False)
            entry.holder, entry.draft, entry.was_armed, entry.note = holder, draft, None, ""
        return ""

    async def spend(self, entry: Entry, shot: object) -> bool:
        """Write down that the launch being prepared is paid for; whether it was this dashboard's to make."""
        async with self._disk:
            if entry.shot is not shot or entry.unspent is None:
                return False
            matched, holder, left = entry.standing.matched, entry.holder, entry.standing.armed
            was = Kept(replace(entry.rule, armed=entry.unspent), matched, holder)
            then = Kept(replace(entry.rule, armed=left), matched, holder if left else "")
            try:
                holds = await self._off_loop(partial(self._claims.still_holds, entry.rule.id))
                spent = holds and await self._off_loop(partial(self._file.spend, was, then))
            except (OSError, ValueError):
                return False
            if not spent or entry.shot is not shot:
                return False
            entry.unspent = None
            entry.holder = then.holder
            return True

    def _taken(self, armed: list[str]) -> frozenset[str]:
        """In a thread: those of them that other dashboards hold."""
        return frozenset(one for one in armed if self._claims.is_taken_elsewhere(one))

    def _adopt(self, kept: tuple[Kept, ...], taken: frozenset[str]) -> None:
        """Go by the file, but for what has changed here since."""
        there = {one.watch.id for one in kept} | self._changes.keys()
        for watch_id in [one for one in self._entries if one not in there]:
            self._entries.pop(watch_id).lay_down("")
            self._claims.release(watch_id)
        for one in kept:
            if one.watch.id not in self._changes:
                self._adopt_one(one, one.watch.id in taken)

    def _adopt_one(self, kept: Kept, is_taken: bool) -> None:
        rule = replace(kept.watch, armed=None)
        entry = self._entries.get(rule.id)
        if entry is None:
            entry = self._entries[rule.id] = Entry(rule, Standing(matched=kept.matched))
        was_changed = entry.rule != rule
        entry.rule = rule
        if entry.holder and (was_changed or kept.holder != entry.holder):
            what = "changed" if was_changed else "disarmed"
            self._laid_down_elsewhere(entry, f"{what} in another dashboard")
        elif entry.holder or not kept.holder:
            entry.elsewhere = None
        elif is_taken:
            entry.elsewhere = kept.watch.armed
        else:
            # Whoever had it armed is gone. Nothing is armed again but by somebody who says so.
            entry.elsewhere, entry.was_armed = None, kept.watch.armed
            self.put(entry)
            self._tell(WatchNews(NewsKind.ASK, kept.watch))

    def _laid_down_elsewhere(self, entry: Entry, why: str) -> None:
        """The file says so already."""
        watch: Watch = entry.watch
        entry.lay_down(why)
        if not entry.launch_id:
            self._claims.release(entry.rule.id)
        self._tell(WatchNews(NewsKind.DISARMED, watch, words=why))
