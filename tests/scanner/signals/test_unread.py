"""A text that folding cannot give, run beside a literal that nobody can read."""

import importlib.util
import marshal
import random

import pytest

from scanner.report import ScanJob
from scanner.ruleset import load_rules
from scanner.scan import scan
from tests.scanner.signals.built import WHEEL, fired, wheel

DRAWN = random.Random(7)
SECRET = DRAWN.randbytes(400)
UNSEEN = "".join(chr(0x200B + (b & 1)) for b in SECRET)
CIPHER = b"from ._d import undo\n"
HIDDEN = {
    "bytes": CIPHER + b"exec(undo(%r))\n" % SECRET,
    "bytes behind a name": CIPHER + b"data = %r\nrun = exec\nrun(undo(data))\nexec(undo)\n" % SECRET,
    "behind a literal": CIPHER + b"exec('' + undo(%r))\n" % SECRET,
    "digits": CIPHER + b"exec(undo('%s'))\n" % SECRET.hex().encode(),
    "lines of letters": CIPHER + b"exec(undo('''\n%s'''))\n" % b"\n".join([SECRET.hex()[:60].encode()] * 8),
    "digits apart": CIPHER + b"exec(undo('%s'))\n" % SECRET.hex(" ").encode(),
    "letters of another script": CIPHER + f"exec(undo('{''.join(chr(0x4E00 + b) for b in SECRET)}'))\n".encode(),
    "what is not seen": CIPHER + f"eval(undo('{UNSEEN}'))\n".encode(),
    "blanks": CIPHER + b"exec(undo('%s'))\n" % b"".join(b" \t"[b & 1 :][:1] for b in SECRET),
    "numbers": CIPHER + b"exec(undo(%r))\n" % list(SECRET),
    "documentation that is read": CIPHER + b"'''%s'''\nexec(undo(__doc__))\n" % SECRET.hex().encode(),
    "a pattern that is read": CIPHER + b"import re\nexec(undo(re.compile('%s').pattern))\n" % SECRET.hex().encode(),
    "by the module of builtins": CIPHER + b"import builtins\nbuiltins.exec(undo(%r))\n#exec(\n" % SECRET,
}
PROSE = "Die Gezeiten kommen und gehen; wer sie kennt, fährt sicher über die Untiefen vor der Küste. " * 4
READABLE = {
    "prose": f"NOTE = '{PROSE}'\nexec(text)\n".encode(),
    "prose without blanks": f"NOTE = '{'潮の満ち引きを知る者は、浅瀬を安全に渡る。' * 12}'\nexec(text)\n".encode(),
    "a picture that nothing runs": b"ICON = '%s'\n" % SECRET.hex().encode(),
    "a literal that is run": b"ICON = '%s'\nexec('x = 1')\neval(f'{x}')\n" % SECRET.hex().encode(),
    "a model that is switched": b"ICON = '%s'\nmodel.eval()\napp.exec()\n" % SECRET.hex().encode(),
    "documentation": b"'''%s'''\nexec(text)\n" % SECRET.hex().encode(),
    "a pattern": b"import re\nLOOP = re.compile(r'%s')\nexec(text)\n" % (b"(?:\\(?)\\s*[A-Za-z_]\\w*(?:,??)*" * 9),
    "every character but some": b"INVALID = %a\nexec(text)\n"
    % "".join(chr(n) for n in range(256) if n not in (65, 97)),
    "a sieve": b"PRIMES = %r\nexec(text)\n" % list(range(3, 900, 2)),
    "a table": b"TABLE = %r\nexec(text)\n" % [DRAWN.random() for _ in range(300)],
}


@pytest.mark.parametrize("source", HIDDEN.values(), ids=HIDDEN)
def test_a_text_made_of_what_nobody_can_read_is_told_when_it_is_run(source: bytes) -> None:
    assert "runs-unread-literal" in fired(WHEEL, wheel({"tidetables/core.py": source}))


@pytest.mark.parametrize("source", READABLE.values(), ids=READABLE)
def test_a_module_that_runs_what_is_given_to_it_may_hold_texts_and_tables(source: bytes) -> None:
    assert "runs-unread-literal" not in fired(WHEEL, wheel({"tidetables/core.py": source}))


@pytest.mark.parametrize("text", ["exec(bytes(b ^ 77 for b in d))", "e = eval\ne(bytes(b ^ 77 for b in d))"])
def test_bytecode_that_runs_what_nobody_can_read_is_told_by_its_names(text: str) -> None:
    hidden = bytes(
        b ^ 77 for b in b"from urllib.request import urlopen\nprint(urlopen('https://c.example.invalid/'))\n" * 4
    )
    code = marshal.dumps(compile(f"d = {hidden!r}\n{text}\n", "m", "exec"))
    data = wheel({"tidetables/core.pyc": importlib.util.MAGIC_NUMBER + bytes(12) + code})
    report = scan(ScanJob(filename=WHEEL, data=data), load_rules())
    assert "runs-unread-literal" in {finding.rule for finding in report.findings}
