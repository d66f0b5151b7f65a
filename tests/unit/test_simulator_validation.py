"""What the simulated service refuses to launch."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import asyncssh
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.simulator.records import Mount, Refusal
from mimiry_tui.simulator.validation import launch_of

_KEY = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()


def body(**changes: Any) -> dict[str, Any]:
    """A good body with changes; a None takes the key away."""
    good: dict[str, Any] = {
        "name": "train",
        "image": {"uri": "nvcr.io/nvidia/pytorch:24.01-py3"},
        "gpu": {"types": ["T4"], "count": 1},
        "ssh_public_key": _KEY,
    }
    return {key: value for key, value in (good | changes).items() if value is not None}


def test_the_defaults() -> None:
    interactive = launch_of(body())
    assert (interactive.auto_terminate, interactive.ssh_enabled, interactive.command) == ("never", True, None)
    assert interactive.gpu.max_attempts == 3
    assert launch_of(body(command="python train.py")).auto_terminate == "on_complete"


def test_every_documented_field_is_read() -> None:
    launch = launch_of(
        body(
            gpu={
                "count": 2,
                "family": ["A100", "H100"],
                "form_factor": ["SXM"],
                "vram_gb": [80],
                "priority": ["PRICE", "VRAM"],
                "max_attempts": 5,
                "max_hourly_rate": 2.1,
                "provider": "verda",
                "location": "FIN-01",
            },
            command="python train.py",
            auto_terminate={"mode": "on_success"},
            environment_vars={"HF_TOKEN": "secret"},
            volume_mounts=[{"volume_name": "data1", "mount_path": "/data"}],
            max_duration=3600,
        )
    )
    assert launch.gpu.families == ("A100", "H100")
    assert (launch.gpu.min_vram_gb, launch.gpu.max_hourly_rate) == (80, Decimal("2.1"))
    assert launch.mounts == (Mount("data1", "/data"),)
    assert launch.environment_names == ("HF_TOKEN",)
    assert "secret" not in repr(launch)


def test_the_older_way_to_say_auto_terminate() -> None:
    assert launch_of(body(auto_terminate=True)).auto_terminate == "on_complete"
    assert launch_of(body(auto_terminate=False, command="x")).auto_terminate == "never"


def test_no_key_is_needed_without_ssh() -> None:
    assert launch_of(body(ssh_enabled=False, ssh_public_key=None)).ssh_public_key is None


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"name": None}, "name"),
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"image": None}, "image"),
        ({"image": {"uri": "two words"}}, "image.uri"),
        ({"image": "pytorch"}, "image"),
        ({"gpu": None}, "gpu"),
        ({"gpu": {"types": ["T4"]}}, "gpu.count"),
        ({"gpu": {"types": ["T4"], "count": 0}}, "gpu.count"),
        ({"gpu": {"types": ["T4"], "count": True}}, "gpu.count"),
        ({"gpu": {"types": "T4", "count": 1}}, "gpu.types"),
        ({"gpu": {"count": 1}}, "types or criteria"),
        ({"gpu": {"family": ["A100"], "vram_gb": 80, "count": 1}}, "gpu.vram_gb"),
        ({"gpu": {"types": ["T4"], "count": 1, "priority": ["LUCK"]}}, "gpu.priority"),
        ({"gpu": {"types": ["T4"], "count": 1, "max_hourly_rate": "2"}}, "max_hourly_rate"),
        ({"ssh_public_key": None}, "ssh_public_key"),
        ({"ssh_public_key": "ssh-ed25519 nonsense"}, "ssh_public_key"),
        ({"ssh_enabled": "yes"}, "ssh_enabled"),
        ({"auto_terminate": {"mode": "sometimes"}}, "auto_terminate"),
        ({"environment_vars": {"N": 1}}, "environment_vars"),
        ({"volume_mounts": [{"volume_name": "d", "mount_path": "data"}]}, "mount_path"),
        ({"max_duration": 0}, "max_duration"),
    ],
)
def test_a_bad_field_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(Refusal) as refusal:
        launch_of(body(**changes))
    assert refusal.value.status == 400
    assert named in refusal.value.message


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(field=st.sampled_from(sorted(body() | {"gpu": 0, "max_duration": 0, "volume_mounts": 0})), value=_json)
def test_any_json_is_read_or_refused(field: str, value: Any) -> None:
    status = 202
    try:
        launch_of({**body(), field: value})
    except Refusal as refusal:
        status = refusal.status
    assert status in (202, 400)


@given(_json)
def test_any_body_is_read_or_refused(value: Any) -> None:
    with pytest.raises(Refusal):
        launch_of(value)
