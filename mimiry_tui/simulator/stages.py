"""The stages a simulated session walks through, before any dialect gives them words."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a session is. Finer than any one dialect, so that each can be told from it."""

    ACCEPTED = "accepted"
    PROVISIONING = "provisioning"
    ALLOCATED = "allocated"
    BOOTING = "booting"
    SETTING_UP = "setting_up"
    PULLING_IMAGE = "pulling_image"
    STARTING_CONTAINER = "starting_container"
    RUNNING = "running"
    STOPPING = "stopping"
    TERMINATING = "terminating"
    COMPLETING = "completing"
    FAILING = "failing"
    COMPLETED = "completed"
    FAILED = "failed"
    STOPPED = "stopped"
    PROVISION_FAILED = "provision_failed"
    PULL_FAILED = "pull_failed"
    TERMINATED = "terminated"

    @property
    def ended(self) -> bool:
        """Nothing of the session is left but its record; it costs nothing more."""
        return self in _ENDED

    @property
    def ending(self) -> bool:
        """On the way down already: nothing can end it twice."""
        return self in _ENDING

    @property
    def booting(self) -> bool:
        """On the way up: no container to log in to yet."""
        return self in _BOOTING


_ENDED = frozenset(
    {
        Stage.COMPLETED,
        Stage.FAILED,
        Stage.STOPPED,
        Stage.PROVISION_FAILED,
        Stage.PULL_FAILED,
        Stage.TERMINATED,
    }
)
_ENDING = frozenset({Stage.STOPPING, Stage.TERMINATING, Stage.COMPLETING, Stage.FAILING})
_BOOTING = frozenset(
    {
        Stage.ACCEPTED,
        Stage.PROVISIONING,
        Stage.ALLOCATED,
        Stage.BOOTING,
        Stage.SETTING_UP,
        Stage.PULLING_IMAGE,
        Stage.STARTING_CONTAINER,
    }
)
