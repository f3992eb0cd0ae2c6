"""What is worked out of an object once: modules are asked the same of the same expressions over and over."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

__all__ = ["remembered"]

_Of = TypeVar("_Of")
_Given = TypeVarTuple("_Given")
_T = TypeVar("_T")


def remembered(work_out: Callable[[_Of, *_Given], _T]) -> Callable[[_Of, *_Given], _T]:
    """A method, or a function of an object, that remembers in the object what it gave for the same arguments.

    These are hashable and given in order. What raises is asked again.
    """
    place = f"{work_out.__module__}.{work_out.__qualname__}"  # those of a subclass are others

    @wraps(work_out)
    def asked(of: _Of, *given: *_Given) -> _T:
        known: dict[Any, _T] | None = of.__dict__.get(place)
        if known is None:
            known = of.__dict__[place] = {}
        if given not in known:
            known[given] = work_out(of, *given)
        return known[given]

    return asked
