"""Reports for people: what was found, where, and what it gave to the score."""

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from scanner.anomalies import KINDS, is_incomplete
from scanner.cli.formats import Outcome
from scanner.report import Finding, Place

__all__ = ["plain", "print_outcome", "print_summary"]

SHOWN_FINDINGS, SHOWN_ANOMALIES = 12, 6
LOOKS = {"alert": "bold red", "clean": "green", "failed": "bold yellow"}


def plain(text: str) -> str:
    """Package text for a terminal: control, direction and other invisible characters by number."""
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def print_outcome(console: Console, outcome: Outcome) -> None:
    """One distribution: a line, and for what is no plain "clean" the evidence below it."""
    report = outcome.report
    line = Text.assemble(
        (f"{report.verdict:<6}", LOOKS[report.verdict]),
        f" {min(report.score, 0.999):6.1%}  {plain(report.filename or outcome.path or report.project)}  ",
        (f"{_counted(report.members, 'member')}, {report.bytes / 1e6:,.1f} MB, {report.seconds:.2f} s", "dim"),
    )
    if not report.complete:
        line.append("  incomplete", "yellow")
    if report.error:
        line.append(f"  {plain(report.error)}", "yellow")
    console.print(line, soft_wrap=True)
    told = [anomaly for anomaly in report.anomalies if is_incomplete(anomaly.kind) or report.verdict != "clean"]
    if report.verdict == "alert":
        _print_findings(
            console, [finding for finding in report.findings if finding.points or finding.status == "shadow"]
        )
    for anomaly in told[:SHOWN_ANOMALIES]:
        kind = KINDS.get(anomaly.kind)
        where = f"{plain(anomaly.member)}: " if anomaly.member else ""
        what = kind.description if kind else ""
        detail = f" ({plain(anomaly.detail)})" if anomaly.detail else ""
        console.print(Text(f"       {anomaly.kind}: {where}{what}{detail}", "yellow"), soft_wrap=True)
    if len(told) > SHOWN_ANOMALIES:
        console.print(Text(f"       and {len(told) - SHOWN_ANOMALIES:,} more anomalies", "yellow"))


def print_summary(console: Console, outcomes: list[Outcome], seconds: float) -> None:
    """How many of each verdict, and how fast."""
    counts = {verdict: sum(outcome.report.verdict == verdict for outcome in outcomes) for verdict in LOOKS}
    size = sum(outcome.report.bytes for outcome in outcomes)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_row(*(Text(f"{count:,} {verdict}", LOOKS[verdict]) for verdict, count in counts.items() if count))
    rate = f"{_counted(len(outcomes), 'distribution')}, {size / 1e6:,.1f} MB unpacked in {seconds:.1f} s"
    console.print(Group(Text(), table, Text(rate, "dim")))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _print_findings(console: Console, findings: list[Finding]) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("finding", overflow="fold")
    table.add_column("where and what", overflow="fold", ratio=1)
    for finding in findings[:SHOWN_FINDINGS]:
        points = "shadow" if finding.status == "shadow" else f"{finding.points:+.1f}"
        table.add_row(Text(points), Text(f"{finding.rule}\n{finding.scope.value}", "bold"), _evidence(finding))
    console.print(table)
    if len(findings) > SHOWN_FINDINGS:
        console.print(Text(f"       and {len(findings) - SHOWN_FINDINGS:,} more findings", "dim"))


def _evidence(finding: Finding) -> Text:
    where = plain(finding.member) + (f":{finding.line}" if finding.line else "")
    if finding.layers:
        where += f" > {' > '.join(map(plain, finding.layers))}"
    if finding.place is not Place.CODE:
        where += f" [{finding.place.value}]"
    text = Text(plain(finding.description))
    if where:
        text.append(f"\n{where}", "cyan")
    if finding.snippet:
        text.append(f"\n{plain(finding.snippet)}", "dim")
    return text
