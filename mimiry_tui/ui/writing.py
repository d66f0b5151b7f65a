"""How amounts and times are written: by the settings, and by the profile."""

from __future__ import annotations

from mimiry_tui.domain.conventions import Conventions, follow
from mimiry_tui.settings.preferences import CurrencyStyle, Preferences, TimeFormat


def write_by(preferences: Preferences, currency: CurrencyStyle) -> None:
    """Everything that is drawn from now on is written so."""
    follow(
        Conventions(
            currency_code=currency is CurrencyStyle.CODE,
            twelve_hours=preferences.look.time is TimeFormat.HOURS_12,
            minimum_block=preferences.billing.minimum_block,
        )
    )
