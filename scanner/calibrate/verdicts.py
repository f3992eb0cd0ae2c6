"""What volunteers decided, as labelled samples: their verdicts are the freshest labels there are."""

from pathlib import Path

import msgspec

from scanner.calibrate.corpus import Sample
from scanner.report import Report
from scanner.verdicts import ask

__all__ = ["samples_from_verdicts"]

MALICIOUS = ("confirmed", "queued", "reported", "report-failed", "report-unknown", "quarantined", "removed")
BENIGN = ("dismissed",)

_DECIDED = """
    SELECT upload.filename, upload.project, upload.report, triage_case.state
    FROM case_upload
    JOIN triage_case ON triage_case.id = case_upload.case_id
    JOIN upload ON upload.id = case_upload.upload_id
    WHERE upload.report IS NOT NULL AND triage_case.decided_at IS NOT NULL
    ORDER BY upload.id
"""


def samples_from_verdicts(database: Path) -> list[Sample]:
    """Every upload of a decided case, labelled by the decision. Raises VerdictsError."""
    samples: list[Sample] = []
    for filename, project, report, state in ask(database, _DECIDED):
        if state not in MALICIOUS + BENIGN:
            continue
        told = msgspec.json.decode(report, type=Report)
        malicious = state in MALICIOUS
        samples.append(
            Sample(path=filename, project=project, malicious=malicious, findings=told.findings, modules=told.modules)
        )
    return samples
