"""`mimiry-tui simulate`: its options. Light to import; the servers are loaded when it runs."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.faults import Fault, FaultKind
from mimiry_tui.simulator.kinds import KINDS, MIMIRY, SCOPES
from mimiry_tui.simulator.scenarios import Scenario, table

if TYPE_CHECKING:
    from pathlib import Path

_SCENARIOS = """\
scenarios, for --scenario NAME or as sim-NAME in the name, image or command of any launch, the last ones
in the name of a volume:"""


_OF_OTHER_KINDS = """\
of the other kinds, in the name of a launch:
  sim-silent        mimiry-jobs: its machine gives no sign of life any more
  sim-no-machine    mimiry-jobs: it fails for want of a machine
  sim-no-boot       mags: its machine does not boot"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Put the options of `simulate` on a parser, and the scenarios below them."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"{_SCENARIOS}\n{table()}\n\n{_OF_OTHER_KINDS}"
    parser.add_argument(
        "--kind", choices=KINDS, default=MIMIRY, help="which service to simulate (default mimiry)"
    )
    parser.add_argument(
        "--scopes",
        type=_scopes,
        metavar="LIST",
        help="what the API key may do, with commas between (default everything; only mimiry-jobs)",
    )
    parser.add_argument("--port", type=int, default=0, metavar="N", help="HTTP port (default: a free one)")
    parser.add_argument("--ssh-port", type=int, default=0, metavar="N", help="SSH port (default: a free one)")
    parser.add_argument(
        "--speed", type=_speed, default=1.0, metavar="X", help="how much faster things happen (default 1)"
    )
    parser.add_argument(
        "--dialect", type=Dialect, choices=list(Dialect), default=Dialect.DOCUMENTED, help="how it speaks"
    )
    parser.add_argument(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="FAULT",
        help="make trouble, repeatable: NAME[=RATE][:PATH], or NAME[=RATE]:'METHOD PATH' for calls of one "
        f"method; names are {', '.join(FaultKind)}",
    )
    parser.add_argument(
        "--scenario",
        type=_scenario,
        action="append",
        default=[],
        metavar="NAME",
        help="make a session or volume that this happens to, repeatable (the list is below); "
        "what happens to requests happens to all of them",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which world (default 1)")
    parser.add_argument("--state", type=_path, metavar="DIR", help="keep the world in this folder")
    parser.add_argument(
        "--register-key",
        type=_path,
        action="append",
        default=[],
        metavar="PUB",
        help="let this public key file in too, repeatable",
    )
    parser.add_argument(
        "--no-registration",
        action="store_true",
        help="know nothing of the guided way to register a key, as older deployments do",
    )
    parser.add_argument(
        "--portal-email",
        default="",
        metavar="EMAIL",
        help="who is signed in to the portal where keys are approved (default: the account's owner)",
    )
    parser.add_argument(
        "--past-logs",
        type=_path,
        metavar="DIR",
        help="write the logs of ended sessions there, and a month of history, as a dashboard would have "
        "kept them; "
        "a relative path is below the simulator's own folder",
    )
    parser.add_argument(
        "--die-with-parent", action="store_true", help="stop when the standard input is closed"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until a signal; returns the exit code, 2 without the `demo` extra.

    Everything but the `export` lines goes to stderr.
    """
    trouble = _misplaced(options)
    if trouble:
        sys.stderr.write(f"mimiry-tui simulate: {trouble}\n")
        return 2
    try:
        if options.kind == MIMIRY:
            from mimiry_tui.simulator.process import serve
        else:
            from mimiry_tui.simulator.kind_process import serve
    except ModuleNotFoundError as error:
        sys.stderr.write(f"mimiry-tui simulate needs {error.name}: pip install 'mimiry-tui[demo]'\n")
        return 2
    return serve(options)


def _misplaced(options: argparse.Namespace) -> str:
    """What was asked that this kind knows nothing of, in words; "" where all is well."""
    if options.kind != "mimiry-jobs" and options.scopes is not None:
        return f"--scopes is for --kind mimiry-jobs, not for {options.kind}"
    if options.kind == MIMIRY:
        return ""
    given = {
        "--dialect": options.dialect is not Dialect.DOCUMENTED,
        "--scenario": options.scenario,
        "--state": options.state is not None,
        "--register-key": options.register_key,
        "--no-registration": options.no_registration,
        "--portal-email": options.portal_email,
    }
    wrong = [name for name, is_given in given.items() if is_given]
    return f"{', '.join(wrong)}: only for --kind mimiry" if wrong else ""


def _scopes(text: str) -> tuple[str, ...]:
    scopes = tuple(word.strip() for word in text.split(",") if word.strip())
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown scope {unknown[0]!r}; known: {', '.join(SCOPES)}")
    return scopes


def _path(text: str) -> Path:
    from pathlib import Path  # its share of the time that --help has is a quarter of `python -c pass`

    return Path(text)


def _scenario(text: str) -> Scenario:
    try:
        return Scenario(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"unknown scenario {text!r}; --help lists them") from None


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.01 <= speed <= 10_000:
        raise argparse.ArgumentTypeError("speed must be between 0.01 and 10000")
    return speed


def _fault(text: str) -> Fault:
    try:
        return Fault.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
