"""What the dashboard is about: sessions, offers, volumes, money, time.

Frozen values and pure functions. Nothing here does I/O, knows a wire format or a screen, and no
builder raises on what a service sends: an unusable field becomes its empty value, and the words
as they came stay beside whatever was made of them.
"""
