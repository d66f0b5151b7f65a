"""The adapter of Mimiry's job API: batch jobs by an API key."""
