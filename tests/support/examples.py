"""How many examples a property is tried with: few where tests run often, all in `make test-all`."""

from __future__ import annotations

from hypothesis import settings

QUICK = "quick"
"""The name of the profile that `make test` runs with."""
_SHARE = 5
_FEWEST = 20


def examples(count: int) -> int:
    """So many, or a fifth of them in a quick run."""
    if settings.get_current_profile_name().startswith(QUICK):
        return min(count, max(_FEWEST, count // _SHARE))
    return count
