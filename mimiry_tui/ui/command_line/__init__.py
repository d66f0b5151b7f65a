"""The line behind `:`, in which everything can be said that has a key, and some that needs words."""
