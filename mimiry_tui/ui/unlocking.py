"""A locked key is the one trouble of an account that a person can end from here: ask for its passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

from mimiry_tui.clouds.errors import CloudError, KeyLocked
from mimiry_tui.live.store import Change, Resource

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account
    from mimiry_tui.ui.screens.passphrase import PassphraseScreen


class Unlocking:
    """Asks when the account says that its key is locked; once declined, only when asked to."""

    def __init__(self, app: App[Any], account: Account) -> None:
        self._app = app
        self._account = account
        self._asking = False
        self._declined: CloudError | None = None
        self._was_tried = False
        self._dialog: PassphraseScreen | None = None
        self._locked: set[Resource] = set()
        """What could not be asked for without the passphrase: an answer to it says that the key is open."""
        account.store.subscribe(self._noticed)

    @property
    def was_declined(self) -> bool:
        """Whether the key stays locked because nobody gave its passphrase."""
        return self._declined is not None

    @property
    def is_locked(self) -> bool:
        """Whether nobody is signed in for want of the passphrase; what is typed now may be a part of it."""
        health = self._account.store.health
        return any(isinstance(health(resource).error, KeyLocked) for resource in Resource)

    async def ask_again(self) -> None:
        """Ask once more after it was declined."""
        declined, self._declined = self._declined, None
        if declined is not None and not self._asking:
            self._asking = True
            await self._ask(declined)

    def _noticed(self, change: Change) -> None:
        health = self._account.store.health(change.resource)
        # While an attempt is under way the error is the last one's, which a passphrase may have ended.
        if health.loading:
            return
        dialog = self._dialog
        if not isinstance(health.error, KeyLocked):
            if change.resource in self._locked:
                self._went_on(dialog, is_open=health.error is None)
            return
        self._locked.add(change.resource)
        if dialog is not None and dialog.is_trying:
            dialog.refuse(self._words(health.error))
        if not self._asking and self._declined is None:
            self._asking = True
            self._app.call_later(self._ask, health.error)

    def _went_on(self, dialog: PassphraseScreen | None, *, is_open: bool) -> None:
        """The key is in the way no more: with the passphrase that is tried, if one is, or without."""
        if is_open:
            self._declined, self._was_tried = None, False
        if dialog is not None and dialog.is_trying:
            dialog.dismiss_in_turn(True)

    def _words(self, error: CloudError) -> str:
        return error.detail or f"{self._account.profile.key_path or 'the key'} has a passphrase"

    async def _ask(self, error: CloudError) -> None:
        """To be awaited by who hands out the keys: whatever is typed from now on belongs in the field."""
        from mimiry_tui.ui.screens.passphrase import PassphraseScreen

        def give(passphrase: str) -> None:
            self._was_tried = True
            self._account.live.unlock(passphrase)

        def left(is_open: bool | None) -> None:
            self._asking, self._dialog = False, None
            if not is_open:
                self._declined = error

        self._dialog = PassphraseScreen(self._words(error), give, is_refused=self._was_tried)
        await self._app.push_screen(self._dialog, left)
