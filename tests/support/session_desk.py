"""The session screen on a store that the test fills by hand, without a cloud."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from textual.app import App
from textual.pilot import Pilot

from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.logs.spool_format import Kind, encode, file_name, stamp_of
from mimiry_tui.live.logs.state import LogState
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.session import SessionScreen
from mimiry_tui.ui.theme import DARK, THEMES, borrowed_tones
from mimiry_tui.ui.timelines import Timelines
from mimiry_tui.ui.widgets.header import Header
from tests.support.clock import EPOCH, ManualClock

LIFE = (
    (-150, "submitted", "", "session accepted"),
    (-146, "submitted", "provisioning", "looking for H100_80G_SXM"),
    (-124, "provisioned", "starting__setting_up", "installing drivers"),
    (-93, "provisioned", "starting__pulling_image", "pulling the image"),
    (-17, "provisioned", "starting__starting_container", "starting container"),
    (0, "started", "", "container started"),
)
"""A boot of two and a half minutes: seconds to ready, state, operation, message."""
BOOTS = Boots(timedelta(seconds=144), timedelta(seconds=185), 11)


def moment(seconds: float) -> str:
    """So many seconds after the clock's start, as the service writes it."""
    return (EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def a_session(
    session_id: str = "4ed5acf3-b78f", *, ready: float = -7_920, steps: int = 6, **fields: Any
) -> Session:
    """A session as far as that many steps of its life; ready at `ready` seconds, or to be."""
    told = [
        {"timestamp": moment(ready + at), "state": state, "operation": operation, "message": message}
        for at, state, operation, message in LIFE[:steps]
    ]
    _, state, operation, _ = LIFE[steps - 1]
    known: dict[str, Any] = {
        "name": "train-llama",
        "state": state,
        "operation": operation,
        "image": "nvcr.io/nvidia/pytorch:24.01-py3",
        "gpu_types": ["H100_80G_SXM"],
        "gpu_type": "H100_80G_SXM",
        "asked_provider": "verda",
        "asked_location": "FIN-03",
        "provider": "verda",
        "location": "FIN-01",
        "hourly_rate": 2.10,
        "command": "python train.py --epochs 10",
        "auto_terminate": {"mode": "on_complete"},
        "max_duration": 14_400,
        "mounts": [{"volume_name": "corpus-eu", "mount_path": "/data"}],
        "created_at": moment(ready - 150),
        "updated_at": moment(ready),
        "started_at": moment(ready) if steps == len(LIFE) else None,
        "ssh": {"host": "ssh.example.com", "port": 2222, "username": "root"} if steps == len(LIFE) else None,
        "events": told,
        "raw": b'{"id": "4ed5acf3", "environment_vars": {"TOKEN": "s3cret"}}',
    }
    return build_session(id=session_id, **{**known, **fields})


@dataclass
class KnownBoots:
    """A history that remembers what it is given."""

    known: Boots | None = None
    callbacks: list[Callable[[], None]] = field(default_factory=list)

    def boots(self, _: Session) -> Boots | None:
        return self.known

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        self.callbacks.append(callback)
        return lambda: self.callbacks.remove(callback)


@dataclass
class KeptLogs:
    """Spools in a folder, written by the test, and how they stand."""

    folder: Path
    states: dict[str, LogState] = field(default_factory=dict)
    callbacks: list[Callable[[str], None]] = field(default_factory=list)
    watched: list[str | None] = field(default_factory=list)
    """What was asked to be followed closely, in order."""
    fetched: list[str] = field(default_factory=list)
    """What was asked for after its end."""

    def state(self, session_id: str) -> LogState:
        return self.states.get(session_id, LogState())

    def path(self, session_id: str) -> Path:
        return self.folder / file_name(session_id)

    def closely(self) -> str | None:
        """Which one is followed closely now."""
        return self.watched[-1] if self.watched else None

    def watch(self, session_id: str | None, reader: object = None) -> None:
        self.watched.append(session_id)

    def fetch_end(self, session_id: str) -> None:
        self.fetched.append(session_id)

    def subscribe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        self.callbacks.append(callback)
        return lambda: self.callbacks.remove(callback)

    def write(self, session_id: str, *texts: str) -> None:
        """Capture these lines, a second apart, and tell it."""
        stamps = [stamp_of(EPOCH - timedelta(seconds=len(texts) - place)) for place in range(len(texts))]
        lines = [encode(Kind.LINE, stamp, text) for stamp, text in zip(stamps, texts, strict=True)]
        with self.path(session_id).open("ab") as file:
            file.write(b"".join(lines))
        self.tell(session_id)

    def tell(self, session_id: str) -> None:
        for callback in tuple(self.callbacks):
            callback(session_id)


class Host(App[None]):
    """Nothing but a place for the screen."""

    def __init__(self, theme: str) -> None:
        super().__init__()
        for shipped in THEMES:
            self.register_theme(shipped)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        theme = self.current_theme
        return {} if "tone-text" in theme.variables else borrowed_tones(theme)


@dataclass
class Desk:
    """The screen, its store, and the hands of its clock."""

    app: Host
    pilot: Pilot[None]
    screen: SessionScreen
    store: Store
    clock: ManualClock
    history: KnownBoots

    async def bring(self, *records: Session | Unreadable, removed: Iterable[str] = ()) -> None:
        """The store learns these, and tells it."""
        self.store.update_sessions({record.id: record for record in records}, tuple(removed))
        self.store.publish(Change(Resource.SESSIONS, tuple(record.id for record in records), tuple(removed)))
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let threads and widgets work until that holds."""
        while not condition():
            await self.pilot.pause()

    async def later(self, seconds: float) -> None:
        """Turn the clock, and let what grows be drawn."""
        await self.clock.advance(seconds)
        await self.pilot.pause()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.lines())


@asynccontextmanager
async def session_desk(
    *records: Session | Unreadable,
    size: tuple[int, int] = (120, 36),
    theme: str = DARK,
    tab: str = "overview",
    boots: Boots | None = None,
    offers: Iterable[Offer] = (),
    logs: Any = None,
    endings: Any = None,
    session_id: str = "",
) -> AsyncIterator[Desk]:
    """The session screen on the first of these records, with the others as its neighbours."""
    clock, store, history, timelines = ManualClock(), Store(), KnownBoots(boots), Timelines()
    timelines.store = store
    store.update_sessions({record.id: record for record in records})
    store.update_offers({offer.id: offer for offer in offers})
    app = Host(theme)
    async with app.run_test(size=size) as pilot:
        screen = SessionScreen(
            session_id or records[0].id,
            tab,
            store=store,
            timelines=timelines,
            clock=clock,
            header=Header(ProfileMark("softlaunch"), clock),
            history=cast(Any, history),
            logs=logs,
            endings=endings,
            key_path=Path("~/.ssh/mimiry"),
            neighbours=lambda: list(store.sessions),
        )
        await app.push_screen(screen)
        await pilot.pause()
        yield Desk(app, pilot, screen, store, clock, history)
