"""External programs some tests need."""

from __future__ import annotations

import os
import shutil

import pytest


def need(program: str) -> str:
    """The program's path; without it the test is skipped, or fails where nothing may be missing (CI)."""
    path = shutil.which(program)
    if path is not None:
        return path
    reason = f"{program} is not installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
