"""Names, logs, hosts and errors are hostile until cleaned: nothing the wire says is ever obeyed."""

from __future__ import annotations

import asyncio
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

from mimiry_tui.live.store import Resource
from tests.support.scripted_account import (
    Record,
    Scripted,
    ScriptedAccount,
    ago,
    model,
    scripted,
    session,
    volume,
)
from tests.support.scripted_server import Reply

HOSTILE = {
    "textual markup": "[b]bold[/b] [@click=app.quit]press[/] [$error]x",
    "broken markup": "[/nothing] [unclosed [[ ]] \\[x",
    "rich markup": ":smile: [link=http://evil.example]here[/link] [red]",
    "escape codes": "\x1b[31mred\x1b[0m \x1b[2J\x1b[H \x9b31m",
    "title and clipboard": "\x1b]0;pwned\x07 \x1b]52;c;cm0gLXJm\x07 \x1b]8;;http://evil.example\x1b\\x",
    "bidi": "abc\u202egnp.exe\u202c \u2066x\u2069 \u200f",
    "very long": "x" * 10_000,
    "very long and wide": "漢" * 10_000,
    "lines": "one\ntwo\r\nthree\x0bfour\u2028five\x85six\ttab",
    "wide": "漢字カナ 한국어 👍🏽 👨\u200d👩\u200d👧 🇩🇪 ｆｕｌｌ",
    "zero width": "a\u200bb\u200cc\ufeffd\u00ade\u2060f",
    "piled accents": "z" + "\u0336\u0301\u0489" * 200,
    "lone surrogates": "half \ud83d and \udc00 other",
    "controls": "".join(map(chr, range(32))) + "\x7f\x00",
    "emoji looks": "❤\ufe0f ☠\ufe0e 1\ufe0f\u20e3",
}
FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def hostile_session(session_id: str, text: str, **fields: object) -> Record:
    """A session in which every field that can hold text holds this one."""
    everywhere: Record = {
        "name": text,
        "image": {"uri": text},
        "gpu": {"types": [text], "count": 1, "provider": text + "?", "location": text},
        "gpu_type": text,
        "command": text,
        "ssh": {"host": text, "username": text},
        "auto_terminate": {"mode": text},
        "operation": text,
        "volume_mounts": [{"volume_name": text, "mount_path": text}],
        "billing": {"provider": text, "location": text, "hourly_rate": 2.0, "currency": text},
    }
    return session(session_id, **(everywhere | fields))


def hostile_model(text: str) -> Record:
    """The same of a GPU model."""
    place = {"provider": text, "hourly_rate": 0.7, "locations": [text]}
    return model(
        text, 0.7, display_name=text, family=text, form_factor=text, currency=text, providers=[place]
    )


def hostile_account() -> ScriptedAccount:
    """An account full of them."""
    account = ScriptedAccount(balance={"balance": 50, "currency": HOSTILE["escape codes"]})
    for number, text in enumerate(HOSTILE.values()):
        account.sessions += [
            hostile_session(f"live-{number}", text),
            session(text, name=text, state=text),
            {"name": text, "state": "started"},
            hostile_session(f"dead-{number}", text, state="failed", error=text, stop_reason=text),
        ]
        account.volumes += [
            volume(f"held-{number}", name=text, location=text, provider=text, attached_to=text),
            volume(f"odd-{number}", name=text, state=text, operation=text),
        ]
        account.models.append(hostile_model(text))
        account.events[f"live-{number}"] = [
            {"timestamp": ago(hours=1), "type": text, "state": text, "message": text},
            text,
            {"timestamp": text, "error": {"message": text}},
        ]
    return account


def assert_harmless(shown: Scripted) -> None:
    """Every line is exactly as wide as the terminal and holds nothing a terminal would obey."""
    width = shown.app.size.width
    for strip in shown.strips():
        assert strip.cell_length == width
        for segment in strip:
            assert not segment.control
            assert_clean(segment.text)
            assert cell_len(segment.text) == segment.cell_length
            assert segment.style is None or segment.style.link is None


def assert_clean(text: str) -> None:
    bad = {char for char in text if unicodedata.category(char) in FORBIDDEN}
    assert not bad, f"{bad} in {text!r}"


def assert_framed(shown: Scripted) -> None:
    """Every line of the sessions pane begins and ends with the pane's frame, in the same cells."""
    region = shown.screen.sessions.region
    for strip in shown.strips()[region.y + 1 : region.bottom - 1]:
        assert strip.crop(region.x, region.x + 1).text == "│"
        assert strip.crop(region.right - 1, region.right).text == "│"


