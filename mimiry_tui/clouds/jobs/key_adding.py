"""A public key as it is given to the account: pasted, or the path of its `.pub` file."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.clouds.errors import BadRequest
from mimiry_tui.domain.doing.forms import Field, FieldKind, Form, Note, Role, Values, Weight
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.public_keys import PublicKey, public_key_of_line
from mimiry_tui.settings.private_file import reason

ADD = "add_ssh_key"
_GIVE_PUBLIC = "it never leaves this machine; give the public one, its .pub file"
_PRIVATE = f"this is a private key: {_GIVE_PUBLIC}"
_NO_KEY = "this is no public key: one begins with its kind, like ssh-ed25519, and goes on with AAAA"
_BEGINNINGS = ("ssh-", "ecdsa-", "sk-")
_LARGEST = 64 * 1024
_LONGEST_PATH = 400

ADD_FORM = Form(
    id=ADD,
    title="Add an SSH key",
    verb="add",
    words="the public half; jobs that are launched with it let its owner in",
    fields=(
        Field(
            "public_key",
            "Public key",
            FieldKind.LINE,
            words="a .pub file, or the key",
            placeholder="~/.ssh/id_ed25519.pub",
            required=True,
        ),
        Field(
            "name",
            "Name",
            FieldKind.LINE,
            words="empty: its own comment",
            role=Role.NAME,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class NewKey:
    """What is sent."""

    name: str
    key: PublicKey


def key_notes(values: Values) -> dict[str, Note]:
    """What can be said without looking at any file."""
    text = values.get("public_key", "").strip()
    if not text:
        return {}
    if _is_private(text):
        return {"public_key": Note(_PRIVATE)}
    if _is_path(text):
        if text.endswith(".pub"):
            return {}
        return {"public_key": Note("a public key's file usually ends in .pub", Weight.CARE)}
    key = public_key_of_line(text)
    if key is None:
        return {"public_key": Note(_NO_KEY)}
    return {"public_key": Note(f"{key.kind} · {key.fingerprint}", Weight.FINE)}


def new_key(values: Values) -> NewKey:
    """The key that is meant. Blocks on the disk; raises BadRequest where there is none to be had.

    Nothing that was found to be a private key is kept or repeated.
    """
    text = values.get("public_key", "").strip()
    stem = ""
    if _is_path(text):
        text, stem = _text_of(text), Path(text).stem
    if _is_private(text):
        raise BadRequest(_GIVE_PUBLIC, title="A private key")
    key = public_key_of_line(text)
    if key is None:
        raise BadRequest(_NO_KEY, title="No public key")
    return NewKey(values.get("name", "").strip() or key.comment or stem or key.fingerprint, key)


def _text_of(name: str) -> str:
    try:
        path = Path(name).expanduser()
        if not path.is_file():
            raise BadRequest(name, title="No such file")
        with path.open("rb") as file:
            return file.read(_LARGEST).decode("utf-8", "replace")
    except (OSError, ValueError, RuntimeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is no name of a file"
        raise BadRequest(f"{name} cannot be read: {why}", title="Unreadable file") from None


def _is_path(text: str) -> bool:
    """Not what was pasted by mistake, which could be anything and is not repeated."""
    return (
        0 < len(text) <= _LONGEST_PATH and text.isprintable() and not (_is_pasted(text) or _is_private(text))
    )


def _is_pasted(text: str) -> bool:
    return text.startswith(_BEGINNINGS) and len(text.split()) > 1


def _is_private(text: str) -> bool:
    return "PRIVATE KEY" in text or text.startswith("PuTTY-User-Key-File")
