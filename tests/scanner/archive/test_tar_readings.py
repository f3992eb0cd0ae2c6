"""What Python's tarfile makes of hostile headers is among the readings, with a word about the others."""

import gzip
import io
import tarfile
import time

import pytest

from scanner.archive import KINDS, Budget
from scanner.archive.tar_extended import parse_pax
from scanner.member import MemberKind
from tests.scanner.archive.build import (
    Seen,
    header,
    make_tar,
    padded,
    pax,
    pax_record,
    read,
    seal,
    tar_entry,
)

CODE = b"VALUE = 'code'\n"
SETUP, NOTES = b"pkg-1.0/setup.py", b"pkg-1.0/docs/notes.txt"
GNU = b"ustar  \0"
ENTRY = tar_entry(NOTES, CODE)
INNER = tar_entry(SETUP, CODE)


def long_name(name: bytes, size: int | None = None) -> bytes:
    return header(b"././@LongLink", len(name) if size is None else size, b"L", magic=GNU) + padded(name)


def by_tarfile(data: bytes) -> dict[str, bytes]:
    """The files that Python finds, as pip gets at them."""
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        found = ((info.name, tar.extractfile(info)) for info in tar.getmembers() if not info.isdir())
        return {name: file.read() for name, file in found if file is not None}


def files(seen: Seen) -> set[tuple[str, bytes]]:
    return {(member.name, member.data) for member in seen.members if member.kind is MemberKind.FILE}


NAMES = {
    "two pax headers": pax((b"path", SETUP)) + pax((b"path", NOTES)) + ENTRY,
    "a long name, then pax": long_name(SETUP) + pax((b"path", NOTES)) + ENTRY,
    "two long names": long_name(SETUP) + long_name(NOTES) + ENTRY,
    "a global path, then a long name": pax((b"path", NOTES), kind=b"g") + long_name(SETUP) + ENTRY,
    "a sparse name, then a path": pax((b"GNU.sparse.name", NOTES), (b"path", SETUP)) + ENTRY,
    "one path twice": pax((b"path", NOTES), (b"path", SETUP)) + ENTRY,
    "a record behind the size": header(b"x", 13, b"x") + padded(b"13 mtime=1.0\n" + pax_record(b"path", SETUP)) + ENTRY,
    "a long name past its size": long_name(SETUP, size=9) + ENTRY,
    "a very long header": pax((b"comment", b"x" * (1 << 20)), (b"path", SETUP)) + ENTRY,
    "a very long name field": long_name(SETUP + b"\0" + bytes(1 << 20)) + ENTRY,
    "a path with a slash": pax((b"path", SETUP + b"/")) + ENTRY,
    "a plain name that a pax path continues": pax((b"path", SETUP + b".txt")) + INNER,
    "a prefix behind the magic of GNU": tar_entry(b"setup.py", CODE, magic=GNU, prefix=b"pkg-1.0"),
    "a prefix without magic": tar_entry(b"setup.py", CODE, magic=b"", prefix=b"pkg-1.0"),
}


@pytest.mark.parametrize("parts", NAMES.values(), ids=NAMES)
def test_every_name_that_a_header_gives_is_one_of_the_members(parts: bytes) -> None:
    data = make_tar(parts)
    seen = read(data)
    assert by_tarfile(data).items() <= files(seen)
    assert (SETUP.decode(), CODE) in files(seen)
    assert "tar-name-mismatch" in seen.kinds


@pytest.mark.parametrize(
    "record", [b"25 path=pkg-1.0/setup.pyX", b"%024d path=pkg-1.0/setup.py\n" % 47], ids=["no newline", "long length"]
)
def test_a_record_that_only_old_pythons_take_is_taken_and_named(record: bytes) -> None:
    seen = read(make_tar(tar_entry(b"x", record, kind=b"x"), ENTRY))
    assert {(SETUP.decode(), CODE), (NOTES.decode(), CODE)} <= files(seen)
    assert "tar-bad-pax" in seen.kinds


