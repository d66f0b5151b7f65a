"""Ending sessions: sent once, followed until the service says that they are gone."""
