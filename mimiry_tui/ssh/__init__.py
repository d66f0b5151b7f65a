"""Getting into a session: endpoints that are safe to use, and the commands that use them."""
