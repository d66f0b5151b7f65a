"""What went wrong, as one word for scripts and a few for people: none of them the service's own."""

from __future__ import annotations

from mimiry_tui.clouds import errors

_CODES: dict[type[errors.CloudError], str] = {
    errors.NoKey: "no_key",
    errors.NoToken: "no_token",
    errors.TokenRefused: "token_refused",
    errors.KeyLocked: "key_locked",
    errors.KeyNotRegistered: "key_not_registered",
    errors.SignatureRefused: "signature_refused",
    errors.ClockSkewed: "clock_skewed",
    errors.SignInFailed: "not_signed_in",
    errors.TimedOut: "timed_out",
    errors.Unreachable: "unreachable",
    errors.TooManyRequests: "too_many_requests",
    errors.ScopeMissing: "scope_missing",
    errors.Forbidden: "forbidden",
    errors.NotFound: "not_found",
    errors.Refused: "refused",
    errors.ServerTrouble: "service_trouble",
    errors.UnreadableAnswer: "unreadable_answer",
    errors.CloudError: "error",
}
"""The nearest kind counts. The words are part of the documented JSON: none is ever renamed."""

CODES = tuple(_CODES.values())


def code_of(error: errors.CloudError) -> str:
    """The word for scripts."""
    return next(_CODES[kind] for kind in type(error).__mro__ if kind in _CODES)


def short_words(error: errors.CloudError) -> str:
    """For people, where there is hardly any room: "timed out", "SSH key not registered"."""
    return error.said
