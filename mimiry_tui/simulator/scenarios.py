"""The troubles one session, launch or volume can be given by name, and how it asks for them.

`sim-<name>` anywhere in a session's name, image or command plays that scenario, `sim-volume-<name>` in
the name of a volume; `simulate --scenario <name>` makes such a session or volume, or for a trouble of
requests has every request meet it. Seconds are at speed 1.
"""

from __future__ import annotations

import re
from enum import StrEnum
from textwrap import wrap


class Scenario(StrEnum):
    """What goes wrong with a session, a launch or a volume; `words` says what to expect."""

    PULL_FAILS = "pull-fails"
    NO_CAPACITY = "no-capacity"
    CAPACITY_RETRIES = "capacity-retries"
    EXIT_3 = "exit-3"
    BALANCE_EXHAUSTED = "balance-exhausted"
    STUCK_TERMINATE = "stuck-terminate"
    DEAF_TERMINATE = "deaf-terminate"
    TERMINATE_409 = "terminate-409"
    TERMINATE_500 = "terminate-500"
    TERMINATE_404 = "terminate-404"
    TERMINATE_LOST = "terminate-lost"
    TERMINATE_UNHEARD = "terminate-unheard"
    LOG_ROTATES = "log-rotates"
    LOG_REPEATS = "log-repeats"
    LOG_SAME_STAMPS = "log-same-stamps"
    LOG_NO_STAMPS = "log-no-stamps"
    LOG_BURSTS = "log-bursts"
    LOG_SHORT_WINDOW = "log-short-window"
    LOG_LATE = "log-late"
    LOG_409 = "log-409"
    LOG_COLOURS = "log-colours"
    LOG_ESCAPES = "log-escapes"
    LOG_BARS = "log-bars"
    LOG_LONG_LINES = "log-long-lines"
    LOG_GARBAGE = "log-garbage"
    LOG_BAD_UTF8 = "log-bad-utf8"
    SSH_OFF = "ssh-off"
    SSH_LATE = "ssh-late"
    SSH_REFUSED = "ssh-refused"
    SSH_SILENT = "ssh-silent"
    SSH_SLOW = "ssh-slow"
    SSH_KEY_CHANGES = "ssh-key-changes"
    EVIL_HOST_DASH = "evil-host-dash"
    EVIL_HOST_SPACE = "evil-host-space"
    EVIL_HOST_CONTROL = "evil-host-control"
    EVIL_USER = "evil-user"
    EVIL_PORT_ZERO = "evil-port-zero"
    EVIL_PORT_HIGH = "evil-port-high"
    EVIL_PORT_WORDS = "evil-port-words"
    EVIL_IPV6_ZONE = "evil-ipv6-zone"
    LAUNCH_402 = "launch-402"
    LAUNCH_409 = "launch-409"
    LAUNCH_422 = "launch-422"
    LAUNCH_429 = "launch-429"
    LAUNCH_500 = "launch-500"
    LAUNCH_LOST = "launch-lost"
    LAUNCH_SILENT = "launch-silent"
    LAUNCH_UNHEARD = "launch-unheard"
    VOLUME_CREATE_FAILS = "volume-create-fails"
    VOLUME_CREATE_STUCK = "volume-create-stuck"
    VOLUME_CREATE_500 = "volume-create-500"
    VOLUME_CREATE_LOST = "volume-create-lost"
    VOLUME_CREATE_UNHEARD = "volume-create-unheard"
    VOLUME_RESIZE_FAILS = "volume-resize-fails"
    VOLUME_RESIZE_STUCK = "volume-resize-stuck"
    VOLUME_RESIZE_500 = "volume-resize-500"
    VOLUME_RESIZE_LOST = "volume-resize-lost"
    VOLUME_DELETE_FAILS = "volume-delete-fails"
    VOLUME_DELETE_STUCK = "volume-delete-stuck"
    VOLUME_DELETE_409 = "volume-delete-409"
    VOLUME_DELETE_500 = "volume-delete-500"
    VOLUME_DELETE_LOST = "volume-delete-lost"

    @property
    def session_name(self) -> str:
        """What a session or volume made for it is called; the name asks for the scenario."""
        return f"sim-{self}"

    @property
    def is_of_requests(self) -> bool:
        """It happens to what asks for a session or a volume, before there is one."""
        return self.startswith("launch-") or self in _OF_CREATIONS

    @property
    def is_of_volumes(self) -> bool:
        return self.startswith("volume-")

    @property
    def words(self) -> str:
        """What happens, for the help."""
        return _WORDS[self]


