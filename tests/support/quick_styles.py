"""What a style sheet says of a widget, found out once for all apps of one process.

Nothing here changes what a widget gets: the rules that hold for one of that type, with those classes, at
such a place among such others are looked up instead of found anew, and what it has is not set again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast
from weakref import WeakKeyDictionary

from textual.css.model import CombinatorType, RuleSet, SelectorSet
from textual.css.styles import RulesMap, Styles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

_Kind = tuple[type[DOMNode], frozenset[str], str | None]
"""What selectors see of a widget by itself: its type, its classes and its id."""
_ORDERED = frozenset({"first-of-type", "last-of-type", "first-child", "last-child", "empty"})
_WITH_EFFECT = frozenset({"layout", "pointer"})
"""Rules that are more than a value to set: a layout is one object for each widget."""
_apply = Stylesheet.apply
_replace = Stylesheet.replace_rules.__func__  # type: ignore[attr-defined]


@dataclass(frozen=True, eq=False)
class _Candidates:
    """The rules that may hold for one kind of widget, and what decides whether they do."""

    pseudo_classes: frozenset[str]
    """All that they name."""
    own: tuple[str, ...]
    """Those that they ask of the widget itself."""
    above: tuple[str, ...]
    """Those that they ask of one that it is in."""
    found: dict[tuple[object, ...], RulesMap | None] = field(default_factory=dict)
    """By what those are and by all that it is in; None if no rule is for it there."""


_Sheet = dict[_Kind, _Candidates]


@dataclass(frozen=True, eq=False)
class _Given:
    """What a widget was given last."""

    rules: RulesMap
    styles: Styles
    updates: int
    """How many changes of its styles that made; more by now are somebody else's."""


class _Asked:
    """Stands where a style sheet does, for those who only want to know what it says."""

    _EXCLUDE_PSEUDO_CLASSES_FROM_CACHE = Stylesheet._EXCLUDE_PSEUDO_CLASSES_FROM_CACHE
    _check_rule = staticmethod(Stylesheet._check_rule)

    def __init__(self, sheet: Stylesheet, node: DOMNode) -> None:
        self.rules, self.rules_map = sheet.rules, sheet.rules_map
        self.said: RulesMap | None = None
        _apply(self, node)  # type: ignore[arg-type]

    def replace_rules(self, _node: DOMNode, rules: RulesMap, *, animate: bool) -> None:
        self.said = rules

    def _process_component_classes(self, _node: DOMNode) -> None:
        """Nobody asks for these."""


_sheets: dict[tuple[RuleSet, ...], _Sheet] = {}
"""Rules are parsed once (see `quick_textual`), so apps of one style sheet have the very same ones."""
_sheet_of: WeakKeyDictionary[Stylesheet, tuple[list[RuleSet], _Sheet]] = WeakKeyDictionary()
_given: WeakKeyDictionary[DOMNode, _Given] = WeakKeyDictionary()
_set: dict[int, tuple[RulesMap, RulesMap]] = {}
"""By their identity: rules, and what they are once they went through the setters of styles."""


def quicken_styles() -> None:
    """Put the quicker ways in the place of Textual's own, for the whole process."""
    Stylesheet.apply = _apply_known  # type: ignore[method-assign]
    Stylesheet.replace_rules = classmethod(_replace_changed)  # type: ignore[assignment, method-assign]


def as_textual_says(node: DOMNode) -> Styles:
    """What the app's style sheet says of that widget now, found out and set in Textual's own way."""
    styles = Styles()
    for name, value in (_Asked(node.app.stylesheet, node).said or {}).items():
        setattr(styles, name, value)
    return styles


def _apply_known(
    self: Stylesheet, node: DOMNode, *, animate: bool = False, cache: dict[Any, RulesMap] | None = None
) -> None:
    sheet = _sheet(self)
    kind = _kind(node)
    if (candidates := sheet.get(kind)) is None:
        candidates = sheet[kind] = _candidates(self, node)
    named = candidates.pseudo_classes
    node._has_hover_style = "hover" in named
    node._has_focus_within = "focus-within" in named
    node._has_order_style = not named.isdisjoint(_ORDERED)
    node._has_odd_or_even = "odd" in named or "even" in named
    above = node.css_path_nodes[:-1]
    place = (
        *[node.has_pseudo_class(name) for name in candidates.own],
        *[_kind(one) for one in above],
        *[one.has_pseudo_class(name) for one in above for name in candidates.above],
    )
    if place not in candidates.found:
        candidates.found[place] = _Asked(self, node).said
    if (rules := candidates.found[place]) is not None:
        self.replace_rules(node, rules, animate=animate)
    self._process_component_classes(node)


def _kind(node: DOMNode) -> _Kind:
    return type(node), frozenset(node._classes), node._id


def _sheet(stylesheet: Stylesheet) -> _Sheet:
    rules = stylesheet.rules
    known = _sheet_of.get(stylesheet)
    if known is None or known[0] is not rules:
        known = _sheet_of[stylesheet] = rules, _sheets.setdefault(tuple(rules), {})
    return known[1]


def _candidates(stylesheet: Stylesheet, node: DOMNode) -> _Candidates:
    rules_map = stylesheet.rules_map
    rules = {rule for name in rules_map.keys() & node._selector_names for rule in rules_map[name]}
    own: set[str] = set()
    above: set[str] = set()
    for rule in rules:
        for selectors in rule.selector_set:
            _sort_pseudo_classes(selectors, own, above)
    return _Candidates(frozenset().union(*(one.pseudo_classes for one in rules)), tuple(own), tuple(above))


def _sort_pseudo_classes(selectors: SelectorSet, own: set[str], above: set[str]) -> None:
    """Those of the last widget that the selectors describe are its own."""
    asked = own
    for selector in reversed(selectors.selectors):
        asked |= selector.pseudo_classes
        if selector.combinator != CombinatorType.SAME:
            asked = above


def _replace_changed(cls: type[Stylesheet], node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
    """Nothing, if it has them since the last time; at once, if it is not yet there to be told of changes."""
    styles = node.styles.base
    last = _given.get(node)
    if last is not None and last.rules is rules and last.styles is styles and last.updates == styles._updates:
        animator = node.app.animator
        if not animator._animations and not animator._scheduled:
            return
    if not styles._rules and not node._is_mounted and id(rules) in _set:
        plain = _set[id(rules)][1]
        styles._rules.update(plain)
        styles._updates += len(plain)
        node._nodes.updated()
        for name in rules.keys() & _WITH_EFFECT:
            setattr(styles, name, rules.get(name))
    else:
        is_new = not styles._rules and not node._is_mounted
        _replace(cls, node, rules, animate)
        if is_new:
            values = {name: value for name, value in styles._rules.items() if name not in _WITH_EFFECT}
            _set[id(rules)] = rules, cast(RulesMap, values)
    _given[node] = _Given(rules, styles, styles._updates)
