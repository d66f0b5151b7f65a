"""The portal as far as a registration needs it: three plain pages."""

from __future__ import annotations

from html import escape

from mimiry_tui.simulator.registration import Registration, State


def question(found: Registration, email: str) -> str:
    """Whether the key shall be let in."""
    who = f"“{escape(found.title)}” ({escape(found.client_hint)})"
    facts = (
        f"<p>Signed in as <strong>{escape(email)}</strong>.</p>"
        f"<p>{who} asks to add an SSH key to this account.</p>"
    )
    if found.state is not State.INITIATED:
        return _page("Add an SSH key", f"{facts}<p>This request is {found.state}.</p>")
    form = (
        '<form method="post">'
        '<button name="action" value="approve">Approve</button> '
        '<button name="action" value="refuse">Refuse</button>'
        "</form>"
        '<p>Or <a href="../pairing-code">use a pairing code</a>.</p>'
    )
    return _page("Add an SSH key", facts + form)


def outcome(found: Registration) -> str:
    """What came of it."""
    if found.state is State.PORTAL_VERIFIED:
        return _page("Approved", "<p>Go back to the program that asked.</p>")
    return _page("Refused", f"<p>This request is {found.state}.</p>")


def pairing_code(code: str, email: str) -> str:
    """A code to type into the program."""
    return _page("Pairing code", f"<p>For {escape(email)}: <code>{escape(code)}</code></p>")


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)} · simulated portal</title></head>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )
