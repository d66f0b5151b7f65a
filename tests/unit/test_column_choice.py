from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.ui.columns.offers import offer_columns
from mimiry_tui.ui.columns.sessions import session_columns
from mimiry_tui.ui.columns.volumes import volume_columns
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.table.choice import chosen, default_keys, settled, unknown_keys
from mimiry_tui.ui.widgets.table.columns import Column
from tests.support.cells import cell_of, column, words
from tests.support.clock import ManualClock
from tests.support.insights import Told
from tests.support.pictures import a_volume
from tests.support.tables import COLUMNS as ROW_COLUMNS
from tests.support.tables import rows
from tests.support.volumes import VolumesKnown

NOW = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
SESSIONS = session_columns(Told(), lambda: NOW)
OFFERS = offer_columns(lambda _: False, lambda _: 0)
VOLUMES = volume_columns(VolumesKnown({}))


def test_what_tells_rows_apart_stays_and_everything_is_explained() -> None:
    panes: tuple[tuple[list[Column[Any]], str], ...] = (
        (SESSIONS, "name"),
        (OFFERS, "model"),
        (VOLUMES, "name"),
    )
    for columns, name in panes:
        assert [one.key for one in columns if one.fixed] == ["state", name]
        assert settled(columns, ["nonsense"]) == ("state", name)
        assert settled(columns, [name, "where", name]) == ("state", name, "where")
        assert unknown_keys(columns, ["where", "wehre"]) == ("wehre",)
        assert all(one.about for one in columns)
        assert len({one.key for one in columns}) == len(columns)
        # Whatever is added must be able to go again where there is no room.
        assert all(one.drop for one in columns if one.extra)
        shown = [one.key for one in chosen(columns, None)]
        assert shown == list(default_keys(columns))
        assert shown == [one.key for one in columns if not one.extra]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, {"exit": "–", "left": "–", "ran": "–", "image": "–", "reason": "–"}),
        ({"exit_code": 3, "state": "exited"}, {"exit": "3", "left": "–"}),
        ({"image": "nvcr.io/a:1", "stop_reason": "idle"}, {"image": "nvcr.io/a:1", "reason": "idle"}),
        ({"started_at": "2026-06-08T11:00:00Z", "max_duration": 7200}, {"left": "1h00m", "runtime": "1h00m"}),
        ({"started_at": "2026-06-08T09:00:00Z", "max_duration": 7200}, {"left": "0s"}),
        ({"created_at": "2026-06-06T12:00:00Z"}, {"created": "6 Jun"}),
    ],
)
def test_a_session_in_its_further_columns(given: dict[str, Any], said: dict[str, str]) -> None:
    session = build_session(**{"id": "s-1", "state": "started", **given})
    for key, expected in said.items():
        if key != "ran":
            assert words(cell_of(SESSIONS, key, session, NOW)).startswith(expected), key


def test_what_is_left_is_looked_at_again_when_it_reads_otherwise() -> None:
    session = build_session(id="s-1", state="started", started_at="2026-06-08T11:59:40Z", max_duration=7200)
    cell = cell_of(SESSIONS, "left", session, NOW)
    assert words(cell) == "1h59m"
    assert cell.changes_in == 40
    then = cell_of(SESSIONS, "left", session, NOW + timedelta(seconds=40.5))
    assert words(then) == "1h58m"


def test_an_offer_in_its_further_columns() -> None:
    offer = an_offer()
    told = {one.key: words(one.render(offer, NOW)) for one in OFFERS if one.extra}
    assert told == {
        "family": "A100",
        "form": "SXM",
        "provider": "verda",
        "location": "FIN-03",
        "per-gb": "0.0250",
        "change": "",
        "seen": "now",
        "yours": "",
    }
    assert words(cell_of(OFFERS, "per-gb", an_offer(rate=None), NOW)) == "–"
    assert column(OFFERS, "per-gb").sort is not None


def an_offer(rate: str | None = "2.00") -> Offer:
    (offer,) = build_offers(
        name="A100_80G_SXM",
        available=True,
        providers=[{"name": "verda", "location": "FIN-03", "available": True, "hourly_rate": rate}],
    )
    return offer


def test_a_volume_and_an_unreadable_record_in_further_columns() -> None:
    told = {one.key: words(one.render(a_volume("data"), NOW)) for one in VOLUMES if one.extra}
    assert (told["id"], told["words"]) == ("v-data", "provisioned")
    broken = Unreadable("row", "no id", b"{}")
    for columns in (SESSIONS, OFFERS, VOLUMES):
        assert {words(one.render(broken, NOW)) for one in columns if one.extra} == {""}


def a_table() -> LiveTable[Any]:
    table: LiveTable[Any] = LiveTable(ROW_COLUMNS, row_id=lambda row: row.id, clock=ManualClock())
    table.set_rows(rows(12))
    return table


def test_a_table_shows_sorts_and_searches_the_columns_that_were_chosen() -> None:
    table = a_table()
    assert table.use_columns(["age", "nonsense", "name"]) == ("nonsense",)
    assert [one.key for one in table.columns] == ["age", "name"]
    # "r1" is in the note's text only, which is not shown now.
    table.set_filter("r1")
    assert table.visible_count == 0
    table.set_filter("note:r1")
    assert table.visible_ids == ["r1", "r10", "r11"]
    table.set_filter("r1")
    assert table.use_columns(None) == ()
    assert table.visible_ids == ["r1", "r10", "r11"]
    assert [one.key for one in table.columns] == [one.key for one in ROW_COLUMNS]


def test_sorting_goes_on_from_a_column_that_is_shown_no_more() -> None:
    table = a_table()
    table.sort_by("size")
    table.use_columns(["name", "age"])
    assert table.sort_key == "size"
    table.cycle_sort(1)
    assert table.sort_key == "name"


def test_columns_at_other_widths_keep_the_choice() -> None:
    table = a_table()
    table.use_columns(["size", "name"])
    table.show_columns([one for one in ROW_COLUMNS if one.key != "size"])
    assert [one.key for one in table.columns] == ["name"]
    table.show_columns(ROW_COLUMNS)
    assert [one.key for one in table.columns] == ["size", "name"]
