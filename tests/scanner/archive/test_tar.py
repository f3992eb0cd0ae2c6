"""Tars that show different files to different readers: every reading is followed, and the difference is named."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zlib
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from scanner.archive import KINDS
from scanner.archive.tar_headers import CHECKSUM, is_header
from scanner.member import MemberKind
from tests.scanner.archive.build import (
    TAR_END,
    header,
    make_tar,
    ordinary_tar,
    padded,
    pax,
    pax_record,
    read,
    seal,
    tar_entry,
)

GOOD = tar_entry(b"pkg-1.0/setup.py", b"VALUE = 'good'\n")
HIDDEN = tar_entry(b"pkg-1.0/hidden.py", b"VALUE = 'hidden'\n")


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_of_every_format_are_ordinary(form: int) -> None:
    name = "pkg-1.0/" + "folder/" * 20 + "module.py"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
        info = tarfile.TarInfo(name)
        info.size = 10
        tar.addfile(info, io.BytesIO(b"VALUE = 1\n"))
    seen = read(buffer.getvalue())
    assert seen.contents(name) == [b"VALUE = 1\n"]
    assert seen.anomalies == []


def test_old_tars_without_magic_are_read() -> None:
    seen = read(make_tar(tar_entry(b"a.py", b"A = 1\n", kind=b"\0", magic=b"")))
    assert seen.contents("a.py") == [b"A = 1\n"]
    assert seen.anomalies == []


def test_both_sizes_are_followed_where_pax_and_header_disagree() -> None:
    # CVE-2025-62518: by the header the content is empty and the next header follows at once; by pax it is content.
    inner = HIDDEN + padded(b"")
    data = make_tar(
        pax((b"size", b"%d" % len(inner))),
        header(b"pkg-1.0/data.bin", 0),
        inner,
        tar_entry(b"pkg-1.0/last.py", b"L = 1\n"),
    )
    seen = read(data)
    assert seen.contents("pkg-1.0/data.bin") == [inner]
    assert seen.contents("pkg-1.0/hidden.py") == [b"VALUE = 'hidden'\n"]
    assert seen.contents("pkg-1.0/last.py") == [b"L = 1\n"]
    assert seen.kinds == {"tar-size-mismatch"}


def test_a_size_in_a_global_header_is_followed_too() -> None:
    data = make_tar(pax((b"size", b"%d" % len(HIDDEN)), kind=b"g"), header(b"pkg-1.0/data.bin", 0), HIDDEN)
    # The size is said of the hidden entry too, so that has a longer content for some.
    assert read(data).contents("pkg-1.0/hidden.py")[0] == b"VALUE = 'hidden'\n"


@pytest.mark.parametrize(
    ("kind", "expected"), [(b"2", "link"), (b"1", "link"), (b"5", ""), (b"6", "device"), (b"3", "device")]
)
def test_content_of_what_has_none_is_read_as_content_and_as_entries(kind: bytes, expected: str) -> None:
    data = make_tar(header(b"pkg-1.0/x", len(HIDDEN), kind, link=b"y"), HIDDEN, GOOD)
    seen = read(data)
    assert seen.contents("pkg-1.0/hidden.py") == [b"VALUE = 'hidden'\n"]
    assert any(member.kind is MemberKind.BLOB and member.data == HIDDEN for member in seen.members)
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"]
    assert seen.kinds == {"content-unexpected"} | ({expected} if expected else set())


@pytest.mark.parametrize(
    ("kind", "target", "anomaly"),
    [
        (b"2", b"other.py", "link"),
        (b"2", b"../other/a.py", "link"),
        (b"2", b"../../etc/passwd", "link-outside"),
        (b"2", b"/etc/passwd", "link-outside"),
        (b"1", b"pkg-1.0/other.py", "link"),
        (b"1", b"../passwd", "link-outside"),
    ],
)
def test_a_link_is_a_member_with_its_target(kind: bytes, target: bytes, anomaly: str) -> None:
    seen = read(make_tar(header(b"pkg-1.0/link", 0, kind, link=target)))
    assert [(member.kind, member.data) for member in seen.members] == [(MemberKind.LINK, target)]
    assert seen.kinds == {anomaly}


def test_devices_and_pipes_are_members_without_content() -> None:
    seen = read(make_tar(*(header(b"d%c" % kind, 0, bytes([kind])) for kind in b"346")))
    assert [member.kind for member in seen.members] == [MemberKind.DEVICE] * 3
    assert seen.kinds == {"device"}


def test_data_behind_the_end_is_read() -> None:
    seen = read(make_tar(GOOD) + bytes(5120) + make_tar(HIDDEN) + b"plain bytes behind it all")
    assert seen.contents("pkg-1.0/hidden.py") == [b"VALUE = 'hidden'\n"]
    assert seen.anywhere(b"plain bytes behind it all")
    assert seen.kinds == {"tar-data-after-end"}


def test_padding_behind_the_end_is_ordinary() -> None:
    assert read(make_tar(GOOD) + bytes(20480)).anomalies == []


def test_a_damaged_header_does_not_end_the_reading() -> None:
    broken = bytearray(tar_entry(b"pkg-1.0/broken.py", b"VALUE = 'broken'\n"))
    broken[0] ^= 1
    seen = read(make_tar(GOOD, bytes(broken), HIDDEN))
    assert seen.anywhere(b"VALUE = 'broken'")
    assert seen.contents("pkg-1.0/hidden.py") == [b"VALUE = 'hidden'\n"]
    assert seen.kinds == {"tar-bad-header"}


@given(st.binary(min_size=512, max_size=512), st.integers(0, 147) | st.integers(156, 511), st.integers(1, 255))
def test_a_checksum_is_right_for_its_own_bytes_alone(block: bytes, at: int, other: int) -> None:
    sealed = seal(bytearray(block))
    assert is_header(sealed)
    changed = bytearray(sealed)
    changed[at] ^= other
    assert not is_header(bytes(changed))


def test_a_header_with_a_signed_checksum_is_ordinary() -> None:
    name = "größe.py".encode()
    block = bytearray(header(name, 2))
    signed = sum(byte - 256 if byte > 127 else byte for byte in block) - sum(block[148:156]) + 8 * 32
    block[148:156] = b"%06o\0 " % signed
    assert read(make_tar(bytes(block), padded(b"1\n"))).contents("größe.py") == [b"1\n"]


def with_checksum(block: bytearray, field: bytes) -> bytes:
    block[CHECKSUM] = field
    return bytes(block)


def signed_to_nought() -> bytes:
    """A header whose checksum field is empty, and whose signed bytes come to 0 with it."""
    block = bytearray(with_checksum(bytearray(header(b"pkg/a.py", 6)), b" " * 8))
    at = 265  # names of owner and group, which nobody minds
    total = sum(block)
    while total > 0:
        step = min(128, total)
        block[at], total, at = 256 - step, total - step, at + 1
    return with_checksum(block, bytes(8))


ODD_NUMBERS = {
    "blanks in the size": seal(
        bytearray(header(b"pkg/a.py")[:124] + b"\x1c\x1f 0000006\0\0" + header(b"pkg/a.py")[136:])
    ),
    "blanks in the checksum": with_checksum(
        bytearray(header(b"pkg/a.py", 6)), b"\x1c" + header(b"pkg/a.py", 6)[CHECKSUM][1:6] + b"\0 "
    ),
    "no checksum": signed_to_nought(),
}


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("head", ODD_NUMBERS.values(), ids=ODD_NUMBERS)
def test_numbers_are_read_as_python_reads_them(head: bytes, pack: Callable[[bytes], bytes]) -> None:
    data = pack(head + padded(b"A = 1\n") + TAR_END)
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        assert tar.getnames() == ["pkg/a.py"]
    seen = read(data)
    assert seen.contents("pkg/a.py") == [b"A = 1\n"]
    assert seen.kinds == set()


def test_a_size_in_base_256_is_read() -> None:
    block = bytearray(header(b"a.py", 0))
    block[124:136] = b"\x80" + (6).to_bytes(11, "big")
    seen = read(make_tar(seal(block), padded(b"A = 1\n")))
    assert seen.contents("a.py") == [b"A = 1\n"]
    assert seen.anomalies == []


@pytest.mark.parametrize(
    "body", [b"garbage without a length\n", b"99999 path=x\n", b"11 nothing==\n"[:7], b"-5 path=a\n"]
)
def test_a_bad_extended_header_is_named_and_its_entry_is_read(body: bytes) -> None:
    seen = read(make_tar(tar_entry(b"PaxHeaders/x", body, kind=b"x"), GOOD))
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"]
    assert "tar-bad-pax" in seen.kinds
    assert seen.anywhere(body)


def test_keys_of_no_known_tool_are_named_and_scanned() -> None:
    seen = read(make_tar(pax((b"MEERKAT.payload", b"VALUE = 'in a header'")), GOOD))
    assert seen.anywhere(b"in a header")
    assert seen.kinds == {"tar-vendor-key"}


def test_keys_of_known_tools_are_ordinary() -> None:
    records = [
        (b"mtime", b"1.5"),
        (b"SCHILY.xattr.user.a", b"b"),
        (b"comment", b"0" * 40),
        (b"LIBARCHIVE.creationtime", b"1"),
    ]
    assert read(make_tar(pax(*records), GOOD)).anomalies == []


def test_a_plain_header_that_names_code_where_pax_does_not_gives_both_names() -> None:
    seen = read(make_tar(pax((b"path", b"pkg-1.0/readme.txt")), tar_entry(b"setup.py", b"VALUE = 1\n")))
    assert set(seen.names) == {"pkg-1.0/readme.txt", "setup.py"}
    assert seen.kinds == {"tar-name-mismatch"}


def sparse_old() -> bytes:
    block = bytearray(header(b"sparse.py", 20, b"S", magic=b"ustar  \0"))
    block[386:410] = b"%011o\0%011o\0" % (0, 10)
    block[410:434] = b"%011o\0%011o\0" % (100, 10)
    block[483:495] = b"%011o\0" % 110
    return seal(block) + padded(b"VALUE = 1\nOTHER = 2\n")


def sparse_pax(version: int) -> bytes:
    body = b"VALUE = 1\nOTHER = 2\n"
    if version == 1:
        content = padded(b"2\n0\n10\n100\n10\n") + body
        records = [(b"GNU.sparse.major", b"1"), (b"GNU.sparse.minor", b"0"), (b"GNU.sparse.name", b"sparse.py")]
        records.append((b"GNU.sparse.realsize", b"110"))
        return pax(*records) + tar_entry(b"GNUSparseFile.0/sparse.py", content)
    records = [(b"GNU.sparse.size", b"110"), (b"GNU.sparse.name", b"sparse.py"), (b"GNU.sparse.map", b"0,10,100,10")]
    return pax(*records) + tar_entry(b"sparse.py", body)


@pytest.mark.parametrize("entry", [sparse_old(), sparse_pax(0), sparse_pax(1)], ids=["gnu", "pax 0.1", "pax 1.0"])
def test_sparse_files_are_expanded_and_named(entry: bytes) -> None:
    seen = read(make_tar(entry, GOOD))
    expanded, packed = seen.contents("sparse.py")
    assert expanded == b"VALUE = 1\n" + bytes(90) + b"OTHER = 2\n"
    assert packed.endswith(b"VALUE = 1\nOTHER = 2\n")  # for readers that do not know sparse files
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"]
    assert seen.kinds == {"tar-sparse"}


def test_a_sparse_file_of_a_terabyte_is_read_packed() -> None:
    records = [(b"GNU.sparse.size", b"%d" % 2**40), (b"GNU.sparse.map", b"%d,10" % (2**40 - 10))]
    seen = read(make_tar(pax(*records), tar_entry(b"sparse.py", b"VALUE = 1\n"), GOOD))
    assert seen.contents("sparse.py") == [b"VALUE = 1\n"]
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"]


def test_an_entry_of_unknown_type_is_read_as_a_file() -> None:
    seen = read(make_tar(tar_entry(b"a.py", b"A = 1\n", kind=b"Z")))
    assert seen.contents("a.py") == [b"A = 1\n"]
    assert seen.kinds == {"tar-unknown-type"}


def test_a_tar_cut_off_in_the_middle_is_read_so_far() -> None:
    seen = read(tar_entry(b"a.py", b"A = 1\n" * 500)[:1500])
    assert seen.members[0].data.startswith(b"A = 1\n")
    assert seen.kinds == {"size-mismatch"}


def test_a_gzip_of_several_members_is_one_content() -> None:
    tar = make_tar(GOOD, HIDDEN)
    seen = read(gzip.compress(tar[:700]) + gzip.compress(tar[700:]))
    assert set(seen.names) == {"pkg-1.0/setup.py", "pkg-1.0/hidden.py"}
    assert seen.anomalies == []


def test_a_second_tar_in_a_second_gzip_member_is_read() -> None:
    seen = read(gzip.compress(make_tar(GOOD)) + gzip.compress(make_tar(HIDDEN)))
    assert seen.contents("pkg-1.0/hidden.py") == [b"VALUE = 'hidden'\n"]
    assert seen.kinds == {"tar-data-after-end"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_bytes_behind_a_compressed_stream_are_scanned(pack: object) -> None:
    seen = read(pack(make_tar(GOOD)) + b"BYTES BEHIND IT")  # pyright: ignore[reportCallIssue]
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"]
    assert seen.anywhere(b"BYTES BEHIND IT")
    assert seen.kinds == {"stream-trailing"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_stream_cut_off_in_the_middle_is_read_so_far(pack: object) -> None:
    tar = ordinary_tar({"a.py": b"A = 1\n", "b.bin": bytes(range(256)) * 300, "c.py": zlib.compress(b"C")})
    packed: bytes = pack(tar)  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
    seen = read(packed[: -len(packed) // 20])
    assert "archive-damaged" in seen.kinds
    assert KINDS["archive-damaged"].incomplete


def test_a_wrong_gzip_checksum_keeps_everything() -> None:
    packed = bytearray(gzip.compress(make_tar(GOOD)))
    packed[-8] ^= 1
    seen = read(bytes(packed))
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"]
    assert seen.kinds == {"archive-damaged"}


def with_header(packed: bytes, flags: int, fields: bytes) -> bytes:
    """The gzip member with other flags, and the fields that they announce."""
    return packed[:3] + bytes([flags]) + packed[4:10] + fields + packed[10:]


@pytest.mark.parametrize(("flags", "fields"), [(2, b"\xde\xad"), (10, b"name\0\xde\xad"), (0x20, b"")])
def test_what_python_skips_in_a_gzip_header_is_skipped(flags: int, fields: bytes) -> None:
    data = with_header(gzip.compress(make_tar(GOOD)), flags, fields)
    assert gzip.decompress(data) == make_tar(GOOD)
    seen = read(data + data)
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"] * 2
    assert "archive-damaged" not in seen.kinds


def test_only_a_block_size_is_ordinary_in_a_gzip_header() -> None:
    packed = gzip.compress(make_tar(GOOD))
    assert read(with_header(packed, 4, b"\6\0BC\2\0\xff\xff")).anomalies == []
    hidden = b"BC\2\0" + b"VALUE = 'in extra'"
    seen = read(gzip.compress(b"") + with_header(packed, 4, struct.pack("<H", len(hidden)) + hidden))
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"]
    assert seen.anywhere(b"in extra")
    assert seen.kinds == {"stream-extra"}


def test_the_extra_bytes_of_a_gzip_header_are_scanned() -> None:
    packed = gzip.compress(make_tar(GOOD))
    extra = b"MK" + struct.pack("<H", 20) + b"VALUE = 'in extra'\n "
    data = (
        packed[:3] + b"\x14" + packed[4:10] + struct.pack("<H", len(extra)) + extra + b"a comment of it\0" + packed[10:]
    )
    seen = read(data)
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"]
    assert seen.anywhere(b"in extra")
    assert seen.anywhere(b"a comment of it")
    assert seen.kinds == {"stream-extra"}


def test_an_extended_header_too_large_to_be_one_is_read_as_content() -> None:
    body = pax_record(b"comment", b"VALUE = 1\n" * 200_000)
    seen = read(make_tar(tar_entry(b"PaxHeaders/x", body, kind=b"x"), GOOD))
    assert seen.anywhere(b"VALUE = 1\nVALUE = 1\n")
    assert seen.contents("pkg-1.0/setup.py") == [b"VALUE = 'good'\n"]
    assert seen.kinds == {"tar-bad-pax"}


def test_an_empty_tar_is_an_archive_without_members() -> None:
    seen = read(gzip.compress(TAR_END))
    assert seen.members == []
    assert seen.anomalies == []
