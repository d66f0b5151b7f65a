"""The text of the generated config: aliases that stay, clashes that are told, accounts apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh.config_entries import (
    Entry,
    alias_of,
    choose_aliases,
    kept_aliases,
    others_aliases,
    render,
    with_part,
)
from mimiry_tui.ssh.endpoint import UnsafeEndpointError
from mimiry_tui.ssh.known_hosts import file_name


def entry(session_id: str = "abcdef", alias: str = "mimiry-train", host: str = "h") -> Entry:
    return Entry(session_id, alias, SshEndpoint(host), None, None)


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("train", "mimiry-train"),
        ("Train Llama 3.1", "mimiry-train-llama-3.1"),
        ("a*b?c!d", "mimiry-a-b-c-d"),
        ("--x--", "mimiry-x"),
        ("x\nHost *\n ProxyCommand evil", "mimiry-x-host-proxycommand-evil"),
        ("", "mimiry-id-7"),
        ("模型", "mimiry-id-7"),
        ("n" * 200, "mimiry-" + "n" * 60),
    ],
)
def test_a_name_becomes_an_alias_that_ssh_takes_literally(name: str, alias: str) -> None:
    assert alias_of(name, "ID-7") == alias


def test_two_of_one_name_are_told_apart_and_the_older_has_the_plain_one() -> None:
    chosen = choose_aliases([("abcdef", "train"), ("abcxyz", "train"), ("abcxyw", "Train")], {}, ())
    assert chosen == {
        "abcdef": "mimiry-train",
        "abcxyz": "mimiry-train-abcx",
        "abcxyw": "mimiry-train-abcxy",
    }


def test_a_session_stays_what_it_was_called_when_the_plain_name_becomes_free() -> None:
    kept = {"abcxyz": "mimiry-train-abcx"}
    assert choose_aliases([("abcxyz", "train"), ("new", "train")], kept, ()) == {
        "abcxyz": "mimiry-train-abcx",
        "new": "mimiry-train",
    }


def test_what_means_another_host_already_is_not_taken_over() -> None:
    assert choose_aliases([("s1", "train")], {}, {"mimiry-train"}) == {"s1": "mimiry-train-s1"}


def test_an_alias_on_disk_that_the_name_never_asked_for_is_not_kept() -> None:
    assert choose_aliases([("s1", "train")], {"s1": "mimiry-other"}, ()) == {"s1": "mimiry-train"}


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), unique_by=lambda pair: pair[0]))
def test_every_session_gets_one_alias_of_its_own(sessions: list[tuple[str, str]]) -> None:
    chosen = choose_aliases(sessions, {}, {"mimiry-a", "mimiry-0"})
    assert chosen.keys() == {session_id for session_id, _ in sessions}
    assert len(set(chosen.values())) == len(chosen)
    for alias in chosen.values():
        assert alias.startswith("mimiry-")
        assert not set(alias) - set("abcdefghijklmnopqrstuvwxyz0123456789._-")


def test_an_entry_holds_all_that_ssh_needs() -> None:
    full = Entry(
        "s1", "mimiry-train", SshEndpoint("h", 2222, "root"), Path("/my keys/id.pub"), Path("/state/50%/s1")
    )
    assert render([full]) == (
        "# session s1\n"
        "Host mimiry-train\n"
        "    HostName h\n"
        "    Port 2222\n"
        "    User root\n"
        '    IdentityFile "/my keys/id"\n'
        "    IdentitiesOnly yes\n"
        '    UserKnownHostsFile "/state/50%%/s1"\n'
        "    StrictHostKeyChecking accept-new\n"
        "    ForwardAgent no\n"
        "    ServerAliveInterval 30\n"
    )


def test_an_unsafe_endpoint_is_never_written() -> None:
    with pytest.raises(UnsafeEndpointError):
        render([entry(host="h\n    ProxyCommand evil")])


def test_accounts_share_the_file_and_leave_each_other_alone() -> None:
    text = with_part("", "one", render([entry("s1", "mimiry-a")]))
    text = with_part(text, "two", render([entry("s2", "mimiry-b"), entry("S 3", "mimiry-c")]))
    assert kept_aliases(text, "one") == {"s1": "mimiry-a"}
    assert kept_aliases(text, "two") == {"s2": "mimiry-b", file_name("S 3"): "mimiry-c"}
    assert others_aliases(text, "one") == {"mimiry-b", "mimiry-c"}
    assert with_part(text, "two", kept_part(text, "two")) == text
    without = with_part(text, "two", "")
    assert without == with_part("", "one", render([entry("s1", "mimiry-a")]))
    assert kept_aliases(with_part(without, "one", ""), "one") == {}


def kept_part(text: str, account: str) -> str:
    """The lines of one account's part."""
    return text.split(f"# account {account}\n")[1].split("\n# account ")[0]


@given(st.text())
def test_a_file_that_somebody_spoiled_is_read_all_the_same(text: str) -> None:
    assert all(alias.startswith("mimiry-") for alias in kept_aliases(text, "one").values())
    part = render([entry()])
    assert kept_aliases(with_part(text, "one", part), "one") == {"abcdef": "mimiry-train"}
