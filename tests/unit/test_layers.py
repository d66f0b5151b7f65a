"""What lies below the screen can be imported without it."""

from __future__ import annotations

import subprocess
import sys

import pytest

IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
IMPORT_ONE = """
import importlib, sys
importlib.import_module(sys.argv[1])
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded_after(program: str, name: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after importing that."""
    run = subprocess.run([sys.executable, "-c", program, name], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize("layer", ["domain", "clouds", "live"])
def test_no_module_below_the_screen_pulls_in_textual(layer: str) -> None:
    loaded = loaded_after(IMPORT_ALL, f"mimiry_tui.{layer}")
    assert "mimiry_tui" in loaded
    assert not loaded & {"textual", "rich"}


@pytest.mark.parametrize(
    "module", ["mimiry_tui.domain.sessions", "mimiry_tui.live.store", "mimiry_tui.live.live"]
)
def test_the_picture_can_be_drawn_before_any_network_library_is_loaded(module: str) -> None:
    assert not loaded_after(IMPORT_ONE, module) & {"httpx", "msgspec", "asyncssh", "cryptography", "textual"}
