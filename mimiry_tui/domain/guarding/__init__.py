"""What ends a session from here, and what rings: decided from what is known, without doing anything."""
