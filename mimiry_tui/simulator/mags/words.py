"""Words that subdomains are made of."""

from __future__ import annotations

# fmt: off
FIRST = (
    "amber", "brisk", "calm", "cedar", "coral", "dusky", "early", "fern", "gentle", "hazel", "icy",
    "jolly", "keen", "lunar", "mellow", "misty", "nimble", "olive", "pale", "quiet", "rapid",
    "silver", "tidy", "vivid",
)
SECOND = (
    "badger", "brook", "comet", "dune", "ember", "falcon", "fjord", "grove", "heron", "island",
    "lark", "magpie", "meadow", "otter", "pebble", "pine", "raven", "reef", "sparrow", "spruce",
    "tern", "valley", "willow", "wren",
)
# fmt: on
