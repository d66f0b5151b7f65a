"""Settings from text: what can be used is used, what cannot is named with its line."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mimiry_tui.settings.preferences import AutoTerminate, CurrencyStyle, Density, Preferences
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.settings.reading import read_settings
from mimiry_tui.settings.settings import Settings


def test_no_text_is_the_defaults() -> None:
    assert read_settings("") == read_settings("# a comment\r\n") == Settings()


def test_settings_of_every_kind_are_read() -> None:
    settings = read_settings(
        """
        profile = "work"
        refresh.sessions = 3
        look = { density = "compact", title = false }
        [ssh]
        options = [
            "ServerAliveInterval=30",  # often
            "Compression=yes",
        ]
        [guards]
        max_duration = "1h30m"
        auto_terminate = "never"
        max_hourly_rate = 4.50
        [columns]
        gpus = ["model", "rate"]
        sessions = []
        [keys]
        launch = "f5,n"
        offer.watch = "W"
        "quit.alias" = "f10"
        [profiles.home]
        [profiles.work]
        api_base = "http://127.0.0.1:8000"
        key = "~/.ssh/work"
        token = "env:WORK_TOKEN"
        colour = "red"
        read_only = true
        currency = "code"
        """
    )
    assert settings.problems == ()
    now = settings.preferences
    assert (now.refresh.sessions, now.refresh.offers) == (3.0, 30.0)
    assert (now.look.density, now.look.title) == (Density.COMPACT, False)
    assert now.ssh.options == ("ServerAliveInterval=30", "Compression=yes")
    assert now.guards.max_duration == timedelta(minutes=90)
    assert now.guards.auto_terminate is AutoTerminate.NEVER
    assert now.guards.max_hourly_rate == Decimal("4.50")
    assert now.columns == {"gpus": ("model", "rate")}
    assert now.keys == {"launch": "f5,n", "offer.watch": "W", "quit.alias": "f10"}
    work = ProfileEntry(
        "work",
        api_base="http://127.0.0.1:8000",
        key="~/.ssh/work",
        token="env:WORK_TOKEN",
        colour=ProfileColour.RED,
        read_only=True,
        currency=CurrencyStyle.CODE,
    )
    assert (settings.profile, settings.profiles) == ("work", (ProfileEntry("home"), work))


def test_each_mistake_costs_one_setting_and_is_named_with_its_line() -> None:
    settings = read_settings(
        """theme = "nord"
[refresh]
sessions = 0.1
ofers = 9
offers = 9
[look]
density = "tight"
[ssh]
options = [
  "Compression=yes",
  "IdentityFile=/tmp/other",
]
terminal = ["kitty", "--"]
[keys]
launch = 5
"a b" = "n"
zoom = ""
[surprise.inner]
a = 1
[columns]
gpu = []
"""
    )
    assert [str(problem) for problem in settings.problems] == [
        "line 1: theme: no such setting; did you mean look.theme?",
        "line 3: refresh.sessions: at least 2 s",
        "line 4: refresh.ofers: no such setting; did you mean offers?",
        "line 7: look.density: has to be one of comfortable, compact",
        "line 9: ssh.options: IdentityFile is not up to settings: it decides whom ssh talks to "
        "or what it trusts",
        "line 15: keys.launch: has to be a text",
        "line 16: keys.a b: not the id of a binding: the help (?) lists them",
        "line 17: keys.zoom: no key is given; without the line it has its own",
        "line 18: surprise: no such setting",
        "line 21: columns.gpu: no such setting; did you mean gpus?",
    ]
    assert settings.preferences.refresh.offers == 9
    assert settings.preferences.ssh.terminal == ("kitty", "--")
    assert settings.preferences.ssh.options == ()


def test_a_table_that_is_none_is_named() -> None:
    settings = read_settings("look = 5\nprofiles = 3\nkeys = []\nprofile = 1")
    assert [(problem.line, problem.setting) for problem in settings.problems] == [
        (1, "look"),
        (2, "profiles"),
        (3, "keys"),
        (4, "profile"),
    ]
    assert settings.preferences == Preferences()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[look]\ntheme = "nord"\ndensity = \n', 3),
        ("[look]\n[look]\n", 2),
        ('theme = """\nabc', 2),
        ("a = 1\nb = 2\x00", 2),
        ("a = " + "[" * 5_000, None),
        ("a = " + "9" * 5_000, None),
        (".".join("a" * 2_000) + " = 1", None),
    ],
    ids=["no value", "two tables", "no end", "control character", "deep array", "long number", "deep table"],
)
def test_what_is_no_toml_is_one_problem_and_the_defaults(text: str, line: int | None) -> None:
    settings = read_settings(text)
    assert settings == Settings(problems=settings.problems, is_unused=True)
    (problem,) = settings.problems
    assert problem.line == line
    assert problem.words.startswith("not TOML, so nothing in this file is used: ")


