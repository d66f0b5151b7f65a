"""The question where an export of the account goes, with a name that fits what is looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mimiry_tui.live.money.money import AccountMoney
from mimiry_tui.ui.account.exporting import export_text
from mimiry_tui.ui.account.picture import AccountPicture
from mimiry_tui.ui.screens.account_export import AccountExportScreen
from mimiry_tui.ui.screens.account_keys import SPEND, TRANSACTIONS


def export_screen(
    money: AccountMoney, picture: Callable[[], AccountPicture], tab: str, days: int, today: date
) -> AccountExportScreen:
    """Asks; what is written is what is known when it is answered. `days` is the length of the spend shown."""
    kind = "spend" if tab == SPEND else "transactions"
    end = "csv" if tab in (SPEND, TRANSACTIONS) else "json"
    name = f"./mimiry-{kind if end == 'csv' else 'account'}-{today.isoformat()}.{end}"
    words = f"spend of {days} days" if kind == "spend" else "transactions"

    async def text(suffix: str) -> str:
        return await export_text(money, picture(), suffix, kind=kind, days=days)

    return AccountExportScreen(name, words, text)
