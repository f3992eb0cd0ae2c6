"""Whatever bytes come: the reader ends, raises nothing, keeps to its budget, and names what it explains."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.archive import KINDS, Budget, is_archive
from scanner.archive.budget import INSIDE
from tests.scanner.archive.build import Entry, Seen, make_tar, make_zip, ordinary_tar, pax, read, tar_entry

LIMIT = 1_000_000
FILES = {
    "pkg-1.0/setup.py": b"VALUE = 1\n" * 40,
    "pkg-1.0/" + "deep/" * 30 + "a.py": b"A = 1\n",
    "pkg-1.0/b.bin": bytes(range(256)),
}


def _zip(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    return buffer.getvalue()


SEEDS = [
    _zip(zipfile.ZIP_STORED),
    _zip(zipfile.ZIP_DEFLATED),
    _zip(zipfile.ZIP_LZMA),
    ordinary_tar(FILES),
    gzip.compress(ordinary_tar(FILES)),
    bz2.compress(ordinary_tar(FILES)),
    lzma.compress(ordinary_tar(FILES)),
    zstandard.compress(ordinary_tar(FILES)),
    make_zip(Entry(b"inner.whl", _zip(zipfile.ZIP_DEFLATED)), Entry(b"a.py", b"A = 1\n"), prefix=b"prefix", gap=b"gap"),
    make_tar(
        pax((b"size", b"512"), (b"GNU.sparse.map", b"0,10,100,10")), tar_entry(b"s", bytes(512)), tar_entry(b"a", b"1")
    ),
]
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "set", "cut", "insert", "repeat", "zero"]),
        st.integers(0, 2**16),
        st.integers(0, 255),
        st.sampled_from([1, 2, 4, 8, 30, 512]),
    ),
    min_size=1,
    max_size=8,
)


def mutated(data: bytes, mutations: list[tuple[str, int, int, int]]) -> bytes:
    work = bytearray(data)
    for what, where, value, size in mutations:
        at = where % (len(work) + 1)
        if what == "flip" and at < len(work):
            work[at] ^= value or 1
        elif what == "set":
            work[at : at + size] = bytes([value]) * size
        elif what == "cut":
            del work[at : at + size]
        elif what == "insert":
            work[at:at] = bytes([value]) * size
        elif what == "repeat":
            work[at:at] = work[at : at + size]
        elif what == "zero":
            work[at : at + size] = bytes(size)
    return bytes(work)


def check(data: bytes) -> Seen:
    budget = Budget(bytes=LIMIT, members=2000)
    seen = read(data, budget)
    # A second name for an entry, as some readers cut it at a NUL, costs nothing: its bytes are the same object.
    # Archives inside have a budget of their own.
    assert sum({id(member.data): len(member.data) for member in seen.members}.values()) <= LIMIT * (1 + INSIDE)
    assert seen.kinds <= KINDS.keys()
    if budget.exhausted:
        assert any(KINDS[kind].incomplete for kind in seen.kinds)
    return seen


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SEEDS), MUTATIONS)
def test_no_mutation_of_an_archive_breaks_the_reader(seed: bytes, mutations: list[tuple[str, int, int, int]]) -> None:
    check(mutated(seed, mutations))


@settings(max_examples=200)
@given(
    st.binary(max_size=3000),
    st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"BZh91AY&SY"]),
)
def test_no_bytes_at_all_break_the_reader(data: bytes, lead: bytes) -> None:
    seen = check(lead + data)
    if not is_archive(lead + data):
        assert seen.kinds & {"archive-unknown", "archive-unsupported"}


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.text("abc/._é", min_size=1, max_size=20).filter(lambda name: not name.endswith("/")), st.binary(max_size=300)
    ),
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
)
def test_everything_that_zipfile_writes_comes_back(files: dict[str, bytes], method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    own = [(member.name, member.data) for member in read(buffer.getvalue()).members if "!/" not in member.name]
    assert own == list(files.items())


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.text("abc/._é", min_size=1, max_size=150).filter(lambda name: not name.endswith("/")),
        st.binary(max_size=700),
    ),
    st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
)
def test_everything_that_tarfile_writes_comes_back(files: dict[str, bytes], form: int) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", format=form) as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    own = [(member.name, member.data) for member in read(buffer.getvalue()).members if "!/" not in member.name]
    assert own == list(files.items())
