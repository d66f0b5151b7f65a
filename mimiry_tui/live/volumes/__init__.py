"""Volumes: read, and worked on with each request sent once."""
