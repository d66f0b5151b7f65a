"""The simulated Mags: microVM jobs, workspaces, schedules and addresses."""
