"""Forms that clouds declare: what was typed into them, kept on disk, and files sent before a launch."""
