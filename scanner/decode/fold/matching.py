"""Which case of a ``match`` statement a value is, and what its names stand for there."""

import ast
from collections.abc import Sequence

from scanner.decode.fold import attributes, expressions, operators, pure
from scanner.decode.fold.machine import Machine
from scanner.decode.fold.values import UNKNOWN, Class, Env, Ref, Value

__all__ = ["fits"]


def fits(machine: Machine, pattern: ast.pattern, value: Value, env: Env, names: dict[str, Value]) -> bool | None:
    """Whether a value is like a pattern, None where nobody knows; what the pattern names goes into ``names``."""
    if isinstance(pattern, (ast.MatchAs, ast.MatchStar)):
        inner = pattern.pattern if isinstance(pattern, ast.MatchAs) else None
        found = True if inner is None else fits(machine, inner, value, env, names)
        if pattern.name is not None:
            names[pattern.name] = value
        return found
    if value is UNKNOWN:
        return None
    if isinstance(pattern, ast.MatchOr):
        found = [fits(machine, inner, value, env, names) for inner in pattern.patterns]
        return True if True in found else None if None in found else False
    if isinstance(pattern, ast.MatchValue):
        other = expressions.evaluate(machine, pattern.value, env)
        return None if other is UNKNOWN else operators.truth(operators.compared(machine, ast.Eq(), value, other))
    if isinstance(pattern, ast.MatchSingleton):
        return value is pattern.value
    if isinstance(pattern, ast.MatchSequence):
        return _are_items(machine, pattern.patterns, value, env, names)
    if isinstance(pattern, ast.MatchMapping):
        return _are_entries(machine, pattern, value, env, names)
    return _is_object(machine, pattern, value, env, names) if isinstance(pattern, ast.MatchClass) else None


def _all(found: list[bool | None]) -> bool | None:
    return False if False in found else None if None in found else True


def _are_items(
    machine: Machine, patterns: Sequence[ast.pattern], value: Value, env: Env, names: dict[str, Value]
) -> bool | None:
    if not isinstance(value, (list, tuple, range)):
        return False
    items = list(value)
    star = next((place for place, pattern in enumerate(patterns) if isinstance(pattern, ast.MatchStar)), None)
    if star is not None and len(items) >= len(patterns) - 1:
        tail = len(items) - (len(patterns) - star - 1)
        items = [*items[:star], items[star:tail], *items[tail:]]
    if len(items) != len(patterns):
        return False
    return _all([fits(machine, *pair, env, names) for pair in zip(patterns, items, strict=True)])


def _are_entries(
    machine: Machine, pattern: ast.MatchMapping, value: Value, env: Env, names: dict[str, Value]
) -> bool | None:
    if not isinstance(value, dict):
        return False
    keys = [expressions.evaluate(machine, key, env) for key in pattern.keys]
    if any(key is not UNKNOWN and key not in value for key in keys):
        return False
    if pattern.rest is not None:
        names[pattern.rest] = {key: held for key, held in value.items() if key not in keys}
    held = [value.get(key, UNKNOWN) for key in keys]
    return _all([fits(machine, *pair, env, names) for pair in zip(pattern.patterns, held, strict=True)])


def _is_object(
    machine: Machine, pattern: ast.MatchClass, value: Value, env: Env, names: dict[str, Value]
) -> bool | None:
    kind = expressions.evaluate(machine, pattern.cls, env)
    found = operators.truth(pure.PURE["isinstance"](machine, [value, kind], {}))
    if found is not True:
        return found
    if isinstance(kind, Ref):  # of a builtin, the value itself
        inner = [(one, value) for one in pattern.patterns]
    else:
        places = attributes.class_lookup(kind, "__match_args__") if isinstance(kind, Class) else UNKNOWN
        if places is UNKNOWN and isinstance(kind, Class):
            places = tuple(kind.fields)
        if not isinstance(places, tuple) or len(places) < len(pattern.patterns):
            return None
        inner = [
            (one, attributes.attribute(machine, value, str(name)))
            for one, name in zip(pattern.patterns, places, strict=False)
        ]
    inner += [
        (one, attributes.attribute(machine, value, name))
        for one, name in zip(pattern.kwd_patterns, pattern.kwd_attrs, strict=True)
    ]
    return _all([fits(machine, one, held, env, names) for one, held in inner])
