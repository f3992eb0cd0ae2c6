"""One distribution from bytes to report: members, layers, findings, score. Runs inside a worker."""

import hashlib
import time

from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

from scanner.archive import Budget, read_members
from scanner.decode import peel
from scanner.decode.scope import scope_of
from scanner.engine import match_layer
from scanner.report import Anomaly, Finding, Report, ScanJob
from scanner.ruleset import RuleSet
from scanner.score import score
from scanner.signals import Signals

__all__ = ["DEFAULT_THRESHOLD", "scan"]

DEFAULT_THRESHOLD = 0.5


def scan(job: ScanJob, rules: RuleSet, threshold: float = DEFAULT_THRESHOLD) -> Report:
    """Scan one distribution. Hostile content never raises; it gives anomalies and an incomplete report."""
    started = time.perf_counter()
    project, version = (job.project, job.version) if job.project else names_from_filename(job.filename)
    findings: list[Finding] = []
    anomalies: list[Anomaly] = []
    evidence: dict[str, str] = {}
    signals = Signals(job, project, version)
    members = size = 0
    for member in read_members(job.data, Budget()):
        if isinstance(member, Anomaly):
            anomalies.append(member)
            signals.see_anomaly(member)
            continue
        signals.see(member, scope_of(member.name))
        members += 1
        size += len(member.data)
        found: list[Finding] = []
        for layer in peel(member):
            signals.see_layer(layer)
            found += match_layer(rules, layer)
        if found:
            evidence[member.name] = hashlib.sha256(member.data).hexdigest()
            findings += found
    findings += signals.findings()
    probability, scored = score(findings)
    return Report(
        project=project,
        version=version,
        filename=job.filename,
        sha256=hashlib.sha256(job.data).hexdigest(),
        blake2b_256=hashlib.blake2b(job.data, digest_size=32).hexdigest(),
        verdict="alert" if probability >= threshold else "clean",
        score=probability,
        complete=not anomalies,
        findings=scored,
        anomalies=tuple(anomalies),
        members=members,
        bytes=size,
        seconds=time.perf_counter() - started,
        rules_digest=rules.digest,
        evidence=evidence,
    )


def names_from_filename(filename: str) -> tuple[str, str]:
    """Project and version out of a distribution's file name, as well as it can be read."""
    try:
        if filename.endswith(".whl"):
            name, version, _, _ = parse_wheel_filename(filename)
            return name, str(version)
        name, version = parse_sdist_filename(filename)
        return name, str(version)
    except (InvalidSdistFilename, InvalidWheelFilename):
        stem, _, rest = filename.partition("-")
        return stem, rest
