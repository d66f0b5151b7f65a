"""Programs that fill the clipboard, and which of them are worth trying here. Knows no terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mimiry_tui.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that fills a clipboard from its standard input."""

    argv: tuple[str, ...]
    words: str
    encoding: str = "utf-8"


_MAC = Tool(("pbcopy",), "copied with pbcopy")
_WINDOWS = Tool(("clip.exe",), "copied with clip.exe", "utf-16-le")
_WAYLAND = Tool(("wl-copy",), "copied with wl-copy")
_X11 = (
    Tool(("xclip", "-selection", "clipboard"), "copied with xclip"),
    Tool(("xsel", "--clipboard", "--input"), "copied with xsel"),
)
# With -w tmux passes it on to the terminal; what programs inside send by themselves it drops by default.
_TMUX = Tool(("tmux", "load-buffer", "-w", "-"), "copied to tmux and sent to the terminal")


def tools_for(environ: Mapping[str, str], platform: str) -> Sequence[Tool]:
    """The programs worth trying, best first: none of this machine's own when the person sits at another."""
    remote = bool(environ.get("SSH_TTY") or environ.get("SSH_CONNECTION"))
    tools: list[Tool] = []
    if not remote:
        if platform == "darwin":
            tools.append(_MAC)
        if environ.get("WAYLAND_DISPLAY"):
            tools.append(_WAYLAND)
        if environ.get("DISPLAY"):
            tools += _X11
        if environ.get("WSL_DISTRO_NAME") or environ.get("WSL_INTEROP"):
            tools.append(_WINDOWS)
    return [*tools, _TMUX] if environ.get("TMUX") else tools
