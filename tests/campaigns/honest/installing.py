"""Honest packages whose installation does something: reads, builds, downloads."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.forge import Built, Shapes, sdist, wheel
from tests.campaigns.honest.small import POOR, setup_text, small

__all__ = ["INSTALLING"]

INSTALLING = Shapes()


@INSTALLING
def student_hello() -> Built:
    """A student's first package, no metadata at all"""
    return sdist(
        "helloworld-maria",
        {
            "setup.py": setup_text("helloworld-maria"),
            "helloworld_maria/__init__.py": "def hello():\n    print('hello world')\n",
        },
        version="0.0.1",
        **POOR,
    )


@INSTALLING
def student_setup_reads_files() -> Built:
    """setup.py that reads its README and its version by exec"""
    before = """\
import os, re
here = os.path.abspath(os.path.dirname(__file__))
with open(os.path.join(here, 'README.md'), encoding='utf-8') as f:
    long_description = f.read()
about = {}
with open(os.path.join(here, 'mathy', '__version__.py')) as f:
    exec(f.read(), about)
"""
    return sdist(
        "mathy-utils",
        {
            "setup.py": setup_text("mathy-utils", "    long_description=long_description,\n", before),
            "README.md": "# mathy\n\nSmall functions, well tested.\n",
            "mathy/__version__.py": "__version__ = '0.0.1'\n",
            "mathy/__init__.py": "def add(a, b):\n    return a + b\n",
        },
        **POOR,
    )


@INSTALLING
def setup_publish_shortcut() -> Built:
    """setup.py publish builds and uploads by twine"""
    before = """\
import os, sys
if sys.argv[-1] == 'publish':
    os.system('rm -rf dist build')
    os.system('python setup.py sdist bdist_wheel')
    os.system('twine upload dist/*')
    sys.exit()
"""
    return sdist(
        "quicktables",
        {
            "setup.py": setup_text("quicktables", "", before),
            "quicktables/__init__.py": "def table(rows):\n    return '\\n'.join(map(str, rows))\n",
        },
        version="0.0.1",
    )


@INSTALLING
def setup_git_version() -> Built:
    """setup.py asks git for its version"""
    before = """\
import subprocess
try:
    version = subprocess.check_output(['git', 'describe', '--tags', '--always'], stderr=subprocess.DEVNULL).decode().strip()
except Exception:
    version = '0.0.1'
"""
    return sdist(
        "labplots",
        {"setup.py": setup_text("labplots", "", before), "labplots/__init__.py": "x = 1\n"},
        version="0.0.1",
        **POOR,
    )


@INSTALLING
def setup_post_install_message() -> Built:
    """An install command that prints and writes a completion file"""
    before = """\
import os
from setuptools.command.install import install

class PostInstall(install):
    def run(self):
        install.run(self)
        path = os.path.expanduser('~/.bash_completion.d')
        if os.path.isdir(path):
            with open(os.path.join(path, 'tasky'), 'w') as f:
                f.write('complete -W "add list done" tasky\\n')
        print('Thank you for installing tasky!')
"""
    return sdist(
        "tasky-cli",
        {
            "setup.py": setup_text("tasky-cli", "    cmdclass={'install': PostInstall},\n", before),
            "tasky/__init__.py": "def main():\n    print('tasks')\n",
        },
        version="0.0.1",
        **POOR,
    )


@INSTALLING
def setup_spacy_model_after_install() -> Built:
    """An install command that downloads a language model through the library that needs it"""
    before = """\
import subprocess, sys
from setuptools.command.install import install

class InstallWithModel(install):
    def run(self):
        install.run(self)
        subprocess.check_call([sys.executable, '-m', 'spacy', 'download', 'en_core_web_sm'])
        import nltk
        nltk.download('punkt')
"""
    return sdist(
        "textsum-easy",
        {
            "setup.py": setup_text(
                "textsum-easy",
                """\
    cmdclass={'install': InstallWithModel},
    install_requires=['spacy', 'nltk'],
""",
                before,
            ),
            "textsum/__init__.py": """\
import nltk

def summarize(text):
    return nltk.sent_tokenize(text)[:2]
""",
        },
        version="0.0.1",
        **POOR,
    )


@INSTALLING
def setup_cmake_extension() -> Built:
    """A C++ extension built by CMake"""
    before = """\
import os, subprocess, sys
from setuptools import Extension
from setuptools.command.build_ext import build_ext

class CMakeExtension(Extension):
    def __init__(self, name, sourcedir=''):
        super().__init__(name, sources=[])
        self.sourcedir = os.path.abspath(sourcedir)

class CMakeBuild(build_ext):
    def build_extension(self, ext):
        args = ['-DCMAKE_LIBRARY_OUTPUT_DIRECTORY=' + os.path.dirname(self.get_ext_fullpath(ext.name)), '-DPYTHON_EXECUTABLE=' + sys.executable]
        os.makedirs(self.build_temp, exist_ok=True)
        subprocess.check_call(['cmake', ext.sourcedir] + args, cwd=self.build_temp)
        subprocess.check_call(['cmake', '--build', '.', '--config', 'Release'], cwd=self.build_temp)
"""
    return sdist(
        "fastpaths",
        {
            "setup.py": setup_text(
                "fastpaths",
                """\
    ext_modules=[CMakeExtension('fastpaths._core')],
    cmdclass={'build_ext': CMakeBuild},
""",
                before,
            ),
            "src/core.cpp": "int main() { return 0; }\n",
            "fastpaths/__init__.py": "from ._core import *\n",
        },
        version="0.0.1",
    )


