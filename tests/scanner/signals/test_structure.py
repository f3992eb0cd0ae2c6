"""What a distribution holds where it should not."""

import io
import re
import struct
import warnings
import zipfile
from typing import Any

import pytest

from scanner.member import Layer, Member
from scanner.report import ReleaseFacts, Scope
from scanner.signals.binaries import machine_code
from scanner.signals.check import Package
from scanner.signals.layout import COMPILER_TAG, INNOCENT_PTH_LINE
from scanner.signals.media import tail_length
from scanner.signals.peeling import PeelCheck
from scanner.signals.popular import built_in
from tests.scanner.signals.built import CODE, SDIST, WHEEL, findings, fired, sdist, wheel

ELF = b"\x7fELF\x02\x01\x01" + bytes(64)
PE = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(32)
PLATFORM_WHEEL = "tidetables-1.0-cp311-cp311-manylinux_2_17_x86_64.whl"


def png(tail: bytes = b"") -> bytes:
    chunk = struct.pack(">I", 0) + b"IEND" + b"\xae\x42\x60\x82"
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 4) + b"IHDR" + bytes(8) + chunk + tail


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (ELF, "ELF"),
        (PE, "PE"),
        (b"\xcf\xfa\xed\xfe" + bytes(28), "Mach-O"),
        (b"\xfe\xed\xfa\xce" + bytes(28), "Mach-O"),
        (b"\xca\xfe\xba\xbe" + struct.pack(">I", 2) + bytes(40), "Mach-O"),
        (b"\xca\xfe\xba\xbe" + struct.pack(">I", 61) + bytes(40), None),
        (b"MZ is how this note begins" + bytes(60), None),
        (b"import os\n", None),
    ],
)
def test_machine_code_is_told_by_its_magic(data: bytes, form: str | None) -> None:
    assert machine_code(data) == form


def test_machine_code_belongs_into_platform_wheels_only() -> None:
    files = {**CODE, "tidetables/_fast.so": ELF}
    assert "binary-in-pure-wheel" in fired(WHEEL, wheel(files))
    assert not fired(PLATFORM_WHEEL, wheel(files))
    assert "binary-in-sdist" in fired(SDIST, sdist({**CODE, "tidetables/run.exe": PE}))


@pytest.mark.parametrize("suffix", [".so", ".pyd", ".cpython-312-x86_64-linux-gnu.so", ".abi3.so"])
def test_machine_code_that_is_imported_instead_of_its_source_is_told(suffix: str) -> None:
    files = {**CODE, "tidetables/_fast.py": b"def mean(rows):\n    return sum(rows) / len(rows)\n"}
    files[f"tidetables/_fast{suffix}"] = ELF
    assert "binary-shadows-source" in fired(WHEEL, wheel(files))
    assert "binary-shadows-source" not in fired(PLATFORM_WHEEL, wheel(files))
    del files["tidetables/_fast.py"]
    assert "binary-shadows-source" not in fired(WHEEL, wheel(files))


@pytest.mark.parametrize("name", ["logo.png", "notes.txt", "data.json", "tides.py"])
def test_machine_code_under_another_suffix_is_hidden_even_in_a_platform_wheel(name: str) -> None:
    assert "binary-renamed" in fired(PLATFORM_WHEEL, wheel({**CODE, f"tidetables/{name}": PE}))


def test_a_file_that_record_does_not_list_fires() -> None:
    right = wheel(CODE)
    assert not fired(WHEEL, right)
    out = io.BytesIO(right)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("tidetables/late.py", "print('late')\n")
    assert "record-unlisted" in fired(WHEEL, out.getvalue())


def test_a_wheel_without_record_fires() -> None:
    assert "record-missing" in fired(WHEEL, wheel(CODE, record=False))


def test_a_content_that_record_does_not_know_fires() -> None:
    record = b"tidetables/__init__.py,sha256=AAAA,3\ntidetables-1.0.dist-info/METADATA,,\n"
    data = wheel({**CODE, "tidetables-1.0.dist-info/RECORD": record}, record=False)
    assert "record-mismatch" in fired(WHEEL, data)


def test_a_record_that_is_no_table_fires_and_does_not_raise() -> None:
    data = wheel({**CODE, "tidetables-1.0.dist-info/RECORD": b'"\xff\0unclosed'}, record=False)
    assert "record-unlisted" in fired(WHEEL, data)


def test_compiled_python_without_its_source_fires() -> None:
    alone = {**CODE, "tidetables/moon.pyc": b"\xa7\r\r\n" + bytes(40)}
    assert "pyc-sourceless" in fired(WHEEL, wheel(alone))
    together = {**CODE, "tidetables/moon.py": b"X = 1\n", "tidetables/moon.cpython-311.pyc": bytes(40)}
    assert "pyc-sourceless" not in fired(WHEEL, wheel(together))


