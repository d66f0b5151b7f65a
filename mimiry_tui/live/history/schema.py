"""How the history lies on disk, and how an older file becomes a present one.

Moments and lengths are whole microseconds, moments since 1970 in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            image TEXT NOT NULL,
            gpu TEXT NOT NULL,
            alive INTEGER NOT NULL,  -- when it ended, or was last known not to have
            boot INTEGER,            -- from accepted to ready; NULL while not known
            boot_trust INTEGER       -- 2 reported, 1 observed, 0 concluded
        ) WITHOUT ROWID
        """,
        "CREATE INDEX sessions_by_key ON sessions (image, gpu, alive) WHERE boot IS NOT NULL",
        "CREATE INDEX sessions_by_age ON sessions (alive)",
        """
        CREATE TABLE transitions (
            session_id TEXT NOT NULL,
            phase TEXT NOT NULL,
            at INTEGER NOT NULL,     -- when a dashboard first saw the session in that phase
            PRIMARY KEY (session_id, phase)
        ) WITHOUT ROWID
        """,
    ),
    (
        """
        CREATE TABLE uses (
            session_id TEXT PRIMARY KEY,
            image TEXT NOT NULL,
            at INTEGER NOT NULL,     -- when the session was launched, or first known of
            ready INTEGER            -- 1 it became ready, 0 it failed before; NULL while not known
        ) WITHOUT ROWID
        """,
        "CREATE INDEX uses_by_date ON uses (at)",
        """
        INSERT INTO uses (session_id, image, at, ready)
        SELECT id, image, alive, CASE WHEN boot IS NOT NULL THEN 1 END FROM sessions WHERE image <> ''
        """,
    ),
    (
        """
        CREATE TABLE offers (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            since INTEGER NOT NULL,  -- when it was first seen
            stocked INTEGER          -- its latest sample in stock is at that moment, or none is later
        )
        """,
        """
        CREATE TABLE samples (
            offer INTEGER NOT NULL,
            at INTEGER NOT NULL,
            rate TEXT,               -- an exact decimal; NULL where none was told
            currency TEXT,
            available INTEGER NOT NULL,
            PRIMARY KEY (offer, at)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE spans (start INTEGER PRIMARY KEY, until INTEGER NOT NULL)",
        """
        CREATE TABLE cards (
            id TEXT PRIMARY KEY,
            began INTEGER NOT NULL,
            alive INTEGER NOT NULL,  -- when it ended, or was last known not to have
            outcome TEXT NOT NULL,
            gpu TEXT NOT NULL,
            place TEXT NOT NULL,
            image TEXT NOT NULL,
            boot INTEGER,            -- from accepted to ready; NULL while not known
            boot_failed INTEGER NOT NULL,
            cost TEXT,               -- an exact decimal
            currency TEXT,
            settled INTEGER NOT NULL,
            words TEXT NOT NULL,     -- all that a search looks at, without letter case
            card TEXT NOT NULL       -- the whole of it, as JSON
        )
        """,
        "CREATE INDEX cards_by_date ON cards (began)",
        "CREATE INDEX cards_by_age ON cards (alive)",
        "CREATE TABLE last_lines (session_id TEXT PRIMARY KEY, lines TEXT NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE transactions (
            key TEXT PRIMARY KEY,    -- the id, or what takes its place where none was told
            id TEXT NOT NULL,
            at INTEGER,
            amount TEXT,
            currency TEXT,
            type TEXT NOT NULL,
            description TEXT NOT NULL,
            session_id TEXT NOT NULL,
            balance TEXT,
            balance_currency TEXT,
            seen INTEGER NOT NULL    -- when it was first seen here
        )
        """,
        "CREATE INDEX transactions_by_date ON transactions (at)",
        "CREATE TABLE marks (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
    ),
)
"""Statements that lead from each schema version to the next."""

VERSION = len(MIGRATIONS)
"""What `PRAGMA user_version` says of a present file."""

# Two dashboards may write about the same session in any order: what stays never depends on it.

REMEMBER_SESSION = """
    INSERT INTO sessions (id, image, gpu, alive, boot, boot_trust) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        image = excluded.image,
        gpu = excluded.gpu,
        alive = max(alive, excluded.alive),
        boot = CASE
            WHEN excluded.boot IS NULL OR boot_trust > excluded.boot_trust THEN boot
            WHEN boot IS NULL OR boot_trust < excluded.boot_trust THEN excluded.boot
            ELSE min(boot, excluded.boot)
        END,
        boot_trust = max(ifnull(boot_trust, excluded.boot_trust), ifnull(excluded.boot_trust, boot_trust))
"""
REMEMBER_TRANSITION = """
    INSERT INTO transitions (session_id, phase, at) VALUES (?, ?, ?)
    ON CONFLICT (session_id, phase) DO UPDATE SET at = min(at, excluded.at)
"""
RECALL_TRANSITIONS = "SELECT session_id, phase, at FROM transitions WHERE session_id IN ({places})"
RECALL_BOOTS = """
    SELECT id, boot, boot_trust FROM sessions
    WHERE image = ? AND gpu = ? AND boot IS NOT NULL
    ORDER BY alive DESC LIMIT ?
"""
REMEMBER_USE = """
    INSERT INTO uses (session_id, image, at, ready) VALUES (?, ?, ?, ?)
    ON CONFLICT (session_id) DO UPDATE SET
        image = excluded.image,
        at = min(at, excluded.at),
        ready = max(ifnull(ready, excluded.ready), ifnull(excluded.ready, ready))
"""
RECALL_USES = """
    SELECT session_id, latest.image, at, ready, boot
    FROM (SELECT * FROM uses ORDER BY at DESC LIMIT ?) AS latest LEFT JOIN sessions ON id = session_id
    ORDER BY at DESC
"""
FORGET = (
    "DELETE FROM uses WHERE session_id IN (SELECT id FROM sessions WHERE alive < ?)",
    "DELETE FROM transitions WHERE session_id IN (SELECT id FROM sessions WHERE alive < ?)",
    "DELETE FROM sessions WHERE alive < ?",
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
LATEST = (datetime(9999, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
"""The last moment on disk that a calendar has, with room for a zone."""


def to_disk(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def from_disk(moment: int) -> datetime:
    """Raises OverflowError for what no calendar has."""
    return _EPOCH + timedelta(microseconds=moment)


def span_to_disk(span: timedelta) -> int:
    return span // _MICROSECOND


def span_from_disk(span: int) -> timedelta:
    """Raises OverflowError for more than any span has."""
    return timedelta(microseconds=span)


def storable(text: str) -> str:
    """The text as the database takes it: half a character of a hostile record would be refused."""
    return text.encode("utf-8", "replace").decode()