SIZES = {
    "no number": pax((b"size", b"abc")) + header(b"n.txt", len(INNER)),
    "a number with a blank": pax((b"size", b" 0")) + header(b"n.txt", len(INNER)),
    "a number with a sign": pax((b"size", b"+0")) + header(b"n.txt", len(INNER)),
    "the first of two": pax((b"size", b"0")) + pax((b"size", b"%d" % len(INNER))) + header(b"n.txt", len(INNER)),
    "a sparse size": pax((b"size", b"1024"), (b"GNU.sparse.realsize", b"0")) + header(b"n.txt", len(INNER)),
    "an old folder": pax((b"path", b"n.txt")) + header(b"d/", len(INNER), b"\0"),
}


@pytest.mark.parametrize("head", SIZES.values(), ids=SIZES)
def test_every_size_that_a_header_gives_leads_to_a_next_header(head: bytes) -> None:
    data = make_tar(head, INNER)
    seen = read(data)
    assert by_tarfile(data)[SETUP.decode()] == CODE
    assert {(SETUP.decode(), CODE), ("n.txt", INNER)} <= files(seen)
    assert seen.kinds & {"tar-size-mismatch", "content-unexpected"}


def test_a_sparse_size_without_a_map_is_a_size_of_the_content() -> None:
    content = b"#\n" + CODE
    data = make_tar(pax((b"GNU.sparse.realsize", b"%d" % len(content))), header(SETUP, 2), padded(content))
    seen = read(data)
    assert by_tarfile(data)[SETUP.decode()] == content
    assert {(SETUP.decode(), content), (SETUP.decode(), b"#\n")} <= files(seen)
    assert "tar-sparse" in seen.kinds


def test_a_dumped_folder_is_the_file_that_python_writes() -> None:
    data = make_tar(tar_entry(SETUP, CODE, kind=b"D"))
    assert by_tarfile(data).items() <= files(read(data))


@pytest.mark.parametrize("kind", [b"0", b"7"])
def test_a_file_with_the_name_of_a_folder_is_given_without_the_slash(kind: bytes) -> None:
    seen = read(make_tar(tar_entry(SETUP + b"/", CODE, kind=kind)))
    assert (SETUP.decode(), CODE) in files(seen)
    assert "tar-file-slash" in seen.kinds


def test_a_negative_size_is_none() -> None:
    block = bytearray(header(b"pkg-1.0/a"))
    block[124:136] = b"\xff" * 12
    data = make_tar(seal(block), INNER)
    assert by_tarfile(data)[SETUP.decode()] == CODE
    assert (SETUP.decode(), CODE) in files(read(data))


@pytest.mark.parametrize(
    "path",
    [
        "pkg-1.0/" + "folder/" * 30 + "größe.py",
        "pkg-1.0/" + "ф" * 120 + ".py",
        "pkg-1.0/größe.py",
        "pkg-1.0/" + "x" * 300 + ".py",
    ],
)
def test_a_plain_name_that_was_only_made_to_fit_is_no_other_name(path: str) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(tarfile.TarInfo(path))
    plain = path.encode().replace("ö".encode(), b"")[:100]
    for data in (buffer.getvalue(), make_tar(pax((b"path", path.encode())), tar_entry(plain, CODE))):
        seen = read(data)
        assert seen.anomalies == []
        assert seen.names == [path]


LINKED = {
    "hard": (tar_entry(NOTES, CODE), header(SETUP, 0, b"1", link=NOTES)),
    "symbolic": (tar_entry(NOTES, CODE), header(SETUP, 0, b"2", link=b"docs/./notes.txt")),
    "before its target": (header(SETUP, 0, b"2", link=b"docs/notes.txt"), tar_entry(NOTES, CODE)),
    "by pax": (tar_entry(NOTES, CODE), pax((b"linkpath", NOTES)), header(SETUP, 0, b"1", link=b"x")),
    "over another": (
        header(b"pkg-1.0/x", 0, b"2", link=b"docs/notes.txt"),
        tar_entry(NOTES, CODE),
        header(SETUP, 0, b"2", link=b"x"),
    ),
    "of the folder": (header(b"pkg-1.0/docs", 0, b"2", link=b"."), tar_entry(b"pkg-1.0/docs/setup.py", CODE)),
    "to a folder": (tar_entry(b"other/setup.py", CODE), header(b"pkg-1.0", 0, b"2", link=b"other")),
    "hard, without the folder that pip takes off": (
        tar_entry(NOTES, CODE),
        header(SETUP, 0, b"1", link=b"docs/notes.txt"),
    ),
    "written through": (header(b"pkg-1.0/NEWS", 0, b"2", link=b"setup.py"), tar_entry(b"pkg-1.0/./NEWS", CODE)),
    "written through, hard": (header(b"pkg-1.0/NEWS", 0, b"1", link=SETUP), tar_entry(b"pkg-1.0/./NEWS", CODE)),
    "written through, over a folder": (
        header(b"pkg-1.0/d", 0, b"2", link=b"."),
        header(b"pkg-1.0/NEWS", 0, b"2", link=b"setup.py"),
        tar_entry(b"pkg-1.0/d/NEWS", CODE),
    ),
}


