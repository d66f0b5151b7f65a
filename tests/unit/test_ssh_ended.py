"""How a visit ended: one sentence that a person understands, and ssh's own words made harmless."""

from __future__ import annotations

import pytest

from mimiry_tui.ssh.client import Ended, explain
from mimiry_tui.ssh.ended import last_words

CHANGED = b"""\
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\r
Someone could be eavesdropping on you right now (man-in-the-middle attack)!\r
It is also possible that a host key has just been changed.\r
The fingerprint for the ED25519 key sent by the remote host is\r
SHA256:ZoU1f6rM7dhDjLqCG3qO5Mk6d9m2bT8yGfY3C8fXH7E.\r
Please contact your system administrator.\r
Add correct host key in /state/known_hosts/a to get rid of this message.\r
Offending ED25519 key in /state/known_hosts/a:1\r
Host key for h has changed and you have requested strict checking.\r
Host key verification failed.\r
"""


@pytest.mark.parametrize(
    ("said", "part"),
    [
        (b"ssh: connect to host h port 22: Connection refused\r\n", "nothing listens there"),
        (b"ssh: connect to host h port 22: Connection timed out\r\n", "no answer in time"),
        (b"ssh: Could not resolve hostname h: Name or service not known\r\n", "name is not known"),
        (b"root@h: Permission denied (publickey).\r\n", "does not take this key"),
        (b"Host key verification failed.\r\n", "host key was not accepted"),
        (b"Connection to h closed by remote host.\r\n", "may have ended"),
        (b"Connection to h closed.\r\n", "ended from here with ~."),
        (b"client_loop: send disconnect: Broken pipe\r\n", "was cut"),
        (b"kex_exchange_identification: read: Connection reset by peer\r\n", "was cut"),
        (b"Timeout, server h not responding.\r\n", "went dead"),
        (b"command-line: line 0: Bad configuration option: x\r\n", "too old"),
        (b"something nobody has heard of\r\n", "ssh failed"),
        (b"", "ssh failed"),
    ],
)
def test_a_failure_of_ssh_is_explained(said: bytes, part: str) -> None:
    assert part in explain(Ended(255, last_words(said)))


def test_a_changed_host_key_is_named_as_the_refusal_that_it_is() -> None:
    words = last_words(CHANGED)
    assert "HAS CHANGED" in words
    assert len(words.split("\n")) <= 6
    assert words.endswith("Host key verification failed.")
    assert explain(Ended(255, words)) == (
        "the host key is not the one this session showed before: refused, as another machine may be answering"
    )


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (0, ""),
        (1, "the shell there ended with exit code 1"),
        (130, "the shell there ended with exit code 130"),
        (-2, "ssh was ended by signal 2"),
    ],
)
def test_other_ends_are_told_by_their_code(code: int, sentence: str) -> None:
    assert explain(Ended(code, "Connection refused")) == sentence


def test_last_words_are_harmless_and_few() -> None:
    assert last_words(b"\x1b]0;title\x07evil\x1b[2J\r\n") == "␛]0;title␇evil␛[2J"
    assert last_words(b"\r\n".join(b"line %d" % number for number in range(99))).split("\n")[0] == "line 93"
    assert last_words(b"\xff\xfe not text").endswith("not text")
    assert max(map(len, last_words(b"x" * 9_000).split("\n"))) == 300


def test_what_ssh_says_when_all_is_well_is_no_last_word() -> None:
    assert last_words(b"Warning: Permanently added 'h' (ED25519) to the list of known hosts.\r\n") == ""
    assert last_words(b"@@@@@@@\r\n\r\n") == ""
