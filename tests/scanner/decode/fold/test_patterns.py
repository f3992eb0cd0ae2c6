"""Regular expressions: what they pick out of a text and put into it, and which of them are left alone."""

import re
import time

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PAYLOAD = "import os\nprint('inert', os.getcwd(), 'https://evil.invalid/x')\n"
WORDS = sorted(set(re.findall(r"\w{2,}", PAYLOAD)))
NUMBERED = re.sub(r"\w{2,}", lambda found: f"<{WORDS.index(found[0])}>", PAYLOAD)
HEX = "xx".join(f"{code:02x}" for code in PAYLOAD.encode())


def executed(source: str) -> list[str]:
    return [
        item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions if item.path[-1:] != ("folded",)
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"re.sub('~', '', {'~'.join(PAYLOAD)!r})",
        rf"re.sub(r'(.)~', r'\1', {'~'.join(PAYLOAD)!r}, flags=re.S)",
        rf"re.sub(r'<(\d+)>', lambda found: {WORDS}[int(found.group(1))], {NUMBERED!r})",
        rf"re.sub(r'<(?P<at>\d+)>', lambda found: {WORDS}[int(found['at'])], {NUMBERED!r})",
        rf"re.compile(r'<(\d+)>').sub(lambda found: {WORDS}[int(found.group(1))], {NUMBERED!r})",
        f"bytes(int(pair, 16) for pair in re.findall('[0-9A-F]{{2}}', {HEX!r}, re.I))",
        f"bytes(int(found.group(), 16) for found in re.finditer('[0-9a-f]{{2}}', {HEX!r}))",
        f"bytes(int(pair, 16) for pair in re.split('x+', {HEX!r}))",
        rf"bytes.fromhex(re.search(rb'data=(\w+);', b'x data={PAYLOAD.encode().hex()};').group(1).decode())",
    ],
)
def test_a_payload_is_put_together_by_a_pattern(text: str) -> None:
    assert executed(f"import re\nexec({text})\n") == [PAYLOAD]


def test_a_long_text_is_put_together_by_a_function() -> None:
    numbers = "".join(f"<{code}>" for code in PAYLOAD.encode() * 200)
    source = f"import re\nexec(re.sub(r'<(\\d+)>', lambda found: chr(int(found.group(1))), {numbers!r}))\n"
    assert executed(source) == [PAYLOAD * 200]


@pytest.mark.parametrize(
    ("pattern", "most"),
    [("a*a*a*b", 20), ("(?:a|aa)+b", 0), ("(a+)+b", 0), ("(?:a?){30}b", 0), ("(?=a+)a*b", 0), ("a+b", 1000)],
)
def test_a_pattern_that_may_take_long_is_not_tried(pattern: str, most: int) -> None:
    def length(size: int) -> list[str]:
        return executed(f"import re\nexec('print(%d)' % len(re.sub('{pattern}', '', 'a' * {size})))\n")

    assert executed("import re\nexec('print(%d)' % len(re.sub('a*$', '', 'ba')))\n") == ["print(1)"]
    if most:
        assert length(most) == [f"print({most})"]
    started = time.process_time()
    assert length(100_000) == []
    assert time.process_time() - started < 2


@pytest.mark.parametrize("put", ["'b' * size", "lambda found: 'b' * size"])
def test_no_more_is_put_in_than_a_text_may_have(put: str) -> None:
    source = f"import re\nsize = MANY\nexec('print(%d)' % len(re.sub('a', {put}, 'a' * 100)))\n"
    assert executed(source.replace("MANY", "9")) == ["print(900)"]
    assert executed(source.replace("MANY", "9000000")) == []
