"""Random numbers after a known seed, which are no chance at all."""

import random
from collections.abc import Callable
from typing import Any, Final

from scanner.decode.fold.machine import MAX_ITEMS, MAX_TEXT, Machine
from scanner.decode.fold.values import UNKNOWN, Native, Value, known

__all__ = ["CHANCE", "call_generator", "numbers"]

WIDEST: Final = 4096  # bits of a number that bounds what is drawn
_SEEDS: Final = (int, float, str, bytes, bytearray)

# What is drawn, and how many items or bytes that takes.
_DRAWS: Final[dict[str, Callable[..., int]]] = {
    "random": lambda: 1,
    "uniform": lambda low, high: 1,
    "randint": lambda low, high: 1,
    "randrange": lambda *bounds: 1,
    "choice": lambda items: 1,
    "shuffle": lambda items: len(items),
    "sample": lambda items, k: len(items) + k,
    "choices": lambda items, weights=None, *, cum_weights=None, k=1: len(items) + k,
    "getrandbits": lambda bits: bits // 8,
    "randbytes": lambda size: size,
}


def _module(name: str) -> Callable[[Machine, list[Value], dict[str, Value]], Value]:
    return lambda machine, args, kwargs: call_generator(machine, machine.chance, name, args, kwargs)


def _generator(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    made = Native("chance", None)
    call_generator(machine, made, "seed", args, kwargs)
    return made


def call_generator(
    machine: Machine, generator: Native, name: str, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """A method of ``random.Random``, or the function of that name over the module's own generator.

    Nobody knows what follows a draw of unknown bounds: until it is seeded again, such a generator gives UNKNOWN.
    """
    # Who draws twice does not get the same twice: nothing of it is to be remembered.
    machine.outside += 1
    machine.effects += 1
    if name == "seed":
        seed = args[0] if args else kwargs.get("a")
        usable = isinstance(seed, _SEEDS) and not (isinstance(seed, int) and seed.bit_length() > WIDEST)
        generator.state = random.Random(*args, **kwargs) if usable and len(args) + len(kwargs) == 1 else None
        return None
    if name not in _DRAWS or generator.state is None:
        machine.opaque += 1
        return UNKNOWN
    source, generator.state = generator.state, None
    given = [*args, *kwargs.values()]
    # Only the order of what is shuffled changes: its items may be anything.
    if not all(isinstance(arg, list) if name == "shuffle" else known(arg) for arg in given):
        return UNKNOWN
    if any(isinstance(arg, int) and arg.bit_length() > WIDEST for arg in given):
        return UNKNOWN
    size = _DRAWS[name](*args, **kwargs)
    if size > (MAX_TEXT if name in ("getrandbits", "randbytes") else MAX_ITEMS):
        return UNKNOWN
    machine.tick(1 + max(size, 0) // 8)
    machine.spend(size)
    value: Any = getattr(source, name)(*args, **kwargs)
    generator.state = source
    machine.changes += 1
    return value


def numbers(machine: Machine, bounds: list[int], count: int) -> list[int]:
    """What ``random.randint`` gives a number of times, one after another.

    The generator is seeded. Raises ValueError where nothing can be drawn, as it does, and for bounds without bounds.
    """
    if any(bound.bit_length() > WIDEST for bound in bounds):
        raise ValueError("bounds too wide")
    machine.outside += 1
    machine.effects += 1
    machine.changes += 1
    source = machine.chance.state
    return [source.randint(*bounds) for _ in range(count)]


CHANCE: Final = {f"random.{name}": _module(name) for name in ("seed", *_DRAWS)} | {"random.Random": _generator}
