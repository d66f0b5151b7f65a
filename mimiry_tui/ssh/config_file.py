"""`~/.ssh/mimiry_config`, and the one line at the top of `~/.ssh/config` that reads it.

Everything here touches the disk: call it in a thread. Every method may raise OSError; a file is
either as it was or complete.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path

from mimiry_tui.settings.private_file import replace_text
from mimiry_tui.ssh.config_entries import kept_aliases, others_aliases, with_part
from mimiry_tui.ssh.files import put_aside, read_text

_NAME = "mimiry_config"
_NOTE = "# Sessions of mimiry-tui; `mimiry-tui ssh-config --remove` takes this out."
_BACKUP = "config.before-mimiry-tui"
_LINE = re.compile(r"\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*)")


class ConfigFile:
    """The two files of one home folder."""

    def __init__(self, home: Path | None = None) -> None:
        self._home = home or Path.home()
        self._folder = self._home / ".ssh"
        self.generated = self._folder / _NAME
        self.config = self._folder / "config"

    @property
    def is_read_by_ssh(self) -> bool:
        """Whether ssh looks into this home: it takes the one of the user's account, whatever HOME says."""
        return self._home == Path(pwd.getpwuid(os.getuid()).pw_dir)

    @property
    def include(self) -> str:
        """The line that reads the generated file."""
        return f"Include {f'~/.ssh/{_NAME}' if self.is_read_by_ssh else _quoted(self.generated)}"

    def is_installed(self) -> bool:
        """Whether the config reads the generated file, whatever host is asked for."""
        return any(self._reads_ours(line) for line in _before_hosts(read_text(self.config)))

    def install(self) -> Path | None:
        """Put the line at the very top, unless it is there; where the config was copied to, if it was.

        A line of ours further down, where it would count for some hosts only, is taken out.
        """
        with self._locked():
            before = read_text(self.config)
            if any(self._reads_ours(line) for line in _before_hosts(before)):
                return None
            backup = put_aside(self.config, self._folder / _BACKUP)
            replace_text(self.config, self._top(before) + self._without(before))
            return backup

    def remove(self) -> bool:
        """Take the line and the generated file away; whether there was any of them."""
        with self._locked():
            before = read_text(self.config)
            top = self._top(before)
            after = before.removeprefix(top) if before.startswith(top) else self._without(before)
            backup = self._folder / _BACKUP
            if after != before and not after and not backup.exists() and not self.config.is_symlink():
                self.config.unlink()  # it was made for the line
            elif after != before:
                replace_text(self.config, after)
            if backup.exists() and read_text(backup) == after:
                backup.unlink()
            there = self.generated.exists()
            self.generated.unlink(missing_ok=True)
            return there or after != before

    def aliases(self, account: str) -> dict[str, str]:
        """What the account's sessions are called now: `file_name` of the id → alias."""
        return kept_aliases(read_text(self.generated), account)

    def taken(self, account: str) -> set[str]:
        """Names that mean something else: other accounts' aliases and hosts of the user's own."""
        return others_aliases(read_text(self.generated), account) | _hosts(read_text(self.config))

    def write(self, account: str, part: str) -> None:
        """Make these the account's entries; the other accounts' stay. An equal file is left alone."""
        with self._locked():
            before = read_text(self.generated)
            after = with_part(before, account, part)
            if after != before:
                replace_text(self.generated, after)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone among programs like this one."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            # Some network file systems cannot: then two at once are as good as one after the other.
            with suppress(OSError):
                fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _top(self, text: str) -> str:
        """What stands at the top of an installed config, with the line ends that the file has."""
        end = "\r\n" if "\r\n" in text else "\n"
        return f"{_NOTE}{end}{self.include}{end}{end}"

    def _without(self, text: str) -> str:
        lines = text.splitlines(keepends=True)
        return "".join(line for line in lines if line.strip() != _NOTE and not self._is_only_ours(line))

    def _is_only_ours(self, line: str) -> bool:
        words = _words(line)
        plain = len(words) == 2 and not set(words[1]) & set("*?[")
        return line.strip() == self.include or (plain and self._reads_ours(line))

    def _reads_ours(self, line: str) -> bool:
        if line.strip() == self.include:
            return True
        words = _words(line)
        if not words or words[0].lower() != "include":
            return False
        return any(fnmatchcase(str(self.generated), self._absolute(word)) for word in words[1:])

    def _absolute(self, pattern: str) -> str:
        if pattern.startswith("~/"):
            return str(self._home / pattern[2:])
        return str(self._folder / pattern)


def _before_hosts(text: str) -> Iterator[str]:
    """The lines that count for every host."""
    for line in text.splitlines():
        if _words(line)[:1] and _words(line)[0].lower() in {"host", "match"}:
            return
        yield line


def _hosts(text: str) -> set[str]:
    """The names that `Host` lines spell out."""
    lines = (_words(line) for line in text.splitlines())
    return {word.lower() for words in lines if words and words[0].lower() == "host" for word in words[1:]}


def _words(line: str) -> list[str]:
    """Keyword and arguments; empty for a comment or an empty line."""
    parsed = _LINE.fullmatch(line.strip())
    if parsed is None:
        return []
    try:
        return [parsed[1], *shlex.split(parsed[2], comments=True)]
    except ValueError:  # an open quote, which ssh refuses as well
        return [parsed[1], *parsed[2].split()]


def _quoted(path: Path) -> str:
    """As an argument that ssh first unquotes, then takes for a pattern."""
    literal = re.sub(r"[*?[\\]", r"\\\g<0>", str(path))
    return '"' + literal.replace("\\", "\\\\").replace('"', '\\"') + '"'
