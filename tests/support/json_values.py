"""Anything that a service could send where something else was expected (hypothesis strategies)."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

_WORDS = (
    "submitted", "provisioned", "provisioning", "starting__pulling_image", "started", "running",
    "terminating", "completed", "failed", "stopped", "terminated", "exited", "pull_failed",
    "user_requested", "resizing", "true", "false", "EUR", "USD", "8", "8.0", "1e15", "-1", "NaN",
    "Infinity", "2.10", "0", "1780920000", "1780920000000", "2026-06-08T12:00:00Z",
    "2026-06-08T12:00:41.123456789+02:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
)  # fmt: skip
_KEYS = (
    "state", "status", "operation", "timestamp", "message", "error", "code", "host", "port",
    "username", "mode", "volume_name", "mount_path", "provider", "hourly_rate", "locations",
    "available", "currency", "name", "limit", "used", "quotas",
)  # fmt: skip

scalars: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(10**16), max_value=10**16)
    | st.floats()
    | st.floats(min_value=-1e15, max_value=1e15)
    | st.text()
    | st.sampled_from(_WORDS)
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)
"""Any JSON value, with a liking for the words and keys that mean something here."""

moments = st.integers(min_value=0, max_value=200_000).map(
    lambda seconds: (
        f"2026-06-{8 + seconds // 86_400:02d}T{seconds // 3_600 % 24:02d}"
        f":{seconds // 60 % 60:02d}:{seconds % 60:02d}Z"
    )
)
"""RFC 3339 times within three days, often enough close together to collide."""


def fields(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Keyword arguments with any JSON value in some of these fields, without the others."""
    return st.dictionaries(st.sampled_from(names), values, max_size=6)