@pytest.mark.parametrize("parts", LINKED.values(), ids=LINKED)
def test_what_a_link_leads_to_is_read_under_its_name(parts: tuple[bytes, ...]) -> None:
    seen = read(make_tar(*parts))
    assert seen.contents(SETUP.decode()).count(CODE) == 1
    assert seen.kinds == {"link"}
    assert files(read(gzip.compress(make_tar(*parts)))) == files(seen)


def test_links_in_a_circle_or_to_nothing_are_links_alone() -> None:
    parts = [header(b"a%d" % number, 0, b"2", link=b"a%d" % ((number + 1) % 100)) for number in range(100)]
    seen = read(make_tar(*parts, header(b"b", 0, b"2", link=b"nowhere"), header(b"c\0d", 0, b"2", link=b"e\xff")))
    assert {member.kind for member in seen.members} == {MemberKind.LINK}


def test_too_many_readings_of_one_entry_are_said_to_be_dropped() -> None:
    for parts in ([long_name(b"name%d" % number) for number in range(40)], [pax(*[(b"size", b"1")] * 40)]):
        seen = read(make_tar(*parts, ENTRY))
        assert "tar-views-dropped" in seen.kinds
    assert KINDS["tar-views-dropped"].incomplete


def test_a_million_blocks_that_are_no_headers_are_passed_quickly() -> None:
    stray = (b"x" * 148 + b"0000000\0" + b"\xff" * 356) * 200_000
    start = time.process_time()
    seen = read(make_tar(ENTRY) + stray)
    assert time.process_time() - start < 3
    assert "tar-data-after-end" in seen.kinds


@pytest.mark.parametrize("body", [b"1 " * 500_000 + b"a=b\n", b"1" * 1_000_000, b"5 a=\n" * 400_000, b"2 a" * 300_000])
def test_records_that_lie_about_their_length_take_no_longer_than_others(body: bytes) -> None:
    start = time.process_time()
    assert parse_pax((body,)).fault or parse_pax((body,)).cut
    assert time.process_time() - start < 4


def test_links_to_links_below_deep_folders_end_at_a_limit() -> None:
    links = [header(b"x%d" % number, 0, b"2", link=b"x%d" % (number + 1)) for number in range(50)]
    entries = [tar_entry(b"x0/" + b"a/" * 40 + b"%d.py" % number, CODE) for number in range(700)]
    assert "tar-views-dropped" in read(make_tar(*links, *entries)).kinds


def test_links_beyond_what_is_followed_keep_nothing_else_from_being_read() -> None:
    links = [header(b"x%d" % number, 0, b"2", link=b"x%d" % (number + 1)) for number in range(30)]
    entries = [tar_entry(b"x0/%d.py" % number, CODE) for number in range(20)]
    seen = read(make_tar(*links, *entries, ENTRY), Budget(links=100))
    assert "tar-views-dropped" in seen.kinds
    assert seen.contents(NOTES.decode()) == [CODE]
    assert not seen.kinds & {"budget-bytes", "budget-members"}


def test_what_merely_begins_as_a_link_s_target_is_not_what_it_leads_to() -> None:
    parts = [tar_entry(b"p/" + name, CODE) for name in (b"a0.py", b"a.py", b"a/b.py", b"a-c.py")]
    seen = read(make_tar(header(b"p/l", 0, b"2", link=b"a"), *parts))
    assert {member.name for member in seen.members if member.name.startswith("p/l")} == {"p/l", "p/l/b.py"}
