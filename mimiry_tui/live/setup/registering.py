"""A guided registration from its start to its end: the steps, the waiting, and what is cleaned up.

The key goes out only to an account that the person has confirmed, or that a pairing code names.
A command whose answer was lost is not repeated blindly: the service is asked how far it is first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

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
from mimiry_tui.live.setup.watch import START_AGAIN, Ended, Watch, failed
from mimiry_tui.live.subscribers import Subscribers

_FINISH_PATIENCE = timedelta(seconds=60)
_FAREWELL_SECONDS = 5.0
_PERHAPS = "the key may be registered all the same: try to sign in"
_AT_THE_PORTAL = frozenset({RegistrationState.INITIATED, RegistrationState.UNKNOWN})
_WITHOUT_PROOF = frozenset(
    {
        RegistrationState.PORTAL_VERIFIED,
        RegistrationState.KEY_SUBMITTED,
        RegistrationState.CHALLENGE_ISSUED,
    }
)
"""The service waits for the key, or for the proof of it."""
_IN_DOUBT = (errors.AnswerLost, errors.ServerTrouble)
"""Troubles of a command that leave open whether it took effect."""

Sign = Callable[[bytes, str], Coroutine[Any, Any, bytes]]
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
        self._pairing_code = pairing_code
        self._email = email.strip()
        self._subscribers: Subscribers[[Step]] = Subscribers()
        self._watch = Watch(registrar, clock, self._hear_trouble)
        self._sent = False
        """The key went out, whether or not it arrived."""
        self._proven = False
        """The service has the proof: there is nothing to take back any more."""

    def subscribe(self, callback: Callable[[Step], None]) -> Callable[[], None]:
        """Hear of every new step; returns what ends that."""
        return self._subscribers.add(callback)

    def confirm(self) -> None:
        """The account shown is the person's own. What is not shown yet cannot be confirmed."""
        if self.step.kind is StepKind.CONFIRM_ACCOUNT:
            self._watch.confirmed = True
            self._watch.heed()

    def refuse(self) -> None:
        """The account shown is somebody else's: nothing is sent, the registration is taken back."""
        if self.step.kind is StepKind.CONFIRM_ACCOUNT:
            self._watch.refused = True
            self._watch.heed()

    def cancel(self) -> None:
        """Give up; `run` takes the registration back and ends with CANCELLED.

        Whatever it waits for is dropped, but for the proof: once that is on its way it counts.
        """
        self._watch.leave()

    async def run(self) -> Step:
        """Go through the registration; returns its final step. Never raises CloudError.

        Cancelling the task takes the registration back too.
        """
        self._watch.begin()
        started: Started | None = None
        try:
            started = await self._watch.unless_left(
                self._registrar.start(self._title, pairing_code=self._pairing_code, email=self._email)
            )
            final = await self._registered(started)
        except Ended as ended:
            final = ended.step
            if self._sent and final.kind is StepKind.EXPIRED:
                final = failed("time ran out after the key was sent", _PERHAPS)
        except RegistrationUnsupported as error:
            final = Step(StepKind.UNSUPPORTED, words=error.detail, hint=error.hint)
        except AlreadyRegistered as error:
            final = Step(StepKind.ALREADY_REGISTERED, words=error.detail, hint=error.hint)
        except errors.CloudError as error:
            final = failed(str(error), _hint(error))
        finally:
            if started is not None and not self._proven:
                await self._take_back(started)
        self._show(final)
        return final

    async def _registered(self, started: Started) -> Step:
        """From the portal to the end. Raises `Ended` or CloudError where it ends otherwise."""
        self._show(Step(StepKind.AT_PORTAL, verify_url=started.verify_url, until=self._watch.until))
        email = (await self._verified(started)).email
        # A code names an account too, but nobody has said that it is the one that was asked for.
        if not self._pairing_code or (self._email and not email):
            self._show(Step(StepKind.CONFIRM_ACCOUNT, email=email, until=self._watch.until))
            await self._confirmed(started, email)
        self._show(Step(StepKind.SENDING, email=email))
        challenge = await self._challenge(started)
        self._show(Step(StepKind.PROVING, email=email))
        await self._prove(started, challenge)
        self._show(Step(StepKind.FINISHING, email=email))
        told = await self._watch.completed(started, _FINISH_PATIENCE)
        if told is None:
            return failed("the service has not said that it is done", _PERHAPS)
        return Step(StepKind.DONE, email=told or email)

    async def _verified(self, started: Started) -> RegistrationStatus:
        """Once the person has been at the portal, and is whom the registration is meant for."""
        while True:
            status = await self._watch.certain_status(started)
            if status.state not in _AT_THE_PORTAL or status.email:
                break
            await self._watch.pause()
        if self._email and status.email and status.email.casefold() != self._email.casefold():
            raise Ended(Step(StepKind.WRONG_ACCOUNT, email=status.email))
        return status

    async def _confirmed(self, started: Started, email: str) -> None:
        """Once the person has said that the account is theirs, while it is still that one."""
        while True:
            await self._watch.pause()
            if self._watch.refused:
                raise Ended(Step(StepKind.WRONG_ACCOUNT, email=email))
            confirmed = self._watch.confirmed  # before the question: its answer is then the later word
            status = await self._watch.status(started)
            if status is not None and status.email != email:
                raise Ended(Step(StepKind.WRONG_ACCOUNT, email=status.email))
            if status is not None and confirmed:
                return

    async def _challenge(self, started: Started) -> Challenge:
        try:
            return await self._submitted(started)
        except _IN_DOUBT:
            status = await self._watch.certain_status(started)
        if status.state not in _WITHOUT_PROOF:
            raise Ended(failed(f"the service sent no challenge and says {status.state}"))
        try:  # it has told that the key did not arrive, or that it waits for the proof of it
            return await self._submitted(started)
        except AlreadyRegistered:
            raise Ended(failed("the service's challenge was lost on the way")) from None

    async def _submitted(self, started: Started) -> Challenge:
        self._watch.check()
        self._sent = True
        return await self._watch.unless_left(self._registrar.submit_key(started, self._public_line))

    async def _prove(self, started: Started, challenge: Challenge) -> None:
        armored = await self._watch.unless_left(self._sign(challenge.data, challenge.namespace))
        self._watch.check()
        try:
            await self._registrar.prove(started, armored)
        except _IN_DOUBT:
            status = await self._watch.certain_status(started)
            if status.state in _WITHOUT_PROOF:
                await self._registrar.prove(started, armored)
        self._proven = True

    async def _take_back(self, started: Started) -> None:
        try:
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await self._registrar.cancel(started)
        except TimeoutError:
            return  # it expires by itself

    def _hear_trouble(self, words: str) -> None:
        """It is asked again by itself: only what is said of the present step changes."""
        if words != self.step.words:
            self._show(replace(self.step, words=words))

    def _show(self, step: Step) -> None:
        self.step = step
        self._subscribers.tell(step)


def _hint(error: errors.CloudError) -> str:
    """What to do about it here, where nothing is tried again by itself."""
    if isinstance(error, errors.Unreachable):
        return f"check the network and the host, then {START_AGAIN}"
    if isinstance(error, errors.ServerTrouble):
        return f"this is on the service's side: {START_AGAIN} later"
    return error.hint or START_AGAIN
