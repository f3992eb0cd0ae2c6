"""Expressions, evaluated abstractly: every known part is computed, and noted where it changes how the source reads."""

import ast
import builtins
from collections.abc import Callable
from typing import Any, Final

from scanner.decode.fold import aside, attributes, cost, memo, methods, objects, operators
from scanner.decode.fold.machine import MAX_ITEMS, MAX_TEXT, Machine
from scanner.decode.fold.names import MODULES, reference, weighty
from scanner.decode.fold.scalars import MISSING, Slow, compile_scalar
from scanner.decode.fold.values import (
    OWN_FILE,
    UNKNOWN,
    Env,
    Function,
    Instance,
    Ref,
    Trace,
    Value,
    items_of,
)

__all__ = ["SHOWN", "constant", "evaluate", "function", "note_text"]

LONG: Final = 40  # characters of a literal from which on its origin is worth keeping
BARREN: Final = 3  # values that nobody knows, one after another, from which on a generator gives no others
FEW: Final = 256  # numbers and short texts in a list that are not worth counting as steps
SHOWN: Final = 2048  # characters of a folded string that a folded layer repeats
_BUILTINS: Final = frozenset(dir(builtins)) | {"unicode", "unichr", "xrange", "raw_input", "execfile", "reduce"}

_BUILTIN_REFS: Final = {name: Ref(name) for name in _BUILTINS}

_SCALARS: Final = frozenset({ast.BinOp, ast.Subscript, ast.Call})


def evaluate(machine: Machine, node: ast.expr, env: Env) -> Value:
    """The value of an expression, UNKNOWN where static reading cannot tell."""
    machine.steps -= 1
    if machine.steps < machine.due:
        machine.check()
    kind = type(node)
    if machine.hot and kind in _SCALARS:
        if node not in machine.scalars:
            machine.scalars[node] = compile_scalar(machine, node)
        fast = machine.scalars[node]
        if fast is not None:
            try:
                return fast(env)
            except Slow:
                if machine.is_slow(node):
                    machine.scalars[node] = None
    try:
        handler = _EXPRESSIONS[kind]
    except KeyError:  # of a later Python
        return UNKNOWN
    return handler(machine, node, env)


def constant(machine: Machine, node: ast.Constant, env: Env | None = None) -> Value:
    """The value of a literal; where a long one comes from is kept."""
    value = node.value
    kind = type(value)
    if (kind is not str and kind is not bytes) or len(value) < LONG or id(value) in machine.constants:  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return value
    if machine.unit is not None:
        machine.constants[id(value)] = (value, node.lineno, machine.unit)
        machine.set_trace(value, Trace((), (), value, node.lineno))
    return value


def _name(machine: Machine, node: ast.Name, env: Env) -> Value:
    scope: Env | None = env
    name = node.id
    while scope is not None:
        value = scope.names.get(name, MISSING)
        if value is not MISSING:
            if type(value) is Ref and not machine.call_depth and (value.name != name or _is_styled(node)):
                machine.note(node, value.name, weighty=weighty(value.name))
            return value
        scope = scope.parent
    if name in _BUILTINS:
        if _is_styled(node):
            machine.note(node, name, weighty=True)
        return machine.patched.get(name, Ref(name)) if machine.patched else _BUILTIN_REFS[name]
    if name == "__builtins__":
        return Ref("builtins")
    if name == "__file__":
        return OWN_FILE
    if name not in machine.patched:  # of modules, one that the file knows by its parts
        return reference(machine, name) if name in MODULES else UNKNOWN
    value = machine.patched[name]  # the code has added it to the builtins
    if isinstance(value, Ref):
        machine.note(node, value.name, weighty=weighty(value.name))
    return value


def _is_styled(node: ast.Name) -> bool:
    """Whether a name is spelled in other letters that Python reads as these (NFKC)."""
    return node.end_col_offset is not None and node.end_col_offset - node.col_offset != len(node.id)


