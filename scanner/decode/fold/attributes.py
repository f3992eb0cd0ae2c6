"""Attributes and items: of modules by name, of classes and instances of the file, of plain containers."""

from typing import Final

from scanner.decode.fold import calls, cost, methods, objects, reflection
from scanner.decode.fold.machine import Machine
from scanner.decode.fold.names import member_of
from scanner.decode.fold.operators import FAULTS
from scanner.decode.fold.values import (
    OWN_FILE,
    UNKNOWN,
    Bound,
    Class,
    Function,
    Instance,
    Method,
    Native,
    Ref,
    Value,
    is_plain,
)

__all__ = ["attribute", "class_lookup", "item", "order"]

LONGEST_NAME: Final = 1024  # what is asked for by a longer one is not there, and names are remembered


def attribute(machine: Machine, holder: Value, name: str) -> Value:
    """``holder.name``."""
    if holder is UNKNOWN or len(name) > LONGEST_NAME:
        return UNKNOWN
    if isinstance(holder, Ref):
        return _ref_attribute(machine, holder, name)
    if isinstance(holder, Instance):
        return _instance_attribute(machine, holder, name)
    if isinstance(holder, Class):
        found = class_lookup(holder, name)
        if isinstance(found, Function) and found.binding == "classmethod":
            return Bound(found, holder)
        if isinstance(found, Instance) and objects.has(found, "__get__"):
            return objects.ask(machine, found, "__get__", None, holder)
        if found is UNKNOWN and name != "__name__" and isinstance(holder.meta, Class):
            return objects.ask(machine, holder, "__getattr__", name)
        return reflection.of_class(holder, name) if found is UNKNOWN else found
    if isinstance(holder, Native) and holder.kind == "code":
        return reflection.of_code(holder.state, name)
    if isinstance(holder, Native):
        return objects.parent(holder.state, name) if holder.kind == "super" else Method(holder, name)
    if isinstance(holder, Function):
        return reflection.of_function(machine, holder, name)
    if name == "__class__" and is_plain(holder):
        return Ref(type(holder).__name__)
    if name == "__doc__":
        return UNKNOWN
    if isinstance(holder, tuple) and name in getattr(holder, "_fields", ()):
        return getattr(holder, name)
    return Method(holder, name)


def _ref_attribute(machine: Machine, holder: Ref, name: str) -> Value:
    if name == "__dict__" or (name == "modules" and holder.name == "sys"):
        return Ref("sys.modules" if holder.name == "sys" and name == "modules" else holder.name)
    if name in ("__name__", "__qualname__"):
        return holder.name.rpartition(".")[2]
    if name == "__call__":
        return holder
    if name in ("__getattribute__", "__getattr__", "__getitem__", "get") and holder.name not in (
        "requests",
        "os.environ",
        "httpx",
    ):
        return Method(holder, name)
    if name == "__builtins__":
        return Ref("builtins")
    return member_of(machine, holder.name, name)


def class_lookup(cls: Class, name: str) -> Value:
    """What a class of the file, or one that it is made from, has by this name."""
    for one in order(cls):
        if name in one.env.names:
            return one.env.names[name]
    return UNKNOWN


def order(cls: Class) -> list[Class]:
    """The classes that attributes are looked for in, as Python orders them; those of the file alone."""
    if cls.order is None:
        cls.order = [cls]  # for those that are made from themselves
        bases = [base for base in cls.bases if isinstance(base, Class)]
        rows = [*([*order(base)] for base in bases), bases]
        while rows := [row for row in rows if row]:
            # The first that stands behind no other; where they contradict each other, Python would give up.
            first = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), rows[0][0])
            cls.order.append(first)
            rows = [[one for one in row if one is not first] for row in rows]
    return cls.order


def _instance_attribute(machine: Machine, holder: Instance, name: str) -> Value:
    if name in holder.attrs:
        return holder.attrs[name]
    if name in ("__class__", "__dict__"):
        return holder.cls if name == "__class__" else holder.attrs
    found = class_lookup(holder.cls, name)
    if found is UNKNOWN and name == "start":  # of a thread, or a process
        found = class_lookup(holder.cls, "run")
    if found is UNKNOWN and not name.startswith("__"):
        return objects.ask(machine, holder, "__getattr__", name)
    if isinstance(found, Instance) and objects.has(found, "__get__"):
        return objects.ask(machine, found, "__get__", holder, holder.cls)
    if not isinstance(found, Function) or found.binding == "staticmethod":
        return found
    if found.binding == "property":
        return calls.call(machine, Bound(found, holder), [], {})
    return Bound(found, holder.cls if found.binding == "classmethod" else holder)


def item(machine: Machine, holder: Value, key: Value) -> Value:
    """``holder[key]`` with a known key."""
    if isinstance(holder, Instance):
        name = "__getitem__" if objects.has(holder, "__getitem__") else "__missing__"
        return objects.ask(machine, holder, name, key)
    if isinstance(holder, Class):
        found = class_lookup(holder, "__class_getitem__")
        if isinstance(found, Function):
            return calls.call(machine, Bound(found, holder), [key], {})
        return objects.ask(machine, holder, "__getitem__", key)
    if isinstance(holder, Ref) and holder.name == "sys.argv" and key == 0:
        return OWN_FILE
    if isinstance(holder, Ref) and isinstance(key, str):
        if holder.name == "sys.modules":
            return Ref(key)
        # Any name looked up in a module's dictionary: what getattr would give.
        return attribute(machine, holder, key)
    if isinstance(holder, Native) and holder.kind == "namespace" and isinstance(key, str):
        return methods.namespace_item(machine, holder, key)
    if isinstance(holder, Native) and holder.kind == "listing" and isinstance(key, Native) and key.kind == "position":
        return key.state
    if isinstance(holder, Native) and holder.kind == "match":
        holder = {key: holder.state[key]} if isinstance(key, (int, str)) else {}
    if isinstance(holder, (str, bytes, bytearray, list, tuple, range, dict)):
        try:
            if type(key) is tuple:
                cost.enter(machine, key)
            value = holder[key]  # type: ignore[index]
        except FAULTS:
            return UNKNOWN
        if isinstance(key, slice):
            cost.settle(machine, value)
        if isinstance(key, slice) and isinstance(value, (str, bytes, list)):
            backwards = key.step == -1 and key.start is None and key.stop is None
            return machine.derive(value, holder, step="reverse" if backwards and not isinstance(value, list) else "")
        return value
    return UNKNOWN
