"""What a service can do beyond the panes that every cloud has: forms, deeds and collections, as data."""
