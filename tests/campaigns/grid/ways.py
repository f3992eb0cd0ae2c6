"""How a value goes from where it is taken to where it is sent or run, and how that comes to be called."""

from collections.abc import Callable, Mapping

from tests.campaigns.forge import Built, sdist, wheel
from tests.campaigns.grid.tables import Row, imports, indented, rows

__all__ = [
    "BROUGHT",
    "HUSHES",
    "REMOTE_WAYS",
    "THEFT_WAYS",
    "TRIGGERS",
    "answering",
    "betraying",
    "bringing",
    "fetching",
    "harming",
    "hiding",
    "hooking",
    "planting",
    "stealing",
    "useful",
]

TAIL = '''
def chunked(items, size):
    """Yield lists of at most ``size`` items."""
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
'''
SIZES = '''"""Formatting of sizes and times."""


def human(size):
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def clock(seconds):
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02d}:{rest:02d}"
'''


def useful(files: Mapping[str, str | bytes]) -> Built:
    """A package of somebody who cared for it, with a module that has nothing to do with all of this."""
    return wheel("tides-batch", {**files, "tidesbatch/sizes.py": SIZES})


# What becomes of a failure.
HUSHES: dict[str, tuple[str, str]] = {
    "pass": ("", "try:\n{0}\nexcept Exception:\n    pass"),
    "suppress": ("import contextlib", "with contextlib.suppress(Exception):\n{0}"),
    "debug": (
        "import logging",
        "try:\n{0}\nexcept Exception as error:\n    logging.getLogger(__name__).debug('not sent: %s', error)",
    ),
    "none": ("", "{1}"),
}

THEFT_WAYS = {name: row.code for name, row in rows("theft_ways").items()}
REMOTE_WAYS = {name: row.code for name, row in rows("remote_ways").items()}

# The modules of a package, of imports, code and the statement that begins it.
TRIGGERS: dict[str, dict[str, str]] = {
    "import": {"__init__": "{imports}\n\n{code}\n\n\n{begin}\n{tail}"},
    "module": {
        "__init__": "from ._runtime import start\n\nstart()\n{tail}",
        "_runtime": "{imports}\n\n{code}\n\n\ndef start():\n    {begin}\n",
    },
    "thread": {
        "__init__": "import threading\n{imports}\n\n{code}\n\n\ndef begin():\n    {begin}\n\n\n"
        "threading.Thread(target=begin, daemon=True).start()\n{tail}"
    },
    "exit": {"__init__": "import atexit\n{imports}\n\n{code}\n\n\n@atexit.register\ndef done():\n    {begin}\n{tail}"},
    "use": {
        "__init__": "{imports}\n\n{code}\n\n\ndef batches(items, size=10):\n    {begin}\n"
        "    return list(chunked(items, size))\n{tail}"
    },
    "constructor": {
        "__init__": "{imports}\n\n{code}\n\n\nclass Batcher:\n    def __init__(self, size=10):\n"
        "        self.size = size\n        {begin}\n{tail}"
    },
    "command": {
        "__init__": "{tail}",
        "cli": "{imports}\nimport argparse\n\n{code}\n\n\ndef main():\n    parser = argparse.ArgumentParser()\n"
        "    parser.add_argument('file')\n    args = parser.parse_args()\n    {begin}\n    print(args.file)\n",
    },
}


def stealing(source: Row, channel: Row, *, way: str = "two", trigger: str = "use", hush: str = "pass") -> Built:
    """A package that takes what a source gives and sends it by a channel."""
    before, frame = HUSHES[hush]

    def sending(name: str) -> str:
        code = channel.code.replace("DATA", name)
        return frame.format(indented(code), code)

    code, begin = _written(THEFT_WAYS[way], {"TAKE": lambda _: source.code, "SEND": sending})
    return _packed(trigger, imports(before, source.imports, channel.imports), code, begin)


def fetching(answer: Row, runner: Row, *, way: str = "two", trigger: str = "use") -> Built:
    """A package that fetches something and has a runner run it."""
    code, begin = _written(REMOTE_WAYS[way], {"FETCH": lambda _: answer.code, "RUN": lambda _: runner.code})
    return _packed(trigger, imports(answer.imports, runner.imports), code, begin)


def answering(bot: Row, runner: Row, *, trigger: str = "module") -> Built:
    """A package that has a runner run what is written to a bot."""
    code, begin = _written(f"{bot.code}\n> begin()", {"RUN": lambda _: runner.code})
    return _packed(trigger, imports(bot.imports, runner.imports), code, begin)


def betraying(secret: Row, channel: Row, *, hush: str = "pass", apart: bool = False) -> Built:
    """A package that sends on what it is given for its work, or sees, by a function that may stand ``apart``."""
    before, frame = HUSHES[hush]
    sending = channel.code.replace("DATA", "data")
    sender = f"def report(data):\n{indented(frame.format(indented(sending), sending))}"
    code, begin = _written(secret.code, {"SEND": lambda given: f"report({given})"})
    code = f"{code}\n\n\n{begin}" if begin else code
    needed = imports(before, channel.imports)
    files = {
        "__init__": f"from .core import *\n{TAIL}",
        "core": f"{imports(secret.imports, 'from .net import report')}\n\n\n{code}\n",
        "net": f"{needed}\n\n\n{sender}\n",
    }
    if not apart:
        del files["net"]
        files["core"] = f"{imports(secret.imports, needed)}\n\n\n{sender}\n\n\n{code}\n"
    return useful({f"tidesbatch/{name}.py": text for name, text in files.items()})


