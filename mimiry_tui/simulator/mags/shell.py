"""The shell inside a simulated microVM: the toy shell in an Alpine's clothes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from mimiry_tui.simulator.mags.records import MagsJob
from mimiry_tui.simulator.script_words import Machine, session_of
from mimiry_tui.simulator.toy_shell import Answer, ToyShell

_VERSIONS = {
    "python3": "Python 3.12.9",
    "python": "Python 3.12.9",
    "node": "v22.13.1",
    "npm": "10.9.2",
    "git": "git version 2.47.2",
}
_PROCESSES = (
    "PID   USER     TIME  COMMAND\n"
    "    1 root      0:00 /sbin/init\n"
    "   87 root      0:02 mags-agent\n"
    "  112 root      0:14 {}\n"
)


class MagsShell(ToyShell):
    """One machine's; `scratch` is its `/root`."""

    welcome = "Simulated microVM. Try: ls, ps, df, uname -a, python3 --version, exit\n"

    def __init__(self, job: MagsJob, scratch: Path, now: Callable[[], datetime], speed: float) -> None:
        machine = Machine(job.request_id, "mags-vm")
        super().__init__(session_of(machine, None, job.running_at), scratch, now, speed)
        self._job = job

    @property
    def prompt(self) -> str:
        return "mags-vm:~# "

    def _one(self, text: str) -> Answer:
        words = text.split()
        first = words[0] if words else ""
        if first == "hostname":
            return Answer("mags-vm\n")
        if first == "uname":
            return Answer(
                "Linux mags-vm 6.12.13-0-virt #1-Alpine SMP x86_64 Linux\n" if "-a" in words else "Linux\n"
            )
        if first in _VERSIONS and words[1:] in (["--version"], ["-V"], ["-v"]):
            return Answer(f"{_VERSIONS[first]}\n")
        if first == "ps":
            return Answer(_PROCESSES.format(self._job.script.splitlines()[-1][:60]))
        if first == "nvidia-smi":
            return Answer(err="sh: nvidia-smi: not found\n", status=127)
        if first == "df":
            used = f"{min(self._job.disk_gb, 1.1):.1f}G"
            head = "Filesystem                Size      Used Available Use% Mounted on\n"
            return Answer(
                f"{head}/dev/vda                  {self._job.disk_gb:.1f}G      {used}      -    -  /\n"
            )
        return super()._one(text)
