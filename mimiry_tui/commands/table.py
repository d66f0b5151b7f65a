"""Which subcommands there are, and what each is for: names and words only, nothing is imported."""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """A line to type, and what it does."""

    line: str
    words: str


class Subcommand(NamedTuple):
    """One thing to do instead of opening the dashboard."""

    name: str
    module: str
    """Has `add_arguments(parser)` and `run(options) -> int`; "" where the dashboard itself is opened."""
    summary: str
    """One line for the list of them."""
    examples: tuple[Example, ...]


DASHBOARD_EXAMPLES = (
    Example("mimiry-tui --demo", "look around in a simulated cloud: no account, no cost"),
    Example("mimiry-tui --demo --kind all", "the same with all three services, to switch between with p"),
    Example("mimiry-tui", "the account of the SDK's config file, or MIMIRY_SSH_KEY"),
    Example("mimiry-tui --key ~/.ssh/mimiry --instance alpha", "another key, at another instance"),
    Example("mimiry-tui --kind mags", "another service, with the token from where its own client looks"),
    Example("mimiry-tui --read-only", "only look: no key can end or change anything"),
)

SUBCOMMANDS = (
    Subcommand(
        "setup",
        "",
        "choose or make a key, register it, and sign in; or name a token",
        (
            Example("mimiry-tui setup", "step by step to the first sign-in"),
            Example("mimiry-tui setup --instance alpha", "the same for an instance you know"),
            Example("mimiry-tui setup --kind mags", "say where the token of another service is, and try it"),
        ),
    ),
    Subcommand(
        "doctor",
        "mimiry_tui.commands.doctor.command",
        "check key, network, sign-in and terminal, and say what to mend",
        (
            Example("mimiry-tui doctor", "every check, with the fix beside what fails"),
            Example("mimiry-tui doctor --json", "the same for a script or a bug report"),
            Example("mimiry-tui doctor --no-sign-in", "without asking for a token"),
            Example("mimiry-tui doctor --kind mags", "at another service, with its usual token"),
        ),
    ),
    Subcommand(
        "info",
        "mimiry_tui.commands.info",
        "versions, and where everything is kept",
        (
            Example("mimiry-tui info", "for reading"),
            Example("mimiry-tui info --json", "for a script"),
            Example("mimiry-tui info --settings-schema", "what settings.toml may hold, for an editor"),
        ),
    ),
    Subcommand(
        "snapshot",
        "mimiry_tui.commands.snapshot.command",
        "one look at the account without a terminal, for cron, status bars and scripts",
        (
            Example("mimiry-tui snapshot", "plain sentences, also for a screen reader"),
            Example("mimiry-tui snapshot --line", "one line: 2 up · €3.42/h"),
            Example("mimiry-tui snapshot --json | jq .sessions.items", "for a script"),
            Example("mimiry-tui snapshot --svg now.svg", "a picture of the dashboard"),
        ),
    ),
    Subcommand(
        "ssh-config",
        "mimiry_tui.commands.ssh_config",
        "teach ssh, scp and editors the names of sessions",
        (
            Example("mimiry-tui ssh-config --print", "look at the entries first"),
            Example("mimiry-tui ssh-config --install", "from then on: ssh mimiry-NAME"),
            Example("mimiry-tui ssh-config --remove", "everything as it was before"),
        ),
    ),
    Subcommand(
        "serve",
        "mimiry_tui.commands.serve.command",
        "the dashboard in a browser on this machine",
        (
            Example("mimiry-tui serve --demo", "look around in the browser"),
            Example("mimiry-tui serve --port 9000", "your account, at a port of your choice"),
        ),
    ),
    Subcommand(
        "completion",
        "mimiry_tui.commands.completion",
        "completion for bash, zsh or fish",
        (
            Example('eval "$(mimiry-tui completion bash)"', "in ~/.bashrc"),
            Example('eval "$(mimiry-tui completion zsh)"', "in ~/.zshrc, after compinit"),
            Example("mimiry-tui completion fish | source", "in ~/.config/fish/config.fish"),
        ),
    ),
    Subcommand(
        "simulate",
        "mimiry_tui.simulator.command",
        "a simulated cloud on this machine, for clients and tests",
        (
            Example("mimiry-tui simulate", "prints the two lines that point a client at it"),
            Example("mimiry-tui simulate --port 8080 --speed 10", "ten times as fast, at a known port"),
            Example("mimiry-tui simulate --fault latency --scenario pull-fails", "with trouble"),
            Example(
                "mimiry-tui simulate --fault 'error500=0.2:POST /api/compute'", "one launch in five fails"
            ),
        ),
    ),
)


def find(name: str) -> Subcommand | None:
    """The subcommand of that name."""
    return next((one for one in SUBCOMMANDS if one.name == name), None)
