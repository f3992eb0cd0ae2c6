"""What volunteers decided, as labelled samples: their verdicts are the freshest labels there are."""

import sqlite3
from pathlib import Path

import msgspec

from scanner.calibrate.corpus import Sample
from scanner.report import Report

__all__ = ["VerdictsError", "samples_from_verdicts"]

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


class VerdictsError(Exception):
    """The database cannot be read, or is not Meerkat's."""


def samples_from_verdicts(database: Path) -> list[Sample]:
    """Every upload of a decided case, labelled by the decision. Reads only, also beside a running service."""
    try:
        # An address, so that a missing file is an error instead of a new, empty database.
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            rows = connection.execute(_DECIDED).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise VerdictsError(f"{database.name}: {error}") from None
    samples: list[Sample] = []
    for filename, project, report, state in rows:
        if state not in MALICIOUS + BENIGN:
            continue
        told = msgspec.json.decode(report, type=Report)
        malicious = state in MALICIOUS
        samples.append(
            Sample(path=filename, project=project, malicious=malicious, findings=told.findings, members=told.members)
        )
    return samples
