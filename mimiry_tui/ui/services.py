"""What screens act through once an account is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mimiry_tui.clock import Clock
from mimiry_tui.ui.insights import Insights

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account
    from mimiry_tui.ui.shell import Shell


@dataclass(frozen=True)
class Services:
    """The account, what is known of its sessions, and the way into them."""

    account: Account
    insights: Insights
    shell: Shell
    clock: Clock
    profile: str
    """What the account is called on screen."""
    split: bool = False
    """Whether tmux is asked for panes instead of windows."""
