"""Watching a registration: how far the service says it is, and what the person said meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.registration import Registrar, RegistrationState, RegistrationStatus, Started
from mimiry_tui.live.setup.steps import Step, StepKind

PATIENCE = timedelta(minutes=5)
"""How long the person may take, from the start (Mimiry compute API, guided key registration)."""
POLL_SECONDS = 2.0
START_AGAIN = "start the registration again"
_NOT_YET_KNOWN = timedelta(seconds=60)
"""A new registration may be unknown for so long: it is not in the read cache yet."""
_ENDS = {
    RegistrationState.EXPIRED: StepKind.EXPIRED,
    RegistrationState.CANCELLED: StepKind.CANCELLED,
    RegistrationState.FAILED: StepKind.FAILED,
}
_PASSING = (errors.Unreachable, errors.ServerTrouble, errors.TooManyRequests, errors.UnreadableAnswer)
"""Troubles of a question that the next question may not have."""


T = TypeVar("T")


class Ended(Exception):
    """The registration is over; how, is in its step."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.kind)
        self.step = step


class Watch:
    """The questions to the service, a few seconds apart, within the time the person has."""

    def __init__(self, registrar: Registrar, clock: Clock, troubled: Callable[[str], None]) -> None:
        """`troubled` hears why the last question got no answer, and "" once one has got one again."""
        self.confirmed = False
        """The person said that the account is theirs."""
        self.refused = False
        """The person said that it is somebody else's."""
        self._registrar = registrar
        self._clock = clock
        self._heard = asyncio.Event()
        """The person said something that was not looked at yet."""
        self._left = asyncio.Event()
        """The person has given up."""
        self._pause = POLL_SECONDS
        self._troubled = troubled
        self.begin()

    def begin(self) -> None:
        """The person's time starts now."""
        self._began = self._clock.now()
        self.until = self._began + PATIENCE

    def heed(self) -> None:
        """Look at what the person said before the next pause is over."""
        self._heard.set()

    def leave(self) -> None:
        """The person gives up."""
        self._left.set()
        self._heard.set()

    def check(self) -> None:
        """Raise `Ended` where the person has ended it."""
        if self._left.is_set():
            raise Ended(Step(StepKind.CANCELLED))
        if self.refused:
            raise Ended(Step(StepKind.WRONG_ACCOUNT))

    async def unless_left(self, call: Coroutine[Any, Any, T]) -> T:
        """What a call says; it is dropped, and `Ended` raised, as soon as the person gives up."""
        asked = asyncio.create_task(call)
        left = asyncio.create_task(self._left.wait())
        try:
            await asyncio.wait({asked, left}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                raise Ended(Step(StepKind.CANCELLED))
            return asked.result()
        finally:
            await _dropped(asked, left)

    async def status(self, started: Started) -> RegistrationStatus | None:
        """How far it is; None for no answer. Raises `Ended` where it is over, CloudError for a refusal."""
        self.check()
        if self._clock.now() >= self.until:
            raise Ended(Step(StepKind.EXPIRED))
        try:
            status = await self.unless_left(self._registrar.status(started))
        except errors.NotFound:
            if self._clock.now() - self._began > _NOT_YET_KNOWN:
                raise Ended(Step(StepKind.EXPIRED)) from None
            return None
        except _PASSING as error:
            self._pause = max(POLL_SECONDS, error.retry_after or 0.0)
            self._troubled(str(error))
            return None
        self._troubled("")
        _check_open(status)
        return status

    async def certain_status(self, started: Started) -> RegistrationStatus:
        """As `status`, however many questions it takes."""
        while (status := await self.status(started)) is None:
            await self.pause()
        return status

    async def completed(self, started: Started, patience: timedelta) -> str | None:
        """Once a registration whose proof was taken is complete: its e-mail, "" where it says none.

        None where the service does not say so within the time. Raises `Ended`. A service that does not
        know it any more has finished with it.
        """
        until = self._clock.now() + patience
        while self._clock.now() < until:
            try:
                status = await self._registrar.status(started)
            except _PASSING:
                pass
            except (errors.Refused, errors.SignInFailed):
                return ""
            else:
                _check_open(status)
                if status.state is RegistrationState.COMPLETED:
                    return status.email
            await self._clock.sleep(POLL_SECONDS)
        return None

    async def pause(self) -> None:
        """Until the next question, or until the person says something."""
        pause = asyncio.create_task(self._clock.sleep(self._pause))
        heard = asyncio.create_task(self._heard.wait())
        try:
            await asyncio.wait({pause, heard}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _dropped(pause, heard)
        self._pause = POLL_SECONDS
        self._heard.clear()


async def _dropped(*tasks: asyncio.Task[Any]) -> None:
    """End them, whatever they do, and look at how, so that asyncio does not complain."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _check_open(status: RegistrationStatus) -> None:
    """Raise `Ended` where the service has ended it."""
    kind = _ENDS.get(status.state)
    if kind is StepKind.FAILED:
        raise Ended(failed(status.detail or "the service gave up"))
    if kind is not None:
        raise Ended(Step(kind, words=status.detail))


def failed(words: str, hint: str = START_AGAIN) -> Step:
    return Step(StepKind.FAILED, words=words, hint=hint)