@INSTALLING
def setup_downloads_source() -> Built:
    """A C extension that downloads and unpacks the source of the library it wraps"""
    before = """\
import hashlib, os, subprocess, tarfile, urllib.request
from setuptools.command.build_ext import build_ext

URL = 'https://github.com/example/libfoo/archive/refs/tags/v1.4.2.tar.gz'
SHA256 = '0' * 64

class build_libfoo(build_ext):
    def run(self):
        os.makedirs(self.build_temp, exist_ok=True)
        path = os.path.join(self.build_temp, 'libfoo.tar.gz')
        urllib.request.urlretrieve(URL, path)
        if hashlib.sha256(open(path, 'rb').read()).hexdigest() != SHA256:
            raise RuntimeError('checksum mismatch')
        with tarfile.open(path) as tar:
            tar.extractall(self.build_temp)
        subprocess.check_call(['./configure', '--disable-shared'], cwd=os.path.join(self.build_temp, 'libfoo-1.4.2'))
        subprocess.check_call(['make', '-j4'], cwd=os.path.join(self.build_temp, 'libfoo-1.4.2'))
        super().run()
"""
    return sdist(
        "pyfoo-bindings",
        {
            "setup.py": setup_text("pyfoo-bindings", "    cmdclass={'build_ext': build_libfoo},\n", before),
            "pyfoo/__init__.py": "from ._foo import *\n",
            "pyfoo/_foo.c": "#include <Python.h>\n" + "static int foo(int value) { return value; }\n" * 200,
        },
        version="0.0.1",
    )


@INSTALLING.limited("a program fetched at installation is what droppers do too: a person must look")
def setup_downloads_binary() -> Built:
    """A wrapper that downloads the vendor's program for the platform at installation"""
    before = """\
import os, platform, stat, sys, urllib.request
from setuptools.command.install import install

VERSION = '2.3.1'
BASE = 'https://github.com/example/mytool/releases/download/v%s/' % VERSION

def asset():
    system = {'Linux': 'linux', 'Darwin': 'darwin', 'Windows': 'windows.exe'}[platform.system()]
    return 'mytool-%s-%s' % (platform.machine(), system)

class Install(install):
    def run(self):
        super().run()
        target = os.path.join(self.install_scripts, 'mytool')
        os.makedirs(self.install_scripts, exist_ok=True)
        urllib.request.urlretrieve(BASE + asset(), target)
        os.chmod(target, os.stat(target).st_mode | stat.S_IEXEC)
"""
    return sdist(
        "mytool-py",
        {
            "setup.py": setup_text("mytool-py", "    cmdclass={'install': Install},\n", before),
            "mytool_py/__init__.py": "",
        },
        version="2.3.1",
    )


@INSTALLING
def runtime_tool_fetcher() -> Built:
    """A package that fetches the vendor's program on first use into its cache, and runs it"""
    return small(
        "pyhugo-run",
        """\
import os, platform, stat, subprocess, sys, tarfile, urllib.request
from pathlib import Path

VERSION = '0.120.4'
CACHE = Path.home() / '.cache' / 'pyhugo'


def binary() -> Path:
    path = CACHE / VERSION / 'hugo'
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        url = f'https://github.com/gohugoio/hugo/releases/download/v{VERSION}/hugo_{VERSION}_linux-amd64.tar.gz'
        archive, _ = urllib.request.urlretrieve(url)
        with tarfile.open(archive) as tar:
            tar.extract('hugo', path.parent)
        path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


def main():
    sys.exit(subprocess.call([str(binary()), *sys.argv[1:]]))
""",
        poor=False,
    )


@INSTALLING
def update_check() -> Built:
    """Asks the index whether there is a newer release, and offers to install it"""
    return small(
        "notesy",
        """\
import json, subprocess, sys
from urllib.request import urlopen

__version__ = '0.0.1'


def latest():
    return json.load(urlopen('https://index.example.org/pypi/notesy/json', timeout=3))['info']['version']


def upgrade():
    subprocess.check_call([sys.executable, '-m', 'pip', 'install', '--upgrade', 'notesy'])


def main():
    if latest() != __version__ and input('Update? [y/N] ') == 'y':
        upgrade()
        subprocess.Popen([sys.executable, *sys.argv])
        sys.exit()
""",
    )


@INSTALLING
def auto_installs_dependencies() -> Built:
    """A student's package that installs what is missing when it is imported"""
    return small(
        "easyml-student",
        """\
import importlib, subprocess, sys, os

for lib in ['numpy', 'pandas', 'scikit-learn', 'matplotlib']:
    try:
        importlib.import_module(lib)
    except ImportError:
        os.system(f'{sys.executable} -m pip install {lib}')

import numpy as np


def train(x, y):
    return np.polyfit(x, y, 1)
""",
    )


@INSTALLING
def pth_coverage_like() -> Built:
    """A .pth file that starts coverage in subprocesses, if asked by the environment"""
    return wheel(
        "cov-subprocess",
        {
            "cov_subprocess.py": """\
import os


def init():
    if os.environ.get('COV_CORE_SOURCE'):
        import coverage
        coverage.process_startup()
""",
            "cov_subprocess.pth": "import os; os.environ.get('COV_CORE_SOURCE') and __import__('cov_subprocess').init()\n",
        },
    )
