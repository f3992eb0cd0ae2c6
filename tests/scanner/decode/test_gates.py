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
    "an address behind a hundred texts that decode to none": "import base64\n"
    + "base64.b64decode('/wD/AP8A/wD/AP8A/wD/AP8A')\n" * 100
    + "url = base64.b64decode('aHR0cHM6Ly9leGFtcGxlLmludmFsaWQvYS9i')\n",
    "characters by number": "name = chr(111) + chr(115)\nmap(chr, [1, 2])\n",
    "shifted numbers": "f = lambda v: ''.join(chr(x - 7) for x in v)\neval(compile(f(text), 'm', 'exec'))\n",
    "a reversed literal": "name = 'metsys'[::-1]\n",
    "exec of what another line turned": "text = '1tnirp'\nback = text[::-1]\nexec(back)\n",
    "exec of what a loop put together": "text = ''\nfor n in numbers:\n    text += chr(n - 3)\nexec(text)\n",
    "exec of what a decoder of its own gives": "def turned(text):\n    return text[::-1]\nexec(turned('abc'))\n",
    "exec of what a library makes": "import re\nexec(re.sub('@', '', text))\n",
    "exec of what a getter of its own gives": "def get(text):\n    return text[::-1]\nexec(get('abc'))\n",
    "exec of what a decoder under another name gives": "from a import b as turned\nexec(turned('abc'))\n",
    "exec behind a comment sign in a text": "text = a + b\nmark = '\\\n#'; exec(text)\n",
    "exec behind many that run nothing": "".join(f"exec(a{n})\n" for n in range(40)),
    "exec of a long literal that is translated": f"exec('{'a' * 400}'.translate(table))\n",
    "exec of lines that are replaced": 'exec("""a@b\n@c""".replace(\'@\', \'\'))\n',
    "exec of numbers": f"exec(made({list(range(20))}))\n",
    "exec of numbers in a text": "exec(f'{112:c}{114:c}')\n",
    "exec of characters by their names": r"exec('\N{LATIN SMALL LETTER P}rint(1)')",
    "exec of wide escapes": r"exec('\u0070\u0072\u0069\u006e\u0074')",
    "exec of the builtins themselves": f"print.__self__.exec(bytes(b ^ 7 for b in bytes.fromhex('{'ab' * 80}')))\n",
    "a method by a name that is made": "import operator\noperator.methodcaller(names[2], text)(table[names[0]])\n",
    "a program for a stopwatch": "import timeit\ntimeit.timeit(mixed(NUMBERS), number=1)\n",
    "a command turned": "import os\nos.system(command[::-1])\n",
    "a command of pieces": "import os\nos.system(''.join(['cu', 'rl']))\n",
    "an argument of pieces": "import subprocess\nsubprocess.run(['c' + 'url', address])\n",
    "a command by number": "import os\nname = ''.join(chr(n - 3) for n in [1, 2])\nos.system(name)\n",
    "a name of a module that was put together": "getattr(__import__(name(1)), name(2))(name(3))\n",
    "a name from a table of texts": "import os\ngetattr(os, text(0x202))(text(0x1fe))\n",
    "a module's name from a table of texts": "__import__(text(0x202)).system(1)\n",
    "a function that turns its text": "import os\nturned = lambda t: t[::-1]\ngetattr(os, 'name')\n",
    "a method of its own, put together": "import_module(name)\ngetattr(self, 'sys' + 'tem')('true')\n",
    "a name of a module that is filled in": "import_module(name)\ngetattr(o, '%s%s' % ('sys', 'tem'))('true')\n",
    "a name of a module that is decoded": "import_module(name)\ngetattr(o, decoded(1))('true')\n",
    "exec handed on beside a decoder": "for run, text in [(exec, zlib.decompress(data))]:\n    run(text)\n",
    "exec behind a comment that ends as on old machines": "import zlib\n# a note\rexec(zlib.decompress(data))\n",
    "exec under another name, with a note": "import zlib\nrun = exec  # (exec)\nrun(zlib.decompress(data))\n",
    "exec of a name beside a decoder": "import zlib\ntext = zlib.decompress(data)\nexec(text)\n",
    "exec of a file": "exec(open('version.py').read())\n",
    "eval of what a value looks like": "again = eval(repr(value))\nother = eval(str(again))\n",
    "eval of what another module gives": "flag = eval(node.attributes.get('flag', 'False'))\n",
    "exec of a file's lines": "code = f.read().replace('\\r\\n', '\\n')\nexec(code, scope)\n",
    "a command in a folder": "import os\nos.system(f'{folder}/run --all')\n",
    "exec of a parameter": "def run(code):\n    exec(code, {})\n",
    "exec of a compiled file": "exec(compile(source, name, 'exec'), scope)\n",
    "exec handed on, chosen": "(exec or print)(text)\nrun = (exec if text else print)\n",
    "exec from a table": "{'e': exec}['e'](text)\n",
    "exec by its own method": "exec.__call__(text)\n",
    "exec mapped": "list(map(exec, [text]))\n",
    "exec in brackets of its own": "(exec)(text)\n",
    "exec with a note in its brackets": "exec(  # the text\n    text)\n",
    "exec of a text that is written out": "exec('import os; os.getcwd()')\n",
    "a literal in pieces": "run(''.join(['abc', 'def', 'ghi']))\n",
    "a literal of sums": "run('abc' + 'def' + 'ghi' + 'jkl')\n",
    "a word in two": "src = 'toJSON(sec' + 'rets)'\n",
    "a text that a name stands for": f"told = '{b'printf inert > /dev/null'.hex()}'\nrun(bytes.fromhex(told))\n",
    "a text that a helper is given": f"def d(x):\n    return b64decode(x)\nd('{ENCODED}')\n",
    "a console of its own": "import code\ncode.InteractiveInterpreter().runsource(text)\n",
}
PLAIN = {
    "a compiled pattern": "import re\nPATTERN = re.compile(r'\\w+')\n",
    "eval in a name": "def evaluate(model):\n    return model.eval()\n",
    "prose": '"""Evaluates, then executes: see exec."""\n',
    "a decoder of what comes": "import base64\n\ndef read(text):\n    return base64.b64decode(text)\n",
    "a digest beside a decoder": f"DIGEST = '{'9f86d081884c7d65' * 4}'\nkey = bytes.fromhex(DIGEST)\n",
    "a word beside a decoder": "MODE = 'authenticationtimeout'\nkey = base64.b64decode(text)\n",
    "one letter by number": "NEWLINE = chr(10)\n",
    "exec in a comment": "name = a + b\n# then exec(name), or compile name\nrun(name)\n",
    "a command as it stands": "import subprocess\nsubprocess.run(['git', 'status'])\n",
    "a command with a name in it": "import os\nos.system('clear')\nprint('a' + name)\n",
    "a command in a shell as it stands": "import os\nos.system('clear')\nos.popen(\"date\", 'r').read()\n",
    "an attribute by a method's name": "value = getattr(self, name.lower(), None)\n",
    "a key that turns a text": "words.sort(key=lambda word: word[::-1])\n",
    "an attribute by name": "value = getattr(self, 'value', None)\n",
    "a name with decode in it": "made = getattr(core, f'{decoder}_decoder')\n",
    "exec spoken of beside a decoder": "zlib.decompress(data)\n# exec(), then (exec)\n'''Runs, exec, or exec().'''\n",
    "exec spoken of among others": '"""Starts a shell, exec, or another. Both exec and eval are for others."""\n',
    "a method of that name": "shown = str(select(1)).compile(dialect)\n",
    "letters that are joined": "data = b'a' * 9 + b'\\xff' + b'z'\n",
    "words that are joined": "text = 'one' + ' and ' + 'two'\n",
    "a text over lines": "text = ('one ' +\n        'two')\n",
    "lines that are joined": "text = '\\n'.join(['abc', 'def', 'ghi'])\n",
    "eval defined beside a decoder": "def eval(image, mode=eval_mode):\n    return zlib.decompress(image)\n",
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
    assert [found for _, found in blobs.encoded_runs(data)] == ([b"A" * size] if size == blobs.MIN_RUN else [])


@pytest.mark.parametrize("text", [*HIDING.values(), *PLAIN.values()], ids=[*HIDING, *PLAIN])
def test_the_pass_finds_every_word_that_a_regular_expression_finds(text: str) -> None:
    found = gates.words_of(text.encode())
    for name, pattern in gates.WORDS.patterns:
        assert name in found or not re.search(pattern, text.encode(), re.MULTILINE | re.DOTALL), pattern


@pytest.mark.parametrize("word", ["eval(", "getattr(", "chr(", "__import__("])
def test_a_word_in_millions_of_places_is_not_looked_at_in_each(word: str) -> None:
    assert _worth(f"\nexec({word}1)\n" + word * 3_000_000 + "\nbytes([1, 2])")
