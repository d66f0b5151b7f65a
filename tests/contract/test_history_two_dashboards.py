"""Two dashboards, each a process of its own, remember at once in one file, and nothing is lost."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TypedDict

import pytest

from mimiry_tui.live.history import card_rows, schema
from mimiry_tui.live.history.file import NAME, HistoryFile
from tests.support.kept_card import a_card
from tests.support.writing_dashboard import OFFER


class Told(TypedDict):
    """What one of them says at its end."""

    trouble: str
    prices: list[int]
    rounds: int


NAMES = ("one", "other")
PATIENCE = 60


async def remember_together(folder: Path, seconds: float) -> dict[str, Told]:
    """What each of them had to remember."""
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.support.writing_dashboard",
            str(folder),
            name,
            str(seconds),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for name in NAMES
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    answers = await asyncio.gather(*(process.communicate(b"\n") for process in processes))
    return {name: json.loads(answer) for name, (answer, _) in zip(NAMES, answers, strict=True)}


@pytest.mark.parametrize("seconds", [0.7, pytest.param(30.0, marks=pytest.mark.thorough)])
async def test_two_dashboards_that_write_at_once_lose_nothing_and_store_nothing_twice(
    tmp_path: Path, seconds: float
) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as old:  # both find it, and bring it up to date
        for statement in (*schema.MIGRATIONS[0], *schema.MIGRATIONS[1], "PRAGMA user_version = 2"):
            old.execute(statement)
        old.execute("INSERT INTO sessions VALUES ('earlier', 'torch', 'h100', ?, 5, 2)", (2**53,))
        old.commit()
    async with asyncio.timeout(PATIENCE + seconds):
        told = await remember_together(tmp_path, seconds)
    assert [one["trouble"] for one in told.values()] == ["", ""]
    with closing(HistoryFile(tmp_path)) as file:
        file.prepare()
        database = file.connection
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = database.execute(
            "SELECT CAST(rate AS INTEGER) FROM samples JOIN offers ON offer = id WHERE key = ? ORDER BY at",
            (OFFER,),
        ).fetchall()
        seen = {price for one in told.values() for price in one["prices"]}
        assert [price for (price,) in rows] == sorted(seen)
        assert database.execute("SELECT count(*) FROM spans").fetchone() == (1,)
        own = {f"{name}-{number}" for name in NAMES for number in range(told[name]["rounds"])}
        wanted = {
            "SELECT id FROM cards": own | {"both"},
            "SELECT session_id FROM last_lines": own,
            "SELECT id FROM transactions": own | {"both"},
            "SELECT id FROM sessions": own | {"earlier"},
            "SELECT session_id FROM transitions": own,
        }
        for query, ids in wanted.items():
            found = [row[0] for row in database.execute(query)]
            assert (len(found), set(found)) == (len(ids), ids), query
        assert card_rows.read_card(database, "one-0", lines=True) == a_card("one-0", last_lines=("epoch 0",))