async def events_shown(shown: Scripted, session_id: str) -> None:
    """Rest on the session under the cursor until its events were read."""
    await shown.pilot.pause()
    await shown.clock.advance(0.5)

    def are_read() -> bool:
        detail = shown.store.detail
        return detail is not None and detail.id == session_id and len(detail.events) == 3

    await shown.until(are_read)


async def asked_again(shown: Scripted, resource: Resource) -> None:
    """Refresh by key, until that resource was refused once more."""
    before = shown.store.health(resource).error
    await shown.press("r")
    await shown.until(lambda: shown.store.health(resource).error is not before)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=str)
async def test_no_foreign_text_is_obeyed_in_any_row(key: Path, size: tuple[int, int]) -> None:
    async with scripted(hostile_account(), key, size) as shown:
        await shown.filled()
        assert shown.screen.sessions.table.row_count == 4 * len(HOSTILE)
        assert shown.screen.volumes.table.row_count == 2 * len(HOSTILE)
        assert shown.screen.offers.table.row_count == len(HOSTILE)
        for pane in (shown.screen.sessions, shown.screen.volumes, shown.screen.offers):
            await shown.press(str(pane.number))
            for row_id in pane.table.visible_ids:
                # Each row's words are in the frame of the detail pane, and some in its lines.
                pane.table.move_to(row_id)
                await asyncio.sleep(0)
            for _ in range(len(pane.table.visible_ids) // 8):
                await shown.press("pageup")
                assert_harmless(shown)
                if pane is shown.screen.sessions:
                    assert_framed(shown)


async def test_the_detail_in_all_its_tabs_stays_harmless(key: Path) -> None:
    async with scripted(hostile_account(), key) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        for number in range(len(HOSTILE)):
            assert table.move_to(f"live-{number}")
            await events_shown(shown, f"live-{number}")
            for tab in ("Overview", "Events", "Raw"):
                shown.screen.detail.show_tab(tab)
                await shown.pilot.pause()
                assert_harmless(shown)
            shown.screen.detail.show_tab("Overview")
            assert table.move_to(f"dead-{number}")
            await shown.pilot.pause()
            assert_harmless(shown)


async def test_copying_and_its_menu_clean_what_they_copy(key: Path) -> None:
    async with scripted(hostile_account(), key) as shown:
        await shown.filled()
        for number in range(len(HOSTILE)):
            assert shown.screen.sessions.table.move_to(f"live-{number}")
            await shown.press("y")
            assert_harmless(shown)
            assert "ssh command" not in shown.text()
            shown.app.copy_to_clipboard("")
            await shown.press("n")
            assert shown.on_dashboard()
            assert 0 < len(shown.app.clipboard) <= 4_000
            assert_clean(shown.app.clipboard)
            assert_harmless(shown)


async def test_filters_and_their_titles_stay_harmless(key: Path) -> None:
    async with scripted(hostile_account(), key) as shown:
        await shown.filled()
        pane = shown.screen.sessions
        for text in HOSTILE.values():
            pane.open_filter()
            # What a terminal can paste into a field of one line.
            pane.filter.value = text[:300].replace("\n", " ").replace("\r", " ")
            await shown.pilot.pause()
            await shown.press("enter")
            assert_harmless(shown)
            assert_framed(shown)
            pane.clear_filter()


async def test_the_farewell_of_a_hostile_account_stays_harmless(key: Path) -> None:
    async with scripted(hostile_account(), key) as shown:
        await shown.filled()
        await shown.press("q")
        assert "keep running" in shown.text()
        assert_harmless(shown)
        await shown.press("y")
        assert shown.app.return_value
        assert_clean(shown.app.return_value)


async def test_error_texts_stay_harmless(key: Path) -> None:
    account = ScriptedAccount()
    async with scripted(account, key) as shown:
        await shown.filled()
        for text in HOSTILE.values():
            account.trouble["/volumes"] = Reply.of({"error": text, "message": text}, 403)
            account.trouble["/sessions"] = Reply.of({"error": "forbidden", "message": text}, 403)
            await asked_again(shown, Resource.VOLUMES)
            assert "Not allowed" in shown.text()
            assert_harmless(shown)


async def test_columns_behind_a_hostile_name_stay_aligned(key: Path) -> None:
    rows = [session(f"n{number}", name=text) for number, text in enumerate(HOSTILE.values())]
    async with scripted(ScriptedAccount(sessions=rows), key, (140, 70)) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        assert table.size.height > len(rows)
        region = table.region
        strips = shown.strips()[region.y + 1 : region.y + 1 + len(rows)]
        start = cell_len(shown.lines()[region.y].partition("GPU")[0])
        after_the_name = {strip.crop(start, region.right).text for strip in strips}
        assert len(after_the_name) == 1
        assert next(iter(after_the_name)).split()[:4] == ["L4", "24G", "×1", "verda/FIN-01"]
