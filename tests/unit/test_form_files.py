"""Files and drafts of declared forms: found on the disk, sent once, kept for the owner alone."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from mimiry_tui.clouds.errors import TooManyRequests
from mimiry_tui.domain.doing.paths import paths_typed
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.forms.drafts import FILE, FormDrafts
from mimiry_tui.live.forms.files import look_up
from mimiry_tui.live.forms.uploads import UploadFailedError, Uploads
from mimiry_tui.live.launches.book import Book, Intent, Outcome, Verdict
from mimiry_tui.live.launches.lines import decode, encode
from mimiry_tui.ui.forms.sizes import bytes_words
from tests.support.clock import EPOCH, ManualClock
from tests.support.fake_extras import FakeExtras

SECRET = "hunter2"


def a_session(session_id: str, name: str) -> Session:
    return build_session(id=session_id, name=name, state="started", created_at=EPOCH.isoformat())


def test_paths_are_read_as_terminals_write_them() -> None:
    assert paths_typed("  ~/a.txt \n\n'/b c.txt'\n/d\\ e\n~/a.txt") == ("~/a.txt", "/b c.txt", "/d e")


def test_each_path_tells_its_size_or_why_it_cannot_be_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "data.csv").write_bytes(b"x" * 1500)
    found = look_up(f"~/data.csv\n~/gone\n{tmp_path}\n~nobody-of-that-name/x\n/with\0nul")
    assert [(one.size, one.trouble) for one in found] == [
        (1500, ""),
        (None, "no such file"),
        (None, "a folder: only files are sent"),
        (None, "nobody has that home"),
        (None, "no path has such characters"),
    ]


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 byte"), (999, "999 bytes"), (1_400, "1.4 kB"), (17_000, "17 kB"), (999_600, "1.0 MB"),
     (38 * 10**9, "38 GB"), (5 * 10**15, "5000 TB")],
)  # fmt: skip
def test_sizes_are_told_in_thousands(count: int, words: str) -> None:
    assert bytes_words(count) == words


async def test_a_file_is_sent_once_and_a_failed_one_keeps_those_before_it(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one", "two", "three")]
    for path in paths:
        path.write_text(path.name)
    value = "\n".join(map(str, paths))
    extras, steps = FakeExtras(), []
    uploads = Uploads(extras, lambda: steps.append(uploads.sending))
    extras.failing_uploads["two"] = TooManyRequests("slow down")
    with pytest.raises(UploadFailedError) as failed:
        await uploads.send(value)
    assert failed.value.name == "two"
    assert uploads.sending is None
    extras.failing_uploads.clear()
    assert await uploads.send(value) == tuple((str(path), f"id-{path.name}") for path in paths)
    assert extras.uploaded == paths, "the first one not twice"
    assert [(one.name, one.number, one.sent) for one in steps if one is not None][-1] == ("three", 3, 100)
    paths[0].write_text("changed since")
    await uploads.send(value)
    assert extras.uploaded == [*paths, paths[0]], "another file of the same name"


async def test_a_draft_outlives_the_program_and_forms_do_not_disturb_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "account"
    drafts = FormDrafts(folder, ManualClock())
    await drafts.load()
    drafts.keep("run", {"script": "true"})
    drafts.keep("new", {"name": "box"})
    await drafts.flush()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600

    later, beside = FormDrafts(folder, ManualClock()), FormDrafts(folder, ManualClock())
    await later.load()
    assert (later.draft("run"), later.last) == ({"script": "true"}, "new")
    beside.keep("run", {"script": "false"})  # typed before the disk was read
    await beside.load()
    assert beside.draft("run") == {"script": "false"}
    await beside.flush()
    later.forget("new", {"name": "another"})
    assert later.draft("new") == {"name": "box"}, "a later draft than what was launched stays"
    later.forget("new", {"name": "box"})
    await later.flush()
    kept = json.loads((folder / FILE).read_text())["drafts"]
    assert kept == {"run": {"script": "false"}}


async def test_a_broken_file_of_drafts_is_none_and_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"drafts": {"run": {"script": 7, "name": "x"}, "new": []')
    drafts = FormDrafts(tmp_path, ManualClock())
    await drafts.load()
    assert drafts.draft("run") is None
    blocked = FormDrafts(tmp_path / FILE / "account", ManualClock())
    blocked.keep("run", {"script": "true"})
    await blocked.flush()
    assert blocked.trouble.startswith("the draft is not kept")
    assert blocked.draft("run") == {"script": "true"}


def test_the_journal_knows_which_form_launched_a_session_and_no_secret_of_it() -> None:
    values = (("script", "python train.py"), ("environment", "WANDB="))
    intent = Intent("i1", EPOCH, "train", "", Draft(), form="run", values=values)
    entries = (intent, Outcome("i1", EPOCH, Verdict.ACCEPTED, "s1"))
    book = Book()
    book.add(decode(b"".join(encode(entry) for entry in entries)))
    assert book.form_of("s1") == ("run", dict(values))
    assert book.form_of("s2") is None
    assert book.recent == (), "the launch form of containers has nothing to begin with"
    request = FormRequest("run", "train", "", (("environment", f"WANDB={SECRET}"),))
    assert SECRET not in repr(request) + repr(intent)


def test_a_launch_that_the_service_names_is_found_by_its_time_alone() -> None:
    book = Book()
    intent = Intent("i1", EPOCH, "", "", Draft(), form="run", known=frozenset({"old"}))
    old, new = a_session("old", "job-1"), a_session("new", "job-2")
    assert book.made_by(intent, [old, new]) is new
    assert book.made_by(intent, [old]) is None
