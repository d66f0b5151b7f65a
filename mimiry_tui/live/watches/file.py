"""The watches on disk, shared by every dashboard of the account.

Every method blocks on the disk and may raise OSError, or ValueError for a file that cannot be read:
such a file is never written over. Without a folder they last as long as the object.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from mimiry_tui.live.watches.fields import Kept, decode, encode
from mimiry_tui.settings.private_file import alone_in, write_private

NAME = "watches.json"


class WatchFile:
    """Reads it anew for every change, under a lock: two dashboards do not undo each other's work."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._text = ""
        """Stands for the file where there is no folder."""

    def read(self) -> tuple[Kept, ...]:
        """All that are in it, in its order."""
        return decode(self._read())

    def apply(
        self, changes: Mapping[str, Kept | None], matched: Mapping[str, bool] = MappingProxyType({})
    ) -> tuple[Kept, ...]:
        """Put these in, in place of those with their ids, None for none; what it then holds.

        `matched` changes nothing else of those that are in it.
        """
        if not changes and not matched:
            return self.read()
        if self._folder is None:
            return self._changed(changes, matched)
        with alone_in(self._folder):
            return self._changed(changes, matched)

    def spend(self, before: Kept, after: Kept) -> bool:
        """Have `after` there, if its arming is still the one of `before`; whether that was so.

        Once this returned True, no other dashboard can spend the same.
        """
        if self._folder is None:
            return self._spent(before, after)
        with alone_in(self._folder):
            return self._spent(before, after)

    def _spent(self, before: Kept, after: Kept) -> bool:
        found = next((one for one in decode(self._read()) if one.watch.id == before.watch.id), None)
        if found is None or replace(found, matched=before.matched) != before:
            return False
        self._changed({before.watch.id: after})
        return True

    def _changed(
        self, changes: Mapping[str, Kept | None], matched: Mapping[str, bool] = MappingProxyType({})
    ) -> tuple[Kept, ...]:
        text = self._read()
        kept: dict[str, Kept | None] = {
            one.watch.id: replace(one, matched=matched.get(one.watch.id, one.matched)) for one in decode(text)
        }
        kept.update(changes)
        left = tuple(one for one in kept.values() if one is not None)
        after = encode(left)
        if after != text and (left or text):
            self._write(after)
        return left

    def _read(self) -> str:
        if self._folder is None:
            return self._text
        try:
            return (self._folder / NAME).read_text("utf-8")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError:
            raise ValueError("no text") from None

    def _write(self, text: str) -> None:
        if self._folder is None:
            self._text = text
        else:
            write_private(self._folder / NAME, text)
