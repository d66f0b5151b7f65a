"""What is known of Mimiry's job API beforehand (Mimiry public API, seed of February 2026)."""

from __future__ import annotations

from mimiry_tui.settings.kind import Kind

KIND = Kind(
    name="mimiry-jobs",
    title="mimiry jobs",
    default_base="https://ypoycmbljujlkmjuhfif.supabase.co/functions/v1/public-api",
    base_variables=("MIMIRY_JOBS_API_BASE",),
    signs_in_with_token=True,
    token_sources=("env:MIMIRY_API_KEY",),
    token_prefix="mky_",
    opener="mimiry_tui.clouds.jobs.cloud:open_jobs",
)
