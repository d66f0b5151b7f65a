"""What a subcommand prints: to a terminal, a file, a pipe that somebody stopped reading, or nowhere."""

from __future__ import annotations

import os
import sys

_CANNOT_PRINT = 1


def say(text: str) -> None:
    """Print this now, with the line ends that are in it.

    A pipe that nobody reads any more, or an output that was closed, is no failure: the rest goes
    nowhere. Where it cannot be written for another reason, as on a full disk, the program ends with 1.
    """
    if sys.stdout is None:  # `>&-`
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _hang_up()
    except OSError as error:
        _hang_up()
        complain(f"nothing can be printed: {error.strerror}")
        raise SystemExit(_CANNOT_PRINT) from None


def complain(words: str) -> None:
    """One line to the error output, named as ours."""
    if sys.stderr is not None:
        sys.stderr.write(f"mimiry-tui: {words}\n")


def print_what_it_can() -> None:
    """Let an output whose character set lacks a sign, as a cron job's may, have a `?` for it."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)  # a closed one has none
    if reconfigure is not None:
        reconfigure(errors="replace")


def _hang_up() -> None:
    """Send what is still in the buffer nowhere: at its end the interpreter would try again, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
