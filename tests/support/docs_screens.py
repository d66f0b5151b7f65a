"""The gallery: every picture that `make screenshots` draws, with what is to be seen on it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parents[2] / "screenshots"

CAPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "dashboard": "The dashboard of the demo: what runs, what it costs, what can be rented",
        "dashboard-light": "The light theme",
        "dashboard-contrast": "The theme with high contrast",
        "dashboard-compact": "The compact density",
        "dashboard-80x24": "80×24: panes become tabs",
        "dashboard-80x24-light": "80×24 in the light theme",
        "account": "The account: what there is, what it burns, how long it lasts",
        "account-spend": "What was spent, by day, billed and estimated apart",
        "account-transactions": "Every transaction, with the balance after it",
        "offer": "An offer: price and stock, and what one has had there",
        "cheaper": "What a running session could run on for less",
        "history": "Every session that is remembered, and what the months came to",
        "watches": "What is waited for, and why it has not come yet",
        "guards": "The guards of a session, with what each would mean",
        "farewell": "Leaving, with what goes on costing money",
        "session-booting": "A booting session, measured against past boots",
        "session-failed": "A failed session: why, and what to do",
        "log-search": "A log with all matches of a search",
        "terminate": "Ending a session, with what that saves",
        "filter": "A filter while it is typed",
        "help": "Help: the pane with the focus, and the keys that work now",
        "offline": "Offline: rows dimmed, the cause and the next attempt named",
        "launch": "The launch form, and beside it checks, cost and request",
        "launch-failing": "What speaks against a launch, with keys that mend it",
        "launch-criteria": "Criteria instead of models",
        "launch-80x24": "The launch form in 80×24",
        "launch-review-80x24": "Checks, cost and request in 80×24",
        "launch-light": "The launch form in the light theme",
        "launch-templates": "Templates and recent launches",
        "volume-create": "A new volume",
        "volume-delete": "Deleting volumes",
        "first-run": "No key on this machine yet",
        "setup": "The set-up: which key to use",
        "setup-register": "The set-up: the page that registers the key, also as a code for a camera",
        "setup-signed-in": "The set-up: signed in, with the balance",
        "profiles": "Accounts to switch between",
        "settings": "The common settings",
        "columns": "The columns of a pane",
        "command-line": "A command with its suggestions",
        "all-accounts": "All accounts: what runs in each, and one line of money per currency",
        "jobs": "Mimiry's job API behind the same panes",
        "jobs-80x24": "The job API in 80×24",
        "jobs-session": "A job whose machine has been silent for a while",
        "jobs-launch": "A job, with the cost of its machine and what speaks against it",
        "jobs-cancel": "Cancelling a job, with what is lost by it",
        "mags": "Mags behind the same panes: sandboxes, one asleep, and their workspaces",
        "mags-light": "Mags in the light theme",
        "mags-launch": "A script on a microVM, with the rules between its fields",
        "mags-actions": "What can be done with a sandbox",
        "mags-schedules": "Schedules, with when each runs next",
        "doctor": "The doctor's report",
        "themes": "Themes, tried on while moving through them",
    }
)
"""Words for the pictures by the names of their files; any other is told by its name."""


def pictures() -> list[str]:
    """The names of all pictures, those with a caption first."""
    there = {path.stem for path in FOLDER.glob("*.svg")}
    return [*(name for name in CAPTIONS if name in there), *sorted(there - set(CAPTIONS))]


def gallery() -> str:
    """Each picture below its caption."""
    return "\n\n".join(
        f"## {_caption(name)}\n\n![{_caption(name)}](../screenshots/{name}.svg)" for name in pictures()
    )


def _caption(name: str) -> str:
    return CAPTIONS.get(name) or name.replace("-", " ").capitalize()
