"""What single texts in settings may be. Each check gives the reason why not, or ""; never the text itself."""

from __future__ import annotations

import re

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.hosts import check_api_base, instance_base

_OURS = frozenset(
    [
        "forwardagent",
        "identitiesonly",
        "identityfile",
        "identityfile2",
        "stricthostkeychecking",
        "userknownhostsfile",
        "userknownhostsfile2",
        "certificatefile",
        "controlpath",
        "globalknownhostsfile",
        "globalknownhostsfile2",
        "hostkeyalias",
        "host",
        "hostname",
        "include",
        "knownhostscommand",
        "match",
        "nohostauthenticationforlocalhost",
        "port",
        "revokedhostkeys",
        "updatehostkeys",
        "user",
        "verifyhostkeydns",
    ]
)
"""Options of ssh, and old names for them, that say whom it talks to and what it trusts: not for settings."""

DEMO = "demo"
"""What the simulated cloud is called among accounts, and how the others of them begin.

A profile of such a name would pass for one."""

_SSH_OPTION = re.compile(r"([A-Za-z][A-Za-z0-9]*)=(.*\S.*)")
_ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_COLUMN = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_BINDING_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}")
_PROFILE_NAME = re.compile(r"\w[\w.-]{0,39}")


def ssh_option_trouble(text: str) -> str:
    found = _SSH_OPTION.fullmatch(text)
    if found is None:
        return 'has to be written "Key=value", as in "ServerAliveInterval=30"'
    if found[1].lower() in _OURS:
        return f"{found[1]} is not up to settings: it decides whom ssh talks to or what it trusts"
    return ""


def token_trouble(text: str) -> str:
    source, _, where = text.partition(":")
    where = where.strip()
    if source == "env" and _ENVIRONMENT_NAME.fullmatch(where):
        return ""
    if source in {"keyring", "file"} and where:
        return ""
    return "has to say where the token is, env:NAME, keyring:NAME or file:PATH, and not the token itself"


def api_base_trouble(text: str) -> str:
    try:
        check_api_base(text, "")
    except SettingsError as error:
        return str(error).removeprefix(": ").partition(": ")[0]
    return ""


def instance_trouble(text: str) -> str:
    try:
        instance_base(text)
    except SettingsError:
        return 'not the name of an instance, like "softlaunch"'
    return ""


def column_trouble(text: str) -> str:
    return "" if _COLUMN.fullmatch(text) else 'has to be the name of a column, like "phase"'


def key_names_trouble(text: str) -> str:
    return (
        ""
        if all(key.strip() for key in text.split(","))
        else 'has to be keys with commas between, like "f5,n"'
    )


def profile_name_trouble(text: str) -> str:
    if text == DEMO or text.startswith(f"{DEMO}-"):
        return "that name is the simulated cloud's"
    if _PROFILE_NAME.fullmatch(text) and safe_text(text) == text:
        return ""
    return "a name has at most 40 letters, digits, dots, dashes and underscores"


def binding_id_trouble(text: str) -> str:
    return "" if _BINDING_ID.fullmatch(text) else "not the id of a binding: the help (?) lists them"
