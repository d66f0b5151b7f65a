"""Puts together what an export of the account holds."""

from __future__ import annotations

from mimiry_tui.domain.accounting.export import account_json, spend_csv, transactions_csv
from mimiry_tui.domain.accounting.ledger import build_ledger
from mimiry_tui.live.money.money import AccountMoney
from mimiry_tui.live.off_loop import in_thread
from mimiry_tui.ui.account.picture import AccountPicture


async def export_text(
    money: AccountMoney, picture: AccountPicture, suffix: str, *, kind: str, days: int
) -> str:
    """The text for a file of that end: ".csv" has one kind ("spend", "transactions"), ".json" everything."""
    entries = build_ledger(await money.transactions())
    spends = (await money.spends([days]))[days]

    def made() -> str:
        if suffix == ".json":
            return account_json(entries, spends, now=picture.now, balance=picture.balance)
        return spend_csv(spends) if kind == "spend" else transactions_csv(entries)

    return await in_thread(made)
