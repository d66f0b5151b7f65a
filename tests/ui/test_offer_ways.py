"""The ways from the dashboard to an offer, and from a session to a cheaper one."""

from __future__ import annotations

from mimiry_tui.domain.launching.draft import Pick
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.screens.cheaper import CheaperScreen
from mimiry_tui.ui.screens.offer import OfferScreen
from tests.support.dashboard import dashboard
from tests.support.launch_ways import form_by, leave_form, offers


async def test_an_offer_opens_by_enter_and_a_session_goes_where_it_costs_less() -> None:
    async with dashboard() as shown:
        await shown.filled()
        await shown.press("2", "j", "enter")
        await shown.until(lambda: isinstance(shown.app.screen, OfferScreen))
        screen = shown.app.screen
        assert isinstance(screen, OfferScreen)
        second, third = offers(shown)[1:3]
        assert screen.offer_id == second.id
        await shown.press("right_square_bracket")
        draft = await form_by(shown, "n")
        assert draft.picks == (Pick.of(third),)
        await leave_form(shown)
        assert shown.app.screen is screen
        await shown.press("escape")
        await shown.until(shown.on_dashboard)
        assert shown.screen.offers.table.cursor_id == third.id
        assert "cheaper" not in [one.binding.action for one in shown.screen.active_bindings.values()]
        # Back to a session that runs, for which something else is always to be had for less here.
        session = next(
            row for row in shown.store.sessions.values() if getattr(row, "name", "") == "eval-sweep"
        )
        shown.screen.action_focus_pane(1)
        assert shown.screen.sessions.table.move_to(session.id)
        await shown.press("dollar_sign")
        await shown.until(lambda: isinstance(shown.app.screen, CheaperScreen))
        dialog = shown.app.screen
        assert isinstance(dialog, CheaperScreen)
        assert dialog.chosen is not None
        cheaper: Offer = dialog.chosen.offer
        draft = await form_by(shown, "enter")
        assert draft.picks == (Pick.of(cheaper),)
        assert (draft.command, draft.count) == ("python eval.py --sweep lr --epochs 4 --steps 2000", "2")
