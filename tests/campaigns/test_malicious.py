"""Whether the default rules see each campaign, by its distribution alone."""

import pytest

from scanner.scan import DEFAULT_THRESHOLD
from tests.campaigns.forge import Shape
from tests.campaigns.judge import judge, parameters
from tests.campaigns.malicious import MALICIOUS


@pytest.mark.parametrize("shape", parameters(MALICIOUS))
def test_a_campaign_alerts(shape: Shape) -> None:
    report = judge(shape)
    assert report.score >= DEFAULT_THRESHOLD, [(found.rule, found.points) for found in report.findings]
