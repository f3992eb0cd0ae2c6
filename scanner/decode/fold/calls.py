"""Calls: to functions of the file, to pure builtins and libraries, and to the sinks that would run what they get."""

import ast
import functools
from collections import deque
from typing import Final

from scanner.decode.fold import (
    attributes,
    cost,
    exceptions,
    expressions,
    iterators,
    library,
    methods,
    objects,
    pure,
    reflection,
    sinks,
    statements,
)
from scanner.decode.fold.machine import ExhaustedError, Machine, RaisedError
from scanner.decode.fold.names import canonical, weighty
from scanner.decode.fold.scalars import FUNCTIONS, MISSING, Slow, lookup
from scanner.decode.fold.values import (
    UNKNOWN,
    Bound,
    Class,
    Env,
    Function,
    Instance,
    Method,
    Native,
    Partial,
    Ref,
    Value,
)
from scanner.syntax import nodes

__all__ = ["call", "evaluate_call", "method", "note_value", "sample"]

MAX_CALL_DEPTH: Final = 24
MAX_STARRED: Final = 200_000  # arguments that one list gives
MAX_READ_DEPTH: Final = 8  # the same while bodies are read: functions that call each other would meet all the ways
MAX_WITHIN_ITSELF: Final = 3  # calls of a function within itself that get nothing known: menus lead to each other
MAX_STRAYED: Final = 64  # of those in one body that hang on what nobody knows: with both ways taken, they double
READ_DEPTH: Final = 2  # of calls that get nothing known, while bodies are read for what they hold
_SPELLED: Final = (ast.Name, ast.Attribute)  # which are noted where they are looked up
# What works on names and modules, not on values.
_REFLECTIVE: Final = sinks.RUNNERS | {
    *("getattr", "setattr", "inspect.getattr_static", "__import__", "importlib.import_module"),
    *("dir", "vars", "globals", "locals", "super", "hash", "object.__new__"),
}
_TYPES: Final = ("str.", "bytes.", "list.", "dict.", "bytearray.", "int.")


def evaluate_call(machine: Machine, node: ast.Call, env: Env) -> Value:
    """The value of a call expression; what it would run is queued as a layer."""
    evaluate = expressions.evaluate
    target = evaluate(machine, node.func, env)
    if type(target) is Ref and target.name in FUNCTIONS and _is_of_one(node):
        value = evaluate(machine, node.args[0], env)
        try:
            return FUNCTIONS[target.name](value)
        except Slow:
            return call(machine, target, [value], {}, env)
    args: list[Value] = []
    exact = True
    for part in node.args:
        if type(part) is ast.Constant:
            args.append(expressions.constant(machine, part))
            continue
        if type(part) is not ast.Starred:
            args.append(evaluate(machine, part, env))
            continue
        inner = evaluate(machine, part.value, env)
        if isinstance(inner, (list, tuple, str, bytes)) and len(inner) <= MAX_STARRED:
            machine.spend(8 * len(inner))
            args.extend(inner)
        else:
            exact = False
    kwargs: dict[str, Value] = {}
    for keyword in node.keywords:
        value = evaluate(machine, keyword.value, env)
        if keyword.arg is not None:
            kwargs[keyword.arg] = value
        elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
            kwargs.update(value)
    machine.line = node.lineno
    if target is UNKNOWN:
        sinks.call_later(machine, args, kwargs)
        return UNKNOWN
    if type(target) is Ref and type(node.func) not in _SPELLED and not machine.call_depth:
        machine.note(node.func, target.name, weighty=weighty(target.name))
    if type(target) is Partial:
        args, kwargs, target = [*target.args, *args], {**target.kwargs, **kwargs}, target.function
    if type(target) is Native and target.kind == "methodcaller" and args:
        (method, *given), words = target.state
        target, args, kwargs = attributes.attribute(machine, args[0], str(method)), given, words
    if type(target) is Ref:
        name = target.name
        if not machine.call_depth:
            sinks.note_arguments(machine, name, node, args)
        if name in sinks.RUNNERS and args:
            value = sinks.run(machine, name, sinks.with_mode(args, kwargs), node, env)
            if name == "eval" and _is_disguised(node):
                _note_literal(machine, node, value)
            return value
        if name in sinks.SHELLS:
            sinks.start(machine, args)
        if not _is_computed(name):
            machine.steps -= 1
            machine.opaque += 1
            sinks.call_later(machine, args, kwargs)
            return UNKNOWN
    if not exact:
        return UNKNOWN
    value = call(machine, target, args, kwargs, env)
    note_value(machine, node, value)
    return value


