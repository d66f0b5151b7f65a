"""The command palette: every action that a key has, by its meaning."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.binding import ActiveBinding
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.types import CallbackType, IgnoreReturnCallbackType
from textual.widgets import Input, OptionList

from mimiry_tui.ui.screens.dismissed_once import DismissedOnce
from mimiry_tui.ui.widgets.key_bar import key_label


class Palette(CommandPalette, DismissedOnce[CallbackType]):
    """Textual's own, but gone after one key: at a second quick one that takes the screen below with it."""

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _only_once(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        if not self.is_active:
            event.stop()
            event.prevent_default()


class ActionProvider(Provider):
    """Offers the actions of the screen from which the palette was called."""

    async def discover(self) -> Hits:
        for title, run, hint in self._actions():
            yield DiscoveryHit(title, run, help=hint)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for title, run, hint in self._actions():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), run, help=hint)

    def _actions(self) -> Iterable[tuple[str, IgnoreReturnCallbackType, str]]:
        seen = set()
        # What has a place in the key line comes first, moving about last.
        order = sorted(self.screen.active_bindings.values(), key=_by_weight)
        for active in order:
            binding = active.binding
            title = active.tooltip or binding.tooltip or binding.description
            if title and active.enabled and binding.action not in seen:
                seen.add(binding.action)
                yield title, self._runner(active), f"key {key_label(binding.key)}"

    def _runner(self, active: ActiveBinding) -> IgnoreReturnCallbackType:
        async def run() -> None:
            await self.app.run_action(active.binding.action, active.node)

        return run


def _by_weight(active: ActiveBinding) -> tuple[bool, bool]:
    return not active.binding.show, (active.binding.id or "").startswith("table.")
