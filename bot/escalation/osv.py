"""Confirmed cases as OSV records for the ossf/malicious-packages collection.

Submissions carry neither ``id`` nor ``summary``: both are given there (its docs/CONTRIBUTING.md; OSV schema 1.7.4).
"""

import asyncio
import datetime as dt
import ipaddress
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bot.settings import IndexSettings
from bot.store.case_view import Case, Summary, list_cases, load_case
from bot.store.database import Database
from bot.triage.draft import inspector_link, top_findings
from bot.triage.states import State
from bot.visible import clip, visible
from scanner.report import Finding

__all__ = ["export", "record_of"]

SCHEMA = "1.7.4"
EXPORTED = frozenset(
    {
        State.CONFIRMED,
        State.QUEUED,
        State.REPORTED,
        State.REPORT_FAILED,
        State.REPORT_UNKNOWN,
        State.QUARANTINED,
        State.REMOVED,
    }
)
MALICE = frozenset({"is_malware", "is_dependency_confusion"})
PUBLIC_INDEX: str = IndexSettings.model_fields["url"].default
PUBLIC_INSPECTOR: str = IndexSettings.model_fields["inspector_url"].default
FINDINGS_TOLD = 3
# No address ends in the middle of an escape, and what a program fills in is no address yet.
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.\-\[\]:]+(?:/(?:[A-Za-z0-9._~:/?#@!&*+,=\-]|%[0-9A-Fa-f]{2})*)?(?P<after>[{%$<@]|\Z)?"
)


async def export(db: Database, folder: Path, *, inspector: str = PUBLIC_INSPECTOR, index: str = PUBLIC_INDEX) -> int:
    """Write one record per case to ``folder/NAME/MAL-0000-meerkat-case-N.json``; gives how many.

    Pages of the index, and of where it keeps the case's files, accuse nobody. The record of a case that is no longer to
    be exported is deleted. The folder fits ``osv/malicious/pypi`` of the collection. Raises OSError.
    """
    written = 0
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    for line in await list_cases(db, limit=1_000_000):
        case = await load_case(db, line.id) if line.state in EXPORTED else None
        own = _hosts([index, *await _files(db, line.id)])
        record = record_of(case, inspector, own) if case is not None else None
        target = _target(folder, line)
        if case is None or record is None:
            if target is not None:
                await asyncio.to_thread(target.unlink, missing_ok=True)
            continue
        if target is None:
            raise OSError(f"case {case.id}: the index gives no project such a name, so it is not made a folder")
        reports = await _other_versions(db, case)
        record["affected"][0]["versions"] = sorted({*record["affected"][0]["versions"], *reports})
        text = msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
        await asyncio.to_thread(_write, target, text)
        written += 1
    return written


def _target(folder: Path, case: Summary) -> Path | None:
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", case.project) is None:
        return None
    return folder / case.project / f"MAL-0000-meerkat-case-{case.id}.json"


def _write(target: Path, text: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.write_bytes(text)
    fresh.replace(target)


async def _other_versions(db: Database, case: Case) -> set[str]:
    """Versions of the case's other files that alerted."""
    rows = await db.rows(
        "SELECT DISTINCT u.version FROM case_upload AS cu JOIN upload AS u ON u.id = cu.upload_id "
        "WHERE cu.case_id = ? AND u.verdict = 'alert'",
        (case.id,),
    )
    return {row["version"] for row in rows}


async def _files(db: Database, case_id: int) -> list[str]:
    """The addresses of the case's files."""
    rows = await db.rows(
        "SELECT u.url FROM case_upload AS cu JOIN upload AS u ON u.id = cu.upload_id "
        "WHERE cu.case_id = ? AND u.url IS NOT NULL",
        (case_id,),
    )
    return [row["url"] for row in rows]


def _hosts(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, (urlsplit(address).hostname for address in addresses)))


def record_of(case: Case, inspector: str = PUBLIC_INSPECTOR, own: Iterable[str] = ()) -> dict[str, Any] | None:
    """The record, or None for a case that nobody has called malware.

    That is: not confirmed by people, nor quarantined; dismissed by people, or cleared by the index; reported as spam or
    something else; removed by its owner.
    """
    report = case.observation
    if report is not None and report.observation.kind not in MALICE:
        return None
    acts = [line.event for line in case.history if line.event in ("quarantined", "cleared", "removed")]
    if case.verdict == "dismissed" or acts[-1:] == ["cleared"]:
        return None
    if case.verdict != "confirmed" and [act for act in acts if act != "removed"][-1:] != ["quarantined"]:
        return None
    top = top_findings(case.report.findings)
    link = report.observation.inspector_url if report is not None else ""
    link = link or inspector_link(inspector, case.project, case.version, case.report, top[0] if top else None)
    record: dict[str, Any] = {
        "schema_version": SCHEMA,
        "modified": _moment(max([case.opened_at, *(line.at for line in case.history)])),
        "published": _moment(case.decided_at or case.taken_down_at or case.opened_at),
        "details": _details(case, top),
        "affected": [{"package": {"ecosystem": "PyPI", "name": case.project}, "versions": [case.version]}],
        "references": [{"type": "EVIDENCE", "url": link}],
        "credits": [{"name": "Meerkat", "type": "TOOL"}],
    }
    if indicators := iocs(top, own):
        record["database_specific"] = {"iocs": indicators}
    return record


def _details(case: Case, top: list[Finding]) -> str:
    """Two to four sentences: what it does, where it runs, how it was found."""
    told: list[str] = []
    for finding in top:
        sentence = f"{visible(finding.description).rstrip('.')} ({visible(finding.member)}, {_trigger(finding)})."
        if finding.description not in " ".join(told):
            told.append(sentence)
        if len(told) == FINDINGS_TOLD:
            break
    first = " It was the first release of the project." if case.facts.first_release else ""
    return clip(f"{' '.join(told) or 'The distribution was found to be malicious.'}{first}", 1500)


_TRIGGERS = {
    "startup": "runs at every interpreter start",
    "setup": "runs at installation",
    "build": "runs at installation",
    "import": "runs on import",
}


def _trigger(finding: Finding) -> str:
    return _TRIGGERS.get(finding.scope.value, "runs when called")


def iocs(findings: Iterable[Finding], own: Iterable[str] = ()) -> dict[str, list[str]]:
    """Addresses that stand in the evidence: whole ones, since a bare host may be anybody's, and numbers.

    ``own`` are the index's hosts, which are left out with all below them. What ends where a snippet ends may have been
    cut there.
    """
    urls: set[str] = set()
    numbers: set[str] = set()
    ends = tuple(f".{host}" for host in own)
    for finding in findings:
        for match in _ADDRESS.finditer(finding.snippet):
            if match["after"] is not None:
                continue
            found = match[0].rstrip(".,:!?")
            try:
                parts = urlsplit(found)
                host = parts.hostname or ""
            except ValueError:
                continue
            number = _ip(host)
            if number is not None and number.is_global and not number.is_multicast:
                numbers.add(str(number))
                urls.add(found)
            elif number is None and parts.path.strip("/") and _is_name(host) and not f".{host}".endswith(ends):
                urls.add(found)
    named = {"urls": sorted(urls), "ip_addresses": sorted(numbers)}
    return {kind: values for kind, values in named.items() if values}


def _is_name(host: str) -> bool:
    """Whether a host is no number, in a spelling that only some take for one either."""
    inside, _, top = host.rpartition(".")
    return bool(inside) and not top[:1].isdigit()


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _moment(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