def test_a_number_beyond_all_measure_is_only_no_number() -> None:
    settings = read_settings("[refresh]\nsessions = 1e99999999999999999999\noffers = nan\nvolumes = inf")
    assert [problem.words for problem in settings.problems] == ["has to be a number"] * 3


@pytest.mark.parametrize(
    "line",
    [
        'kind = "other"',
        'instance = "not a name"',
        'api_base = "ftp://x"',
        'instance = "alpha"\napi_base = "https://example.org"',
        "key = 5",
        'token = "sk-0815"',
        'read_only = "yes"',
        "readonly = true",
    ],
)
def test_a_profile_that_may_be_another_account_than_was_meant_is_left_out(line: str) -> None:
    settings = read_settings(f'[profiles.a]\n{line}\ncolour = "pink"\n[profiles.b]')
    assert [entry.name for entry in settings.profiles] == ["b"]
    left_out = [
        problem for problem in settings.problems if problem.words.endswith("this profile is left out")
    ]
    assert [problem.line for problem in left_out] == [2 + line.count("\n")]
    assert "0815" not in str(settings)


def test_a_profile_keeps_its_place_when_only_its_looks_are_wrong() -> None:
    settings = read_settings('[profiles.a]\ncolour = "pink"\ncurency = "code"\nwhatever = 1\n')
    assert settings.profiles == (ProfileEntry("a"),)
    assert [problem.line for problem in settings.problems] == [2, 3, 4]


def test_further_clouds_are_kinds_where_they_are_known() -> None:
    text = '[profiles.a]\nkind = "mags"'
    assert read_settings(text).profiles == ()
    assert read_settings(text, ("mimiry", "mags")).profiles == (ProfileEntry("a", kind="mags"),)


@pytest.mark.parametrize("name", ['"a b"', '""', '"-a"', '"a\\u202eb"', f'"{"a" * 41}"'])
def test_a_name_that_is_no_name_for_a_profile_is_refused(name: str) -> None:
    settings = read_settings(f'[profiles.{name}]\n[profiles."büro"]')
    assert [entry.name for entry in settings.profiles] == ["büro"]
    assert [problem.line for problem in settings.problems] == [1]
    assert str(settings.problems[0]).isprintable()


def test_the_profile_to_start_with_has_to_be_there_and_usable() -> None:
    tables = '\n[profiles.work]\n[profiles.bad]\nkind = "other"'
    assert read_settings(f'profile = "work"{tables}').profile == "work"
    mistyped = read_settings(f'profile = "wrok"{tables}')
    assert (mistyped.profile, mistyped.problems[0].words) == (
        "",
        "there is no such profile; did you mean work?",
    )
    unusable = read_settings(f'profile = "bad"{tables}')
    assert (unusable.profile, unusable.problems[0].words) == ("", "that profile cannot be used")


def test_hundreds_of_mistakes_are_counted_and_not_all_told() -> None:
    problems = read_settings("".join(f"x{number} = 1\n" for number in range(300))).problems
    assert len(problems) == 41
    assert str(problems[-1]) == "260 more settings cannot be used"


def test_a_value_that_would_take_long_to_place_still_has_its_words() -> None:
    text = "[refresh]\nsessions = [\n" + "1,\n" * 2_000 + "]\noffers = true\n"
    assert [problem.setting for problem in read_settings(text).problems] == [
        "refresh.offers",
        "refresh.sessions",
    ]
