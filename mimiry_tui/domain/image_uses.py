"""Which images were used, and how sessions with them went: what makes an image worth using again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from mimiry_tui.domain.boots import summarise
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation

LONGEST_URI = 300
"""Characters. What has more is no image that anybody would want suggested."""
MOST_IMAGES = 100
_RAN = frozenset({"started", "running", "completed", "exited"})
"""Words of states that only a container comes to."""
_MACHINE = frozenset({Phase.SETTING_UP, Phase.PULLING_IMAGE, Phase.STARTING})
_PULL_TROUBLE = re.compile(
    r"\bpull_failed\b|\bimage ?pull|\bmanifest unknown\b|\bpull(ing)?\b.*\bimage\b", re.I
)
"""Words of an error that only a pull comes to: lists tell of it before anybody has read the events."""


@dataclass(frozen=True, slots=True)
class ImageUse:
    """One session's word about its image."""

    session_id: str
    image: str
    at: datetime
    """When it was launched, or first known of."""
    ready: bool | None
    """It became ready; False when it failed on the way; None while neither is known."""
    took: timedelta | None
    """From accepted to ready."""

    def joined(self, earlier: ImageUse) -> ImageUse:
        """This account with what an earlier one of the same session knew better."""
        told = [ready for ready in (self.ready, earlier.ready) if ready is not None]
        took = earlier.took if self.took is None else self.took
        return replace(self, at=min(self.at, earlier.at), ready=max(told, default=None), took=took)


def read_use(
    session: Session, observations: Iterable[Observation], took: timedelta | None, now: datetime
) -> ImageUse | None:
    """What a session says about its image; None where that is not known. `took` is its boot's length."""
    image = session.image.strip()
    if not image or len(image) > LONGEST_URI:
        return None
    ready = True if took is not None else became_ready(session, observations)
    return ImageUse(session.id, image, session.created_at or now, ready, took)


def became_ready(session: Session, observations: Iterable[Observation]) -> bool | None:
    """Whether the image came up: False when that failed, None while it is open or nobody knows.

    A session that never had a machine says nothing about its image, and neither does one that was
    ended before it was ready.
    """
    seen = {one.phase for one in observations}
    seen.update(event.phase for event in session.events if event.phase is not None)
    words = {session.state.strip().lower(), session.status.strip().lower()}
    # The start of one that failed without an exit code may be that of its machine.
    started = session.started_at is not None and session.phase is not Phase.ENDED_FAILED
    has_run = started or session.exit_code is not None or bool(words & _RAN)
    if has_run or session.phase in (Phase.READY, Phase.SLEEPING) or Phase.READY in seen:
        return True
    pulled_in_vain = "pull_failed" in words or bool(
        _PULL_TROUBLE.search(f"{session.error} {session.stop_reason}")
    )
    blames_image = pulled_in_vain or bool(seen & _MACHINE)
    return False if "pull_failed" in words or ("failed" in words and blames_image) else None


class ImageBook:
    """The uses of each image, and what they add up to."""

    def __init__(self) -> None:
        self._by_session: dict[str, ImageUse] = {}
        self._by_image: dict[str, dict[str, ImageUse]] = {}
        self._pasts: dict[str, ImagePast] = {}
        self._touched: set[str] = set()

    def get(self, session_id: str) -> ImageUse | None:
        return self._by_session.get(session_id)

    def put(self, use: ImageUse) -> None:
        """Take in one account, and keep what was known better before."""
        earlier = self._by_session.get(use.session_id)
        if earlier is not None:
            use = use.joined(earlier)
            if use == earlier:
                return
            if use.image != earlier.image:
                del self._by_image[earlier.image][use.session_id]
                self._touched.add(earlier.image)
        self._by_session[use.session_id] = use
        self._by_image.setdefault(use.image, {})[use.session_id] = use
        self._touched.add(use.image)

    def changes(self) -> tuple[ImagePast, ...] | None:
        """All images, the last used first, if any of them reads otherwise than when this was last asked."""
        if not self._touched:
            return None
        before = dict(self._pasts)
        for image in self._touched:
            uses = self._by_image[image].values()
            if uses:
                self._pasts[image] = _past(image, uses)
            else:
                self._pasts.pop(image, None)
        self._touched.clear()
        if self._pasts == before:
            return None
        latest = sorted(self._pasts.values(), key=lambda past: past.last_used, reverse=True)
        return tuple(latest[:MOST_IMAGES])


def _past(image: str, uses: Iterable[ImageUse]) -> ImagePast:
    known = tuple(uses)
    boots = summarise(use.took for use in known if use.took is not None)
    return ImagePast(
        uri=image,
        boots=sum(use.ready is True for use in known),
        failures=sum(use.ready is False for use in known),
        median=None if boots is None else boots.median,
        last_used=max(use.at for use in known),
    )
