"""What can go wrong between the dashboard and a service.

    CloudError                     title, detail, hint; what every caller may catch
    ├── Unreachable                no answer: no network, no such host, connection lost
    │   └── AnswerLost             cut off after asking; whether a command took effect is unknown
    │       └── TimedOut           no answer in time; the same doubt
    ├── SignInFailed               no token could be had
    │   ├── NoKey                  no SSH key is configured, or its file is missing
    │   ├── NoToken                no API token is configured, or what should hold it does not
    │   ├── TokenRefused           the service does not know the token any more
    │   ├── KeyLocked              the key needs its passphrase
    │   ├── KeyNotRegistered       the account does not know the key
    │   ├── SignatureRefused       the service does not accept what was signed
    │   └── ClockSkewed            this machine's clock is too far off
    ├── Refused                    the service understood and said no
    │   ├── BadRequest             400, 422: something in the request is wrong
    │   ├── Forbidden              403
    │   │   └── ScopeMissing       the token may not; says which scope would let it
    │   ├── NotFound               404: unknown, or not yet in the read cache
    │   ├── InvalidState           409: not possible in the thing's present state
    │   ├── InsufficientBalance    402
    │   ├── ReadOnly               nothing was sent: this dashboard only looks
    │   └── TooManyRequests        429: a rate limit or a quota
    ├── ServerTrouble              5xx, or an answer from something in between
    │   └── StillBooting           503 while a machine boots; says when to ask again
    └── UnreadableAnswer           a success whose body is not what it should be

No text of an error ever holds a token, a signature or a key: they are made from the answer's own
words and from what the user configured.
"""

from __future__ import annotations


class CloudError(Exception):
    """Something went wrong with a service, in words for the person who waits.

    `title` says what in three words or so, `detail` is the service's own text (foreign: clean it
    before showing), `hint` is what can be done about it.
    """

    title = "Cloud error"
    hint = ""
    passes = False
    """Whether it often goes by itself, so that whoever keeps asking may hope."""

    def __init__(
        self,
        detail: str = "",
        *,
        title: str | None = None,
        hint: str | None = None,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.title = title or type(self).title
        self.hint = type(self).hint if hint is None else hint
        self.status = status
        self.retry_after = retry_after
        """Seconds to wait before asking again, where the service said so."""

    @property
    def said(self) -> str:
        """The title as it reads within a sentence: "timed out", "no API key", "SSH key not registered"."""
        return self.title if self.title[1:2].isupper() else self.title[:1].lower() + self.title[1:]

    def __str__(self) -> str:
        """The title and what the service says beyond it: some say only the same once more."""
        return f"{self.title}: {self.detail}" if says_more(self.detail, self.title) else self.title


def says_more(detail: str, title: str) -> bool:
    """Whether a detail is worth reading after its title: some only repeat it."""
    return detail.strip(" .").casefold() not in ("", title.casefold())


class Unreachable(CloudError):
    """No answer came: no network, no such host, or the connection was lost."""

    title = "Offline"
    hint = "check the network and the host"
    passes = True


class AnswerLost(Unreachable):
    """The connection broke after the request went out. Whether a command took effect is unknown."""

    title = "Connection lost"


class TimedOut(AnswerLost):
    """No answer in time. Whether a command took effect is unknown."""

    title = "Timed out"


class SignInFailed(CloudError):
    """No token could be had, so only public calls work."""

    title = "Not signed in"


class NoKey(SignInFailed):
    """No SSH key is configured, or its file is missing or unreadable."""

    NONE_NAMED = "no key is configured"
    """The detail where there is none to look at; otherwise it says what is wrong with the one there is."""

    title = "No SSH key"
    hint = "mimiry-tui setup makes or finds one; --key PATH names it"


class NoToken(SignInFailed):
    """No API token is configured, or what should hold it does not. Says where it was looked for."""

    title = "No API token"
    hint = "set `token` in the profile: env:NAME, keyring:NAME or file:PATH"

    @classmethod
    def hint_for(cls, kind: str) -> str:
        """The hint where it is known of what kind the account is."""
        return f"mimiry-tui setup --kind {kind} looks for one; or {cls.hint}"


class TokenRefused(SignInFailed):
    """The service does not take the token: mistyped, revoked or expired (401)."""

    title = "API token refused"
    hint = "make a new token, and put it where the profile looks for it"


class KeyLocked(SignInFailed):
    """The private key needs its passphrase."""

    title = "Key is locked"
    hint = "enter the passphrase, or add the key to ssh-agent"


class KeyNotRegistered(SignInFailed):
    """The account does not know this key."""

    title = "SSH key not registered"
    hint = "add the public key in the portal: Profile → SSH Keys → Add Key"


class SignatureRefused(SignInFailed):
    """The service does not accept what was signed: the wrong key, or a bug."""

    title = "Signature refused"


class ClockSkewed(SignInFailed):
    """This machine's clock is more than five minutes off."""

    title = "Clock is off"
    hint = "synchronise this machine's clock"


class Refused(CloudError):
    """The service understood the request and said no."""

    title = "Refused"


class BadRequest(Refused):
    """Something in the request is wrong (400, 422)."""

    title = "Request refused"


class Forbidden(Refused):
    """The account may not do this (403)."""

    title = "Not allowed"


class ScopeMissing(Forbidden):
    """The token lacks a scope; the detail says which, and what for."""

    title = "Scope missing"
    hint = "make an API key that has it"


class NotFound(Refused):
    """Unknown to the service, or not yet in its read cache (404)."""

    title = "Not found"


class InvalidState(Refused):
    """Not possible in the present state of the thing (409)."""

    title = "Not possible now"


class InsufficientBalance(Refused):
    """No credit, or no billing account (402)."""

    title = "Out of credit"
    hint = "top up the balance, or ask the admin of the organisation"


class ReadOnly(Refused):
    """Nothing was sent: this dashboard was told to change nothing."""

    title = "Read-only"
    hint = "by --read-only, or by read_only in its profile"


class TooManyRequests(Refused):
    """A rate limit or a quota was reached (429)."""

    title = "Too many requests"


class ServerTrouble(CloudError):
    """The service failed (5xx), or something in between answered for it."""

    title = "Service trouble"
    hint = "this is on the service's side"
    passes = True


class StillBooting(ServerTrouble):
    """The machine is not up yet (503 `vm_setup_in_progress`)."""

    title = "Still booting"
    hint = "it answers once the machine is up"


class UnreadableAnswer(CloudError):
    """A success whose body is not what it should be."""

    title = "Unreadable answer"
    hint = "is this host really the service?"
