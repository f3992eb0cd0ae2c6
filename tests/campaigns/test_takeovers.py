"""What the rules say of a takeover when the release before it had none of this evidence, as the service asks them."""

import pytest

from scanner.scan import DEFAULT_THRESHOLD
from scanner.score import rescore
from tests.campaigns.forge import Shape
from tests.campaigns.judge import judge
from tests.campaigns.takeovers import TAKEOVERS


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.name) for shape in TAKEOVERS])
def test_a_takeover_alerts_beside_the_release_before(shape: Shape) -> None:
    report = rescore(judge(shape), threshold=DEFAULT_THRESHOLD, known=frozenset())
    assert report.verdict == "alert", [(found.rule, found.points) for found in report.findings]
