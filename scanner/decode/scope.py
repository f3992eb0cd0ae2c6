"""Where a member runs, by its name."""

import re

from scanner.report import Scope

__all__ = ["scope_of"]

_STARTUP = re.compile(r"(^|/)(sitecustomize|usercustomize)\.py[cw]?$|\.(pth|start)$")
_TEST = re.compile(r"(^|/)(tests?|testing)/|(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$")
_DOCS = re.compile(
    r"(^|/)(docs?|examples?|samples?)/|(^|/)(readme|changelog|history|news|license|pkg-info)[^/]*$|\.(md|rst)$|\.(dist|egg)-info/"
)
_CODE = re.compile(r"\.(py|pyw|pyx|pyi|pyc|ipynb)$")


def scope_of(name: str) -> Scope:
    """The scope of a whole member; a finding's own place in it may say more."""
    low = name.lower().rpartition("!/")[2]
    if _STARTUP.search(low):
        return Scope.STARTUP
    if low.rpartition("/")[2] == "setup.py" and low.count("/") <= 1:
        return Scope.SETUP
    if low.rpartition("/")[2] == "pyproject.toml" and low.count("/") <= 1:
        return Scope.BUILD
    if _TEST.search(low):
        return Scope.TEST
    if _DOCS.search(low):
        return Scope.DOCS
    if low.endswith("__init__.py"):
        return Scope.IMPORT
    return Scope.CODE if _CODE.search(low) else Scope.DATA
