"""Where the way leads: which stage follows on what was chosen. Imported when it is gone."""

from __future__ import annotations

from mimiry_tui.ui.setup.stage import Flow


def after_key(flow: Flow) -> None:
    """A key is chosen: the service is next, unless it was configured."""
    from mimiry_tui.ui.setup.where_stage import WhereStage

    if flow.services.api_base:
        after_service(flow)
    else:
        flow.show(WhereStage)


def after_service(flow: Flow) -> None:
    """Key and service are chosen: what is known there signs in, a new key cannot be known."""
    from mimiry_tui.ui.setup.register_stage import RegisterStage
    from mimiry_tui.ui.setup.sign_in_stage import SignInStage

    is_new = flow.notes.key is not None and flow.notes.key.is_new
    flow.show(RegisterStage if is_new else SignInStage)