_OF_CREATIONS = frozenset(
    {Scenario.VOLUME_CREATE_500, Scenario.VOLUME_CREATE_LOST, Scenario.VOLUME_CREATE_UNHEARD}
)
_WORDS = {
    Scenario.PULL_FAILS: "the image cannot be pulled",
    Scenario.NO_CAPACITY: "every attempt meets a capacity error, then provisioning fails",
    Scenario.CAPACITY_RETRIES: "two capacity errors at two places, then a machine",
    Scenario.EXIT_3: "after 30 s a traceback in the log, six seconds later exit code 3",
    Scenario.BALANCE_EXHAUSTED: "ten seconds into the run the account is empty and everything is stopped",
    Scenario.STUCK_TERMINATE: "the end is accepted and never comes: terminating for good",
    Scenario.DEAF_TERMINATE: "the end is accepted and nothing happens: ready for good",
    Scenario.TERMINATE_409: "the end is refused with invalid_state",
    Scenario.TERMINATE_500: "the end is refused with internal_error",
    Scenario.TERMINATE_404: "asked to end, the session was already forgotten",
    Scenario.TERMINATE_LOST: "the end is carried out, the answer lost",
    Scenario.TERMINATE_UNHEARD: "the connection is cut before the end was heard",
    Scenario.LOG_ROTATES: "the log starts over every 40 lines",
    Scenario.LOG_REPEATS: "every third line is there three times",
    Scenario.LOG_SAME_STAMPS: "ten lines share each timestamp",
    Scenario.LOG_NO_STAMPS: "no timestamps although asked for",
    Scenario.LOG_BURSTS: "nothing for ten lines' time, then 400 lines at once",
    Scenario.LOG_SHORT_WINDOW: "only the newest five lines are ever given",
    Scenario.LOG_LATE: "503 with the time to wait, for 20 s after the start",
    Scenario.LOG_409: "409 although the session runs",
    Scenario.LOG_COLOURS: "colours and styles of every kind",
    Scenario.LOG_ESCAPES: "titles, links, cursor moves, bells and other escapes",
    Scenario.LOG_BARS: "progress bars that redraw themselves",
    Scenario.LOG_LONG_LINES: "lines of 10 kB",
    Scenario.LOG_GARBAGE: "control characters, halves of characters, piles of accents",
    Scenario.LOG_BAD_UTF8: "an answer that is not UTF-8",
    Scenario.SSH_OFF: "launched without SSH whatever was asked",
    Scenario.SSH_LATE: "started, and the SSH endpoint 20 s later",
    Scenario.SSH_REFUSED: "an SSH endpoint where nothing listens",
    Scenario.SSH_SILENT: "an SSH endpoint that accepts and says nothing",
    Scenario.SSH_SLOW: "10 s without endpoint, 10 s nothing listens, 10 s no banner, then it works",
    Scenario.SSH_KEY_CHANGES: "another host key once somebody has logged in",
    Scenario.EVIL_HOST_DASH: "an SSH host that looks like an option",
    Scenario.EVIL_HOST_SPACE: "an SSH host with spaces and a second command",
    Scenario.EVIL_HOST_CONTROL: "an SSH host with an escape and a line feed",
    Scenario.EVIL_USER: "an SSH user that looks like an option",
    Scenario.EVIL_PORT_ZERO: "SSH port 0",
    Scenario.EVIL_PORT_HIGH: "SSH port 70000",
    Scenario.EVIL_PORT_WORDS: "an SSH port that is words",
    Scenario.EVIL_IPV6_ZONE: "an IPv6 address with a zone as SSH host",
    Scenario.LAUNCH_402: "the launch is refused for want of money",
    Scenario.LAUNCH_409: "the launch is refused because a volume is held",
    Scenario.LAUNCH_422: "the launch is refused because of its image",
    Scenario.LAUNCH_429: "the launch is refused because the quota of sessions is full",
    Scenario.LAUNCH_500: "the launch meets an internal error; nothing was made",
    Scenario.LAUNCH_LOST: "the launch is carried out, the answer lost",
    Scenario.LAUNCH_SILENT: "the launch is carried out, and no answer ever comes",
    Scenario.LAUNCH_UNHEARD: "the connection is cut before the launch was heard",
    Scenario.VOLUME_CREATE_FAILS: "the volume is accepted, then fails",
    Scenario.VOLUME_CREATE_STUCK: "the volume is accepted and never there",
    Scenario.VOLUME_CREATE_500: "creating it meets an internal error",
    Scenario.VOLUME_CREATE_LOST: "it is created, the answer lost",
    Scenario.VOLUME_CREATE_UNHEARD: "the connection is cut before its creation was heard",
    Scenario.VOLUME_RESIZE_FAILS: "growing is accepted and ends at the old size",
    Scenario.VOLUME_RESIZE_STUCK: "growing is accepted and never done",
    Scenario.VOLUME_RESIZE_500: "growing it meets an internal error",
    Scenario.VOLUME_RESIZE_LOST: "it grows, the answer lost",
    Scenario.VOLUME_DELETE_FAILS: "deleting is accepted, and the volume stays",
    Scenario.VOLUME_DELETE_STUCK: "deleting is accepted and never done",
    Scenario.VOLUME_DELETE_409: "deleting is refused with invalid_state",
    Scenario.VOLUME_DELETE_500: "deleting it meets an internal error",
    Scenario.VOLUME_DELETE_LOST: "it is deleted, the answer lost",
}

# The longest first, so that no name hides one that begins with it.
_ASKED = re.compile(
    r"(?<![a-z0-9])sim-(" + "|".join(sorted(Scenario, key=len, reverse=True)) + r")(?![a-z0-9])"
)


def asked_for(*texts: str | None) -> frozenset[Scenario]:
    """The scenarios named in a launch's texts."""
    return frozenset(Scenario(name) for text in texts if text for name in _ASKED.findall(text))


def table() -> str:
    """Names and words in two columns of at most 100 cells."""
    width = max(map(len, Scenario)) + 2
    lines: list[str] = []
    for scenario in Scenario:
        first, *rest = wrap(scenario.words, 96 - width)
        lines.append(f"  {scenario:<{width}}{first}")
        lines += [" " * (width + 2) + more for more in rest]
    return "\n".join(lines)
