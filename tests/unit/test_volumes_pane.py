"""What the volumes pane works out by itself."""

from __future__ import annotations

from mimiry_tui.ui.widgets.volumes_pane import VolumesPane
from tests.support.clock import ManualClock
from tests.support.volumes import a_volume


def test_a_creation_lasts_since_the_volume_was_made_whenever_it_was_first_seen() -> None:
    pane = VolumesPane(ManualClock())
    volume = a_volume(state="submitted", operation="provisioning")
    assert volume.created_at is not None
    assert pane.moving_since(volume) == volume.created_at
    assert pane.moving_since(a_volume(operation="resizing")) is None, "not seen yet"
