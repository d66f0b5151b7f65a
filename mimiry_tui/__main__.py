"""`python -m mimiry_tui`: the same as the console script."""

from mimiry_tui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
