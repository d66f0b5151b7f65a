"""Property tests judge answers, not the speed of the machine they run on."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_name = f"{settings.get_current_profile_name()} on any machine"
settings.register_profile(
    _name,
    parent=settings.get_profile(settings.get_current_profile_name()),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(_name)
