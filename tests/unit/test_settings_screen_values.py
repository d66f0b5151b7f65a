from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.options import option
from mimiry_tui.settings.preferences import AutoTerminate, Density, Preferences
from mimiry_tui.settings.values import Value
from mimiry_tui.ui.settings.values import SHOWN, is_turned, shown, turned, typed, value_of, with_value


def test_every_setting_on_the_screen_can_be_read_and_written_back() -> None:
    preferences = Preferences()
    for one in SHOWN:
        value = value_of(preferences, one)
        assert value == one.default
        assert with_value(preferences, one, value) == preferences
        assert typed(one, one.show(value)) == one.read(value)
        assert shown(one, value)


@pytest.mark.parametrize(
    ("name", "value", "step", "expected"),
    [
        ("look.title", True, 1, False),
        ("look.density", Density.COMFORTABLE, 1, "compact"),
        ("look.density", Density.COMPACT, 1, "comfortable"),
        ("look.density", Density.COMFORTABLE, -1, "compact"),
        ("guards.auto_terminate", None, 1, "on_complete"),
        ("guards.auto_terminate", AutoTerminate.NEVER, 1, None),
        ("refresh.sessions", 5.0, 1, 6.0),
        ("refresh.sessions", 2.5, -1, 2.0),
        ("refresh.sessions", 2.0, -1, 2.0),
        ("refresh.sessions", 10.0, 1, 15.0),
        ("refresh.sessions", 10.0, -1, 9.0),
        ("refresh.sessions", 60.0, 1, 90.0),
        ("refresh.sessions", 60.0, -1, 55.0),
        ("refresh.sessions", 3600.0, 1, 3600.0),
        ("confirm.countdown", 5, 1, 6),
        ("confirm.countdown", 60, 1, 60),
        ("look.theme", "", 1, "one"),
        ("look.theme", "two", 1, ""),
        ("look.theme", "gone", 1, ""),
    ],
)
def test_an_arrow_gives_the_next_value(name: str, value: Value, step: int, expected: Value) -> None:
    one = option(name)
    assert is_turned(one)
    found = turned(one, value, step, ("one", "two"))
    assert found == expected
    assert type(found) is type(expected)
    one.read(found)


def test_what_is_typed_may_have_its_unit() -> None:
    assert typed(option("refresh.sessions"), "12 s") == 12.0
    assert typed(option("guards.max_duration"), "8h") == timedelta(hours=8)
    assert typed(option("guards.max_hourly_rate"), " 4.50 ") == Decimal("4.50")
    assert typed(option("guards.max_duration"), "") is None
    with pytest.raises(SettingsError):
        typed(option("refresh.sessions"), "often")
    assert not is_turned(option("guards.max_duration"))
