"""What the user prefers: one frozen record per table of `settings.toml`, with the product's defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from mimiry_tui.domain.frozen import dataclass


class Density(StrEnum):
    """How much air there is between things."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class TimeFormat(StrEnum):
    """How a time of day is written."""

    HOURS_24 = "24h"
    HOURS_12 = "12h"


class Motion(StrEnum):
    """Whether anything on screen may move by itself."""

    FULL = "full"
    NONE = "none"


class Notify(StrEnum):
    """How the terminal is told of news."""

    AUTO = "auto"
    """The bell, and the notification this terminal is known to show, if it is known for one."""
    BELL = "bell"
    OSC9 = "osc9"
    OSC777 = "osc777"
    OFF = "off"


class AskBefore(StrEnum):
    """What `x` does before a session is ended."""

    DIALOG = "dialog"
    COUNTDOWN = "countdown"


class TmuxPlace(StrEnum):
    """Where `S` opens a shell inside tmux."""

    WINDOW = "window"
    SPLIT = "split"


class CurrencyStyle(StrEnum):
    """How the currency of an amount is written."""

    SIGN = "sign"
    """"€4.69"."""
    CODE = "code"
    """"EUR 4.69"."""


class AutoTerminate(StrEnum):
    """When a session ends by itself (Mimiry compute API, sessions)."""

    ON_COMPLETE = "on_complete"
    ON_SUCCESS = "on_success"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class RefreshRates:
    """Seconds between two looks at each resource, while the terminal has the focus."""

    sessions: float = 5.0
    sessions_idle: float = 15.0
    """While no session is live."""
    sessions_moving: float = 2.0
    """While one boots or ends."""
    offers: float = 30.0
    volumes: float = 30.0
    balance: float = 60.0
    quotas: float = 120.0
    unfocused_factor: float = 4.0
    """How much slower everything is while nobody looks."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the screen looks like."""

    theme: str = ""
    """Empty for the default one."""
    density: Density = Density.COMFORTABLE
    time: TimeFormat = TimeFormat.HOURS_24
    motion: Motion = Motion.FULL
    title: bool = True
    """Whether the terminal's title tells what is up and what it costs."""


@dataclass(frozen=True, slots=True)
class Notifications:
    """Which news rings, and how."""

    by: Notify = Notify.AUTO
    ready: bool = True
    failed: bool = True
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Confirmations:
    """What is asked before something is ended or left."""

    terminate: AskBefore = AskBefore.DIALOG
    countdown: int = 5
    """Seconds that an ending without a dialog waits for `u`."""
    quit: bool = True
    """Whether leaving with live sessions says first what they go on costing."""


@dataclass(frozen=True, slots=True)
class SshPreferences:
    """How sessions are entered."""

    options: tuple[str, ...] = ()
    """Further `-o` options, "ServerAliveInterval=30"."""
    terminal: tuple[str, ...] = ()
    """The command that `S` runs outside tmux, ssh's own command line is put behind it."""
    tmux: TmuxPlace = TmuxPlace.WINDOW


@dataclass(frozen=True, slots=True)
class Guards:
    """What the launch form is filled with at first, and what ends the sessions launched from here."""

    max_duration: timedelta | None = None
    auto_terminate: AutoTerminate | None = None
    """None: on_complete with a command, never without."""
    max_hourly_rate: Decimal | None = None
    """In euro, as the service takes it."""
    end_after: timedelta | None = None
    """The dashboard's own guard: end what was launched from it after that time. Only while it runs."""
    end_at_cost: Decimal | None = None
    """Likewise, once the session has cost that much, in its own currency."""
    balance_floor: Decimal | None = None
    """Likewise, once the balance falls below that, in its own currency."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """What rings before the money or the patience runs out."""

    balance: Decimal | None = None
    """A balance below which it rings, in its own currency."""
    runway: timedelta = timedelta(hours=4)
    """A runway below which it rings; zero for never."""
    flat_days: int = 3
    """Days after which a session that neither changes nor is touched is pointed out; 0 for never."""
    price_change: Decimal = Decimal(5)
    """Per cent by which a price must have moved to be told in what happened since one left."""


@dataclass(frozen=True, slots=True)
class Billing:
    """What is known of how the service bills, and it does not tell."""

    minimum_block: timedelta = timedelta()
    """The least time that a session is billed for."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything in `settings.toml` but the profiles."""

    refresh: RefreshRates = RefreshRates()
    look: Look = Look()
    notifications: Notifications = Notifications()
    confirm: Confirmations = Confirmations()
    ssh: SshPreferences = SshPreferences()
    guards: Guards = Guards()
    billing: Billing = Billing()
    alarms: Alarms = Alarms()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Per pane ("sessions", "gpus", "volumes"): the keys of its columns in their order; absent: all."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Binding id → keys, comma separated as Textual writes them: {"launch": "f5,n"}."""
