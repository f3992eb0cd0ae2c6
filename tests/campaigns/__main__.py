"""What the default rules say of every shape: ``python -m tests.campaigns [WORD]...`` (only names with one of these).

Per line: whether it is judged right (``!`` wrong, ``~`` known to be wrong), its score by the distribution alone, its
score as the first release of a new project, and what gave points.
"""

import sys

from scanner.scan import DEFAULT_THRESHOLD
from tests.campaigns.forge import Shape
from tests.campaigns.honest import HONEST
from tests.campaigns.judge import FIRST_RELEASE, judge
from tests.campaigns.malicious import MALICIOUS

WIDTH = 40


def main(words: list[str]) -> None:
    for title, shapes, malicious in (("Campaigns", MALICIOUS, True), ("Honest", HONEST, False)):
        chosen = [shape for shape in shapes if not words or any(word in shape.name for word in words)]
        right = sum(_line(shape, malicious) for shape in chosen)
        print(f"{title}: {right} of {len(chosen)} judged right at {DEFAULT_THRESHOLD}\n")


def _line(shape: Shape, malicious: bool) -> bool:
    report = judge(shape)
    right = (report.score >= DEFAULT_THRESHOLD) is malicious
    top = ", ".join(f"{found.rule} {found.points:+.1f}" for found in report.findings if found.points > 0.05)
    mark = " " if right else "~" if shape.limit else "!"
    first = judge(shape, FIRST_RELEASE).score
    print(f"{mark} {shape.name:{WIDTH}} {report.score:6.3f} {first:6.3f}  {top[:300] or 'nothing fired'}")
    return right


main(sys.argv[1:])
