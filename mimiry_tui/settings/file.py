"""`settings.toml` on disk: read tolerantly, edited without losing a comment."""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.settings import Problem, Settings

if TYPE_CHECKING:
    from mimiry_tui.settings.values import Option

FILE_NAME = "settings.toml"
LARGEST = 256 * 1024
"""Bytes; nobody writes more by hand."""

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_NOT_SAVED = "the setting is not saved"


class SettingsFile:
    """The file of one configuration folder. Every call blocks on the disk: use a thread."""

    def __init__(self, folder: Path, kinds: Collection[str] | None = None) -> None:
        """`kinds` are the clouds that a profile can be of; None for those that the reader knows."""
        self.path = folder / FILE_NAME
        self._kinds = kinds

    def load(self) -> Settings:
        """What it says; defaults where there is none. Never raises.

        A file that group or others may write could redirect key and host: none of it is used.
        """
        try:
            text = self._text()
        except SettingsError as error:
            problem = Problem(None, "", f"{error}; nothing in it is used")
            return Settings(problems=(problem, *self._lost_profile(str(error))), is_unused=True)
        if text is None:
            return Settings()
        from mimiry_tui.settings.reading import KINDS, read_settings  # only those who have a file pay for it

        return read_settings(text, self._kinds or KINDS)

    def _lost_profile(self, why: str) -> tuple[Problem, ...]:
        """That a file of which nothing is used seems to say which account to start with, or may do so."""
        from mimiry_tui.settings.options import PROFILE
        from mimiry_tui.settings.reading import UNTOLD, lost_profile

        try:
            if not stat.S_ISREG(self.path.stat().st_mode):
                return ()
            with self.path.open("rb") as file:
                text = file.read(LARGEST).decode("utf-8", errors="replace").removeprefix("\ufeff")
        except OSError:
            return (Problem(None, PROFILE.name, f"{UNTOLD}, {why}"),)
        return lost_profile(text, why)

    def stamp(self) -> object:
        """Equal to an earlier one as long as the file is the same. Never raises."""
        try:
            now = self.path.stat()
        except OSError as error:
            return error.errno
        return now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino, now.st_mode

    def lines(self) -> dict[str, int]:
        """On which line each setting stands, by its dotted name; none of a file that cannot be used."""
        from mimiry_tui.settings.toml_text import TomlError, lines_of, parse_toml

        try:
            text = self._text() or ""
            parse_toml(text)
        except (SettingsError, TomlError):
            return {}
        return {".".join(path): line for path, line in lines_of(text).items()}

    def ensure(self) -> bool:
        """Write the commented default file where there is none; whether it did. Raises SettingsError."""
        written = []

        def keep(text: str | None) -> str:
            from mimiry_tui.settings.default_file import default_file

            if text is None:
                written.append(self.path)
            return default_file() if text is None else text

        self._change(keep)
        return bool(written)

    def set(self, name: str, value: object) -> None:
        """Give the option of that dotted name a value, typed or as TOML has it.

        None, and no columns or keys at all, let it have its default again. Raises SettingsError.
        """
        from mimiry_tui.settings.editing import with_setting
        from mimiry_tui.settings.options import option

        found = option(name)
        try:
            read = None if value is None else found.read(value)
        except SettingsError as error:
            raise SettingsError(f"{name}: {error}") from None
        if read is None or (found.table in {"columns", "keys"} and not read):
            self.unset(name)
        else:
            literal, default = found.literal(read), found.literal(found.default)
            self._edit(lambda text: with_setting(text, _path_of(found, text), literal, default))

    def unset(self, name: str) -> None:
        """Let an option have its default again. Raises SettingsError."""
        from mimiry_tui.settings.editing import without_setting
        from mimiry_tui.settings.options import option

        found = option(name)
        default = None if found.table == "keys" else found.literal(found.default)
        self._edit(lambda text: without_setting(text, _path_of(found, text), default))

    def set_profile(self, entry: ProfileEntry) -> None:
        """Add a profile or change the one of that name. Raises SettingsError."""
        from mimiry_tui.settings.profile_editing import with_profile

        self._edit(lambda text: with_profile(text, entry))

    def remove_profile(self, name: str) -> None:
        """Take a profile out; none of that name is no error. Raises SettingsError."""
        from mimiry_tui.settings.profile_editing import without_profile

        self._edit(lambda text: without_profile(text, name))

    def _edit(self, edit: Callable[[str], str]) -> None:
        """Change the text of the file, or of a first one. Raises SettingsError."""

        def change(text: str | None) -> str:
            from mimiry_tui.settings.default_file import default_file
            from mimiry_tui.settings.toml_text import TomlError

            if text is None:
                return edit(default_file())
            try:
                changed = edit(text.replace("\r\n", "\n"))
            except TomlError as error:
                place = f", line {error.line}" if error.line is not None else ""
                raise SettingsError(f"{self.path}{place}: not TOML: {error}; {_NOT_SAVED}") from None
            except SettingsError as error:
                raise SettingsError(f"{self.path}: {error}; {_NOT_SAVED}") from None
            return changed.replace("\n", "\r\n") if "\r\n" in text else changed

        self._change(change)

    def _change(self, change: Callable[[str | None], str]) -> None:
        """Put another text in place of the file's, while no other dashboard does. Raises SettingsError."""
        from mimiry_tui.settings.private_file import alone_in, reason, write_private

        try:
            with alone_in(self.path.parent):
                text = self._text()
                changed = change(text)
                if changed != text:
                    write_private(self.path, changed)
        except OSError as error:
            raise SettingsError(f"{self.path}: {reason(error)}; {_NOT_SAVED}") from None

    def _text(self) -> str | None:
        """None where there is no file. Raises SettingsError for one that is not to be used."""
        try:
            found = self.path.stat()
            if not stat.S_ISREG(found.st_mode):
                raise SettingsError(f"{self.path}: not a file")
            if found.st_mode & _OTHERS_WRITE:
                raise SettingsError(f"{self.path}: group or others may write it (chmod 600 it)")
            if found.st_size > LARGEST:
                raise SettingsError(f"{self.path}: larger than {LARGEST // 1024} KB")
            return self.path.read_bytes().decode("utf-8-sig")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "not UTF-8 text"
            raise SettingsError(
                f"{self.path}: {why.lower() if isinstance(error, OSError) else why}"
            ) from None


def _path_of(option: Option, text: str) -> tuple[str, ...]:
    """Where an option is or would be in a text: the id of a binding may be quoted or have dots of its own."""
    from mimiry_tui.settings.editing import has

    if option.table == "keys":
        dotted = tuple(option.name.split("."))
        if has(text, dotted):
            return dotted
    return (option.table, option.key) if option.table else (option.key,)
