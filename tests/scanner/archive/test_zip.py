"""Zips that show different files to different readers: all of them are read, and the difference is named."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from scanner.archive import KINDS, is_archive
from scanner.member import MemberKind
from tests.scanner.archive.build import Entry, but, central, deflated, end, local, make_zip, ordinary_tar, read

GOOD = Entry(b"pkg/__init__.py", b"VALUE = 'good'\n")
EVIL = Entry(b"pkg/__init__.py", b"VALUE = 'other'\n")


def test_duplicate_names_give_all_copies() -> None:
    seen = read(make_zip(GOOD, EVIL))
    assert seen.contents("pkg/__init__.py") == [GOOD.content, EVIL.content]
    assert len({member.offset for member in seen.members}) == 2
    assert "name-duplicate" in seen.kinds


def test_an_entry_missing_from_the_directory_is_read() -> None:
    hidden = Entry(b"hidden.py", b"VALUE = 'hidden'\n")
    body = local(GOOD) + local(hidden)
    record = central(GOOD, 0)
    seen = read(body + record + end(1, len(record), len(body)))
    assert seen.contents("hidden.py") == [hidden.content]
    assert seen.kinds == {"zip-local-only"}


def test_an_entry_only_in_the_directory_is_reported() -> None:
    data = make_zip(GOOD, EVIL)
    body = len(local(GOOD)) + len(local(EVIL))
    ghost = central(Entry(b"ghost.py", b"x"), 10)
    size = len(data) - body - 22 + len(ghost)
    seen = read(data[:-22] + ghost + end(3, size, body))
    assert "zip-entry-missing" in seen.kinds
    assert KINDS["zip-entry-missing"].incomplete


def test_both_names_are_given_where_the_headers_disagree_on_the_name() -> None:
    seen = read(make_zip(Entry(b"docs.txt", EVIL.content), directory=[Entry(b"setup.py", EVIL.content)]))
    assert set(seen.names) == {"docs.txt", "setup.py"}
    assert seen.kinds == {"zip-header-mismatch"}


def test_both_contents_are_given_where_the_headers_disagree_on_the_method() -> None:
    # A reader that goes by one header sees the deflated text, a reader that goes by the other the packed bytes.
    entry = Entry(b"a.py", b"VALUE = 1\n" * 9)
    seen = read(make_zip(entry, directory=[but(entry, method=0, packed=deflated(entry.content))]))
    assert entry.content in seen.contents("a.py")
    assert deflated(entry.content) in seen.contents("a.py")
    assert "zip-header-mismatch" in seen.kinds


def test_both_lengths_are_read_where_the_headers_disagree_on_the_size() -> None:
    entry = Entry(b"a.py", b"VALUE = 1\nHIDDEN = 2\n", method=0)
    short = but(entry, packed_size=10, size=10, crc=zlib.crc32(entry.content[:10]))
    seen = read(make_zip(entry, directory=[short]))
    assert seen.contents("a.py") == [entry.content, entry.content[:10]] or seen.contents("a.py") == [
        entry.content[:10],
        entry.content,
    ]
    assert "zip-header-mismatch" in seen.kinds


def test_overlapping_entries_are_all_read() -> None:
    # The stored content of the first entry holds the local record of the second, which only the directory names.
    inner = Entry(b"inner.py", b"VALUE = 'inner'\n")
    outer = Entry(b"outer.bin", b"before" + local(inner) + b"after", method=0)
    body = local(outer)
    records = central(outer, 0) + central(inner, body.index(local(inner)))
    seen = read(body + records + end(2, len(records), len(body)))
    assert seen.contents("inner.py") == [inner.content]
    assert seen.contents("outer.bin") == [outer.content]
    assert "zip-overlap" in seen.kinds


def test_two_names_for_one_record_give_both() -> None:
    body = local(GOOD)
    records = central(GOOD, 0) + central(but(GOOD, name=b"setup.py"), 0)
    seen = read(body + records + end(2, len(records), len(body)))
    assert set(seen.names) == {"pkg/__init__.py", "setup.py"}
    assert "zip-header-mismatch" in seen.kinds


def test_a_directory_that_says_too_few_is_read_to_its_end() -> None:
    data = bytearray(make_zip(GOOD, Entry(b"more.py", b"MORE = 1\n")))
    at = data.rindex(b"PK\5\6")
    data[at + 8 : at + 12] = struct.pack("<HH", 1, 1)
    seen = read(bytes(data))
    assert "more.py" in seen.names
    assert seen.kinds == {"zip-count-mismatch"}


def test_the_second_of_two_directories_is_followed() -> None:
    # The directory's size leads to one, its offset to another: readers differ in which they trust.
    hidden = Entry(b"hidden.py", b"VALUE = 'hidden'\n")
    body = local(GOOD) + local(hidden)
    first, second = central(hidden, len(local(GOOD))), central(GOOD, 0)
    seen = read(body + first + second + end(1, len(second), len(body)))
    assert {"pkg/__init__.py", "hidden.py"} <= set(seen.names)
    assert "zip-second-directory" in seen.kinds


def test_a_zip64_end_record_that_disagrees_is_followed_too() -> None:
    hidden = Entry(b"hidden.py", b"VALUE = 'hidden'\n")
    body = local(GOOD) + local(hidden)
    first, second = central(hidden, len(local(GOOD))), central(GOOD, 0)
    at64 = len(body) + len(first) + len(second)
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(first), len(body))
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at64, 1)
    seen = read(body + first + second + end64 + locator + end(1, len(second), len(body) + len(first)))
    assert {"pkg/__init__.py", "hidden.py"} <= set(seen.names)


def test_concatenated_zips_are_both_read() -> None:
    one, two = make_zip(GOOD), make_zip(Entry(b"second.py", b"SECOND = 2\n"))
    seen = read(one + two)
    assert {"pkg/__init__.py", "second.py"} <= set(seen.names)
    assert "zip-second-directory" in seen.kinds


def test_a_zip_hidden_in_the_comment_is_read() -> None:
    inner = make_zip(Entry(b"inner.py", b"INNER = 1\n"))
    seen = read(make_zip(GOOD, comment=inner))
    assert seen.anywhere(b"INNER = 1")
    assert seen.anywhere(GOOD.content)


HIDDEN = Entry(b"hidden.py", b"VALUE = 'hidden'\n", method=0)


def with_second_end(*, comment_size: int = 0, directory_comment_size: int = 0, behind: bytes = b"") -> bytes:
    """A zip whose first entry holds the record of ``HIDDEN``, with that one's directory in the end record's comment."""
    outer = Entry(b"outer.bin", b"before" + local(HIDDEN), method=0)
    body, record = local(outer), central(outer, 0)
    second = bytearray(central(HIDDEN, body.index(local(HIDDEN))))
    second[32:34] = struct.pack("<H", directory_comment_size)
    at = len(body) + len(record) + 22
    last = bytearray(end(1, len(second), at))
    last[20:22] = struct.pack("<H", comment_size)
    return body + record + end(1, len(record), len(body), bytes(second) + bytes(last) + behind)


@pytest.mark.parametrize(
    "data",
    [
        with_second_end(),
        with_second_end(comment_size=0xFFFF),
        with_second_end(directory_comment_size=0xFFFF),
    ],
    ids=["fits", "end comment behind the end", "directory comment behind the end"],
)
def test_the_end_record_in_a_comment_is_the_one_that_zipfile_takes(data: bytes) -> None:
    assert zipfile.ZipFile(BytesIO(data)).namelist() == ["hidden.py"]
    seen = read(data)
    assert seen.contents("hidden.py") == [HIDDEN.content]
    assert {"zip-comment", "zip-second-directory"} <= seen.kinds


def test_a_comment_that_ends_behind_the_end_of_the_file_does_not_hide_the_zip() -> None:
    data = bytearray(make_zip(HIDDEN, prefix=b"no zip by its start"))
    data[-2:] = struct.pack("<H", 9)
    assert zipfile.ZipFile(BytesIO(data)).namelist() == ["hidden.py"]
    seen = read(bytes(data))
    assert seen.contents("hidden.py") == [HIDDEN.content]
    assert seen.kinds == {"zip-prefix", "zip-comment"}


def test_extra_fields_cut_off_by_the_end_of_the_directory_do_not_hide_its_record() -> None:
    body, record = local(HIDDEN), bytearray(central(HIDDEN, 0))
    record[30:32] = struct.pack("<H", 0xFFFF)
    data = body + bytes(record) + end(1, len(record), len(body))
    assert zipfile.ZipFile(BytesIO(data)).namelist() == ["hidden.py"]
    seen = read(data)
    assert seen.contents("hidden.py") == [HIDDEN.content]
    assert "zip-comment" in seen.kinds


@pytest.mark.parametrize("prefix", [b"", b"no zip by its start"])
@pytest.mark.parametrize("length", [len(HIDDEN.name) + 9, 60_000], ids=["the end record", "the file"])
def test_a_name_that_would_end_behind_the_directory_ends_with_it(prefix: bytes, length: int) -> None:
    """As in zipfile, which reads no more of the directory than its size."""
    body, record = prefix + local(HIDDEN), bytearray(central(HIDDEN, 0))
    record[28:30] = struct.pack("<H", length)
    data = body + bytes(record) + end(1, len(record), len(body) - len(prefix))
    assert zipfile.ZipFile(BytesIO(data)).namelist() == ["hidden.py"]
    seen = read(data)
    assert set(seen.names) >= {"hidden.py"}
    assert {member.name for member in seen.members if member.data == HIDDEN.content} == {"hidden.py"}
    assert "zip-comment" in seen.kinds


@pytest.mark.parametrize("behind", [65_535, 65_536, 65_537])
def test_an_end_record_is_looked_for_as_far_back_as_zipfile_does(behind: int) -> None:
    data = make_zip(HIDDEN, prefix=b"no zip by its start") + b"\1" * behind
    assert is_archive(data) == zipfile.is_zipfile(BytesIO(data))


def test_a_second_zip64_field_counts_where_the_first_says_nothing() -> None:
    outer = Entry(b"outer.bin", b"before" + local(HIDDEN), method=0)
    body = local(outer)
    fields = b"".join(struct.pack("<HHQ", 1, 8, value) for value in (0xFFFFFFFF, body.index(local(HIDDEN))))
    records = central(outer, 0) + central(but(HIDDEN, extra=fields), 0xFFFFFFFF)
    data = body + records + end(2, len(records), len(body))
    assert zipfile.ZipFile(BytesIO(data)).read("hidden.py") == HIDDEN.content
    assert read(data).contents("hidden.py") == [HIDDEN.content]


def test_both_of_two_zip64_end_records_are_followed() -> None:
    # zipfile looks right before the locator, other readers where that says.
    first, second = Entry(b"first.py", b"FIRST = 1\n"), Entry(b"second.py", b"SECOND = 2\n")
    outer = Entry(b"outer.bin", local(first) + local(second), method=0)
    body = local(outer)
    records = [central(entry, body.index(local(entry))) for entry in (first, second)]
    starts = [len(body), len(body) + len(records[0])]
    inner, wide = (
        struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44 + more, 45, 45, 0, 0, 1, 1, len(record), start)
        for record, start, more in zip(records, starts, (0, 56), strict=True)
    )
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, starts[1] + len(records[1]), 1)
    full = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    seen = read(body + b"".join(records) + wide + inner + locator + full)
    assert {"first.py", "second.py"} <= set(seen.names)
    assert "zip-second-directory" in seen.kinds


def test_lzma_content_is_read_to_either_size_where_the_headers_disagree() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.py", GOOD.content)
    data = bytearray(buffer.getvalue())
    at = data.index(b"PK\1\2")
    for place in (6, at + 8):  # the flag that says that there is an end mark
        data[place] &= ~2
    data[22:26] = struct.pack("<I", 1)
    assert zipfile.ZipFile(BytesIO(data)).read("a.py") == GOOD.content
    assert GOOD.content in read(bytes(data)).contents("a.py")


@pytest.mark.parametrize(
    ("prefix", "kinds"), [(b"MZ" + b"\x90" * 40, {"zip-prefix"}), (b"#!/usr/bin/env python3\n", set())]
)
def test_bytes_before_the_zip_are_scanned(prefix: bytes, kinds: set[str]) -> None:
    seen = read(make_zip(GOOD, prefix=prefix))
    assert seen.contents("pkg/__init__.py") == [GOOD.content]
    assert any(member.data == prefix and member.kind is MemberKind.BLOB for member in seen.members)
    assert seen.kinds == kinds


def test_bytes_between_entries_and_behind_the_end_are_scanned() -> None:
    seen = read(make_zip(GOOD, Entry(b"b.py", b"B = 1\n"), gap=b"IN THE GAP") + b"IN THE TAIL")
    assert seen.anywhere(b"IN THE GAP")
    assert seen.anywhere(b"IN THE TAIL")
    assert seen.kinds == {"zip-gap", "zip-tail"}
    assert {"pkg/__init__.py", "b.py"} <= set(seen.names)


def test_zeros_behind_the_end_are_padding() -> None:
    assert read(make_zip(GOOD) + bytes(100)).anomalies == []


def test_bytes_behind_the_compressed_content_are_scanned() -> None:
    packed = deflated(b"VALUE = 1\n") + b"LEFT OVER IN THE ENTRY"
    seen = read(make_zip(Entry(b"a.py", b"VALUE = 1\n", packed=packed)))
    assert seen.anywhere(b"LEFT OVER IN THE ENTRY")
    assert seen.kinds == {"zip-slack"}


def test_entries_behind_the_compressed_content_are_read_as_without_the_directory() -> None:
    content = b"VALUE = 1\n" * 9
    hidden = Entry(b"pkg/hidden.py", b"HIDDEN = 1\n")
    plain = Entry(b"a.py", content)
    descriptor = b"PK\7\x08" + struct.pack("<III", *plain.numbers())
    holding = but(plain, packed=plain.bytes_packed() + descriptor + local(hidden), descriptor=descriptor)
    seen = read(make_zip(holding, GOOD))
    assert seen.contents("pkg/hidden.py") == [hidden.content]
    assert content in seen.contents("a.py")
    assert {"zip-slack", "zip-local-only"} <= seen.kinds


def test_extra_fields_of_no_known_tool_are_scanned() -> None:
    extra = struct.pack("<HH", 0x4D4B, 60) + b"VALUE = 'in the extra field'".ljust(60)
    assert read(make_zip(but(GOOD, extra=extra))).anywhere(b"in the extra field")


def test_more_extra_fields_than_a_tool_writes_are_scanned_whatever_they_are() -> None:
    fields = b"".join(struct.pack("<HH", 0xCAFE, 60) + b"VALUE = 'in a known field'".ljust(60) for _ in range(33))
    assert not read(make_zip(but(GOOD, extra=fields[:640]))).anywhere(b"in a known field")
    assert read(make_zip(but(GOOD, extra=fields))).anywhere(b"in a known field")


def test_a_wrong_checksum_keeps_the_content() -> None:
    seen = read(make_zip(but(GOOD, crc=1)))
    assert seen.contents("pkg/__init__.py") == [GOOD.content]
    assert seen.kinds == {"crc-mismatch"}


@pytest.mark.parametrize("size", [3, 3000])
def test_a_wrong_size_keeps_the_whole_content(size: int) -> None:
    seen = read(make_zip(but(GOOD, size=size)))
    assert seen.contents("pkg/__init__.py") == [GOOD.content]
    assert "size-mismatch" in seen.kinds


def test_damaged_content_is_read_up_to_the_fault() -> None:
    content = b"".join(b"LINE_%05d = 1\n" % number for number in range(5000))
    packed = bytearray(deflated(content))
    packed[len(packed) // 2 :] = b"\xff" * (len(packed) - len(packed) // 2)
    seen = read(make_zip(Entry(b"a.py", content, packed=bytes(packed))))
    (found,) = seen.contents("a.py")
    assert content.startswith(found[: len(content) // 4])
    assert len(found) > len(content) // 4
    assert seen.members[0].truncated
    assert seen.kinds == {"archive-damaged"}


def test_content_cut_off_by_the_end_of_the_file_is_kept() -> None:
    data = make_zip(Entry(b"a.py", b"VALUE = 1\n" * 100, method=0))
    seen = read(data[:500])
    assert seen.members[0].data.startswith(b"VALUE = 1\n")
    assert {"zip-no-directory", "archive-damaged"} <= seen.kinds


@pytest.mark.parametrize("signed", [True, False])
def test_a_data_descriptor_of_either_form_is_ordinary(signed: bool) -> None:
    entry = Entry(b"a.py", b"VALUE = 1\n" * 9)
    numbers = struct.pack("<III", *entry.numbers())
    seen = read(make_zip(but(entry, descriptor=(b"PK\7\x08" if signed else b"") + numbers), GOOD))
    assert seen.contents("a.py") == [entry.content]
    assert seen.anomalies == []


def test_a_descriptor_entry_outside_the_directory_is_read_to_its_own_end() -> None:
    entry = Entry(b"a.py", b"VALUE = 1\n" * 9)
    hidden = but(entry, name=b"h.py", descriptor=b"PK\7\x08" + struct.pack("<III", *entry.numbers()))
    body = local(hidden) + local(GOOD)
    record = central(GOOD, len(local(hidden)))
    seen = read(body + record + end(1, len(record), len(body)))
    assert seen.contents("h.py") == [entry.content]
    assert seen.contents("pkg/__init__.py") == [GOOD.content]
    assert seen.kinds == {"zip-local-only"}


def test_a_descriptor_that_lies_is_named() -> None:
    entry = Entry(b"a.py", b"VALUE = 1\n" * 9)
    seen = read(make_zip(but(entry, descriptor=b"PK\7\x08" + struct.pack("<III", 1, 2, 3)), GOOD))
    assert seen.contents("a.py") == [entry.content]
    assert seen.kinds == {"zip-descriptor"}


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (Entry(b"a.py", b"SECRET", method=0, flags=1, crc=1), "entry-encrypted"),
        (Entry(b"a.py", b"SECRET", method=0, flags=0x40, crc=1), "entry-encrypted"),
        (Entry(b"a.py", b"SECRET", method=99), "entry-encrypted"),
        (Entry(b"a.py", b"SECRET", method=9), "method-unknown"),
        (Entry(b"a.py", b"SECRET", method=98), "method-unknown"),
    ],
)
def test_what_cannot_be_unpacked_is_scanned_as_bytes(entry: Entry, kind: str) -> None:
    seen = read(make_zip(entry))
    assert seen.kinds == {kind}
    assert KINDS[kind].incomplete
    assert [(member.kind, member.data) for member in seen.members] == [(MemberKind.BLOB, entry.bytes_packed())]


def test_an_entry_encrypted_in_one_header_only_is_read_by_the_other() -> None:
    seen = read(make_zip(GOOD, directory=[but(GOOD, flags=1)]))
    assert GOOD.content in seen.contents("pkg/__init__.py")
    assert "zip-header-mismatch" in seen.kinds


@pytest.mark.parametrize("flag", [1, 0x40, 0x2000])
@pytest.mark.parametrize("method", [0, 8])
def test_what_is_only_called_encrypted_is_read(flag: int, method: int) -> None:
    seen = read(make_zip(but(GOOD, flags=flag, method=method)))
    assert [(member.kind, member.data) for member in seen.members] == [(MemberKind.FILE, GOOD.content)]
    assert seen.kinds == {"entry-not-encrypted"}


def test_masked_fields_do_not_keep_zipfile_from_an_entry_with_a_fault() -> None:
    data = make_zip(but(GOOD, flags=0x2000, packed=deflated(GOOD.content) + b"behind"))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.read("pkg/__init__.py") == GOOD.content
    assert read(data).contents("pkg/__init__.py") == [GOOD.content]


@pytest.mark.parametrize(
    ("target", "kind"), [(b"other.py", "link"), (b"../../etc/passwd", "link-outside"), (b"/etc/passwd", "link-outside")]
)
def test_a_link_is_a_member_with_its_target(target: bytes, kind: str) -> None:
    seen = read(make_zip(Entry(b"pkg/link.py", target, method=0, mode=0o120777)))
    assert [(member.kind, member.data) for member in seen.members] == [(MemberKind.LINK, target)]
    assert seen.kinds == {kind}


@pytest.mark.parametrize("content", [b"VALUE = 'not a path'\n" * 300, b"print('one line')", b"a;b"])
def test_code_that_calls_itself_a_link_stays_a_file(content: bytes) -> None:
    # Installers write a zip's links as ordinary files, so the content is what counts.
    seen = read(make_zip(Entry(b"setup.py", content, mode=0o120777)))
    assert [(member.kind, member.data) for member in seen.members] == [(MemberKind.FILE, content)]
    assert seen.kinds == {"link"}


def test_a_device_is_reported() -> None:
    seen = read(make_zip(Entry(b"null", b"", method=0, mode=0o020666)))
    assert seen.members[0].kind is MemberKind.DEVICE
    assert seen.kinds == {"device"}


def test_a_folder_with_content_is_read() -> None:
    seen = read(make_zip(Entry(b"pkg/", b"VALUE = 'in a folder'\n")))
    assert seen.anywhere(b"in a folder")
    assert seen.kinds == {"content-unexpected"}


def test_a_zip_without_any_directory_is_read_by_its_local_records() -> None:
    seen = read(local(GOOD) + local(Entry(b"b.py", b"B = 1\n")))
    assert seen.names == ["pkg/__init__.py", "b.py"]
    assert seen.kinds == {"zip-no-directory"}


def test_a_second_name_in_an_extra_field_is_another_member() -> None:
    name = b"setup.py"
    extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"a.txt")) + name
    seen = read(make_zip(Entry(b"a.txt", b"VALUE = 1\n", extra=extra)))
    assert set(seen.names) == {"a.txt", "setup.py"}
    assert seen.kinds == {"name-second"}


def test_a_file_that_is_two_archives_is_read_as_both() -> None:
    tar = ordinary_tar({"from_tar.py": b"TAR = 1\n"}, "w:gz")
    seen = read(tar + make_zip(Entry(b"from_zip.py", b"ZIP = 1\n")))
    assert seen.anywhere(b"TAR = 1")
    assert seen.anywhere(b"ZIP = 1")
    assert "polyglot" in seen.kinds


def test_a_zip_within_a_plain_tar_is_read_as_pip_looks_for_one_in_every_file() -> None:
    data = ordinary_tar({"from_tar.py": b"TAR = 1\n"}) + make_zip(Entry(b"from_zip.py", b"ZIP = 1\n")) + b"behind"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.namelist() == ["from_zip.py"]
    seen = read(data)
    assert {"from_tar.py", "from_zip.py"} <= set(seen.names)
    assert "polyglot" in seen.kinds


def test_what_zipfile_lists_is_always_among_what_is_read() -> None:
    data = make_zip(GOOD, EVIL, Entry(b"b.py", b"B = 1\n", method=0), prefix=b"prefix", gap=b"gap", comment=b"note")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        listed = [archive.read(info) for info in archive.infolist()]
    found = [member.data for member in read(data).members]
    assert all(content in found for content in listed)
