import base64
import re

import pytest

from scanner.decode import blobs, gates

ENCODED = base64.b64encode(b"import os\nprint(os.getcwd())\n" * 8).decode()

HIDING = {
    "exec of a decoded text": f"import base64\nexec(base64.b64decode('{ENCODED}'))\n",
    "exec of escapes": r"exec('\x69\x6d\x70\x6f\x72\x74')",
    "exec as a statement": f"import zlib\nexec zlib.decompress('{ENCODED}')\n",
    "eval of a sum": "eval('pri' + 'nt(1)')\n",
    "exec under another name": "run = exec\nrun('print(1)')\n",
    "exec of split literals": "exec(''.join(['p', 'r'])); f = 'a' + 'b' + 'c' + 'd'\n",
    "a name put together": "getattr(__import__('o' + 's'), 'sys' + 'tem')('true')\n",
    "a builtin by its dictionary": "__builtins__.__dict__['ex' + 'ec']('1')\n",
    "an address in base64": "import base64\nurl = base64.b64decode('aHR0cHM6Ly9leGFtcGxlLmludmFsaWQvYS9i')\n",
    "characters by number": "name = chr(111) + chr(115)\nmap(chr, [1, 2])\n",
    "shifted numbers": "f = lambda v: ''.join(chr(x - 7) for x in v)\neval(compile(f(text), 'm', 'exec'))\n",
    "a reversed literal": "name = 'metsys'[::-1]\n",
    "letters of another alphabet": "𝓮𝔁𝓮𝓬('1'); 𝓮𝓿𝓪𝓵('2')",
}
PLAIN = {
    "a compiled pattern": "import re\nPATTERN = re.compile(r'\\w+')\n",
    "eval in a name": "def evaluate(model):\n    return model.eval()\n",
    "prose": '"""Evaluates, then executes: see exec."""\n',
    "a decoder of what comes": "import base64\n\ndef read(text):\n    return base64.b64decode(text)\n",
    "one letter by number": "NEWLINE = chr(10)\n",
    "an attribute by name": "value = getattr(self, 'value', None)\n",
}


def _worth(text: str) -> bool:
    data = text.encode()
    words = gates.words_of(data)
    return gates.worth_folding(data, words, has_run=gates.has_run(words))


@pytest.mark.parametrize("text", HIDING.values(), ids=list(HIDING))
def test_what_hides_something_is_worth_folding(text: str) -> None:
    assert _worth(text)


@pytest.mark.parametrize("text", PLAIN.values(), ids=list(PLAIN))
def test_ordinary_source_is_not_worth_folding(text: str) -> None:
    assert not _worth(text)


@pytest.mark.parametrize("size", [blobs.MIN_RUN - 1, blobs.MIN_RUN])
def test_a_run_counts_from_its_least_length(size: int) -> None:
    data = b"x = '" + b"A" * size + b"'\n"
    assert gates.has_run(gates.words_of(data)) == (size == blobs.MIN_RUN)
    assert [data[start:end] for start, end in blobs.long_runs(data)] == ([b"A" * size] if size == blobs.MIN_RUN else [])


@pytest.mark.parametrize("text", [*HIDING.values(), *PLAIN.values()], ids=[*HIDING, *PLAIN])
def test_the_pass_finds_every_word_that_a_regular_expression_finds(text: str) -> None:
    found = gates.words_of(text.encode())
    for name, pattern in gates.WORDS.patterns:
        assert name in found or not re.search(pattern, text.encode(), re.MULTILINE | re.DOTALL), pattern
