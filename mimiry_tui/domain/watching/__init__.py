"""Waiting for a GPU: what is waited for, when it has come, and when that may launch something by itself."""
