"""The current picture of an account: what was last heard, how old it is, and who keeps it fresh.

Data flows one way: cloud → poller → store → whoever subscribed. Nothing here knows a screen.
"""
