"""What each pane is, for people who see it for the first time.

Keys are named by the ids of their bindings, in braces: the help puts in what is pressed for them now, and
leaves a sentence out whose key does nothing at the moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mimiry_tui.ui import glyphs
from mimiry_tui.ui.help.screen_topics import ACCOUNT, CARD, FLEET
from mimiry_tui.ui.help.topic import ANY_ROW, ESTIMATED, Topic

_SESSIONS = Topic(
    "Sessions",
    (
        "Everything you rent: what is live first, then what ended, further back as you go down.",
        "{table.open} opens a session with the whole screen.",
        "{table.mark} marks rows: {terminate} then means all of them.",
        "{launch.copy} fills the launch form so that it starts the same session again.",
        "{cheaper} lists what a running one could run on for less, and what moving there costs.",
        "{actions} shows what else this service can do with it.",
        "{collections} shows what else it keeps for you: keys, schedules, addresses.",
        "{history} shows every session that was ever seen here, also what the service has forgotten.",
        "{account} shows what all of it costs, {fleet} the sessions of all your accounts together.",
        "COST is what it has cost so far; what runs costs more by the minute until it is terminated.",
    ),
    (
        (glyphs.READY, "ready"),
        (glyphs.MOVING, "on its way: booting, or ending"),
        (glyphs.SLEEPING, "asleep: it wakes when somebody comes"),
        (glyphs.FAILED, "failed"),
        (glyphs.ENDED, "ended"),
        ESTIMATED,
        *ANY_ROW,
    ),
)
_OFFERS = Topic(
    "GPUs",
    (
        "What can be rented right now, the cheapest first; what is sold out stands at the end.",
        "{table.open} opens an offer: its price and stock over time, and what you have had there.",
        "{launch} opens the launch form with the offer under the cursor.",
        "{offer.watch} tells you when it comes into stock; {watches} shows all that is watched,"
        " and lets one of them launch by itself.",
        "A price is per hour and GPU, as its provider asks for it.",
        "7 DAYS is how the price went, a dot where nobody looked; a percentage compares it with that week.",
        "STOCK is how much of the last 24 hours it was to be had, as far as a dashboard was looking.",
    ),
    (
        (glyphs.READY, "in stock"),
        (glyphs.ENDED, "sold out"),
        (f"{glyphs.WATCHED} {glyphs.WATCHED_FOR}", "watched: in stock by now, still sold out"),
        *ANY_ROW,
    ),
)
_VOLUMES = Topic(
    "Volumes",
    (
        "Disks that outlive their sessions, and cost as long as they are there.",
        "{volume.create} creates one, {volume.extend} lets the one under the cursor grow.",
        "{volume.delete} deletes it, after asking; {volume.deleted} shows those that are deleted.",
        "A volume is mounted by sessions at its own location only: {launch} fills the form accordingly.",
    ),
    (
        (f"{glyphs.ATTACHED} {glyphs.FREE}", "in use, free"),
        (glyphs.MOVING, "something is done with it"),
        (glyphs.FAILED, "failed"),
        (glyphs.ENDED, "deleted"),
        *ANY_ROW,
    ),
)
_DETAIL = Topic(
    "Detail",
    (
        "The row under the cursor from nearer by: the phases of a session on a line, what was asked for and "
        "what was got, its events, and the record as it came.",
        "{detail.next} and {detail.previous} turn between its tabs.",
    ),
    (ESTIMATED,),
)
_BOOK = Topic(
    "Session",
    (
        "One session with the whole screen.",
        "{session.tab.next} and {session.tab.previous} turn between the tabs.",
        "{session.next} and {session.previous} go to its neighbours in the list.",
        "{session.back} goes back to the dashboard.",
    ),
    (ESTIMATED,),
    (
        ("Overview", "what was asked for and got, how to get in, and why it failed if it did"),
        ("Timeline", "how long each phase took, beside earlier boots"),
        ("Events", "what the service tells of it, in order"),
        ("Logs", "what its container printed"),
        ("Raw", "the record as it came"),
    ),
)
_OFFER = Topic(
    "Offer",
    (
        "One GPU at one place: what it costs, how often it is to be had, and what you have had there.",
        "{offer.range.1} to {offer.range.4} choose how far back the chart goes,"
        " {offer.range.shorter} and {offer.range.longer} go there step by step.",
        "{launch} opens the launch form with this offer, {offer.watch} tells when it comes into stock.",
        "{offer.next} and {offer.previous} go to its neighbours in the list.",
    ),
    (
        ("━ ─ ·", "in stock, sold out, nobody looked"),
        ("by 18:00", "changed while nobody looked, and seen then"),
        ESTIMATED,
    ),
)
_LOG = Topic(
    "Log",
    (
        "What the container printed. It is kept on this machine, also after the session is gone.",
        "{log.search} searches.",
        "{log.next} and {log.previous} go from match to match.",
        "{log.filter} shows only the lines that match, {log.jump} goes to a time.",
        "{log.select} selects lines, {log.copy} copies them, {log.save} saves them to a file.",
        "{log.last} goes to the end and follows it.",
    ),
)
_HISTORY = Topic(
    "History",
    (
        "Every session that was seen from this machine, also what the service has forgotten.",
        "{history.filter} finds words, {history.outcome} goes through outcomes, {history.days} through days.",
        "{history.gpu} and {history.image} keep only what has the GPU or the image of this row.",
        "{table.open} opens a session as it is remembered, {launch.copy} launches it again.",
    ),
    (
        (glyphs.READY, "ready"),
        (glyphs.MOVING, "on its way"),
        (glyphs.FAILED, "failed"),
        (glyphs.ENDED, "ended"),
        (glyphs.UNKNOWN, "vanished: the service ceased to know it"),
        ESTIMATED,
    ),
)
_LISTS = Topic(
    "Lists",
    (
        "What this service keeps besides sessions and volumes, a list for each kind.",
        "The letters in the lowest line act on the row under the cursor; {collections.add} adds one.",
        "{collections.actions} shows all of them, also what cannot be done now, and why.",
        "{collections.tab.next} and {collections.tab.previous} turn between the lists.",
    ),
    ((glyphs.ENDED, "switched off: it is there and does nothing"), *ANY_ROW[1:]),
)
_FORM = (
    "Nothing is launched before you say so: the side panel says what speaks against it and what it costs.",
    "{launch.launch} launches, {launch.review} shows checks, cost and request, {launch.templates} templates.",
    "{launch.leave} leaves, and what was typed is kept as a draft.",
)
_OWN_FORM = (
    "Nothing is launched before you say so: the side panel says what speaks against it and what it costs.",
    "In a list letters filter, arrows choose and enter takes. What the service says stands below its field.",
    "{launch.launch} launches, {launch.review} shows checks, cost and request, {launch.form} the other form.",
    "{launch.leave} leaves, and what was typed is kept as a draft; values of an environment never are.",
)

TOPICS: Mapping[str, Topic] = MappingProxyType(
    {
        "SessionsPane": _SESSIONS,
        "OffersPane": _OFFERS,
        "VolumesPane": _VOLUMES,
        "DetailPane": _DETAIL,
        "LogPane": _LOG,
        "SessionBook": _BOOK,
        "SessionScreen": _BOOK,
        "HistoryScreen": _HISTORY,
        "AccountScreen": ACCOUNT,
        "CardScreen": CARD,
        "FleetScreen": FLEET,
        "OfferScreen": _OFFER,
        "GpuSection": Topic(
            "Launch: GPU",
            (
                "Which GPU: one or several by name, in the order of preference, or by what it must have.",
                "What is picked is asked for first where it was seen; the place is a hint, not a condition.",
                *_FORM,
            ),
        ),
        "ImageSection": Topic(
            "Launch: image",
            ("The container image: one that was used before, one that is suggested, or any address.", *_FORM),
        ),
        "RunSection": Topic(
            "Launch: run",
            (
                "What it runs, and with which environment. Values are masked, and kept only if you say so.",
                "Without a command the session waits for you to come in by ssh.",
                *_FORM,
            ),
        ),
        "StorageSection": Topic(
            "Launch: storage",
            ("Which volumes it sees, and where. One of them settles where the session runs.", *_FORM),
        ),
        "GuardsSection": Topic(
            "Launch: guards",
            ("What ends a session that was forgotten: a time, the end of its command, a price.", *_FORM),
        ),
        "LaunchScreen": Topic("Launch", _FORM),
        "FormLaunchScreen": Topic("Launch", _OWN_FORM),
        "CollectionsScreen": _LISTS,
    }
)
"""By the name of a widget's or screen's class, so that none of them is imported for this."""
