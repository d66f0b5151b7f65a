"""Guards and alarms as they are seen: in words, in a dialog, and told aloud."""
