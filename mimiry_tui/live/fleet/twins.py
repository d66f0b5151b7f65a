"""Two profiles that lead to one account: its sessions and its money count once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mimiry_tui.live.fleet.member import Member


class Twins:
    """Remembers who was found to be the same account as one before it.

    Other keys or another place of the token do not tell that, but the ids of what runs do: at one
    host no two accounts have a session in common. What was found once stays so, also when nothing
    runs any more.
    """

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def apart(self, members: Sequence[Member]) -> tuple[Member, ...]:
        """The same, in their order; who is a twin has nothing of its own, and says whose twin it is."""
        owners: dict[tuple[str, str], str] = {}
        told = []
        for member in members:
            ids = [(member.place, session.id) for session in member.live]
            twin = self._found.get(member.name) or next((owners[one] for one in ids if one in owners), "")
            if twin:
                self._found[member.name] = twin
                member = replace(member, same_as=twin, sessions=(), volumes=(), balance=None)
            else:
                owners.update(dict.fromkeys(ids, member.name))
            told.append(member)
        return tuple(told)