def _attribute(machine: Machine, node: ast.Attribute, env: Env) -> Value:
    holder = evaluate(machine, node.value, env)
    value = attributes.attribute(machine, holder, node.attr)
    if type(value) is Ref and not machine.call_depth and not _spells(node, value.name):
        machine.note(node, value.name, weighty=weighty(value.name))
    return value


def _spells(node: ast.expr, name: str) -> bool:
    """Whether the source already reads as the dotted name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return False
    return ".".join([node.id, *reversed(parts)]) == name


def _subscript(machine: Machine, node: ast.Subscript, env: Env) -> Value:
    holder = evaluate(machine, node.value, env)
    key = evaluate(machine, node.slice, env)
    if holder is UNKNOWN or key is UNKNOWN:
        return UNKNOWN
    if type(key) is int and type(holder) in (str, bytes, list, tuple):
        return holder[key] if -len(holder) <= key < len(holder) else UNKNOWN
    value = attributes.item(machine, holder, key)
    if isinstance(value, Ref):
        machine.note(node, value.name, weighty=True)
    elif isinstance(holder, (str, bytes)) and isinstance(key, slice):
        note_text(machine, node, value)
    return value


def _slice(machine: Machine, node: ast.Slice, env: Env) -> Value:
    parts = [evaluate(machine, p, env) if p is not None else None for p in (node.lower, node.upper, node.step)]
    if any(part is not None and not isinstance(part, int) for part in parts):
        return UNKNOWN
    return slice(*parts)


def note_text(machine: Machine, node: ast.expr, value: Value) -> None:
    """Note a computed string, cut to what a rule needs to see of it; a long one is tried like a literal."""
    if not machine.call_depth and isinstance(value, (str, bytes)) and value:
        machine.note(node, repr(value[:SHOWN]), weighty=len(value) > 1)
        if len(value) >= LONG and not machine.hot:
            machine.keep(value, node.lineno)


def _binop(machine: Machine, node: ast.BinOp, env: Env) -> Value:
    # Packers write sums of thousands of terms, which nest as deep on the left: walk down in a loop.
    spine: list[ast.BinOp] = []
    current: ast.expr = node
    while isinstance(current, ast.BinOp):
        spine.append(current)
        current = current.left
    value = evaluate(machine, current, env)
    chars = isinstance(value, str) and len(value) == 1
    inner: ast.BinOp | None = None
    for part in reversed(spine):
        whole = operators.binary(machine, part.op, value, evaluate(machine, part.right, env))
        if whole is UNKNOWN and inner is not None and isinstance(value, (str, bytes)):
            note_text(machine, inner, value)  # the beginning alone: a command, and what it is given
        inner, value = part, whole
    if isinstance(value, (str, bytes)):
        if chars and len(spine) >= 4 and machine.trace(value) is None:
            value = machine.derive(value, step="chars")
        note_text(machine, node, value)
    return value


def _boolop(machine: Machine, node: ast.BoolOp, env: Env) -> Value:
    result: Value = UNKNOWN
    decided = False
    last = len(node.values) - 1
    for number, part in enumerate(node.values):
        value = evaluate(machine, part, env)
        if decided:
            continue
        test = objects.truth(machine, value)
        test = machine.decide(test, part) if number < last else test
        result = value
        if test is None:
            result, decided = UNKNOWN, True
        elif test != isinstance(node.op, ast.And):
            _aside(machine, node.values[number + 1 :], env)
            break
    return result


def _aside(machine: Machine, parts: list[ast.expr], env: Env) -> None:
    """What is not evaluated here: read for what it holds, where that was not done before."""
    if parts and not machine.call_depth and not machine.hot:
        with aside.unchanged(machine, parts, env) as apart:
            for part in parts:
                evaluate(machine, part, apart)


def _unary(machine: Machine, node: ast.UnaryOp, env: Env) -> Value:
    # Packers write numbers behind dozens of signs, each of them a node within the last.
    signs: list[ast.unaryop] = [node.op]
    operand = node.operand
    while type(operand) is ast.UnaryOp:
        signs.append(operand.op)
        operand = operand.operand
    if len(signs) > 1:
        machine.tick(len(signs))
    value = evaluate(machine, operand, env)
    for sign in reversed(signs):
        kind = type(sign)
        if type(value) is Instance and kind is not ast.Not:
            value = objects.unary(machine, kind, value)
        elif kind is ast.Not:
            test = objects.truth(machine, value)
            value = UNKNOWN if test is None else not test
        elif not isinstance(value, (int, float)):
            return UNKNOWN
        elif kind is ast.USub:
            value = -value
        elif kind is ast.UAdd:
            value = +value
        elif isinstance(value, int):
            value = ~int(value)
        else:
            return UNKNOWN
    return value


def _compare(machine: Machine, node: ast.Compare, env: Env) -> Value:
    left = evaluate(machine, node.left, env)
    outcome: Value = True
    for kind, part in zip(node.ops, node.comparators, strict=True):
        right = evaluate(machine, part, env)
        if left is UNKNOWN or right is UNKNOWN or outcome is UNKNOWN:
            outcome = UNKNOWN
        elif outcome:
            outcome = operators.compared(machine, kind, left, right)
        left = right
    return outcome


def _ifexp(machine: Machine, node: ast.IfExp, env: Env) -> Value:
    test = machine.decide(objects.truth(machine, evaluate(machine, node.test, env)), node.test)
    if test is None:
        evaluate(machine, node.body, env)
        evaluate(machine, node.orelse, env)
        return UNKNOWN
    taken, other = (node.body, node.orelse) if test else (node.orelse, node.body)
    value = evaluate(machine, taken, env)
    _aside(machine, [other], env)
    return value


def _sequence(machine: Machine, node: ast.List | ast.Tuple | ast.Set, env: Env) -> Value:
    out: list[Value] = []
    numbers = 0
    for part in node.elts:
        if isinstance(part, ast.Starred):
            inner = evaluate(machine, part.value, env)
            if not isinstance(inner, (list, tuple, str, bytes, range, set, dict)):
                return UNKNOWN
            if cost.length(inner) + len(out) > MAX_ITEMS:
                return UNKNOWN
            machine.spend(cost.NODE * len(inner) if isinstance(inner, range) else 0)
            out.extend(items_of(inner) or ())
        elif type(part) is ast.Constant and _is_short(part.value):
            numbers += 1  # packers write payloads as lists of them
            out.append(part.value)
        else:
            out.append(evaluate(machine, part, env))
    if numbers > FEW:
        machine.tick(numbers)
    if len(out) > FEW:
        cost.settle(machine, out)
    if isinstance(node, ast.Tuple):
        return tuple(out)
    if isinstance(node, ast.Set):
        try:
            cost.enter(machine, out)
            cost.hashing(machine, out)
            return set(out)
        except (TypeError, cost.CostlyError):
            return UNKNOWN
    return out


def _is_short(value: Value) -> bool:
    """Whether a literal is a number or a few characters, whose origin nobody asks for."""
    kind = type(value)
    return kind is int or ((kind is str or kind is bytes) and len(value) < LONG)


def _dict(machine: Machine, node: ast.Dict, env: Env) -> Value:
    out: dict[Any, Value] = {}
    whole = True
    for key, value in zip(node.keys, node.values, strict=True):
        inner = evaluate(machine, value, env)
        if key is None:
            whole = whole and isinstance(inner, dict)
            if isinstance(inner, dict):
                machine.spend(cost.NODE * len(inner))
                out.update(inner)
            continue
        name = evaluate(machine, key, env)
        try:
            if name is UNKNOWN:
                whole = False
            else:
                if type(name) is tuple:
                    cost.enter(machine, name)
                out[name] = inner
        except (TypeError, cost.CostlyError):
            whole = False
    return out if whole else UNKNOWN


def _lambda(machine: Machine, node: ast.Lambda, env: Env) -> Value:
    return function(machine, "<lambda>", node.args, node.body, env)


def function(machine: Machine, name: str, args: ast.arguments, body: list[ast.stmt] | ast.expr, env: Env) -> Function:
    """A function of the file; its body is also read once with unknown arguments, after the module has run."""
    defaults = [evaluate(machine, item, env) for item in args.defaults]
    kw_defaults = [evaluate(machine, item, env) if item is not None else UNKNOWN for item in args.kw_defaults]
    if env.is_class and env.parent is not None:
        env = env.parent
    made = Function(name, args, body, env, defaults, kw_defaults)
    machine.scopes.append(env)
    if args.vararg is None and args.kwarg is None and not args.kwonlyargs:
        made.names = tuple([arg.arg for arg in (*args.posonlyargs, *args.args)])
    if machine.unit is not None and not machine.call_depth:
        machine.functions.append(made)
        made.may_yield = isinstance(body, list) and machine.unit.may_yield(body)
    return made


def _joined(machine: Machine, node: ast.JoinedStr, env: Env) -> Value:
    parts: list[str] = []
    sources: list[Value] = []
    whole = True
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
            continue
        assert isinstance(part, ast.FormattedValue)
        value = evaluate(machine, part.value, env)
        spec = evaluate(machine, part.format_spec, env) if part.format_spec is not None else ""
        sources.append(value)
        text = _formatted(machine, value, part.conversion, spec)
        if text is None:
            whole = False
        else:
            parts.append(text)
    if not whole:
        return UNKNOWN
    result = "".join(parts)
    if len(result) > MAX_TEXT:
        return UNKNOWN
    result = machine.derive(result, *sources)
    if sources:
        note_text(machine, node, result)
    return result


def _formatted(machine: Machine, value: Value, conversion: int, spec: Value) -> str | None:
    try:
        cost.enter(machine, (value,))
    except cost.CostlyError:
        return None
    return methods.format_value(value, conversion, spec)


def _named(machine: Machine, node: ast.NamedExpr, env: Env) -> Value:
    value = evaluate(machine, node.value, env)
    env.names[node.target.id] = value
    machine.changes += 1
    return value


def _comprehension(
    machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, env: Env
) -> Value:
    from scanner.decode.fold.comprehensions import comprehension

    return comprehension(machine, node, env)


class Enough(Exception):  # noqa: N818 - a signal, not an error
    """A generator has given as many values as anybody here can want."""


def _yield(machine: Machine, node: ast.Yield | ast.YieldFrom, env: Env) -> Value:
    value = evaluate(machine, node.value, env) if node.value is not None else None
    given = machine.yielded
    if given is None:  # a body that is read, not called
        return UNKNOWN
    items = (items_of(value) or [UNKNOWN])[: machine.longest + 1] if isinstance(node, ast.YieldFrom) else [value]
    machine.tick(len(items) // FEW)
    machine.spend(8 * len(items))
    for item in items:
        given.append(item)
        machine.put(item)
    machine.changes += 1
    machine.growth += 1
    if len(given) > machine.longest or (all(item is UNKNOWN for item in given[-BARREN:]) and len(given) >= BARREN):
        raise Enough
    return None


def _unknown_parts(machine: Machine, node: ast.expr, env: Env) -> Value:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            evaluate(machine, child, env)
    return UNKNOWN


_EXPRESSIONS: dict[type[ast.expr], Callable[[Machine, Any, Env], Value]] = {
    ast.Constant: constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.BinOp: _binop,
    ast.BoolOp: _boolop,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.IfExp: _ifexp,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.Lambda: _lambda,
    ast.JoinedStr: _joined,
    ast.NamedExpr: _named,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Call: memo.evaluate_call,
    ast.Starred: lambda machine, node, env: evaluate(machine, node.value, env),
    ast.Await: _unknown_parts,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
}
