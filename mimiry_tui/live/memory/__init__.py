"""What goes on beside the picture so that more is known than it shows."""
