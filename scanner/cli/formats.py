"""Reports for scripts: the JSON line, stable and versioned, and SARIF 2.1.0."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec

from scanner.report import Anomaly, Finding, Report, Verdict
from scanner.ruleset import RuleSet

__all__ = ["Outcome", "ReportLine", "json_line", "report_line", "sarif"]

SCHEMA = 1
# Points (log-odds) from which a finding alone would be worth a look.
LOUD_POINTS = 2.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One distribution with its report; ``path`` is None for one that came from the index."""

    path: str | None
    report: Report


class FindingLine(msgspec.Struct, frozen=True, kw_only=True):
    rule: str
    behaviour: str
    points: float
    member: str
    layers: tuple[str, ...]
    line: int | None
    snippet: str
    scope: str
    status: str


class AnomalyLine(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    member: str | None
    detail: str


class ReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """What scripts read. Fields are only ever added together with a new ``schema``."""

    schema: int = SCHEMA
    path: str | None
    project: str
    version: str
    filename: str
    sha256: str
    verdict: Verdict
    score: float
    complete: bool
    findings: tuple[FindingLine, ...]
    anomalies: tuple[AnomalyLine, ...]
    members: int
    bytes: int
    seconds: float
    error: str | None


def report_line(outcome: Outcome) -> ReportLine:
    report = outcome.report
    return ReportLine(
        path=outcome.path,
        project=report.project,
        version=report.version,
        filename=report.filename,
        sha256=report.sha256,
        verdict=report.verdict,
        score=round(report.score, 6),
        complete=report.complete,
        findings=tuple(map(_finding_line, report.findings)),
        anomalies=tuple(map(_anomaly_line, report.anomalies)),
        members=report.members,
        bytes=report.bytes,
        seconds=round(report.seconds, 6),
        error=report.error,
    )


def json_line(outcome: Outcome) -> str:
    """One object on one line, in ASCII: no text of a package can break the line or reach a terminal's controls."""
    return _ascii(msgspec.to_builtins(report_line(outcome)))


def sarif(outcomes: Sequence[Outcome], rules: RuleSet, version: str) -> str:
    """A SARIF 2.1.0 log: a result for each finding, a notification for what was not scanned."""
    findings = [(outcome, finding) for outcome in outcomes for finding in outcome.report.findings]
    first: dict[str, Finding] = {}
    for _, finding in findings:
        first.setdefault(finding.rule, finding)
    names = sorted(first)
    places = {name: number for number, name in enumerate(names)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "Meerkat",
                "semanticVersion": version,
                "rules": [_sarif_rule(first[name], rules) for name in names],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": all(outcome.report.verdict != "failed" for outcome in outcomes),
                "toolExecutionNotifications": list(_notifications(outcomes)),
            }
        ],
        "results": [_sarif_result(outcome, finding, places) for outcome, finding in findings],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return _ascii(log)


def _ascii(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _finding_line(finding: Finding) -> FindingLine:
    return FindingLine(
        rule=finding.rule,
        behaviour=finding.behaviour,
        points=round(finding.points, 4),
        member=finding.member,
        layers=finding.layers,
        line=finding.line,
        snippet=finding.snippet,
        scope=finding.scope.value,
        status=finding.status,
    )


def _anomaly_line(anomaly: Anomaly) -> AnomalyLine:
    return AnomalyLine(kind=anomaly.kind, member=anomaly.member, detail=anomaly.detail)


def _sarif_rule(finding: Finding, rules: RuleSet) -> dict[str, Any]:
    rule = rules.rules.get(finding.rule)
    notes = f" False alarms: {rule.fp_notes}" if rule and rule.fp_notes else ""
    described: dict[str, Any] = {
        "id": finding.rule,
        "shortDescription": {"text": finding.description or finding.rule},
        "help": {"text": f"{finding.description or finding.rule}.{notes}"},
        "properties": {"tags": [finding.behaviour, *([rule.attack] if rule and rule.attack else [])]},
    }
    if rule and rule.reference.startswith("https://"):
        described["helpUri"] = rule.reference
    return described


def _sarif_result(outcome: Outcome, finding: Finding, places: dict[str, int]) -> dict[str, Any]:
    layers = f" ({' > '.join(finding.layers)})" if finding.layers else ""
    region: dict[str, Any] = {"startLine": max(1, finding.line or 1)}
    if finding.snippet:
        region["snippet"] = {"text": finding.snippet}
    return {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": _level(outcome.report, finding),
        "message": {"text": f"{finding.description or finding.rule}{layers}"},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(outcome, finding.member)}, "region": region}}
        ],
        "partialFingerprints": {"evidence/v1": finding.fingerprint or finding.rule},
        "properties": {
            "points": round(finding.points, 4),
            "scope": finding.scope.value,
            "status": finding.status,
            "verdict": outcome.report.verdict,
            "score": round(outcome.report.score, 6),
        },
    }


def _level(report: Report, finding: Finding) -> str:
    if finding.points < LOUD_POINTS or finding.status == "shadow":
        return "note"
    return "error" if report.verdict == "alert" else "warning"


def _uri(outcome: Outcome, member: str) -> str:
    where = outcome.path or outcome.report.filename
    return quote(f"{where}!/{member}" if member else where, safe="/!")


def _notifications(outcomes: Iterable[Outcome]) -> Iterable[dict[str, Any]]:
    for outcome in outcomes:
        if outcome.report.complete and outcome.report.error is None:
            continue
        kinds = ", ".join(dict.fromkeys(anomaly.kind for anomaly in outcome.report.anomalies))
        text = outcome.report.error or f"not scanned whole: {kinds}"
        yield {
            "level": "error" if outcome.report.verdict == "failed" else "warning",
            "message": {"text": text},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(outcome, "")}}}],
        }
