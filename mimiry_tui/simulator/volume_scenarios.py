"""Scenarios of volumes at run time: played, stopped, and what they do to a request."""

from __future__ import annotations

from dataclasses import dataclass

from mimiry_tui.simulator import volume_desk, volume_life
from mimiry_tui.simulator.records import Refusal, Volume
from mimiry_tui.simulator.scenarios import Scenario, asked_for
from mimiry_tui.simulator.world import World

_BROKEN = {
    "create": Scenario.VOLUME_CREATE_500,
    "resize": Scenario.VOLUME_RESIZE_500,
    "delete": Scenario.VOLUME_DELETE_500,
}
_OF_CREATION = (Scenario.VOLUME_CREATE_FAILS, Scenario.VOLUME_CREATE_STUCK)
_LOST = {
    "create": Scenario.VOLUME_CREATE_LOST,
    "resize": Scenario.VOLUME_RESIZE_LOST,
    "delete": Scenario.VOLUME_DELETE_LOST,
}


@dataclass(frozen=True)
class VolumeScenarios:
    """The troubles of one world's volumes."""

    world: World

    # what a test or the command line orders

    def find(self, name: str) -> Volume:
        """The newest volume of that name; raises KeyError."""
        mine = [volume for volume in self.world.state.volumes.values() if volume.name == name]
        if not mine:
            raise KeyError(name)
        return max(mine, key=lambda volume: volume.created_at)

    def ready(
        self,
        *names: str,
        name: str | None = None,
        size_gb: int = 100,
        provider: str = "verda",
        location: str = "FIN-01",
    ) -> Volume:
        """A volume at rest that plays these from now on, whatever the quota says, and seen at once."""
        now = self.world.tick()
        called = name or (Scenario(names[0]).session_name if names else "data")
        volume_id = self.world.new_id()
        volume = Volume(volume_id, called, size_gb, provider, location, now, now, now, "provisioned", "")
        volume.scenarios = dict.fromkeys(sorted(asked_for(called)), now)
        self.world.state.volumes[volume_id] = volume
        for each in names:
            self.play(each, volume_id)
        return volume

    def stage(self, scenario: Scenario) -> None:
        """A volume of the scenario's name, once: being created, where that is what goes wrong."""
        name, world = scenario.session_name, self.world
        if any(volume.name == name and volume.state != "deleted" for volume in world.state.volumes.values()):
            return
        if scenario in _OF_CREATION:
            volume_desk.admit_volume(world, name, 100, "verda", "FIN-01")
        else:
            self.ready(scenario)

    def play(self, name: str, volume_id: str) -> None:
        """From now on that volume plays the scenario. Raises ValueError or KeyError for what is none."""
        self.world.state.volumes[volume_id].scenarios[Scenario(name)] = self.world.tick()

    def stop(self, name: str, volume_id: str) -> None:
        """No longer; what it held up goes on. Raises as `play` does."""
        volume, now = self.world.state.volumes[volume_id], self.world.tick()
        if volume.scenarios.pop(Scenario(name), None) is not None:
            volume_life.goes_on(volume, now)
            self.world.advance(now)

    # what the routes ask

    def refuse(self, deed: str, volume_id: str | None, name: str) -> None:
        """Raise the `Refusal` that this deed (`create`, `resize`, `delete`) is to meet, if any."""
        plays = self._plays(volume_id, name)
        if _BROKEN[deed] in plays:
            raise Refusal(500, "internal_error", "something broke")
        if deed == "delete" and Scenario.VOLUME_DELETE_409 in plays:
            raise Refusal(409, "invalid_state", f"volume {name} cannot be deleted now")

    def is_unheard(self, name: str) -> bool:
        """Whether a creation under that name is cut before it is carried out."""
        return Scenario.VOLUME_CREATE_UNHEARD in self._plays(None, name)

    def is_lost(self, deed: str, volume_id: str) -> bool:
        """Whether the answer to this deed never arrives."""
        return _LOST[deed] in self._plays(volume_id, "")

    def _plays(self, volume_id: str | None, name: str) -> frozenset[Scenario]:
        own = (
            self.world.state.volumes[volume_id].scenarios.keys() if volume_id is not None else asked_for(name)
        )
        return frozenset(own) | self.world.state.scenarios.keys()
