"""Every setting there is: from here come reading, the default file, the schema and the documentation."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from mimiry_tui.settings.checks import (
    column_trouble,
    key_names_trouble,
    ssh_option_trouble,
)
from mimiry_tui.settings.declaring import declare
from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.money_options import MONEY_OPTIONS
from mimiry_tui.settings.values import Kind, Option

PANES = ("sessions", "gpus", "volumes")
"""The panes whose columns can be chosen."""

TABLES = MappingProxyType(
    {
        "refresh": "Seconds between two looks at the service, while the terminal has the focus",
        "look": "What the screen looks like",
        "notifications": "Which news ring, and how",
        "confirm": "What is asked before something is ended or left",
        "ssh": "How sessions are entered",
        "guards": "What the launch form begins with, and when a dashboard that runs ends what it launched",
        "alarms": "What rings before the money or the patience runs out",
        "billing": "What the service does not tell of how it bills",
        "columns": "The columns of each pane, in their order; an empty list stands for the usual ones",
        "keys": "Other keys for what the help (?) lists: the id of a binding, in quotes, and its keys",
    }
)
"""The tables of the file in their order, and what each is about."""

_SECONDS = {"kind": Kind.NUMBER, "most": 3_600.0, "unit": "s"}

OPTIONS: tuple[Option, ...] = (
    declare("refresh.sessions", "sessions", "Live sessions.", **_SECONDS, least=2.0, is_common=True),
    declare("refresh.sessions_idle", "no session live", "While no session is live.", **_SECONDS, least=2.0),
    declare(
        "refresh.sessions_moving", "one boots or ends", "While one boots or ends.", **_SECONDS, least=1.0
    ),
    declare("refresh.offers", "GPUs", "Offers and their prices.", **_SECONDS, least=5.0, is_common=True),
    declare("refresh.volumes", "volumes", "Volumes.", **_SECONDS, least=5.0, is_common=True),
    declare("refresh.balance", "balance", "The balance.", **_SECONDS, least=10.0, is_common=True),
    declare("refresh.quotas", "quotas", "Quotas.", **_SECONDS, least=10.0),
    declare(
        "refresh.unfocused_factor",
        "slower unfocused",
        "How many times slower all of it is while the terminal is out of focus.",
        kind=Kind.NUMBER,
        least=1.0,
        most=100.0,
        unit="×",
    ),
    declare("look.theme", "theme", "The name of a theme; empty for the default one.", is_common=True),
    declare("look.density", "density", "How much air there is between things.", is_common=True),
    declare("look.time", "time of day", "How a time of day is written.", is_common=True),
    declare("look.motion", "motion", "Whether anything moves by itself.", is_common=True),
    declare(
        "look.title",
        "terminal title",
        "Whether the terminal's title tells what is up and what it costs.",
        is_common=True,
    ),
    declare(
        "notifications.by",
        "how",
        "How the terminal is told; auto knows what many of them show.",
        is_common=True,
    ),
    declare("notifications.ready", "ready", "A session can be used.", is_common=True),
    declare("notifications.failed", "failed", "A session failed.", is_common=True),
    declare("notifications.ended", "ended", "A session ended.", is_common=True),
    declare(
        "confirm.terminate", "ending a session", "What x does first: ask, or count down.", is_common=True
    ),
    declare(
        "confirm.countdown",
        "countdown",
        "Seconds that an ending without a dialog can be undone.",
        least=2,
        most=60,
        unit="s",
        is_common=True,
    ),
    declare(
        "confirm.quit",
        "leaving",
        "Whether leaving with live sessions says first what they cost.",
        is_common=True,
    ),
    declare(
        "ssh.options",
        "ssh options",
        'More of ssh\'s options, as in ["ServerAliveInterval=30"].',
        trouble=ssh_option_trouble,
    ),
    declare(
        "ssh.terminal",
        "terminal",
        'The command that S runs outside tmux, as in ["kitty", "--"]; ssh\'s own is put behind it.',
    ),
    declare("ssh.tmux", "in tmux", "Where S opens a shell inside tmux.", is_common=True),
    *MONEY_OPTIONS,
    *(
        declare(f"columns.{pane}", pane, f"The columns of the {pane} pane.", trouble=column_trouble)
        for pane in PANES
    ),
)
"""The options of the preferences but the keys, in the order of the file."""

PROFILE = Option("profile", "profile", "The profile to start with; empty for none.", Kind.TEXT, "")
KEYS = Option("keys.ID", "keys", 'As in "logs" = "f7,l".', Kind.TEXT, "", trouble=key_names_trouble)
"""What stands for the options of the table `keys`: there is one for every binding."""


@cache
def _by_name() -> dict[str, Option]:
    return {made.name: made for made in (PROFILE, *OPTIONS)}


def option(name: str) -> Option:
    """The one of that dotted name, also "keys.launch" and "profile"; SettingsError with a proposal."""
    found = _by_name().get(name)
    if found is not None:
        return found
    table, _, key = name.partition(".")
    if table == "keys" and key:
        return replace(KEYS, name=name, label=key)
    raise SettingsError(f"no such setting{did_you_mean(name, _by_name())}")


def did_you_mean(word: str, known: dict[str, Any] | tuple[str, ...]) -> str:
    """ "; did you mean look.theme?" where one of the known words is close, else ""."""
    from difflib import get_close_matches  # only those who mistype pay for it

    close = get_close_matches(word.lower(), list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""
