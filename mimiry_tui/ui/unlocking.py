"""A locked key is the one trouble of an account that a person can end from here: ask for its passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

from mimiry_tui.clouds.errors import CloudError, KeyLocked
from mimiry_tui.live.store import Change, Resource

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account


class Unlocking:
    """Asks when the account says that its key is locked; once declined, only when asked to."""

    def __init__(self, app: App[Any], account: Account) -> None:
        self._app = app
        self._account = account
        self._asking = False
        self._declined: CloudError | None = None
        self._was_tried = False
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
        if not isinstance(health.error, KeyLocked) or health.loading:
            return
        if not self._asking and self._declined is None:
            self._asking = True
            self._app.call_later(self._ask, health.error)

    async def _ask(self, error: CloudError) -> None:
        """To be awaited by who hands out the keys: whatever is typed from now on belongs in the field."""
        from mimiry_tui.ui.screens.passphrase import PassphraseScreen

        def answered(passphrase: str | None) -> None:
            self._asking = False
            if passphrase is None:
                self._declined = error
            else:
                self._was_tried = True
                self._account.live.unlock(passphrase)

        words = error.detail or f"{self._account.profile.key_path or 'the key'} has a passphrase"
        await self._app.push_screen(PassphraseScreen(words, is_refused=self._was_tried), answered)