def _is_of_one(node: ast.Call) -> bool:
    """Whether a call gets one argument and nothing else."""
    return len(node.args) == 1 and not node.keywords and type(node.args[0]) is not ast.Starred


@functools.lru_cache(4096)
def _is_computed(name: str) -> bool:
    """Whether a call of what has this name may give anything."""
    return (
        name in _REFLECTIVE
        or name in exceptions.KINDS
        or name in pure.PURE
        or name.startswith(_TYPES)
        or library.is_computed(name)
    )


def note_value(machine: Machine, node: ast.Call, value: Value) -> bool:
    """Note what a call gives; False where that is nothing to write out."""
    kind = type(value)
    if kind is Ref:
        machine.note(node, value.name, weighty=True)
    elif (kind is str or kind is bytes) and value:
        expressions.note_text(machine, node, value)
    else:
        return False
    return True


def _note_literal(machine: Machine, node: ast.Call, value: Value) -> None:
    """Note the text or number that was evaluated; Python refuses to write out the longest of numbers."""
    kind = type(value)
    if kind is str or kind is bytes:
        machine.note(node, repr(value[: expressions.SHOWN]), weighty=True)
    elif kind is float or (kind is int and value.bit_length() <= expressions.SHOWN):
        machine.note(node, repr(value), weighty=True)


def _is_disguised(node: ast.Call) -> bool:
    """Whether a call gets what had to be computed first: a literal as it stands is left for all to see."""
    return not (node.args and isinstance(node.args[0], ast.Constant))


def call(machine: Machine, target: Value, args: list[Value], kwargs: dict[str, Value], env: Env | None = None) -> Value:
    """Call a known target; UNKNOWN where its result is not."""
    machine.tick()
    kind = type(target)
    try:
        if kind is Ref or kind is Method or kind is Native:
            return _call_outside(machine, target, args, kwargs, env)
        if kind is Function or kind is Bound:
            return _call_function(machine, target, args, kwargs)
        if isinstance(target, Partial):
            return call(machine, target.function, [*target.args, *args], {**target.kwargs, **kwargs}, env)
        if isinstance(target, Class):
            return _instantiate(machine, target, args, kwargs)
        if isinstance(target, Instance):
            found = attributes.attribute(machine, target, "__call__")
            return call(machine, found, args, kwargs, env) if isinstance(found, Bound) else UNKNOWN
    except (ExhaustedError, RecursionError, RaisedError, expressions.Enough):
        raise
    except Exception:
        # Libraries raise what they like on hostile arguments; the code would have failed here as well.
        return UNKNOWN
    return UNKNOWN


def _call_outside(
    machine: Machine, target: Ref | Method | Native, args: list[Value], kwargs: dict[str, Value], env: Env | None
) -> Value:
    """Call what is no function of the file, where it takes no long time for these arguments."""
    cost.enter_call(machine, target, args, kwargs)
    if isinstance(target, Ref):
        value = _call_ref(machine, target, args, kwargs, env)
    elif isinstance(target, Method):
        value = method(machine, target.receiver, target.name, args, kwargs)
    else:
        value = library.call_native(machine, target, "__call__", args, kwargs)
    if type(value) in cost.LOOSE and (isinstance(target, Native) or target.name not in cost.GIVING):
        cost.settle(machine, value)
    return value


