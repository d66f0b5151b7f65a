"""What an answer that is no success means, and what can be done about it (Mimiry public API, errors)."""

from __future__ import annotations

from datetime import datetime

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import Answer, error_of, told_wait, words_of
from mimiry_tui.clouds.jobs.scopes import Scope, lacking

NO_SUCH_KEY = "SSH key not found"
"""The title of the refusal that says so, whatever else may be missing."""
_WHERE_KEYS_ARE = "in the portal: Developer → API Keys"


def refusal_of(answer: Answer, scope: Scope, source: str, now: datetime) -> errors.CloudError:
    """The error for a call that needed this scope, made with a key from `source`.

    The documents give texts without a status for some, so the text counts first.
    """
    words = " ".join(part for part in words_of(answer) if part)
    told, status, wait = words.casefold(), answer.status, told_wait(answer, now)
    if _is_about_scope(told, status):
        return errors.ScopeMissing(
            lacking(scope), hint=f"make an API key that has it {_WHERE_KEYS_ARE}", status=status
        )
    if status == 401:
        return errors.TokenRefused(
            words,
            title="API key refused",
            hint=f"it may be mistyped or revoked: it came from {source}; make a new one {_WHERE_KEYS_ARE}",
            status=status,
        )
    if status == 402 or (status < 500 and "insufficient credit" in told):
        return errors.InsufficientBalance(
            words,
            hint="add credits on the dashboard of the portal: Credit Balance → Add Credits",
            status=status,
        )
    if "no available instances" in told:
        # A plain no whatever its status: nothing was made, and nothing is in doubt.
        return errors.InvalidState(
            words,
            title="No available instances",
            hint="choose another instance type or location, or try again later",
            status=status,
            retry_after=wait,
        )
    if status < 500 and "ssh key not found" in told:
        return errors.NotFound(
            words,
            title=NO_SUCH_KEY,
            hint="it is not on the account (any more): choose another one, or add it first",
            status=status,
        )
    error = error_of(answer, now)
    if isinstance(error, errors.TooManyRequests):
        error.hint = "the service limits how often it is asked; the dashboard waits and goes on"
    return error


def _is_about_scope(told: str, status: int) -> bool:
    return status in {401, 403} and ("scope" in told or "permission" in told)
