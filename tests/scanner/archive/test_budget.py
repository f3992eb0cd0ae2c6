"""Bombs and nests: one budget of real output for all of it, and what was read so far is kept."""

import bz2
import gzip
import lzma
import struct
import tracemalloc
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from scanner.archive import KINDS, PIECE_BYTES, Budget
from scanner.archive.budget import OVERLAP_BYTES
from scanner.archive.zip_records import Leads
from scanner.member import MemberKind
from tests.scanner.archive.build import (
    Entry,
    but,
    central,
    end,
    header,
    local,
    make_tar,
    make_zip,
    ordinary_tar,
    padded,
    pax,
    read,
    tar_entry,
)

MIB = 1024 * 1024


def small(**limits: int) -> Budget:
    return Budget(**{"bytes": 4 * MIB} | limits)  # pyright: ignore[reportArgumentType]


def zeros(size: int) -> bytes:
    """Deflated zeros, packed a thousandfold."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(size // MIB)) + packer.flush()


@pytest.mark.parametrize("declared", [10, 64 * MIB, 2**32 - 2])
def test_a_zip_bomb_stops_at_the_budget_whatever_it_declares(declared: int) -> None:
    bomb = Entry(b"bomb.bin", packed=zeros(16 * MIB), size=declared, crc=0)
    budget = small()
    seen = read(make_zip(Entry(b"a.py", b"A = 1\n"), bomb, Entry(b"b.py", b"B = 1\n")), budget)
    assert seen.contents("a.py") == [b"A = 1\n"]
    assert sum(len(member.data) for member in seen.members) <= 4 * MIB
    assert seen.members[-1].truncated
    assert "budget-bytes" in seen.kinds
    assert KINDS["budget-bytes"].incomplete


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_tar_bomb_of_any_compression_stops_at_the_budget(pack: object) -> None:
    tar = make_tar(tar_entry(b"a.py", b"A = 1\n"), header(b"bomb.bin", 16 * MIB), bytes(16 * MIB))
    budget = small()
    seen = read(pack(tar), budget)  # pyright: ignore[reportCallIssue]
    assert seen.contents("a.py") == [b"A = 1\n"]
    assert sum(len(member.data) for member in seen.members) <= 4 * MIB
    assert "budget-bytes" in seen.kinds


def test_zeros_behind_the_end_of_a_tar_count() -> None:
    seen = read(gzip.compress(make_tar(tar_entry(b"a.py", b"A = 1\n")) + bytes(16 * MIB)), small())
    assert seen.contents("a.py") == [b"A = 1\n"]
    assert seen.kinds == {"budget-bytes"}


def test_a_bomb_needs_no_more_memory_than_its_budget() -> None:
    bomb = zstandard.compress(bytes(128 * MIB))
    tracemalloc.start()
    read(bomb, small())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * MIB


def test_a_high_ratio_is_named_without_stopping() -> None:
    seen = read(make_zip(Entry(b"zeros.bin", packed=zeros(80 * MIB), size=80 * MIB, crc=zlib.crc32(bytes(80 * MIB)))))
    assert seen.kinds == {"high-ratio"}
    assert not KINDS["high-ratio"].incomplete


def test_a_large_member_comes_in_pieces_and_nothing_is_lost() -> None:
    content = bytes(PIECE_BYTES) + b"VALUE = 'behind the first piece'\n"
    for data in (make_zip(Entry(b"big.bin", content)), gzip.compress(make_tar(tar_entry(b"big.bin", content)))):
        seen = read(data)
        assert seen.members[0].truncated
        assert seen.members[0].kind is MemberKind.FILE
        assert all(len(member.data) <= PIECE_BYTES for member in seen.members)
        assert seen.anywhere(b"behind the first piece")
        assert seen.anomalies == []


@pytest.mark.parametrize("before_the_cut", [0, 10])
def test_the_pieces_of_a_large_member_keep_its_name_and_repeat_the_lines_at_the_cut(before_the_cut: int) -> None:
    line = b"VALUE = 'at the cut of the first piece'\n"
    content = b"\n" * (PIECE_BYTES - OVERLAP_BYTES - before_the_cut) + line + b"\n" * PIECE_BYTES + b"END = 1\n"
    for data in (make_zip(Entry(b"big.py", content)), gzip.compress(make_tar(tar_entry(b"big.py", content)), 1)):
        seen = read(data)
        assert [member.name for member in seen.members] == ["big.py"] * 3
        assert all(member.truncated and len(member.data) <= PIECE_BYTES for member in seen.members)
        assert all(content.startswith(member.data, member.start) for member in seen.members)
        assert seen.members[-1].start + len(seen.members[-1].data) == len(content)
        assert seen.anywhere(line)
        assert seen.anomalies == []


def test_overlapping_bombs_share_one_budget() -> None:
    # One kernel under a thousand names, as in overlapping zip bombs.
    kernel = Entry(b"k", packed=zeros(MIB), size=MIB, crc=zlib.crc32(bytes(MIB)))
    body = local(kernel)
    records = b"".join(central(but(kernel, name=b"%d" % number), 0) for number in range(1000))
    seen = read(body + records + end(1000, len(records), len(body)), small())
    assert sum(len(member.data) for member in seen.members) <= 4 * MIB
    assert "budget-bytes" in seen.kinds


@pytest.mark.parametrize(
    "data",
    [
        make_zip(*(Entry(b"%d.py" % number, b"1") for number in range(300))),
        make_tar(*(tar_entry(b"%d.py" % number, b"1") for number in range(300))),
        make_tar(*(header(b"%d" % number, 0, b"5") for number in range(300))),
    ],
    ids=["zip", "tar", "folders"],
)
def test_too_many_entries_stop_the_reading(data: bytes) -> None:
    seen = read(data, small(members=100))
    assert len(seen.members) <= 100
    assert "budget-members" in seen.kinds


def test_the_deadline_stops_the_reading_and_keeps_what_was_read() -> None:
    ticks = iter(range(10_000))
    budget = Budget(deadline=1_200, clock=lambda: next(ticks))
    seen = read(make_zip(*(Entry(b"%d.py" % number, b"1") for number in range(300))), budget)
    assert 0 < len(seen.members) < 300
    assert seen.anomalies[-1].kind == "budget-time"


def nested(depth: int) -> bytes:
    data = make_zip(Entry(b"core.py", b"CORE = 1\n"))
    for level in range(depth):
        data = (
            gzip.compress(make_tar(tar_entry(b"inner.bin", data))) if level % 2 else make_zip(Entry(b"inner.dat", data))
        )
    return data


def test_nested_archives_are_opened_by_what_they_hold() -> None:
    seen = read(nested(3))
    assert seen.names[-1] == "inner.dat!/inner.bin!/inner.dat!/core.py"
    assert [name.count("!/") for name in seen.names] == [0, 1, 2, 3]
    assert seen.anomalies == []


def test_archives_nested_deeper_stay_closed_and_are_named() -> None:
    seen = read(nested(4))
    assert not seen.anywhere(b"CORE = 1")
    assert seen.kinds == {"budget-depth"}


def test_nested_bombs_share_one_budget() -> None:
    inner = make_zip(*(Entry(b"%d" % n, packed=zeros(MIB), size=MIB, crc=zlib.crc32(bytes(MIB))) for n in range(3)))
    outer = make_zip(*(Entry(b"%d.zip" % n, inner + b"%d" % n) for n in range(10)))
    seen = read(outer, small())
    assert sum(len(member.data) for member in seen.members) <= 4 * MIB
    assert "budget-bytes" in seen.kinds


def test_the_same_archive_twice_is_opened_once() -> None:
    inner = make_zip(Entry(b"a.py", b"A = 1\n"))
    seen = read(make_zip(Entry(b"one.whl", inner), Entry(b"two.whl", inner)))
    assert seen.names == ["one.whl", "one.whl!/a.py", "two.whl"]
    assert seen.anomalies == []


def test_an_archive_that_contains_itself_is_named() -> None:
    # A true quine needs a fixed point of its own checksum; what counts is that equal bytes are not opened again.
    from scanner.archive.opened import Opened
    from scanner.archive.reader import _nested  # pyright: ignore[reportPrivateUsage]
    from scanner.member import Member

    data = make_zip(Entry(b"a.py", b"A = 1\n"))
    outer = Opened(data, Budget())
    (found,) = _nested(outer, Member(name="self.zip", data=data), Budget(), (outer,))
    assert found.kind == "archive-quine"  # pyright: ignore[reportAttributeAccessIssue]


def test_a_nested_archive_behind_a_prefix_is_opened() -> None:
    inner = make_zip(Entry(b"__main__.py", b"MAIN = 1\n"), prefix=b"MZ" + bytes(100) + b"launcher")
    seen = read(ordinary_tar({"pkg/launcher.exe": inner}, "w:gz"))
    assert seen.contents("pkg/launcher.exe!/__main__.py") == [b"MAIN = 1\n"]


# What follows would take minutes to hours if it were read naively: the suite's own time limit is the judge.


def test_end_records_by_the_thousand_do_not_read_the_directory_anew_each_time() -> None:
    entry = Entry(b"a.py", b"A = 1\n")
    record = central(entry, 0)
    body = local(entry)
    records = record * 20_000
    ends = b"".join(end(1, size, len(body)) for size in range(len(record), len(record) * 2000, len(record)))
    seen = read(body + records + ends + end(20_000, len(records), len(body)), Budget(members=30_000))
    assert seen.contents("a.py") == [b"A = 1\n"]
    assert "zip-too-many-records" in seen.kinds
    assert KINDS["zip-too-many-records"].incomplete


def test_megabytes_that_unpack_to_nothing_count_each_time_they_are_read() -> None:
    kernel = Entry(b"k", packed=b"\0\0\0\xff\xff" * 200_000 + b"\3\0", size=0, crc=0)
    body = local(kernel)
    records = b"".join(central(but(kernel, name=b"%d" % number), 0) for number in range(5000))
    assert "budget-bytes" in read(body + records + end(5000, len(records), len(body)), small()).kinds


def test_local_records_of_unknown_length_are_each_looked_through_once() -> None:
    hidden = Entry(b"h", b"", method=0, descriptor=b"")
    seen = read(local(hidden) * 10_000 + bytes(8 * MIB))
    assert len(seen.members) == 10_000


def test_records_that_overlap_do_not_look_through_the_same_megabytes_each() -> None:
    count, filler = 4_000, 24 * MIB
    body = bytearray()
    for number in range(count):  # names and extra fields that all end at one place, where the content starts
        extra = min(0xFFFF, 30 * (count - number - 1) + 8)
        body += struct.pack("<4s5H3I2H", b"PK\3\4", 20, 8, 8, 0, 33, 0, 0, 0, 8, extra)
    body += b"good.txt" * 2 + bytes(filler)
    carrier = local(Entry(b"a", bytes(body), method=0))
    names = (bytes(body[30 * number + 30 : 30 * number + 38]) for number in range(count))
    listed = (Entry(name, packed=b"", packed_size=filler, size=10, crc=0, descriptor=b"") for name in names)
    directory = b"".join(central(entry, 31 + 30 * number) for number, entry in enumerate(listed))
    seen = read(carrier + directory + end(count, len(directory), len(carrier)))
    assert "zip-overlap" in seen.kinds


@given(st.lists(st.integers(0, 100_000), max_size=5), st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_record_is_found_wherever_it_may_begin(places: list[int], start: int, size: int) -> None:
    data = bytearray(100_000)
    for place in places:
        data[place : place + 4] = b"PK\3\4"
    leads = Leads(bytes(data))
    assert leads.any_within(start, start + size) == (data.find(b"PK\3\4", start, start + size) != -1)


def test_one_sparse_map_for_every_entry_counts_each_time() -> None:
    pieces = pax((b"GNU.sparse.map", b"0,0," * 5_000 + b"0,0"), kind=b"g")
    assert "budget-bytes" in read(make_tar(pieces, *(header(b"x", 0) for _ in range(10))), small()).kinds


def test_zeros_are_passed_a_stretch_at_a_time() -> None:
    ticks = iter(range(100_000))
    budget = Budget(deadline=20_000, clock=lambda: next(ticks))
    seen = read(make_tar(header(b"a.py", 0), bytes(32 * MIB), header(b"b.py", 0)), budget)
    assert seen.names == ["a.py", "b.py"]


def test_long_names_end_at_the_budget() -> None:
    names = (b"%d/" % number + b"n" * 4_000 for number in range(200))
    entries = (header(b"L", len(name), b"L") + padded(name) + header(b"x", 0) for name in names)
    assert "budget-bytes" in read(make_tar(*entries), small()).kinds


def test_zeros_end_where_another_reading_leads_to() -> None:
    hidden = tar_entry(b"hidden.py", b"HIDDEN = 1\n")
    data = make_tar(pax((b"size", b"%d" % (2 * 512 + len(hidden)))), header(b"a.py", 512), bytes(2 * 512), hidden)
    assert read(data).contents("hidden.py") == [b"HIDDEN = 1\n"]


def test_false_records_do_not_stop_the_reading() -> None:
    seen = read(local(Entry(b"a.py", b"A = 1\n")) + b"PK\3\4" * MIB, Budget(members=1000))
    assert seen.contents("a.py") == [b"A = 1\n"]
    assert seen.anywhere(b"PK\3\4PK\3\4")


@pytest.mark.parametrize("name", [b" " * 60_000 + b"a", b"a" + b"." * 60_000 + b"b", b"../" * 20_000, b"\\" * 60_000])
def test_names_of_any_length_are_judged_at_once(name: bytes) -> None:
    seen = read(make_zip(Entry(name, b"1")))
    assert "name-long" in seen.kinds
    assert all(len(member.name) < 5000 for member in seen.members)


def test_one_long_name_for_every_entry_counts_each_time() -> None:
    name = pax((b"path", b"a" * 500_000), kind=b"g")
    assert "budget-bytes" in read(make_tar(name, *(header(b"x", 0) for _ in range(100))), small()).kinds


def test_a_sparse_map_that_reads_the_same_bytes_again_and_again_is_not_followed() -> None:
    pieces = b",".join(b"0,1000000" for _ in range(50_000))
    data = make_tar(pax((b"GNU.sparse.size", b"1000000"), (b"GNU.sparse.map", pieces)), tar_entry(b"s", b"S" * 1000))
    seen = read(data)
    assert seen.contents("s") == [b"S" * 1000]


def test_a_million_empty_streams_end_at_the_budget() -> None:
    assert "budget-members" in read(gzip.compress(b"", mtime=0) * 120_000).kinds
