"""What is known of the Mimiry compute service beforehand."""

from __future__ import annotations

from mimiry_tui.settings.hosts import DEFAULT_API_BASE
from mimiry_tui.settings.kind import Kind

KIND = Kind(
    name="mimiry",
    title="mimiry",
    default_base=DEFAULT_API_BASE,
    base_variables=("MIMIRY_API_BASE",),
    opener="mimiry_tui.clouds.mimiry.cloud:open_mimiry",
    registrar="mimiry_tui.clouds.mimiry.registration:open_registrar",
    signer="mimiry_tui.clouds.mimiry.registration:open_signer",
    instances="mimiry_tui.clouds.mimiry.instances:INSTANCES",
)
