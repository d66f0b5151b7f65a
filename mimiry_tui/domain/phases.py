"""Where a session is in its life, whatever words the deployment uses for it.

Three dialects are known (the documented one, an older one, and what the live service says); they
differ in which of `state`, `operation` and `status` carries the news. `read_phase` takes them all
(Mimiry compute API, lifecycle). The words as they came stay with the session.
"""

from __future__ import annotations

from enum import StrEnum

from mimiry_tui.domain import coerce


class Phase(StrEnum):
    """The steps of a life, in order."""

    ACCEPTED = "accepted"
    PROVISIONING = "provisioning"
    SETTING_UP = "setting_up"
    PULLING_IMAGE = "pulling_image"
    STARTING = "starting"
    READY = "ready"
    SLEEPING = "sleeping"
    """Set aside by the service, which wakes it when somebody comes: alive, and not usable before that."""
    STOPPING = "stopping"
    ENDED_OK = "ended_ok"
    ENDED_FAILED = "ended_failed"
    UNKNOWN = "unknown"

    @property
    def is_ended(self) -> bool:
        """Nothing comes after it, and nothing is billed any more."""
        return self in _ENDED

    @property
    def is_booting(self) -> bool:
        """On the way to ready."""
        return self in BOOT_PHASES

    @property
    def is_moving(self) -> bool:
        """Expected to change within minutes: booting or stopping."""
        return self in BOOT_PHASES or self is Phase.STOPPING

    @property
    def word(self) -> str:
        """The phase in plain words: "pulling image"."""
        return _WORDS.get(self, self.value.replace("_", " "))

    @property
    def rank(self) -> int:
        """Its place in the order of a life; unknown comes before everything."""
        return _RANKS[self]


BOOT_PHASES = (
    Phase.ACCEPTED,
    Phase.PROVISIONING,
    Phase.SETTING_UP,
    Phase.PULLING_IMAGE,
    Phase.STARTING,
)
"""What happens before a session is usable, in order."""

_ENDED = frozenset({Phase.ENDED_OK, Phase.ENDED_FAILED})
_WORDS = {Phase.ENDED_OK: "ended", Phase.ENDED_FAILED: "failed", Phase.SETTING_UP: "setting up"}
_RANKS = {phase: (-1 if phase is Phase.UNKNOWN else rank) for rank, phase in enumerate(Phase)}

_ENDED_WORDS = frozenset(
    {"completed", "failed", "stopped", "provision_failed", "terminated", "exited", "pull_failed"}
)
_FAILED_WORDS = frozenset({"failed", "provision_failed", "pull_failed"})
_USABLE_WORDS = frozenset({"started", "running"})
_STOPPING_WORDS = frozenset({"terminating", "stopping", "stopping_container"})
_BOOT_WORDS = {
    "submitted": Phase.ACCEPTED,
    "provisioning": Phase.PROVISIONING,
    "provisioned": Phase.SETTING_UP,
    "booting": Phase.SETTING_UP,
    "setting_up": Phase.SETTING_UP,
    "starting": Phase.SETTING_UP,
    "pulling_image": Phase.PULLING_IMAGE,
    "starting_container": Phase.STARTING,
}
_KILLED_BY_TERMINATE = frozenset({137, 143})
BY_USER = "user_requested"
"""The stop reason of a session that its owner ended."""


def read_phase(
    *,
    state: object = None,
    operation: object = None,
    status: object = None,
    ssh_host: object = None,
    exit_code: object = None,
    stop_reason: object = None,
    error: object = None,
) -> Phase:
    """The phase that these words, of whichever dialect, mean.

    Ended beats everything; then stopping; then usable, which a published SSH host proves whatever
    the state is called; then the furthest boot step named; then unknown, which counts as alive.
    """
    state_word, status_word = _word(state), _word(status)
    operation_word = _word(operation)
    ended = next((word for word in (state_word, status_word) if word in _ENDED_WORDS), None)
    if ended is not None:
        return _ending(ended, coerce.integer(exit_code), _word(stop_reason), coerce.text(error).strip())
    words = (state_word, status_word, operation_word, *operation_word.split("__"))
    if any(word in _STOPPING_WORDS for word in words):
        return Phase.STOPPING
    if coerce.text(ssh_host).strip() or any(word in _USABLE_WORDS for word in words):
        return Phase.READY
    steps = [_BOOT_WORDS[word] for word in words if word in _BOOT_WORDS]
    return max(steps, key=lambda phase: phase.rank, default=Phase.UNKNOWN)


def _ending(word: str, exit_code: int | None, stop_reason: str, error: str) -> Phase:
    by_user = stop_reason == BY_USER
    if by_user and word not in _FAILED_WORDS and (not exit_code or exit_code in _KILLED_BY_TERMINATE):
        return Phase.ENDED_OK
    badly = word in _FAILED_WORDS or bool(exit_code) or word == "stopped" or (error and exit_code is None)
    return Phase.ENDED_FAILED if badly else Phase.ENDED_OK


def _word(value: object) -> str:
    return coerce.text(value).strip().lower()
