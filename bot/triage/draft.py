"""What a report to the index says by default: drawn from the evidence, for its administrators to check at once."""

import re
from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from bot.visible import clip, units, visible
from scanner.report import Finding, Report

__all__ = ["LEAD_LIMIT", "SUMMARY_LEAST", "SUMMARY_LIMIT", "Draft", "draft", "inspector_link", "quoted", "top_findings"]

# The index's web form takes 2,000 characters and its API more; a summary that fits both can be sent by hand too.
SUMMARY_LEAST, SUMMARY_LIMIT = 10, 2000
LEAD_LIMIT = 800  # of what a person puts before the evidence, which keeps the larger part
FINDINGS_IN_SUMMARY = 6
# What the index allows in a distribution's file name; anything else is no name of a file on it.
_FILENAME = re.compile(r"[A-Za-z0-9._+!-]+")


class Draft(msgspec.Struct, frozen=True):
    kind: str
    summary: str
    inspector_url: str


def top_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that gave points, the heaviest first, one per rule and place; new evidence before known."""
    seen: set[tuple[str, str, int | None]] = set()
    top: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (-one.points, one.new is False, one.member, one.line or 0)):
        key = (finding.rule, finding.member, finding.line)
        if finding.status != "shadow" and finding.points > 0 and key not in seen:
            seen.add(key)
            top.append(finding)
    return top


def inspector_link(base: str, project: str, version: str, report: Report, finding: Finding | None = None) -> str:
    """Inspector's page for a distribution, at a finding's line where Inspector can show it.

    Members of nested archives and names that a browser would rewrite get the distribution's list of files instead;
    compiled files have no line anchors. Without the file's BLAKE2b digest or a proper file name: the release's page.
    """
    root = f"{base}/project/{quoted(project)}/{quoted(version)}/"
    digest = report.blake2b_256
    if len(digest) != 64 or not _FILENAME.fullmatch(report.filename):
        return root
    listing = f"{root}packages/{digest[:2]}/{digest[2:4]}/{digest[4:]}/{quoted(report.filename)}/"
    member = finding.member if finding is not None else ""
    parts = member.split("/")
    if finding is None or not member or "!/" in member or member.startswith("/") or {"", ".", ".."} & set(parts):
        return listing
    anchor = f"#line.{finding.line}" if finding.line and not member.endswith((".pyc", ".pyo")) else ""
    return listing + quoted(member, safe="/") + anchor


def quoted(text: str, safe: str = "") -> str:
    """Percent-encoded for a path, whatever the text holds (lone surrogates become question marks)."""
    return quote(text.encode("utf-8", "replace"), safe=safe)


def draft(name: str, version: str, report: Report, *, inspector: str, project: str, lead: str = "") -> Draft:
    """The report that is sent if nobody writes another one: kind, summary, and the link to the decisive line.

    The summary begins with ``lead`` (at most ``LEAD_LIMIT`` characters); as many findings follow as fit, and the hash.
    """
    top = top_findings(report.findings)
    about = f"{visible(name)} {visible(version)} ({visible(report.filename)}), findings: {len(top)}."
    head = "\n\n".join(filter(None, (clip(lead, LEAD_LIMIT), clip(about, 300))))
    foot = f"sha256 {report.sha256}"
    room = SUMMARY_LIMIT - units(f"{head}\n- and 9999 more.\n{foot}")
    told: list[str] = []
    for finding in top[:FINDINGS_IN_SUMMARY]:
        text = _told(finding)
        room -= units(text) + 1
        if room < 0:
            break
        told.append(text)
    if len(top) > len(told):
        told.append(f"- and {len(top) - len(told)} more.")
    link = inspector_link(inspector, project, version, report, top[0] if top else None)
    return Draft("is_malware", clip("\n".join((head, *told, foot)), SUMMARY_LIMIT), link)


def _told(finding: Finding) -> str:
    place = visible(finding.member) + (f":{finding.line}" if finding.line else "")
    way = " > ".join(("", *(visible(step) for step in finding.layers)))
    text = clip(f"- {visible(finding.description)} [{finding.rule}] in {place}{way}", 400)
    return f"{text}\n    {clip(visible(finding.snippet), 160)}" if finding.snippet else text
