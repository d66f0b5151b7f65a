"""What the set-up acts through: callables, so that a test needs neither keys, network nor a home."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.clock import Clock

if TYPE_CHECKING:
    from mimiry_tui.clouds.registration import Instance, Signer
    from mimiry_tui.live.setup.probing import InstanceAnswer
    from mimiry_tui.live.setup.registering import Registering
    from mimiry_tui.live.setup.trial import Trial
    from mimiry_tui.settings import Profile
    from mimiry_tui.ssh.key_finding import FoundKey
    from mimiry_tui.ssh.key_making import MadeKey


@dataclass(frozen=True, slots=True)
class RegistrationWish:
    """What a registration begins with."""

    title: str
    """What the portal calls the key."""
    pairing_code: str = ""
    """As the portal showed it; then nobody need confirm whose account it is."""
    email: str = ""
    """Whose account it is meant for; no other one is accepted."""


@dataclass(frozen=True)
class SetupServices:
    """Everything the screen does outside of itself. Nothing here blocks the event loop."""

    clock: Clock
    home: Path
    env: Mapping[str, str]
    find_keys: Callable[[], Awaitable[tuple[FoundKey, ...]]]
    """Those of the machine; one that was configured comes first, wherever it is."""
    ready_key: Callable[[FoundKey], Awaitable[FoundKey]]
    """That key once more, as it is now; its public half is written beside it where it has no file.

    Raises KeyMakingError where that cannot be done."""
    new_key_path: Callable[[str], Path]
    """Where a key of that name would be kept. Raises KeyMakingError for a name that is none."""
    make_key: Callable[[Path, str | None, str], Awaitable[MadeKey]]
    """Path, passphrase or None, comment. Raises KeyMakingError."""
    open_key: Callable[[Path, str | None], Awaitable[Signer]]
    """A key file, and its passphrase where it is known. Raises SignInFailed."""
    probe: Callable[[Callable[[InstanceAnswer], None]], Awaitable[tuple[InstanceAnswer, ...]]]
    """Ask all `instances`, telling each answer as it comes."""
    register: Callable[[str, Signer, RegistrationWish], AbstractAsyncContextManager[Registering]]
    """Base URL, key, wish: a registration that has not begun, and its connections. Raises CloudError."""
    sign_in: Callable[[str, Path, str | None], Awaitable[Trial]]
    """Base URL, key, its passphrase where it is known."""
    save: Callable[[str, Path], Awaitable[Path]]
    """Base URL and key into the SDK's configuration; the file. Raises SettingsError."""
    browse: Callable[[str], Awaitable[bool]]
    """Whether an address was opened in a browser."""
    instances: tuple[Instance, ...] = ()
    """Those known of this kind of cloud, the likeliest first."""
    api_base: str = ""
    """The base URL where it was configured; then no other one is looked for."""
    machine: str = "this machine"
    """What this machine is called, for the name of a new key."""


@dataclass(frozen=True, slots=True)
class SetupResult:
    """What was set up."""

    api_base: str
    key_path: Path | None
    demo: bool = False
    """Look around in the demo instead."""


def setup_services(profile: Profile, clock: Clock, env: Mapping[str, str]) -> SetupServices:
    """The real ones. Where no base was configured (`api_base_source` "default") instances are asked."""
    from mimiry_tui.ui.setup.wiring import wired

    return wired(profile, clock, env)