def test_what_an_earlier_build_left_in_pycache_does_not_run_and_is_quiet() -> None:
    left = {**CODE, "tidetables/__pycache__/tide.cpython-311-pytest-8.2.1.pyc": b"\xa7\r\r\n" + bytes(40)}
    assert "pyc-sourceless" not in fired(WHEEL, wheel(left))


@pytest.mark.parametrize(
    ("line", "signal"),
    [
        (b"import tidetables.start\n", "startup-file-runs-code"),
        (b"../shared/lib\n", "startup-file"),
        (b"import __editable___x_finder; __editable___x_finder.install()\n", "startup-file"),
    ],
)
def test_a_pth_file_is_told_by_whether_it_runs_code(line: bytes, signal: str) -> None:
    startup = [f for f in findings(WHEEL, wheel({**CODE, "tide.pth": line})) if f.rule.startswith("startup")]
    assert [f.rule for f in startup] == [signal]
    assert startup[0].scope is Scope.STARTUP


def test_a_module_that_takes_the_place_of_another_fires() -> None:
    assert "module-shadows-stdlib" in fired(WHEEL, wheel({**CODE, "socket.py": b"x = 1\n"}))
    assert "module-shadows-popular" in fired(WHEEL, wheel({**CODE, "requests/__init__.py": b"x = 1\n"}))


def test_a_module_beside_a_package_shadows_another_project_only_where_it_is_installed():
    beside = {"tidetables/__init__.py": b"x = 1\n", "requests.py": b"x = 1\n"}
    assert "module-shadows-popular" not in fired(SDIST, sdist(beside))
    for more in ({"setup.py": b"setup(py_modules=['requests'])\n"}, {"src/requests.py": b"x = 1\n"}):
        assert "module-shadows-popular" in fired(SDIST, sdist({**beside, **more}))
    assert "module-shadows-popular" in fired(SDIST, sdist({"tests/__init__.py": b"", "requests.py": b"x = 1\n"}))


def test_a_picture_with_a_tail_or_with_code_inside_fires() -> None:
    assert tail_length(png()) == 0
    assert "media-tail" in fired(WHEEL, wheel({**CODE, "tidetables/moon.png": png(b"x" * 300)}))
    assert not fired(WHEEL, wheel({**CODE, "tidetables/moon.png": png()}))
    assert "media-disguise" in fired(WHEEL, wheel({**CODE, "tidetables/moon.png": b"import os\nos.getcwd()\n"}))


def test_the_tail_of_a_sound_is_measured_by_its_own_header() -> None:
    sound = b"RIFF" + struct.pack("<I", 4 + 92) + b"WAVE" + bytes(92)
    assert tail_length(sound) == 0
    assert tail_length(sound + b"x" * 500) == 499


def test_an_odd_archive_fires_and_one_inside_it_does_not() -> None:
    def odd() -> bytes:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as archive:
                archive.writestr("a.py", "x = 1\n")
                archive.writestr("a.py", "x = 2\n")
        return out.getvalue()

    assert "archive-name-duplicate" in fired(SDIST, odd())
    assert "archive-name-duplicate" not in fired(SDIST, sdist({**CODE, "inner.zip": odd()}))


@pytest.mark.parametrize(
    ("steps", "signal"),
    [
        (("base64",), None),
        (("respelled", "base64"), None),
        (("base64", "zlib"), "peel-wrapped-code"),
        (("base64", "zlib", "marshal"), "peel-deep-code"),
    ],
)
def test_the_depth_of_peeling_counts_where_it_ends_in_code(steps: tuple[str, ...], signal: str | None) -> None:
    package = Package(filename=SDIST, project="tidetables", version="1", facts=ReleaseFacts(), popular=built_in())
    member = Member(name="tidetables-1.0/setup.py", data=b"")
    for is_code, wanted in ((True, signal), (False, None)):
        check = PeelCheck(package)
        check.see_layer(Layer(member=member, data=b"import os", path=steps, is_code=is_code))
        assert [finding.rule for finding in check.findings()] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (INNOCENT_PTH_LINE, b" " * 1_000_000 + b"x y"),
        (INNOCENT_PTH_LINE, b"x" + b" " * 1_000_000 + b"y"),
        (COMPILER_TAG, ".cpython-" + "1" * 400_000 + "/"),
        (COMPILER_TAG, ".cpython-1" * 40_000 + "/"),
    ],
)
def test_names_and_lines_made_to_take_hours_are_read_at_once(pattern: "re.Pattern[Any]", text: Any) -> None:
    assert pattern.search(text) is None
