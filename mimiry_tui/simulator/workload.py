"""What a launch's command does in the simulated container: how long it runs and how it exits."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KILLED = 137
LINE_SECONDS = 3.0
"""Seconds between two lines of a training log at speed 1."""


@dataclass(frozen=True)
class Training:
    """The shape of a training run, read from its command's options."""

    epochs: int
    steps_per_epoch: int

    @property
    def lines_per_epoch(self) -> int:
        """One line when an epoch starts, one per ten steps, one with the validation result."""
        return self.steps_per_epoch // 10 + 2

    @property
    def seconds(self) -> float:
        return self.epochs * self.lines_per_epoch * LINE_SECONDS


def training_of(command: str | None) -> Training | None:
    """The training run a command stands for, or None when it is something else."""
    if command is None or not re.search(r"train|fine-?tune|sweep", command):
        return None
    return Training(_option(command, "epochs", 10), max(10, _option(command, "steps", 1200)))


def duration_of(command: str) -> float:
    """Seconds the command runs at speed 1: `sleep N` sleeps, training trains, the rest is brief."""
    slept = re.search(r"\bsleep (\d{1,6})", command)
    if slept:
        return float(slept[1])
    training = training_of(command)
    return training.seconds if training else 6.0


def exit_code_of(command: str) -> int:
    """`… exit N` and `false` end as they say; anything else ends well."""
    asked = re.search(r"\bexit (\d{1,3})\b", command)
    if asked:
        return int(asked[1]) % 256
    return 1 if command.strip() == "false" else 0


def traceback_of(command: str | None, code: int) -> tuple[str, ...]:
    """What a program says when it dies of an error; one that is not Python says nothing."""
    if not code or (command is not None and not re.search(r"\bpython|torchrun", command)):
        return ()
    script = re.search(r"[\w./-]+\.py", command or "")
    file = f"/workspace/{script[0] if script else 'train.py'}"
    if code == _KILLED:
        return ("Killed",)
    return (
        "Traceback (most recent call last):",
        f'  File "{file}", line 412, in <module>',
        "    main(parse_arguments())",
        f'  File "{file}", line 388, in main',
        "    for batch in loader:",
        '  File "/workspace/data/shards.py", line 97, in __iter__',
        "    raise DamagedShardError(shard.path, shard.checksum)",
        "data.shards.DamagedShardError: /data/shard-0412.bin: checksum a41f does not match 9c07",
    )


def pull_fails(image: str) -> bool:
    """NGC `cuda` images were seen to need credentials; a few names are broken so that one can try it."""
    return image.startswith("nvcr.io/nvidia/cuda") or bool(re.search(r"missing|broken|no-such", image))


def _option(command: str, name: str, default: int) -> int:
    found = re.search(rf"--{name}[= ](\d{{1,6}})", command)
    return max(1, int(found[1])) if found else default
