"""Ordered troubles: how they are written, and that they strike as often as asked."""

from __future__ import annotations

import pytest

from mimiry_tui.simulator.faults import SKEW, Fault, FaultKind, Faults


def test_a_fault_is_written_name_rate_prefix() -> None:
    assert Fault.parse("reset") == Fault(FaultKind.RESET, 1.0, "/")
    assert Fault.parse("error503=0.25") == Fault(FaultKind.ERROR_503, 0.25, "/")
    assert Fault.parse("html=1:/api/v1") == Fault(FaultKind.HTML, 1.0, "/api/v1")
    assert Fault.parse("latency:/api") == Fault(FaultKind.LATENCY, 1.0, "/api")
    assert Fault.parse("lost=0.5:POST /api") == Fault(FaultKind.LOST, 0.5, "/api", "POST")
    assert Fault.parse("ignored:DELETE /") == Fault(FaultKind.IGNORED, 1.0, "/", "DELETE")


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "fire",
        "reset=often",
        "reset=2",
        "reset=-1",
        "reset=nan",
        "reset:api",
        "reset:post /",
        "reset:P T /",
    ],
)
def test_a_bad_fault_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match=r"fault|rate|prefix|method"):
        Fault.parse(spec)


def test_faults_strike_at_their_rate_under_their_path_and_repeatably() -> None:
    ordered = [Fault.parse("error500=0.3:/api/compute"), Fault.parse("reset=0")]
    paths = ["/api/compute/v1/sessions", "/api/v1/me"] * 500
    first = [Faults(ordered, 5).strike(path) for path in paths[:1]]
    runs = []
    for _ in range(2):
        faults = Faults(ordered, 5)
        runs.append([faults.strike(path) for path in paths])
    assert runs[0] == runs[1]
    assert runs[0][:1] == first
    assert not any(runs[0][1::2])
    assert 100 < sum(map(bool, runs[0][::2])) < 200


def test_faults_of_the_whole_server() -> None:
    faults = Faults([Fault.parse("skew"), Fault.parse("unknown-state=0.5")], 1)
    assert faults.skew == SKEW
    assert faults.strike("/api/v1/me") == []
    garbled = [faults.garbles_state(f"session-{number}") for number in range(200)]
    assert 60 < sum(garbled) < 140
    assert garbled == [faults.garbles_state(f"session-{number}") for number in range(200)]
    assert not Faults().skew


def test_a_fault_can_keep_to_one_method() -> None:
    faults = Faults([Fault.parse("lost:POST /api/compute/v1/sessions")])
    assert faults.strike("/api/compute/v1/sessions", "POST") == [FaultKind.LOST]
    assert faults.strike("/api/compute/v1/sessions", "GET") == []
    assert faults.strike("/api/compute/v1/volumes", "POST") == []
