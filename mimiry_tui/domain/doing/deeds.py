"""Things that can be done at a cloud beyond what every cloud can: what each needs, and what came of it."""

from __future__ import annotations

from enum import StrEnum

from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.doing.forms import Form
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume

Target = Session | Volume | Item | Collection | None
"""What something is done to; a collection: something is added to it; None: the account."""


class Asking(StrEnum):
    """What is asked for before a deed that has no form, or after its form."""

    NOTHING = "nothing"
    CONFIRMATION = "confirmation"
    TYPED_NAME = "typed name"
    """The name of what is destroyed."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done to a target."""

    id: str
    label: str
    """As in a menu: "sync the workspace"."""
    words: str = ""
    """What it does, in one line."""
    key: str = ""
    """The letter that means it in a menu; unique among the deeds of a target."""
    form: Form | None = None
    """What has to be filled in first. Its id is the deed's."""
    asking: Asking = Asking.NOTHING
    warning: str = ""
    """What is lost or costs, said before it is done."""
    changes: bool = True
    """Whether it changes the account, so that a read-only dashboard does not offer it."""
    why_not: str = ""
    """Why it cannot be done now, in one line; it is shown all the same."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a deed. All of it may be foreign text."""

    words: str
    """What happened, in one line."""
    text: str = ""
    """What is to be read: the output of a command."""
    url: str = ""
    """An address to copy or open."""
    is_bad: bool = False
    """It was done, but not with the result that was hoped for: a command that failed, say."""
    session_id: str = ""
    """Of a session that came of it, to turn to."""
    collections: frozenset[str] = frozenset()
    """Collections that are others now; sessions and volumes are asked for again in any case."""
