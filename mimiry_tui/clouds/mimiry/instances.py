"""The instances of the Mimiry service that are known to exist, those to try first first."""

from __future__ import annotations

from mimiry_tui.clouds.registration import Instance
from mimiry_tui.settings import DEFAULT_API_BASE

INSTANCES = (
    Instance("softlaunch", DEFAULT_API_BASE),
    Instance("alpha", "https://alpha.mimiry.com"),
)
