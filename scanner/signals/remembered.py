"""What is worked out of an object once: modules are asked the same of the same expressions over and over."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, TypeVarTuple

__all__ = ["remembered"]


class _Remembering(Protocol):
    known: dict[Any, Any]  # by functions and what they are given; no attribute each, which makes all others slower


_Of = TypeVar("_Of", bound=_Remembering)
_Given = TypeVarTuple("_Given")
_T = TypeVar("_T")


def remembered(work_out: Callable[[_Of, *_Given], _T]) -> Callable[[_Of, *_Given], _T]:
    """A method, or a function of an object, that remembers in the object what it gave for the same arguments.

    These are hashable and given in order. What raises is asked again.
    """

    @wraps(work_out)
    def asked(of: _Of, *given: *_Given) -> _T:
        known = of.known
        key = work_out, *given
        if key not in known:
            known[key] = work_out(of, *given)
        return known[key]

    return asked
