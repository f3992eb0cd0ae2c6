"""Points to probability."""

import math
from collections.abc import Sequence

import msgspec

from scanner.report import Finding

__all__ = ["BASE_LOG_ODDS", "score"]

# About one upload in two thousand is malicious (facts: 10,000 files and some five malicious ones a day): ln(1/2000).
BASE_LOG_ODDS = -7.6


def score(findings: Sequence[Finding]) -> tuple[float, tuple[Finding, ...]]:
    """The probability, and the findings with the points that each gave; within a group only the highest counts."""
    best: dict[str, int] = {}
    for index, finding in enumerate(findings):
        group = finding.group or finding.rule
        if group not in best or finding.points > findings[best[group]].points:
            best[group] = index
    counted = set(best.values())
    scored = tuple(
        finding if index in counted else msgspec.structs.replace(finding, points=0.0)
        for index, finding in enumerate(findings)
    )
    log_odds = BASE_LOG_ODDS + sum(finding.points for finding in scored)
    return 1 / (1 + math.exp(-log_odds)), tuple(sorted(scored, key=lambda f: -f.points))
