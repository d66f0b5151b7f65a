"""How a visit to a session ended, and what that means in a sentence."""

from __future__ import annotations

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.safe_text import safe_text

_SSH_ITSELF_FAILED = 255
"""What ssh exits with where it was not the shell there that ended."""
_LINES_KEPT = 6
_GOOD_NEWS = ("Permanently added", "Pseudo-terminal will not be allocated")
"""What ssh says in passing when all is well: no last words."""

_CHANGED_KEY = (
    "the host key is not the one this session showed before: refused, as another machine may be answering"
)
_MEANINGS = (
    ("remote host identification has changed", _CHANGED_KEY),
    ("host key verification failed", "the host key was not accepted, so nothing was sent"),
    (
        "unprotected private key file",
        "the key's file can be read by others, so ssh does not use it: chmod 600",
    ),
    ("bad permissions", "a file of ssh's can be changed by others, so ssh does not use it"),
    ("too many authentication failures", "the machine broke off after too many keys that it does not know"),
    ("permission denied", "the machine does not take this key: is it the one the session was started with?"),
    ("connection refused", "nothing listens there: the session may still be starting, or has ended"),
    ("connection timed out", "no answer in time: the machine or the network is out of reach"),
    ("operation timed out", "no answer in time: the machine or the network is out of reach"),
    ("timed out during banner exchange", "something is there, but no SSH server answered in time"),
    ("timeout, server", "the connection went dead: nothing came back any more"),
    ("could not resolve hostname", "the host's name is not known here"),
    ("no route to host", "there is no way to that host from here"),
    ("network is unreachable", "there is no way to that host from here"),
    ("closed by remote host", "the machine closed the connection: the session may have ended"),
    ("connection reset", "the connection was cut: the session may have ended"),
    ("connection lost", "the connection was cut: the session may have ended"),
    ("broken pipe", "the connection was cut: the session may have ended"),
    ("kex_exchange_identification", "something is there, but it is not ready for SSH yet"),
    ("connection closed by", "the machine closed the connection: the session may have ended"),
    ("no matching", "this ssh and the machine have no method in common"),
    # What ssh says after any visit; that it failed then means one of these.
    ("connection to ", "the connection was ended from here with ~. or by a shell's own exit code 255"),
    ("bad configuration option", "your ssh does not know an option that is needed: it may be too old"),
)
"""What ssh says, in lower case, and what it means; the first that is found counts."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended."""

    exit_code: int
    """The remote shell's, 255 for a failure of ssh itself, negative for the signal that ended ssh."""
    last_words: str
    """ssh's own last lines, made harmless; empty where it said nothing."""


def explain(ended: Ended) -> str:
    """What the end means, in one sentence without a full stop; empty for an end as it should be."""
    if ended.exit_code == 0:
        return ""
    if ended.exit_code < 0:
        return f"ssh was ended by signal {-ended.exit_code}"
    if ended.exit_code != _SSH_ITSELF_FAILED:
        return f"the shell there ended with exit code {ended.exit_code}"
    said = ended.last_words.lower()
    meaning = next((meaning for words, meaning in _MEANINGS if words in said), "")
    return meaning or "ssh failed before or while it was connected"


def last_words(said: bytes) -> str:
    """The last lines of what was written to stderr: cleaned, without empty ones and rows of signs."""
    lines = (line.strip() for line in said.decode(errors="replace").replace("\r", "\n").split("\n"))
    kept = [safe_text(line, 300) for line in lines if _says_something(line)]
    return "\n".join(kept if len(kept) <= _LINES_KEPT else _shortened(kept))


def _says_something(line: str) -> bool:
    return any(sign.isalnum() for sign in line) and not any(words in line for words in _GOOD_NEWS)


def _shortened(lines: list[str]) -> list[str]:
    """The last lines, led by the one that says that a host key changed: ssh's own warning is longer."""
    last = lines[-_LINES_KEPT:]
    warning = next((line for line in lines if _MEANINGS[0][0] in line.lower()), "")
    return [warning, *last[1:]] if warning and warning not in last else last
