"""What there is in the demo account of Mags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mimiry_tui.simulator.mags.world import BOOT_ERROR


@dataclass(frozen=True)
class Live:
    """A job that lives: `ago` is its launch, `touched` the last visit."""

    name: str | None
    workspace: str | None
    script: str
    ago: timedelta
    touched: timedelta | None = None
    persistent: bool = True
    no_sleep: bool = False
    no_sync: bool = False
    base: str | None = None
    rootfs: str = "standard"
    startup: str | None = None
    port: int | None = None
    wakes: int = 0
    """How often it slept and woke again."""


@dataclass(frozen=True)
class Past:
    """A job that ended, by its script or, after `stopped` hours, because somebody stopped it."""

    name: str | None
    workspace: str | None
    script: str
    ago: float
    stopped: float | None = None
    boot_error: str = ""


_FOREVER = "sleep infinity"

WORKSPACES: tuple[tuple[str, int, int, int, float | None], ...] = (
    ("todo-api", 4, 412, 61, None),
    ("blog", 2, 138, 203, None),
    ("ml-lab", 20, 6_340, 34, None),
    ("claude-box", 8, 2_210, 12, None),
    ("docs-index", 10, 3_750, 19, None),
    ("base-python", 4, 890, 88, 700.0),
    ("thumbnails", 6, 1_470, 45, 26.0),
    ("archive-2025", 50, 38_900, 311, 2_900.0),
)
"""Name, disk in GB, MiB in use, age in days, hours since it was last written away by a job long gone."""

LIVE = (
    Live(
        "todo-api",
        "todo-api",
        "apk add nodejs npm\nnpm install\nPORT=3000 npm start",
        timedelta(days=6, hours=3, minutes=41),
        no_sleep=True,
        startup="PORT=3000 npm start",
        port=3000,
    ),
    Live(
        "blog",
        "blog",
        "cd /root/site && python3 -m http.server 8080",
        timedelta(days=21, hours=5),
        touched=timedelta(hours=3, minutes=12),
        wakes=6,
        startup="cd /root/site && python3 -m http.server 8080",
        port=8080,
    ),
    Live(
        "claude-box",
        "claude-box",
        _FOREVER,
        timedelta(hours=2, minutes=18),
        touched=timedelta(minutes=1, seconds=40),
        rootfs="claude",
    ),
    Live(
        "ml-lab",
        "ml-lab",
        _FOREVER,
        timedelta(days=1, hours=7),
        touched=timedelta(minutes=7, seconds=30),
        wakes=4,
        base="base-python",
    ),
    Live(
        "scratch",
        "scratch",
        _FOREVER,
        timedelta(hours=5, minutes=26),
        touched=timedelta(hours=1, minutes=50),
        wakes=1,
        no_sync=True,
    ),
    Live(
        "embed-docs",
        "docs-index",
        "pip install sentence-transformers\npython embed.py --shards 1600",
        timedelta(minutes=24),
        persistent=False,
    ),
)

PAST = (
    Past("hello", None, "echo Hello World\nhostname", 1_480),
    Past("base-python", "base-python", _FOREVER, 2_050, stopped=0.7),
    Past("import-photos", "archive-2025", "apk add rclone\npython import.py --files 2200", 2_903),
    Past("flask-trial", None, "pip install flask\npython app.py exit 1", 402),
    Past("ml-lab", "ml-lab", _FOREVER, 290, stopped=31.5),
    Past(
        "migrate-db", "todo-api", "pip install alembic psycopg\npython migrate.py --batches 40 exit 1", 150.2
    ),
    Past("migrate-db", "todo-api", "pip install alembic psycopg\npython migrate.py --batches 220", 149.6),
    Past("pi-agent", None, "sleep 5", 98.4, boot_error=BOOT_ERROR),
    Past("lint", None, "git clone https://git.example/acme/site\npython lint.py --files 60", 51),
    Past("thumbnails", "thumbnails", "apk add imagemagick\nbash make_thumbs.sh --files 900", 26.4),
    Past("claude-box", "claude-box", _FOREVER, 25.1, stopped=4.4),
    Past("smoke-test", None, "python smoke.py --batches 30", 2.6),
    Past("smoke-test", None, "python smoke.py --batches 14 exit 1", 0.9),
)

CRONS = (
    ("nightly-backup", "0 2 * * *", "apk add rclone\npython backup.py --files 480", None, True, 61),
    ("fetch-rates", "20 */4 * * *", "python fetch_rates.py --batches 60", "rates", True, 19),
    (
        "renew-certs",
        "30 4 1 * *",
        "apk add certbot\necho all certificates are good for 61 days",
        None,
        True,
        120,
    ),
    (
        "weekly-report",
        "0 7 * * 1",
        "pip install pandas\npython report.py --batches 90",
        "docs-index",
        False,
        45,
    ),
)
"""Name, expression, script, workspace, whether it is on, age in days."""

ALIASES = (("todo", "todo-api", 58), ("blog", "blog", 200), ("lab", "ml-lab", 30))
"""Subdomain, workspace, age in days."""
