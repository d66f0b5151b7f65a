"""What each pane's table shows of a record: pure functions from domain values to cells."""
