"""`dataclass(frozen=True, slots=True)`, whose methods are written when they are first needed.

The standard library writes six methods for every such class as soon as it is imported, and has each
compiled by itself: about a millisecond for every record there is, before anything is on screen. Here
three are written, together, once an object is made or compared; the others are the same for all
classes. Checkers of types are shown the standard library's, from which this is not meant to differ.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Literal, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: Literal[True], slots: Literal[True]) -> Callable[[type[T]], type[T]]:
        """Have objects of a class be their fields, which cannot be changed."""
        return _made


def _made(cls: type[T]) -> type[T]:
    own = vars(cls)
    methods = {name: method for name, method in _METHODS.items() if name not in own}
    if not cls.__doc__:
        # Else the library would describe its signature there, and compile a tokenizer for that.
        cls.__doc__ = f"{cls.__name__}, by its fields."
    # With no method to write the library is quick: it reads the fields, and makes the class with slots.
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    for name, method in methods.items():
        setattr(made, name, method)
    return made


# What is written for each class: objects are made and compared by the thousand, so without any loop.


def _write_methods(cls: type[Any]) -> None:
    """Give a class what makes, compares and hashes its objects, where that is still to be written."""
    fields = dataclasses.fields(cls)
    compared = [field.name for field in fields if field.compare]
    mine, others = (f"({''.join(f'{one}.{name},' for name in compared)})" for one in ("self", "other"))
    source = (
        f"{_init_of(fields)}\n"
        "def __eq__(self, other):\n"
        f" return {mine} == {others} if other.__class__ is self.__class__ else NotImplemented\n"
        "def __hash__(self):\n"
        f" return hash({mine})\n"
    )
    written: dict[str, Any] = {}
    exec(source, _names_for(cls, fields), written)
    for name, method in written.items():
        if getattr(cls, name) is _METHODS[name]:
            method.__qualname__ = f"{cls.__qualname__}.{name}"  # which a wrong call is told
            setattr(cls, name, method)


def _init_of(fields: tuple[dataclasses.Field[Any], ...]) -> str:
    parameters, lines = ["self"], [" pass"]
    for field in fields:
        name = value = field.name
        if field.default is not MISSING:
            parameters.append(f"{name}=_default_{name}")
        elif field.default_factory is not MISSING:
            parameters.append(f"{name}=_missing")
            value = f"_make_{name}() if {name} is _missing else {name}"
        else:
            parameters.append(name)
        lines.append(f" _set_{name}(self, {value})")
    return "\n".join([f"def __init__({', '.join(parameters)}):", *lines])


def _names_for(cls: type[Any], fields: tuple[dataclasses.Field[Any], ...]) -> dict[str, Any]:
    names: dict[str, Any] = {"_missing": MISSING}
    for field in fields:
        names[f"_set_{field.name}"] = getattr(cls, field.name).__set__
        names[f"_default_{field.name}"] = field.default
        names[f"_make_{field.name}"] = field.default_factory
    return names


def _first_init(self: Any, *values: Any, **named: Any) -> None:
    _write_methods(type(self))
    type(self).__init__(self, *values, **named)


def _first_equal(self: Any, other: object) -> bool:
    _write_methods(type(self))
    return bool(self == other)


def _first_hash(self: Any) -> int:
    _write_methods(type(self))
    return hash(self)


# What is the same for all of them


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (field.name for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _refuse_to_set(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    """For copies: the usual way to make one would set what cannot be set."""
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_METHODS: dict[str, Callable[..., Any]] = {
    "__init__": _first_init,
    "__eq__": _first_equal,
    "__hash__": _first_hash,
    "__repr__": _repr,
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
