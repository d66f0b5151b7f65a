"""What the command line can do besides opening the dashboard: one module or folder each."""
