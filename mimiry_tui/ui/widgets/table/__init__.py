"""The table under every pane: a model of rows and order, painted line by line."""
