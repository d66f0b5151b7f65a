"""`dataclass(frozen=True, slots=True)`, whose methods are written when they are first needed.

The standard library writes six methods for every such class as soon as it is imported, and has each
compiled by itself: about a millisecond for every record there is, before anything is on screen. Here
three are written, together, once an object is made or compared; the others are the same for all
classes. Checkers of types are shown the standard library's, from which this is not meant to differ:
what it does not know, such as `__post_init__` or fields by keyword only, it refuses.
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
    if own.keys() & _NOT_KNOWN or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__} has methods that only the standard library's dataclass knows")
    if not cls.__doc__:
        # Else the library would describe its signature there, and compile a tokenizer for that.
        cls.__doc__ = f"{cls.__name__}, by its fields."
    shared = {name: method for name, method in _SHARED.items() if name not in own}
    # With no method to write the library is quick: it reads the fields, and makes the class with slots.
    made: type[Any] = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    if any(not field.init or field.kw_only or field.hash is not None for field in dataclasses.fields(made)):
        raise TypeError(f"{cls.__name__} has fields that only the standard library's dataclass knows")
    for name, method in shared.items():
        setattr(made, name, method)
    for name in _WRITTEN:
        setattr(made, name, _at_first(made, name))
    return made


# What is written for each class: objects are made and compared by the thousand, so without any loop.

_WRITTEN = ("__init__", "__eq__", "__hash__")
_NOT_KNOWN = {*_WRITTEN, "__setattr__", "__delattr__"}


def _at_first(cls: type[Any], name: str) -> Callable[..., Any]:
    """What stands for a method until it is called, by however many threads: each writes the same."""

    def write_and_call(self: Any, *values: Any, **named: Any) -> Any:
        _write_methods(cls)
        return vars(cls)[name](self, *values, **named)

    return write_and_call


def _write_methods(cls: type[Any]) -> None:
    """Give a class what makes, compares and hashes its objects."""
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
    for name in _WRITTEN:
        written[name].__qualname__ = f"{cls.__qualname__}.{name}"  # which a wrong call is told
        setattr(cls, name, written[name])


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
    """What the written methods refer to. A slot sets what the class itself refuses to have set."""
    names: dict[str, Any] = {"_missing": MISSING}
    for field in fields:
        names[f"_set_{field.name}"] = getattr(cls, field.name).__set__
        names[f"_default_{field.name}"] = field.default
        names[f"_make_{field.name}"] = field.default_factory
    return names


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


_SHARED: dict[str, Callable[..., Any]] = {
    "__repr__": _repr,
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
