"""A guided registration from its start to its end: the steps, the waiting, and what is cleaned up.

The key goes out only to an account that the person has confirmed, or that a pairing code names.
A command whose answer was lost is not repeated blindly: the service is asked how far it is first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.registration import (
    AlreadyRegistered,
    Challenge,
    Registrar,
    RegistrationState,
    RegistrationStatus,
    RegistrationUnsupported,
    Started,
)
from mimiry_tui.live.setup.steps import Step, StepKind
from mimiry_tui.live.subscribers import Subscribers

PATIENCE = timedelta(minutes=5)
"""How long the person may take, from the start (Mimiry compute API, guided key registration)."""
POLL_SECONDS = 2.0
_NOT_YET_KNOWN = timedelta(seconds=60)
"""A new registration may be unknown for so long: it is not in the read cache yet."""
_FAREWELL_SECONDS = 5.0
_START_AGAIN = "start the registration again"

Sign = Callable[[bytes, str], Awaitable[bytes]]
"""The armored SSHSIG of some data under a namespace; may raise CloudError."""


class Registering:
    """One attempt to put one key on an account. `run` it once; the other methods answer its questions."""

    def __init__(
        self,
        registrar: Registrar,
        sign: Sign,
        public_line: str,
        title: str,
        clock: Clock,
        *,
        pairing_code: str = "",
        email: str = "",
    ) -> None:
        """`email`, where given, is the only account to accept."""
        self.step = Step(StepKind.STARTING)
        """Where it stands."""
        self._registrar = registrar
        self._sign = sign
        self._public_line = public_line
        self._title = title
        self._clock = clock
        self._pairing_code = pairing_code
        self._email = email.strip()
        self._subscribers: Subscribers[[Step]] = Subscribers()
        self._answered = asyncio.Event()
        """Something was said by the person since it was last looked at."""
        self._confirmed = False
        self._refused = False
        self._cancelled = False
        self._until = clock.now() + PATIENCE

    def subscribe(self, callback: Callable[[Step], None]) -> Callable[[], None]:
        """Hear of every new step; returns what ends that."""
        return self._subscribers.add(callback)

    def confirm(self) -> None:
        """The account shown is the person's own."""
        self._confirmed = True
        self._answered.set()

    def refuse(self) -> None:
        """The account shown is somebody else's: nothing is sent, the registration is taken back."""
        self._refused = True
        self._answered.set()

    def cancel(self) -> None:
        """Give up; `run` takes the registration back and ends with CANCELLED, unless the key is proven."""
        self._cancelled = True
        self._answered.set()

    async def run(self) -> Step:
        """Go through the registration; returns its final step. Never raises CloudError.

        Cancelling the task takes the registration back too.
        """
        raise NotImplementedError
