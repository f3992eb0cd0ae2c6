"""When a loop is worth no further round."""

from collections import deque
from collections.abc import Collection
from typing import Any, Final

from scanner.decode.fold.machine import Machine
from scanner.decode.fold.values import Bound, Class, Cycle, Env, Function, Instance, Method, Native, Partial, Value

__all__ = ["Watch"]

BARREN: Final = 4  # iterations in a row that leave nothing known behind
IDLE: Final = 256  # iterations in a row that only count
OPAQUE: Final = 12  # that put no character behind others and call what nobody knows: a client, no decoder
LOOK: Final = 64  # items looked at in a step


class Watch:
    """Tells a loop that builds something from one that only goes round."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.barren = self.opaque = self.calling = 0
        self.state: list[Any] = []

    def begin(self) -> None:
        machine = self.machine
        self.before = (machine.changes, machine.growth, machine.opaque, machine.appended + machine.puts)

    def is_futile(self) -> bool:
        """Whether the last iterations built no text or list, or mostly called what nobody knows."""
        changes, growth, opaque, built = self.before
        machine = self.machine
        if machine.growth > growth:
            self.barren = 0
        else:
            self.barren += 1 if machine.changes > changes else IDLE // BARREN
        if machine.opaque > opaque and machine.appended + machine.puts == built:
            self.opaque += 1
        return self.barren >= IDLE or self.opaque >= OPAQUE

    def is_back(self, env: Env) -> bool:
        """Whether a loop that calls what nobody knows has come to a state in which it was: it gives nothing new.

        Whatever it builds in a round, a client with ciphers of its own builds again in the next. Looked at after 1, 2,
        4 and so on of such rounds.
        """
        machine = self.machine
        if machine.opaque == self.before[2]:
            return False
        self.calling += 1
        if self.calling & (self.calling - 1):
            return False
        before, self.state = self.state, _state(machine, env)
        return self.state == before


def _state(machine: Machine, env: Env) -> list[Any]:
    """All that a program's way from here on hangs on: equal for two states that differ in which objects hold it alone.

    Each holder gives its kind and what it holds, of other holders their numbers.
    """
    waiting: list[Value] = [env, machine.patched, machine.chance, machine.yielded]
    numbers = {id(value): (number,) for number, value in enumerate(waiting)}
    state: list[Any] = []
    for value in waiting:  # which grows while it is read
        held = list(_held(value))
        machine.tick(len(held) // LOOK)
        machine.spend(8 * len(held))
        if not _HOLDERS.isdisjoint(map(type, held)):
            for at, item in enumerate(held):
                if type(item) in _HOLDERS:
                    if id(item) not in numbers:
                        numbers[id(item)] = (len(waiting),)
                        waiting.append(item)
                    held[at] = numbers[id(item)]
        state.append((type(value), held))
    return state


def _held(value: Value) -> Collection[Value]:
    kind = type(value)
    if kind is dict:
        return (*value, *value.values())
    if kind is Env:
        return (value.names, value.parent)
    if kind is Instance:
        return (value.cls, value.attrs)
    if kind is Function:
        return (value.args, value.env, value.attrs, *value.defaults, *value.kw_defaults)
    if kind is Class:
        return (value.env, value.meta, *value.bases)
    if kind is Bound:
        return (value.function, value.receiver)
    if kind is Method:
        return (value.receiver, value.name)
    if kind is Partial:
        return (value.function, value.args, value.kwargs)
    if kind is Cycle:
        return (value.items, value.at)
    if kind is Native:  # others than these, such as ciphers, go on with each call
        return (value.kind, value.state if type(value.state) in _TOLD else object())
    if kind is bytearray:
        return (bytes(value),)
    return () if value is None else value


_HOLDERS: Final = frozenset({
    list, dict, set, frozenset, bytearray, tuple, deque, Env, Function, Class, Instance, Bound, Partial, Method, Native,
    Cycle,
})  # fmt: skip
_TOLD: Final = frozenset({str, bytes, int, type(None), deque, Env})
