"""The parts of the offer screen: what is remembered of one GPU at one place, in words and in a chart."""
