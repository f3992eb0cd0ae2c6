"""The default rules' word on a shape, offline: the index is not asked what it knows of the project."""

import functools
from collections.abc import Iterable
from typing import Any

import pytest

from scanner.report import ReleaseFacts, Report, ScanJob
from scanner.ruleset import RuleSet, load_rules
from scanner.scan import scan
from tests.campaigns.forge import Built, Shape

__all__ = ["FIRST_RELEASE", "default_rules", "judge", "parameters", "report_of"]

UNKNOWN = ReleaseFacts()
FIRST_RELEASE = ReleaseFacts(first_release=True, project_age_days=0.0, releases_last_day=1, popular=False)


@functools.cache
def default_rules() -> RuleSet:
    return load_rules()


def judge(shape: Shape, facts: ReleaseFacts = UNKNOWN) -> Report:
    """The report that a volunteer would see; ``facts`` are what the index knows."""
    return report_of(shape.build(), facts)


def report_of(built: Built, facts: ReleaseFacts = UNKNOWN) -> Report:
    """The same of a distribution that is built."""
    return scan(ScanJob(filename=built.filename, data=built.data, facts=facts), default_rules())


def parameters(shapes: Iterable[Shape]) -> list[Any]:
    """The shapes as a test's parameters; what the rules are known to get wrong must stay known."""
    return [
        pytest.param(shape, id=shape.name, marks=pytest.mark.xfail(strict=True, reason=shape.limit))
        if shape.limit
        else pytest.param(shape, id=shape.name)
        for shape in shapes
    ]
