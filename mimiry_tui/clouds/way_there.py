"""What lies on the way to a service: a proxy, and what the numbers of errors say where it is blocked."""

from __future__ import annotations

import errno
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

EXPIRED, NOT_YET, WRONG_NAME = 10, 9, 62
"""Why a certificate is not trusted: codes of `X509_verify_cert` (OpenSSL)."""
NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
"""System errors that are about the way and not about who is at its end."""


def proxy_for(base: str) -> str:
    """The address of the proxy before this URL, as the environment has it: there may be a password in it.

    Empty where the way is direct, as it is for all but https. Reads the process's environment, and on some
    systems their network settings, as the HTTP client does.
    """
    parts = urlsplit(base)
    if parts.scheme != "https" or proxy_bypass(parts.hostname or ""):
        return ""
    proxies = getproxies()
    return proxies.get("https") or proxies.get("all") or ""
