"""A set-up without keys, network or home: what each of its services answers is up to the test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from textual.pilot import Pilot

from mimiry_tui.clouds.errors import CloudError, KeyNotRegistered
from mimiry_tui.clouds.registration import (
    Challenge,
    Instance,
    RegistrationState,
    RegistrationStatus,
    Signer,
    Started,
)
from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.money import Money
from mimiry_tui.live.setup.probing import InstanceAnswer
from mimiry_tui.live.setup.registering import Registering
from mimiry_tui.live.setup.trial import Trial
from mimiry_tui.settings import SettingsError
from mimiry_tui.ssh.key_finding import FoundKey
from mimiry_tui.ssh.key_making import KeyMakingError, MadeKey, new_key_path
from mimiry_tui.ui.screens.setup import SetupResult, SetupScreen, SetupServices
from mimiry_tui.ui.setup.services import RegistrationWish
from mimiry_tui.ui.theme import DARK
from tests.support.clock import EPOCH, ManualClock, settle
from tests.support.dialog_app import DialogApp

HOME = Path("/home/someone")
SOFTLAUNCH = Instance("softlaunch", "https://softlaunch.mimiry.com")
ALPHA = Instance("alpha", "https://alpha.mimiry.com")
VERIFY_URL = "https://softlaunch.mimiry.com/register/7f1c0a52-6a41-4a35-9f0e-2f4b7c1d9e10"
LINE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOkqrULxHZ/1CY6KAA9i6nuVTz9EAJzzGLWT+WHX10FU laptop"
FINGERPRINT = "SHA256:uJyA2q0oZf1yJw6mVtq4lVxv3y9Qk6zqf0mHk0bHSKGE"
NOT_KNOWN = Trial(False, error=KeyNotRegistered())
SIGNED_IN = Trial(
    True, Balance(Money(Decimal("46.20"))), until=EPOCH + timedelta(hours=1), fingerprint=FINGERPRINT
)


def a_key(
    name: str = "mimiry_laptop",
    *,
    kind: str = "ed25519",
    comment: str = "you@laptop",
    is_locked: bool = False,
    in_agent: bool = False,
    trouble: str = "",
) -> FoundKey:
    """One in ~/.ssh, in order and without a passphrase unless told otherwise."""
    path = HOME / ".ssh" / name
    return FoundKey(path, kind, FINGERPRINT, comment, is_locked, in_agent, trouble)


@dataclass
class AKey:
    """Signs anything."""

    public_line: str = LINE
    fingerprint: str = FINGERPRINT

    async def sign(self, data: bytes, namespace: str) -> bytes:
        return b"signed"


@dataclass
class ARegistrar:
    """A service that says of a registration what the test wants said."""

    states: RegistrationStatus = field(
        default_factory=lambda: RegistrationStatus(RegistrationState.INITIATED)
    )
    refusal: CloudError | None = None  # raised at the start
    submit_refusal: CloudError | None = None
    heard: list[str] = field(default_factory=list)

    async def start(self, title: str, *, pairing_code: str = "", email: str = "") -> Started:
        self.heard.append(f"start {title}|{pairing_code}|{email}")
        if self.refusal is not None:
            raise self.refusal
        return Started("r-1", VERIFY_URL)

    async def status(self, started: Started) -> RegistrationStatus:
        return self.states

    async def submit_key(self, started: Started, public_line: str) -> Challenge:
        self.heard.append(f"submit {public_line}")
        if self.submit_refusal is not None:
            raise self.submit_refusal
        return Challenge(b"prove it", "mimiry-registration")

    async def prove(self, started: Started, armored: bytes) -> None:
        self.heard.append(f"prove {armored.decode()}")
        self.states = RegistrationStatus(RegistrationState.COMPLETED, "you@example.org")

    async def cancel(self, started: Started) -> None:
        self.heard.append("cancel")

    async def aclose(self) -> None:
        self.heard.append("close")

    def opened_by(self, email: str) -> None:
        """Somebody has opened the page and signed in."""
        self.states = RegistrationStatus(RegistrationState.PORTAL_VERIFIED, email)


class SetupDesk:
    """The screen, and everything around it as the test wants it."""

    def __init__(self, theme: str, found: tuple[FoundKey, ...], api_base: str) -> None:
        self.app = DialogApp(theme)
        self.results: list[SetupResult | None] = []
        self.registrar = ARegistrar()
        self.trials: list[Trial] = []  # the last one stays
        self.tried: list[tuple[str, str, str | None]] = []
        self.made: list[tuple[str, str | None]] = []
        self.making_fails = ""
        self.saved: list[tuple[str, str]] = []
        self.refuses_to_save: SettingsError | None = None
        self.browsed: list[str] = []
        self.env: dict[str, str] = {}
        self.browser = True
        self.answers = [
            InstanceAnswer(SOFTLAUNCH, True, 9, "", 0.21),
            InstanceAnswer(ALPHA, True, 4, "", 0.34),
        ]
        self.probed = 0
        self.found = found
        self.readied: FoundKey | None = None
        self.services = SetupServices(
            clock=self.app.clock,
            home=HOME,
            env=self.env,
            find_keys=self._find,
            ready_key=self._ready,
            new_key_path=lambda slug: new_key_path(HOME, slug),
            make_key=self._make,
            open_key=self._open,
            probe=self._probe,
            register=self._register,
            sign_in=self._sign_in,
            save=self._save,
            browse=self._browse,
            instances=(SOFTLAUNCH, ALPHA),
            api_base=api_base,
            machine="laptop",
        )
        self.pilot: Pilot[None]

    @property
    def clock(self) -> ManualClock:
        return self.app.clock

    @property
    def text(self) -> str:
        return self.app.shown()

    async def opened(self, pilot: Pilot[None]) -> None:
        """Show the screen in the app that this pilot drives."""
        self.pilot = pilot
        await self.app.push_screen(SetupScreen(self.services), self.results.append)
        await self.rest()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.rest()

    async def rest(self) -> None:
        """Until everything that can happen now has."""
        for _ in range(3):
            await settle()
            await self.pilot.pause()

    async def after(self, seconds: float) -> None:
        await self.clock.advance(seconds)
        await self.rest()

    async def _find(self) -> tuple[FoundKey, ...]:
        return self.found

    async def _ready(self, key: FoundKey) -> FoundKey:
        return self.readied or key

    async def _make(self, path: Path, passphrase: str | None, comment: str) -> MadeKey:
        if self.making_fails:
            raise KeyMakingError(self.making_fails)
        self.made.append((path.name, passphrase))
        return MadeKey(path, LINE, FINGERPRINT)

    async def _open(self, path: Path, passphrase: str | None) -> Signer:
        return AKey()

    async def _probe(self, told: Callable[[InstanceAnswer], None]) -> tuple[InstanceAnswer, ...]:
        self.probed += 1
        for answer in self.answers:
            told(answer)
        return tuple(self.answers)

    @asynccontextmanager
    async def _register(
        self, base: str, signer: Signer, wish: RegistrationWish
    ) -> AsyncIterator[Registering]:
        yield Registering(
            self.registrar,
            signer.sign,
            signer.public_line,
            wish.title,
            self.clock,
            pairing_code=wish.pairing_code,
            email=wish.email,
        )

    async def _sign_in(self, base: str, key: Path, passphrase: str | None) -> Trial:
        self.tried.append((base, key.name, passphrase))
        return self.trials.pop(0) if len(self.trials) > 1 else self.trials[0]

    async def _save(self, base: str, key: Path) -> Path:
        if self.refuses_to_save is not None:
            raise self.refuses_to_save
        self.saved.append((base, key.name))
        return HOME / ".config" / "mimiry" / "config.toml"

    async def _browse(self, address: str) -> bool:
        self.browsed.append(address)
        return self.browser


@asynccontextmanager
async def set_up(
    *found: FoundKey,
    size: tuple[int, int] = (100, 36),
    theme: str = DARK,
    api_base: str = "",
    trials: tuple[Trial, ...] = (SIGNED_IN,),
) -> AsyncIterator[SetupDesk]:
    """The screen, shown over an empty app."""
    desk = SetupDesk(theme, found, api_base)
    desk.trials = list(trials)
    async with asyncio.timeout(60), desk.app.run_test(size=size) as pilot:
        await desk.opened(pilot)
        yield desk
