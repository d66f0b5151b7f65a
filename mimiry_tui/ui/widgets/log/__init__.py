"""The log tab: one canvas over a spool file, and the lines around it."""
