"""The shell inside a simulated session: a handful of words over a scratch folder, never a host command."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from mimiry_tui.simulator import gpu_readout, training_log
from mimiry_tui.simulator.records import Session

LOG_FILE = "train.log"
_LOG_LINES_SHOWN = 10_000


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended. `leave` ends the shell; `follow` keeps the log coming."""

    out: str = ""
    err: str = ""
    status: int = 0
    leave: bool = False
    follow: bool = False


class ToyShell:
    """Understands one line at a time, for one session; `scratch` is all it can see of the disk."""

    def __init__(self, session: Session, scratch: Path, now: Callable[[], datetime], speed: float) -> None:
        self._session = session
        self._scratch = scratch
        self._now = now
        self._speed = speed
        self._status = 0

    welcome = "Simulated session. Try: nvidia-smi, ls, df, tail -f train.log, exit\n"
    """What one reads when one comes in."""

    @property
    def prompt(self) -> str:
        return f"root@{self._session.launch.name}:~# "

    def log_lines(self, count: int = _LOG_LINES_SHOWN) -> list[str]:
        """The session's log so far."""
        return [text for _, text in training_log.tail(self._session, self._now(), count, self._speed)]

    def log_length(self) -> int:
        """How many lines the log has by now."""
        return training_log.length(self._session, self._now(), self._speed)

    def run(self, line: str) -> Answer:
        """One line; several commands may be separated by `;` or `&&`."""
        out, err = "", ""
        answer = Answer(status=self._status)
        for joint, part in _parts(line):
            if joint == "&&" and answer.status != 0:
                continue
            answer = self._one(part)
            out, err = out + answer.out, err + answer.err
            self._status = answer.status
            if answer.leave or answer.follow:
                break
        return Answer(out, err, answer.status, answer.leave, answer.follow)

    def _one(self, text: str) -> Answer:
        try:
            words = shlex.split(text)
        except ValueError as error:
            return Answer(err=f"sh: {error}\n", status=2)
        if not words:
            return Answer(status=self._status)
        command = _COMMANDS.get(words[0])
        if command is None:
            return Answer(err=f"sh: {words[0]}: not found in this simulated machine\n", status=127)
        return command(self, words[1:])

    def exit(self, arguments: list[str]) -> Answer:
        asked = arguments[0] if arguments else str(self._status)
        status = int(asked) % 256 if asked.isascii() and asked.isdigit() else 2
        return Answer(status=status, leave=True)

    def nvidia_smi(self, arguments: list[str]) -> Answer:
        options = dict(argument.partition("=")[::2] for argument in arguments)
        if "-L" in options:
            readings = gpu_readout.readings(self._session, self._now())
            return Answer("".join(f"GPU {r.index}: {r.name}\n" for r in readings))
        if "--query-gpu" not in options:
            return Answer(gpu_readout.table(self._session, self._now()))
        fields = [name.strip() for name in options["--query-gpu"].split(",")]
        style = options.get("--format", "csv").split(",")
        header, units = "noheader" not in style, "nounits" not in style
        try:
            return Answer(gpu_readout.query(self._session, self._now(), fields, header=header, units=units))
        except KeyError as unknown:
            return Answer(f"Field {unknown} is not a valid field to query.\n", status=2)

    def ls(self, arguments: list[str]) -> Answer:
        folders = [argument for argument in arguments if not argument.startswith("-")]
        place = self._inside(folders[0] if folders else ".")
        if place is None or not place.is_dir():
            return Answer(err=f"ls: {folders[0]}: No such file or directory\n", status=2)
        names = {entry.name for entry in place.iterdir()}
        if place == self._scratch:
            names.add(LOG_FILE)
        return Answer("".join(f"{name}\n" for name in sorted(names)))

    def df(self, _arguments: list[str]) -> Answer:
        rows = [("overlay", "120G", "38G", "82G", "32%", "/")]
        rows += [(f"/dev/vd{'bcdefgh'[i % 7]}", "200G", "71G", "129G", "36%", mount.mount_path)
                 for i, mount in enumerate(self._session.launch.mounts)]  # fmt: skip
        head = "Filesystem      Size  Used Avail Use% Mounted on\n"
        return Answer(head + "".join("{:<15} {:>4} {:>5} {:>5} {:>4} {}\n".format(*row) for row in rows))

    def cat(self, arguments: list[str]) -> Answer:
        return self._show(arguments, None)

    def tail(self, arguments: list[str]) -> Answer:
        count = 10
        counted = re.search(r"-n ?(\d+)", " ".join(arguments))
        if counted:
            count = int(counted[1])
        names = [a for a in arguments if not a.startswith("-") and not a.isdigit()]
        answer = self._show(names, count)
        follow = any(re.fullmatch(r"-[a-zA-Z]*[fF]", a) for a in arguments)
        shown_log = bool(names) and PurePosixPath(names[0]).name == LOG_FILE
        return Answer(answer.out, answer.err, answer.status, follow=follow and shown_log)

    def _show(self, names: list[str], count: int | None) -> Answer:
        if not names:
            return Answer(err="no file named\n", status=1)
        place = self._inside(names[0])
        if place is not None and place.is_file():
            lines = place.read_text(errors="replace").splitlines()
        elif place == self._scratch / LOG_FILE:
            lines = self.log_lines()
        else:
            return Answer(err=f"{names[0]}: No such file or directory\n", status=1)
        kept = lines if count is None else lines[max(0, len(lines) - count) :]
        return Answer("".join(f"{line}\n" for line in kept))

    def echo(self, arguments: list[str]) -> Answer:
        return Answer(" ".join(arguments).replace("$?", str(self._status)) + "\n")

    def says(self, text: str) -> Answer:
        return Answer(text)

    def _inside(self, name: str) -> Path | None:
        """A path below the scratch folder, or None when it would lead out of it."""
        home = PurePosixPath(name)
        relative = home.relative_to("/root") if home.is_relative_to("/root") else home
        place = (self._scratch / str(relative).lstrip("/")).resolve()
        return place if place.is_relative_to(self._scratch) else None


def _parts(line: str) -> list[tuple[str, str]]:
    """`a; b && c` as [("", a), (";", b), ("&&", c)]; quotes do not protect separators in this toy."""
    pieces = re.split(r"(;|&&)", line)
    return [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]


_HELP = "cat, df, echo, exit, help, hostname, ls, nvidia-smi, pwd, tail, true, false, uptime, whoami\n"
_COMMANDS: dict[str, Callable[[ToyShell, list[str]], Answer]] = {
    "exit": ToyShell.exit,
    "logout": ToyShell.exit,
    "nvidia-smi": ToyShell.nvidia_smi,
    "ls": ToyShell.ls,
    "df": ToyShell.df,
    "cat": ToyShell.cat,
    "tail": ToyShell.tail,
    "echo": ToyShell.echo,
    "true": lambda shell, _: Answer(),
    "false": lambda shell, _: Answer(status=1),
    "pwd": lambda shell, _: shell.says("/root\n"),
    "whoami": lambda shell, _: shell.says("root\n"),
    "hostname": lambda shell, _: shell.says(shell.prompt.split("@")[1].split(":")[0] + "\n"),
    "uptime": lambda shell, _: shell.says("up, load average: 7.91, 7.88, 7.80\n"),
    "help": lambda shell, _: shell.says(_HELP),
}
