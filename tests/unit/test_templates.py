"""Templates on disk: two dashboards, an editor and a full disk may all get at the file."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from mimiry_tui.domain.launching.draft import AutoTerminate, Criteria, Draft, MountWish, Pick, Variable
from mimiry_tui.live.drafts.templates import FILE, LONGEST_NAME, Templates
from mimiry_tui.settings import private_file

FULL = Draft(
    picks=(Pick("H100_80G_SXM", "verda", "FIN-03"), Pick("A100_80G_SXM")),
    criteria=Criteria(("Hopper",), ("SXM",), "80", ("PRICE", "VRAM"), "5"),
    count="2",
    provider="",
    location="FIN-03",
    image="nvcr.io/nvidia/pytorch:24.01-py3",
    has_command=True,
    command="pip install -r req.txt\npython train.py --note '''odd''' \\\n  --lr 3",
    name="train-llama",
    environment=(Variable("HF_TOKEN", "hush"), Variable("LR", "3e-4")),
    keep_values=True,
    ssh_enabled=False,
    mounts=(MountWish("v-1", "ckpt", "/ckpt"),),
    auto_terminate=AutoTerminate.ON_SUCCESS,
    max_duration="4h",
    max_price="2.50",
    org_id="org-7",
)
SMALL = Draft(image="ubuntu:24.04")


async def loaded(folder: Path | None) -> Templates:
    templates = Templates(folder)
    assert await templates.load()
    return templates


async def test_what_was_saved_comes_back_whole_in_another_run(tmp_path: Path) -> None:
    first = await loaded(tmp_path / "config")
    assert (first.names, first.default) == ((), "")
    assert await first.save("train", FULL)
    assert await first.save("shell", SMALL)
    assert await first.set_default("shell")
    again = await loaded(tmp_path / "config")
    assert (again.names, again.default, again.trouble) == (("train", "shell"), "shell", "")
    assert (again.get("train"), again.get("shell"), again.get("gone")) == (FULL, SMALL, None)


async def test_values_of_variables_are_written_only_where_that_was_chosen(tmp_path: Path) -> None:
    templates = await loaded(tmp_path)
    await templates.save("quiet", Draft(environment=(Variable("HF_TOKEN", "hush"),)))
    assert "hush" not in (tmp_path / FILE).read_text()
    assert templates.get("quiet") == Draft(environment=(Variable("HF_TOKEN"),))
    await templates.save("told", Draft(environment=(Variable("HF_TOKEN", "hush"),), keep_values=True))
    assert "hush" in (tmp_path / FILE).read_text()
    await templates.save("told", Draft(environment=(Variable("HF_TOKEN", "hush"),)))
    assert "hush" not in (tmp_path / FILE).read_text()


async def test_folder_and_file_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    await (await loaded(folder)).save("a", SMALL)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    (folder / FILE).chmod(0o644)
    await (await loaded(folder)).save("b", SMALL)
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [FILE], "nothing is left lying about"


async def test_deleting_and_renaming_last_too(tmp_path: Path) -> None:
    templates = await loaded(tmp_path)
    for name in ("a", "b", "c"):
        await templates.save(name, Draft(image=name))
    assert await templates.set_default("b")
    assert await templates.rename("b", "  bee ")
    assert await templates.delete("a")
    again = await loaded(tmp_path)
    assert (again.names, again.default) == (("bee", "c"), "bee")
    assert again.names == templates.names
    assert await templates.set_default("")
    assert (await loaded(tmp_path)).default == ""


async def test_two_dashboards_do_not_undo_each_others_work(tmp_path: Path) -> None:
    ours, theirs = await loaded(tmp_path), await loaded(tmp_path)
    drafts = {f"{number}": Draft(image=f"image-{number}") for number in range(12)}
    await asyncio.gather(*((ours, theirs)[int(name) % 2].save(name, draft) for name, draft in drafts.items()))
    again = await loaded(tmp_path)
    assert {name: again.get(name) for name in again.names} == drafts


async def test_a_broken_file_is_left_alone_and_told(tmp_path: Path) -> None:
    templates = await loaded(tmp_path)
    await templates.save("a", SMALL)
    broken = (tmp_path / FILE).read_text() + 'oops = "hush\n'
    (tmp_path / FILE).write_text(broken)
    told: list[str] = []
    templates.subscribe(lambda: told.append(templates.trouble))
    assert not await templates.save("b", SMALL)
    assert not await templates.load()
    last = len(broken.splitlines())
    assert told == [templates.trouble] * 2 == [f"line {last} of templates.toml is not valid TOML"] * 2
    assert (tmp_path / FILE).read_text() == broken
    assert templates.names == ("a",), "what was known stays"
    (tmp_path / FILE).write_text("")
    assert await templates.load()
    assert not templates.trouble
    assert not templates.names


async def test_a_disk_that_refuses_is_told_and_the_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = await loaded(tmp_path)
    await templates.save("a", SMALL)
    before = (tmp_path / FILE).read_bytes()

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(private_file, "replace_text", full)
    assert not await templates.save("b", SMALL)
    assert templates.trouble == "templates.toml: no space left on device"
    assert (templates.names, (tmp_path / FILE).read_bytes()) == (("a",), before)


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    templates = Templates(tmp_path / "file" / "config")
    assert not await templates.save("a", SMALL)
    assert templates.trouble == "templates.toml: not a directory"


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("  ", "a template needs a name"),
        ("x" * (LONGEST_NAME + 1), "longer than 60 characters"),
        ("two\nlines", "a name is one line of visible characters"),
        ("\x1b[31mred", "a name is one line of visible characters"),
    ],
)
async def test_a_name_that_cannot_be_shown_on_a_line_is_refused(
    tmp_path: Path, name: str, trouble: str
) -> None:
    templates = await loaded(tmp_path)
    await templates.save("a", SMALL)
    assert not await templates.save(name, SMALL)
    assert templates.trouble == trouble
    assert not await templates.rename("a", name)
    assert (await loaded(tmp_path)).names == ("a",)


async def test_a_rename_never_takes_another_ones_place(tmp_path: Path) -> None:
    templates = await loaded(tmp_path)
    await templates.save("a", SMALL)
    await templates.save("b", FULL)
    assert not await templates.rename("a", "b")
    assert templates.trouble == "there is a template of that name already"
    assert (await loaded(tmp_path)).get("b") == FULL


async def test_without_a_folder_they_last_as_long_as_the_run() -> None:
    templates = await loaded(None)
    assert await templates.save("a", FULL)
    assert await templates.load()
    assert (templates.get("a"), templates.path) == (FULL, None)


async def test_a_link_to_a_file_elsewhere_stays_a_link(tmp_path: Path) -> None:
    """Templates kept with other settings under version control."""
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "dotfiles" / "mine.toml").write_text("# mine\n")
    (tmp_path / FILE).symlink_to(tmp_path / "dotfiles" / "mine.toml")
    await (await loaded(tmp_path)).save("a", SMALL)
    assert (tmp_path / FILE).is_symlink()
    assert (tmp_path / "dotfiles" / "mine.toml").read_text().startswith("# mine\n\n[[template]]")
