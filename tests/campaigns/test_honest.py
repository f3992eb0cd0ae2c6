"""Whether the default rules leave honest packages alone, by their distribution alone."""

import pytest

from scanner.scan import DEFAULT_THRESHOLD
from tests.campaigns.forge import Shape
from tests.campaigns.honest import HONEST
from tests.campaigns.judge import judge, parameters


@pytest.mark.parametrize("shape", parameters(HONEST))
def test_an_honest_package_is_left_alone(shape: Shape) -> None:
    report = judge(shape)
    assert report.score < DEFAULT_THRESHOLD, [(found.rule, found.points) for found in report.findings]
