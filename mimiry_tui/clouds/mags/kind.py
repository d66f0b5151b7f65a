"""What is known of Mags beforehand (Mags: microVM jobs; the client magpie-mags 1.3.8)."""

from __future__ import annotations

from mimiry_tui.settings.kind import Kind

KIND = Kind(
    name="mags",
    title="mags",
    default_base="https://api.magpiecloud.com",
    base_variables=("MAGS_API_URL",),
    signs_in_with_token=True,
    token_sources=("env:MAGS_API_TOKEN", "env:MAGS_TOKEN", "json:~/.mags/config.json"),
    opener="mimiry_tui.clouds.mags.cloud:open_mags",
)
