"""One session in three dialects: the documented words, the older ones, and those seen on the service."""

from __future__ import annotations

from enum import StrEnum

from mimiry_tui.simulator.stages import Stage


class Dialect(StrEnum):
    """Which deployment the simulator passes for (Mimiry compute API, lifecycle)."""

    DOCUMENTED = "documented"
    OLDER = "older"
    OBSERVED = "observed"


_OPERATION: dict[Stage, str] = {
    Stage.ACCEPTED: "provisioning",
    Stage.PROVISIONING: "provisioning",
    Stage.ALLOCATED: "starting__setting_up",
    Stage.BOOTING: "starting__setting_up",
    Stage.SETTING_UP: "starting__setting_up",
    Stage.PULLING_IMAGE: "starting__pulling_image",
    Stage.STARTING_CONTAINER: "starting__starting_container",
    Stage.STOPPING: "stopping__stopping_container",
    Stage.TERMINATING: "terminating",
    Stage.COMPLETING: "terminating",
    Stage.FAILING: "terminating",
}

_OBSERVED: dict[Stage, str] = {
    Stage.ACCEPTED: "submitted",
    Stage.PROVISIONING: "submitted",
    Stage.ALLOCATED: "provisioned",
    Stage.BOOTING: "booting",
    Stage.SETTING_UP: "setting_up",
    Stage.PULLING_IMAGE: "pulling_image",
    Stage.STARTING_CONTAINER: "pulling_image",
    Stage.RUNNING: "running",
    Stage.STOPPING: "terminating",
    Stage.TERMINATING: "terminating",
    Stage.COMPLETING: "exited",
    Stage.FAILING: "exited",
    Stage.COMPLETED: "exited",
    Stage.FAILED: "exited",
    Stage.STOPPED: "terminated",
    Stage.PROVISION_FAILED: "provision_failed",
    Stage.PULL_FAILED: "pull_failed",
    Stage.TERMINATED: "terminated",
}


def operation(stage: Stage) -> str:
    """The documented operation: `<primary>` or `<primary>__<sub step>`, empty at rest."""
    return _OPERATION.get(stage, "")


def words(dialect: Dialect, stage: Stage, durable: str) -> dict[str, str]:
    """The keys a session object carries its state in."""
    if dialect is Dialect.OBSERVED:
        return {"state": _OBSERVED[stage]}
    if dialect is Dialect.OLDER:
        primary, _, detail = operation(stage).partition("__")
        resting = "running" if stage is Stage.RUNNING else durable
        return {"state": durable, "status": detail or primary or resting}
    return {"state": durable, "operation": operation(stage)}


def event_words(dialect: Dialect, stage: Stage, durable: str) -> tuple[str, str]:
    """The state and operation an event is told in."""
    spoken = words(dialect, stage, durable)
    return spoken["state"], spoken.get("operation", spoken.get("status", ""))
