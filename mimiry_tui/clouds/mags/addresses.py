"""Addresses: the service's URL aliases as a collection."""

from __future__ import annotations

import re

from mimiry_tui.clouds.mags.wire import APPS_DOMAIN, UnusableRecordError, fields_of, told_url
from mimiry_tui.domain import coerce
from mimiry_tui.domain.doing.collections import Collection, Heading, Item

ADDRESSES = Collection(
    "addresses",
    "Addresses",
    (Heading("ADDRESS"), Heading("WORKSPACE"), Heading("CREATED")),
    empty="no addresses: one leads to whichever session has a workspace",
    words="web addresses that stay the same from session to session",
)
_ADDRESS = "address"
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DOMAIN = re.compile(rf"{_LABEL.pattern}(?:\.{_LABEL.pattern})+")


def read_address(raw: bytes) -> Item:
    """One alias's JSON; it is called by its subdomain. Raises as the other readers do."""
    fields = fields_of(raw)
    subdomain = coerce.text(fields.get("subdomain"))
    if not subdomain:
        raise UnusableRecordError("an address without a subdomain")
    domain = coerce.text(fields.get("domain")) or APPS_DOMAIN
    url = told_url(fields) or f"https://{subdomain}.{domain}"
    workspace = coerce.text(fields.get("workspace_id"))
    named = ((_ADDRESS, url), ("workspace", workspace), ("id", coerce.text(fields.get("id"))))
    return Item(
        id=subdomain,
        name=subdomain,
        collection=ADDRESSES.id,
        cells=(url, workspace, coerce.moment(fields.get("created_at"))),
        facts=tuple((label, value) for label, value in named if value),
        raw=raw,
    )


def url_of(item: Item) -> str:
    """The whole address."""
    return dict(item.facts).get(_ADDRESS, "")


def subdomain_trouble(text: str) -> str:
    """Why that cannot stand before a domain, or ""."""
    return "" if _LABEL.fullmatch(text) else "small letters, digits and hyphens between them, at most 63"


def domain_trouble(text: str) -> str:
    """Why that is no domain, or ""."""
    return "" if _DOMAIN.fullmatch(text) else f"a domain, like {APPS_DOMAIN}"
