"""The logs a dashboard would have kept of the demo's ended sessions."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.live.logs.spool_format import Kind, Record, decode, file_name
from mimiry_tui.simulator.demo_copies import write_past_logs
from mimiry_tui.simulator.scenario_desk import ScenarioDesk
from tests.support.worlds import demo_world


def records_of(folder: Path, session_id: str) -> list[Record]:
    return [decode(line) for line in (folder / "logs" / file_name(session_id)).read_bytes().splitlines()]


def test_every_ended_session_that_ran_has_its_log_and_no_other(tmp_path: Path) -> None:
    world, _ = demo_world()
    sessions = world.state.sessions.values()
    write_past_logs(sessions, tmp_path)
    ran = {file_name(session.id) for session in sessions if session.started_at and session.ended_at}
    assert {path.name for path in (tmp_path / "logs").iterdir()} == ran
    assert len(ran) == 13
    assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700


def test_a_copy_is_as_a_dashboard_writes_it(tmp_path: Path) -> None:
    world, _ = demo_world()
    crashed = ScenarioDesk(world).find("ablation-6")
    write_past_logs([crashed], tmp_path)
    records = records_of(tmp_path, crashed.id)
    assert {record.kind for record in records} == {Kind.LINE}
    assert crashed.ended_at is not None
    moments = [record.at for record in records if record.at is not None]
    assert len(moments) == len(records)
    assert moments == sorted(moments)
    assert moments[-1] < crashed.ended_at
    assert "DamagedShardError" in records[-1].text
    assert records[-9].text.split("/")[0].startswith(("step", "epoch", "Epoch", "checkpoint", "\x1b[33mWARN"))
    status = (tmp_path / "logs" / file_name(crashed.id)).stat()
    assert status.st_mode & 0o777 == 0o600
    assert status.st_mtime == crashed.ended_at.timestamp()
