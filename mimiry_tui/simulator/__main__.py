"""`python -m mimiry_tui.simulator`: the simulated cloud without the rest of the program."""

from __future__ import annotations

import argparse
import sys

from mimiry_tui.simulator.command import add_arguments, run


def main() -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m mimiry_tui.simulator", description=__doc__)
    add_arguments(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
