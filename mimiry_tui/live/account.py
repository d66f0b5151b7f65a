"""Everything that runs for one account: its picture, its memory, its logs, and what is done to it."""

from __future__ import annotations

import asyncio

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.live.deeds.deeds import Deeds
from mimiry_tui.live.drafts.draft_file import DraftFile
from mimiry_tui.live.drafts.templates import Templates
from mimiry_tui.live.endings.endings import Endings, EndingState
from mimiry_tui.live.forms.drafts import FormDrafts
from mimiry_tui.live.guards.alarms import Alarms
from mimiry_tui.live.guards.guards import Guards
from mimiry_tui.live.happenings import Happenings
from mimiry_tui.live.history.archive import Archive
from mimiry_tui.live.history.history import History
from mimiry_tui.live.key_reader import KeyReader
from mimiry_tui.live.launches.launches import Launches
from mimiry_tui.live.live import Live
from mimiry_tui.live.logs.logs import Logs
from mimiry_tui.live.memory.card_keeper import CardKeeper
from mimiry_tui.live.memory.digest import DigestDesk
from mimiry_tui.live.memory.offer_memory import OfferMemory
from mimiry_tui.live.memory.sampler import Sampler
from mimiry_tui.live.money.money import AccountMoney
from mimiry_tui.live.pricing import follow_prices
from mimiry_tui.live.ssh_entries import SshEntries
from mimiry_tui.live.store import Store
from mimiry_tui.live.volumes.work import VolumeWork
from mimiry_tui.live.watches.watches import Watches
from mimiry_tui.settings import Profile
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.ssh.known_hosts import KnownHosts


class Account:
    """One account at one service, from its opening to its end."""

    def __init__(
        self, cloud: Cloud, profile: Profile, clock: Clock, preferences: Preferences | None = None
    ) -> None:
        self.cloud = cloud
        self.profile = profile
        self.live = Live(cloud, clock)
        self.history = History(profile.state_dir, self.store, clock)
        self.archive = Archive(profile.state_dir, clock)
        self.sampler = Sampler(self.store, self.archive, clock)
        self.offer_memory = OfferMemory(self.store, self.archive, clock)
        self.money = AccountMoney(cloud, self.live, self.archive, clock)
        self.digest = DigestDesk(self.store, self.archive, clock)
        self.logs = Logs(cloud, self.store, clock, profile.state_dir)
        self.endings = Endings(cloud, self.live, clock)
        self.cards = CardKeeper(
            cloud, self.store, self.archive, self.logs, clock, ended_here=self._is_being_ended
        )
        self.launches = Launches(cloud, self.live, clock, profile.state_dir)
        self.guards = Guards(self.live, self.endings, clock, self.launches)
        self.alarms = Alarms(self.store, clock, self.archive)
        self.volume_work = VolumeWork(cloud, self.live, clock)
        self.deeds = Deeds(cloud, self.live, clock)
        self.draft_file = DraftFile(profile.state_dir, clock)
        self.form_drafts = FormDrafts(profile.state_dir, clock)
        self.templates = Templates(profile.config_dir)
        self.key = KeyReader(cloud, self.store, clock)
        self.watches = Watches(
            cloud, self.live, self.launches, self.templates, self.key, clock, profile.state_dir
        )
        self.known_hosts = KnownHosts(profile.state_dir)
        self.ssh_entries = SshEntries(
            self.store, self.known_hosts, profile.key_path, clock, home=profile.home
        )
        self.prefer(preferences or Preferences())
        self._no_prices_more = follow_prices(self.live)
        self.happenings = Happenings(self.store, clock, asked_here=self._is_being_ended)

    @property
    def store(self) -> Store:
        """The picture that all parts share."""
        return self.live.store

    def set_focused(self, focused: bool) -> None:
        """Slow down while nobody looks."""
        self.live.set_focused(focused)
        self.logs.set_focused(focused)

    def prefer(self, preferences: Preferences) -> None:
        """Go by these from now on."""
        self.live.set_rates(preferences.refresh)
        self.guards.prefer(preferences.guards)
        self.alarms.prefer(preferences.alarms)
        self.digest.price_change = preferences.alarms.price_change

    def _is_being_ended(self, session_id: str) -> bool:
        """Whether its end is no news: an ending was sent from here, and did not fail."""
        ending = self.endings.of(session_id)
        return ending is not None and ending.state not in (EndingState.ARMED, EndingState.FAILED)

    async def run(self) -> None:
        """Keep everything going until cancelled. Only a bug comes out."""
        try:
            async with asyncio.TaskGroup() as keeping:
                # It ends after all the others, for what they leave to be written at their end.
                keeping.create_task(self.archive.run(), name="archive")
                async with asyncio.TaskGroup() as group:
                    group.create_task(self.sampler.run(), name="sample offers")
                    group.create_task(self.cards.run(), name="keep cards of sessions")
                    group.create_task(self.offer_memory.run(), name="remember offers")
                    group.create_task(self.money.run(), name="remember transactions")
                    group.create_task(self.digest.run(), name="look back")
                    group.create_task(self.history.run(), name="history")
                    group.create_task(self.logs.run(), name="logs")
                    group.create_task(self.endings.run(), name="endings")
                    group.create_task(self.guards.run(), name="guards")
                    group.create_task(self.alarms.run(), name="alarms")
                    group.create_task(self.launches.run(), name="launches")
                    group.create_task(self.watches.run(), name="watches")
                    group.create_task(self.volume_work.run(), name="volume work")
                    group.create_task(self.deeds.run(), name="deeds")
                    group.create_task(self.draft_file.run(), name="keep the draft")
                    group.create_task(self.form_drafts.run(), name="keep the drafts of forms")
                    group.create_task(self.ssh_entries.run(), name="ssh entries")
                    group.create_task(self.live.run(), name="live")
        finally:
            self._no_prices_more()
            self.happenings.close()
            await self.cloud.aclose()
