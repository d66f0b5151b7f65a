"""The launch form and the dialogs of volumes, as pictures show them; each comes to rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from mimiry_tui.clouds.base import AccountKey
from mimiry_tui.domain.launching.draft import Criteria, Draft, Field, MountWish, Pick, Variable
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.account import Account
from mimiry_tui.live.launches.launches import Recent
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.templates import TemplatesScreen
from tests.support import scenes
from tests.support.clock import EPOCH
from tests.support.dashboard import Dashboard
from tests.support.launch_desk import LaunchDesk, open_form
from tests.support.pictures import IMAGE, KEY_LINE

FREE = "ckpt"
"""A volume of the demo account that nothing holds; it is in FIN-03."""
A100, H100 = Pick("A100_80G_SXM", "verda", "FIN-03"), Pick("H100_80G_SXM", "verda", "FIN-01")

TRAINING = Draft(
    picks=(A100, H100),
    image=IMAGE,
    has_command=True,
    command="torchrun --nproc_per_node=1 train.py \\\n  --data /data --out /ckpt",
    name="train-llama-2",
    environment=(Variable("WANDB_API_KEY", "of-forty-signs"), Variable("EPOCHS", "10")),
    max_duration="4h",
    max_price="2.20",
)
"""A training run of which nothing is wrong."""
DOUBTFUL = replace(
    TRAINING,
    picks=(H100,),
    image="pytorch/pytorch:latest",
    name=scenes.READY,
    environment=(Variable("WANDB_API_KEY"), Variable("EPOCHS", "10")),
    max_duration="48h",
    max_price="1.50",
)
"""The same with most of it gone wrong."""
BY_CRITERIA = replace(
    TRAINING,
    by_criteria=True,
    picks=(),
    criteria=Criteria(families=("A100", "H100"), min_vram_gb="80", priority=("PRICE", "VRAM")),
)

Scene = Callable[[Dashboard], Awaitable[None]]


async def full(shown: Dashboard) -> None:
    """Everything filled in; nothing speaks against it."""
    await opened(shown, TRAINING, mounted=FREE)


async def failing(shown: Dashboard) -> None:
    """What cannot be launched, what had better not be, and the ways out."""
    await opened(shown, DOUBTFUL)


async def criteria(shown: Dashboard) -> None:
    """Asked for by what the GPU must be like."""
    await opened(shown, BY_CRITERIA)


async def empty(shown: Dashboard) -> None:
    """Nothing filled in yet."""
    await opened(shown, Draft())


async def review(shown: Dashboard) -> None:
    """What speaks against it and what it costs, where that has no room beside the form."""
    await full(shown)
    await shown.press("ctrl+r")


def section(field: Field) -> Scene:
    """The cursor where that is decided."""

    async def scene(shown: Dashboard) -> None:
        desk = await opened(shown, TRAINING, mounted=FREE)
        desk.form.focus_field(field)
        await shown.pilot.pause()

    return scene


async def images(shown: Dashboard) -> None:
    """The images to choose from."""
    await section(Field.IMAGE)(shown)
    await shown.press("down")


async def templates(shown: Dashboard) -> None:
    """What a form can begin with."""
    desk = await opened(shown, TRAINING, mounted=FREE)
    kept = desk.account.templates
    await kept.save("train llama", TRAINING)
    await kept.save("notebook", Draft(picks=(A100,), image="jupyter/minimal-notebook", max_duration="8h"))
    await kept.set_default("train llama")
    again = replace(TRAINING, name="eval-sweep", picks=(A100,), count="2")
    lately = (
        Recent("train-llama-1", EPOCH - timedelta(hours=3), TRAINING, "s-1", TRAINING.image),
        Recent("eval-sweep", EPOCH - timedelta(days=2), again, "s-2", again.image),
    )
    shown.app.push_screen(TemplatesScreen(kept, lately, desk.form.desk.draft, clock=shown.clock))
    await shown.until(lambda: shown.shows("train-llama-1"))
    await shown.press("down", "up")


async def create_volume(shown: Dashboard) -> None:
    """A volume that does not exist yet."""
    await scenes.as_it_is(shown)
    await shown.press("3", "v", *"corpus-us")


async def delete_volume(shown: Dashboard) -> None:
    """A volume that goes for good, half its name typed."""
    await on_volume(shown, FREE)
    await shown.press("d", *"ck")


async def delete_held_volume(shown: Dashboard) -> None:
    """One that a session holds: it stays."""
    await on_volume(shown, "corpus-eu")
    await shown.press("d")


async def extend_volume(shown: Dashboard) -> None:
    """A volume that is to be larger."""
    await on_volume(shown, FREE)
    await shown.press("plus")


async def on_volume(shown: Dashboard, name: str) -> None:
    """The cursor on that volume."""
    await scenes.as_it_is(shown)
    await shown.press("3")
    for _ in shown.store.volumes:
        if _named(shown, name).id == shown.app.dashboard.volumes.table.cursor_id:
            return
        await shown.press("j")
    raise AssertionError(f"no way to {name}")


async def opened(shown: Dashboard, draft: Draft, *, mounted: str = "") -> LaunchDesk:
    """The form with that in it, in front of the demo account."""
    await scenes.as_it_is(shown)
    assert shown.app.account is not None
    _with_one_key(shown.app.account)
    if mounted:
        volume = _named(shown, mounted)
        draft = replace(draft, mounts=(MountWish(volume.id, volume.name, f"/{volume.name}"),))
    desk = await open_form(shown, draft)
    desk.form.header.profile = ProfileMark("demo")
    desk.form.header.repaint()
    await shown.until(lambda: shown.shows("Before you pay") or shown.shows("ctrl+r"))
    return desk


def _with_one_key(account: Account) -> None:
    """The demo makes a key of its own each time: let the form show the same one always."""
    key = AccountKey(Path.home() / ".ssh" / "mimiry", "SHA256:uJyA7pOQ1dQTbNBMW9vM0zHSKGE", KEY_LINE)
    account.cloud.account_key = lambda: key  # type: ignore[method-assign]


def _named(shown: Dashboard, name: str) -> Volume:
    records = shown.store.volumes.values()
    return next(one for one in records if isinstance(one, Volume) and one.name == name)
