"""The Mimiry compute API."""
