"""What sessions print, copied to disk while they run, and read back from there."""