def method(machine: Machine, receiver: Value, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """``receiver.name(*args)`` for a plain value, a module reference or a library object."""
    if isinstance(receiver, Native):
        if receiver.kind == "namespace" and args and isinstance(args[0], str) and name in ("get", "__getitem__"):
            return methods.namespace_item(machine, receiver, args[0])
        return library.call_native(machine, receiver, name, args, kwargs)
    if isinstance(receiver, Ref):
        if args and isinstance(args[-1], str) and name in ("__getattribute__", "__getattr__"):
            return attributes.attribute(machine, receiver, args[-1])
        if args and isinstance(args[0], str) and name in ("__getitem__", "get"):
            return attributes.item(machine, receiver, args[0])
        return UNKNOWN
    if name == "join":
        args = [objects.iterated(machine, arg) for arg in args]
    return methods.call_method(machine, receiver, name, args, kwargs)


def _call_ref(machine: Machine, target: Ref, args: list[Value], kwargs: dict[str, Value], env: Env | None) -> Value:
    name = target.name
    if name not in _REFLECTIVE:
        if args and type(args[0]) is Instance:
            asked = objects.BUILTINS.get(name)
            if asked is not None and objects.has(args[0], asked):
                return objects.ask(machine, args[0], asked, *args[1:])
        if Instance in map(type, args):
            args = [objects.iterated(machine, arg) for arg in args]
        if name in exceptions.KINDS:
            return exceptions.made(name, args)
        if name in pure.PURE:
            return pure.PURE[name](machine, args, kwargs)
        if name.startswith(_TYPES):
            return _unbound(machine, name, args, kwargs)
        return library.call_library(machine, name, args, kwargs)
    if name in ("getattr", "inspect.getattr_static") and len(args) >= 2:
        found = attributes.attribute(machine, args[0], args[1]) if isinstance(args[1], str) else UNKNOWN
        return args[2] if found is UNKNOWN and len(args) > 2 and reflection.is_whole(args[0]) else found
    if name in ("__import__", "importlib.import_module") and args:
        return _import(args, kwargs)
    if name in ("dir", "vars") and args and isinstance(args[0], (Instance, Class, Function)):
        return reflection.listing(args[0]) if name == "dir" else reflection.dictionary(machine, args[0])
    if name == "dir" and args and isinstance(args[0], Ref):
        return Native("listing", args[0])
    if name in ("globals", "locals", "vars", "dir") and (not args or isinstance(args[0], Ref)):
        machine.outside += 1
        if args:
            return args[0]
        if env is None:
            return UNKNOWN
        return Native("namespace", env.module if name == "globals" else env)
    if name == "super" and (len(args) == 2 or env is not None):
        owner = args or lookup(env, "super()")
        return Native("super", owner) if owner is not MISSING else UNKNOWN
    if name == "object.__new__" and args and isinstance(args[0], Class):
        return Instance(args[0])
    if name == "hash" and args:
        return objects.ask(machine, args[0], "__hash__")
    if name == "setattr" and len(args) == 3 and isinstance(args[1], str):
        if isinstance(args[0], Ref) and args[2] is not UNKNOWN:
            machine.patched[canonical(f"{args[0].name}.{args[1]}")] = args[2]
        if isinstance(args[0], (Class, Function)):
            names = args[0].attrs if isinstance(args[0], Function) else args[0].env.names
            names[args[1]] = args[2]
            machine.changes += 1
        if isinstance(args[0], Instance):
            objects.set_attribute(machine, args[0], args[1], args[2])
            machine.changes += 1
        return None
    if name in sinks.RUNNERS and args:
        return sinks.run(machine, name, sinks.with_mode(args, kwargs), None, env)
    return library.call_library(machine, name, args, kwargs)


def _import(args: list[Value], kwargs: dict[str, Value]) -> Value:
    if not isinstance(args[0], str) or len(args[0]) > 200:
        return UNKNOWN
    # __import__("a.b") gives a, unless names are asked of it; import_module gives a.b. The full name reads best.
    name = args[0].strip().lstrip(".")
    return Ref(canonical(name) or name) if name else UNKNOWN


def _unbound(machine: Machine, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    kind, _, attr = name.partition(".")
    if kind in ("bytes", "bytearray") and attr == "fromhex" and args and isinstance(args[0], str):
        return machine.derive(bytes.fromhex(args[0]), args[0], step="hex", call="bytes.fromhex")
    if kind == "int" and attr == "from_bytes":
        return library.call_library(machine, name, args, kwargs)
    if attr == "fromkeys":
        return dict.fromkeys(iterators.items(args[0]), *args[1:]) if kind == "dict" else UNKNOWN
    if not args or args[0] is UNKNOWN or isinstance(args[0], Ref):
        return UNKNOWN
    return methods.call_method(machine, args[0], attr, args[1:], kwargs)


def _call_function(machine: Machine, target: Function | Bound, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if isinstance(target, Bound):
        args, target = [target.receiver, *args], target.function
    if machine.call_depth >= (MAX_READ_DEPTH if machine.is_reading else MAX_CALL_DEPTH):
        return UNKNOWN
    if target.entered >= MAX_WITHIN_ITSELF:
        if _is_blind(args, kwargs):
            return UNKNOWN
        if machine.is_reading and machine.undecided:
            machine.strayed += 1
            if machine.strayed > MAX_STRAYED:
                return UNKNOWN
    # A function within the body that is read may count, or turn a key, from call to call.
    is_within = (target.env.parent is not None or target.owner is not None) and machine.call_depth < READ_DEPTH
    if machine.is_reading and not is_within and _is_blind(args, kwargs):
        return _call_blind(machine, target, args, kwargs)
    return _call_body(machine, target, args, kwargs)


def _call_blind(machine: Machine, target: Function, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """What a function gives when nothing is known: the same each time, and what it does shows when its body is read."""
    given = (target, *args, *kwargs, *kwargs.values())
    mark = tuple(map(id, given))
    before = machine.blind.get(mark)
    if before is not None:
        return before[1]
    if machine.call_depth >= READ_DEPTH:
        return UNKNOWN
    machine.blind[mark] = (given, UNKNOWN)  # for those that call themselves
    value = _call_body(machine, target, args, kwargs)
    machine.blind[mark] = (given, value)
    return value


def _call_body(machine: Machine, target: Function, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if target.calls == 0 and target.may_yield and not isinstance(target.body, ast.expr):
        target.is_generator = any(isinstance(n, (ast.Yield, ast.YieldFrom)) for s in target.body for n in nodes(s))
    target.calls += 1
    env = Env(_bind(target, args, kwargs), target.env)
    if target.owner is not None and args:
        env.names["super()"] = (target.owner, args[0])  # no program has such a name
    machine.call_depth += 1
    target.entered += 1
    undecided, machine.undecided = machine.undecided, 0
    try:
        if isinstance(target.body, ast.expr):
            return expressions.evaluate(machine, target.body, env)
        if target.is_generator:
            return _generate(machine, target.body, env)
        machine.returned = None
        signal = statements.run(machine, target.body, env)
        if signal == statements.RAISE and machine.tries and not machine.is_reading:
            raise RaisedError(machine.raised)
        value, machine.returned = machine.returned, None
        return value
    finally:
        machine.undecided = undecided
        target.entered -= 1
        machine.call_depth -= 1


def _generate(machine: Machine, body: list[ast.stmt], env: Env) -> Value:
    """What a generator gives, all at once: of an endless one, a value for each character that there is to decode."""
    before, machine.yielded = machine.yielded, []
    try:
        statements.run(machine, body, env)
    except expressions.Enough:
        pass
    finally:
        given, machine.yielded = machine.yielded, before
    return Native("iterator", deque(given))


def _is_blind(args: list[Value], kwargs: dict[str, Value]) -> bool:
    """Whether arguments say nothing that a text could be made of."""
    return all(
        value is UNKNOWN or value is None or isinstance(value, (bool, Instance)) for value in (*args, *kwargs.values())
    )


def _bind(function: Function, args: list[Value], kwargs: dict[str, Value]) -> dict[str, Value]:
    if function.names is not None and len(args) >= len(function.names) and not kwargs:
        return dict(zip(function.names, args, strict=False))
    spec = function.args
    positional = [*spec.posonlyargs, *spec.args]
    names: dict[str, Value] = {arg.arg: UNKNOWN for arg in [*positional, *spec.kwonlyargs]}
    first = len(positional) - len(function.defaults)
    names.update({positional[first + i].arg: value for i, value in enumerate(function.defaults)})
    names.update({arg.arg: value for arg, value in zip(spec.kwonlyargs, function.kw_defaults, strict=False)})
    names.update({arg.arg: value for arg, value in zip(positional, args, strict=False)})
    if spec.vararg is not None:
        names[spec.vararg.arg] = tuple(args[len(positional) :])
    extra = {key: value for key, value in kwargs.items() if key not in names}
    names.update({key: value for key, value in kwargs.items() if key in names})
    if spec.kwarg is not None:
        names[spec.kwarg.arg] = extra
    return names


def _instantiate(machine: Machine, cls: Class, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if objects.has(cls, "__call__"):
        return objects.ask(machine, cls, "__call__", *args)
    maker = attributes.class_lookup(cls, "__new__")
    made = call(machine, maker, [cls, *args], kwargs) if isinstance(maker, Function) else UNKNOWN
    if made is UNKNOWN:
        made = Instance(cls)
    elif not isinstance(made, Instance):
        return made
    if exceptions.is_exception(cls):
        made.attrs["args"] = tuple(args)
    _initialise(machine, made, args, kwargs)
    return made


def _initialise(machine: Machine, made: Instance, args: list[Value], kwargs: dict[str, Value]) -> None:
    starter = attributes.attribute(machine, made, "__init__")
    if isinstance(starter, Bound):
        _call_function(machine, starter, args, kwargs)
        return
    fields = [name for cls in reversed(attributes.order(made.cls)) for name in cls.fields]
    made.attrs.update(zip(fields, args, strict=False))
    made.attrs.update({name: value for name, value in kwargs.items() if name in fields})


def sample(machine: Machine, cls: Class) -> Instance:
    """An instance of a class for its methods to be read with, made with no known arguments, once."""
    if cls.sample is None:
        cls.sample = Instance(cls)
        _initialise(machine, cls.sample, [], {})
    return cls.sample