def hiding(taken: Row, post: Row, address: Row) -> Built:
    """A package that takes something and posts it to an address, or fetches and runs it; each may be hidden."""
    code = f"{indented(taken.code, 2)}\n{indented(post.code, 2)}"
    agent = f"def report():\n    try:\n{code}\n    except Exception:\n        pass\n"
    before = imports(taken.imports, post.imports, address.imports)
    files = {
        "__init__": f"from ._agent import report\n\n\ndef batches(items):\n    report()\n    return items\n{TAIL}",
        "_agent": f"{before}\n\n{address.code}\n\n\n{agent}",
    }
    return useful({f"tidesbatch/{name}.py": text for name, text in files.items()})


def hooking(hook: Row, act: Row) -> Built:
    """A distribution of which installation, build, start or import does something; a row's address says which kind."""
    files = {"tidesbatch/__init__.py": TAIL, "tidesbatch/sizes.py": SIZES, "tidesbatch/data.bin": "import os\n"}
    for part in hook.code.split("@@ ")[1:]:
        name, _, text = part.partition("\n")
        text, _ = _written(text, {"ACT": lambda _: act.code})
        files[name] = text.replace("IMPORTS", act.imports).replace("TAIL", TAIL)
    return (sdist if hook.address == "sdist" else wheel)("tides-batch", files)


def planting(startup: Row, command: Row) -> Built:
    """A package that has a command started again and again, once somebody imports it."""
    code = f"def keep():\n{indented(startup.code)}\n\n\ntry:\n    keep()\nexcept Exception:\n    pass\n"
    files = {
        "__init__": f"from .core import *\n{TAIL}",
        "core": f"{imports(command.imports, startup.imports)}\n\n{command.code}\n\n\n{code}",
        "agent": "import time\n\nwhile True:\n    time.sleep(60)\n",
    }
    return useful({f"tidesbatch/{name}.py": text for name, text in files.items()})


# How a script of another language is brought, and begun.
BROUGHT = {
    "beside": "from pathlib import Path\n\n\ndef ready():\n"
    "    path = Path(__file__).with_name('assets') / 'engine.{suffix}'\n"
    "    subprocess.Popen([{command}, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n",
    "written": "import os\nimport tempfile\n\nTEXT = {text!r}\n\n\ndef ready():\n"
    "    path = os.path.join(tempfile.gettempdir(), 'engine.{suffix}')\n"
    "    with open(path, 'w') as handle:\n        handle.write(TEXT)\n"
    "    subprocess.Popen([{command}, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n",
    "told": "TEXT = '''\\\n{shown}\n'''\n\n\ndef ready():\n"
    "    subprocess.run([{command}, '-'], input=TEXT, text=True, capture_output=True)\n",
}


def bringing(script: Row, how: str) -> Built:
    """A package that starts a script of another language; a row's address is the suffix, its imports the program."""
    command = ", ".join(map(repr, script.imports.split()))
    text = f"{script.code}\n"
    shown = script.code.replace("\\", "\\\\")
    code = BROUGHT[how].format(suffix=script.address, command=command, text=text, shown=shown)
    files = {
        "tidesbatch/__init__.py": "from .core import ready\n\n\ndef batches(items, size=10):\n    ready()\n"
        f"    return list(chunked(items, size))\n{TAIL}",
        "tidesbatch/core.py": f"import subprocess\n{code}",
    }
    return useful(files | ({f"tidesbatch/assets/engine.{script.address}": text} if how == "beside" else {}))


def harming(damage: Row, trigger: str) -> Built:
    """A package that harms the machine of whoever has it."""
    code, begin = _written(damage.code, {})
    return _packed(trigger, damage.imports, code, begin)


def _written(way: str, parts: dict[str, Callable[[str], str]]) -> tuple[str, str]:
    lines: list[str] = []
    begin = ""
    for line in way.splitlines():
        word, _, name = line.strip().removesuffix(")").partition("(")
        if line.startswith("> "):
            begin = line[2:]
        elif word in parts:
            lines.append(indented(parts[word](name), (len(line) - len(line.lstrip())) // 4))
        else:
            lines.append(line)
    return "\n".join(lines), begin


def _packed(trigger: str, before: str, code: str, begin: str) -> Built:
    inside = {"imports": before, "code": code, "begin": begin, "tail": TAIL}
    files = TRIGGERS[trigger].items()
    return useful({f"tidesbatch/{name}.py": _filled(text, inside) for name, text in files})


def _filled(text: str, inside: dict[str, str]) -> str:
    for name, value in inside.items():
        text = text.replace("{" + name + "}", value)
    return text
