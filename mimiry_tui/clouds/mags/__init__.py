"""The adapter of Mags: scripts and sandboxes on microVMs."""
