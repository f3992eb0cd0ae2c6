"""Thefts of several modules: facts in one, the way out in another, both joined in a third, as honest software is."""

from typing import NamedTuple

from tests.campaigns.forge import Built
from tests.campaigns.grid.tables import Row, imports, indented
from tests.campaigns.grid.ways import useful

__all__ = ["ADDRESSES", "FACTS", "HEARD", "package"]


class Facts(NamedTuple):
    """What a module of facts is, with ``TAKE`` for what gives ``data``; what another imports of it, and asks."""

    code: str
    imported: str
    asked: str


FACTS = {
    "function": Facts("def snapshot():\n    TAKE\n    return data", "from .facts import snapshot", "snapshot()"),
    "attribute": Facts(
        "class Facts:\n    def __init__(self):\n        self.extra = self._extra()\n\n"
        "    def _extra(self):\n        TAKE\n        return data",
        "from .facts import Facts",
        "Facts().extra",
    ),
    "property": Facts(
        "from functools import cached_property\n\n\nclass Facts:\n    @cached_property\n    def extra(self):\n"
        "        TAKE\n        return data\n\n    def __iter__(self):\n        yield 'extra', self.extra",
        "from .facts import Facts",
        "dict(Facts())",
    ),
    "fields": Facts(
        "from dataclasses import dataclass, field\n\n\ndef _extra():\n    TAKE\n    return data\n\n\n@dataclass\n"
        "class Facts:\n    name: str = 'boot'\n    extra: object = field(default_factory=_extra)",
        "from dataclasses import asdict\nfrom .facts import Facts",
        "asdict(Facts())",
    ),
    "generator": Facts(
        "def facts():\n    yield 'name', 'boot'\n    TAKE\n    yield 'extra', data",
        "from .facts import facts",
        "dict(facts())",
    ),
}


class Address(NamedTuple):
    """How a class knows its address, which ``{0!r}`` stands for."""

    named: str
    imported: str = ""
    at_top: str = ""
    in_class: str = ""
    argument: str = ""
    kept: str = ""
    config: str = ""


ADDRESSES = {
    "literal": Address("{0!r}"),
    "constant": Address("TARGET", at_top="TARGET = {0!r}"),
    "class": Address("self.TARGET", in_class="TARGET = {0!r}"),
    "default": Address("self.target", argument="target={0!r}", kept="self.target = target"),
    "otherwise": Address(
        "self.target",
        imported="import os",
        argument="target=None",
        kept="self.target = target or os.environ.get('TIDES_TARGET') or {0!r}",
    ),
    "environment": Address("TARGET", imported="import os", at_top="TARGET = os.environ.get('TIDES_TARGET', {0!r})"),
    "config": Address("TARGET", imported="from .config import TARGET", config="TARGET = {0!r}"),
    "module": Address("config.TARGET", imported="from . import config", config="TARGET = {0!r}"),
}


class Heard(NamedTuple):
    """The method that sends, with ``SEND`` for what does, and how another module has it called."""

    method: str
    called: str = "Wire().send(PAYLOAD)"
    imported: str = ""
    base: str = ""
    kept: str = ""


HEARD = {
    "inside": Heard("def send(self, payload):\n    try:\n        SEND\n    except Exception:\n        pass"),
    "outside": Heard(
        "def send(self, payload):\n    SEND", "try:\n    Wire().send(PAYLOAD)\nexcept Exception:\n    pass"
    ),
    "suppressed": Heard(
        "def send(self, payload):\n    with contextlib.suppress(Exception):\n        SEND", imported="import contextlib"
    ),
    "debug": Heard(
        "def send(self, payload):\n    try:\n        SEND\n    except Exception:\n"
        "        logging.getLogger(__name__).debug('not sent', exc_info=True)",
        imported="import logging",
    ),
    "thread": Heard(
        "def send(self, payload):\n    threading.Thread(target=self._send, args=(payload,), daemon=True).start()\n\n"
        "def _send(self, payload):\n    SEND",
        imported="import threading",
    ),
    "worker": Heard(
        "def send(self, payload):\n    self.jobs.put(payload)\n\ndef run(self):\n    while True:\n"
        "        payload = self.jobs.get()\n        SEND",
        "wire = Wire()\nwire.start()\nwire.send(PAYLOAD)",
        imported="import queue\nimport threading",
        base="(threading.Thread)",
        kept="super().__init__(daemon=True)\nself.jobs = queue.Queue()",
    ),
}


def package(
    source: Row, wire: Row, *, facts: str = "function", address: str = "constant", heard: str = "inside"
) -> Built:
    """A package that takes what a source gives in one module, and sends it by a wire of another."""
    told, how, what = ADDRESSES[address], HEARD[heard], FACTS[facts]
    sending = wire.code.replace("ADDRESS", told.named.format(wire.address)).replace("PAYLOAD", "payload")
    start = "\n".join(line for line in (how.kept, told.kept.format(wire.address)) if line)
    arguments = ", ".join(part for part in ("self", told.argument.format(wire.address)) if part)
    body = [told.in_class.format(wire.address), f"def __init__({arguments}):\n{indented(start)}" if start else ""]
    body.append(_put(how.method, "SEND", sending))
    files = {
        "__init__": '"""Batches of tides."""\nfrom .core import Batcher\n',
        "facts": f"{source.imports}\n\n\n{_put(what.code, 'TAKE', source.code)}\n",
        "wire": (
            f"{imports(how.imported, wire.imports, told.imported)}\n\n{told.at_top.format(wire.address)}\n\n\n"
            f"class Wire{how.base}:\n{indented(chr(10).join(part + chr(10) for part in body if part))}\n"
        ),
        "core": (
            f"{what.imported}\nfrom .wire import Wire\n\n\nclass Batcher:\n    def run(self, items):\n"
            f"        rows = [items[at:at + 10] for at in range(0, len(items), 10)]\n"
            f"{indented(how.called.replace('PAYLOAD', what.asked), 2)}\n        return rows\n"
        ),
    }
    if told.config:
        files["config"] = f'"""Defaults."""\n{told.config.format(wire.address)}\nTIMEOUT = 3\n'
    return useful({f"tidesbatch/{name}.py": text for name, text in files.items()})


def _put(code: str, word: str, inside: str) -> str:
    lines = code.splitlines()
    return "\n".join(
        indented(inside, (len(line) - len(line.lstrip())) // 4) if line.strip() == word else line for line in lines
    )
