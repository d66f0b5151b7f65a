"""What a script does, on one line; and its lines as they were written."""

from __future__ import annotations

import pytest

from mimiry_tui.domain.scripts import gist
from mimiry_tui.ui.script_lines import script_lines

SETUP = "#!/bin/bash\nset -euo pipefail\n# data first\ncd /workspace\nexport HF_HOME=/data\n"


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("", ""),
        ("python train.py\n", "python train.py"),
        ("#!/bin/bash\nnvidia-smi\n", "nvidia-smi"),
        ("#!/bin/bash\r\n\r\nnvidia-smi\r\n", "nvidia-smi"),
        (SETUP + "BATCH=4\npython train.py --epochs 3\n", "7 lines: python train.py --epochs 3"),
        ("#!/bin/bash\nnvidia-smi\npip install -q trl\ntorchrun sft.py", "4 lines: torchrun sft.py"),
        (SETUP, "5 lines: set -euo pipefail"),
        ("#!/bin/bash\n# nothing yet", "2 lines, none of which does anything"),
    ],
)
def test_a_script_is_told_by_the_first_line_that_says_what_it_is_for(script: str, told: str) -> None:
    assert gist(script) == told


def test_a_long_script_is_shown_from_its_beginning_and_says_where_the_rest_is() -> None:
    lines = script_lines("\n".join(f"step {number}" for number in range(14)), "Raw shows them").plain
    assert lines.splitlines()[0] == "step 0"
    assert lines.splitlines()[-1] == "… 2 more lines: Raw shows them"
    assert script_lines("echo [red]x\x1b[31m", "").plain == "echo [red]x␛[31m"
