"""What an error of the service means, in words for a report, and what helps."""

from __future__ import annotations

from typing import NamedTuple

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import HTML_PAGE

_IN_BETWEEN = "a proxy, a portal of the network or a load balancer answers instead of the service"


class Diagnosis(NamedTuple):
    """The cause, and the remedy."""

    words: str
    fix: str


def diagnose(error: errors.CloudError) -> Diagnosis:
    """The cause of an error as far as it can be told apart. The words may hold foreign text."""
    if is_from_in_between(error):
        status = f"HTTP {error.status}, " if error.status else ""
        return Diagnosis(
            f"{status}{error.detail}", f"{_IN_BETWEEN}: open the host in a browser, or try another network"
        )
    return Diagnosis(_told(error), _remedy(error))


def is_from_in_between(error: errors.CloudError) -> bool:
    """Whether what came is a web page, which the service never sends."""
    return error.detail.startswith(HTML_PAGE)


_FIXES: tuple[tuple[type[errors.CloudError], str], ...] = (
    (errors.TimedOut, "the service or the way to it is overloaded: try again, or another network"),
    (errors.AnswerLost, "the service or something before it cuts connections: try again, or another network"),
    (errors.Unreachable, "check the network, the proxy variables and the host"),
    (errors.TooManyRequests, "wait, then ask less often: every program that uses this key counts"),
    (errors.StillBooting, errors.StillBooting.hint),
    (errors.ServerTrouble, "this is on the service's side: wait, and tell its operators if it lasts"),
    (errors.InvalidState, "the service finds itself in a state that forbids this: try again later"),
    (errors.BadRequest, "this service may be older or newer than the dashboard: look for an update"),
    (errors.NotFound, "this service may not offer it: check the host, and any path in its base URL"),
    (errors.SignatureRefused, "the key and its public half may not belong together: see the key's findings"),
)
"""The first that fits."""


def _remedy(error: errors.CloudError) -> str:
    """What was said of this very error, else what goes for its kind."""
    if isinstance(error, errors.KeyNotRegistered):
        return f"mimiry-tui setup registers it, or {error.hint}"
    # What such errors advise is meant for somebody who wanted to change something.
    is_about_a_deed = isinstance(error, errors.BadRequest | errors.NotFound)
    if error.hint != type(error).hint and not is_about_a_deed:
        return error.hint
    return next((fix for kind, fix in _FIXES if isinstance(error, kind)), error.hint)


def _told(error: errors.CloudError) -> str:
    """ "Service trouble: something broke (HTTP 500)", with when to ask again where the service said so."""
    status = f" (HTTP {error.status})" if error.status else ""
    is_told = isinstance(error, errors.TooManyRequests | errors.StillBooting) and error.retry_after
    wait = f", again in {error.retry_after:.0f} s" if is_told else ""
    return f"{error}{status}{wait}"
