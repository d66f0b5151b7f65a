"""Lines of a log: their times, their colours, what repeats, how far they say it is. Pure."""
