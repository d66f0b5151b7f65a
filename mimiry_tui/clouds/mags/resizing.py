"""Resizing a workspace's disk, and deleting one: deeds of several steps, honest about how far they came.

The disk belongs to the machine: a resize syncs it, stops it and makes a new one (Mags: resize). Each
step is sent once. What fails says what was done before it and what was not.
"""

from __future__ import annotations

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.extras import Told
from mimiry_tui.clouds.mags import bodies
from mimiry_tui.clouds.mags.calls import JOBS, WORKSPACES, Calls, job_path, segment, told_so_far
from mimiry_tui.clouds.mags.doing import Doing
from mimiry_tui.clouds.mags.jobs import JobLists, launched_job
from mimiry_tui.clouds.mags.wire import ALWAYS_ON, LOCAL_DISK, startup_of, workspace_of
from mimiry_tui.domain.doing.deeds import Outcome
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session

_STOPPING_SECONDS = 60.0
_LOOK_SECONDS = 1.0


class Resizing:
    """Deeds on workspaces that need to know who has them."""

    def __init__(self, calls: Calls, jobs: JobLists, doing: Doing, clock: Clock) -> None:
        self._calls = calls
        self._jobs = jobs
        self._doing = doing
        self._clock = clock
        self._under_way: set[str] = set()

    async def sync(self, workspace: str, told: Told) -> Outcome:
        """Sync the one session that runs on a workspace."""
        holders = await self._holders(workspace)
        running = [one for one in holders if one.phase is Phase.READY]
        if not running:
            raise errors.InvalidState(f"nothing runs on {workspace}, so there is nothing new to keep")
        told(f"syncing {workspace}")
        await self._doing.sync(running[0].id)
        return Outcome(f"{workspace} is synced")

    async def delete(self, workspace: str) -> None:
        """Delete a workspace that nobody has; who has it is asked right before."""
        if self._calls.read_only:
            raise errors.ReadOnly()
        if holders := await self._holders(workspace):
            raise errors.InvalidState(
                f"{workspace} is in use by the session {_called(holders[0])}", hint="stop that first"
            )
        await self._calls.change("DELETE", f"{WORKSPACES}/{segment(workspace)}")

    async def resize(self, workspace: str, disk_gb: int, told: Told) -> Outcome:
        """Put a sandbox with another disk in the place of the session that has a workspace."""
        if self._calls.read_only:
            raise errors.ReadOnly()
        if workspace in self._under_way:
            raise errors.InvalidState(f"{workspace} is being resized already")
        self._under_way.add(workspace)
        try:
            return await self._resize(workspace, disk_gb, told)
        finally:
            self._under_way.discard(workspace)

    async def _resize(self, workspace: str, disk_gb: int, told: Told) -> Outcome:
        told(f"looking who has {workspace}")
        holders = await self._holders(workspace)
        _check(workspace, holders)
        holder = holders[0] if holders else None
        if holder is not None:
            if holder.phase is Phase.READY:
                await self._sync_first(workspace, holder, told)
            await self._stop(workspace, holder, told)
        told(f"making a new sandbox with {disk_gb} GB on {workspace}")
        session = await self._make(workspace, disk_gb, holder)
        words = f"{workspace} has {disk_gb} GB now, and a new sandbox starts on it"
        return Outcome(words, session_id=session.id)

    async def _sync_first(self, workspace: str, holder: Session, told: Told) -> None:
        told(f"syncing {workspace}")
        try:
            await self._doing.sync(holder.id)
        except (errors.AnswerLost, errors.ServerTrouble) as error:
            # Whether it is synced is in doubt, but not what was asked for: that was never begun.
            raise errors.InvalidState(
                f"{workspace} could not be synced, so {_called(holder)} was not stopped: {error}",
                title="Came only so far",
                hint="nothing is lost; try again",
            ) from None
        except errors.CloudError as error:
            words = f"{workspace} could not be synced, so {_called(holder)} was not stopped"
            raise told_so_far(error, words, error.hint or "nothing is lost") from None

    async def _stop(self, workspace: str, holder: Session, told: Told) -> None:
        told(f"stopping {_called(holder)}")
        called, remedy = _called(holder), "nothing new was made; look at its session before trying again"
        synced = f"{workspace} is synced" if holder.phase is Phase.READY else ""
        try:
            await self._calls.change("POST", job_path(holder.id, "stop"))
        except (errors.AnswerLost, errors.ServerTrouble) as error:
            words = _both(synced, f"whether {called} was stopped is not known")
            raise told_so_far(error, words, remedy) from None
        except errors.CloudError as error:
            words = _both(synced, f"{called} was not stopped")
            raise told_so_far(error, words, "nothing new was made, and it lives on as before") from None
        if trouble := await self._not_ended(holder):
            words = f"{called} was told to stop, and {trouble}"
            raise errors.InvalidState(words, title="Came only so far", hint=remedy)

    async def _not_ended(self, holder: Session) -> str:
        """Why it cannot be said that it stopped; empty as soon as it did.

        After a stop the service's word is not documented: any that does not mean that it lives will do.
        """
        until = self._clock.monotonic() + _STOPPING_SECONDS
        alive = {Phase.ACCEPTED, Phase.PROVISIONING, Phase.READY, Phase.SLEEPING, Phase.STOPPING}
        while True:
            try:
                if (await self._jobs.one(holder.id)).phase not in alive:
                    return ""
                trouble = "still runs"
            except errors.NotFound:
                return ""
            except errors.CloudError as error:
                trouble = f"whether it did is not known: {error}"  # the next look may tell
            if self._clock.monotonic() >= until:
                return trouble
            await self._clock.sleep(_LOOK_SECONDS)

    async def _make(self, workspace: str, disk_gb: int, holder: Session | None) -> Session:
        kept = _settings(holder) if holder is not None else {}
        fields = bodies.resized_fields(workspace, disk_gb, kept)
        stopped = f"{_called(holder)} was stopped" if holder is not None else ""
        try:
            answer = await self._calls.change("POST", JOBS, fields)
            session = launched_job(answer, fields)
        except (errors.AnswerLost, errors.ServerTrouble, errors.UnreadableAnswer) as error:
            words = _both(stopped, "whether the new sandbox was made is not known")
            raise told_so_far(error, words, "look among the sessions before trying again") from None
        except errors.CloudError as error:
            words = _both(stopped, "the new sandbox was not made")
            hint = f"launch a sandbox called {workspace} with {disk_gb} GB; its files are kept"
            raise told_so_far(error, words, hint) from None
        self._jobs.learn(session.id, fields)
        return session

    async def _holders(self, workspace: str) -> list[Session]:
        page = await self._jobs.live()
        sessions = [item for item in page.items if isinstance(item, Session)]
        return [one for one in sessions if workspace_of(one) == workspace]


def _check(workspace: str, holders: list[Session]) -> None:
    """Raise InvalidState where nothing should be begun."""
    if len(holders) > 1:
        raise errors.InvalidState(f"{len(holders)} sessions have {workspace}: stop all but one first")
    if not holders:
        return
    called = _called(holders[0])
    if LOCAL_DISK in holders[0].marks:
        raise errors.InvalidState(f"{called} has its files on the local disk only: they would be lost")
    if holders[0].phase not in {Phase.READY, Phase.SLEEPING}:
        raise errors.InvalidState(f"{called} is not up: wait until it is, or has ended")


def _settings(holder: Session) -> dict[str, object]:
    """What the new machine keeps of the one before. Its script is not run again: nobody asked for that."""
    return {
        "no_sleep": ALWAYS_ON in holder.marks or None,
        "startup_command": startup_of(holder),
        "rootfs_type": holder.image,
    }


def _called(session: Session) -> str:
    return session.name or session.id


def _both(first: str, second: str) -> str:
    return f"{first}, and {second}" if first else second
