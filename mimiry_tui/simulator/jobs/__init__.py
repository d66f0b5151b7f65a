"""The simulated job API: batch jobs on whole machines, with an API key (Mimiry public API)."""
