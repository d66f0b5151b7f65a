"""What screens act through once an account is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.worker import Worker

from mimiry_tui.clock import Clock
from mimiry_tui.ui.announce import Announcer
from mimiry_tui.ui.command_line.history import CommandHistory
from mimiry_tui.ui.deeds.desk import DeedDesk
from mimiry_tui.ui.guarding.news import GuardNews
from mimiry_tui.ui.insights import Insights
from mimiry_tui.ui.launch_news import LaunchNews
from mimiry_tui.ui.loud_endings import tell_loud_endings
from mimiry_tui.ui.naming import offer_names
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.shell import Shell
from mimiry_tui.ui.shell_access import ShellAccess
from mimiry_tui.ui.unlocking import Unlocking
from mimiry_tui.ui.visits import VISITS
from mimiry_tui.ui.watching.teller import WatchTeller

if TYPE_CHECKING:
    from mimiry_tui.domain.launching.draft import Draft
    from mimiry_tui.live.account import Account


@dataclass(frozen=True)
class Services:
    """The account, what is known of its sessions, and the ways into them."""

    account: Account
    insights: Insights
    shell: Shell
    unlocking: Unlocking
    clock: Clock
    profile: ProfileMark
    """What the account is called on screen."""
    launch_news: LaunchNews
    watch_teller: WatchTeller
    fresh_draft: Callable[[], Draft]
    """What the launch form begins with where nothing else does."""
    deeds: DeedDesk
    announcer: Announcer
    """Tells what happens in the account."""
    commands: CommandHistory
    """What was typed as commands about this account, and no other."""


def services_for(
    app: App[Any],
    account: Account,
    insights: Insights,
    mark: ProfileMark,
    clock: Clock,
    *,
    open_log: Callable[[str], None],
) -> Services:
    """Everything for one account; news of it is told from now on."""
    insights.attach(account)
    announcer = Announcer(app)
    account.happenings.subscribe(announcer.announce)
    launch_news = LaunchNews(app, account, clock, announcer)
    GuardNews(app, account, clock, announcer)
    watch_teller = WatchTeller(app, account, clock, announcer)
    tell_loud_endings(account.endings, account.store, announcer.announce)
    access = ShellAccess(account.cloud, account.profile.state_dir, account.profile.key_path)
    shell = Shell(
        app,
        account.store,
        insights.timelines,
        clock,
        announcer,
        key_path=account.profile.key_path,
        known_hosts=account.known_hosts,
        boots=insights.boots,
        open_log=open_log,
        visited=lambda session: offer_names(app, account, session),
        access=access,
    )
    # What a program that was killed during a visit left behind.
    _sweeping: Worker[None] = app.run_worker(access.sweep, name="sweep keys of visits", group=VISITS)
    unlocking = Unlocking(app, account)
    return Services(
        account,
        insights,
        shell,
        unlocking,
        clock,
        mark,
        launch_news,
        watch_teller,
        lambda: _fresh_draft(app),
        DeedDesk(app, account, clock, announcer),
        announcer,
        CommandHistory(account.profile.state_dir),
    )


def _fresh_draft(app: App[Any]) -> Draft:
    from mimiry_tui.ui.launch.fresh import fresh_draft  # loaded with the form

    return fresh_draft(PreferenceDesk.of(app).now.guards)
