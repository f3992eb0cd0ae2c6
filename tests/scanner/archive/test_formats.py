"""Every format that PyPI holds, read as ordinary tools write it, without any anomaly."""

import bz2
import gzip
import io
import lzma
import struct
import zipapp
import zipfile
import zlib
from pathlib import Path

import pytest
import zstandard

from scanner.archive import is_archive
from scanner.member import MemberKind
from tests.scanner.archive.build import Entry, make_zip, ordinary_tar, read

FILES = {"pkg-1.0/setup.py": b"print('setup')\n", "pkg-1.0/pkg/__init__.py": b"VALUE = 1\n" * 50, "pkg-1.0/empty": b""}


def ordinary_zip(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.mkdir("pkg-1.0/")
        for name, content in FILES.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ordinary_zip(), id="zip"),
        pytest.param(ordinary_zip(zipfile.ZIP_STORED), id="stored zip"),
        pytest.param(ordinary_tar(FILES), id="tar"),
        pytest.param(ordinary_tar(FILES, "w:gz"), id="tar.gz"),
        pytest.param(ordinary_tar(FILES, "w:bz2"), id="tar.bz2"),
        pytest.param(ordinary_tar(FILES, "w:xz"), id="tar.xz"),
        pytest.param(zstandard.compress(ordinary_tar(FILES)), id="tar.zst"),
        pytest.param(
            zstandard.ZstdCompressor(write_content_size=False).compress(ordinary_tar(FILES)), id="tar.zst stream"
        ),
        pytest.param(lzma.compress(ordinary_tar(FILES), lzma.FORMAT_ALONE), id="tar.lzma"),
    ],
)
def test_every_format_gives_its_files_and_no_anomaly(data: bytes) -> None:
    assert is_archive(data)
    seen = read(data)
    assert {member.name: member.data for member in seen.members} == FILES
    assert seen.anomalies == []


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_odd_zip_methods_are_read_and_named(method: int) -> None:
    seen = read(ordinary_zip(method))
    assert {member.name: member.data for member in seen.members} == FILES
    assert seen.kinds == {"zip-odd-method"}


@pytest.mark.parametrize(
    ("method", "packed"),
    [(93, zstandard.compress(b"VALUE = 2\n")), (95, lzma.compress(b"VALUE = 2\n"))],
)
def test_newer_zip_methods_are_read_and_named(method: int, packed: bytes) -> None:
    seen = read(make_zip(Entry(b"a.py", b"VALUE = 2\n", method=method, packed=packed)))
    assert seen.contents("a.py") == [b"VALUE = 2\n"]
    assert seen.kinds == {"zip-odd-method"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tool.py.gz", gzip.compress(b"VALUE = 3\n", mtime=0)),
        ("tool.py.bz2", bz2.compress(b"VALUE = 3\n")),
        ("tool.py.xz", lzma.compress(b"VALUE = 3\n")),
        ("tool.py.zst", zstandard.compress(b"VALUE = 3\n")),
    ],
)
def test_a_compressed_file_that_is_no_tar_is_one_member(name: str, data: bytes) -> None:
    seen = read(data, filename=name)
    assert [(member.name, member.data) for member in seen.members] == [("tool.py", b"VALUE = 3\n")]
    assert seen.anomalies == []


def test_the_file_name_does_not_decide_the_format() -> None:
    assert read(ordinary_tar(FILES, "w:gz"), filename="pkg-1.0-py3-none-any.whl").anomalies == []
    assert set(read(ordinary_zip(), filename="pkg-1.0.tar.gz").names) == set(FILES)


def test_a_zip64_archive_is_ordinary() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("big.py", "w", force_zip64=True) as out:
        out.write(b"VALUE = 4\n")
    seen = read(buffer.getvalue())
    assert seen.contents("big.py") == [b"VALUE = 4\n"]
    assert seen.anomalies == []


def test_entries_with_data_descriptors_are_ordinary() -> None:
    class Pipe(io.RawIOBase):
        """A file without seek: zipfile then writes descriptors."""

        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
            self.written += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # pyright: ignore[reportArgumentType]
        archive.writestr("a.py", b"A = 1\n" * 100)
        archive.writestr("b.py", b"B = 1\n" * 100)
    seen = read(bytes(pipe.written))
    assert seen.names == ["a.py", "b.py"]
    assert seen.anomalies == []


def test_a_zipapp_is_read_behind_its_shebang(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text("print('app')\n")
    zipapp.create_archive(tmp_path / "app", tmp_path / "app.pyz", interpreter="/usr/bin/env python3")
    seen = read((tmp_path / "app.pyz").read_bytes())
    assert seen.contents("__main__.py") == [b"print('app')\n"]
    assert seen.anywhere(b"#!/usr/bin/env python3")
    assert seen.anomalies == []


def test_end_signatures_inside_content_are_content() -> None:
    # Django's wheel holds such bytes in its test data; a scanner that counts signatures refuses it.
    seen = read(make_zip(Entry(b"data.bin", b"PK\5\6" * 30 + b"PK\1\2" * 30 + b"PK\3\4" * 30, method=0)))
    assert seen.anomalies == []
    assert len(seen.members) == 1


def test_a_pyinstaller_executable_gives_its_scripts_and_modules() -> None:
    modules = [zlib.compress(b"module one " * 20), zlib.compress(b"module two " * 20)]
    body = b"".join(modules)
    library = b"PYZ\0" + b"\xa7\r\r\n" + (17 + len(body)).to_bytes(4, "big") + bytes(5) + body + b"table"
    script = zlib.compress(b"print('entry')\n")
    table = b""
    for offset, packed, squeezed, name in ((0, script, 1, b"main\0"), (len(script), library, 0, b"PYZ-00.pyz\0")):
        table += struct.pack("!IIIIBc", 18 + len(name), offset, len(packed), 0, squeezed, b"s") + name
    package = script + library + table
    size = len(package) + 88
    cookie = struct.pack("!8sIIII64s", b"MEI\014\013\012\013\016", size, len(script + library), len(table), 311, b"")
    seen = read(b"\x7fELF" + bytes(200) + package + cookie)
    assert seen.contents("main") == [b"print('entry')\n"]
    assert seen.contents("PYZ-00.pyz!/1.pyc") == [b"module two " * 20]
    assert seen.anomalies == []


def test_installers_of_other_systems_are_reported_and_scanned_as_bytes() -> None:
    seen = read(b"\xed\xab\xee\xdb" + b"Lead and the rest of an RPM")
    assert seen.kinds == {"archive-unsupported"}
    assert seen.members[0].kind is MemberKind.BLOB


def test_what_is_no_archive_is_scanned_as_bytes() -> None:
    seen = read(b"import os\nprint('not an archive')\n")
    assert seen.kinds == {"archive-unknown"}
    assert seen.anywhere(b"print('not an archive')")
