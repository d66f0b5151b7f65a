"""The history's worker: what its one thread knows, and what it does when the disk fails it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from mimiry_tui.domain.boots import BootBook, BootKey, Boots, boot_key, read_boot
from mimiry_tui.domain.image_uses import ImageBook, ImageUse, read_use
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.history.disk import Disk
from mimiry_tui.live.history.file import HistoryFile, Row
from mimiry_tui.live.history.history import News, Seen
from mimiry_tui.live.history.schema import storable

KEPT = timedelta(days=90)
"""How long something is remembered of a session after it was last alive."""
MOST_USES = 2_000
"""How many sessions' words about their images are read back."""
RECENT = 200
"""How many past boots of one key are read back: the latest tell most of the next one."""
LONGEST_ID = 200
"""Characters. What has more is no id that a service gave, and is not worth the disk."""
_NO_KEY = BootKey("", "")


class Desk:
    """Takes batches, one after the other in one thread; what cannot be written waits here."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._disk = Disk(folder)
        self._book = BootBook()
        self._images = ImageBook()
        self._images_loaded = False
        self._told: dict[BootKey, Boots | None] = {}
        self._loaded: set[BootKey] = set()
        self._unsaved: dict[str, Seen] = {}
        self._touched: set[BootKey] = set()
        self._wanted: set[BootKey] = set()
        self._tidy = False

    def take(self, batch: Sequence[Seen], now: datetime, *, tidy: bool = False) -> News:
        """Learn from these sessions, recall what is known of them, write what is new.

        `tidy` also deletes what is too old. Never raises for what the disk does.
        """
        recalled: dict[str, tuple[Observation, ...]] = {}
        trouble = ""
        for seen in batch:
            self._learn(seen, now)
        if self._folder is not None:
            self._tidy = self._tidy or tidy
            trouble = self._disk.work(partial(self._at_the_disk, now=now, recalled=recalled))
        return News(
            self._changed_boots(),
            recalled,
            waiting=bool(self._unsaved or self._tidy),
            trouble=trouble,
            images=self._images.changes(),
        )

    def close(self) -> None:
        """The file is closed; nothing is taken any more."""
        self._disk.close()

    def _learn(self, seen: Seen, now: datetime) -> None:
        """Put its boot and its image into the books, and itself among what is to be written."""
        session = seen.session
        boot = read_boot(session, seen.observations)
        if boot is not None:
            self._touched |= self._book.put(boot)
        best = self._book.get(session.id)
        use = read_use(session, seen.observations, None if best is None else best.took, now)
        if use is not None:
            self._images.put(use)
        key = boot_key(session)
        if key is not None:
            self._wanted.add(key)
        if self._folder is not None and len(session.id) <= LONGEST_ID:
            earlier = self._unsaved.get(session.id)
            fresh = seen.fresh or (earlier is not None and earlier.fresh)
            self._unsaved[session.id] = replace(seen, fresh=fresh)

    def _changed_boots(self) -> dict[BootKey, Boots | None]:
        """What reads otherwise than when it was last told."""
        found = {key: self._book.of(key) for key in self._touched}
        self._touched.clear()
        changed = {key: boots for key, boots in found.items() if boots != self._told.get(key)}
        self._told.update(changed)
        return changed

    def _at_the_disk(
        self, file: HistoryFile, now: datetime, recalled: dict[str, tuple[Observation, ...]]
    ) -> None:
        """Read and write what waits."""
        self._recall(file, recalled)
        self._save(file, now)
        if self._tidy:
            file.forget(now - KEPT)
            self._tidy = False

    def _recall(self, file: HistoryFile, recalled: dict[str, tuple[Observation, ...]]) -> None:
        """What is on disk about images, new sessions, and boots like theirs. Asked for once."""
        if not self._images_loaded:
            for use in file.uses(MOST_USES):
                self._images.put(use)
            self._images_loaded = True
        for key in tuple(self._wanted - self._loaded):
            for boot in file.boots(key, RECENT):
                known = self._book.get(boot.session_id)
                if known is None or known.key == key:
                    self._touched |= self._book.put(boot)
            self._loaded.add(key)
        self._wanted.clear()
        fresh = {storable(session_id): session_id for session_id, seen in self._unsaved.items() if seen.fresh}
        found = file.transitions(tuple(fresh))
        recalled.update((fresh[stored], observations) for stored, observations in found.items())
        for session_id in fresh.values():
            self._unsaved[session_id] = replace(self._unsaved[session_id], fresh=False)

    def _save(self, file: HistoryFile, now: datetime) -> None:
        """Write every session of which there is something to remember."""
        rows: list[Row] = []
        transitions: list[tuple[str, Observation]] = []
        uses: list[ImageUse] = []
        for session_id, seen in self._unsaved.items():
            boot = self._book.get(session_id)
            use = self._images.get(session_id)
            decided = use is not None and use.ready is not None
            if boot is not None or seen.observations or decided:
                stored = storable(session_id)
                alive = seen.session.finished_at or now
                rows.append((stored, boot_key(seen.session) or _NO_KEY, alive, boot))
                transitions += ((stored, one) for one in seen.observations if not one.is_late)
                uses += () if use is None else (use,)
        if rows:
            file.remember(rows, transitions, uses)
        self._unsaved.clear()
