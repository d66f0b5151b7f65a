"""What screens are that are about more than what lives now."""

from __future__ import annotations

from mimiry_tui.ui import glyphs
from mimiry_tui.ui.help.topic import ANY_ROW, ESTIMATED, Topic

ACCOUNT = Topic(
    "Account",
    (
        "What there is, what goes, and how long it lasts at this rate.",
        "{account.tab.next} and {account.tab.previous} turn between its tabs.",
        "{account.filter} finds transactions by words.",
        "{account.days} goes through 7, 30 and 90 days.",
        "{account.by} adds up by day, session, GPU or image.",
        "{account.export} writes what is shown to a file, as CSV or JSON.",
        "What runs is charged for later: until then its part is estimated.",
    ),
    (ESTIMATED,),
    (
        ("Overview", "balance, burn rate, and what has been spent day by day"),
        ("Transactions", "every movement of the balance, as the service tells it"),
        ("Spend", "what each day, session, GPU or image has cost"),
        ("Limits", "what the account may use at most, and what it uses now"),
        ("Reports", "what the service adds up itself, where it does"),
    ),
)
CARD = Topic(
    "Session remembered",
    (
        "What is known here of a session that may be long gone: how it went, what it cost, how it ended.",
        "{card.next} and {card.previous} go to its neighbours in the list.",
        "{history.log} shows what was kept of its log, {history.copy} copies its names.",
        "{launch.copy} fills the launch form so that it starts the same session again.",
    ),
    (ESTIMATED,),
)
FLEET = Topic(
    "All accounts",
    (
        "The sessions of every account in your settings, in one list.",
        "Amounts of two currencies are never added.",
        "{table.open} goes on with that session in its account.",
        "{fleet.filter} finds them by words, {fleet.refresh} asks every account again.",
        "An account that does not answer says why in its own line, and keeps none of the others waiting.",
    ),
    (
        (glyphs.READY, "ready"),
        (glyphs.MOVING, "on its way: booting, or ending"),
        (glyphs.FAILED, "failed"),
        *ANY_ROW,
    ),
)
