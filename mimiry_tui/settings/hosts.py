"""Base URLs of the service: which are usable, and what to call them."""

from __future__ import annotations

from mimiry_tui.settings.errors import SettingsError

DEFAULT_API_BASE = "https://softlaunch.mimiry.com"
HOST_SUFFIX = ".mimiry.com"
_LOOPBACK_NAMES = frozenset({"localhost", "ip6-localhost"})


def check_api_base(text: str, source: str) -> str:
    """The base URL without trailing slashes; SettingsError names the source of an unusable one."""
    from urllib.parse import urlsplit

    base = text.strip().rstrip("/")
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise SettingsError(f"{source}: not a URL") from None
    if parts.username is not None or parts.password is not None:
        raise SettingsError(f"{source}: a URL with a user or password is not used")
    if parts.scheme not in {"http", "https"} or not host:
        raise SettingsError(f"{source}: not an http(s) URL: {base[:200]}")
    if parts.query or parts.fragment:
        raise SettingsError(f"{source}: a base URL has no query and no fragment: {base[:200]}")
    if not base.isascii() or not base.isprintable() or any(sign in base for sign in ' <>"\\^`{|}'):
        raise SettingsError(f"{source}: the URL has characters that no URL has")
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def name_of(api_base: str) -> str:
    """What to call a base: "softlaunch", else the host, with its port where one is given."""
    netloc = api_base.split("://", 1)[-1].split("/", 1)[0]
    return netloc.removesuffix(HOST_SUFFIX) or netloc


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine."""
    import ipaddress

    if host.lower() in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def instance_base(instance: str | None) -> str:
    word = (instance or "").strip().lower()
    if word and not (word.isascii() and word.replace("-", "").isalnum() and word.strip("-") == word):
        raise SettingsError(f"--instance: not an instance name: {word[:60]}")
    return f"https://{word}{HOST_SUFFIX}" if word else ""
