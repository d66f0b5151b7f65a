"""The parts of the launch form. Each shows a `View` and posts `Edited`; none keeps a draft of its own."""
